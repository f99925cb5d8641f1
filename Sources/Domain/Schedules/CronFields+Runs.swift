extension CronFields {
    /// The first second after `second` at which a schedule with these fields runs; both counted from
    /// 1970-01-01 00:00 UTC.
    ///
    /// An hour field that begins with `*` means every real occurrence of a local time. Any other one
    /// means a wall-clock time that comes once a day: in an hour that clocks skip, right after it;
    /// in one that they repeat, at the first.
    ///
    /// - Precondition: No field is still to be drawn.
    /// - Complexity: O(log *n*) in the zone's stretches and O(*m*) in the months up to the run.
    func nextRun(after second: Int, offsets: UTCOffsets) -> Int? {
        hours.beginsWithStar
            ? nextOccurrence(after: second, offsets: offsets)
            : nextWallClockRun(after: second, offsets: offsets)
    }

    private func nextOccurrence(after second: Int, offsets: UTCOffsets) -> Int? {
        var from = second + 1
        while true {
            let minute = floorDivision(from, 60)
            let offset = offsets.offsetMinutes(atMinute: minute) * 60
            guard let local = firstSecond(onOrAfter: from + offset) else { return nil }
            let change = offsets.nextChange(afterMinute: minute)
            guard change != .max, local - offset >= change * 60 else { return local - offset }
            from = change * 60
        }
    }

    private func nextWallClockRun(after second: Int, offsets: UTCOffsets) -> Int? {
        let minute = floorDivision(second, 60)
        let shown = offsets.latestShown(byMinute: minute)
        let isPresent = shown == offsets.local(minute)
        let shownSecond = isPresent ? second - minute * 60 : 59
        guard
            let local = firstSecond(onOrAfter: shown.minutesSinceEpoch * 60 + shownSecond + 1)
        else { return nil }
        let wanted = LocalMinute(minutesSinceEpoch: floorDivision(local, 60))
        let first = offsets.firstMinute(showing: wanted)
        let isSkipped = offsets.local(first) != wanted
        return first * 60 + (isSkipped ? 0 : local - wanted.minutesSinceEpoch * 60)
    }
}
