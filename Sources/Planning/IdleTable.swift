internal import Domain

/// An idle curve and the prices of pings, by whole minutes since a ping.
struct IdleTable: Sendable {
    private(set) var curve = IdleCurve.hard(halfMinutes: 0)
    private(set) var prices = PingPrices(warm: 1, cold: 1)
    /// Index *k*: the chance that a request in the *k*-th minute after a ping's finds it cold.
    private(set) var requestChances: [Double]
    /// Index *k*: the expected price of a ping *k* minutes after a ping.
    private(set) var pingPrices: [Double]
    /// From so many minutes after a ping on, nothing changes any more; at least 1.
    private(set) var length = 1
    /// No ping sooner than so many minutes after another is part of a best plan.
    private(set) var firstGap = 1
    /// The half-minutes without use from which the chance is the last one.
    private(set) var settledAfter = 0
    /// The chance and the price when `settledAfter` is over.
    private(set) var lastChance = 1.0
    private(set) var lastPrice = 1.0
    private let limit: Int

    /// - Parameter horizon: The longest time between a ping and what follows, in minutes.
    init(horizon: Int) {
        limit = horizon + 1
        requestChances = [Double](repeating: 0, count: limit + 1)
        pingPrices = requestChances
    }

    /// Takes in what to plan for.
    ///
    /// - Parameters:
    ///   - curve: How likely an idle instance is gone.
    ///   - prices: What pings cost.
    ///   - anyStep: Whether a ping may fire at any step. Then, if a cold ping is not cheaper than a
    ///     warm one, a ping can be put off a minute for nothing while the instance is surely warm:
    ///     all that follows finds it used more recently.
    mutating func fill(curve: IdleCurve, prices: PingPrices, anyStep: Bool) {
        self.curve = curve
        self.prices = prices
        settledAfter = curve.settledAfter
        lastChance = curve.coldChance(afterHalfMinutes: settledAfter)
        lastPrice = prices.expected(coldChance: lastChance)
        length = min(max((settledAfter + 1) / 2, 1), limit)
        for minutes in 0..<length {
            requestChances[minutes] = curve.coldChance(afterHalfMinutes: 2 * minutes + 1)
            pingPrices[minutes] = prices.expected(
                coldChance: curve.coldChance(afterHalfMinutes: 2 * minutes)
            )
        }
        firstGap = 1
        guard anyStep, prices.cold >= prices.warm else { return }
        while firstGap < length, curve.coldChance(afterHalfMinutes: 2 * firstGap + 2) == 0 {
            firstGap += 1
        }
    }
}

extension IdleCurve {
    /// The half-minutes without use from which the chance of being cold is the last one.
    fileprivate var settledAfter: Int {
        switch self {
        case .hard(let kept): return kept < 0 ? 0 : min(kept, 1 << 41) + 1
        case .soft(let chances):
            guard let last = chances.last else { return 0 }
            var settled = chances.count - 1
            while settled > 0, chances[settled - 1] == last { settled -= 1 }
            return settled
        }
    }
}
