/// How well forecasts were met, over bins that are known.
///
/// The measures of the M competitions and of GluonTS: see ``weightedQuantileLoss`` and the others.
/// Scales come from the history before each origin, so that endpoints of any size compare.
package struct ForecastScore: Equatable, Sendable {
    private var pinball = 0.0
    private var requests = 0.0
    private var absoluteErrors = 0.0
    private var squaredErrors = 0.0
    private var scaledBins = 0.0
    private var covered = 0.0
    private var bins = 0.0
    private var hits = Hits()

    private struct Hits: Equatable {
        var troughs = 0.0
        var peaks = 0.0
        var days = 0.0
    }

    package init() {}

    /// Twice the mean pinball loss of the deciles over all bins, over the sum of the requests.
    package var weightedQuantileLoss: Double? { requests > 0 ? pinball / requests : nil }

    /// Mean absolute error of the median over the history's mean absolute change from day to day
    /// (Hyndman and Koehler 2006).
    package var scaledError: Double? { scaledBins > 0 ? absoluteErrors / scaledBins : nil }

    /// Root mean square error of the mean over the history's root mean square change from day to
    /// day (the M5 competition).
    package var scaledSquareError: Double? {
        scaledBins > 0 ? (squaredErrors / scaledBins).squareRoot() : nil
    }

    /// The share of bins within the 10 % and 90 % quantiles; 0.8 is ideal, and small counts exceed
    /// it.
    package var coverage: Double? { bins > 0 ? covered / bins : nil }

    /// The share of days on which the forecast's lowest (highest) twelfth of the day is one of the
    /// three lowest (highest) that came.
    package var troughHits: Double? { hits.days > 0 ? hits.troughs / hits.days : nil }
    package var peakHits: Double? { hits.days > 0 ? hits.peaks / hits.days : nil }

    /// Judges a forecast of one day or less.
    ///
    /// - Parameters:
    ///   - forecast: A distribution for each bin.
    ///   - outcome: What came; as many.
    ///   - scale: The history's mean absolute and mean square change from day to day; `nil` leaves
    ///     the scaled errors alone.
    /// - Complexity: O(*n*).
    package mutating func add(
        _ forecast: [DemandForecast.Distribution],
        outcome: [Double?],
        scale: (absolute: Double, square: Double)?
    ) {
        precondition(forecast.count == outcome.count, "an outcome for each bin")
        for (bin, count) in zip(forecast, outcome) {
            guard let count else { continue }
            for (index, quantile) in bin.quantiles.enumerated() {
                let level = Double(index + 1) / 10
                let error = count - quantile
                pinball += 2 * max(level * error, (level - 1) * error) / 9
            }
            requests += count
            bins += 1
            if count >= bin.lower - 1e-9, count <= bin.upper + 1e-9 { covered += 1 }
            guard let scale, scale.absolute > 0 else { continue }
            absoluteErrors += abs(count - bin.median) / scale.absolute
            squaredErrors += (count - bin.mean) * (count - bin.mean) / scale.square
            scaledBins += 1
        }
        addHits(forecast.map(\.mean), outcome.compactMap { $0 })
    }

    /// Whole days without gaps only, and no day without requests.
    private mutating func addHits(_ means: [Double], _ outcome: [Double]) {
        guard outcome.count == means.count, means.count % 12 == 0,
            outcome.contains(where: { $0 > 0 })
        else { return }
        let forecast = Self.twelfths(means)
        let came = Self.twelfths(outcome)
        hits.troughs += Self.hitShare(of: forecast, came)
        hits.peaks += Self.hitShare(of: forecast.map { -$0 }, came.map { -$0 })
        hits.days += 1
    }

    private static func twelfths(_ values: [Double]) -> [Double] {
        let width = values.count / 12
        return (0..<12).map { values[$0 * width..<($0 + 1) * width].reduce(0, +) }
    }

    /// The share of the forecast's lowest parts that are among the three lowest, and for a peak
    /// (negative sums) not empty.
    private static func hitShare(of forecast: [Double], _ came: [Double]) -> Double {
        let lowest = forecast.min() ?? 0
        let tied = forecast.indices.filter {
            forecast[$0] <= lowest + 1e-9 * (1 + abs(lowest))
        }
        let third = came.sorted()[2]
        let isPeak = came.contains { $0 < 0 }
        let hit = tied.count { came[$0] <= third && (!isPeak || came[$0] < 0) }
        return Double(hit) / Double(tied.count)
    }
}
