package import Domain

/// What has to change so that what is stored becomes what is wanted.
package struct ConfigurationDifference: Equatable, Sendable {
    /// Endpoints by name, each with its schedules, then budgets.
    package let changes: [ConfigurationChange]
    /// What nobody wants and nobody removes.
    package let leftAlone: [ConfigurationChange.Subject]
    /// What there will be.
    package let target: FleetSettings

    /// - Parameters:
    ///   - stored: What there is.
    ///   - wanted: What is wanted, without keys of the store.
    ///   - prunes: Whether what is not wanted is removed, rather than left alone.
    /// - Complexity: O(*n* log *n*) in endpoints, schedules and budgets.
    package init(from stored: FleetSettings, to wanted: FleetSettings, prunes: Bool) {
        var comparison = SettingsComparison(prunes: prunes)
        comparison.compareEndpoints(stored.endpoints, wanted.endpoints)
        comparison.compareBudgets(stored.budgets, wanted.budgets)
        changes = comparison.changes
        leftAlone = comparison.leftAlone
        target = FleetSettings(endpoints: comparison.endpoints, budgets: comparison.budgets)
    }

    /// How many changes there are of a kind.
    package func count(_ kind: ConfigurationChange.Kind) -> Int {
        changes.count { $0.kind == kind }
    }
}
