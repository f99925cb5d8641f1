package import Domain

/// How one endpoint does, at a glance: its newest traffic and its newest answered ping.
package struct EndpointStanding: Equatable, Sendable {
    package var id: EndpointID
    package var name: String
    package var mode: Endpoint.Mode
    package var isPaused: Bool
    package var hasTarget: Bool
    package var hasStatedIdleTimeout: Bool
    /// The start of the newest bin, whatever it counts.
    package var newestTraffic: Timestamp?
    /// The newest ping that was fired and settled; its id and details aside from these are not read.
    package var lastPing: LastPing?

    package struct LastPing: Equatable, Sendable {
        package var firedAt: Timestamp
        package var outcome: PingRecord.Outcome
        /// Whether any instance failed.
        package var hasFailed: Bool
        /// Whether the answers said of any instance if it was warm.
        package var toldTemperature: Bool
        package var detail: String?
    }

    /// Whether the newest ping failed, in part at least.
    package var isFailing: Bool { lastPing?.hasFailed ?? false }
}
