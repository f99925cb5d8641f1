/// How far a budget is spent in one period.
package struct BudgetStatus: Equatable, Sendable {
    package var budget: Budget
    package var period: Range<Timestamp>
    package var spend: BudgetSpend

    package init(budget: Budget, period: Range<Timestamp>, spend: BudgetSpend) {
        self.budget = budget
        self.period = period
        self.spend = spend
    }

    package var settled: Money { money(spend.settledNanos) }
    package var reserved: Money { money(spend.reservedNanos) }
    package var uncertain: Money { money(spend.uncertainNanos) }

    /// What new pings may still cost in this period.
    package var left: Money { money(max(budget.limit.nanos - spend.totalNanos, 0)) }

    /// By how much more than the limit is gone: of a soft budget, or where a hard one was set or
    /// lowered below what had been spent.
    package var over: Money { money(max(spend.totalNanos - budget.limit.nanos, 0)) }

    /// Settled and reserved over the limit; of a limit of zero 1, with nothing spent as well.
    package var shareUsed: Double {
        guard budget.limit.nanos > 0 else { return 1 }
        return Double(spend.totalNanos) / Double(budget.limit.nanos)
    }

    /// Whether the share from which on the budget warns is used.
    package var isWarning: Bool { shareUsed >= budget.warnShare }

    private func money(_ nanos: Int64) -> Money {
        Money(nanos: nanos, currency: budget.limit.currency)
    }
}
