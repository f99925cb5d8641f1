/// The latency of requests of which a share meets a cold start.
///
/// F(*x*) = (1 − π) · F_warm(*x*) + π · F_cold(*x*), where π is the cold-start rate and both
/// distributions are the empirical ones of samples.
package struct LatencyMixture: Equatable, Sendable {
    /// Each ascending.
    private let warm: [Double]
    private let cold: [Double]
    private let all: [Double]

    /// Sums of shares may be a rounding error below the share that they make up.
    private static let tolerance = 1e-12

    /// - Returns: `nil` where nothing is known of warm or of cold starts.
    /// - Complexity: O(*n* log *n*) in the samples.
    package init?(_ samples: LatencySamples) {
        guard !samples.warm.isEmpty, !samples.cold.isEmpty else { return nil }
        warm = samples.warm.sorted()
        cold = samples.cold.sorted()
        all = (warm + cold).sorted()
    }

    /// The least sample that so large a share of the requests stays at or below.
    ///
    /// - Parameters:
    ///   - percentile: More than 0, at most 100.
    ///   - coldStartRate: The share of cold starts, 0 to 1.
    /// - Returns: Milliseconds.
    /// - Complexity: O(log² *n*) in the samples.
    package func percentile(_ percentile: Double, coldStartRate: Double) -> Double {
        precondition((0...1).contains(coldStartRate), "a share, not a percentage")
        precondition(percentile > 0 && percentile <= 100, "a percentile, not a share")
        let index = all.partitioningIndex { sample in
            share(atMost: sample, coldStartRate: coldStartRate)
                >= percentile / 100 - Self.tolerance
        }
        return all[min(index, all.count - 1)]
    }

    /// The highest cold-start rate at which a percentile of the latency stays below a limit.
    ///
    /// With the shares *w* of warm and *c* of cold starts below the limit, a share *q* of all
    /// stays below it where (1 − π) · *w* + π · *c* ≥ *q*.
    ///
    /// - Parameters:
    ///   - percentile: More than 0, at most 100.
    ///   - limit: A latency of just so much does not stay below it.
    /// - Returns: `nil` where not even warm starts meet it; 1 where cold ones do, too, so that
    ///   doing nothing meets it.
    /// - Complexity: O(log *n*) in the samples.
    package func highestColdStartRate(
        percentile: Double,
        below limit: Duration
    ) -> Double? {
        let milliseconds = limit.inSeconds * 1000
        let warmShare = Self.share(of: warm) { $0 >= milliseconds }
        let coldShare = Self.share(of: cold) { $0 >= milliseconds }
        let asked = percentile / 100 - Self.tolerance
        guard warmShare >= asked else { return nil }
        guard coldShare < asked else { return 1 }
        return min(max((warmShare - percentile / 100) / (warmShare - coldShare), 0), 1)
    }

    private func share(atMost sample: Double, coldStartRate: Double) -> Double {
        (1 - coldStartRate) * Self.share(of: warm) { $0 > sample }
            + coldStartRate * Self.share(of: cold) { $0 > sample }
    }

    /// The share of ascending samples before the first that is beyond.
    private static func share(of samples: [Double], before isBeyond: (Double) -> Bool) -> Double {
        Double(samples.partitioningIndex(where: isBeyond)) / Double(samples.count)
    }
}
