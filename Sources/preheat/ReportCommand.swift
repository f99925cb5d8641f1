import ArgumentParser
import Domain
import History
import Reporting
import Serving

/// What warming cost and what it saved.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Report what warming cost and what it saved.",
        subcommands: [Cost.self]
    )

    struct Cost: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Pings, money, cold starts, and what doing nothing or always pinging would have had.",
            discussion: """
                REPLAY columns replay the recorded requests on the platform's idle timeout: with the \
                pings of the ledger, with none, and with a warmer that is always on. Days are UTC's.

                Example: preheat report cost --since 30d --by day
                """
        )

        enum Format: String, ExpressibleByArgument, CaseIterable {
            case table
            case csv
            case json
        }

        @Option(
            help: ArgumentHelp("From when: a time, a day, or how long ago.", valueName: "time")
        )
        var since: MomentArgument?

        @Option(help: ArgumentHelp("Until when. (default: now)", valueName: "time"))
        var until: MomentArgument?

        @Option(name: .customLong("by"), help: "endpoint or day.")
        var grouping = CostReport.Grouping.endpoint

        @Option(help: "table, csv or json.")
        var format = Format.table

        @OptionGroup var store: StoreOptions

        func run() async throws {
            let now = SystemClock().now
            let end = until?.resolved(at: now)
            let start =
                since?.resolved(at: now) ?? (end ?? now).advanced(by: .seconds(-30 * 86_400))
            try Self.check(start, end ?? now)
            let report = try await store.withStore(.existing) { store in
                let last = try await lastMoment(in: store, now: now)
                return try await costReport(
                    from: store,
                    since: start,
                    until: end ?? last,
                    by: grouping
                )
            }
            switch format {
            case .table: print(report.tableText)
            case .csv: print(report.csvText)
            case .json: try printJSON(CostReportView(report))
            }
        }

        /// Now, or the end of the last ping's minute when a service with a faster clock is ahead.
        private func lastMoment(in store: HistoryStore, now: Timestamp) async throws -> Timestamp {
            let farthest = Timestamp(millisecondsSinceEpoch: .max)
            let ahead = try await store.pings(of: nil, in: now..<farthest, limit: 1)
            return ahead.last.map { Timestamp(minute: $0.scheduledAt.minute + 1) } ?? now
        }

        private static func check(_ start: Timestamp, _ end: Timestamp) throws {
            guard start < end else {
                throw ValidationError("--since must lie before --until.")
            }
            guard start.duration(to: end) <= .seconds(3660 * 86_400) else {
                throw ValidationError("--since and --until must lie within ten years.")
            }
        }
    }
}

extension CostReport.Grouping: ExpressibleByArgument {}
