internal import Domain

/// The bins of a row of values that lie at least partly within some minutes.
struct VisibleBins {
    let startMinute: Int
    let binMinutes: Int
    let indices: Range<Int>
    private let minutes: Range<Int>

    /// - Returns: No bin where the width is not positive or the start is beyond the calendar.
    init(startMinute: Int, binMinutes: Int, count: Int, within minutes: Range<Int>) {
        self.startMinute = startMinute
        self.binMinutes = binMinutes
        self.minutes = minutes
        guard binMinutes > 0, binMinutes <= TimeChart.calendar.count,
            TimeChart.calendar.contains(startMinute)
        else {
            indices = 0..<0
            return
        }
        let first = floorDivision(minutes.lowerBound - startMinute, binMinutes)
        let end = floorDivision(minutes.upperBound - 1 - startMinute, binMinutes) + 1
        let start = min(max(0, first), count)
        indices = start..<max(start, min(end, count))
    }

    /// The minutes of a bin that are shown.
    func minutes(of index: Int) -> Range<Int> {
        let start = startMinute + index * binMinutes
        return max(start, minutes.lowerBound)..<min(start + binMinutes, minutes.upperBound)
    }
}
