package import Domain

/// What the engine hears.
package enum Event: Sendable {
    /// The whole configuration: endpoints that are not in it are forgotten.
    case configured([ConfiguredEndpoint])
    /// All budgets, with what is spent of them.
    case budgeted([PacedBudget])
    /// The ledger refused the ping that was ordered for a minute: it was not sent.
    case refused(EndpointID, minute: Int)
    /// The answer to ``Effect/load(_:afresh:)``: what was saved and the traffic since, ascending, or
    /// all the traffic.
    case loaded(EndpointID, [TrafficBin], recentPings: [RecentPing], saved: [UInt8]?)
    /// Somebody else has sent a ping.
    case warmed(EndpointID, RecentPing)
    /// New or changed bins of traffic, of one endpoint each.
    case traffic([EndpointTraffic])
    /// A ping has ended.
    case pinged(EndpointID, PingOutcome)
    /// The alarm that the engine asked for.
    case woke
}

/// An endpoint with what its time zone's clocks show.
package struct ConfiguredEndpoint: Equatable, Sendable {
    package var endpoint: Endpoint
    package var offsets: UTCOffsets
    /// Since when a request would have been seen; `nil` means from now on.
    package var knownSince: Timestamp?
    /// The platform's idle curve where it is known; `nil` takes the stated timeout, or learns.
    package var idleCurve: IdleCurve?
    /// The highest share of requested minutes that may meet a cold start by its target, as its own
    /// latencies have it; `nil` where there is no target.
    package var mostColdStarts: Double?
    package var schedules: [PlannedSchedule]

    package init(
        endpoint: Endpoint,
        offsets: UTCOffsets = .utc,
        knownSince: Timestamp? = nil,
        idleCurve: IdleCurve? = nil,
        mostColdStarts: Double? = nil,
        schedules: [PlannedSchedule] = []
    ) {
        self.endpoint = endpoint
        self.offsets = offsets
        self.knownSince = knownSince
        self.idleCurve = idleCurve
        self.mostColdStarts = mostColdStarts
        self.schedules = schedules
    }

    /// The same without what became of the schedules' runs, which is no setting.
    package var settings: ConfiguredEndpoint {
        var settings = self
        for index in schedules.indices { settings.schedules[index].lastRunAt = nil }
        return settings
    }
}

/// Bins of one endpoint.
package struct EndpointTraffic: Equatable, Sendable {
    package var endpointID: EndpointID
    package var bins: [TrafficBin]

    package init(endpointID: EndpointID, bins: [TrafficBin]) {
        self.endpointID = endpointID
        self.bins = bins
    }
}

/// A ping that was fired before the engine started.
package struct RecentPing: Equatable, Sendable {
    package var minute: Int
    package var instances: Int

    package init(minute: Int, instances: Int) {
        self.minute = minute
        self.instances = instances
    }
}

/// What a ping found.
package struct PingOutcome: Equatable, Sendable {
    /// The minute that the order named.
    package var minute: Int
    package var instances: Int
    /// Instances that said they had been running, and that they had just started; of the others
    /// nothing is known.
    package var warm: Int
    package var cold: Int
    /// No instance answered as expected.
    package var hasFailed: Bool
    /// What it was settled at; `nil` where nothing was reserved for it.
    package var costNanos: Int64?

    package init(
        minute: Int,
        instances: Int,
        warm: Int = 0,
        cold: Int = 0,
        hasFailed: Bool = false,
        costNanos: Int64? = nil
    ) {
        self.minute = minute
        self.instances = min(max(instances, 0), Preheat.mostInstances)
        self.cold = min(max(cold, 0), self.instances)
        self.warm = min(max(warm, 0), self.instances - self.cold)
        self.hasFailed = hasFailed
        self.costNanos = costNanos
    }
}
