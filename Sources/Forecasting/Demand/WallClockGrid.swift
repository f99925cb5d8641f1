internal import Domain

/// Slots of equal width on a zone's wall clock, numbered from 1970-01-01 00:00.
struct WallClockGrid: Sendable {
    let binMinutes: Int
    let offsets: UTCOffsets

    /// The slot in which the bin that starts at a minute (UTC) lies.
    ///
    /// - Complexity: O(log *n*) in the zone's transitions.
    func slot(ofMinute minute: Int) -> Int {
        floorDivision(offsets.local(minute).minutesSinceEpoch, binMinutes)
    }
}
