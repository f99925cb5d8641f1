import Domain
import Testing

private func endpoint(
    _ platform: Platform = .awsLambda,
    memoryMB: Int? = nil,
    startUp: Duration? = nil,
    prices: [PriceOverride] = []
) -> Endpoint {
    Endpoint(
        id: EndpointID(rawValue: 1),
        name: "shop",
        warmUp: WarmUpRequest(url: "http://127.0.0.1/", timeout: .seconds(30)),
        platform: platform,
        memoryMB: memoryMB,
        meanDuration: .milliseconds(200),
        startUp: startUp,
        prices: prices
    )
}

@Suite struct EndpointPricesTests {
    @Test func withoutItsOwnPricesThePlatformsListHolds() {
        for platform in Platform.allCases {
            #expect(endpoint(platform).priceModel == .preset(for: platform))
            #expect(endpoint(platform).priceFlaw == nil)
        }
    }

    @Test func itsOwnPricesGoOverTheList() {
        let priced = endpoint(
            .container,
            prices: [
                .figure(.perRequest, 7), .preset("azure-functions-flex"), .figure(.vCPUs, 500),
            ]
        )
        var expected = PriceModel.preset(for: .azureFunctionsFlex)
        expected[.perRequest] = 7
        expected[.vCPUs] = 500
        #expect(priced.priceModel == expected)
        #expect(priced.pricePreset == .preset(for: .azureFunctionsFlex))
    }

    @Test func anotherCurrencyWantsEveryFigureOfTheList() {
        var priced = endpoint(prices: [.currency("EUR"), .figure(.perRequest, 0)])
        #expect(
            priced.priceFlaw?.description == """
                the currency is EUR, but of aws-lambda these figures are in USD: per-gb-second, \
                held-per-gb-second, held-running-per-gb-second; give each in EUR
                """
        )
        priced.prices += [
            .figure(.perGBSecond, 1), .figure(.heldPerGBSecond, 2),
            .figure(.heldRunningPerGBSecond, 3),
        ]
        #expect(priced.priceFlaw == nil)
        #expect(priced.priceModel.currency == "EUR")
        #expect(priced.worstCase(instances: 1).currency == "EUR")
        let own = endpoint(.genericHTTP, prices: [.currency("EUR"), .figure(.perPing, 1)])
        #expect(own.priceFlaw == nil, "a list without figures has none in another currency")
        #expect(endpoint(prices: [.currency("USD")]).priceFlaw == nil)
    }

    @Test(
        arguments: [
            ("as much as there is", 10_240, [], true), ("a MB more", 10_241, [], false),
            ("another limit", 10_241, [.figure(.mostMemoryMB, 10_241)], true),
            ("no limit", 1_000_000, [.figure(.mostMemoryMB, 0)], true),
            ("the default memory", nil, [.figure(.mostMemoryMB, 1)], true),
        ] as [(String, Int?, [PriceOverride], Bool)]
    )
    func memoryHasALimit(
        requirement: String,
        memoryMB: Int?,
        prices: [PriceOverride],
        isFine: Bool
    ) {
        #expect((endpoint(memoryMB: memoryMB, prices: prices).priceFlaw == nil) == isFine)
    }

    /// By hand, in trillionths, for 512 MB of Lambda: 200 000 + 8 333.35 for each millisecond.
    @Test(
        arguments: [
            ("a stated start-up: 31 s", 1, .seconds(1), 258_533_850),
            ("an unknown one may take until the timeout: 60 s", 1, nil, 500_201_000),
            ("three instances", 3, .seconds(1), 775_601_550),
            ("no instance", 0, .seconds(1), 0),
        ] as [(String, Int, Duration?, Int64)]
    )
    func theWorstCase(
        requirement: String,
        instances: Int,
        startUp: Duration?,
        thousandths: Int64
    ) {
        let priced = endpoint(memoryMB: 512, startUp: startUp)
        let cost = priced.worstCase(instances: instances)
        #expect(cost.nanos == (thousandths + 999) / 1000)
    }

    @Test func theWorstCaseBuysTheLongestIdleTime() {
        let priced = endpoint(.cloudRunInstance, memoryMB: 512, startUp: .zero)
        // 30 s of execution, then 900 s or 3600 s, at 19 000 000 a second.
        #expect(priced.worstCase(instances: 1).nanos == 930 * 19_000)
        #expect(priced.worstCase(instances: 1, longestIdle: .seconds(60)).nanos == 930 * 19_000)
        let hour = priced.worstCase(instances: 1, longestIdle: .seconds(3600))
        #expect(hour.nanos == 3630 * 19_000)
    }

    @Test(arguments: Platform.allCases)
    func noPingWithinItsBoundsCostsMoreThanTheWorstCase(platform: Platform) {
        let own: [PriceOverride] = [
            .figure(.perPing, 1234), .figure(.perHeldSecond, 7), .figure(.minimumMilliseconds, 99),
        ]
        for seed in UInt64(0)..<50 {
            var random = SplitMix(state: seed)
            var priced = endpoint(platform, memoryMB: random.upTo(4096) + 1)
            if seed % 2 == 0 { priced.prices = own }
            if seed % 3 == 0 { priced.startUp = .microseconds(random.upTo(9_000_000)) }
            let startUp = priced.startUp ?? priced.warmUp.timeout
            let longestIdle = Duration.milliseconds(random.upTo(3_600_000))
            let idle = max(longestIdle, priced.idleTimeout)
            let instances = random.upTo(64) + 1
            let worst = priced.worstCase(instances: instances, longestIdle: longestIdle)
            for reached in [1, random.upTo(instances) + 1, instances] where reached <= instances {
                let usages = (0..<reached).map { _ in
                    priced.usage(
                        execution: random.part(of: priced.warmUp.timeout),
                        startUp: random.part(of: startUp),
                        idle: random.part(of: idle)
                    )
                }
                #expect(priced.priceModel.cost(of: usages).nanos <= worst.nanos)
            }
            let most = priced.usage(
                execution: priced.warmUp.timeout,
                startUp: startUp,
                idle: idle
            )
            let dearest = priced.priceModel.cost(of: Array(repeating: most, count: instances))
            #expect(dearest == worst, "it is no more than what can happen")
        }
    }

    /// The same sum in another way: common denominators of one list, all in trillionths.
    @Test func manyInstancesAddUpExactly() {
        for seed in UInt64(0)..<50 {
            var random = SplitMix(state: seed)
            let usages = (0...random.upTo(64)).map { _ in
                PriceModel.Usage(
                    execution: .milliseconds(random.upTo(100_000)),
                    memoryMB: 128 + random.upTo(4096)
                )
            }
            var numerator = 200_000 * 1_024_000 * usages.count
            for usage in usages {
                numerator += 16_666_700 * usage.memoryMB * Int(usage.execution.milliseconds)
            }
            let (nanos, rest) = numerator.quotientAndRemainder(dividingBy: 1_024_000_000)
            let cost = PriceModel.preset(for: .awsLambda).cost(of: usages)
            #expect(cost.nanos == Int64(rest == 0 ? nanos : nanos + 1))
        }
    }

    @Test(
        arguments: [
            // 200 000 + 200 ms · 8 333.35 = 1 866 670; 1 s of start-up more: 10 200 020
            ("where start-up is billed", .awsLambda, .seconds(1), 10_201.0 / 1867),
            ("where nobody said it", .awsLambda, nil, 1),
            ("where it is not billed", .azureFunctions, .seconds(1), 1),
            ("where nothing is charged", .genericHTTP, .seconds(1), 1),
        ] as [(String, Platform, Duration?, Double)]
    )
    func aColdPingCostsMore(
        requirement: String,
        platform: Platform,
        startUp: Duration?,
        ratio: Double
    ) {
        #expect(endpoint(platform, memoryMB: 512, startUp: startUp).coldPriceRatio == ratio)
    }

    @Test func itsOwnPricesDecideWhatAColdPingCosts() {
        let priced = endpoint(
            .genericHTTP,
            startUp: .milliseconds(600),
            prices: [.figure(.perVCPUSecond, 5_000_000)]
        )
        #expect(priced.coldPriceRatio == 4)
    }

    @Test func aUsualPingIsRoundedUpOnce() {
        // 3 · 1 866 670 trillionths
        let priced = endpoint(memoryMB: 512)
        #expect(priced.warmPingCost(instances: 3) == Money(nanos: 5601, currency: "USD"))
    }
}

/// Steele, Lea and Flood's generator, so that a failing seed fails everywhere.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 to below `limit`.
    mutating func upTo(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    /// From nothing to all of `duration`, in microseconds.
    mutating func part(of duration: Duration) -> Duration {
        let microseconds = Int(duration.milliseconds) * 1000
        return .microseconds(upTo(microseconds + 1))
    }
}
