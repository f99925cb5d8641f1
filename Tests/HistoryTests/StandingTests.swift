import Domain
import Testing

@testable import History

@Suite struct StandingTests {
    private func ping(
        _ endpoint: EndpointID,
        minute: Int,
        outcome: PingRecord.Outcome = .succeeded,
        warm: Int = 0,
        failed: Int = 0,
        isFired: Bool = true
    ) -> PingRecord {
        PingRecord(
            id: 0,
            endpointID: endpoint,
            scheduledAt: Timestamp(minute: minute),
            firedAt: isFired ? Timestamp(minute: minute - 1) : nil,
            outcome: outcome,
            instances: 2,
            warmInstances: warm,
            failedInstances: failed,
            detail: failed > 0 ? "answered 500, expected 200-399" : nil
        )
    }

    @Test func theNewestAnsweredPingAndTheNewestBinCount() async throws {
        let store = try HistoryStore.inMemory()
        var full = fullEndpoint(named: "full")
        full.prices = []
        let first = try await store.add(full)
        let second = try await store.add(plainEndpoint(named: "a"))
        let third = try await store.add(plainEndpoint(named: "b"))
        try await store.shell(
            """
            INSERT INTO traffic (endpointID, startedAtS, widthS, requests) VALUES
                (\(second.rawValue), 120, 60, 5), (\(second.rawValue), 180, 60, 0),
                (\(first.rawValue), 60, 60, 1)
            """
        )
        _ = try await store.record(
            [],
            intents: [
                ping(second, minute: 9, warm: 2),
                ping(second, minute: 10, outcome: .unexpectedStatus, failed: 1),
                ping(second, minute: 11, outcome: .pending, isFired: false),
                ping(third, minute: 10, outcome: .unexpectedStatus, failed: 2),
                ping(third, minute: 11),
            ]
        )
        let standings = try await store.standings()
        #expect(standings.map(\.name) == ["a", "b", "full"])
        #expect(standings.map(\.isFailing) == [true, false, false])
        #expect(
            standings.map(\.newestTraffic) == [Timestamp(minute: 3), nil, Timestamp(minute: 1)]
        )
        #expect(
            standings.map(\.lastPing?.firedAt) == [
                Timestamp(minute: 9), Timestamp(minute: 10), nil,
            ]
        )
        #expect(standings[0].lastPing?.detail == "answered 500, expected 200-399")
        #expect(standings[1].lastPing?.outcome == .succeeded)
        #expect(standings[1].lastPing?.toldTemperature == false)
        #expect(standings.map(\.hasTarget) == [false, false, true])
        #expect(standings.map(\.hasStatedIdleTimeout) == [false, false, true])
        #expect(standings.map(\.isPaused) == [false, false, true])
        #expect(standings.map(\.mode) == [.shadow, .shadow, .active])
    }

    @Test func theNewestWriteIsOfAnyTable() async throws {
        let store = try HistoryStore.inMemory()
        #expect(try await store.newestWrite() == nil)
        let endpoint = try await store.add(plainEndpoint(named: "a"))
        try await store.shell("UPDATE endpoint SET createdAtMs = 60000")
        #expect(try await store.newestWrite() == Timestamp(minute: 1))
        // Recorded at the moment that it names.
        _ = try await store.record([], intents: [ping(endpoint, minute: 7)])
        #expect(try await store.newestWrite() == Timestamp(minute: 7))
    }

    @Test func aSoundDatabaseHasNoDamage() async throws {
        #expect(try await HistoryStore.inMemory().damage() == nil)
    }

    @Test func theFileIsMeasuredWithItsLog() async throws {
        let folder = try TemporaryFolder()
        let store = try HistoryStore(at: folder.database, access: .create)
        _ = try await store.add(plainEndpoint(named: "a"))
        #expect(try #require(try store.fileBytes()) > 4096)
        try store.close()
    }
}
