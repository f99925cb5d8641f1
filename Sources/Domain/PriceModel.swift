/// What a platform charges for a ping: list prices with the month they were read in.
///
/// Prices are integers of a trillionth of the currency's unit, because the published ones
/// (0.0000166667 USD per GB·s) are finer than a billionth.
package struct PriceModel: Equatable, Sendable {
    package var name: String
    /// The month in which the list price was read, as `2026-11`.
    package var asOf: String
    package var currency: String
    package var picosPerRequest: Int64
    /// For one GB (1024 MB) of memory during one second.
    package var picosPerGBSecond: Int64
    /// For one vCPU during one second.
    package var picosPerVCPUSecond: Int64
    /// Execution is billed in steps of so many milliseconds, rounded up.
    package var roundingMs: Int64
    /// The least execution billed.
    package var minimumMs: Int64
    /// Memory is billed in steps of so many MB, rounded up.
    package var memoryStepMB: Int64
    /// A cold ping pays for its start-up like for execution.
    package var isStartUpBilled: Bool
    /// An idle instance is billed until it is reaped: a ping buys the whole idle window.
    package var isIdleBilled: Bool

    /// What one pinged instance used.
    package struct Usage: Equatable, Sendable {
        package var execution: Duration
        package var startUp: Duration
        /// How long the instance is kept only because of this ping.
        package var idle: Duration
        package var memoryMB: Int
        package var vCPUs: Int

        package init(
            execution: Duration,
            startUp: Duration = .zero,
            idle: Duration = .zero,
            memoryMB: Int,
            vCPUs: Int = 1
        ) {
            self.execution = execution
            self.startUp = startUp
            self.idle = idle
            self.memoryMB = memoryMB
            self.vCPUs = vCPUs
        }
    }

    /// The price of one pinged instance: an exact product, rounded up once to a billionth.
    ///
    /// Parts of a millisecond count as a whole one. An amount beyond what 64 bits hold stays at that
    /// limit.
    package func cost(of usage: Usage) -> Money {
        let started =
            Self.wholeMilliseconds(usage.execution)
            + (isStartUpBilled ? Self.wholeMilliseconds(usage.startUp) : 0)
        var billedMs = max(roundedUp(started, to: roundingMs), Int128(minimumMs))
        if isIdleBilled { billedMs += Self.wholeMilliseconds(usage.idle) }
        let memoryMB = roundedUp(Int128(max(usage.memoryMB, 0)), to: memoryStepMB)
        // The common denominator of GB·s in MB·ms; vCPU·s and requests are brought to it.
        let denominator: Int128 = 1024 * 1000
        let memory = (Int128(picosPerGBSecond) * memoryMB)
            .multipliedReportingOverflow(by: billedMs)
        let processors = (Int128(picosPerVCPUSecond) * Int128(max(usage.vCPUs, 0)) * 1024)
            .multipliedReportingOverflow(by: billedMs)
        let limit = Int128.max / 4
        guard !memory.overflow, !processors.overflow, memory.partialValue < limit,
            processors.partialValue < limit
        else { return Money(nanos: .max, currency: currency) }
        let numerator =
            Int128(picosPerRequest) * denominator + memory.partialValue + processors.partialValue
        let nanos = (numerator + denominator * 1000 - 1) / (denominator * 1000)
        return Money(nanos: Int64(clamping: nanos), currency: currency)
    }

    private static func wholeMilliseconds(_ duration: Duration) -> Int128 {
        let whole = Int128(max(duration.milliseconds, 0))
        let hasRest = duration.components.attoseconds % 1_000_000_000_000_000 > 0
        return hasRest ? whole + 1 : whole
    }

    private func roundedUp(_ value: Int128, to step: Int64) -> Int128 {
        step <= 1 ? value : (value + Int128(step) - 1) / Int128(step) * Int128(step)
    }
}

extension PriceModel {
    /// The list price of a platform, in US dollars, as read in November 2026.
    ///
    /// Free tiers are account-wide and left out. A container or any HTTP service has no list price.
    package static func preset(for platform: Platform) -> PriceModel {
        var model = PriceModel(
            name: platform.rawValue,
            asOf: "2026-11",
            currency: "USD",
            picosPerRequest: 0,
            picosPerGBSecond: 0,
            picosPerVCPUSecond: 0,
            roundingMs: 1,
            minimumMs: 0,
            memoryStepMB: 1,
            isStartUpBilled: true,
            isIdleBilled: false
        )
        switch platform {
        case .awsLambda:
            model.picosPerRequest = 200_000
            model.picosPerGBSecond = 16_666_700
        case .awsLambdaARM:
            model.picosPerRequest = 200_000
            model.picosPerGBSecond = 13_333_400
        case .cloudRun:
            model.picosPerRequest = 400_000
            model.picosPerGBSecond = 2_500_000
            model.picosPerVCPUSecond = 24_000_000
            model.roundingMs = 100
        case .cloudRunInstance:
            model.picosPerGBSecond = 2_000_000
            model.picosPerVCPUSecond = 18_000_000
            model.roundingMs = 100
            model.isIdleBilled = true
        case .azureFunctions:
            model.picosPerRequest = 200_000
            model.picosPerGBSecond = 16_000_000
            model.minimumMs = 100
            model.memoryStepMB = 128
            model.isStartUpBilled = false
        case .azureFunctionsFlex:
            model.picosPerRequest = 400_000
            model.picosPerGBSecond = 26_000_000
            model.roundingMs = 100
            model.minimumMs = 1000
            model.isStartUpBilled = false
        case .cloudflareWorkers:
            model.picosPerRequest = 300_000
            model.isStartUpBilled = false
        case .container, .genericHTTP:
            break
        }
        return model
    }
}
