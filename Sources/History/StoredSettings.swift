package import Domain

/// Everything that people have set, as it was at one moment.
package struct StoredSettings: Equatable, Sendable {
    /// With the store's keys of endpoints and schedules.
    package let settings: FleetSettings
    /// The configuration's number at that moment.
    package let revision: Int64
}
