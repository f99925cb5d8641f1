internal import Domain

/// Demand from less than four days: the level, drawn to the time of day as whole days come in, with
/// bands as wide as so little knowledge asks for.
///
/// On the √ scale a value is taken as normal around its expectation, with the spread that was seen
/// and the ½ of a Poisson count at least; its quantiles are those of Student's t with a degree of
/// freedom for each whole day, since it is days, not bins, that repeat.
struct ShortHistory {
    /// The 10 % to 90 % quantiles of Student's t for 1, 2 and 3 degrees of freedom.
    private static let studentQuantiles: [[Double]] = [
        [-3.0777, -1.3764, -0.7265, -0.3249, 0, 0.3249, 0.7265, 1.3764, 3.0777],
        [-1.8856, -1.0607, -0.6172, -0.2887, 0, 0.2887, 0.6172, 1.0607, 1.8856],
        [-1.6377, -0.9785, -0.5844, -0.2767, 0, 0.2767, 0.5844, 0.9785, 1.6377],
    ]

    private let frame: DemandFrame
    /// Whole days of history, of those that it can tell apart.
    let days: Int
    private let level: Double
    /// By slot of the day; `nil` where none was seen.
    private let profile: [Double?]
    private let variance: Double
    /// How far the time of day draws a forecast from the level, from 0 to 1.
    private let trust: Double

    /// - Precondition: A slot of the frame is known.
    /// - Complexity: O(*n*).
    init(of frame: DemandFrame) {
        self.frame = frame
        let known = frame.isKnown.indices.filter { frame.isKnown[$0] }
        precondition(!known.isEmpty, "something is known")
        // A hole or two do not make a day less.
        let knownDays = (known.count + frame.perDay / 2) / frame.perDay
        days = min(frame.count / frame.perDay, knownDays, Self.studentQuantiles.count)
        let level = known.reduce(0) { $0 + frame.values[$1] } / Double(known.count)
        self.level = level
        var sums = [(sum: Double, count: Double)](repeating: (0, 0), count: frame.perDay)
        for slot in known {
            let phase = (frame.offset + slot) % frame.perDay
            sums[phase] = (sums[phase].sum + frame.values[slot], sums[phase].count + 1)
        }
        profile = Self.smoothed(sums)
        let share = DemandPattern(of: frame).dayShare ?? 0
        trust = max(Self.trust(days: days), share)
        // Judged by the other days alone.
        let judged = days > 1 ? max(Self.trust(days: days - 1), share) : 0
        let squares = known.reduce(0.0) { total, slot in
            let phase = (frame.offset + slot) % frame.perDay
            let (sum, count) = sums[phase]
            // What the other days say of this slot.
            let others = count > 1 ? (sum - frame.values[slot]) / (count - 1) : level
            let error = frame.values[slot] - level - judged * (others - level)
            return total + error * error
        }
        let perDay = Double(max(days, 1))
        variance = (squares / Double(known.count) + 0.25) * (1 + 1 / perDay)
    }

    /// How far so many days draw a forecast from the level to the time of day before they show how
    /// much they are alike.
    private static func trust(days: Int) -> Double {
        days > 0 ? Double(days) / Double(days + 1) : 0
    }

    /// The mean of each slot of the day and an hour on either side.
    private static func smoothed(_ sums: [(sum: Double, count: Double)]) -> [Double?] {
        let hour = sums.count / 24
        return sums.indices.map { phase in
            var total = (sum: 0.0, count: 0.0)
            for near in phase - hour...phase + hour {
                let neighbour = sums[(near + sums.count) % sums.count]
                total = (total.sum + neighbour.sum, total.count + neighbour.count)
            }
            return total.count > 0 ? total.sum / total.count : nil
        }
    }

    /// What may come in each slot of a day; see ``SeasonalRegression/day(_:)``.
    func day(_ daysAhead: Int) -> [DemandForecast.Distribution] {
        let perDay = frame.perDay
        let student = Self.studentQuantiles[max(days, 1) - 1]
        let spread = variance.squareRoot()
        return (0..<perDay).map { index in
            let slot = frame.count + (daysAhead - 1) * perDay + index
            let seasonal = profile[(frame.offset + slot) % perDay] ?? level
            let value = level + trust * (seasonal - level)
            let quantiles = student.map { quantile in
                let root = max(value + quantile * spread, 0)
                return root * root < 3 ? (root * root).rounded() : root * root
            }
            return DemandForecast.Distribution(
                // The mean of a square; the ¼ of a Poisson count is in the mean of its own.
                mean: value * value + max(variance - 0.5, 0),
                quantiles: quantiles
            ).scaled(by: frame.days.factors[frame.day(ofSlot: slot)])
        }
    }
}
