/// One figure of a price list, a whole number of its unit.
package enum PriceFigure: Int, CaseIterable, Sendable {
    /// For each request: a ping sends one to each of its instances.
    case perRequest
    /// For one GB (1024 MB) of memory during one second of execution.
    case perGBSecond
    /// For one vCPU during one second of execution.
    case perVCPUSecond
    /// For one millisecond of the processor's time; all of an execution is taken for it, which is an
    /// upper bound.
    case perCPUMillisecond
    /// For a ping as a whole, however many instances it has.
    case perPing
    /// For one second of an instance that idles.
    case perHeldSecond
    /// For one GB, or one vCPU, during one second of an instance that is held warm by the platform.
    case heldPerGBSecond
    case heldPerVCPUSecond
    /// For one GB during one second in which a held instance executes, beside the price of holding.
    case heldRunningPerGBSecond
    /// The time of holding is billed in steps of so many seconds, rounded up; 0 for exactly.
    case heldRoundingSeconds
    /// Execution is billed in steps of so many milliseconds, rounded up.
    case roundingMilliseconds
    /// The least execution billed.
    case minimumMilliseconds
    /// Memory is billed in steps of so many MB, rounded up.
    case memoryStepMB
    /// The least memory billed.
    case leastMemoryMB
    /// The most memory that an instance can have; 0 for no limit.
    case mostMemoryMB
    /// Whether a cold ping pays for its start-up like for execution: 0 or 1.
    case startUpBilled
    /// Whether an idle instance is billed like an executing one until it is reaped, 0 or 1: then a
    /// ping buys the whole idle window.
    case idleBilled
    /// The thousandths of a vCPU that an instance has.
    case vCPUs
}

extension PriceFigure {
    /// What a figure's text looks like and which values it takes.
    package enum Kind: Equatable, Sendable {
        /// A trillionth of the currency's unit, because published prices (0.0000166667 USD per
        /// GB·s) are finer than a billionth.
        case money
        case whole(ClosedRange<Int64>)
        case thousandths(ClosedRange<Int64>)
        case flag
    }

    package var kind: Kind {
        switch self {
        case .perRequest, .perGBSecond, .perVCPUSecond, .perCPUMillisecond, .perPing,
            .perHeldSecond, .heldPerGBSecond, .heldPerVCPUSecond, .heldRunningPerGBSecond:
            .money
        case .heldRoundingSeconds: .whole(0...86_400)
        case .roundingMilliseconds: .whole(1...3_600_000)
        case .minimumMilliseconds: .whole(0...3_600_000)
        case .memoryStepMB: .whole(1...1_048_576)
        case .leastMemoryMB, .mostMemoryMB: .whole(0...1_048_576)
        case .startUpBilled, .idleBilled: .flag
        case .vCPUs: .thousandths(1...1_000_000)
        }
    }

    /// What holds where a price list does not say.
    package var defaultValue: Int64 {
        switch self {
        case .roundingMilliseconds, .memoryStepMB: 1
        case .vCPUs: 1000
        default: 0
        }
    }

    /// The name in `--price` and in the columns of the price lists.
    package var key: String {
        switch self {
        case .perRequest: "per-request"
        case .perGBSecond: "per-gb-second"
        case .perVCPUSecond: "per-vcpu-second"
        case .perCPUMillisecond: "per-cpu-ms"
        case .perPing: "per-ping"
        case .perHeldSecond: "per-held-second"
        case .heldPerGBSecond: "held-per-gb-second"
        case .heldPerVCPUSecond: "held-per-vcpu-second"
        case .heldRunningPerGBSecond: "held-running-per-gb-second"
        case .heldRoundingSeconds: "held-rounding-s"
        case .roundingMilliseconds: "rounding-ms"
        case .minimumMilliseconds: "minimum-ms"
        case .memoryStepMB: "memory-step-mb"
        case .leastMemoryMB: "least-memory-mb"
        case .mostMemoryMB: "most-memory-mb"
        case .startUpBilled: "start-up-billed"
        case .idleBilled: "idle-billed"
        case .vCPUs: "vcpus"
        }
    }

    package init?(key: some StringProtocol) {
        guard let figure = Self.allCases.first(where: { $0.key == key }) else { return nil }
        self = figure
    }
}

// MARK: - Values as text

extension PriceFigure {
    /// The greatest amount of money, in trillionths: a million of the currency's units.
    private static let mostPicos: Int64 = 1_000_000_000_000_000_000

    /// Reads a value exactly.
    ///
    /// - Returns: `nil` for a text that ``rule`` does not allow.
    package func value(_ text: some StringProtocol) -> Int64? {
        let range: ClosedRange<Int64>
        let value: Int64?
        switch kind {
        case .money: (range, value) = (0...Self.mostPicos, scaledInteger(text, decimals: 12))
        case .whole(let allowed): (range, value) = (allowed, scaledInteger(text, decimals: 0))
        case .thousandths(let allowed):
            (range, value) = (allowed, scaledInteger(text, decimals: 3))
        case .flag: (range, value) = (0...1, text == "yes" ? 1 : text == "no" ? 0 : nil)
        }
        return value.flatMap { range.contains($0) ? $0 : nil }
    }

    /// The text of a value in its shortest form.
    package func text(of value: Int64) -> String {
        switch kind {
        case .money: decimalText(value, decimals: 12)
        case .whole: "\(value)"
        case .thousandths: decimalText(value, decimals: 3)
        case .flag: value == 0 ? "no" : "yes"
        }
    }

    /// Which values are allowed, as the end of a sentence.
    package var rule: String {
        switch kind {
        case .money: "an amount from 0 to 1000000 with at most 12 decimals, such as 0.0000002"
        case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .thousandths(let range):
            "\(text(of: range.lowerBound)) to \(text(of: range.upperBound)) with at most 3 decimals"
        case .flag: "yes or no"
        }
    }
}
