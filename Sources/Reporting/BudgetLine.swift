package import Domain

/// A budget as a cost report shows it.
package struct BudgetLine: Equatable, Sendable {
    /// As commands take it: `fleet`, `group:NAME`, or an endpoint's name.
    package var scope: String
    package var per: String
    package var status: BudgetStatus

    package init(scope: String, per: String, status: BudgetStatus) {
        self.scope = scope
        self.per = per
        self.status = status
    }
}
