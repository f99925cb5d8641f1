package import Domain

/// A configuration as its files say it, and where they say what.
package struct ConfigurationFile: Equatable, Sendable {
    /// Endpoints and schedules without keys of a database.
    package let settings: FleetSettings
    let endpointPlaces: [String: ConfigurationFlaw.Place]
    let budgetPlaces: [BudgetSettings.Key: ConfigurationFlaw.Place]

    /// Reads and validates files as one configuration.
    ///
    /// - Parameter sources: Together at least one; `defaults` stands in one of them at most.
    /// - Throws: ``ConfigurationFlaw``, the first one found.
    /// - Complexity: O(*n*) in the files' bytes.
    package init(_ sources: [ConfigurationSource]) throws(ConfigurationFlaw) {
        var reader = ConfigurationReader()
        var documents: [YAMLDocument] = []
        for source in sources { documents.append(try YAMLDocument(source)) }
        // Defaults hold for the endpoints of all files, wherever they stand.
        for document in documents { try reader.readDefaults(of: document) }
        for document in documents { try reader.readSettings(of: document) }
        settings = FleetSettings(endpoints: reader.endpoints, budgets: reader.budgets)
        endpointPlaces = reader.endpointPlaces
        budgetPlaces = reader.budgetPlaces
    }
}
