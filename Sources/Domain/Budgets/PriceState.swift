/// What the controller makes of budgets and targets at one moment: to be stored and shown.
package struct PriceState: Equatable, Sendable {
    /// One budget's price.
    package struct OfBudget: Equatable, Sendable {
        package var budgetID: Int64
        /// λ: by how much more than itself a unit of money counts; 0 while the budget does not bind.
        package var price: Double
        /// What was learned of its spending, for the next start; `nil` leaves what was kept before.
        package var learned: [UInt8]?

        package init(budgetID: Int64, price: Double, learned: [UInt8]? = nil) {
            self.budgetID = budgetID
            self.price = price
            self.learned = learned
        }
    }

    package var budgets: [OfBudget]
    package var targets: [TargetState]

    package init(budgets: [OfBudget], targets: [TargetState]) {
        self.budgets = budgets
        self.targets = targets
    }
}
