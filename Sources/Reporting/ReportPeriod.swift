package import Domain

/// What a report tells of, and whose clocks cut it into days and hours.
package struct ReportPeriod: Equatable, Sendable {
    /// Begins a minute: bins are minutes, and what begins within one begins with it.
    package let since: Timestamp
    package let until: Timestamp
    /// The name of the zone that `offsets` are of.
    package let zone: String
    package let offsets: UTCOffsets

    package init(since: Timestamp, until: Timestamp, zone: String, offsets: UTCOffsets) {
        self.since = Timestamp(minute: since.minute)
        self.until = until
        self.zone = zone
        self.offsets = offsets
    }

    /// Ends earlier, or later.
    package func ending(at moment: Timestamp) -> ReportPeriod {
        ReportPeriod(since: since, until: max(since, moment), zone: zone, offsets: offsets)
    }

    /// Where the parts of a grouping begin, and the end: one part unless its rows are times.
    ///
    /// A day is as long as the zone's clocks make it. An hour ends too where they are set.
    ///
    /// - Complexity: O(*n*) in the parts.
    package func cuts(by grouping: ReportGrouping) -> [Timestamp] {
        guard grouping.isTime, since < until else { return [since, until] }
        var cuts = [since]
        var minute = since.minute
        while true {
            minute =
                grouping == .day
                ? Self.nextDay(after: minute, offsets) : Self.nextHour(after: minute, offsets)
            guard Timestamp(minute: minute) < until else { break }
            cuts.append(Timestamp(minute: minute))
        }
        return cuts + [until]
    }

    /// What a part that begins at `cut` is called: `2026-11-20`, or `2026-11-20T09:00:00+01:00`.
    package func name(of cut: Timestamp, by grouping: ReportGrouping) -> String {
        let local = offsets.local(cut.minute)
        guard grouping == .hour else { return dateText(local) }
        return rfc3339(cut, offsets: offsets)
    }

    /// When a day begins where the clocks are these: at midnight, or after a gap over it.
    package static func start(of day: CalendarDay, _ offsets: UTCOffsets) -> Timestamp {
        let midnight = LocalMinute(minutesSinceEpoch: day.daysSinceEpoch * 1440)
        return Timestamp(minute: offsets.firstMinute(showing: midnight))
    }

    private static func nextDay(after minute: Int, _ offsets: UTCOffsets) -> Int {
        let day = offsets.local(minute).day
        var minute = minute
        while true {
            let midnight = minute + 1440 - offsets.local(minute).minuteOfDay
            let change = offsets.nextChange(afterMinute: minute)
            // Clocks that are set back at midnight show the end of the day once more.
            guard change <= midnight else { return midnight }
            if offsets.local(change).day != day { return change }
            minute = change
        }
    }

    private static func nextHour(after minute: Int, _ offsets: UTCOffsets) -> Int {
        let next = minute + 60 - offsets.local(minute).minuteOfHour
        return min(next, offsets.nextChange(afterMinute: minute))
    }
}
