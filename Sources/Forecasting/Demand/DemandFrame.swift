internal import Domain
import RealModule

/// The newest weeks of a series on the grid of the wall clock, on the √ scale, without holes.
///
/// A daily rhythm lives in wall-clock time: where clocks go forward, slots are unknown; where they
/// go back, two bins share a slot, which holds their mean.
struct DemandFrame: Sendable {
    /// The most days that are looked at: four weeks to learn from the four weeks before.
    static let mostDays = 56

    /// Slots of a day.
    let perDay: Int
    /// The number of the first slot since 1970-01-01 00:00 of the wall clock.
    let firstSlot: Int
    /// Slots from midnight to the first one.
    let offset: Int
    /// The days from the first slot's to the horizon's end.
    let days: DayClasses
    /// Requests; 0 where unknown.
    private(set) var counts: [Double]
    /// Whether a slot was seen and may be learned from.
    private(set) var isKnown: [Bool]
    /// Square roots of the counts; what is unknown is taken from like days.
    private(set) var values: [Double]
    /// The same with bursts clipped: what seasonal features are made of.
    private(set) var tamed: [Double]
    /// Slots that look like an outage of the observation.
    let suspects: [Range<Int>]

    var count: Int { counts.count }

    /// The standard deviation of all values.
    var spread: Double {
        let mean = values.reduce(0, +) / Double(max(values.count, 1))
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(max(values.count, 1))).squareRoot()
    }

    /// The share of known slots that had a request.
    private var busyShare: Double {
        let busy = zip(counts, isKnown).count { $0 > 0 && $1 }
        return Double(busy) / Double(max(isKnown.count { $0 }, 1))
    }

    /// Whether requests are few and far between: less than one and a half a slot, in less than half
    /// of the slots.
    ///
    /// An office that is closed most of the week is not intermittent.
    var isIntermittent: Bool {
        let mean = counts.reduce(0, +) / Double(max(isKnown.count { $0 }, 1))
        return busyShare < 0.5 && mean < 1.5
    }

    /// The mean absolute and the mean square change from one day's slot to the next day's, in
    /// requests; `nil` where fewer than ten requests or no change is no scale.
    var dailyChange: (absolute: Double, square: Double)? {
        var sum = (absolute: 0.0, square: 0.0, count: 0.0)
        for slot in perDay..<max(perDay, count) where isKnown[slot] && isKnown[slot - perDay] {
            let change = counts[slot] - counts[slot - perDay]
            sum.absolute += abs(change)
            sum.square += change * change
            sum.count += 1
        }
        guard sum.absolute > 0, counts.reduce(0, +) >= 10 else { return nil }
        return (sum.absolute / sum.count, sum.square / sum.count)
    }

    /// The day (an index of `days`) that a slot lies on.
    @inline(__always)
    func day(ofSlot slot: Int) -> Int { (offset + slot) / perDay }

    /// - Parameters:
    ///   - series: The history; all but the newest ``mostDays`` days are left out.
    ///   - offsets: The wall clock.
    ///   - horizonBins: How many bins after the last will be asked for.
    ///   - specialDates: Holidays and one-off dates.
    /// - Complexity: O(*n*) in the bins kept, times the days of like kind for each unknown one.
    init(
        of series: DemandSeries,
        offsets: UTCOffsets,
        horizonBins: Int,
        specialDates: [SpecialDate]
    ) {
        let grid = WallClockGrid(binMinutes: series.binMinutes, offsets: offsets)
        let perDay = series.binsPerDay
        let series = series.suffix(Self.mostDays * perDay)
        let slots = series.counts.indices.map {
            grid.slot(ofMinute: series.startMinute + $0 * series.binMinutes)
        }
        // Where clocks go back, neither the first nor the last bin need have the extreme slot.
        let first = slots.min() ?? grid.slot(ofMinute: series.startMinute)
        let end = slots.max().map { $0 + 1 } ?? first
        let farthest = (0..<horizonBins).reduce(end) { farthest, bin in
            max(farthest, grid.slot(ofMinute: series.endMinute + bin * series.binMinutes))
        }
        // Models make whole days.
        let daysAhead = (farthest - end) / perDay + 1
        let firstDay = floorDivision(first, perDay)
        let days = DayClasses(
            firstDay: firstDay,
            count: floorDivision(end + daysAhead * perDay - 1, perDay) - firstDay + 1,
            specialDates: specialDates
        )
        var counts = [Double](repeating: 0, count: max(0, end - first))
        var seen = [Int](repeating: 0, count: counts.count)
        for (index, count) in series.counts.enumerated() {
            guard let count else { continue }
            let slot = slots[index] - first
            seen[slot] += 1
            counts[slot] += (count - counts[slot]) / Double(seen[slot])
        }
        self.perDay = perDay
        firstSlot = first
        offset = first - firstDay * perDay
        self.days = days
        self.counts = counts
        isKnown = seen.map { $0 > 0 }
        values = []
        tamed = []
        suspects = suspectedOutages(
            counts: counts,
            isKnown: isKnown,
            perDay: perDay,
            offset: offset,
            days: days
        )
        leaveOut()
        imputeAndTame()
    }

    /// Forgets outages and one-off dates.
    private mutating func leaveOut() {
        for slot in suspects.joined() { isKnown[slot] = false }
        for slot in isKnown.indices where days.isOneOff[day(ofSlot: slot)] {
            isKnown[slot] = false
        }
        for slot in isKnown.indices where !isKnown[slot] { counts[slot] = 0 }
    }

    private mutating func imputeAndTame() {
        values = counts.map { $0.squareRoot() }
        var known = zip(values, isKnown).filter { $0.1 }.map { $0.0 }
        let typical = known.isEmpty ? 0 : median(&known)
        for slot in isKnown.indices where !isKnown[slot] {
            values[slot] = substitute(for: slot) ?? typical
        }
        // Where most slots are empty, every request would count as a burst.
        tamed = busyShare < 0.5 ? values : tamedBursts(values, perDay: perDay)
    }

    /// The mean of up to two like days before, else of any days before, else of days after; `nil`
    /// for a time of day that was never seen.
    private func substitute(for slot: Int) -> Double? {
        let ownClass = days.classes[day(ofSlot: slot)]
        let before = Array(stride(from: slot - perDay, through: 0, by: -perDay))
        let after = Array(stride(from: slot + perDay, to: count, by: perDay))
        let like = before.filter { days.classes[day(ofSlot: $0)] == ownClass }
        for candidates in [like, before, after] {
            let known = candidates.filter { isKnown[$0] }.prefix(2)
            guard known.isEmpty else {
                return known.reduce(0) { $0 + values[$1] } / Double(known.count)
            }
        }
        return nil
    }
}
