package import Domain

/// What warmth costs one endpoint, in billionths of its currency's unit.
package struct FrontierPrices: Equatable, Sendable {
    /// A pinged instance that was found warm.
    package var warmPingNanos: Int64
    /// A pinged instance that had to be started.
    package var coldPingNanos: Int64
    /// The instances that the platform itself holds warm; `nil` where its list has no such price.
    package var provisionedNanosPerMonth: Int64?

    package init(
        warmPingNanos: Int64,
        coldPingNanos: Int64,
        provisionedNanosPerMonth: Int64? = nil
    ) {
        self.warmPingNanos = warmPingNanos
        self.coldPingNanos = coldPingNanos
        self.provisionedNanosPerMonth = provisionedNanosPerMonth
    }

    /// The prices of a usual ping of one instance, each paid as a ping of its own.
    ///
    /// A start-up that nobody said is taken for ``PriceExample/assumedStartUp``. Where idle time
    /// is billed, a ping buys the whole idle timeout, and a price per ping is paid for each of its
    /// instances: both are upper bounds.
    package init(of endpoint: Endpoint) {
        let cold = endpoint.usage(
            execution: endpoint.usualExecution,
            startUp: endpoint.startUp ?? PriceExample.assumedStartUp,
            idle: endpoint.idleTimeout
        )
        self.init(
            warmPingNanos: endpoint.warmPingCost(instances: 1).nanos,
            coldPingNanos: endpoint.priceModel.cost(of: cold).nanos,
            provisionedNanosPerMonth: endpoint.provisioned(
                instances: endpoint.instances,
                for: PriceExample.month
            )?.nanos
        )
    }
}
