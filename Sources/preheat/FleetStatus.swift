import Domain
import History

/// What there is to say of the fleet at a moment.
struct FleetStatus {
    /// What is wrong with an endpoint, the worst first.
    enum Trouble: Int, Comparable {
        case failing
        case targetMissed
        case noTraffic
        case none

        static func < (left: Trouble, right: Trouble) -> Bool { left.rawValue < right.rawValue }
    }

    /// So long an active endpoint may be without traffic before that is worth a word.
    static let quietFor = Duration.seconds(7 * 86_400)

    let now: Timestamp
    let database: String
    let databaseBytes: Int64
    /// `nil` where this user may not look.
    let isServed: Bool?
    /// By name.
    let standings: [EndpointStanding]
    /// By endpoint.
    let targets: [TargetState]
    let budgets: [BudgetStatus]
    /// Of the last 24 hours and up to 15 minutes more.
    let lastDay: LedgerFigures
    /// Oldest first.
    let notices: [Notice]

    /// What the ledger adds up to since a day ago, from a quarter of an hour on: whole ones are
    /// summed up already.
    static func lastDay(of store: HistoryStore, at now: Timestamp) async throws -> LedgerFigures {
        let start = Timestamp(minute: floorDivision(now.minute - 1440, 15) * 15)
        // A ping fires up to a minute before the moment it is scheduled for.
        let end = Timestamp(minute: (floorDivision(now.minute, 15) + 2) * 15)
        return try await store.ledger(between: [start, end], mergesEndpoints: true).first?.figures
            ?? LedgerFigures()
    }

    func standing(toTargetOf endpoint: EndpointStanding) -> TargetStanding? {
        guard endpoint.hasTarget else { return nil }
        let index = targets.partitioningIndex { $0.endpointID >= endpoint.id }
        guard index < targets.count, targets[index].endpointID == endpoint.id else {
            return .unknown
        }
        return targets[index].standing
    }

    func trouble(of endpoint: EndpointStanding) -> Trouble {
        guard !endpoint.isPaused else { return .none }
        if endpoint.isFailing { return .failing }
        switch standing(toTargetOf: endpoint) {
        case .missed, .infeasible: return .targetMissed
        case .met, .unknown, nil: break
        }
        return endpoint.isWithoutTraffic(at: now) ? .noTraffic : .none
    }

    /// Every endpoint, the worst first, then by name.
    var worstFirst: [(standing: EndpointStanding, trouble: Trouble)] {
        let all = standings.map { (standing: $0, trouble: trouble(of: $0)) }
        return [Trouble.failing, .targetMissed, .noTraffic, .none].flatMap { trouble in
            all.filter { $0.trouble == trouble }
        }
    }
}

extension EndpointStanding {
    /// Whether it is pinged, and no traffic was seen for a week.
    func isWithoutTraffic(at now: Timestamp) -> Bool {
        guard mode == .active, !isPaused else { return false }
        guard let newestTraffic else { return true }
        return newestTraffic < now.advanced(by: .zero - FleetStatus.quietFor)
    }
}
