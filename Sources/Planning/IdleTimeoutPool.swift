package import Domain

/// What the endpoints of one platform have shown together of its idle timeout.
///
/// A grid of timeouts and shapes learns from few observations; counts by idle time correct it where
/// there are many and the platform's curve is like none of the shapes.
package struct IdleTimeoutPool: Equatable, Sendable {
    let prior: IdlePrior
    private(set) var grid: IdleGrid
    private(set) var counts: IdleCounts
    /// How many idle times have taught the pool.
    package private(set) var observations: Int

    /// Starts with what is known of the platform.
    package init(platform: Platform) {
        let prior = IdlePrior(platform)
        self.init(
            prior: prior,
            grid: IdleGrid(weights: IdleLayout.pool.prior(prior)),
            counts: IdleCounts(),
            observations: 0
        )
    }

    init(prior: IdlePrior, grid: IdleGrid, counts: IdleCounts, observations: Int) {
        self.prior = prior
        self.grid = grid
        self.counts = counts
        self.observations = observations
    }

    /// Learns that a ping or a request found an instance warm or cold.
    ///
    /// - Parameters:
    ///   - halfMinutes: Since the instance was last used; more than an hour counts as an hour, and
    ///     what was used just now teaches nothing.
    ///   - wasCold: What was found.
    /// - Complexity: O(1): about a microsecond.
    package mutating func observe(afterHalfMinutes halfMinutes: Int, wasCold: Bool) {
        guard halfMinutes >= 1 else { return }
        let bin = min(halfMinutes, IdleLayout.lastBin)
        let layout = IdleLayout.pool
        counts.observe(bin: bin, wasCold: wasCold, prior: grid.coldChance(bin: bin, in: layout))
        grid.observe(bin: bin, wasCold: wasCold, in: layout, prior: layout.prior(prior))
        observations += 1
    }

    /// The chance to be cold after `bin` idle half-minutes.
    func coldChance(bin: Int) -> Double {
        counts.blended(bin: bin, prior: grid.coldChance(bin: bin, in: .pool))
    }

    /// P(cold) by idle half-minutes from 0 through 120, not falling, when `grid` is believed.
    func coldChances(believing grid: IdleGrid) -> [Double] {
        counts.blended(curve: grid.coldChances(in: .pool))
    }
}
