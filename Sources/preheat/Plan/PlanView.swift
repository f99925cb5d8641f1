import Domain
import Forecasting
import Planning
import Reporting
import Serving

/// The plan of one endpoint, as commands print it.
struct PlanView: Encodable {
    let endpoint: Endpoint
    let warmUps: [UpcomingWarmUp]
    let outlook: Outlook?
    /// Of days of late, the latest first.
    let rehearsals: [Rehearsal]
    private let prospect: Prospect?
    private let idle: IdleBelief?
    private let now: Timestamp
    private let horizon: Duration
    private let limit: Int
    /// Names by key.
    private let schedules: [Int64: String]
    private let offsets: UTCOffsets

    init(
        of endpoint: Endpoint,
        engine: Engine,
        past: PastTraffic,
        schedules: [Int64: String],
        at now: Timestamp,
        horizon: Duration,
        limit: Int
    ) throws {
        self.endpoint = endpoint
        self.schedules = schedules
        self.now = now
        self.limit = limit
        self.horizon = horizon
        offsets = try utcOffsets(ofZone: endpoint.timeZone, endpoint: endpoint.name)
        let end = now.advanced(by: horizon)
        warmUps = engine.upcomingWarmUps(of: endpoint.id, at: now, until: end)
        outlook = engine.outlook(of: endpoint.id, at: now, until: end, with: warmUps)
        rehearsals = engine.rehearsals(of: endpoint.id, at: now, until: end, past: past)
        prospect = Prospect(of: rehearsals)
        idle = engine.idleBelief(of: endpoint.id)
    }

    private var state: String { endpoint.isPaused ? "paused" : endpoint.mode.rawValue }

    /// Those that are sent, each with the chance of that: the plan's if no request comes before them.
    private var sent: [(warmUp: UpcomingWarmUp, chance: Double)] {
        let sent = warmUps.filter { $0.refusal == nil }
        return sent.indices.map { index in
            let planned = sent[index].planned
            let chance = planned.map { outlook?.chances[index] ?? $0.opinion.survival }
            return (sent[index], chance ?? 1)
        }
    }

    /// By days of late; where none is known, of those before the next request.
    private var expectedWarmUps: Double {
        prospect?.warmUps.mean ?? sent.reduce(0) { $0 + $1.chance }
    }

    /// What these come to.
    private var expectedCost: Money {
        let nextNanos = sent.reduce(0) { $0 + $1.chance * Double(cost(of: $1.warmUp).nanos) }
        return Money(nanosNear: prospect?.costNanos.mean ?? nextNanos, currency: currency)
    }

    /// What the endpoint spends if so many days before came again; the mean where that is not known.
    func spendNanos(daysBefore: Int) -> Double {
        rehearsals.first { $0.daysBefore == daysBefore }?.costNanos ?? Double(expectedCost.nanos)
    }

    private var currency: String { endpoint.priceModel.currency }

    // MARK: - Text

    /// The plan, for people.
    ///
    /// - Parameter width: The columns of a timeline; `nil` for none.
    /// - Returns: Several lines, or the one that says why there is no ping.
    func text(timeline width: Int? = nil) -> String {
        guard !warmUps.isEmpty else {
            let none =
                "\(endpoint.name) (\(state)): no ping within \(durationText(horizon)) \(whyNone)"
            return ([none] + (endpoint.isPaused ? [] : expectations)).joined(separator: "\n")
        }
        var lines = ["\(endpoint.name) (\(state)), \(endpoint.timeZone), if no request comes:"]
        if let width {
            let timeline = PlanTimeline(warmUps, from: now, for: horizon, offsets: offsets)
            lines.append(timeline.text(width: width))
        }
        lines.append(table.text)
        if warmUps.count > limit { lines.append("… and \(warmUps.count - limit) more") }
        lines += expectations
        return lines.joined(separator: "\n")
    }

    private var table: TextTable {
        var table = TextTable(
            header: ["WHEN", "INSTANCES", "FIRES", "REQUEST", "BENEFIT", "COST", "WHY"]
        )
        let chances = Dictionary(
            sent.map { ($0.warmUp.moment, $0.chance) },
            uniquingKeysWith: { first, _ in first }
        )
        for warmUp in warmUps.prefix(limit) {
            let ping = warmUp.planned
            table.add([
                weekdayText(offsets.local(warmUp.moment.minute)), "\(warmUp.instances)",
                warmUp.refusal == nil ? percentage(chances[warmUp.moment] ?? 1) : "no",
                ping.map { percentage($0.requestProbability) } ?? "–",
                ping.map { decimal($0.saving * $0.value, places: 2) } ?? "–",
                warmUp.refusal == nil ? cost(of: warmUp).description : "–", why(warmUp),
            ])
        }
        return table
    }

    /// What is to be expected: of the whole time ahead, of the next request, of the platform.
    private var expectations: [String] {
        [expectedSending, expectedColdStarts, nextRequest, idle.map(Self.text)].compactMap { $0 }
    }

    private var expectedSending: String {
        let end = weekdayText(offsets.local(now.advanced(by: horizon).minute))
        let manner = endpoint.mode == .active ? "are expected to be sent" : "would be sent"
        guard let prospect else {
            return
                "\(decimal(expectedWarmUps, places: 1)) warm-ups before the next request \(manner) "
                + "until \(end), for \(expectedCost)"
        }
        return "\(prospect.warmUps.text) warm-ups \(manner) until \(end), for "
            + prospect.costNanos.moneyText(currency)
    }

    private var expectedColdStarts: String? {
        guard let prospect else { return nil }
        return """
            \(prospect.coldStarts.text) cold starts are expected, \
            \(prospect.coldStartsWithout.text) without these warm-ups
            (the mean of \(counted(prospect.days, "day")) of late, should they come again, and the range \
            of 80 % of them)
            """
    }

    private var nextRequest: String? {
        guard let outlook else { return nil }
        return
            "the next request comes by then with \(percentage(outlook.requestProbability)), and meets "
            + "a cold start with \(percentage(outlook.coldProbability)), without these warm-ups with "
            + percentage(outlook.coldProbabilityWithout)
    }

    private static func text(of idle: IdleBelief) -> String {
        let kept = durationText(idle.median)
        guard idle.low != idle.high else {
            return "an idle instance is kept for \(kept), as stated"
        }
        return "an idle instance is believed to be kept for \(kept), with a chance of 80 % for "
            + "\(durationText(idle.low)) to \(durationText(idle.high))"
    }

    private var whyNone: String {
        endpoint.isPaused
            ? "while it is paused: resume it with 'preheat endpoint resume \(endpoint.name)'"
            : "unless a request comes: none is likely enough to be worth one, or none was seen yet"
    }

    private func cost(of warmUp: UpcomingWarmUp) -> Money {
        endpoint.warmPingCost(instances: warmUp.instances)
    }

    private func why(_ warmUp: UpcomingWarmUp) -> String {
        if let refusal = warmUp.refusal { return "not sent: \(Self.reason(of: refusal))" }
        let schedule = warmUp.scheduleID.map { "schedule '\(name(ofSchedule: $0))'" }
        guard let ping = warmUp.planned else { return schedule ?? "–" }
        let warm = durationText(endpoint.idleTimeout)
        let since =
            ping.hasSeenRequest
            ? "\(durationText(.seconds(60 * ping.elapsedMinutes))) after the last one"
            : "none seen yet"
        return "\(percentage(ping.requestProbability)) for a request within \(warm), \(since)"
            + (schedule.map { "; \($0) as well" } ?? "")
    }

    private static func reason(of refusal: Decision.Action) -> String {
        switch refusal {
        case .heldBack: "the endpoint has been failing"
        case .unaffordable: "what pings may cost it, by its cold starts, is spent"
        case .overBudget: "a hard budget has no room for what it might cost"
        case .withheld: "withheld by chance"
        case .misfire: "its minute is too near"
        case .ping, .shadowPing: "it is sent"
        }
    }

    private func name(ofSchedule id: Int64) -> String { schedules[id] ?? "\(id)" }

    // MARK: - JSON

    private enum CodingKeys: String, CodingKey {
        case endpoint, mode, pings, currency, expected
        case expectedWarmUps = "expected_warm_ups"
        case expectedCostNanos = "expected_cost_nanos"
        case requestProbability = "request_probability"
        case coldProbability = "cold_start_probability"
        case coldProbabilityWithout = "cold_start_probability_without"
        case idleTimeoutS = "idle_timeout_s"
        case idleTimeoutLowS = "idle_timeout_low_s"
        case idleTimeoutHighS = "idle_timeout_high_s"
    }

    private struct Ping: Encodable {
        var scheduledAt: String
        var instances: Int
        var schedule: String?
        /// Absent where it is sent.
        var notSentFor: String?
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
            case notSentFor = "not_sent_for"
            case firesWithProbability = "fires_with_probability"
            case requestProbability = "request_probability"
            case benefitPings = "benefit_pings"
            case costNanos = "cost_nanos"
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(endpoint.name, forKey: .endpoint)
        try container.encode(state, forKey: .mode)
        try container.encode(currency, forKey: .currency)
        try container.encode(expectedWarmUps, forKey: .expectedWarmUps)
        try container.encode(expectedCost.nanos, forKey: .expectedCostNanos)
        try container.encodeIfPresent(prospect, forKey: .expected)
        try container.encodeIfPresent(idle?.median.inSeconds, forKey: .idleTimeoutS)
        try container.encodeIfPresent(idle?.low.inSeconds, forKey: .idleTimeoutLowS)
        try container.encodeIfPresent(idle?.high.inSeconds, forKey: .idleTimeoutHighS)
        try container.encodeIfPresent(outlook?.requestProbability, forKey: .requestProbability)
        try container.encodeIfPresent(outlook?.coldProbability, forKey: .coldProbability)
        try container.encodeIfPresent(
            outlook?.coldProbabilityWithout,
            forKey: .coldProbabilityWithout
        )
        let chances = Dictionary(
            sent.map { ($0.warmUp.moment, $0.chance) },
            uniquingKeysWith: { first, _ in first }
        )
        let views = warmUps.prefix(limit).map { warmUp in
            let ping = warmUp.planned
            return Ping(
                scheduledAt: rfc3339(warmUp.moment),
                instances: warmUp.instances,
                schedule: warmUp.scheduleID.map(name(ofSchedule:)),
                notSentFor: warmUp.refusal?.word,
                firesWithProbability: warmUp.refusal == nil ? chances[warmUp.moment] ?? 1 : 0,
                requestProbability: ping?.requestProbability,
                benefitPings: ping.map { $0.saving * $0.value },
                costNanos: cost(of: warmUp).nanos,
                currency: currency,
                reasons: Dictionary(
                    uniqueKeysWithValues: (ping.map(reasons(for:)) ?? [])
                        .filter(\.value.isFinite).map { ($0.name.jsonKey, $0.value) }
                )
            )
        }
        try container.encode(views, forKey: .pings)
    }
}
