/// What people have set: endpoints with their schedules, and budgets.
package struct FleetSettings: Equatable, Sendable {
    /// By name; no name comes twice.
    package var endpoints: [EndpointSettings]
    /// The fleet's, the groups' and the endpoints' by name, shorter periods first; one for each scope
    /// and period.
    package var budgets: [BudgetSettings]

    package static let empty = FleetSettings(endpoints: [], budgets: [])

    /// Sorts both.
    package init(endpoints: [EndpointSettings], budgets: [BudgetSettings]) {
        self.endpoints = endpoints.sorted { $0.endpoint.name < $1.endpoint.name }
        self.budgets = budgets.sorted { $0.key < $1.key }
    }
}
