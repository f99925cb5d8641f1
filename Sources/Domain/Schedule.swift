/// A warm-up that a person asked for at fixed times, beside what the engine decides.
package struct Schedule: Equatable, Sendable {
    package var id: Int64
    package var endpointID: EndpointID
    /// When, in the notation that the person wrote.
    package var expression: String
    /// The IANA zone in which `expression` is read.
    package var timeZone: String
    package var instances: Int
    package var isEnabled: Bool

    package init(
        id: Int64,
        endpointID: EndpointID,
        expression: String,
        timeZone: String = "UTC",
        instances: Int = 1,
        isEnabled: Bool = true
    ) {
        self.id = id
        self.endpointID = endpointID
        self.expression = expression
        self.timeZone = timeZone
        self.instances = instances
        self.isEnabled = isEnabled
    }
}
