package import Domain
package import Forecasting
package import History
package import Planning

/// Reads from the history what the engine wants to hear: one door for the daemon and for commands
/// that plan.
package struct EngineInput: Sendable {
    private let store: HistoryStore

    /// How far back the engine learns: a weight of 1 % is left of what is older.
    package static let memory = Duration.seconds(180 * 86_400)
    /// The most bins that are read of one endpoint.
    package static let mostBins = 400_000

    package init(store: HistoryStore) { self.store = store }

    /// The whole configuration, as the engine wants it.
    package func configuration() async throws -> [ConfiguredEndpoint] {
        try await configured(try await store.endpoints())
    }

    private func configured(_ endpoints: [Endpoint]) async throws -> [ConfiguredEndpoint] {
        let registrations = try await store.registrations()
        let schedules = try await plannedSchedules()
        var offsets: [String: UTCOffsets] = [:]
        var configured: [ConfiguredEndpoint] = []
        for endpoint in endpoints {
            let known = offsets[endpoint.timeZone]
            let zone = try known ?? utcOffsets(ofZone: endpoint.timeZone, endpoint: endpoint.name)
            offsets[endpoint.timeZone] = zone
            configured.append(
                ConfiguredEndpoint(
                    endpoint: endpoint,
                    offsets: zone,
                    knownSince: registrations[endpoint.id],
                    mostColdStarts: try await mostColdStarts(of: endpoint),
                    schedules: schedules[endpoint.id] ?? []
                )
            )
        }
        return configured
    }

    /// The manual schedules, read, with what became of them.
    private func plannedSchedules() async throws -> [EndpointID: [PlannedSchedule]] {
        let schedules = try await store.schedules()
        guard !schedules.isEmpty else { return [:] }
        let counts = try await store.scheduleCounts()
        var offsets: [String: UTCOffsets] = [:]
        var planned: [EndpointID: [PlannedSchedule]] = [:]
        for schedule in schedules {
            let known = offsets[schedule.timeZone]
            let zone = try known ?? utcOffsets(ofZone: schedule.timeZone)
            offsets[schedule.timeZone] = zone
            do {
                planned[schedule.endpointID, default: []].append(
                    PlannedSchedule(
                        schedule,
                        expression: try ScheduleExpression(schedule.expression),
                        offsets: zone,
                        lastRunAt: counts[schedule.id].flatMap { $0.lastRunAt ?? $0.countedFrom }
                    )
                )
            } catch let flaw {
                throw ServingError.unreadableSchedule(name: schedule.name, flaw: "\(flaw)")
            }
        }
        return planned
    }

    /// The newest pings whose latencies say what a target allows.
    private static let mostLatencies = 1000

    /// The highest share of cold starts that the endpoint's target allows, by its own latencies; 0
    /// where not even warm requests meet it, `nil` without a target.
    ///
    /// Before both kinds were seen, no request that is to be below the limit may be cold.
    private func mostColdStarts(of endpoint: Endpoint) async throws -> Double? {
        switch endpoint.target {
        case nil: return nil
        case .coldStartRate(let rate): return rate
        case .latency(let percentile, let limit):
            let samples = try await store.latencies(of: endpoint.id, limit: Self.mostLatencies)
            guard let mixture = LatencyMixture(samples.assuming(startUp: endpoint.startUp)) else {
                return 1 - percentile / 100
            }
            return mixture.highestColdStartRate(percentile: percentile, below: limit) ?? 0
        }
    }

    /// All budgets with what is spent of them now.
    ///
    /// - Throws: ``ServingError/unknownTimeZone(_:endpoint:)``, and `StoreError`.
    package func budgets(at now: Timestamp) async throws -> [PacedBudget] {
        let known = Dictionary(
            try await store.priceState(modelVersion: HazardModel.version).budgets
                .map { ($0.budgetID, $0.learned) },
            uniquingKeysWith: { first, _ in first }
        )
        var offsets: [String: UTCOffsets] = [:]
        while true {
            do {
                return try await store.statuses(at: now, offsets: offsets).map { status in
                    PacedBudget(
                        status: status,
                        offsets: offsets[status.budget.timeZone] ?? .utc,
                        learned: known[status.budget.id] ?? nil
                    )
                }
            } catch StoreError.unknownZone(let zone) {
                // The zones are learned from the one transaction that says what is spent.
                offsets[zone] = try utcOffsets(ofZone: zone)
            }
        }
    }

    /// All that is known of an endpoint, as an event: what was saved and the traffic since, or,
    /// `afresh`, all the traffic.
    package func knowledge(
        of endpoint: Endpoint,
        at now: Timestamp,
        afresh: Bool = false
    ) async throws -> Event {
        let saved =
            afresh
            ? nil
            : try await store.learnedState(of: endpoint.id, modelVersion: HazardModel.version)
        let start = now.advanced(by: .zero - Self.memory).secondsSinceEpoch
        let bins =
            if let saved {
                try await store.traffic(
                    of: endpoint.id,
                    after: saved.trafficRevision,
                    limit: Self.mostBins
                )
            } else {
                try await store.traffic(
                    of: endpoint.id,
                    in: start..<Int64.max,
                    limit: Self.mostBins
                )
            }
        let warmSince = now.advanced(by: .zero - endpoint.idleTimeout)
        // What was paid for since the saving is not in it.
        let since = min(saved?.savedAt ?? warmSince, warmSince)
        // A ping fires up to a lead, less than a minute, before the moment it is scheduled for.
        let pings = try await store.pings(
            of: endpoint.id,
            in: since..<now.advanced(by: .seconds(60)),
            limit: 1000
        )
        return .loaded(
            endpoint.id,
            bins,
            // Of a ping that another process awaits nothing is known until it is settled.
            recentPings: pings.filter {
                $0.outcome == .succeeded || ($0.outcome == .pending && $0.awaitedUntil == nil)
            }
            .map { RecentPing(minute: $0.scheduledAt.minute, instances: $0.instances) },
            saved: saved?.bytes
        )
    }

    /// What came to an endpoint in the time that ``Engine/rehearsals(of:at:until:past:)`` wants.
    package func past(
        of endpoint: Endpoint,
        at now: Timestamp,
        horizon: Duration
    ) async throws -> PastTraffic {
        let days = Int64((horizon.inSeconds / 86_400).rounded(.up)) + Engine.rehearsedDays
        let start = now.secondsSinceEpoch - days * 86_400
        let bins = try await store.traffic(
            of: endpoint.id,
            in: start..<now.secondsSinceEpoch,
            limit: Self.mostBins
        )
        let hasOlder = try await store.lastTraffic(of: endpoint.id, before: start) != nil
        // Long ago something was heard, and nothing of late: nobody knows whether anything came.
        let first = bins.first.map { hasOlder ? start : $0.startedAtS } ?? now.secondsSinceEpoch
        return PastTraffic(
            bins,
            since: Timestamp(minute: Int(floorDivision(first, 60))),
            // The present minute is as good as over.
            until: Timestamp(minute: now.minute + 1)
        )
    }

    /// An engine on `prior` with all that the history knows at `now` of some endpoints, and of what
    /// all have taught each other.
    package func engine(
        prior: HazardTable,
        of endpoints: [Endpoint],
        at now: Timestamp
    ) async throws -> Engine {
        var engine = Engine(prior: prior, saved: try await sharedState())
        _ = engine.handle(.configured(try await configured(endpoints)), at: now)
        for endpoint in endpoints {
            let effects = engine.handle(try await knowledge(of: endpoint, at: now), at: now)
            for case .load(_, let afresh) in effects {
                let all = try await knowledge(of: endpoint, at: now, afresh: afresh)
                _ = engine.handle(all, at: now)
            }
        }
        engine.renewTable(at: now)
        _ = engine.handle(.budgeted(try await budgets(at: now)), at: now)
        return engine
    }

    /// An engine that has heard what one endpoint's history says of the time before `moment`, and
    /// nothing of what came later; of pings it knows those for that minute as well, which go out first.
    ///
    /// - Throws: `StoreError`, and ``ServingError/unknownTimeZone(_:endpoint:)``.
    package func engine(
        prior: HazardTable,
        of endpoint: Endpoint,
        asOf moment: Timestamp
    ) async throws -> Engine {
        var engine = Engine(prior: prior, saved: try await sharedState())
        _ = engine.handle(.configured(try await configured([endpoint])), at: moment)
        guard
            case .loaded(let id, let bins, let pings, _) = try await knowledge(
                of: endpoint,
                at: moment,
                afresh: true
            )
        else { return engine }
        let minute = moment.minute
        let known = Event.loaded(
            id,
            bins.filter { $0.startedAtS + Int64($0.widthS) <= Int64(minute) * 60 },
            recentPings: pings.filter { $0.minute <= minute },
            saved: nil
        )
        _ = engine.handle(known, at: moment)
        return engine
    }

    /// What the endpoints have taught each other, as it was saved last.
    func sharedState() async throws -> [UInt8]? {
        try await store.sharedState(modelVersion: HazardModel.version)
    }
}
