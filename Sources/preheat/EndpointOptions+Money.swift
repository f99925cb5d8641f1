import ArgumentParser
import Domain

/// Money and latency among the settings of an endpoint.
extension EndpointOptions {
    func checkMoneyAndTarget() throws {
        if let group, group != Self.none { try Self.check(name: group) }
        if let priority, !(0.001...1000).contains(priority) {
            throw ValidationError("--priority is \(priority); it must be 0.001 to 1000.")
        }
        if let target, target != Self.none, LatencyTarget(target) == nil {
            throw ValidationError(
                "--target '\(target)' is no target; write 'cold-rate<2%' (more than 0% and less than 100%), 'p99<400ms' (p50 to p99.99, 1ms to 3600s), or none."
            )
        }
        if let targetWindow,
            !(.seconds(86_400)...Duration.seconds(366 * 86_400)).contains(targetWindow.duration)
        {
            throw ValidationError("--target-window must be 1d to 366d.")
        }
        _ = try Self.priceOverrides(prices)
    }

    /// Writes what was given over `endpoint`'s settings; prices must fit its platform and memory.
    func applyMoneyAndTarget(to endpoint: inout Endpoint) throws {
        if let group { endpoint.group = group == Self.none ? nil : group }
        if let priority { endpoint.priority = priority }
        if let target { endpoint.target = LatencyTarget(target) }
        if let targetWindow { endpoint.targetWindow = targetWindow.duration }
        if !prices.isEmpty { endpoint.prices = try Self.priceOverrides(prices) }
        guard !prices.isEmpty || memory != nil || platform != nil else { return }
        if let flaw = endpoint.priceFlaw { throw Self.refusal(of: flaw) }
    }

    /// The prices that were given; empty for `none`.
    static func priceOverrides(_ prices: [String]) throws -> [PriceOverride] {
        guard prices != [none] else { return [] }
        do throws(PriceFlaw) {
            var overrides: [PriceOverride] = []
            for text in prices {
                let override = try PriceOverride(text)
                guard !overrides.contains(where: { $0.key == override.key }) else {
                    throw .doubledKey(override.key)
                }
                overrides.append(override)
            }
            return overrides
        } catch {
            throw refusal(of: error)
        }
    }

    static func refusal(of flaw: PriceFlaw) -> ValidationError {
        ValidationError("\(flaw).")
    }
}
