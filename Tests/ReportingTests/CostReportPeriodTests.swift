import Domain
import History
import Reporting
import Testing

/// 2026-11-20 00:00 UTC.
private let start = 29_918_880
private let since = Timestamp(minute: start)
private let until = Timestamp(minute: start + 1440)

private func second(_ second: Int64) -> Int64 { Int64(start) * 60 + second }

@Suite struct CostReportPeriodTests {
    private let store: HistoryStore
    private let shop: EndpointID

    init() async throws {
        store = try HistoryStore.inMemory()
        shop = try await store.addEndpoint("shop", idleTimeout: .seconds(600))
    }

    private func total(
        _ since: Timestamp = since,
        _ until: Timestamp = until
    ) async throws -> CostReport.Row {
        try await costReport(from: store, since: since, until: until, by: .endpoint).total
    }

    @Test(
        arguments: [
            ("the last ping before the period holds for ten minutes", [-570], 0),
            ("a second more is too long", [-571], 1),
            ("of a chain its last ping counts", [-2970, -2370, -1770, -1170, -570], 0),
            ("a chain that broke off counts no more", [-2971, -2371, -1771, -1171, -571], 1),
            ("a chain that goes on", [-300, 0, 300], 0),
            ("a ping of the period itself", [10], 0),
            ("a ping at the request's moment is too late", [30], 1),
        ] as [(String, [Int64], Int)]
    )
    func aPeriodMayCutAWarmChain(requirement: String, pings: [Int64], coldStarts: Int) async throws
    {
        // A lone request at second 30.
        try await store.addRequests(of: shop, [start: 1])
        try await store.addPings(of: shop, atS: pings.map(second))
        let total = try await total()
        #expect(total.none.coldStarts == 1)
        #expect(total.replayed.coldStarts == coldStarts)
        #expect(total.replayed.pings == pings.count { $0 >= 0 })
        #expect(total.pings == total.replayed.pings)
    }

    @Test(
        arguments: [
            ("requests before the period leave the endpoint warm", [-10: 1], 0),
            ("a minute earlier they do not", [-11: 1], 1),
            ("the last of several ends later", [-11: 60], 1),
            ("a busy minute ends within reach", [-10: 60], 0),
        ] as [(String, [Int: Int64], Int)]
    )
    func aPeriodMayCutTraffic(
        requirement: String,
        earlier: [Int: Int64],
        coldStarts: Int
    ) async throws {
        var requests: [Int: Int64] = [start: 1]
        for (minute, count) in earlier { requests[start + minute] = count }
        try await store.addRequests(of: shop, requests)
        let total = try await total()
        #expect(total.requests == 1)
        #expect(total.none.coldStarts == coldStarts)
    }

    @Test func aPeriodIsHalfOpen() async throws {
        try await store.addRequests(of: shop, [start - 1: 1, start: 10, start + 1440: 100])
        try await store.addPings(of: shop, atS: [-1, 0, 86_399, 86_400].map(second))
        let total = try await total()
        #expect(total.requests == 10)
        #expect(total.pings == 2)
    }

    /// The command's own default is a period that begins and ends within a minute.
    @Test(
        arguments: [
            ("a minute that had begun before the period", 20, 7200),
            ("a minute that the period ends in", 0, 3640),
            ("a minute that ends with the period", 0, 3660),
            ("neither", 0, 7200),
        ] as [(String, Int64, Int64)]
    )
    func whatIsReplayedIsWhatIsCounted(
        requirement: String,
        since: Int64,
        until: Int64
    ) async throws {
        // Lone requests an hour apart, at half past their minutes, all of them cold without pings.
        try await store.addRequests(of: shop, [start: 1, start + 60: 1])
        let total = try await total(
            Timestamp(secondsSinceEpoch: second(since)),
            Timestamp(secondsSinceEpoch: second(until))
        )
        #expect(Int64(total.none.coldStarts) == total.requests)
    }

    @Test func aPartOfADayIsARowOfItsOwn() async throws {
        try await store.addRequests(of: shop, [start + 1430: 1, start + 1440: 2, start + 2880: 4])
        let report = try await costReport(
            from: store,
            since: Timestamp(minute: start + 1400),
            until: Timestamp(minute: start + 2881),
            by: .day
        )
        #expect(report.rows.map(\.key) == ["2026-11-20", "2026-11-21", "2026-11-22"])
        #expect(report.rows.map(\.requests) == [1, 2, 4])
    }

    /// A warmer that is always on, every 9½ minutes, from noon on.
    @Test func theWarmerBeginsWithTheEndpoint() async throws {
        let noon = Timestamp(minute: start + 720)
        _ = try await store.addEndpoint("new", idleTimeout: .seconds(600), registered: noon)
        let report = try await costReport(from: store, since: since, until: until, by: .endpoint)
        #expect(report.rows.map(\.key) == ["new", "shop"])
        #expect(report.rows.map(\.alwaysOn.pings) == [76, 152])
        let hours = try await costReport(from: store, since: since, until: until, by: .hour)
        #expect(
            hours.rows.map(\.alwaysOn.pings).prefix(13) == [7, 6, 6, 7, 6, 6, 7, 6, 6, 7, 6, 6, 14]
        )
    }

    /// The margin is 30 s, or half of a timeout shorter than twice that.
    @Test(arguments: [(Duration.seconds(61), 31.0), (.seconds(60), 30), (.seconds(20), 10)])
    func aShortIdleTimeoutMakesABusyWarmer(idleTimeout: Duration, periodS: Double) async throws {
        _ = try await store.addEndpoint("brisk", idleTimeout: idleTimeout)
        let report = try await costReport(
            from: store,
            since: since,
            until: Timestamp(minute: start + 10),
            by: .endpoint
        )
        let brisk = try #require(report.rows.first { $0.key == "brisk" })
        #expect(brisk.alwaysOn.pings == Int((600 / periodS).rounded(.up)))
    }

    /// The history takes any idle timeout above 0, also one below a fixed warmer's margin of 30 s.
    @Test func anIdleTimeoutWithinTheMarginIsNoCrash() async throws {
        try await reportOnIdleTimeout(.seconds(30))
        try await reportOnIdleTimeout(.seconds(20))
    }
}

private func reportOnIdleTimeout(_ idleTimeout: Duration) async throws {
    let store = try HistoryStore.inMemory()
    _ = try await store.addEndpoint("brisk", idleTimeout: idleTimeout)
    _ = try await costReport(from: store, since: since, until: until, by: .endpoint)
}
