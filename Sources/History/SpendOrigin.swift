package import Domain

/// Who asked for pings of an endpoint.
package struct SpendOrigin: Hashable, Sendable {
    package var endpointID: EndpointID
    /// The name of a manual schedule; `nil` for the plan.
    package var schedule: String?

    package init(endpointID: EndpointID, schedule: String? = nil) {
        self.endpointID = endpointID
        self.schedule = schedule
    }
}
