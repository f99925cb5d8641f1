import Domain
import Testing

@testable import History

@Suite struct LatencyTests {
    private func ping(
        _ endpoint: EndpointID,
        minute: Int,
        totalMs: Int64?,
        cold: Int = 0,
        instances: Int = 1,
        outcome: PingRecord.Outcome = .succeeded
    ) -> PingRecord {
        PingRecord(
            id: 0,
            endpointID: endpoint,
            scheduledAt: Timestamp(minute: minute),
            outcome: outcome,
            instances: instances,
            warmInstances: instances - cold,
            coldInstances: cold,
            totalMs: totalMs
        )
    }

    @Test func theNewestSinglePingsCountByTemperature() async throws {
        let store = try HistoryStore.inMemory()
        let shop = try await store.add(plainEndpoint(named: "shop"))
        let other = try await store.add(plainEndpoint(named: "other"))
        var unknown = ping(shop, minute: 8, totalMs: 98)
        unknown.warmInstances = 0
        _ = try await store.record(
            [],
            intents: [
                ping(shop, minute: 1, totalMs: 11), ping(shop, minute: 3, totalMs: 13),
                ping(shop, minute: 2, totalMs: 412, cold: 1),
                ping(shop, minute: 4, totalMs: 99, instances: 2),
                ping(shop, minute: 5, totalMs: nil),
                ping(shop, minute: 6, totalMs: 97, outcome: .unexpectedStatus),
                ping(other, minute: 7, totalMs: 96), unknown,
            ]
        )
        let all = try await store.latencies(of: shop, limit: 10)
        #expect(all == LatencySamples(warm: [13, 11], cold: [412]))
        let two = try await store.latencies(of: shop, limit: 2)
        #expect(two == LatencySamples(warm: [13], cold: [412]))
        let one = try await store.latencies(of: shop, limit: 1)
        #expect(one == LatencySamples(warm: [13]))
        let none = try await store.latencies(of: EndpointID(rawValue: 99), limit: 1)
        #expect(none == LatencySamples())
    }
}
