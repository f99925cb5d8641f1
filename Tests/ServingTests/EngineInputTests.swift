import Domain
import Forecasting
import History
import Planning
import Serving
import Testing

/// Monday 2026-11-16 00:00 UTC, in minutes since the epoch.
private let monday = 29_913_120

/// Live and replay learn through one door: an engine that reads part of its past from the history
/// and hears the rest decides as one that lived through all of it.
@Suite struct EngineInputTests {
    private let requests = (0..<14 * 24).flatMap { hour -> [Int] in
        let minute = monday - 14 * 1440 + hour * 60
        let isOffice = (8..<18).contains(hour % 24)
        return isOffice ? [minute, minute + 7 + hour % 11, minute + 37 + hour % 5] : [minute + 15]
    }

    private func bin(_ minute: Int) -> TrafficBin {
        TrafficBin(startedAtS: Int64(minute) * 60, requests: 1)
    }

    private func decisions(
        of engine: inout Engine,
        id: EndpointID,
        from start: Int,
        hearing requests: [Int]
    ) -> [Decision] {
        var decisions: [Decision] = []
        var alarm: Timestamp?
        let end = monday
        func take(_ effects: [Effect]) {
            for effect in effects {
                switch effect {
                case .record(let decision): decisions.append(decision)
                case .wake(let moment): alarm = moment
                case .ping, .save, .saveShared, .savePrices, .count: continue
                case .load: Issue.record("nothing here contradicts what was learned")
                }
            }
        }
        var queue = requests[...]
        take(engine.handle(.woke, at: Timestamp(minute: start)))
        while true {
            let next = queue.first.map { Timestamp(minute: $0 + 1) } ?? Timestamp(minute: end)
            if let due = alarm, due < next {
                alarm = nil
                take(engine.handle(.woke, at: due))
            } else if let minute = queue.popFirst() {
                take(
                    engine.handle(
                        .traffic([EndpointTraffic(endpointID: id, bins: [bin(minute)])]),
                        at: next
                    )
                )
            } else {
                return decisions
            }
        }
    }

    @Test func anEngineThatReadItsPastDecidesAsOneThatLivedIt() async throws {
        let table = FleetPrior.shipped.hazardTable()
        let store = try HistoryStore.inMemory()
        var endpoint = Endpoint(
            id: EndpointID(rawValue: 0),
            name: "office",
            mode: .active,
            warmUp: WarmUpRequest(url: "http://localhost/"),
            statedIdleTimeout: .seconds(600),
            coldStartValue: 20
        )
        endpoint.id = try await store.add(endpoint)
        let id = endpoint.id
        // An odd moment in the second week, at which one engine is restarted.
        let restart = monday - 3 * 1440 + 617
        let past = requests.filter { $0 < restart }
        try await store.write(past.map { (id, bin($0)) })

        var lived = Engine(prior: table)
        let start = requests[0]
        _ = lived.handle(
            .configured([ConfiguredEndpoint(endpoint: endpoint)]),
            at: Timestamp(minute: start)
        )
        _ = lived.handle(.loaded(id, [], recentPings: [], saved: nil), at: Timestamp(minute: start))
        let all = decisions(of: &lived, id: id, from: start, hearing: requests)
        let pinged = all.filter { $0.minute >= restart - 10 && $0.minute < restart }
        try #require(!all.filter { $0.minute >= restart }.isEmpty)

        for decision in pinged {
            _ = try await store.record(
                [decision],
                intents: [
                    PingRecord(
                        id: 0,
                        endpointID: id,
                        scheduledAt: Timestamp(minute: decision.minute),
                        instances: decision.instances
                    )
                ]
            )
        }
        var restarted = try await EngineInput(store: store).engine(
            prior: table,
            of: [endpoint],
            at: Timestamp(minute: restart)
        )
        let rest = decisions(
            of: &restarted,
            id: id,
            from: restart,
            hearing: requests.filter { $0 >= restart }
        )
        // What pings have cost is not in the traffic.
        func withoutAccount(_ decisions: some Sequence<Decision>) -> [Decision] {
            decisions.map { decision in
                var decision = decision
                decision.reasons.removeAll { [.credit, .spentInGap].contains($0.name) }
                return decision
            }
        }
        let expected = withoutAccount(all.filter { $0.minute >= restart })
        #expect(withoutAccount(rest) == expected)
    }

    /// By hand: added at minute 0, never run, read at 10:30: minutes 1 to 9 are too late by the grace of
    /// a minute, the tenth is not.
    @Test func runsOfANewScheduleAreMissedAsWell() async throws {
        let store = try HistoryStore.inMemory()
        var endpoint = Endpoint(
            id: EndpointID(rawValue: 0),
            name: "shop",
            mode: .active,
            warmUp: WarmUpRequest(url: "http://localhost/")
        )
        endpoint.id = try await store.add(endpoint)
        let schedule = try await store.addSchedule(
            Schedule(endpointID: endpoint.id, name: "each", expression: "* * * * *")
        )
        let added = try #require(try await store.scheduleCounts()[schedule.id]?.countedFrom)
        let start = Timestamp(minute: added.minute)
        let now = start.advanced(by: .seconds(630))
        let input = EngineInput(store: store)
        var engine = Engine(prior: FleetPrior.shipped.hazardTable())
        _ = engine.handle(.configured(try await input.configuration()), at: now)
        _ = engine.handle(.loaded(endpoint.id, [], recentPings: [], saved: nil), at: now)
        let counts = engine.handle(.woke, at: now).compactMap { effect -> [ScheduleRuns]? in
            if case .count(let runs) = effect { runs } else { nil }
        }
        let runs = try #require(counts.first?.first)
        #expect(runs.missed == 9)
        #expect(runs.lastRunAt == start.advanced(by: .seconds(600)))
    }

    /// Of a ping that another process awaits nothing is known until it is settled; the service's own
    /// have gone out.
    @Test(arguments: [
        (PingRecord.Outcome.pending, true, 0), (.pending, false, 1), (.succeeded, true, 1),
        (.timedOut, false, 0),
    ])
    func onlyWhatWentOutIsWarm(
        outcome: PingRecord.Outcome,
        isOthers: Bool,
        known: Int
    ) async throws {
        let store = try HistoryStore.inMemory()
        var endpoint = Endpoint(
            id: EndpointID(rawValue: 0),
            name: "shop",
            warmUp: WarmUpRequest(url: "http://localhost/"),
            statedIdleTimeout: .seconds(600)
        )
        endpoint.id = try await store.add(endpoint)
        let now = Timestamp(minute: monday)
        let ping = PingRecord(
            id: 0,
            endpointID: endpoint.id,
            scheduledAt: Timestamp(minute: monday - 1),
            outcome: outcome,
            instances: 1,
            awaitedUntil: isOthers ? now.advanced(by: .seconds(60)) : nil
        )
        _ = try await store.record([], intents: [ping], at: now, offsets: [:])
        let input = EngineInput(store: store)
        guard case .loaded(_, _, let pings, _) = try await input.knowledge(of: endpoint, at: now)
        else {
            Issue.record("knowledge is what is loaded")
            return
        }
        #expect(pings.count == known)
    }

    /// What is asked of a minute is answered by what went out before it.
    @Test(arguments: [
        ("the minute before", -1, monday + 488), ("the minute itself", 0, monday + 480),
        ("later", 1, monday + 480),
    ])
    func ofAPastMinuteThePingsBeforeItAreKnown(
        requirement: String,
        minutesLater: Int,
        pingMinute: Int
    ) async throws {
        let store = try HistoryStore.inMemory()
        var endpoint = Endpoint(
            id: EndpointID(rawValue: 0),
            name: "window",
            warmUp: WarmUpRequest(url: "http://localhost/"),
            statedIdleTimeout: .seconds(600)
        )
        endpoint.id = try await store.add(endpoint)
        _ = try await store.addSchedule(
            Schedule(endpointID: endpoint.id, expression: "08:00-10:00")
        )
        let minute = monday + 480
        let ping = PingRecord(
            id: 0,
            endpointID: endpoint.id,
            scheduledAt: Timestamp(minute: minute + minutesLater),
            outcome: .succeeded,
            instances: 1
        )
        _ = try await store.record([], intents: [ping])
        let engine = try await EngineInput(store: store).engine(
            prior: FleetPrior.shipped.hazardTable(),
            of: endpoint,
            asOf: Timestamp(minute: minute - 1).advanced(by: .seconds(30))
        )
        let wishes = engine.scheduleWishes(of: endpoint.id, inMinute: minute)
        let end = Timestamp(minute: monday + 600)
        #expect(wishes.map(\.want) == [.held(until: end, pingMinute: pingMinute)])
    }

    @Test func aPingThatWentOutAheadOfItsMinuteIsKnownAfterARestart() async throws {
        let store = try HistoryStore.inMemory()
        var endpoint = Endpoint(
            id: EndpointID(rawValue: 0),
            name: "timer",
            mode: .active,
            warmUp: WarmUpRequest(url: "http://localhost/")
        )
        endpoint.id = try await store.add(endpoint)
        let ping = PingRecord(
            id: 0,
            endpointID: endpoint.id,
            scheduledAt: Timestamp(minute: monday),
            instances: 2
        )
        _ = try await store.record([], intents: [ping])
        // Fifty seconds before the minute that it was sent for.
        let now = Timestamp(minute: monday).advanced(by: .seconds(-50))
        let event = try await EngineInput(store: store).knowledge(of: endpoint, at: now)
        guard case .loaded(_, _, let recentPings, _) = event else {
            Issue.record("knowledge is what was loaded")
            return
        }
        #expect(recentPings == [RecentPing(minute: monday, instances: 2)])
    }
}

extension HistoryStore {
    /// Records where no budget is in the way, and returns the pings' ids.
    fileprivate func record(_ decisions: [Decision], intents: [PingRecord]) async throws -> [Int64]
    {
        try await record(
            decisions,
            intents: intents,
            at: intents.last?.scheduledAt ?? Timestamp(minute: 0),
            offsets: [:]
        ).compactMap(\.id)
    }
}
