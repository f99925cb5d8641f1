import ArgumentParser
import Domain
import History
import Reporting
import Serving

/// Whose money a budget is: `fleet`, `group:NAME`, or an endpoint's name.
///
/// `endpoint:NAME` stands for an endpoint that is named like one of the others.
struct BudgetScopeArgument: ExpressibleByArgument, Equatable {
    enum Form: Equatable {
        case fleet
        case group(String)
        case endpoint(String)
    }

    let form: Form

    init(argument: String) {
        if argument == "fleet" {
            form = .fleet
        } else if argument.hasPrefix("group:") {
            form = .group(String(argument.dropFirst("group:".count)))
        } else if argument.hasPrefix("endpoint:") {
            form = .endpoint(String(argument.dropFirst("endpoint:".count)))
        } else {
            form = .endpoint(argument)
        }
    }

    func validate() throws {
        switch form {
        case .fleet: break
        case .group(let name), .endpoint(let name): try EndpointOptions.check(name: name)
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
        guard argument.last == "%",
            let thousandths = scaledInteger(argument.dropLast(), decimals: 3),
            (1...100_000).contains(thousandths)
        else { return nil }
        share = Double(thousandths) / 100_000
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
