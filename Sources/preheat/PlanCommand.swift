import ArgumentParser
import Domain
import Forecasting
import History
import Planning
import Reporting
import Serving

/// Shows the next pings with their reasons.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show the next pings: when, why, what each brings and costs.",
        discussion: """
            A planned ping fires only if no request comes before it: after a request the plan is made \
            anew. BENEFIT is what the ping saves against not pinging then, in pings.

            Example: preheat plan shop --horizon 8h
            """
    )

    @Argument(help: "The endpoint's name; all when none is named.")
    var endpoint: String?

    @Option(help: ArgumentHelp("How far ahead to look.", valueName: "duration"))
    var horizon = DurationArgument(.seconds(24 * 3600))

    @Option(help: "The most pings to show of each endpoint.")
    var limit = 10

    @Option(help: "table or json.")
    var format = OutputFormat.table

    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard limit > 0 else {
            throw ValidationError("--limit is \(limit); it must be at least 1.")
        }
        guard (.seconds(60)...Duration.seconds(7 * 86_400)).contains(horizon.duration) else {
            throw ValidationError("--horizon must be 1m to 7d.")
        }
    }

    func run() async throws {
        let now = SystemClock().now
        try await store.withStore(.existing) { store in
            let endpoints =
                if let endpoint { [try await store.endpoint(named: endpoint)] } else {
                    try await store.endpoints()
                }
            let engine = try await EngineInput(store: store).engine(
                prior: FleetPrior.shipped.hazardTable(),
                of: endpoints,
                at: now
            )
            let schedules = try await Dictionary(
                uniqueKeysWithValues: store.schedules().map { ($0.id, $0.name) }
            )
            let plans = endpoints.map { endpoint in
                PlanView(
                    of: endpoint,
                    engine: engine,
                    schedules: schedules,
                    at: now,
                    horizon: horizon.duration,
                    limit: limit
                )
            }
            switch format {
            case .json: try printJSON(plans)
            case .table:
                guard !plans.isEmpty else { return print(EndpointCommand.noneYet) }
                for plan in plans { print(try plan.text()) }
            }
        }
    }
}

/// The plan of one endpoint, as commands print it.
struct PlanView: Encodable {
    private let endpoint: Endpoint
    private let warmUps: [UpcomingWarmUp]
    /// Names by key.
    private let schedules: [Int64: String]
    private let limit: Int
    private let horizon: Duration

    init(
        of endpoint: Endpoint,
        engine: Engine,
        schedules: [Int64: String],
        at now: Timestamp,
        horizon: Duration,
        limit: Int
    ) {
        self.endpoint = endpoint
        self.schedules = schedules
        self.limit = limit
        self.horizon = horizon
        warmUps = engine.upcomingWarmUps(
            of: endpoint.id,
            at: now,
            until: now.advanced(by: horizon)
        )
    }

    func text() throws -> String {
        let state = endpoint.isPaused ? "paused" : endpoint.mode.rawValue
        guard !warmUps.isEmpty else {
            return "\(endpoint.name) (\(state)): no ping within \(durationText(horizon)): "
                + "\(whyNone)"
        }
        let offsets = try utcOffsets(ofZone: endpoint.timeZone, endpoint: endpoint.name)
        var table = TextTable(
            header: ["WHEN", "INSTANCES", "FIRES", "REQUEST", "BENEFIT", "COST", "WHY"])
        for warmUp in warmUps.prefix(limit) {
            let ping = warmUp.planned
            table.add([
                weekdayText(offsets.local(warmUp.moment.minute)), "\(warmUp.instances)",
                percentage(ping?.opinion.survival ?? 1),
                ping.map { percentage($0.requestProbability) } ?? "–",
                ping.map { decimal($0.saving * $0.value, places: 2) } ?? "–",
                cost(of: warmUp).description, why(warmUp),
            ])
        }
        let more = warmUps.count > limit ? "\n… and \(warmUps.count - limit) more" : ""
        return "\(endpoint.name) (\(state)), \(endpoint.timeZone), if no request comes:\n"
            + table.text + more
    }

    private var whyNone: String {
        if endpoint.isPaused { return "resume it with 'preheat endpoint resume \(endpoint.name)'" }
        return "no request is likely enough to be worth one, or none was seen yet"
    }

    private func cost(of warmUp: UpcomingWarmUp) -> Money {
        endpoint.warmPingCost(instances: warmUp.instances)
    }

    private func why(_ warmUp: UpcomingWarmUp) -> String {
        let schedule = warmUp.scheduleID.map { "schedule '\(schedules[$0] ?? "\($0)")'" }
        guard let ping = warmUp.planned else { return schedule ?? "–" }
        let warm = durationText(endpoint.idleTimeout)
        return "\(percentage(ping.requestProbability)) for a request within \(warm), "
            + "\(durationText(.seconds(60 * ping.elapsedMinutes))) after the last one"
            + (schedule.map { "; \($0) as well" } ?? "")
    }

    // MARK: - JSON

    private enum CodingKeys: String, CodingKey {
        case endpoint, mode, pings
    }

    private struct Ping: Encodable {
        var scheduledAt: String
        var instances: Int
        var schedule: String?
        var firesWithProbability: Double
        /// Absent where only a schedule asks for it.
        var requestProbability: Double?
        var benefitPings: Double?
        var costNanos: Int64
        var currency: String
        var reasons: [String: Double]

        private enum CodingKeys: String, CodingKey {
            case instances, schedule, currency, reasons
            case scheduledAt = "scheduled_at"
            case firesWithProbability = "fires_with_probability"
            case requestProbability = "request_probability"
            case benefitPings = "benefit_pings"
            case costNanos = "cost_nanos"
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(endpoint.name, forKey: .endpoint)
        try container.encode(endpoint.isPaused ? "paused" : endpoint.mode.rawValue, forKey: .mode)
        let views = warmUps.prefix(limit).map { warmUp in
            let cost = cost(of: warmUp)
            let ping = warmUp.planned
            return Ping(
                scheduledAt: rfc3339(warmUp.moment),
                instances: warmUp.instances,
                schedule: warmUp.scheduleID.map { schedules[$0] ?? "\($0)" },
                firesWithProbability: ping?.opinion.survival ?? 1,
                requestProbability: ping?.requestProbability,
                benefitPings: ping.map { $0.saving * $0.value },
                costNanos: cost.nanos,
                currency: cost.currency,
                reasons: Dictionary(
                    uniqueKeysWithValues: (ping.map(reasons(for:)) ?? []).map {
                        ($0.name.rawValue, $0.value)
                    }
                )
            )
        }
        try container.encode(views, forKey: .pings)
    }
}
