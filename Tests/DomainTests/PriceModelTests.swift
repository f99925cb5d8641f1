import Domain
import Testing

private typealias Usage = PriceModel.Usage

private let thirtyDays = Duration.seconds(30 * 86_400)
/// Every 5 minutes for 30 days.
private let pingsAMonth: Int64 = 12 * 24 * 30

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
    var model = PriceModel.preset(for: .container)
    model.picosPerRequest = picosPerRequest
    model.picosPerGBSecond = picosPerGBSecond
    model.picosPerVCPUSecond = picosPerVCPUSecond
    model.roundingMs = roundingMs
    model.minimumMs = minimumMs
    model.memoryStepMB = memoryStepMB
    model.isStartUpBilled = isStartUpBilled
    model.isIdleBilled = isIdleBilled
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
    @Test(
        arguments: [
            ("512 MB of Lambda, a 5 ms exit, every 5 minutes", 5, 512, 1, 0.002),
            ("the same with a full handler of 200 ms", 200, 512, 1, 0.016),
            ("50 instances of 1 GB at 121 ms, every 5 minutes", 121, 1024, 50, 0.96),
        ] as [(String, Int, Int, Int64, Double)]
    )
    func aMonthOfWarmLambdaPingsCostsLittle(
        requirement: String,
        executionMs: Int,
        memoryMB: Int,
        instances: Int64,
        dollars: Double
    ) {
        let usage = Usage(execution: .milliseconds(executionMs), memoryMB: memoryMB)
        let cost = PriceModel.preset(for: .awsLambda).cost(of: usage)
        let month = Double(cost.nanos * pingsAMonth * instances) / 1e9
        #expect(abs(month / dollars - 1) < 0.05, "\(month)")
        #expect(cost.currency == "USD")
    }

    @Test(arguments: [
        (
            "one provisioned Lambda instance of 512 MB for 30 days, at its standby price",
            model(picosPerGBSecond: 4_166_700, isIdleBilled: true), 5_400_043_200
        ),
        (
            "one idle Cloud Run min-instance, 1 vCPU and 0.5 GiB, for 30 days, at the idle prices",
            model(
                picosPerGBSecond: 2_500_000,
                picosPerVCPUSecond: 2_500_000,
                isIdleBilled: true
            ),
            9_720_000_000
        ),
    ])
    func heldCapacityIsIdleTime(requirement: String, prices: PriceModel, nanos: Int64) {
        let usage = Usage(execution: .zero, idle: thirtyDays, memoryMB: 512)
        #expect(prices.cost(of: usage).nanos == nanos)
    }

    /// By hand, in trillionths: requests + GB·s + vCPU·s, brought up to a billionth.
    @Test(
        arguments: [
            // 200 000 + 0.125 GB · 0.001 s · 16 666 700 = 202 083.34
            (Platform.awsLambda, 1, 128, 203),
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
            // 400 000 + 2 GB · 1 s · 26 000 000 = 52 400 000
            (.azureFunctionsFlex, 1, 2048, 52_400),
            (.azureFunctionsFlex, 1000, 2048, 52_400),
            (.azureFunctionsFlex, 1001, 2048, 57_600),
            (.cloudflareWorkers, 50, 128, 300),
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
        let prices = model(picosPerVCPUSecond: 1_000_000)
        let usage = Usage(execution: .seconds(2), memoryMB: 512, vCPUs: 4)
        #expect(prices.cost(of: usage).nanos == 8000)
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
            memoryMB: .max,
            vCPUs: .max
        )
        for platform in Platform.allCases {
            let cost = PriceModel.preset(for: platform).cost(of: usage)
            #expect(cost.nanos >= 0)
        }
    }
}
