package import Domain

/// What became of the traffic since some revision: enough to bring a copy of it up to date.
package struct TrafficChanges: Sendable {
    /// Changed bins, the least recently changed first; none of a reset endpoint.
    package var bins: [(EndpointID, TrafficBin)]
    /// Endpoints to be read anew, ascending: bins of theirs vanished, or too many changed.
    package var resetEndpoints: [EndpointID]
    /// The newest revision seen: the one to ask after next time.
    package var revision: Int64
}
