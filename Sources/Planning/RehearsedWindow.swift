internal import Domain
internal import RealModule

/// A stretch of time ahead, and the days of late that are rehearsed for it.
struct RehearsedWindow {
    /// So many days back a rehearsal begins at most, the length of the stretch apart.
    static let lookBack = 28
    /// Two weeks have each weekday twice (docs/decisions/0014-rehearsals.md compares other numbers).
    private static let wanted = 14

    let minutes: Range<Int>
    private let offsets: UTCOffsets

    init(minutes: Range<Int>, _ offsets: UTCOffsets) {
        self.minutes = minutes
        self.offsets = offsets
    }

    /// How many days before the stretch each candidate lies, the nearest first.
    var days: Range<Int> {
        let nearest = (minutes.count + 1439) / 1440
        return nearest..<nearest + Self.lookBack
    }

    /// The latest ones; of those with the same weekends where these make a difference.
    func chosen(of rehearsals: [Rehearsal]) -> [Rehearsal] {
        let own = weekends(daysBefore: 0)
        let alike = rehearsals.filter { weekends(daysBefore: $0.daysBefore) == own }
        let others = rehearsals.filter { weekends(daysBefore: $0.daysBefore) != own }
        let chosen = Self.differ(alike, others) ? alike : rehearsals
        return Array(chosen.prefix(Self.wanted))
    }

    /// Whether each day of the stretch, moved so many days back, lies on a weekend: by its middle.
    private func weekends(daysBefore days: Int) -> [Bool] {
        let count = max((minutes.count + 1439) / 1440, 1)
        return (0..<count).map { day in
            let middle = minutes.lowerBound + minutes.count * (2 * day + 1) / (2 * count)
            return offsets.local(middle - days * 1440).dayOfWeek >= 5
        }
    }

    /// Whether two kinds of days have clearly different numbers of cold starts to avoid: Welch's
    /// statistic is above 2.
    private static func differ(_ first: [Rehearsal], _ second: [Rehearsal]) -> Bool {
        guard first.count >= 2, second.count >= 2 else { return false }
        let (one, other) = (moments(of: first), moments(of: second))
        let error = Double.sqrt(one.variance / one.count + other.variance / other.count)
        return abs(one.mean - other.mean) > 2 * error
    }

    private static func moments(
        of rehearsals: [Rehearsal]
    ) -> (mean: Double, variance: Double, count: Double) {
        let count = Double(rehearsals.count)
        let mean = rehearsals.reduce(0) { $0 + $1.coldStartsWithout } / count
        let squares = rehearsals.reduce(0) { sum, rehearsal in
            sum + (rehearsal.coldStartsWithout - mean) * (rehearsal.coldStartsWithout - mean)
        }
        return (mean, squares / (count - 1), count)
    }
}
