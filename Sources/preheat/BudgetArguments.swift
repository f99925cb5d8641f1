import ArgumentParser
import Configuring
import Domain
import History
import Reporting
import Serving

/// Whose money a budget is: `fleet`, `group:NAME`, or an endpoint's name.
///
/// `endpoint:NAME` stands for an endpoint that is named like one of the others.
struct BudgetScopeArgument: ExpressibleByArgument, Equatable {
    let form: BudgetSettings.Scope

    init(argument: String) { form = BudgetSettings.Scope(argument) }

    func validate() throws {
        switch form {
        case .fleet: break
        case .group(let name), .endpoint(let name):
            try asUsage { () throws(SettingFlaw) in
                try SettingRules.check(name: name, of: "scope")
            }
        }
    }

    /// The scope, once the endpoint's key is known.
    func resolved(in store: HistoryStore) async throws -> Budget.Scope {
        switch form {
        case .fleet: .fleet
        case .group(let name): .group(name)
        case .endpoint(let name): .endpoint(try await store.endpoint(named: name).id)
        }
    }
}

extension Budget.Period: ExpressibleByArgument {
    /// Reads a period as commands take it.
    public init?(argument: String) { self.init(argument) }
}

/// A share such as `80%`.
struct ShareArgument: ExpressibleByArgument, Equatable {
    let share: Double

    init?(argument: String) {
        guard let share = Configuring.share(from: argument) else { return nil }
        self.share = share
    }
}

/// The offsets of the zones in which budgets count, by name.
///
/// - Throws: `ServingError` for a zone that is not in the zone database.
func zoneOffsets(of budgets: [Budget]) throws -> [String: UTCOffsets] {
    var offsets: [String: UTCOffsets] = [:]
    for zone in Set(budgets.map(\.timeZone)).sorted() {
        offsets[zone] = try utcOffsets(ofZone: zone)
    }
    return offsets
}
