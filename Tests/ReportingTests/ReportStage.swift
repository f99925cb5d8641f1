import Domain
import History

@testable import Reporting

/// A small made-up history that every report is tested on.
///
/// Three endpoints on Lambda's prices: `shop` and `till` of the group `retail`, `tax` of none. All
/// moments are minutes from Friday 2026-11-20 00:00 UTC; the endpoints were registered long before.
struct ReportStage {
    static let start = 29_918_880

    let store: HistoryStore
    let shop: EndpointID
    let till: EndpointID
    let tax: EndpointID

    init(
        target: LatencyTarget? = nil,
        registered: Timestamp = Timestamp(minute: 0)
    ) async throws {
        let store = try HistoryStore.inMemory()
        self.store = store
        func add(_ name: String, _ group: String?, _ platform: Platform) async throws -> EndpointID
        {
            try await store.add(
                Endpoint(
                    id: EndpointID(rawValue: 0),
                    name: name,
                    mode: .active,
                    warmUp: WarmUpRequest(url: "http://127.0.0.1/"),
                    platform: platform,
                    memoryMB: 1024,
                    meanDuration: .milliseconds(100),
                    statedIdleTimeout: .seconds(600),
                    group: group,
                    target: name == "shop" ? target : nil,
                    targetWindow: .seconds(86_400)
                ),
                at: registered
            )
        }
        shop = try await add("shop", "retail", .awsLambda)
        till = try await add("till", "retail", .awsLambdaARM)
        tax = try await add("tax", nil, .genericHTTP)
    }

    static func moment(_ minute: Int) -> Timestamp { Timestamp(minute: start + minute) }

    static func period(
        _ minutes: Range<Int>,
        zone: String = "UTC",
        offsets: UTCOffsets = .utc
    ) -> ReportPeriod {
        ReportPeriod(
            since: moment(minutes.lowerBound),
            until: moment(minutes.upperBound),
            zone: zone,
            offsets: offsets
        )
    }

    /// Writes minutes with one request each, and how many of those met a cold start where known.
    func request(_ endpoint: EndpointID, _ minutes: [Int], cold: Int64? = nil) async throws {
        try await store.write(
            minutes.map { minute in
                let startedAtS = Int64(Self.start + minute) * 60
                return (endpoint, TrafficBin(startedAtS: startedAtS, requests: 1, coldStarts: cold))
            }
        )
    }

    /// Writes pings of one instance.
    func ping(
        _ endpoint: EndpointID,
        _ minutes: [Int],
        cost: Money? = Money(nanos: 1000, currency: "USD"),
        outcome: PingRecord.Outcome = .succeeded,
        isCold: Bool = false,
        isFailed: Bool = false,
        totalMs: Int64? = 120,
        reserved: Money? = nil,
        schedule: String? = nil
    ) async throws {
        let wasAnswered = outcome == .succeeded
        let intents = minutes.map { minute in
            PingRecord(
                id: 0,
                endpointID: endpoint,
                scheduledAt: Self.moment(minute),
                firedAt: Self.moment(minute),
                outcome: outcome,
                instances: 1,
                warmInstances: wasAnswered && !isCold ? 1 : 0,
                coldInstances: wasAnswered && isCold ? 1 : 0,
                failedInstances: isFailed ? 1 : 0,
                firstByteMs: totalMs.map { $0 - 10 },
                totalMs: totalMs,
                cost: cost,
                reserved: reserved,
                schedule: schedule
            )
        }
        _ = try await store.record([], intents: intents)
    }

    /// Writes decisions that chance made.
    func decide(
        _ endpoint: EndpointID,
        _ minutes: [Int],
        isWithheld: Bool
    ) async throws {
        let decisions = minutes.map { minute in
            Decision(
                endpointID: endpoint,
                decidedAt: Self.moment(minute),
                minute: Self.start + minute,
                action: isWithheld ? .withheld : .ping,
                instances: 1,
                reasons: [
                    Reason(.price, 1), Reason(.probabilityOfDecision, isWithheld ? 0.01 : 0.99),
                ]
            )
        }
        _ = try await store.record(decisions, intents: [])
    }

    /// A day of everything: what the goldens show.
    static func goldenDay() async throws -> ReportStage {
        let stage = try await ReportStage(target: .coldStartRate(0.5))
        try await stage.request(stage.shop, [100, 700, 1300, 1500, 2000])
        try await stage.request(stage.till, [60, 65, 1445], cold: 1)
        try await stage.request(stage.tax, [30])
        try await stage.ping(stage.shop, [95, 695, 1200, 1499], isCold: false)
        try await stage.ping(stage.shop, [600], isCold: true, totalMs: 900)
        try await stage.ping(stage.till, [55], cost: Money(nanos: 2500, currency: "USD"))
        try await stage.ping(
            stage.tax,
            [29],
            cost: Money(nanos: 70_000_000, currency: "EUR"),
            outcome: .timedOut
        )
        try await stage.ping(
            stage.tax,
            [1600],
            cost: nil,
            outcome: .interrupted,
            totalMs: nil,
            reserved: Money(nanos: 9_000_000, currency: "EUR")
        )
        return stage
    }
}
