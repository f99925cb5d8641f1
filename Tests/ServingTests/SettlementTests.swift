import Domain
import Testing
import Warming

@testable import Serving

@Suite struct SettlementTests {
    /// 512 MB of Lambda: 200 000 trillionths a request, 8 333.35 a millisecond.
    private static let endpoint = Endpoint(
        id: EndpointID(rawValue: 1),
        name: "shop",
        warmUp: WarmUpRequest(url: "http://127.0.0.1:9/", timeout: .seconds(2)),
        platform: .awsLambda,
        memoryMB: 512,
        startUp: .milliseconds(300)
    )

    private static func answer(_ totalMs: Int64) -> InstanceResult {
        InstanceResult(outcome: .succeeded, totalMs: totalMs, temperature: .warm)
    }

    private static let timedOut = InstanceResult(outcome: .timedOut)
    private static let unreachable = InstanceResult(outcome: .unreachable, totalMs: 7)

    private func settled(_ instances: [InstanceResult], of endpoint: Endpoint) -> PingRecord {
        var ping = PingRecord(
            id: 1,
            endpointID: endpoint.id,
            scheduledAt: Timestamp(minute: 1),
            instances: instances.count
        )
        ping.settle(with: WarmUpResult(instances: instances), of: endpoint)
        return ping
    }

    @Test(
        arguments: [
            // 200 000 + 5 · 8 333.35 = 241 666.75
            ("one answer", [answer(5)], 242),
            // 725 000.25: rounded for each instance it would be 726
            ("three answers, rounded up once", [answer(5), answer(5), answer(5)], 726),
            // 966 667: rounded for each instance it would be 968
            ("four answers", [answer(5), answer(5), answer(5), answer(5)], 967),
            // 200 000 + 2000 · 8 333.35 = 16 866 700
            ("nobody answered until the timeout", [timedOut], 16_867),
            ("an answer after the timeout was not waited for", [answer(2003)], 16_867),
            ("no connection", [unreachable], 0),
            ("a connection of two", [unreachable, answer(5)], 242),
            (
                "cut off after it was sent", [InstanceResult(outcome: .unreachable, connectMs: 3)],
                16_867
            ),
            ("nothing was tried", [], 0),
        ] as [(String, [InstanceResult], Int64)]
    )
    func aPingIsCharged(requirement: String, instances: [InstanceResult], nanos: Int64) {
        let ping = settled(instances, of: Self.endpoint)
        #expect(ping.cost == Money(nanos: nanos, currency: "USD"))
        let worst = Self.endpoint.worstCase(instances: instances.count)
        #expect(nanos <= worst.nanos)
    }

    @Test func itsOwnPricesAreCharged() {
        var endpoint = Self.endpoint
        endpoint.platform = .genericHTTP
        endpoint.prices = [
            .currency("EUR"), .figure(.perPing, 5_000_000), .figure(.perHeldSecond, 1_000_000),
        ]
        let ping = settled([Self.answer(5), Self.answer(6)], of: endpoint)
        // 5000 for the ping, and 2 · 300 s of idle time at 1000
        #expect(ping.cost == Money(nanos: 605_000, currency: "EUR"))
    }
}
