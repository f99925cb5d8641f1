import Domain
import Testing

/// What warmth costs in a month of 30 days, by the list prices of 2026-11 and beside the assumptions.
@Suite struct PriceCheckTests {
    private static let month = Duration.seconds(30 * 86_400)
    /// One every 5 minutes.
    private static let pings: Int64 = 12 * 24 * 30

    struct Warmer: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var platform: Platform
        var executionMs: Int
        var memoryMB: Int
        var instances: Int
        /// What is published of it, rounded.
        var dollars: Double
        /// By hand: the price of one ping in billionths, rounded up once.
        var nanosAPing: Int64
    }

    @Test(arguments: [
        // All: us-east-1, x86_64, no free tier, every ping finds all instances warm.
        Warmer(
            testDescription: "a 512 MB function that leaves a ping after 5 ms",
            platform: .awsLambda,
            executionMs: 5,
            memoryMB: 512,
            instances: 1,
            dollars: 0.002,
            nanosAPing: 242  // 200 + 5 · 8.33335
        ),
        Warmer(
            testDescription: "the same with a full handler of 200 ms",
            platform: .awsLambda,
            executionMs: 200,
            memoryMB: 512,
            instances: 1,
            dollars: 0.016,
            nanosAPing: 1867  // 200 + 200 · 8.33335
        ),
        Warmer(
            testDescription: "50 instances of 1 GB, each held for 121 ms so that they are 50",
            platform: .awsLambda,
            executionMs: 121,
            memoryMB: 1024,
            instances: 50,
            dollars: 0.96,
            nanosAPing: 110_834  // 50 · (200 + 121 · 16.6667) = 110 833.535
        ),
    ])
    func aMonthOfAWarmer(warmer: Warmer) {
        let usage = PriceModel.Usage(
            execution: .milliseconds(warmer.executionMs),
            memoryMB: warmer.memoryMB
        )
        let ping = PriceModel.preset(for: warmer.platform)
            .cost(of: Array(repeating: usage, count: warmer.instances))
        #expect(ping == Money(nanos: warmer.nanosAPing, currency: "USD"))
        let dollars = Double(ping.nanos * Self.pings) / 1e9
        #expect(abs(dollars / warmer.dollars - 1) < 0.05, "\(dollars)")
    }

    @Test(
        arguments: [
            // 0.5 GB · 2 592 000 s · 0.0000041667; no execution beside it.
            ("one provisioned Lambda instance of 512 MB", .awsLambda, 5.40, 5_400_043_200),
            // 2 592 000 s · (1 vCPU · 0.0000025 + 0.5 GiB · 0.0000025), tier 1, request-based.
            ("one idle Cloud Run minimum instance, 1 vCPU", .cloudRun, 9.72, 9_720_000_000),
        ] as [(String, Platform, Double, Int64)]
    )
    func aMonthOfHeldWarmth(
        requirement: String,
        platform: Platform,
        dollars: Double,
        nanos: Int64
    ) throws {
        let cost = try #require(
            PriceModel.preset(for: platform)
                .provisioned(instances: 1, memoryMB: 512, for: Self.month)
        )
        #expect(cost == Money(nanos: nanos, currency: "USD"))
        #expect(abs(Double(cost.nanos) / 1e9 / dollars - 1) < 0.001)
    }

    @Test(
        arguments: [
            // A full handler of 200 ms, then one that leaves after 5 ms; 512 MB of Lambda.
            ("a full handler", 200, 300.0...400), ("an early exit", 5, 2500...2600),
        ] as [(String, Int, ClosedRange<Double>)]
    )
    func pingsAreCheaperThanHeldWarmth(
        requirement: String,
        executionMs: Int,
        times: ClosedRange<Double>
    ) throws {
        let prices = PriceModel.preset(for: .awsLambda)
        let held = try #require(
            prices.provisioned(instances: 1, memoryMB: 512, for: Self.month)
        )
        let usage = PriceModel.Usage(execution: .milliseconds(executionMs), memoryMB: 512)
        let pinged = prices.cost(of: usage).nanos * Self.pings
        #expect(times.contains(Double(held.nanos) / Double(pinged)))
    }

    /// Where an instance's whole life is billed, pings that hold it all month cost what holding it
    /// does: each buys the 5 minutes until the next.
    @Test func whereIdleTimeIsBilledAPingBuysIt() throws {
        let prices = PriceModel.preset(for: .cloudRunInstance)
        let usage = PriceModel.Usage(
            execution: .milliseconds(100),
            idle: .milliseconds(299_900),
            memoryMB: 512
        )
        let held = try #require(
            prices.provisioned(instances: 1, memoryMB: 512, for: Self.month)
        )
        #expect(prices.cost(of: usage).nanos * Self.pings == held.nanos)
    }
}
