/// An axis of values from a nice number to a nice number, 0 among them.
///
/// Ticks are whole multiples of 1, 2, 2.5 or 5 times a power of ten.
struct ValueAxis: Equatable {
    /// Magnitudes above are drawn as this one.
    static let most = 1e18
    /// Magnitudes below are drawn as 0.
    static let least = 1e-12

    /// Ascending, at least two.
    let ticks: [Double]

    /// - Parameters:
    ///   - values: Finite or not; what the axis must reach beside 0.
    ///   - most: The most steps; one more is taken where values lie on both sides of 0.
    ///   - isWhole: Whether ticks between whole numbers mean nothing.
    init(
        reaching values: (least: Double, greatest: Double),
        steps most: Int,
        isWhole: Bool = false
    ) {
        let bottom = Self.clamped(min(0, values.least))
        var top = Self.clamped(max(0, values.greatest))
        if bottom == 0, top == 0 { top = 1 }
        let most = max(bottom < 0 && top > 0 ? 2 : 1, most)
        var power = isWhole ? 0 : -14
        while Self.scaled(10, power + 1) * Double(most) <= top - bottom { power += 1 }
        var best: (first: Int, last: Int, mantissa: Int, exponent: Int)?
        search: for exponent in power... {
            for mantissa in [10, 20, 25, 50] where !isWhole || exponent > 0 || mantissa != 25 {
                let step = Self.scaled(mantissa, exponent)
                let first = -Self.steps(of: step, toReach: -bottom)
                let last = Self.steps(of: step, toReach: top)
                guard last - first <= most else { continue }
                guard let known = best else {
                    best = (first, last, mantissa, exponent)
                    continue
                }
                // A coarser step that leaves less empty is better, while enough ticks remain.
                let height = Double(last - first) * step
                let knownStep = Self.scaled(known.mantissa, known.exponent)
                guard (last - first) * 2 > most else { break search }
                if height < Double(known.last - known.first) * knownStep {
                    best = (first, last, mantissa, exponent)
                }
            }
        }
        ticks =
            best.map { axis in
                (axis.first...axis.last).map { Self.scaled($0 * axis.mantissa, axis.exponent) }
            } ?? [0, 1]
    }

    var bottom: Double { ticks[0] }
    var top: Double { ticks[ticks.count - 1] }

    /// How far up an axis of a length a value lies: 0 at the bottom and below it.
    func position(of value: Double, length: Int) -> Int {
        let share = (Self.clamped(value) - bottom) / (top - bottom)
        return Int((max(0, min(1, share)) * Double(length)).rounded())
    }

    /// A value as it is drawn.
    static func clamped(_ value: Double) -> Double {
        guard abs(value) >= least else { return 0 }
        return max(-most, min(most, value))
    }

    private static func steps(of step: Double, toReach end: Double) -> Int {
        // A quotient a rounding error above a whole number is that number.
        Int((end / step - 1e-9).rounded(.up))
    }

    /// So many tenths of a power of ten, as the nearest number to it.
    private static func scaled(_ tenths: Int, _ exponent: Int) -> Double {
        let power = (0..<abs(exponent - 1)).reduce(1.0) { product, _ in product * 10 }
        return exponent < 1 ? Double(tenths) / power : Double(tenths) * power
    }
}
