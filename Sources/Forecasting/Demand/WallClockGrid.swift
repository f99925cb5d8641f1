internal import Domain

/// Slots of equal width on a zone's wall clock, numbered from 1970-01-01 00:00.
struct WallClockGrid: Sendable {
    let binMinutes: Int
    let offsets: UTCOffsets

    /// The slot in which the middle of the bin that starts at a minute (UTC) lies: once clocks were
    /// changed, wide bins begin at other hours of the wall clock.
    ///
    /// - Complexity: O(log *n*) in the zone's transitions.
    func slot(ofMinute minute: Int) -> Int {
        let middle = minute + (binMinutes - 1) / 2
        return floorDivision(offsets.local(middle).minutesSinceEpoch, binMinutes)
    }
}
