import ArgumentParser
import Domain

/// What a frontier shows against money: `cold-rate`, or a percentile such as `p99`.
struct FrontierAxisArgument: ExpressibleByArgument, Equatable {
    /// `nil` for the cold-start rate.
    let percentile: Double?

    init?(argument: String) {
        if argument == "cold-rate" {
            percentile = nil
        } else if case .latency(let percentile, _)? = LatencyTarget("\(argument)<1s") {
            self.percentile = percentile
        } else {
            return nil
        }
    }
}
