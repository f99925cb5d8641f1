/// A stretch of time that a schedule keeps instances warm throughout: some days of every week, or
/// once.
package struct WarmWindow: Equatable, Sendable {
    enum Start: Equatable, Sendable {
        /// On days of the week, 0 for Monday; at a minute of the day.
        case weekly(days: [Int], minute: Int)
        case once(LocalMinute)
    }

    enum End: Equatable, Sendable {
        /// So many minutes later by the wall clock.
        case wallClock(minutes: Int)
        /// So many minutes later, whatever clocks do.
        case elapsed(minutes: Int)
    }

    let start: Start
    let end: End

    /// The longest that a window of every week lasts.
    static let mostWeekly = 7 * 1440
    /// The longest that any lasts.
    static let most = 366 * 1440

    var isOnce: Bool { if case .once = start { true } else { false } }

    // MARK: - Occurring

    /// What the window is on a day, in UTC minutes since the epoch.
    ///
    /// Its start and its end by the wall clock are the first moments at which clocks show them or
    /// later: in a skipped hour, right after it; in a repeated one, the first time.
    ///
    /// - Returns: `nil` when it does not start on that day, or clocks skip all of it.
    func occurrence(on day: CalendarDay, offsets: UTCOffsets) -> Range<Int>? {
        let local: Int
        switch start {
        case .weekly(let days, let minute):
            local = day.daysSinceEpoch * 1440 + minute
            guard days.contains(LocalMinute(minutesSinceEpoch: local).dayOfWeek) else { return nil }
        case .once(let minute):
            guard minute.day == day else { return nil }
            local = minute.minutesSinceEpoch
        }
        let first = offsets.firstMinute(showing: LocalMinute(minutesSinceEpoch: local))
        switch end {
        case .elapsed(let minutes): return first..<first + minutes
        case .wallClock(let minutes):
            let last = LocalMinute(minutesSinceEpoch: local + minutes)
            let end = offsets.firstMinute(showing: last)
            return first < end ? first..<end : nil
        }
    }

    /// The first occurrence that starts after a UTC minute.
    func next(after minute: Int, offsets: UTCOffsets) -> Range<Int>? {
        // A day before: in a skipped hour a window starts later than its wall clock says. Two weeks
        // after: clocks may skip all of one week's window.
        let today = offsets.latestShown(byMinute: minute).day
        for day in days(from: today.advanced(by: -1), through: today.advanced(by: 15)) {
            guard let found = occurrence(on: day, offsets: offsets), found.lowerBound > minute
            else { continue }
            return found
        }
        return nil
    }

    /// The occurrence that a UTC minute lies in; of several, the one that lasts longest.
    ///
    /// - Parameters:
    ///   - minute: Since the epoch.
    ///   - offsets: Of the zone.
    ///   - except: Days on which none starts.
    /// - Returns: `nil` outside of windows.
    func occurrence(
        containing minute: Int,
        offsets: UTCOffsets,
        except: [CalendarDay]
    ) -> Range<Int>? {
        let today = offsets.latestShown(byMinute: minute).day
        let first = today.advanced(by: -(Self.mostWeekly / 1440) - 1)
        var longest: Range<Int>?
        for day in days(from: first, through: today.advanced(by: 1)) where !except.contains(day) {
            guard let found = occurrence(on: day, offsets: offsets), found.contains(minute),
                found.upperBound > longest?.upperBound ?? .min
            else { continue }
            longest = found
        }
        return longest
    }

    /// The days to look at.
    private func days(from first: CalendarDay, through last: CalendarDay) -> [CalendarDay] {
        if case .once(let minute) = start { return [minute.day] }
        return (first.daysSinceEpoch...last.daysSinceEpoch).map(CalendarDay.init(daysSinceEpoch:))
    }
}

extension WarmWindow: CustomStringConvertible {
    /// `08:00-18:00 Mon-Fri`, `08:00 +10h daily`, `2026-12-01 08:00 - 2026-12-01 20:00`, or
    /// `2026-12-01 08:00 +12h`.
    package var description: String {
        switch (start, end) {
        case (.weekly(let days, let minute), .wallClock(let length)):
            let end = (minute + length) % 1440
            // A day that ends at midnight ends at 24:00, as people write it.
            let endText = end == 0 && minute + length == 1440 ? "24:00" : ClockTime.text(end)
            return "\(ClockTime.text(minute))-\(endText) \(Weekday.text(of: days))"
        case (.weekly(let days, let minute), .elapsed(let length)):
            return "\(ClockTime.text(minute)) +\(WholeDuration.text(length * 60)) "
                + Weekday.text(of: days)
        case (.once(let local), .wallClock(let length)):
            let end = LocalMinute(minutesSinceEpoch: local.minutesSinceEpoch + length)
            return "\(Self.text(local)) - \(Self.text(end))"
        case (.once(let local), .elapsed(let length)):
            return "\(Self.text(local)) +\(WholeDuration.text(length * 60))"
        }
    }

    private static func text(_ minute: LocalMinute) -> String {
        "\(minute.day) \(ClockTime.text(minute.minuteOfDay))"
    }
}
