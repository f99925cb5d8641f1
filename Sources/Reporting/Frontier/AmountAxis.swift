/// An axis of amounts from 0 on, logarithmic where they span more than an order of magnitude.
///
/// On a logarithmic one amounts of 0 have a place of their own at its beginning.
struct AmountAxis: Equatable {
    private enum Scale: Equatable {
        case linear(ValueAxis)
        case logarithmic(low: Double, high: Double, hasZero: Bool)
    }

    /// Positive amounts with a greater ratio are drawn on a logarithmic scale.
    private static let mostLinearRatio = 20.0

    /// What is labelled, ascending.
    let ticks: [Double]
    private let scale: Scale

    /// - Parameters:
    ///   - amounts: What the axis must reach beside 0; what is no finite number counts as 0.
    ///   - most: The most ticks, at least 2.
    init(reaching amounts: [Double], ticks most: Int) {
        let amounts = amounts.map { $0.isFinite ? ValueAxis.clamped(max($0, 0)) : 0 }
        let positive = amounts.filter { $0 > 0 }
        let (least, greatest) = (positive.min() ?? 1, positive.max() ?? 1)
        guard greatest / least > Self.mostLinearRatio else {
            let axis = ValueAxis(reaching: (0, positive.max() ?? 0), steps: max(most - 1, 1))
            ticks = axis.ticks
            scale = .linear(axis)
            return
        }
        let round = Self.steps(of: [1, 2, 5], each: 1)
        let low = round.last { $0 <= least } ?? least
        let high = round.first { $0 >= greatest } ?? greatest
        let hasZero = amounts.contains(0)
        let room = max(most - (hasZero ? 1 : 0), 2)
        let choices = [
            Self.steps(of: [1, 2, 5], each: 1), Self.steps(of: [1], each: 1),
            Self.steps(of: [1], each: 2), Self.steps(of: [1], each: 3),
            Self.steps(of: [1], each: 6), [low, high],
        ].map { $0.filter { (low...high).contains($0) } }
        let shown = choices.first { (2...room).contains($0.count) } ?? [low, high]
        ticks = (hasZero ? [0] : []) + shown
        scale = .logarithmic(low: low, high: high, hasZero: hasZero)
    }

    /// How far along an axis of a length the place of 0 is apart from the rest; `nil` where the
    /// scale does not break.
    func zeroEnd(length: Int) -> Int? {
        guard case .logarithmic(_, _, true) = scale else { return nil }
        return length / 14
    }

    /// How far along an axis of a length an amount lies.
    func position(of amount: Double, length: Int) -> Int {
        switch scale {
        case .linear(let axis): return axis.position(of: amount, length: length)
        case .logarithmic(let low, let high, _):
            guard amount > 0 else { return 0 }
            let start = zeroEnd(length: length) ?? 0
            let share =
                (Self.binaryLogarithm(amount) - Self.binaryLogarithm(low))
                / (Self.binaryLogarithm(high) - Self.binaryLogarithm(low))
            return start + Int((max(0, min(1, share)) * Double(length - start)).rounded())
        }
    }

    /// Multiples of every so many powers of ten, ascending.
    private static func steps(of mantissas: [Int], each stride: Int) -> [Double] {
        (-12...18).filter { $0 % stride == 0 }.flatMap { exponent in
            mantissas.map { mantissa in
                let power = (0..<abs(exponent)).reduce(1.0) { product, _ in product * 10 }
                return exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
            }
        }
    }

    /// The logarithm to the base 2 of a positive number, the same on every machine.
    ///
    /// Of the significand, by 2 · artanh((s − 1) / (s + 1)), whose argument is below 1/3: fifteen
    /// terms leave an error below 10^-15.
    private static func binaryLogarithm(_ value: Double) -> Double {
        let argument = (value.significand - 1) / (value.significand + 1)
        var power = argument
        var sum = 0.0
        for odd in stride(from: 1, through: 29, by: 2) {
            sum += power / Double(odd)
            power *= argument * argument
        }
        return Double(value.exponent) + 2 * sum * 1.442_695_040_888_963_4
    }
}
