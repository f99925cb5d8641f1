import Domain
import Testing

private typealias Usage = PriceModel.Usage

/// A price list in which one item alone is charged.
private func model(
    picosPerRequest: Int64 = 0,
    picosPerGBSecond: Int64 = 0,
    picosPerVCPUSecond: Int64 = 0,
    roundingMs: Int64 = 1,
    minimumMs: Int64 = 0,
    memoryStepMB: Int64 = 1,
    isStartUpBilled: Bool = true,
    isIdleBilled: Bool = false
) -> PriceModel {
    var model = PriceModel(name: "mine", asOf: "2026-11", currency: "USD")
    model[.perRequest] = picosPerRequest
    model[.perGBSecond] = picosPerGBSecond
    model[.perVCPUSecond] = picosPerVCPUSecond
    model[.roundingMilliseconds] = roundingMs
    model[.minimumMilliseconds] = minimumMs
    model[.memoryStepMB] = memoryStepMB
    model[.startUpBilled] = isStartUpBilled ? 1 : 0
    model[.idleBilled] = isIdleBilled ? 1 : 0
    return model
}

/// Charges a nano-unit for each billed millisecond of 1024 MB.
private func perMillisecond(
    roundingMs: Int64 = 1,
    minimumMs: Int64 = 0,
    isStartUpBilled: Bool = true,
    isIdleBilled: Bool = false
) -> PriceModel {
    model(
        picosPerGBSecond: 1_000_000,
        roundingMs: roundingMs,
        minimumMs: minimumMs,
        isStartUpBilled: isStartUpBilled,
        isIdleBilled: isIdleBilled
    )
}

@Suite struct PriceModelTests {
    /// By hand, in trillionths: requests + GB·s + vCPU·s, brought up to a billionth.
    @Test(
        arguments: [
            // 200 000 + 0.125 GB · 0.001 s · 16 666 700 = 202 083.34
            (Platform.awsLambda, 1, 128, 203),
            (.awsLambda, 1, 1, 203),
            // 200 000 + 0.125 GB · 0.001 s · 13 333 400 = 201 666.68
            (.awsLambdaARM, 1, 128, 202),
            // 400 000 + 0.5 GB · 0.1 s · 2 500 000 + 0.1 s · 24 000 000 = 2 925 000
            (.cloudRun, 1, 512, 2925),
            (.cloudRun, 100, 512, 2925),
            (.cloudRun, 101, 512, 5450),
            // 0.5 GB · 0.1 s · 2 000 000 + 0.1 s · 18 000 000 = 1 900 000
            (.cloudRunInstance, 100, 512, 1900),
            // 200 000 + 0.125 GB · 0.1 s · 16 000 000 = 400 000
            (.azureFunctions, 1, 1, 400),
            (.azureFunctions, 100, 128, 400),
            // 200 000 + 0.25 GB · 0.101 s · 16 000 000 = 604 000
            (.azureFunctions, 101, 129, 604),
            // 400 000 + 0.5 GB · 1 s · 26 000 000 = 13 400 000
            (.azureFunctionsFlex, 1, 128, 13_400),
            // 400 000 + 2 GB · 1 s · 26 000 000 = 52 400 000
            (.azureFunctionsFlex, 1, 2048, 52_400),
            (.azureFunctionsFlex, 1000, 2048, 52_400),
            (.azureFunctionsFlex, 1001, 2048, 57_600),
            // 300 000 + 50 ms · 20 000 = 1 300 000
            (.cloudflareWorkers, 50, 128, 1300),
            (.container, 1000, 512, 0),
            (.genericHTTP, 1000, 512, 0),
        ] as [(Platform, Int, Int, Int64)]
    )
    func presets(platform: Platform, executionMs: Int, memoryMB: Int, nanos: Int64) {
        let usage = Usage(execution: .milliseconds(executionMs), memoryMB: memoryMB)
        #expect(PriceModel.preset(for: platform).cost(of: usage).nanos == nanos)
    }

    @Test(arguments: Platform.allCases)
    func everyPresetSaysWhereItComesFrom(platform: Platform) {
        let preset = PriceModel.preset(for: platform)
        #expect(preset.name == platform.rawValue)
        #expect(preset.asOf == "2026-11")
        #expect(preset.currency == "USD")
        #expect(!preset.notes.isEmpty)
    }

    @Test(
        arguments: [
            ("a whole step", perMillisecond(roundingMs: 100), Duration.milliseconds(100), 100),
            ("a millisecond more", perMillisecond(roundingMs: 100), .milliseconds(101), 200),
            ("nothing is no step", perMillisecond(roundingMs: 100), .zero, 0),
            ("a negative time is none", perMillisecond(), .milliseconds(-5), 0),
            ("a part of a millisecond is a whole one", perMillisecond(), .microseconds(200), 1),
            ("a part of the next one is a whole one", perMillisecond(), .microseconds(1200), 2),
            (
                "a part of a millisecond opens a step", perMillisecond(roundingMs: 100),
                .microseconds(100_200), 200
            ),
            ("less than the minimum", perMillisecond(minimumMs: 100), .milliseconds(1), 100),
            ("nothing costs the minimum", perMillisecond(minimumMs: 100), .zero, 100),
            ("the minimum", perMillisecond(minimumMs: 100), .milliseconds(100), 100),
            ("more than the minimum", perMillisecond(minimumMs: 100), .milliseconds(101), 101),
            (
                "steps beyond the minimum", perMillisecond(roundingMs: 100, minimumMs: 1000),
                .milliseconds(1001), 1100
            ),
        ] as [(String, PriceModel, Duration, Int64)]
    )
    func executionIsRoundedUp(
        requirement: String,
        prices: PriceModel,
        execution: Duration,
        nanos: Int64
    ) {
        let usage = Usage(execution: execution, memoryMB: 1024)
        #expect(prices.cost(of: usage).nanos == nanos)
    }

    @Test(
        arguments: [
            ("a whole step", 128, 125), ("one more", 129, 250), ("the least", 1, 125),
            ("none", 0, 0), ("less than none", -1, 0),
        ] as [(String, Int, Int64)]
    )
    func memoryIsRoundedUpToItsStep(requirement: String, memoryMB: Int, nanos: Int64) {
        let prices = model(picosPerGBSecond: 1_000_000, memoryStepMB: 128)
        let usage = Usage(execution: .seconds(1), memoryMB: memoryMB)
        #expect(prices.cost(of: usage).nanos == nanos)
    }

    @Test(
        arguments: [
            ("two parts of a billionth are one", 400, 400, 1),
            ("exactly one", 500, 500, 1),
            ("a trillionth more is two", 500, 501, 2),
            ("the least there is", 1, 0, 1),
            ("nothing", 0, 0, 0),
        ] as [(String, Int64, Int64, Int64)]
    )
    func theSumIsRoundedUpOnce(
        requirement: String,
        request: Int64,
        memorySecond: Int64,
        nanos: Int64
    ) {
        let prices = model(picosPerRequest: request, picosPerGBSecond: memorySecond)
        let usage = Usage(execution: .seconds(1), memoryMB: 1024)
        #expect(prices.cost(of: usage).nanos == nanos)
    }

    @Test(
        arguments: [
            ("a cold ping pays for its start-up", true, 305), ("or not", false, 5),
        ] as [(String, Bool, Int64)]
    )
    func startUp(requirement: String, isBilled: Bool, nanos: Int64) {
        let usage = Usage(
            execution: .milliseconds(5),
            startUp: .milliseconds(300),
            memoryMB: 1024
        )
        #expect(perMillisecond(isStartUpBilled: isBilled).cost(of: usage).nanos == nanos)
    }

    @Test func startUpAndExecutionAreRoundedTogether() {
        let usage = Usage(
            execution: .milliseconds(60),
            startUp: .milliseconds(40),
            memoryMB: 1024
        )
        #expect(perMillisecond(roundingMs: 100).cost(of: usage).nanos == 100)
    }

    @Test(
        arguments: [
            ("a ping buys the whole idle window", true, 900_100), ("or not", false, 100),
        ] as [(String, Bool, Int64)]
    )
    func idleTime(requirement: String, isBilled: Bool, nanos: Int64) {
        let prices = perMillisecond(roundingMs: 100, isIdleBilled: isBilled)
        let usage = Usage(execution: .milliseconds(5), idle: .seconds(900), memoryMB: 1024)
        #expect(prices.cost(of: usage).nanos == nanos)
    }

    @Test func virtualProcessorsAreChargedByTheirNumber() {
        var prices = model(picosPerVCPUSecond: 1_000_000)
        let usage = Usage(execution: .seconds(2), memoryMB: 512)
        #expect(prices.cost(of: usage).nanos == 2000)
        prices[.vCPUs] = 4000
        #expect(prices.cost(of: usage).nanos == 8000)
        prices[.vCPUs] = 80
        #expect(prices.cost(of: usage).nanos == 160)
    }

    @Test func aCostBeyond64BitsStaysThere() {
        let usage = Usage(execution: .seconds(Int64.max), memoryMB: 1_000_000)
        #expect(PriceModel.preset(for: .awsLambda).cost(of: usage).nanos == .max)
    }

    @Test func anAbsurdStartUpIsNoCrash() {
        let usage = PriceModel.Usage(
            execution: .milliseconds(1),
            startUp: .seconds(Int64.max),
            memoryMB: 128
        )
        let cost = PriceModel.preset(for: .awsLambda).cost(of: usage)
        #expect(cost.nanos > 0)
    }

    @Test func anAbsurdExecutionIsNoCrashWhenItIsRoundedUp() {
        let usage = PriceModel.Usage(execution: .seconds(Int64.max), memoryMB: 512)
        let cost = PriceModel.preset(for: .cloudRun).cost(of: usage)
        #expect(cost.nanos == .max)
    }

    @Test func anAbsurdMemoryIsNoCrash() {
        let usage = PriceModel.Usage(execution: .seconds(1), memoryMB: .max)
        let cost = PriceModel.preset(for: .azureFunctions).cost(of: usage)
        #expect(cost.nanos == .max)
    }

    @Test func everythingAbsurdAtOnceIsNoCrash() {
        let usage = PriceModel.Usage(
            execution: .seconds(Int64.max),
            startUp: .seconds(Int64.max),
            idle: .seconds(Int64.max),
            memoryMB: .max
        )
        for platform in Platform.allCases {
            let prices = PriceModel.preset(for: platform)
            let costs = [
                prices.cost(of: usage), prices.worstCase(instances: 64, of: usage),
                prices.idleCost(of: usage.idle, memoryMB: .max),
                prices.provisioned(
                    instances: .max,
                    memoryMB: .max,
                    for: .seconds(Int64.max),
                    running: .seconds(Int64.max)
                ),
            ]
            for cost in costs { #expect(cost.map { $0.nanos >= 0 } ?? true) }
        }
    }

    @Test func aPingIsPricedOnceWhateverItsInstances() {
        var prices = model(picosPerRequest: 3)
        prices[.perPing] = 1_000_000
        let usage = Usage(execution: .milliseconds(5), memoryMB: 128)
        #expect(prices.cost(of: [usage, usage]).nanos == 1001)
        #expect(prices.cost(of: []).nanos == 0, "a ping that reached nobody costs nothing")
    }

    @Test(
        arguments: [
            ("three thirds of a billionth are one", 333, 3, 1),
            ("three instances of a bit more are two", 334, 3, 2),
            ("64 instances", 15, 64, 1),
        ] as [(String, Int64, Int, Int64)]
    )
    func aPingIsRoundedUpOnceOverAllItsInstances(
        requirement: String,
        picos: Int64,
        instances: Int,
        nanos: Int64
    ) {
        let usage = Usage(execution: .milliseconds(5), memoryMB: 128)
        let usages = [Usage](repeating: usage, count: instances)
        #expect(model(picosPerRequest: picos).cost(of: usages).nanos == nanos)
    }

    @Test func idleTimeOfAHeldInstanceIsChargedByTheSecond() {
        var prices = model(picosPerRequest: 1000)
        prices[.perHeldSecond] = 2_000_000
        let usage = Usage(execution: .seconds(9), idle: .milliseconds(1500), memoryMB: 128)
        #expect(prices.cost(of: usage).nanos == 3001)
        #expect(prices.idleCost(of: .milliseconds(1500), memoryMB: 128).nanos == 3000)
        let month = prices.provisioned(instances: 2, memoryMB: 128, for: .seconds(100))
        #expect(month?.nanos == 400_000)
    }

    @Test(
        arguments: [
            ("a whole step", 600, 600_000), ("a second more", 601, 900_000),
            ("less than one", 1, 300_000), ("nothing", 0, 0), ("less than nothing", -5, 0),
        ] as [(String, Int64, Int64)]
    )
    func provisionedTimeIsRoundedUp(requirement: String, seconds: Int64, nanos: Int64) {
        var prices = model()
        prices[.heldPerGBSecond] = 1_000_000
        prices[.heldRoundingSeconds] = 300
        let cost = prices.provisioned(instances: 1, memoryMB: 1024, for: .seconds(seconds))
        #expect(cost?.nanos == nanos)
    }

    @Test func aHeldInstanceThatRunsCostsMore() {
        // 2 · 0.5 GB · 300 s · 4 166 700 + 0.5 GB · 10 s · 9 722 200 = 1 298 621 000 trillionths
        let cost = PriceModel.preset(for: .awsLambda).provisioned(
            instances: 2,
            memoryMB: 512,
            for: .seconds(60),
            running: .seconds(10)
        )
        #expect(cost == Money(nanos: 1_298_621, currency: "USD"))
    }

    @Test(arguments: [
        Platform.azureFunctions, .cloudflareWorkers, .container, .genericHTTP,
    ])
    func whereNothingIsHeldThereIsNoPriceOfIt(platform: Platform) {
        let prices = PriceModel.preset(for: platform)
        #expect(!prices.hasHeldPrice)
        #expect(prices.provisioned(instances: 1, memoryMB: 512, for: .seconds(60)) == nil)
    }
}
