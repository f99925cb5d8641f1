package import Domain

/// How an endpoint stands against its latency target.
package struct TargetAttainment: Equatable, Sendable {
    package var target: LatencyTarget
    package var window: Duration
    /// `nil` where a latency target cannot be told from the pings yet.
    package var budget: ErrorBudget?

    package var isMissed: Bool { budget?.isMissed ?? false }
    package var isLow: Bool { budget?.isLow ?? false }

    /// The share of cold minutes that `target` allows.
    ///
    /// For a latency, what ``LatencyMixture`` makes of the pings.
    ///
    /// - Parameters:
    ///   - target: What is to be met.
    ///   - warm: What pings took that found the endpoint warm, in milliseconds.
    ///   - cold: What pings took that found it cold.
    ///   - startUp: What a warm start takes longer when it is cold, where no cold one was measured;
    ///     where that is not known either, none is taken to meet the limit.
    /// - Returns: The share from 0 (not even warm requests meet the target) to 1 (cold ones do too),
    ///   or `nil` for a latency while no warm ping was measured.
    package static func allowedShare(
        of target: LatencyTarget,
        warm: [Int64],
        cold: [Int64],
        startUp: Duration? = nil
    ) -> Double? {
        switch target {
        case .coldStartRate(let rate): return rate
        case .latency(let percentile, let limit):
            guard !warm.isEmpty else { return nil }
            var samples = LatencySamples(warm: warm.map(Double.init), cold: cold.map(Double.init))
                .assuming(startUp: startUp)
            if samples.cold.isEmpty { samples.cold = [.infinity] }
            return LatencyMixture(samples)?.highestColdStartRate(
                percentile: percentile,
                below: limit
            ) ?? 0
        }
    }
}
