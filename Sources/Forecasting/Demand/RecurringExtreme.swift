/// A trough or peak that comes back on like days.
package struct RecurringExtreme: Equatable, Sendable {
    package enum Days: String, Equatable, Sendable {
        case everyDay
        case workdays
        case weekends
    }

    package var kind: DemandExtreme.Kind
    package var days: Days
    /// Minutes of the wall clock's day, half open; an end at or before the start lies on the next
    /// day.
    package var startMinuteOfDay: Int
    package var endMinuteOfDay: Int
    /// Mean requests per bin within.
    package var level: Double
}

/// The main trough and peak of workdays and of weekends, told once where they agree.
///
/// - Parameter frame: At least two days; its newest four weeks are looked at.
/// - Returns: At most two of each kind; troughs first.
/// - Complexity: O(*n*).
func recurringExtremes(of frame: DemandFrame) -> [RecurringExtreme] {
    let workdays = DayProfile(of: frame, isWeekend: false)
    let weekends = DayProfile(of: frame, isWeekend: true)
    return [DemandExtreme.Kind.trough, .peak].flatMap { kind -> [RecurringExtreme] in
        let work = workdays?.extreme(kind, days: .workdays)
        let rest = weekends?.extreme(kind, days: .weekends)
        guard let work, let rest, work.isLike(rest),
            let both = DayProfile(of: frame, isWeekend: nil)?.extreme(kind, days: .everyDay)
        else { return [work, rest].compactMap { $0 } }
        return [both]
    }
}

extension RecurringExtreme {
    /// Whether both begin and end within an hour and a half of each other.
    fileprivate func isLike(_ other: RecurringExtreme) -> Bool {
        func distance(_ first: Int, _ second: Int) -> Int {
            let apart = abs(first - second)
            return min(apart, 1440 - apart)
        }
        return distance(startMinuteOfDay, other.startMinuteOfDay) <= 90
            && distance(endMinuteOfDay, other.endMinuteOfDay) <= 90
    }
}

/// Mean requests by slot of the day.
private struct DayProfile {
    private let means: [Double]
    private let binMinutes: Int

    /// Fails when a slot of the day was known on less than two such days.
    ///
    /// - Parameters:
    ///   - frame: The history.
    ///   - isWeekend: `nil` for all days.
    init?(of frame: DemandFrame, isWeekend: Bool?) {
        let perDay = frame.perDay
        guard perDay >= 6 else { return nil }
        var sums = [Double](repeating: 0, count: perDay)
        var counts = sums
        for slot in max(0, frame.count - 28 * perDay)..<frame.count where frame.isKnown[slot] {
            let dayClass = frame.days.classes[frame.day(ofSlot: slot)]
            guard isWeekend == nil || DayClasses.isWeekend(dayClass) == isWeekend else { continue }
            let phase = (frame.offset + slot) % perDay
            sums[phase] += frame.tamed[slot] * frame.tamed[slot]
            counts[phase] += 1
        }
        guard counts.allSatisfy({ $0 >= 2 }) else { return nil }
        means = zip(sums, counts).map { $0 / $1 }
        binMinutes = 1440 / perDay
    }

    /// The most prominent one of a day that is followed by itself.
    func extreme(_ kind: DemandExtreme.Kind, days: RecurringExtreme.Days) -> RecurringExtreme? {
        let count = means.count
        let circle = movingAverage(means + means + means, halfWidth: 30 / binMinutes)
        let heights = kind == .peak ? circle : circle.map { -$0 }
        let inMiddle = ProminentStretches.peaks(of: heights).filter {
            (count..<2 * count).contains($0.range.lowerBound)
        }
        guard let main = inMiddle.max(by: { $0.prominence < $1.prominence }),
            main.range.count < count, main.range.count * binMinutes >= 60
        else { return nil }
        let level = main.range.reduce(0) { $0 + means[$1 % count] } / Double(main.range.count)
        return RecurringExtreme(
            kind: kind,
            days: days,
            startMinuteOfDay: main.range.lowerBound % count * binMinutes,
            endMinuteOfDay: main.range.upperBound % count * binMinutes,
            level: level
        )
    }
}
