package import Domain

/// What the engine hears.
package enum Event: Sendable {
    /// The whole configuration: endpoints that are not in it are forgotten.
    case configured([ConfiguredEndpoint])
    /// The answer to ``Effect/load(_:)``: all that is known of an endpoint's traffic, ascending.
    case loaded(EndpointID, [TrafficBin], recentPings: [RecentPing])
    /// New or changed bins of traffic, of one endpoint each.
    case traffic([EndpointTraffic])
    /// A ping has ended.
    case pinged(EndpointID, minute: Int, hasFailed: Bool)
    /// The alarm that the engine asked for.
    case woke
}

/// An endpoint with what its time zone's clocks show.
package struct ConfiguredEndpoint: Equatable, Sendable {
    package var endpoint: Endpoint
    package var offsets: UTCOffsets

    package init(endpoint: Endpoint, offsets: UTCOffsets = .utc) {
        self.endpoint = endpoint
        self.offsets = offsets
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
