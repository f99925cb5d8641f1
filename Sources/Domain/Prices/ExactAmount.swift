/// A sum of prices by usage without any rounding; what 128 bits do not hold stays at their limit.
///
/// Its unit is a trillionth of the currency's divided by the denominator that GB·s in MB·ms
/// (1024 · 1000), vCPU·s in thousandths by ms (1000 · 1000) and seconds in ms (1000) have in common.
struct ExactAmount {
    private static let denominator: Int128 = 1024 * 1000 * 1000

    private var sum: Int128 = 0

    /// Adds `picos` for each of `units`.
    mutating func add(_ picos: Int64, units: Int128 = 1) {
        add(picos, units, Self.denominator)
    }

    /// Adds `picos` for each second.
    mutating func add(_ picos: Int64, milliseconds: Int128) {
        add(picos, milliseconds, Self.denominator / 1000)
    }

    /// Adds `picos` for each GB (1024 MB) and second.
    mutating func add(_ picos: Int64, milliseconds: Int128, memoryMB: Int128) {
        add(picos, memoryMB, milliseconds, Self.denominator / (1024 * 1000))
    }

    /// Adds `picos` for each vCPU and second.
    mutating func add(_ picos: Int64, milliseconds: Int128, milliVCPUs: Int128) {
        add(picos, milliVCPUs, milliseconds, Self.denominator / (1000 * 1000))
    }

    /// The amount, rounded up to a billionth and held within 64 bits.
    func roundedUp(currency: String) -> Money {
        let nano = Self.denominator * 1000
        let nanos = sum == 0 ? 0 : (sum - 1) / nano + 1
        return Money(nanos: Int64(clamping: nanos), currency: currency)
    }

    /// Nothing here is negative, so that a sum never falls and its limit is the most there is.
    private mutating func add(
        _ picos: Int64,
        _ first: Int128,
        _ second: Int128,
        _ third: Int128 = 1
    ) {
        guard picos > 0, first > 0, second > 0, third > 0 else { return }
        let product = Self.product(Self.product(Int128(picos), first), Self.product(second, third))
        let (total, overflow) = sum.addingReportingOverflow(product)
        sum = overflow ? .max : total
    }

    private static func product(_ left: Int128, _ right: Int128) -> Int128 {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        return overflow ? .max : product
    }
}

// MARK: - Rounding

extension ExactAmount {
    /// A duration in milliseconds: a part of one counts as a whole one, a negative time as none.
    static func wholeMilliseconds(_ duration: Duration) -> Int128 {
        let whole = Int128(max(duration.milliseconds, 0))
        let hasRest = duration.components.attoseconds % 1_000_000_000_000_000 > 0
        return hasRest ? whole + 1 : whole
    }

    /// `value`, which is not negative, rounded up to a multiple of `step`.
    static func roundedUp(_ value: Int128, to step: Int128) -> Int128 {
        guard step > 1 else { return value }
        let rest = value % step
        guard rest > 0 else { return value }
        let (sum, overflow) = value.addingReportingOverflow(step - rest)
        return overflow ? .max : sum
    }
}
