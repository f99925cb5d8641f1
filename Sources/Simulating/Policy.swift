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
    /// How the platform really keeps idle instances.
    package var platform: IdleCurve
    /// The timeout that fixed rules and, unless it is hidden, the engine are told.
    package var idleTimeout: Duration
    /// The engine is not told the timeout and has to learn it.
    package var hidesIdleTimeout: Bool
    /// V: what one avoided cold start is worth, in pings.
    package var coldStartValue: Double
    /// Decides by chance now and then, as the service does.
    package var explores: Bool
    package var seed: UInt64
    /// What all functions together may spend; an avoided cold start is then worth what that makes it.
    package var pingBudget: PingBudget?
    /// Each function's own target: the share of requested minutes that may meet a cold start.
    package var mostColdStarts: Double?

    package init(
        idleTimeout: Duration,
        coldStartValue: Double,
        platform: IdleCurve? = nil,
        hidesIdleTimeout: Bool = false,
        explores: Bool = false,
        seed: UInt64 = 0,
        pingBudget: PingBudget? = nil,
        mostColdStarts: Double? = nil
    ) {
        self.platform = platform ?? .hard(idleTimeout)
        self.idleTimeout = idleTimeout
        self.coldStartValue = coldStartValue
        self.hidesIdleTimeout = hidesIdleTimeout
        self.explores = explores
        self.seed = seed
        self.pingBudget = pingBudget
        self.mostColdStarts = mostColdStarts
    }

    /// The platform's curve where it is soft.
    package var softPlatform: IdleCurve? {
        if case .soft = platform { return platform }
        return nil
    }
}

/// The pings that `policy` sends over the recorded demand of a fleet, ascending by time, a list for
/// each function.
///
/// The adaptive one is the production engine in virtual time: it sees whole minutes, each from its
/// end on. The baselines see each request at its moment.
///
/// - Complexity: O(*m*) in the minutes of the traces.
package func pings(
    of policy: Policy,
    over functions: [RecordedFunction],
    settings: SimulationSettings,
    prior: HazardTable,
    offsets: UTCOffsets = .utc,
    onProgress: @escaping (Double) -> Void = { _ in }
) async throws -> [[TracePing]] {
    let idleTimeoutS = settings.idleTimeout.inSeconds
    switch policy {
    case .none: return functions.map { _ in [] }
    case .alwaysOn:
        return functions.map { Baselines.alwaysOn($0, idleTimeoutS: idleTimeoutS) }
    case .keepWarm(let minutes):
        return functions.map {
            Baselines.keepWarm($0, idleTimeoutS: idleTimeoutS, keepMinutes: minutes)
        }
    case .hybridHistogram:
        return functions.map { Baselines.hybridHistogram($0, idleTimeoutS: idleTimeoutS) }
    case .adaptive:
        var engine = Engine(
            prior: prior,
            settings: EngineSettings(
                exploration: settings.explores ? Exploration(seed: settings.seed) : nil
            )
        )
        var world = SimulatedWorld(
            of: functions,
            settings: settings,
            offsets: offsets,
            onProgress: onProgress
        )
        try await run(&engine, in: &world)
        return world.pings
    }
}

extension SimulatedWorld {
    /// The world that a simulation of the engine runs in.
    package init(
        of functions: [RecordedFunction],
        settings: SimulationSettings,
        offsets: UTCOffsets = .utc,
        onProgress: @escaping (Double) -> Void = { _ in }
    ) {
        self.init(
            of: functions,
            platform: settings.platform,
            offsets: offsets,
            tellsTemperature: settings.hidesIdleTimeout,
            tellsCurve: settings.softPlatform != nil && !settings.hidesIdleTimeout,
            budgets: settings.pingBudget.map { [$0.paced] } ?? [],
            mostColdStarts: settings.mostColdStarts,
            seed: settings.seed,
            onProgress: onProgress
        ) { id, function in
            Endpoint(
                id: id,
                name: function.name,
                mode: .active,
                warmUp: WarmUpRequest(url: "http://localhost/"),
                meanDuration: function.meanDuration,
                statedIdleTimeout: settings.hidesIdleTimeout ? nil : settings.idleTimeout,
                coldStartValue: settings.pingBudget == nil
                    ? settings.coldStartValue : PingBudget.coldStartValue,
                prices: settings.pingBudget == nil ? [] : PingBudget.prices
            )
        }
    }
}
