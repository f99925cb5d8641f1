import RealModule

/// One row: the columns in the order of ``DemandFeatures/Column``; the last two are 0.
typealias FeatureRow = SIMD16<Double>

/// What is known at an origin about the slots after it: seasonal means, levels and recent
/// deviations, on the √ scale, less the mean of the origin's last seven days.
///
/// A row reads no slot at or after its origin, so that forecasting now and judging a forecast of the
/// past are one computation. What is a burst or an outage is judged, and what is unknown filled,
/// with all of the frame.
struct DemandFeatures {
    /// "Like days" are those of the slot's weekday; its "kind" is workday or weekend.
    enum Column: Int, CaseIterable {
        case medianOfSevenDays
        case smoothMeanOfSevenDays
        case meanOfLikeDays
        case smoothMeanOfLikeDays
        case levelOfLastDay
        case levelOfDayLastWeek
        case levelOfDayBeforeThat
        case recentDeviation
        case doubleSmoothing
        case lastDayOfKind
        case medianOfKind
        case profileTimesLevel
        case lastHourDeviation
        case deviationFromLastWeek
    }

    /// What the columns weigh before anything is learned: a ridge regression pooled over thirteen
    /// public web series (taxi rides, tweets, load balancers, functions), rounded; each of them was
    /// forecast as well with the weights of the twelve others.
    static let prior: FeatureRow = {
        var prior = FeatureRow.zero
        let weights: [(Column, Double)] = [
            (.medianOfSevenDays, 0.1), (.smoothMeanOfSevenDays, 0.05), (.meanOfLikeDays, -0.05),
            (.smoothMeanOfLikeDays, 0.3), (.levelOfLastDay, 0.1), (.levelOfDayLastWeek, 0.1),
            (.levelOfDayBeforeThat, -0.1), (.recentDeviation, 0.35), (.doubleSmoothing, 0.2),
            (.lastDayOfKind, 0.05), (.medianOfKind, 0.3), (.profileTimesLevel, 0.25),
            (.lastHourDeviation, 0.1), (.deviationFromLastWeek, 0.1),
        ]
        for (column, weight) in weights { prior[column.rawValue] = weight }
        return prior
    }()

    /// An origin's rows and what their values are relative to.
    struct Origin {
        var level: Double
        var rows: [FeatureRow]
    }

    private let frame: DemandFrame
    private let perDay: Int
    /// `sums[i]`: the sum of the first `i` tamed values.
    private let sums: [Double]
    private let smoothing: DoubleSeasonalSmoothing
    private let origins: [Int]
    private let hour: Int
    private let sixHours: Int

    /// - Parameters:
    ///   - frame: At least two days.
    ///   - origins: Ascending; each at least two days after the first slot.
    init(of frame: DemandFrame, origins: [Int]) {
        self.frame = frame
        self.origins = origins
        perDay = frame.perDay
        var sums: [Double] = [0]
        sums.reserveCapacity(frame.count + 1)
        for value in frame.tamed { sums.append(sums[sums.count - 1] + value) }
        self.sums = sums
        smoothing = DoubleSeasonalSmoothing(of: frame, origins: origins)
        hour = max(1, perDay / 24)
        sixHours = max(3, 3 * max(1, perDay / 12))
    }

    /// The rows of slots after some origins.
    ///
    /// - Parameters:
    ///   - chosen: The origins' indices, ascending.
    ///   - daysAhead: On which day after its origin each step lies: 1 for the first.
    ///   - steps: For an origin's index, slots after the origin, ascending, all on that day.
    /// - Returns: The chosen origins with their rows.
    /// - Complexity: O(rows).
    func rows(
        of chosen: [Int],
        daysAhead: Int,
        steps: (Int) -> StrideTo<Int>
    ) -> [Origin] {
        guard let first = chosen.first, let last = chosen.last else { return [] }
        let base = origins[first]
        var lookbacks = [SeasonalLookback?](
            repeating: nil,
            count: origins[last] + daysAhead * perDay - base
        )
        let errorsLeft = smoothing.errorsLeft(steps: daysAhead * perDay)
        let fade = fadings(steps: daysAhead * perDay)
        return chosen.map { index in
            let origin = origins[index]
            let levels = Levels(at: origin, sums, perDay: perDay, hour: hour, sixHours: sixHours)
            let rows = steps(index).map { step in
                let slot = origin + step
                let lookback =
                    lookbacks[slot - base]
                    ?? SeasonalLookback(ofSlot: slot, daysAhead: daysAhead, in: frame)
                lookbacks[slot - base] = lookback
                var row = seasonalPart(lookback, slot: slot, origin: origin, levels)
                row[Column.recentDeviation.rawValue] = levels.recent * fade.slow[step]
                row[Column.deviationFromLastWeek.rawValue] = levels.recentWeek * fade.slow[step]
                row[Column.lastHourDeviation.rawValue] = levels.lastHour * fade.fast[step]
                row[Column.doubleSmoothing.rawValue] =
                    smoothing.value(
                        atOrigin: index,
                        phase: (frame.offset + slot) % perDay,
                        dayClass: frame.days.classes[frame.day(ofSlot: slot)],
                        errorLeft: errorsLeft[step]
                    ) - levels.week
                return row
            }
            return Origin(level: levels.week, rows: rows)
        }
    }

    /// e^(−k / 12 h) and e^(−k / 1 h) by step.
    private func fadings(steps: Int) -> (slow: [Double], fast: [Double]) {
        let hours = (0..<steps).map { Double($0) * 24 / Double(perDay) }
        return (hours.map { Double.exp(-$0 / 12) }, hours.map { Double.exp(-$0) })
    }

    @inline(__always)
    private func seasonalPart(
        _ lookback: SeasonalLookback,
        slot: Int,
        origin: Int,
        _ levels: Levels
    ) -> FeatureRow {
        let level = levels.week
        var row = FeatureRow.zero
        let days = lookback.days
        var smooth = 0.0
        let nearest = (slot - origin) / perDay + 1
        for back in nearest..<nearest + days {
            smooth += localMean(around: slot - back * perDay, before: origin)
        }
        smooth /= Double(days)
        var smoothLike = smooth
        if lookback.likeCount > 0 {
            smoothLike = 0
            for like in 0..<lookback.likeCount {
                let past = slot - lookback.likeDays[like] * perDay
                smoothLike += localMean(around: past, before: origin)
            }
            smoothLike /= Double(lookback.likeCount)
        }
        row[Column.medianOfSevenDays.rawValue] = lookback.median - level
        row[Column.smoothMeanOfSevenDays.rawValue] = smooth - level
        row[Column.meanOfLikeDays.rawValue] = lookback.likeMean - level
        row[Column.smoothMeanOfLikeDays.rawValue] = smoothLike - level
        row[Column.levelOfLastDay.rawValue] = levels.lastDay - level
        row[Column.levelOfDayLastWeek.rawValue] = levels.dayLastWeek - level
        row[Column.levelOfDayBeforeThat.rawValue] = levels.dayBeforeThat - level
        row[Column.lastDayOfKind.rawValue] = (lookback.lastOfKind ?? level) - level
        row[Column.medianOfKind.rawValue] = (lookback.medianOfKind ?? level) - level
        row[Column.profileTimesLevel.rawValue] = (lookback.mean - level) * levels.growth
        return row
    }

    /// The mean of an hour on either side of a slot, as far as it was known at the origin.
    @inline(__always)
    private func localMean(around slot: Int, before origin: Int) -> Double {
        let low = max(slot - hour, 0)
        let high = min(slot + hour + 1, origin)
        return (sums[high] - sums[low]) / Double(high - low)
    }
}

/// What an origin says by itself: how high demand has been of late.
private struct Levels {
    /// The mean of the last seven days: what rows are relative to.
    let week: Double
    let lastDay: Double
    /// Of the day that begins a week before the origin, and of the day before it.
    let dayLastWeek: Double
    let dayBeforeThat: Double
    /// The last six hours less the same hours of the seven days before, and of a week before.
    let recent: Double
    let recentWeek: Double
    /// The last hour less the same hour of the seven days before.
    let lastHour: Double
    /// The last day over the last week, less 1, from −1 to 2.
    let growth: Double

    init(at origin: Int, _ sums: [Double], perDay: Int, hour: Int, sixHours: Int) {
        func mean(_ first: Int, _ end: Int) -> Double {
            (sums[end] - sums[first]) / Double(end - first)
        }
        func deviation(ofLast slots: Int) -> Double {
            let days = min(7, (origin - slots) / perDay)
            guard days > 0 else { return 0 }
            let past = (1...days).reduce(0) { sum, back in
                sum + mean(origin - slots - back * perDay, origin - back * perDay)
            }
            return mean(origin - slots, origin) - past / Double(days)
        }
        week = mean(origin - min(7, origin / perDay) * perDay, origin)
        lastDay = mean(origin - perDay, origin)
        let weekAgo = origin - 7 * perDay
        dayLastWeek = weekAgo >= 0 ? mean(weekAgo, weekAgo + perDay) : week
        dayBeforeThat = weekAgo >= perDay ? mean(weekAgo - perDay, weekAgo) : week
        recent = deviation(ofLast: sixHours)
        lastHour = deviation(ofLast: hour)
        recentWeek =
            weekAgo >= sixHours
            ? mean(origin - sixHours, origin) - mean(weekAgo - sixHours, weekAgo) : 0
        growth = min(max(lastDay / max(week, 1e-6) - 1, -1), 2)
    }
}
