import ArgumentParser
import Domain
import History
import Reporting
import Serving

/// What warming cost, saved and reached.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Report what warming cost, saved and reached, and what it will cost.",
        subcommands: [Cost.self, Savings.self, Latency.self, Forecast.self]
    )
}

extension ReportCommand {
    struct Cost: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Pings, money, cold starts, and what doing nothing or always pinging would have had.",
            discussion: """
                REPLAY columns replay the recorded requests on the platform's idle timeout: with the \
                pings of the ledger, with none, and with a warmer that is always on. With --until in \
                the future, what is to come is forecast by the same hours of the week so far.

                A limit is printed with the report and ends it with exit code 4.

                Example: preheat report cost --since 2026-11-01 --until 2026-12-01 --fail-over 10USD
                """
        )

        @OptionGroup var options: ReportOptions

        @Option(
            help: ArgumentHelp(
                "Exit code 4 when more than this was spent, such as 10USD.",
                valueName: "amount"
            )
        )
        var failOver: String?

        @Option(
            help: ArgumentHelp(
                "Warn on standard error when more than this was spent.",
                valueName: "amount"
            )
        )
        var warnOver: String?

        @Flag(help: "Exit code 4 when a latency target is missed over its window.")
        var failTargetMissed = false

        func validate() throws {
            try options.check()
            _ = try amount(failOver, of: "--fail-over")
            _ = try amount(warnOver, of: "--warn-over")
        }

        func run() async throws {
            let now = SystemClock().now
            var gates = ReportGates()
            let made = try await options.store.withStore(.existing) { store in
                let span = try await options.span(in: store, now: now)
                let period = span.period
                let budgets = try await budgets(in: store, at: span.passed.until)
                let reports = try await options.reports { grouping, onProgress in
                    try await costReport(
                        from: store,
                        budgets: budgets,
                        since: period.since,
                        until: period.until,
                        by: grouping,
                        zone: period.zone,
                        offsets: period.offsets,
                        now: span.now,
                        onProgress: onProgress
                    )
                }
                try await check(reports.report, in: store, until: span.passed.until, &gates)
                return reports
            }
            try options.show(made)
            try gates.finish()
        }

        /// Every budget in the period that counting ends in.
        private func budgets(in store: HistoryStore, at now: Timestamp) async throws -> [BudgetLine]
        {
            try await BudgetView.all(in: store, at: now).map { view in
                BudgetLine(scope: view.scope, per: view.per, status: view.status)
            }
        }

        private func check(
            _ report: CostReport,
            in store: HistoryStore,
            until: Timestamp,
            _ gates: inout ReportGates
        ) async throws {
            let endpoints = try await store.endpoints()
            let currencies =
                endpoints.map(\.priceModel.currency)
                + report.total.spent.map(\.currency)
            let fail = try amount(failOver, of: "--fail-over")
            let warn = try amount(warnOver, of: "--warn-over")
            try ReportGates.refuse(
                [("--fail-over", fail), ("--warn-over", warn)],
                unlessIn: Set(currencies).sorted()
            )
            gates.check(report.total.spent, fail: fail, warn: warn)
            guard failTargetMissed else { return }
            let targets = try await targetAttainments(in: store, until: until)
            gates.check(targets, failsMissed: true)
        }
    }

    struct Savings: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What these pings saved against other ways, in cold starts and money.",
            discussion: """
                The recorded requests are replayed on the platform's idle timeout with the pings of \
                the ledger, with none, with a warmer every 5 minutes, and with as many instances held \
                by the platform as the endpoint's --instances. Money is what warmth costs, without \
                the requests themselves. Beside that stands what the pings that were withheld by \
                chance say. By schedule, an avoided cold start is the last ping's before its request.

                Example: preheat report savings --since 30d --format html > savings.html
                """
        )

        @OptionGroup var options: ReportOptions

        func validate() throws { try options.check() }

        func run() async throws {
            _ = try await options.shown { store, period, grouping, onProgress in
                try await savingsReport(
                    from: store,
                    in: period,
                    by: grouping,
                    onProgress: onProgress
                )
            }
        }
    }

    struct Latency: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "How often requests met a cold start, how long pings took, how targets stand.",
            discussion: """
                A minute with requests is cold when one of them met a cold start: as the traffic says \
                where it does, else by replay of the pings. Targets ('preheat endpoint set NAME \
                --target') look back over their own window from --until. A target with less than \
                20 % of its allowed cold minutes left is warned of on standard error. Requests \
                belong to no schedule: by schedule, they stand with the plan.

                Example: preheat report latency --since 7d --fail-target-missed
                """
        )

        @OptionGroup var options: ReportOptions

        @Flag(help: "Exit code 4 when a latency target is missed over its window.")
        var failTargetMissed = false

        func validate() throws {
            try options.check()
        }

        func run() async throws {
            let report = try await options.shown { store, period, grouping, onProgress in
                try await latencyReport(
                    from: store,
                    in: period,
                    by: grouping,
                    onProgress: onProgress
                )
            }
            var gates = ReportGates()
            gates.check(report.targets, failsMissed: failTargetMissed)
            try gates.finish()
        }
    }

    struct Forecast: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What pings will come to in the next day, week and month.",
            discussion: """
                Learned from the ledger's last four weeks before --until (from --since on): the mean \
                of the same hours of the week, of the day below two weeks. A month is 30 days. By \
                day the rows are the next 30 days, by hour the next 24 hours.

                Example: preheat report forecast --by group
                """
        )

        @OptionGroup var options: ReportOptions

        func validate() throws { try options.check() }

        func run() async throws {
            _ = try await options.shown { store, period, grouping, _ in
                try await spendReport(from: store, in: period, by: grouping)
            }
        }
    }
}
