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
    /// The latency is a mixture: with a cold-start rate of π, F = (1 − π)·F_warm + π·F_cold. The
    /// greatest π with F(limit) ≥ p is (F_warm(limit) − p) ÷ (F_warm(limit) − F_cold(limit)).
    ///
    /// - Parameters:
    ///   - target: What is to be met.
    ///   - warm: What pings took that found the endpoint warm, in milliseconds.
    ///   - cold: What pings took that found it cold; without any, none is taken to meet the limit.
    /// - Returns: The share from 0 (not even warm requests meet the target) to 1 (cold ones do too),
    ///   or `nil` for a latency while no warm ping was measured.
    package static func allowedShare(
        of target: LatencyTarget,
        warm: [Int64],
        cold: [Int64]
    ) -> Double? {
        switch target {
        case .coldStartRate(let rate): return rate
        case .latency(let percentile, let limit):
            func share(_ times: [Int64]) -> Double {
                let within = times.count { $0 < limit.milliseconds }
                return times.isEmpty ? 0 : Double(within) / Double(times.count)
            }
            guard !warm.isEmpty else { return nil }
            let (warmShare, coldShare, p) = (share(warm), share(cold), percentile / 100)
            if coldShare >= p, warmShare >= p { return 1 }
            if warmShare < p { return 0 }
            return (warmShare - p) / (warmShare - coldShare)
        }
    }
}
