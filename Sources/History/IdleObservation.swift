package import Domain

/// An instance had idled for so long when it was found warm or cold.
package struct IdleObservation: Equatable, Sendable {
    /// What found it.
    package enum Source: String, CaseIterable, Sendable {
        case ping
        case request
    }

    package var endpointID: EndpointID
    package var observedAt: Timestamp
    package var idle: Duration
    package var temperature: Temperature
    package var source: Source

    package init(
        endpointID: EndpointID,
        observedAt: Timestamp,
        idle: Duration,
        temperature: Temperature,
        source: Source
    ) {
        self.endpointID = endpointID
        self.observedAt = observedAt
        self.idle = idle
        self.temperature = temperature
        self.source = source
    }
}
