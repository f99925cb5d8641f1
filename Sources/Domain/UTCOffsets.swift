/// What a time zone's clocks show: the offset from UTC over time, as a table.
///
/// The core knows no zone database. The shell reads one and hands this table down, so that equal
/// inputs give equal plans on every machine.
package struct UTCOffsets: Equatable, Sendable {
    /// One stretch of constant offset, from `fromMinute` (since the epoch, UTC) on.
    package struct Stretch: Equatable, Sendable {
        package var fromMinute: Int
        package var offsetMinutes: Int

        package init(fromMinute: Int, offsetMinutes: Int) {
            self.fromMinute = fromMinute
            self.offsetMinutes = offsetMinutes
        }
    }

    /// The offset before the first stretch.
    package let earliestOffsetMinutes: Int
    /// Ascending by `fromMinute`.
    package let stretches: [Stretch]

    package static let utc = UTCOffsets(earliestOffsetMinutes: 0, stretches: [])

    /// - Precondition: `stretches` ascend strictly.
    package init(earliestOffsetMinutes: Int, stretches: [Stretch]) {
        precondition(
            zip(stretches, stretches.dropFirst()).allSatisfy { $0.fromMinute < $1.fromMinute },
            "stretches ascend"
        )
        self.earliestOffsetMinutes = earliestOffsetMinutes
        self.stretches = stretches
    }

    /// The offset from UTC at a minute since the epoch, in minutes east.
    ///
    /// - Complexity: O(log *n*) in the number of stretches.
    package func offsetMinutes(atMinute minute: Int) -> Int {
        let next = stretches.partitioningIndex { $0.fromMinute > minute }
        return next == 0 ? earliestOffsetMinutes : stretches[next - 1].offsetMinutes
    }

    /// The first minute after `minute` at which the offset may differ, or `Int.max`.
    ///
    /// - Complexity: O(log *n*) in the number of stretches.
    package func nextChange(afterMinute minute: Int) -> Int {
        let next = stretches.partitioningIndex { $0.fromMinute > minute }
        return next < stretches.count ? stretches[next].fromMinute : .max
    }

    /// No zone's clocks differ by more than this from UTC, nor change by more.
    private static let mostMinutes = 26 * 60

    /// The first UTC minute at which the zone's clocks show `local` or later.
    ///
    /// - Complexity: O(log *n*) in the number of stretches.
    package func firstMinute(showing local: LocalMinute) -> Int {
        let wanted = local.minutesSinceEpoch
        let earliest = wanted - Self.mostMinutes
        var next = stretches.partitioningIndex { $0.fromMinute > earliest }
        var offset = next == 0 ? earliestOffsetMinutes : stretches[next - 1].offsetMinutes
        var from = next == 0 ? Int.min : stretches[next - 1].fromMinute
        while next < stretches.count, max(wanted - offset, from) >= stretches[next].fromMinute {
            offset = stretches[next].offsetMinutes
            from = stretches[next].fromMinute
            next += 1
        }
        return max(wanted - offset, from)
    }

    /// The latest wall-clock minute that the zone's clocks have shown up to a UTC minute; it is not
    /// the present one while clocks that went back show an hour again.
    ///
    /// - Complexity: O(log *n*) in the number of stretches.
    package func latestShown(byMinute minute: Int) -> LocalMinute {
        var latest = minute + offsetMinutes(atMinute: minute)
        var index = stretches.partitioningIndex { $0.fromMinute > minute } - 1
        while index >= 0, stretches[index].fromMinute > minute - Self.mostMinutes {
            let last = stretches[index].fromMinute - 1
            latest = max(latest, last + offsetMinutes(atMinute: last))
            index -= 1
        }
        return LocalMinute(minutesSinceEpoch: latest)
    }

    /// The wall-clock position of a UTC minute.
    package func local(_ minute: Int) -> LocalMinute {
        LocalMinute(minutesSinceEpoch: minute + offsetMinutes(atMinute: minute))
    }
}

/// A minute as the wall clock of some zone shows it.
package struct LocalMinute: Equatable, Sendable {
    /// Minutes from 1970-01-01 00:00 of the zone's own wall clock.
    package var minutesSinceEpoch: Int

    package init(minutesSinceEpoch: Int) { self.minutesSinceEpoch = minutesSinceEpoch }

    package var day: CalendarDay {
        CalendarDay(daysSinceEpoch: floorDivision(minutesSinceEpoch, 1440))
    }
    /// 0..<60.
    package var minuteOfHour: Int { Self.remainder(minutesSinceEpoch, 60) }
    /// 0..<1440.
    package var minuteOfDay: Int { Self.remainder(minutesSinceEpoch, 1440) }
    /// 0..<24.
    package var hourOfDay: Int { minuteOfDay / 60 }
    /// 0 for Monday, 6 for Sunday: 1970-01-01 was a Thursday.
    package var dayOfWeek: Int { Self.remainder(minutesSinceEpoch + 3 * 1440, 7 * 1440) / 1440 }
    /// 0..<168, from Monday 00:00.
    package var hourOfWeek: Int { Self.remainder(minutesSinceEpoch + 3 * 1440, 7 * 1440) / 60 }

    private static func remainder(_ value: Int, _ modulus: Int) -> Int {
        value - floorDivision(value, modulus) * modulus
    }
}
