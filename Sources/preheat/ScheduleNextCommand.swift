import ArgumentParser
import Configuring
import Domain
import History
import Serving

extension ScheduleCommand {
    struct Next: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the next runs of a schedule, or of any line.",
            discussion: """
                Runs are shown without jitter, on the zone's clocks and in UTC. JSON has the start of \
                each; CSV and the table have the ends of windows, too.

                Example: preheat schedule next --cron '30 2 * * *' --timezone Europe/Berlin \
                --from 2026-03-28T00:00:00Z
                """
        )

        /// The most runs that are shown.
        private static let most = 10_000

        @Argument(help: "The endpoint's name.", completion: .endpointNames)
        var endpoint: String?

        @Argument(help: "The schedule's name.", completion: .scheduleNames)
        var name: String?

        @Option(
            name: .customLong("cron"),
            help: ArgumentHelp(
                "Any expression, instead of a schedule that was added.",
                valueName: "line"
            )
        )
        var line: String?

        @Option(name: .customLong("timezone"), help: "The zone of --cron. (default: UTC)")
        var timeZone: String?

        @Option(
            help: ArgumentHelp(
                """
                After when: a time, by the zone's clocks unless it has an offset, a day of the zone, or \
                how long ago. (default: now)
                """,
                valueName: "time"
            )
        )
        var from: MomentArgument?

        @Option(help: ArgumentHelp("How many runs, 1 to 10000.", valueName: "number"))
        var count = ScheduleView.shownRuns

        @Option(help: "table, csv or json.")
        var format = BudgetCommand.Format.table

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func validate() throws {
            guard (1...Self.most).contains(count) else {
                throw ValidationError("--count is \(count); it must be 1 to \(Self.most).")
            }
            guard let line else {
                guard endpoint != nil, name != nil else {
                    throw ValidationError("name an endpoint and its schedule, or give --cron.")
                }
                guard timeZone == nil else {
                    throw ValidationError("--timezone goes with --cron; a schedule has its own.")
                }
                return
            }
            guard endpoint == nil else {
                throw ValidationError("give --cron or a schedule's name, not both.")
            }
            _ = try ScheduleOptions.expression(line)
            if let timeZone {
                try asUsage { () throws(SettingFlaw) in
                    try SettingRules.check(zone: timeZone, of: "timezone")
                }
            }
        }

        func run() async throws {
            let runs = try await runs()
            switch format {
            case .json: try printJSON(runs)
            case .csv: print(runs.csvText)
            case .table: print(runs.tableText)
            }
        }

        private func runs() async throws -> NextRuns {
            let now = SystemClock().now
            if let line {
                let offsets = try utcOffsets(ofZone: timeZone ?? "UTC")
                return NextRuns(
                    of: try ScheduleOptions.expression(line),
                    after: from?.resolvedByClocks(at: now, offsets: offsets) ?? now,
                    count: count,
                    offsets: offsets
                )
            }
            let schedule = try await store.withStore(.existing) { store in
                let endpoint = try await store.endpoint(named: endpoint ?? "")
                return try await store.schedule(named: name ?? "", of: endpoint)
            }
            let offsets = try utcOffsets(ofZone: schedule.timeZone, endpoint: endpoint)
            return NextRuns(
                of: try ScheduleExpression(schedule.expression),
                after: from?.resolvedByClocks(at: now, offsets: offsets) ?? now,
                count: count,
                offsets: offsets,
                seed: schedule.seed,
                except: schedule.exceptions
            )
        }
    }
}
