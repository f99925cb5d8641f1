/// An endpoint's name and how it stands against its target.
package struct EndpointTarget: Equatable, Sendable {
    package var endpoint: String
    package var attainment: TargetAttainment
}
