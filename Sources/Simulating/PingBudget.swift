internal import Domain
internal import Planning

/// A hard budget of pinged instances for a whole simulated fleet, counted anew every so many days from
/// the trace's start.
package struct PingBudget: Equatable, Sendable {
    package var pings: Int
    package var days: Int

    /// - Precondition: `pings` is not negative and at most a billion; a period has 1 to 366 days.
    package init(pings: Int, days: Int) {
        precondition((0...1_000_000_000).contains(pings), "a number of pings")
        precondition((1...Budget.Period.mostDays).contains(days), "a number of days")
        self.pings = pings
        self.days = days
    }

    /// So much that only the budget limits what is spent: what a cold start is worth comes from it.
    static let coldStartValue = 1e6

    /// One unit for each pinged instance.
    static let prices: [PriceOverride] = [.figure(.perRequest, 1_000_000_000_000)]

    /// The budget as the engine hears of it at the trace's start.
    var paced: PacedBudget {
        let limit = Money(nanos: Int64(pings) * 1_000_000_000, currency: "USD")
        let budget = Budget(id: 1, scope: .fleet, period: .days(days), limit: limit)
        // Traces begin on a Monday, from which periods of days are counted.
        let period = budget.period.range(
            containing: Timestamp(minute: SimulatedWorld.originMinute),
            offsets: .utc
        )
        return PacedBudget(
            status: BudgetStatus(budget: budget, period: period, spend: .zero),
            offsets: .utc
        )
    }
}
