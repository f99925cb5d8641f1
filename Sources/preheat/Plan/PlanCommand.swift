import ArgumentParser
import Domain
import Forecasting
import Foundation
import History
import Planning
import Reporting
import Serving

/// Shows the next pings with their reasons.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show the next pings: when, why, what each brings and costs.",
        discussion: """
            A planned ping fires only if no request comes before it (FIRES is the chance of that): \
            after a request the plan is made anew. BENEFIT is what the ping saves against not pinging \
            then, in pings. What the whole time brings is shown by up to 14 days of late: what the \
            plan, made anew after each request, would meet and cost if each of them came again. \
            Schedules and the plan compose: the stronger one holds. On a terminal a \
            timeline shows pings of the plan (▲), of schedules (■) and those not sent (×).

            Example: preheat plan shop --horizon 8h
            """
    )

    @Argument(help: "The endpoint's name; all when none is named.", completion: .endpointNames)
    var endpoint: String?

    @Option(help: ArgumentHelp("How far ahead to look.", valueName: "duration"))
    var horizon = DurationArgument(.seconds(24 * 3600))

    @Option(help: "The most pings to show of each endpoint.")
    var limit = 10

    @Option(help: "table, json or csv.")
    var format = OutputFormat.table

    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    func validate() throws {
        guard limit > 0 else {
            throw ValidationError("--limit is \(limit); it must be at least 1.")
        }
        guard (.seconds(60)...Duration.seconds(7 * 86_400)).contains(horizon.duration) else {
            throw ValidationError("--horizon must be 1m to 7d.")
        }
    }

    func run() async throws {
        let now = SystemClock().now
        try await store.withStore(.existing) { store in
            let endpoints =
                if let endpoint { [try await store.endpoint(named: endpoint)] } else {
                    try await store.endpoints()
                }
            let engine = try await EngineInput(store: store).engine(
                prior: FleetPrior.shipped.hazardTable(),
                of: endpoints,
                at: now
            )
            let plans = try await plans(for: endpoints, engine, in: store, at: now)
            let budgets = try await BudgetView.all(in: store, at: now)
            let terminal = Terminal.current(ProcessInfo.processInfo.environment)
            let texts =
                plans.map { $0.text(timeline: Terminal.isShown ? terminal.width : nil) }
                + [Self.totals(of: plans, against: budgets)].compactMap { $0 }
            try format.show(
                plans,
                table: plans.isEmpty ? EndpointCommand.noneYet : texts.joined(separator: "\n")
            )
        }
    }

    private func plans(
        for endpoints: [Endpoint],
        _ engine: Engine,
        in store: HistoryStore,
        at now: Timestamp
    ) async throws -> [PlanView] {
        let schedules = try await Dictionary(
            uniqueKeysWithValues: store.schedules().map { ($0.id, $0.name) }
        )
        let input = EngineInput(store: store)
        let bar = ProgressBar("planning")
        defer { bar.finish() }
        var plans: [PlanView] = []
        for endpoint in endpoints {
            bar.show(Double(plans.count) / Double(endpoints.count))
            plans.append(
                try PlanView(
                    of: endpoint,
                    engine: engine,
                    past: try await input.past(of: endpoint, at: now, horizon: horizon.duration),
                    schedules: schedules,
                    at: now,
                    horizon: horizon.duration,
                    limit: limit
                )
            )
        }
        return plans
    }

    /// What the plans are expected to spend of each budget, and the range of 80 % of the days.
    private static func totals(of plans: [PlanView], against budgets: [BudgetView]) -> String? {
        guard !budgets.isEmpty else { return nil }
        var table = TextTable(header: ["BUDGET", "LEFT", "EXPECTED TO BE SPENT"])
        for view in budgets {
            let status = view.status
            let currency = status.budget.limit.currency
            let paid = plans.filter { plan in
                plan.endpoint.mode == .active && status.budget.covers(plan.endpoint)
                    && plan.endpoint.priceModel.currency == currency
            }
            let spends = spends(of: paid, atMost: status.budget.isHard ? status.left.nanos : .max)
            table.add([
                view.name, status.left.description, Prospect.Spread(of: spends).moneyText(currency),
            ])
        }
        return table.text
    }

    /// What all endpoints spend together, for each day that one of them rehearses.
    private static func spends(of plans: [PlanView], atMost left: Int64) -> [Double] {
        let days = Set(plans.flatMap { $0.rehearsals.map(\.daysBefore) }).sorted()
        return (days.isEmpty ? [0] : days).map { day in
            min(plans.reduce(0) { $0 + $1.spendNanos(daysBefore: day) }, Double(max(left, 0)))
        }
    }
}
