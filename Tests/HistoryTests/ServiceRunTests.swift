import Domain
import Testing

@testable import History

@Suite struct ServiceRunTests {
    private let store: HistoryStore

    init() throws { store = try HistoryStore.inMemory() }

    /// A run from minute 100 to 200, and one from 300 to 310.
    private func run() async throws {
        let first = try await store.noteServiceAtWork(run: nil, at: Timestamp(minute: 100))
        let same = try await store.noteServiceAtWork(run: first, at: Timestamp(minute: 200))
        #expect(same == first)
        // A clock that went back takes nothing away.
        _ = try await store.noteServiceAtWork(run: first, at: Timestamp(minute: 150))
        let second = try await store.noteServiceAtWork(run: nil, at: Timestamp(minute: 300))
        #expect(second != first)
        _ = try await store.noteServiceAtWork(run: second, at: Timestamp(minute: 310))
    }

    private func absent(_ since: Int?, _ until: Int?) -> ServicePresence {
        .absent(
            since: since.map(Timestamp.init(minute:)),
            until: until.map(Timestamp.init(minute:))
        )
    }

    /// A run's end is renewed each minute: it may have been at work for one more.
    @Test func aRunIsAtWorkFromItsStartToAMinuteAfterItsEnd() async throws {
        try await run()
        for minute in [100, 150, 200, 201, 300, 311] {
            let presence = try await store.servicePresence(inMinute: minute)
            #expect(presence == .atWork, "\(minute)")
        }
        #expect(try await store.servicePresence(inMinute: 99) == absent(nil, 100))
        #expect(try await store.servicePresence(inMinute: 202) == absent(200, 300))
        #expect(try await store.servicePresence(inMinute: 299) == absent(200, 300))
        #expect(try await store.servicePresence(inMinute: 312) == absent(310, nil))
    }

    @Test func withoutAnyTraceNoServiceWasAtWork() async throws {
        #expect(try await store.servicePresence(inMinute: 5) == absent(nil, nil))
    }

    /// Decisions are older than the first run: it was not recorded then.
    @Test func beforeTheFirstRunAnyonesDecisionsAreTold() async throws {
        try await run()
        var ids: [EndpointID] = []
        for name in ["a", "b", "c"] { ids.append(try await store.add(plainEndpoint(named: name))) }
        let decisions = [(ids[0], 20), (ids[1], 40), (ids[0], 90)].map { id, minute in
            Decision(
                endpointID: id,
                decidedAt: Timestamp(minute: minute),
                minute: minute,
                action: .shadowPing,
                instances: 1,
                reasons: []
            )
        }
        _ = try await store.record(decisions, intents: [], at: Timestamp(minute: 90), offsets: [:])
        func unrecorded(_ last: Int, _ next: Int?) -> ServicePresence {
            .unrecorded(
                lastDecision: Timestamp(minute: last),
                nextDecision: next.map(Timestamp.init(minute:))
            )
        }
        #expect(try await store.servicePresence(inMinute: 19) == absent(nil, 100))
        #expect(try await store.servicePresence(inMinute: 30) == unrecorded(20, 40))
        #expect(try await store.servicePresence(inMinute: 41) == unrecorded(40, 90))
        #expect(try await store.servicePresence(inMinute: 95) == unrecorded(90, nil))
        #expect(try await store.servicePresence(inMinute: 100) == .atWork)
    }
}
