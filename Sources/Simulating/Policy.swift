package import Domain
package import Forecasting
internal import Planning

/// A way to decide about pings that `simulate` compares.
package enum Policy: Equatable, Sendable {
    case none
    case alwaysOn
    case keepWarm(minutes: Double)
    case hybridHistogram
    case adaptive
}

/// What every simulated function shares.
package struct SimulationSettings: Equatable, Sendable {
    package var idleTimeout: Duration
    /// V: what one avoided cold start is worth, in pings.
    package var coldStartValue: Double

    package init(idleTimeout: Duration, coldStartValue: Double) {
        self.idleTimeout = idleTimeout
        self.coldStartValue = coldStartValue
    }
}

/// The pings that `policy` sends over a recorded demand, ascending by time.
///
/// The adaptive one is the production engine in virtual time: it sees whole minutes, each from its
/// end on. The baselines see each request at its moment.
///
/// - Complexity: O(*m*) in the minutes of the trace.
package func pings(
    of policy: Policy,
    over function: RecordedFunction,
    settings: SimulationSettings,
    prior: HazardTable,
    offsets: UTCOffsets = .utc
) async throws -> [TracePing] {
    let idleTimeoutS = settings.idleTimeout.inSeconds
    switch policy {
    case .none: return []
    case .alwaysOn: return Baselines.alwaysOn(function, idleTimeoutS: idleTimeoutS)
    case .keepWarm(let minutes):
        return Baselines.keepWarm(function, idleTimeoutS: idleTimeoutS, keepMinutes: minutes)
    case .hybridHistogram:
        return Baselines.hybridHistogram(function, idleTimeoutS: idleTimeoutS)
    case .adaptive:
        let endpoint = Endpoint(
            id: EndpointID(rawValue: 1),
            name: function.name,
            mode: .active,
            warmUp: WarmUpRequest(url: "http://localhost/"),
            meanDuration: function.meanDuration,
            statedIdleTimeout: settings.idleTimeout,
            coldStartValue: settings.coldStartValue
        )
        var engine = Engine(prior: prior)
        var world = SimulatedWorld(of: function, endpoint: endpoint, offsets: offsets)
        try await run(&engine, in: &world)
        return world.pings
    }
}
