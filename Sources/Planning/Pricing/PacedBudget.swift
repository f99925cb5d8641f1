package import Domain

/// A budget as the engine is told of it.
package struct PacedBudget: Equatable, Sendable {
    /// With what is spent of its present period.
    package var status: BudgetStatus
    /// What its zone's clocks show.
    package var offsets: UTCOffsets

    /// What an earlier run learned of its spending, as ``PriceState`` gave it.
    package var learned: [UInt8]?

    package init(status: BudgetStatus, offsets: UTCOffsets, learned: [UInt8]? = nil) {
        self.status = status
        self.offsets = offsets
        self.learned = learned
    }
}
