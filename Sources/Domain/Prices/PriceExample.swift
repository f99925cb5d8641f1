/// A case in which an endpoint's prices are worked out, so that a person sees what they mean.
package enum PriceExample: String, CaseIterable, Sendable {
    /// A usual ping that finds all its instances warm, with the idle time that it buys.
    case warmPing = "warm-ping"
    /// The same ping when it has to start them.
    case coldPing = "cold-ping"
    /// The most that a ping can cost.
    case worstCase = "worst-case"
    /// What idle time costs of a ping: of one instance until it is reaped.
    case idleWindow = "idle-window"
    /// A usual ping every 5 minutes for 30 days, each buying the idle time until the next.
    case monthOfWarmer = "month-of-warmer"
    /// One instance that the platform holds for 30 days.
    case monthOfProvisioned = "month-of-provisioned"
}

extension PriceExample {
    /// How often a warmer pings.
    package static let warmerPeriod = Duration.seconds(300)
    /// The length of a month.
    package static let month = Duration.seconds(30 * 86_400)
    /// What is taken for a start-up that nobody said.
    package static let assumedStartUp = Duration.seconds(1)
}

extension Endpoint {
    /// The cost of an example with this endpoint's settings.
    ///
    /// - Returns: `nil` where its list has no such price.
    package func cost(of example: PriceExample) -> Money? {
        switch example {
        case .warmPing: return pingCost(startUp: .zero, idle: idleTimeout)
        case .coldPing:
            return pingCost(startUp: startUp ?? PriceExample.assumedStartUp, idle: idleTimeout)
        case .worstCase: return reservation(instances: instances)
        case .idleWindow:
            return priceModel.idleCost(of: idleTimeout, memoryMB: instanceMemoryMB)
        case .monthOfWarmer:
            let ping = warmerPingCost
            let pings = PriceExample.month.milliseconds / PriceExample.warmerPeriod.milliseconds
            let (nanos, overflow) = ping.nanos.multipliedReportingOverflow(by: pings)
            return Money(nanos: overflow ? .max : nanos, currency: ping.currency)
        case .monthOfProvisioned: return provisioned(instances: 1, for: PriceExample.month)
        }
    }

    /// Whether a ping every 5 minutes finds what the last one left.
    package var isWarmToWarmer: Bool { idleTimeout >= PriceExample.warmerPeriod }

    private var warmerPingCost: Money {
        let untilNext = max(PriceExample.warmerPeriod - usualExecution, .zero)
        return pingCost(
            startUp: isWarmToWarmer ? .zero : startUp ?? PriceExample.assumedStartUp,
            idle: min(idleTimeout, untilNext)
        )
    }

    private func pingCost(startUp: Duration, idle: Duration) -> Money {
        let usage = usage(execution: usualExecution, startUp: startUp, idle: idle)
        return priceModel.cost(of: [PriceModel.Usage](repeating: usage, count: instances))
    }
}
