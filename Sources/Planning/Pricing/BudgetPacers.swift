internal import Domain

/// All budgets, and who pays into which.
struct BudgetPacers: Sendable {
    /// Prices are found anew so often, in minutes.
    static let interval = 10

    private(set) var pacers: [BudgetPacer] = []

    var isEmpty: Bool { pacers.isEmpty }

    /// Takes the budgets as they are now: known ones keep what was learned of them.
    ///
    /// - Parameters:
    ///   - budgets: All of them.
    ///   - planners: All endpoints.
    ///   - now: The present moment.
    mutating func configure(
        _ budgets: [PacedBudget],
        for planners: [EndpointPlanner],
        at now: Timestamp
    ) {
        pacers = budgets.map { paced in
            if var known = pacers.first(where: { $0.budget.id == paced.status.budget.id }) {
                known.update(paced)
                return known
            }
            let members = planners.filter { paced.status.budget.covers($0.endpoint) }
            let values = members.map(\.ownValue).sorted()
            return BudgetPacer(
                paced,
                value: values.isEmpty ? 1 : values[values.count / 2],
                now: now.minute
            )
        }
    }

    func cover(_ endpoint: Endpoint) -> Bool {
        pacers.contains { $0.budget.covers(endpoint) }
    }

    /// By how much the endpoint's pings count more than they cost: 1 + the sum of its budgets' λ.
    func factor(for endpoint: Endpoint) -> Double {
        pacers.reduce(1) { $1.budget.covers(endpoint) ? $0 + $1.price : $0 }
    }

    /// What a ping of the endpoint may cost now at most.
    mutating func left(for endpoint: Endpoint, at now: Timestamp) -> Int64 {
        var left = Int64.max
        for index in pacers.indices where pacers[index].budget.covers(endpoint) {
            left = min(left, pacers[index].left(for: endpoint.payingCurrency, at: now))
        }
        return left
    }

    mutating func reserve(_ nanos: Int64, for endpoint: Endpoint) {
        for index in pacers.indices where pacers[index].budget.covers(endpoint) {
            pacers[index].reserve(nanos)
        }
    }

    mutating func release(_ nanos: Int64, for endpoint: Endpoint, reservedAt moment: Timestamp) {
        for index in pacers.indices where pacers[index].budget.covers(endpoint) {
            pacers[index].release(nanos, reservedAt: moment)
        }
    }

    /// Finds all prices anew from what the endpoints would have spent at every price.
    ///
    /// - Complexity: O(*n* · *b*) in endpoints and the budgets of each.
    mutating func pace(_ planners: inout [EndpointPlanner], at now: Timestamp) {
        guard !pacers.isEmpty else { return }
        let none = [Double](repeating: 0, count: SpendProfile.count)
        var spends = pacers.map { _ in none }
        for index in planners.indices {
            guard let pings = planners[index].takeShadowPings(through: now.minute) else { continue }
            let endpoint = planners[index].endpoint
            let all = factor(for: endpoint)
            for place in pacers.indices where pacers[place].budget.covers(endpoint) {
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
            spend[place] += nanos * PriceGrid.interpolated(pings, at: factor / planner.ownValue)
        }
    }
}
