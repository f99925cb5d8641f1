/// A way to keep endpoints warm, with its one parameter, that a frontier compares.
package enum FrontierPolicy: Hashable, Sendable {
    case none
    /// The engine, to which an avoided cold start is worth so many pings.
    case adaptive(coldStartValue: Double)
    /// Pings for so long after each request.
    case keepWarm(minutes: Double)
    case hybridHistogram
    /// A warmer on a fixed rate.
    case alwaysOn
    /// Instances that the platform itself holds warm.
    case provisioned
}

extension FrontierPolicy {
    /// Values of a cold start, from one at which next to nothing is worth a ping to one at which
    /// nearly everything is.
    package static let coldStartValues: [Double] = [
        1, 3, 6, 12, 30, 60, 120, 300, 1000, 3000, 10_000,
    ]

    /// Fixed windows in minutes.
    package static let windows: [Double] = [0, 10, 20, 30, 60, 120, 240, 480, 1440]

    /// What is compared unless other policies are named.
    package static let compared: [FrontierPolicy] =
        [.none] + coldStartValues.map { .adaptive(coldStartValue: $0) }
        + windows.map { .keepWarm(minutes: $0) } + [.hybridHistogram, .alwaysOn, .provisioned]

    /// The policy without its parameter.
    package var name: String {
        switch self {
        case .none: "none"
        case .adaptive: "adaptive"
        case .keepWarm: "keep-warm"
        case .hybridHistogram: "hybrid-histogram"
        case .alwaysOn: "always-on"
        case .provisioned: "provisioned"
        }
    }

    /// What an avoided cold start is worth to it, in pings.
    package var coldStartValue: Double? {
        if case .adaptive(let value) = self { return value }
        return nil
    }

    /// For how long it pings after a request.
    package var windowMinutes: Double? {
        if case .keepWarm(let minutes) = self { return minutes }
        return nil
    }
}
