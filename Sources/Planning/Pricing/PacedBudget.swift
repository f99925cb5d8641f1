package import Domain

/// A budget as the engine is told of it.
package struct PacedBudget: Equatable, Sendable {
    /// With what is spent of its present period.
    package var status: BudgetStatus
    /// What its zone's clocks show.
    package var offsets: UTCOffsets

    package init(status: BudgetStatus, offsets: UTCOffsets) {
        self.status = status
        self.offsets = offsets
    }
}
