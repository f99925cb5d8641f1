import RealModule

/// The errors of past forecasts, to be weighed by how much they resemble a forecast at hand.
struct ResidualPool {
    /// One past error.
    struct Residual {
        /// Observed less forecast, on the √ scale.
        var error: Double
        /// The forecast, in spreads of the series.
        var level: Double
        /// The slot of the day.
        var phase: Int
        var weight: Double
    }

    /// The same in the form that it is looked up in.
    private struct Entry {
        var error: Double
        var weight: Double
        var level: Int32
        var phase: Int32
    }

    /// Levels are told apart by this part of a spread.
    private static let levelSteps = 16.0

    /// By error, ascending.
    private let entries: [Entry]
    /// The weight of a difference in levels and of one in phases.
    private let levelKernel: [Double]
    private let phaseKernel: [Double]

    /// - Parameters:
    ///   - residuals: In any order, at least one.
    ///   - perDay: Slots of a day.
    /// - Complexity: O(*n* log *n*).
    init(_ residuals: [Residual], perDay: Int) {
        precondition(!residuals.isEmpty, "a forecast was judged at least once")
        var entries = residuals.map { residual in
            Entry(
                error: residual.error,
                weight: residual.weight,
                level: Self.levelStep(residual.level),
                phase: Int32(residual.phase)
            )
        }
        entries.sort { $0.error < $1.error }
        self.entries = entries
        levelKernel = (0...Int(6 * Self.levelSteps)).map {
            let distance = Double($0) / Self.levelSteps
            return Double.exp(-distance * distance / 2)
        }
        let sixHours = Double(perDay) / 4
        phaseKernel = (0..<perDay).map {
            let distance = Double(min($0, perDay - $0)) / sixHours
            return Double.exp(-distance * distance / 2)
        }
    }

    private static func levelStep(_ level: Double) -> Int32 {
        Int32(min(max((level * levelSteps).rounded(), -1e6), 1e6))
    }

    /// The mean and nine deciles of the count whose √ was forecast as `value`.
    ///
    /// Weights fall with the difference in time of day (a normal kernel of six hours) and in level
    /// (one spread); quantiles interpolate between the middles of the weights (the weighted form of
    /// Hazen's), and the mean is the mean of the squares (smearing: Duan 1983).
    ///
    /// - Parameters:
    ///   - value: The forecast, on the √ scale.
    ///   - level: The same in spreads.
    ///   - phase: Its slot of the day.
    ///   - stretch: What errors are multiplied by.
    /// - Returns: Quantiles ascend; those below 3 are whole numbers.
    /// - Complexity: O(*n*).
    func distribution(
        around value: Double,
        level: Double,
        phase: Int,
        stretch: Double
    ) -> DemandForecast.Distribution {
        let ownLevel = Self.levelStep(level)
        let ownPhase = Int32(phase)
        let farthest = Int32(levelKernel.count - 1)
        var weighted: [WeightedSample] = []
        weighted.reserveCapacity(entries.count)
        var total = 0.0
        var sum = 0.0
        for entry in entries {
            let levelStep = min(abs(entry.level - ownLevel), farthest)
            let phaseStep = abs(entry.phase - ownPhase)
            let weight =
                entry.weight * levelKernel[Int(levelStep)] * phaseKernel[Int(phaseStep)] + 1e-12
            weighted.append(WeightedSample(value: entry.error, weight: weight))
            total += weight
            let root = max(value + entry.error * stretch, 0)
            sum += weight * root * root
        }
        let quantiles = deciles(of: weighted, total: total).map { error in
            let root = max(value + error * stretch, 0)
            // Small counts are whole numbers.
            return root * root < 3 ? (root * root).rounded() : root * root
        }
        return DemandForecast.Distribution(mean: sum / total, quantiles: quantiles)
    }
}

/// A sample and how much it counts.
struct WeightedSample {
    var value: Double
    /// Above 0.
    var weight: Double
}

/// The 10 % to 90 % quantiles of weighted samples.
///
/// The quantile of p lies where the weight before a sample and half of its own make p of the total
/// (for equal weights Hazen's rule); between samples it is interpolated, beyond the first and the
/// last these hold.
///
/// - Parameters:
///   - samples: Ascending, at least one.
///   - total: The sum of the weights.
/// - Returns: Nine, ascending.
/// - Complexity: O(*n*).
func deciles(of samples: [WeightedSample], total: Double) -> [Double] {
    var deciles: [Double] = []
    deciles.reserveCapacity(9)
    var below = 0.0
    var before = (position: -Double.infinity, value: samples[0].value)
    var wanted = 0.1 * total
    for sample in samples {
        let position = below + sample.weight / 2
        while wanted <= position {
            let part = (wanted - before.position) / (position - before.position)
            // Before the first sample nothing is known to interpolate with.
            let start = before.position.isFinite ? before.value : sample.value
            deciles.append(start + (part.isFinite ? part : 1) * (sample.value - start))
            guard deciles.count < 9 else { return deciles }
            wanted = Double(deciles.count + 1) / 10 * total
        }
        below += sample.weight
        before = (position, sample.value)
    }
    while deciles.count < 9 { deciles.append(before.value) }
    return deciles
}
