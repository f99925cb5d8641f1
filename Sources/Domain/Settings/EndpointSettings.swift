/// What people have set of one endpoint: itself and its schedules.
package struct EndpointSettings: Equatable, Sendable {
    package var endpoint: Endpoint
    /// By name; no name comes twice.
    package var schedules: [Schedule]

    /// Sorts the schedules.
    package init(endpoint: Endpoint, schedules: [Schedule] = []) {
        self.endpoint = endpoint
        self.schedules = schedules.sorted { $0.name < $1.name }
    }
}
