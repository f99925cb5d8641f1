/// A stretch of neighbouring bins in which demand is at its highest or lowest.
package struct DemandExtreme: Equatable, Sendable {
    package enum Kind: String, Equatable, Sendable {
        case trough
        case peak
    }

    package var kind: Kind
    /// Minutes since the epoch (UTC).
    package var startMinute: Int
    package var endMinute: Int
    /// The mean of the bins within: requests per bin.
    package var level: Double
    /// The means of the bins' 10 % and 90 % quantiles.
    package var lower: Double
    package var upper: Double
    /// By how many requests per bin it stands out from what separates it from a greater one (for a
    /// trough: a lower one), as of a mountain.
    package var prominence: Double
}

/// Stretches of bins that stand out from their surroundings.
struct ProminentStretches {
    struct Stretch: Equatable {
        var range: Range<Int>
        var prominence: Double
    }

    /// Of the whole range, what a stretch has to stand out by, and how far it may fall within.
    private static let leastProminence = 0.3
    private static let tolerance = 0.2

    /// Finds the peaks of a curve.
    ///
    /// The topographic prominence of a maximum is its height above the lowest point that has to be
    /// crossed on the way to higher ground; towards an end of the curve nothing has to be crossed.
    ///
    /// - Parameter heights: Finite values.
    /// - Returns: Stretches by position: disjoint; none when the curve is flat.
    /// - Complexity: O(*n*²) at worst, O(*n*) for curves with few maxima.
    static func peaks(of heights: [Double]) -> [Stretch] {
        // What rounding makes of a flat curve is no peak.
        guard let lowest = heights.min(), let highest = heights.max(),
            highest - lowest > 1e-9 * max(abs(lowest), abs(highest))
        else { return [] }
        let range = highest - lowest
        var stretches: [Stretch] = []
        for index in heights.indices {
            let height = heights[index]
            // Of a plateau the first bin stands for all.
            guard index == 0 || heights[index - 1] < height,
                let prominence = prominence(of: index, in: heights, lowest: lowest),
                prominence >= leastProminence * range
            else { continue }
            let floor = height - tolerance * prominence
            var first = index
            var end = index + 1
            while first > 0, heights[first - 1] >= floor { first -= 1 }
            while end < heights.count, heights[end] >= floor { end += 1 }
            stretches.append(Stretch(range: first..<end, prominence: prominence))
        }
        return stretches
    }

    /// `nil` when the next different value to the right is higher: no maximum.
    private static func prominence(of index: Int, in heights: [Double], lowest: Double) -> Double? {
        let height = heights[index]
        var saddles: [Double] = []
        // To the right first: on a slope it ends at once.
        if let saddle = saddle(from: height, over: heights[(index + 1)...], where: { $0 > height })
        {
            guard saddle < height else { return nil }
            saddles.append(saddle)
        }
        let left = heights[..<index].reversed()
        if let saddle = saddle(from: height, over: left, where: { $0 >= height }) {
            saddles.append(saddle)
        }
        return height - (saddles.max() ?? lowest)
    }

    /// The lowest point on the way to higher ground; `nil` where there is none.
    private static func saddle(
        from height: Double,
        over heights: some Sequence<Double>,
        where isHigher: (Double) -> Bool
    ) -> Double? {
        var low = height
        for other in heights {
            if isHigher(other) { return low }
            low = min(low, other)
        }
        return nil
    }
}

/// A centred moving average, shortened at the ends.
///
/// Equal windows have equal means, to the last bit: days that repeat tie.
///
/// - Complexity: O(*n* · width).
func movingAverage(_ values: [Double], halfWidth: Int) -> [Double] {
    values.indices.map { index in
        let window = values[max(0, index - halfWidth)..<min(values.count, index + halfWidth + 1)]
        return window.reduce(0, +) / Double(window.count)
    }
}

/// The troughs and peaks of forecast bins, by time.
///
/// The day before the horizon and the one after it are taken to be like its first and its last, so
/// that the end of a slope is no extreme.
///
/// - Complexity: O(*n*²) at worst in the bins.
func extremes(
    of bins: [DemandForecast.Distribution],
    startMinute: Int,
    binMinutes: Int
) -> [DemandExtreme] {
    let perDay = 1440 / binMinutes
    let before = bins.count < perDay ? 0 : perDay
    let surroundings = [bins.prefix(before), bins[...], bins.suffix(before)].joined()
    let means = movingAverage(surroundings.map(\.mean), halfWidth: 30 / binMinutes)
    let horizon = before..<before + bins.count
    func found(_ kind: DemandExtreme.Kind, _ heights: [Double]) -> [DemandExtreme] {
        ProminentStretches.peaks(of: heights).compactMap { stretch in
            let middle = (stretch.range.lowerBound + stretch.range.upperBound - 1) / 2
            // What lasts less than an hour is noise.
            guard horizon.contains(middle), stretch.range.count * binMinutes >= 60 else {
                return nil
            }
            let range = stretch.range.clamped(to: horizon)
            let first = range.lowerBound - before
            let end = range.upperBound - before
            func mean(_ value: (DemandForecast.Distribution) -> Double) -> Double {
                bins[first..<end].reduce(0) { $0 + value($1) } / Double(range.count)
            }
            return DemandExtreme(
                kind: kind,
                startMinute: startMinute + first * binMinutes,
                endMinute: startMinute + end * binMinutes,
                level: mean(\.mean),
                lower: mean(\.lower),
                upper: mean(\.upper),
                prominence: stretch.prominence
            )
        }
    }
    let both = found(.trough, means.map { -$0 }) + found(.peak, means)
    return both.sorted { ($0.startMinute, $0.endMinute) < ($1.startMinute, $1.endMinute) }
}
