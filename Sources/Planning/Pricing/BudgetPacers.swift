internal import Domain

/// All budgets, and who pays into which.
struct BudgetPacers: Sendable {
    /// Prices are found anew so often, in minutes.
    static let interval = 10

    private(set) var pacers: [BudgetPacer] = []
    /// By scope: where its budgets are, ascending.
    ///
    /// One look for each scope of an endpoint, however many budgets there are.
    private var placesByScope: [Budget.Scope: [Int]] = [:]

    var isEmpty: Bool { pacers.isEmpty }

    /// Takes the budgets as they are now: known ones keep what was learned of them.
    ///
    /// - Parameters:
    ///   - budgets: All of them.
    ///   - planners: All endpoints.
    ///   - now: The present moment.
    /// - Complexity: O(*n* + *b*) in endpoints and budgets.
    mutating func configure(
        _ budgets: [PacedBudget],
        for planners: [EndpointPlanner],
        at now: Timestamp
    ) {
        let known = Dictionary(
            pacers.map { ($0.budget.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let isAnyNew = budgets.contains { known[$0.status.budget.id] == nil }
        let values = isAnyNew ? Self.values(of: planners) : [:]
        pacers = budgets.map { paced in
            if var known = known[paced.status.budget.id] {
                known.update(paced)
                return known
            }
            let values = values[paced.status.budget.scope] ?? []
            return BudgetPacer(
                paced,
                value: values.isEmpty ? 1 : values[values.count / 2],
                now: now.minute
            )
        }
        placesByScope = [:]
        for place in pacers.indices {
            placesByScope[pacers[place].budget.scope, default: []].append(place)
        }
    }

    func cover(_ endpoint: Endpoint) -> Bool {
        Self.scopes(of: endpoint).contains { placesByScope[$0] != nil }
    }

    /// By how much the endpoint's pings count more than they cost: 1 + the sum of its budgets' λ.
    func factor(for endpoint: Endpoint) -> Double {
        places(of: endpoint).reduce(1) { $0 + pacers[$1].price }
    }

    /// What a ping of the endpoint may cost now at most.
    mutating func left(for endpoint: Endpoint, at now: Timestamp) -> Int64 {
        let places = places(of: endpoint)
        guard !places.isEmpty else { return .max }
        let currency = endpoint.payingCurrency
        return places.reduce(.max) { min($0, pacers[$1].left(for: currency, at: now)) }
    }

    /// When the first present period of the endpoint's budgets ends.
    func periodEnd(for endpoint: Endpoint) -> Timestamp {
        places(of: endpoint).map { pacers[$0].status.period.upperBound }.min() ?? .distantFuture
    }

    /// Begins the periods of the endpoint's budgets that `now` lies in.
    mutating func turn(for endpoint: Endpoint, at now: Timestamp) {
        for place in places(of: endpoint) { pacers[place].turn(at: now) }
    }

    mutating func reserve(_ nanos: Int64, for endpoint: Endpoint) {
        for place in places(of: endpoint) { pacers[place].reserve(nanos) }
    }

    mutating func release(_ nanos: Int64, for endpoint: Endpoint, reservedAt moment: Timestamp) {
        for place in places(of: endpoint) { pacers[place].release(nanos, reservedAt: moment) }
    }

    /// Finds all prices anew from what the endpoints would have spent at every price.
    ///
    /// - Complexity: O(*n* · *b*) in endpoints and the budgets of each.
    mutating func pace(_ planners: inout [EndpointPlanner], at now: Timestamp) {
        let none = [Double](repeating: 0, count: SpendProfile.count)
        var spends = pacers.map { _ in none }
        for index in planners.indices {
            guard let pings = planners[index].takeShadowPings(through: now.minute) else { continue }
            let endpoint = planners[index].endpoint
            let all = factor(for: endpoint)
            for place in places(of: endpoint) {
                Self.add(
                    pings,
                    of: planners[index],
                    otherPrices: all - 1 - pacers[place].price,
                    to: &spends[place]
                )
            }
        }
        for place in pacers.indices { pacers[place].pace(spends[place], at: now) }
    }

    /// Whose budgets an endpoint pays into; see `Budget.covers`.
    private static func scopes(of endpoint: Endpoint) -> [Budget.Scope] {
        var scopes: [Budget.Scope] = [.fleet, .endpoint(endpoint.id)]
        if let group = endpoint.group { scopes.append(.group(group)) }
        return scopes
    }

    /// Where the endpoint's budgets are, ascending.
    private func places(of endpoint: Endpoint) -> [Int] {
        guard !pacers.isEmpty else { return [] }
        return Self.scopes(of: endpoint).flatMap { placesByScope[$0] ?? [] }.sorted()
    }

    /// What avoided cold starts are worth to the endpoints of every scope, ascending.
    private static func values(of planners: [EndpointPlanner]) -> [Budget.Scope: [Double]] {
        var values: [Budget.Scope: [Double]] = [:]
        for planner in planners {
            for scope in scopes(of: planner.endpoint) {
                values[scope, default: []].append(planner.ownValue)
            }
        }
        return values.mapValues { $0.sorted() }
    }

    /// Adds what an endpoint's pings would have cost at every price of a budget.
    private static func add(
        _ pings: PriceGrid.Values,
        of planner: EndpointPlanner,
        otherPrices: Double,
        to spend: inout SpendProfile.Spend
    ) {
        guard pings.max() > 0 else { return }
        let nanos = planner.nanosPerPing
        for place in 0..<SpendProfile.count {
            let factor = BudgetPacer.factor(atPlace: Double(place)) + otherPrices
            spend[place] +=
                nanos * PriceGrid.interpolated(pings, at: planner.price(atFactor: factor))
        }
    }
}
