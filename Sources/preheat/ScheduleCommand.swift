import ArgumentParser
import Domain
import History
import Serving

/// Warm-ups at fixed times.
struct ScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Warm endpoints at fixed times, beside what the service decides by itself.",
        discussion: """
            A schedule is a cron line ('*/10 8-18 * * Mon-Fri'; with six fields the seconds come \
            first), @hourly, @daily, @every 10m, AWS's rate(5 minutes) or cron(0 8 ? * MON-FRI *), a \
            window that is held warm throughout ('08:00-18:00 Mon-Fri', '08:00 +10h daily'), or a \
            window once ('2026-12-01 08:00 - 2026-12-01 20:00').

            Where clocks change, a fixed time that they skip runs once, right after the change, and \
            one that they repeat runs once; an hour field that begins with * runs at every real \
            occurrence.
            """,
        subcommands: [Add.self, List.self, Show.self, Remove.self, Next.self]
    )

    private static let endpointHelp = ArgumentHelp("The endpoint's name.")
    private static let nameHelp = ArgumentHelp("The schedule's name.")

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a schedule to an endpoint, and show its next runs.",
            discussion: """
                A ~ in a cron line, such as 0~30 or ~ alone, is a value that is chosen once for the \
                schedule and stays.

                Example: preheat schedule add shop '08:00-18:00 Mon-Fri' --timezone Europe/Berlin
                """
        )

        @Argument(help: ScheduleCommand.endpointHelp, completion: .endpointNames)
        var endpoint: String

        @Argument(help: "When: a cron line, a word such as @hourly, or a window.")
        var expression: String

        @OptionGroup var options: ScheduleOptions
        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func validate() throws { _ = try ScheduleOptions.expression(expression) }

        func run() async throws {
            let expression = try ScheduleOptions.expression(expression)
            let now = SystemClock().now
            let view = try await store.withStore(.existing) { store in
                let endpoint = try await store.endpoint(named: endpoint)
                let schedule = try await store.addSchedule(
                    try options.schedule(of: endpoint, expression: expression)
                )
                return try ScheduleView(schedule, of: endpoint.name, count: .none, at: now)
            }
            print(view.additionText)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the schedules and the next run of each.",
            discussion: """
                MISSED runs came later than their grace allows, and were dropped.

                Example: preheat schedule list shop
                """
        )

        @Argument(help: "The endpoint's name; without it, of all.", completion: .endpointNames)
        var endpoint: String?

        @Option(help: "table, csv or json.")
        var format = BudgetCommand.Format.table

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func run() async throws {
            let views = try await store.withStore(.existing) { store in
                let views = try await ScheduleView.all(in: store, at: SystemClock().now)
                guard let endpoint else { return views }
                let id = try await store.endpoint(named: endpoint).id
                return views.filter { $0.schedule.endpointID == id }
            }
            switch format {
            case .json: try printJSON(views)
            case .csv: print(ScheduleView.csvText(of: views))
            case .table:
                print(
                    views.isEmpty
                        ? "no schedule yet; add one with 'preheat schedule add \(endpoint ?? "NAME") @hourly'"
                        : ScheduleView.tableText(of: views)
                )
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show all settings of a schedule, and its next runs.",
            discussion: "Example: preheat schedule show shop cron-1"
        )

        @Argument(help: ScheduleCommand.endpointHelp, completion: .endpointNames)
        var endpoint: String

        @Argument(help: ScheduleCommand.nameHelp, completion: .scheduleNames)
        var name: String

        @Option(help: "table, csv or json.")
        var format = BudgetCommand.Format.table

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func run() async throws {
            let view = try await store.withStore(.existing) { store in
                let endpoint = try await store.endpoint(named: endpoint)
                let schedule = try await store.schedule(named: name, of: endpoint)
                return try ScheduleView(
                    schedule,
                    of: endpoint.name,
                    count: try await store.scheduleCounts()[schedule.id] ?? .none,
                    at: SystemClock().now
                )
            }
            switch format {
            case .json: try printJSON(view)
            case .csv: print(ScheduleView.csvText(of: [view]))
            case .table: print(view.detailText)
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a schedule; the pings that it has caused stay in the ledger.",
            discussion: "Example: preheat schedule remove shop cron-1"
        )

        @Argument(help: ScheduleCommand.endpointHelp, completion: .endpointNames)
        var endpoint: String

        @Argument(help: ScheduleCommand.nameHelp, completion: .scheduleNames)
        var name: String

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func run() async throws {
            try await store.withStore(.existing) { store in
                let endpoint = try await store.endpoint(named: endpoint)
                try await store.removeSchedule(named: name, of: endpoint)
            }
            acknowledge("removed \(name) from \(endpoint)")
        }
    }
}
