import Domain
import History
import Testing

@testable import Reporting

/// 2026-11-20 00:00 UTC.
private let start = 29_918_880
private let since = Timestamp(minute: start)
private let until = Timestamp(minute: start + 2 * 1440)

private func usd(_ nanos: Int64) -> Money { Money(nanos: nanos, currency: "USD") }
private func eur(_ nanos: Int64) -> Money { Money(nanos: nanos, currency: "EUR") }

private func bin(
    _ minute: Int,
    _ requests: Int64?,
    cold: Int64? = nil,
    widthS: Int64 = 60
) -> TrafficBin {
    TrafficBin(
        startedAtS: Int64(start + minute) * 60,
        widthS: widthS,
        requests: requests,
        coldStarts: cold
    )
}

/// Two endpoints over two days, small enough to count by hand.
@Suite struct CostReportTests {
    private let store: HistoryStore
    private let a: EndpointID
    private let b: EndpointID

    init() async throws {
        store = try HistoryStore.inMemory()
        a = try await store.addEndpoint("a", idleTimeout: .seconds(600))
        b = try await store.addEndpoint(
            "b",
            idleTimeout: .seconds(300),
            meanDuration: .seconds(30)
        )
        try await store.write(
            [
                bin(-5, 1), bin(2, 3, cold: 1), bin(100, 1), bin(1435, 2, cold: 0),
                bin(1442, 1, cold: 1), bin(2880, 5, cold: 5),
            ].map { (a, $0) }
        )
        try await store.write(
            [
                bin(10, 4), bin(20, nil), bin(30, nil, cold: 3), bin(60, 100, widthS: 3600),
            ].map { (b, $0) }
        )
        _ = try await store.record(
            [],
            intents: [
                ping(a, -2, 1, warm: 1, usd(1)),
                ping(a, 95, 2, warm: 1, cold: 1, usd(500)),
                ping(a, 1430, 1, warm: 1),
                ping(a, 1500, 2, failed: 2, usd(300)),
                ping(a, 1510, 3, cold: 1, failed: 1, eur(700)),
                ping(a, 2880, 1, warm: 1, usd(9)),
                ping(b, 8, 1),
            ]
        )
    }

    private func ping(
        _ endpoint: EndpointID,
        _ minute: Int,
        _ instances: Int,
        warm: Int = 0,
        cold: Int = 0,
        failed: Int = 0,
        _ cost: Money? = nil
    ) -> PingRecord {
        PingRecord(
            id: 0,
            endpointID: endpoint,
            scheduledAt: Timestamp(minute: start + minute),
            firedAt: warm + cold + failed > 0 ? Timestamp(minute: start + minute) : nil,
            outcome: failed > 0 ? .timedOut : .succeeded,
            instances: instances,
            warmInstances: warm,
            coldInstances: cold,
            failedInstances: failed,
            cost: cost
        )
    }

    private func report(_ grouping: CostReport.Grouping) async throws -> CostReport {
        try await costReport(from: store, since: since, until: until, by: grouping)
    }

    @Test func everyFigureOfAnEndpointIsAsCountedByHand() async throws {
        let report = try await report(.endpoint)
        #expect(report.since == since)
        #expect(report.until == until)
        #expect(report.rows.map(\.key) == ["a", "b"])
        var a = CostReport.Row(key: "a")
        a.requests = 7
        a.coldStartsMet = 2
        a.requestsWithKnownStart = 6
        a.ledger.pings = 4
        a.ledger.instances = 8
        a.ledger.warm = 2
        a.ledger.cold = 2
        a.ledger.failed = 3
        a.ledger[.succeeded] = 2
        a.ledger[.timedOut] = 2
        a.ledger.withoutCost = 1
        a.ledger.add(cost: usd(800))
        a.ledger.add(cost: eur(700))
        // Without pings minutes 100 and 1435 are cold: minute 2 finds what minute −5 left, and
        // minute 1442 what 1435 did. The pings of minutes 95 and 1430 avoid both.
        a.none = CostReport.Counterfactual(coldStarts: 2, pings: 0)
        a.replayed = CostReport.Counterfactual(coldStarts: 0, pings: 5)
        // Every 9½ minutes: 0, 9½, …, 2878½.
        a.alwaysOn = CostReport.Counterfactual(coldStarts: 0, pings: 304)
        #expect(a.ledger.unknown == 1)
        #expect(report.rows.first == a)
        var b = CostReport.Row(key: "b")
        b.requests = 104
        b.coldStartsMet = 3
        b.requestsWithKnownStart = 3
        b.ledger.pings = 1
        b.ledger.instances = 1
        b.ledger[.succeeded] = 1
        b.ledger.withoutCost = 1
        // Four requests of 30 s need two instances; one ping, or a warmer, holds one of them.
        b.none = CostReport.Counterfactual(coldStarts: 2, pings: 0)
        b.replayed = CostReport.Counterfactual(coldStarts: 1, pings: 1)
        b.alwaysOn = CostReport.Counterfactual(coldStarts: 1, pings: 640)
        #expect(report.rows.last == b)
    }

    @Test func daysAreCountedByHandToo() async throws {
        let report = try await report(.day)
        #expect(report.rows.map(\.key) == ["2026-11-20", "2026-11-21"])
        let first = try #require(report.rows.first)
        #expect(first.requests == 110)
        #expect(first.coldStartsMet == 4)
        #expect(first.requestsWithKnownStart == 8)
        #expect(first.pings == 4)
        #expect(first.spent == [usd(500)])
        #expect(first.none == CostReport.Counterfactual(coldStarts: 4, pings: 0))
        #expect(first.replayed == CostReport.Counterfactual(coldStarts: 1, pings: 4))
        #expect(first.alwaysOn == CostReport.Counterfactual(coldStarts: 1, pings: 152 + 320))
        let second = try #require(report.rows.last)
        #expect(second.requests == 1)
        #expect(second.coldStartsMet == 1)
        #expect(second.pings == 5)
        #expect(second.failed == 3)
        #expect(second.unknown == 1)
        #expect(second.spent == [eur(700), usd(300)])
        // The minute before midnight holds what the one after it finds.
        #expect(second.none == CostReport.Counterfactual())
        #expect(second.replayed == CostReport.Counterfactual(coldStarts: 0, pings: 2))
        #expect(second.alwaysOn == CostReport.Counterfactual(coldStarts: 0, pings: 152 + 320))
    }

    @Test func theTotalIsTheSumOfTheRows() async throws {
        for grouping in CostReport.Grouping.allCases {
            let report = try await report(grouping)
            #expect(report.grouping == grouping)
            #expect(report.total.key == "total")
            #expect(report.total.requests == 111)
            #expect(report.total.coldStartsMet == 5)
            #expect(report.total.requestsWithKnownStart == 9)
            #expect(report.total.pings == 9)
            #expect(report.total.warm == 2)
            #expect(report.total.cold == 2)
            #expect(report.total.failed == 3)
            #expect(report.total.unknown == 2)
            #expect(report.total.spent == [eur(700), usd(800)])
            #expect(report.total.none == CostReport.Counterfactual(coldStarts: 4, pings: 0))
            #expect(report.total.replayed == CostReport.Counterfactual(coldStarts: 1, pings: 6))
            #expect(report.total.alwaysOn == CostReport.Counterfactual(coldStarts: 1, pings: 944))
        }
    }

    @Test func twoCurrenciesAreNeverAdded() async throws {
        _ = try await store.record(
            [],
            intents: [ping(b, 50, 1, warm: 1, eur(1)), ping(b, 60, 1, warm: 1, usd(2))]
        )
        for grouping in CostReport.Grouping.allCases {
            let total = try await report(grouping).total
            #expect(total.spent == [eur(701), usd(802)])
        }
    }

    @Test func aSpentSumBeyond64BitsStaysThere() async throws {
        let most = ping(b, 50, 1, warm: 1, usd(.max))
        _ = try await store.record([], intents: [most, most])
        #expect(try await report(.endpoint).total.spent == [eur(700), usd(.max)])
    }

    @Test func aStoreWithoutEndpointsHasNothingToReport() async throws {
        let empty = try HistoryStore.inMemory()
        for grouping in CostReport.Grouping.allCases {
            let report = try await costReport(
                from: empty,
                since: since,
                until: until,
                by: grouping
            )
            #expect(report.rows.isEmpty)
            #expect(report.total == CostReport.Row(key: "total"))
        }
    }
}
