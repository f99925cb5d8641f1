/// Which endpoints pay from which budgets, by their names.
package struct BudgetMembers: Sendable {
    private let everyone: [Endpoint]
    private let byName: [String: Endpoint]
    private let byGroup: [String: [Endpoint]]

    package init(of settings: FleetSettings) {
        everyone = settings.endpoints.map(\.endpoint)
        byName = Dictionary(everyone.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        byGroup = Dictionary(grouping: everyone.filter { $0.group != nil }) { $0.group ?? "" }
    }

    /// The endpoints whose pings are paid from a budget of this scope.
    package func members(of scope: BudgetSettings.Scope) -> [Endpoint] {
        switch scope {
        case .fleet: everyone
        case .group(let name): byGroup[name] ?? []
        case .endpoint(let name): byName[name].map { [$0] } ?? []
        }
    }

    /// The names of all endpoints, ascending.
    package var names: [String] { everyone.map(\.name) }

    /// The names of all groups, ascending.
    package var groups: [String] { byGroup.keys.sorted() }
}
