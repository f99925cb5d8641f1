import Domain
import Forecasting
import Reporting
import Simulating

/// Draws what the controller made of a budget and a target over a simulation.
func priceChart(
    of functions: [RecordedFunction],
    settings: SimulationSettings
) async throws -> String {
    let run = try await WatchedPrices(
        of: functions,
        settings: settings,
        prior: FleetPrior.shipped.hazardTable()
    )
    let start = SimulatedWorld.originMinute
    let minutes = start..<start + 60 * run.requests.count
    func series(
        _ name: String,
        _ values: [Double?],
        _ role: TimeChart.Series.Role = .history,
        _ style: TimeChart.Series.Style = .line
    ) -> TimeChart.Series {
        TimeChart.Series(
            name: name,
            role: role,
            style: style,
            startMinute: start,
            binMinutes: 60,
            values: values
        )
    }
    func chart(_ title: String, _ unit: String, _ series: [TimeChart.Series]) -> TimeChart {
        TimeChart(title: title, unit: unit, minutes: minutes, series: series)
    }
    var charts = [
        chart("Requests", "an hour", [series("requests", run.requests, .history, .bars)])
    ]
    if !run.values.isEmpty {
        charts.append(
            chart(
                "ν: what an avoided cold start is worth by the target",
                "pings",
                [series("ν", run.values)]
            )
        )
    }
    if let budget = settings.pingBudget {
        charts.append(
            chart(
                "λ: by how much a ping counts more than it costs, by the budget",
                "pings",
                [series("λ", run.budgetPrices)]
            )
        )
        charts.append(chart("Spend", "pings since the period's start", spend(run, budget, series)))
    }
    if let target = settings.mostColdStarts {
        let limit = run.rates.map { _ in Optional(100 * target) }
        charts.append(
            chart(
                "Attainment: requested minutes of the window that were cold",
                "per cent",
                [
                    series("cold", run.rates.map { $0.map { 100 * $0 } }),
                    series("target", limit, .forecast),
                ]
            )
        )
    }
    return ChartStack(
        title: "Prices of a budget and a target over \(run.requests.count / 24) days",
        description: "\(counted(run.tally.coldMinutes, "cold minute")), "
            + counted(run.tally.pings, "ping"),
        charts: charts
    ).svg(width: 960, rowHeight: 220)
}

/// What is spent since the budget's period began, beside its limit.
private func spend(
    _ run: WatchedPrices,
    _ budget: PingBudget,
    _ series: (String, [Double?], TimeChart.Series.Role, TimeChart.Series.Style) -> TimeChart.Series
) -> [TimeChart.Series] {
    var sum = 0.0
    let spent = run.pings.enumerated().map { hour, pings -> Double? in
        sum = hour % (24 * budget.days) == 0 ? pings : sum + pings
        return sum
    }
    let limit = run.pings.map { _ in Optional(Double(budget.pings)) }
    return [series("spent", spent, .history, .steps), series("limit", limit, .forecast, .line)]
}
