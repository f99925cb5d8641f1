import Domain
import Testing

@testable import History

/// 2026-11-20 00:00 UTC.
private let midnight: Int64 = 29_918_880 * 60_000
private let hourMs: Int64 = 3_600_000

@Suite struct HourlySpendTests {
    @Test func pingsCountInTheHourThatTheyWereScheduledIn() async throws {
        let store = try HistoryStore.inMemory()
        let (a, b) = (
            try await store.add(plainEndpoint(named: "a")),
            try await store.add(plainEndpoint(named: "b"))
        )
        func ping(_ endpoint: EndpointID, _ ms: Int64, _ cost: Money?) -> PingRecord {
            PingRecord(
                id: 0,
                endpointID: endpoint,
                scheduledAt: Timestamp(millisecondsSinceEpoch: ms),
                outcome: .succeeded,
                instances: 1,
                warmInstances: 0,
                failedInstances: 0,
                cost: cost,
                reserved: nil
            )
        }
        _ = try await store.record(
            [],
            intents: [
                ping(a, midnight - 3 * hourMs - 1, Money(nanos: 1, currency: "USD")),
                ping(a, midnight - 3 * hourMs, Money(nanos: 2, currency: "USD")),
                ping(a, midnight - 2 * hourMs - 1, Money(nanos: 3, currency: "USD")),
                ping(a, midnight - 2 * hourMs, Money(nanos: 5, currency: "EUR")),
                ping(a, midnight - 1, nil),
                ping(a, midnight, Money(nanos: 7, currency: "USD")),
                ping(b, midnight - hourMs, Money(nanos: 11, currency: "USD")),
            ]
        )
        let spend = try await store.hourlySpend(
            until: Timestamp(millisecondsSinceEpoch: midnight),
            hours: 3
        )
        #expect(spend.count == 2)
        #expect(spend[a]?.pings == [2, 1, 1])
        #expect(
            spend[a]?.costs == [
                .init(currency: "USD", nanos: [5, 0, 0]), .init(currency: "EUR", nanos: [0, 5, 0]),
            ]
        )
        #expect(spend[b]?.pings == [0, 0, 1])
    }
}
