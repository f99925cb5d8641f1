internal import Domain
internal import History
internal import Simulating

/// One endpoint's requests and pings in a period, with the idle timeout's worth of time before it,
/// and what replays of them meet.
struct EndpointHistory {
    /// More than the minutes of ten years.
    private static let mostBins = 6_000_000

    /// How the recorded requests are warmed up for in a replay.
    enum Schedule: Equatable {
        /// By the ledger's pings.
        case ledger
        case none
        /// By a warmer that never lets an instance go.
        case alwaysOn
        /// By a warmer on a fixed rate.
        case every(seconds: Double)
        /// By instances that the platform holds.
        case held(instances: Int)
    }

    /// What a replay met in one part of the period.
    struct Part: Equatable {
        var coldStarts = 0
        /// Minutes with a cold start.
        var coldMinutes = 0
        var warmPings = 0
        var coldPings = 0
    }

    let endpoint: Endpoint
    /// Of the period and shortly before.
    let bins: [TrafficBin]
    let findings: [PingFinding]
    /// What was read: the period, and as long before it as what is used then stays warm.
    let range: Range<Timestamp>
    private let until: Timestamp
    /// Where the period begins, or later where the endpoint was not known before: what alternatives
    /// would have sent and held is counted from there.
    let begins: Timestamp
    /// Minutes with requests.
    let heard: [TrafficBin]
    private let function: RecordedFunction
    private let origin: Int

    /// Reads what `store` holds.
    ///
    /// - Parameters:
    ///   - endpoint: A registered one.
    ///   - store: The history.
    ///   - since: The beginning of a minute.
    ///   - until: Where the period ends.
    ///   - registered: When the endpoint was; earlier requests or pings make it known since then.
    ///   - readsPings: Whether pings are read even where there is no request.
    /// - Throws: `StoreError`.
    init(
        of endpoint: Endpoint,
        in store: HistoryStore,
        since: Timestamp,
        until: Timestamp,
        registered: Timestamp?,
        readsPings: Bool = false
    ) async throws {
        self.endpoint = endpoint
        self.until = until
        let warmSince = since.advanced(by: .zero - endpoint.idleTimeout - .seconds(60))
        bins = try await store.traffic(
            of: endpoint.id,
            in: warmSince.secondsSinceEpoch..<until.secondsSinceEpoch,
            limit: Self.mostBins
        )
        .withoutCoarser
        range = warmSince..<max(until, warmSince)
        let origin = warmSince.minute
        self.origin = origin
        let heard = bins.filter {
            $0.widthS == 60 && ($0.requests ?? 0) > 0 && $0.minute >= origin
        }
        self.heard = heard
        function = RecordedFunction(
            name: endpoint.name,
            minutes: heard.map { $0.minute - origin },
            counts: heard.map { $0.requests ?? 0 },
            meanDuration: endpoint.meanDuration ?? .zero,
            traceMinutes: until.minute - origin
        )
        findings =
            heard.isEmpty && !readsPings
            ? [] : try await store.pingFindings(of: endpoint.id, in: range)
        let known = [
            registered, heard.first.map { Timestamp(minute: $0.minute) }, findings.first?.moment,
        ].compactMap { $0 }.min()
        begins = min(until, max(since, known ?? since))
    }

    /// What real requests met in each part of the period, as far as it was recorded.
    struct Requests: Equatable {
        var count: Int64 = 0
        var coldStarts: Int64 = 0
        var withKnownStart: Int64 = 0
    }

    /// - Complexity: O(*n*) in bins and parts.
    func requests(cuts: [Timestamp]) -> [Requests] {
        var parts = [Requests](repeating: Requests(), count: cuts.count - 1)
        let bounds = cuts.map(\.secondsSinceEpoch)
        var part = -1
        for bin in bins {
            while part + 1 < parts.count, bin.startedAtS >= bounds[part + 1] { part += 1 }
            guard part >= 0 else { continue }
            parts[part].count += bin.requests ?? 0
            guard let coldStarts = bin.coldStarts else { continue }
            parts[part].coldStarts += coldStarts
            parts[part].withKnownStart += bin.requests ?? coldStarts
        }
        return parts
    }

    /// Minutes since the epoch with requests, ascending.
    var activeMinutes: [Int] { function.minutes.map { $0 + origin } }

    /// The minute in which the period ends.
    var endMinute: Int { until.minute }

    /// Whether each active minute met a cold start.
    ///
    /// - Returns: What the recorded traffic says where it does, else what a replay of the ledger's
    ///   pings meets.
    var wasCold: [Bool] {
        let trace = trace(of: .ledger, pings: pings(of: .ledger))
        return zip(measured, trace.coldInstances).map { measured, replayed in
            measured ?? (replayed > 0)
        }
    }

    /// Whether each active minute is known to have met a cold start; `nil` where that is not known.
    var measured: [Bool?] { heard.map { bin in bin.coldStarts.map { $0 > 0 } } }

    /// The pings of a schedule, ascending by time; those of a fixed rate begin with ``begins``.
    func pings(of schedule: Schedule) -> [TracePing] {
        switch schedule {
        case .none, .held: return []
        case .alwaysOn:
            let idle = endpoint.idleTimeout.inSeconds
            return rate(everyS: Baselines.alwaysOnPeriodS(idleTimeoutS: idle))
        case .every(let seconds): return rate(everyS: seconds)
        case .ledger:
            return tracePings(findings)
                .sorted { $0.timeS < $1.timeS }
        }
    }

    /// How many cold starts the pings of each manual schedule avoided by replay of the ledger.
    ///
    /// - Parameters:
    ///   - schedules: The endpoint's pings by who asked for them; `nil` is the plan.
    ///   - since: Only requests from then on are counted.
    /// - Returns: By the schedules' names; those that avoided none are left out.
    /// - Complexity: O(*n* log *n*) in minutes and pings.
    func coldStartsAvoided(
        by schedules: [String?: [PingFinding]],
        since: Timestamp
    ) -> [String: Int] {
        let names = schedules.keys.compactMap { $0 }.sorted()
        guard !names.isEmpty, !heard.isEmpty else { return [:] }
        var owned = tracePings(schedules[nil] ?? []).map { (ping: $0, owner: -1) }
        for (owner, name) in names.enumerated() {
            owned += tracePings(schedules[name] ?? []).map { ($0, owner) }
        }
        owned.sort { ($0.ping.timeS, $0.owner) < ($1.ping.timeS, $1.owner) }
        let avoided = avoidedColdStarts(
            function,
            pings: owned.map(\.ping),
            idleTimeoutS: endpoint.idleTimeout.inSeconds,
            scoredFromS: seconds(of: since)
        )
        var sums: [String: Int] = [:]
        for (count, ping) in zip(avoided, owned) where count > 0 && ping.owner >= 0 {
            sums[names[ping.owner], default: 0] += count
        }
        return sums
    }

    /// Those that did not fail altogether, within the replay.
    private func tracePings(_ findings: [PingFinding]) -> [TracePing] {
        findings.filter { $0.failedInstances < $0.instances }
            .map {
                TracePing(
                    timeS: seconds(of: $0.moment),
                    instances: $0.instances - $0.failedInstances
                )
            }
            .filter { $0.timeS >= 0 && $0.timeS < seconds(of: until) }
    }

    private func rate(everyS period: Double) -> [TracePing] {
        let start = seconds(of: begins)
        let count = Self.pings(everyS: period, before: seconds(of: until) - start)
        return (0..<count).map { TracePing(timeS: start + Double($0) * period, instances: 1) }
    }

    /// How many pings a warmer on a fixed rate sends in the first seconds.
    static func pings(everyS period: Double, before seconds: Double) -> Int {
        max(0, Int((seconds / period).rounded(.up)))
    }

    /// What a replay meets: of each active minute, and of each of its pings.
    func trace(of schedule: Schedule, pings: [TracePing]) -> ReplayTrace {
        var held = 0
        if case .held(let instances) = schedule { held = instances }
        return replayTrace(
            function,
            pings: pings,
            idleTimeoutS: endpoint.idleTimeout.inSeconds,
            heldInstances: held
        )
    }

    /// What a replay meets in each part of the period.
    ///
    /// - Parameters:
    ///   - schedule: How the requests are warmed up for.
    ///   - cuts: Where parts begin, and the end.
    /// - Returns: As many as there are parts.
    /// - Complexity: O(*n*) in minutes and pings.
    func replay(_ schedule: Schedule, cuts: [Timestamp]) -> [Part] {
        var parts = [Part](repeating: Part(), count: cuts.count - 1)
        let pings = pings(of: schedule)
        guard !function.minutes.isEmpty || !pings.isEmpty else { return parts }
        let trace = trace(of: schedule, pings: pings)
        let bounds = cuts.map(seconds(of:))
        var part = -1
        for (minute, cold) in zip(function.minutes, trace.coldInstances) {
            let start = Double(minute) * 60
            while part + 1 < parts.count, start >= bounds[part + 1] { part += 1 }
            guard part >= 0 else { continue }
            parts[part].coldStarts += cold
            parts[part].coldMinutes += cold > 0 ? 1 : 0
        }
        part = -1
        for (ping, started) in zip(pings, trace.startedInstances) {
            while part + 1 < parts.count, ping.timeS >= bounds[part + 1] { part += 1 }
            guard part >= 0 else { continue }
            parts[part].coldPings += started
            parts[part].warmPings += ping.instances - started
        }
        return parts
    }

    private func seconds(of moment: Timestamp) -> Double {
        Double(moment.millisecondsSinceEpoch) / 1000 - Double(origin) * 60
    }
}
