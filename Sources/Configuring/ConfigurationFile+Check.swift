package import Domain

extension ConfigurationFile {
    /// Checks that the budgets of the files fit the endpoints that there will be.
    ///
    /// - Parameters:
    ///   - target: The settings that the files lead to.
    ///   - stored: Those that there are; a group that lost its last endpoint keeps its budget.
    /// - Throws: ``ConfigurationFlaw``, where the budget stands.
    /// - Complexity: O(*n* · *m*) in endpoints and budgets of the fleet and of groups.
    package func check(
        _ target: FleetSettings,
        over stored: FleetSettings
    ) throws(ConfigurationFlaw) {
        let members = BudgetMembers(of: target)
        let kept = Set(stored.budgets.map(\.key))
        for budget in settings.budgets {
            guard let place = budgetPlaces[budget.key] else { continue }
            func flaw(_ words: String) -> ConfigurationFlaw {
                ConfigurationFlaw(at: place, path: "budgets", words)
            }
            let covered = members.members(of: budget.key.scope)
            if covered.isEmpty {
                switch budget.key.scope {
                case .fleet: break
                case .group where kept.contains(budget.key): break
                case .group(let name):
                    throw flaw(
                        "no endpoint is in a group \(quoted(name)); "
                            + Self.advice(
                                nearestNames(to: name, among: members.groups),
                                else: "put one there with its key 'group'"
                            )
                    )
                case .endpoint(let name):
                    throw flaw(
                        "no endpoint is named \(quoted(name)); "
                            + Self.advice(
                                nearestNames(to: name, among: members.names),
                                else: "write fleet, group:NAME, or an endpoint's name"
                            )
                    )
                }
            }
            if let flawed = covered.first(where: { Self.pays($0, otherwiseThan: budget) }) {
                throw flaw(
                    "a budget in \(budget.limit.currency) cannot pay for '\(flawed.name)', which pays in \(flawed.payingCurrency ?? ""); set budgets by group, or prices in \(budget.limit.currency)"
                )
            }
        }
        for budget in target.budgets where budgetPlaces[budget.key] == nil {
            for endpoint in members.members(of: budget.key.scope)
            where Self.pays(endpoint, otherwiseThan: budget) {
                guard let place = endpointPlaces[endpoint.name] else { continue }
                throw ConfigurationFlaw(
                    at: place,
                    path: "endpoints.\(endpoint.name)",
                    "pays in \(endpoint.payingCurrency ?? ""), and a stored budget in \(budget.limit.currency) cannot pay for it; set budgets by group, or prices in \(budget.limit.currency)"
                )
            }
        }
    }

    private static func pays(_ endpoint: Endpoint, otherwiseThan budget: BudgetSettings) -> Bool {
        endpoint.payingCurrency.map { $0 != budget.limit.currency } ?? false
    }

    private static func advice(_ near: [String], else advice: String) -> String {
        near.isEmpty
            ? advice : "did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
    }
}
