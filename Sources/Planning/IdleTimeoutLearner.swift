package import Domain

/// What one endpoint has shown of its idle timeout, and whether it is like its platform's others.
///
/// An endpoint shares the timeout of its pool until its own observations say otherwise: another
/// memory size or region may be kept longer. Both the pool and a small grid of the endpoint's own
/// predict every observation, and what is believed is their mixture, weighted by how well they did
/// (Herbster and Warmuth, Tracking the best expert, Machine Learning 32, 1998).
package struct IdleTimeoutLearner: Equatable, Sendable {
    /// The chance, before anything was observed, that an endpoint is like the others.
    static let sharedAtFirst = 0.95
    /// What certainty is bounded by, so that a change is believed soon.
    static let leastChance = 0.001
    /// One observation makes departing at most so many times likelier or less likely: when all
    /// endpoints change at once the pool is to follow before they leave it.
    static let strongestEvidence = 4.0
    /// Every so many observations one plan gives the timeout the benefit of the doubt.
    static let doubtEvery = 8
    /// Every so many observations one plan looks a quarter beyond what is believed.
    static let stretchEvery = 256
    /// Every so many when a look has found something: a longer timeout has a chance again.
    static let stretchAgainEvery = 32
    static let chanceToStretchAgain = 0.01

    /// Nothing before the first observation.
    private(set) var own: IdleGrid?
    /// The chance that the pool's timeout is the endpoint's.
    private(set) var sharedChance: Double
    /// How many idle times the endpoint has shown.
    package private(set) var observations: Int
    /// How many of them the pool has learned from.
    private(set) var taught: Int

    /// Starts with what the pool knows.
    package init() {
        self.init(own: nil, sharedChance: Self.sharedAtFirst, observations: 0, taught: 0)
    }

    init(own: IdleGrid?, sharedChance: Double, observations: Int, taught: Int) {
        self.own = own
        self.sharedChance = sharedChance
        self.observations = observations
        self.taught = taught
    }

    // MARK: - Learning

    /// Learns that a ping or a request found the instance warm or cold.
    ///
    /// - Parameters:
    ///   - halfMinutes: Since the instance was last used; more than an hour counts as an hour, and
    ///     what was used just now teaches nothing.
    ///   - wasCold: What was found.
    ///   - pool: What the platform's endpoints have shown together; learns, too, unless the
    ///     endpoint has departed from it.
    /// - Complexity: O(1): about 1.5 µs.
    package mutating func observe(
        afterHalfMinutes halfMinutes: Int,
        wasCold: Bool,
        pool: inout IdleTimeoutPool
    ) {
        guard halfMinutes >= 1 else { return }
        let bin = min(halfMinutes, IdleLayout.lastBin)
        let prior = IdleLayout.endpoint.prior(pool.prior)
        var own = own ?? IdleGrid(weights: prior)
        // Who taught most of the pool has nobody to depart from: the pool is to follow it.
        let isMainTeacher = 2 * taught > pool.observations
        if !isMainTeacher {
            let ownCold = own.coldChance(bin: bin, in: .endpoint)
            let poolCold = pool.coldChance(bin: bin)
            weigh(own: wasCold ? ownCold : 1 - ownCold, pool: wasCold ? poolCold : 1 - poolCold)
        }
        own.observe(bin: bin, wasCold: wasCold, in: .endpoint, prior: prior)
        self.own = own
        observations += 1
        guard isMainTeacher || !hasDeparted else { return }
        pool.observe(afterHalfMinutes: bin, wasCold: wasCold)
        taught += 1
    }

    /// The endpoint's own observations speak against the pool's timeout.
    package var hasDeparted: Bool { sharedChance < 0.5 }

    /// Bayes' rule on the chances that both gave to what was found.
    private mutating func weigh(own: Double, pool: Double) {
        let evidence = min(max(own / pool, 1 / Self.strongestEvidence), Self.strongestEvidence)
        let shared = sharedChance / (sharedChance + (1 - sharedChance) * evidence)
        sharedChance = min(max(shared, Self.leastChance), 1 - Self.leastChance)
    }

    // MARK: - Believing

    /// The mean idle curve: what is believed, for showing and for weighing costs.
    ///
    /// - Returns: P(cold) by idle half-minutes from 0 through 120, not falling.
    /// - Complexity: O(cells × bins), about 15 µs.
    package func curve(pool: IdleTimeoutPool) -> IdleCurve {
        .soft(mixed(pool.coldChances(believing: pool.grid), own?.coldChances(in: .endpoint)))
    }

    /// The idle curve to plan with: most often ``curve(pool:)``, now and then a more hopeful one.
    ///
    /// A planner that always acts on what is believed never leaves an instance idle for longer, and
    /// would ping every 5 minutes for ever where 15 are kept. Every eighth observation the timeout
    /// is therefore taken to be at least its median: a bisection that costs nothing once the
    /// timeout is known. Every 256th the curve is stretched by a quarter, to notice a platform that
    /// keeps its instances longer than it used to; and every 32nd while that seems possible.
    package func planningCurve(pool: IdleTimeoutPool) -> IdleCurve {
        let next = observations + 1
        guard next.isMultiple(of: Self.doubtEvery) else { return curve(pool: pool) }
        let median = timeout(0.5, pool: pool)
        if isStretchDue(beyond: median, pool: pool) {
            let chances = mixed(
                pool.coldChances(believing: pool.grid),
                own?.coldChances(in: .endpoint)
            )
            return .soft(chances.indices.map { chances[$0 * 4 / 5] })
        }
        return .soft(
            mixed(
                pool.coldChances(believing: pool.grid.given(timeoutAtLeast: median, in: .pool)),
                own?.given(timeoutAtLeast: median, in: .endpoint).coldChances(in: .endpoint)
            )
        )
    }

    private func isStretchDue(beyond median: Int, pool: IdleTimeoutPool) -> Bool {
        let next = observations + 1
        if next.isMultiple(of: Self.stretchEvery) { return true }
        guard next.isMultiple(of: Self.stretchAgainEvery) else { return false }
        return 4 * timeout(1 - Self.chanceToStretchAgain, pool: pool) > 5 * median
    }

    /// The longest time for which an idle instance is kept with a chance of at least `p`.
    func halfMinutes(keptWithChance p: Double, pool: IdleTimeoutPool) -> Int {
        timeout(1 - p, pool: pool)
    }

    /// What is believed, for people to read.
    package func belief(pool: IdleTimeoutPool) -> IdleBelief {
        IdleBelief(
            low: .seconds(30 * timeout(0.1, pool: pool)),
            median: .seconds(30 * timeout(0.5, pool: pool)),
            high: .seconds(30 * timeout(0.9, pool: pool)),
            sharedChance: sharedChance,
            observations: observations
        )
    }

    /// The chance that the instance is gone after so many half-minutes: one point of
    /// ``curve(pool:)``, without its smoothing over neighbours.
    ///
    /// - Complexity: O(cells), about a microsecond.
    package func coldChance(afterHalfMinutes halfMinutes: Int, pool: IdleTimeoutPool) -> Double {
        let bin = min(max(halfMinutes, 0), IdleLayout.lastBin)
        let ofPool = pool.coldChance(bin: bin)
        guard let own else { return ofPool }
        let ofOwn = own.coldChance(bin: bin, in: .endpoint)
        return sharedChance * ofPool + (1 - sharedChance) * ofOwn
    }

    /// The half-minutes within which the timeout lies with a chance of `p`.
    private func timeout(_ p: Double, pool: IdleTimeoutPool) -> Int {
        let distribution = mixed(
            pool.grid.timeoutDistribution(in: .pool),
            own?.timeoutDistribution(in: .endpoint)
        )
        return distribution.firstIndex { $0 >= p } ?? IdleLayout.lastBin
    }

    private func mixed(_ pool: [Double], _ own: [Double]?) -> [Double] {
        guard let own else { return pool }
        return zip(pool, own).map { sharedChance * $0 + (1 - sharedChance) * $1 }
    }
}
