package import Domain

/// What the engine asks for.
package enum Effect: Equatable, Sendable {
    /// Read all the traffic of an endpoint and answer with ``Event/loaded(_:_:recentPings:)``.
    case load(EndpointID)
    /// Keep a decision; it comes before the ping that follows from it.
    case record(Decision)
    /// Send a warm-up.
    case ping(PingOrder)
    /// Be woken at this moment; replaces the alarm asked for before.
    case wake(at: Timestamp)
}

/// A warm-up to be sent now.
package struct PingOrder: Equatable, Sendable {
    package var endpointID: EndpointID
    /// The minute that the plan named, since the epoch.
    package var minute: Int
    package var instances: Int
}
