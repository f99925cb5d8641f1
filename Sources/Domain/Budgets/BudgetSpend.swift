/// What of a budget is gone in one period, in billionths of its currency's unit.
package struct BudgetSpend: Equatable, Sendable {
    /// Of pings that were answered, and of interrupted ones all that was reserved for them.
    package var settledNanos: Int64
    /// Of pings that are not answered yet.
    package var reservedNanos: Int64
    /// The part of what is settled that was reserved for interrupted pings: whether the platform
    /// charged it is not known.
    package var uncertainNanos: Int64

    package static let zero = BudgetSpend(settledNanos: 0)

    package init(settledNanos: Int64, reservedNanos: Int64 = 0, uncertainNanos: Int64 = 0) {
        self.settledNanos = settledNanos
        self.reservedNanos = reservedNanos
        self.uncertainNanos = uncertainNanos
    }

    /// What new pings can no longer spend.
    package var totalNanos: Int64 {
        let (sum, overflow) = settledNanos.addingReportingOverflow(reservedNanos)
        return overflow ? .max : sum
    }
}
