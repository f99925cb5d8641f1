internal import Domain

/// How far apart the ticks of a time axis are, by the wall clock of a zone.
enum TimeStep: Equatable {
    /// How much of its date a day's label says: `Mon 23 Nov`, `Mon 23`, `23`.
    enum DayLabel: CaseIterable {
        case date
        case weekday
        case number
    }

    /// So many minutes: a divisor of a day.
    case minutes(Int)
    case days(DayLabel)
    /// Mondays.
    case weeks
    /// So many months: a divisor of a year.
    case months(Int)
    case years(Int)

    /// Finer ones first.
    static let all: [TimeStep] =
        [1, 5, 10, 15, 30, 60, 180, 360, 720].map(TimeStep.minutes)
        + DayLabel.allCases.map(TimeStep.days) + [.weeks, .months(1), .months(3)]
        + [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].map(TimeStep.years)

    /// Whether labels stand centred at moments, rather than at the beginnings of days or years.
    var isOfMoments: Bool { if case .minutes = self { true } else { false } }

    /// What the second row of labels counts.
    var coarser: TimeStep? {
        switch self {
        case .minutes: .days(.date)
        case .days(.weekday), .days(.number): .months(1)
        case .days, .weeks, .months: .years(1)
        case .years: nil
        }
    }

    /// The least minutes between two ticks, clocks that are put forward aside.
    var leastMinutes: Int {
        switch self {
        case .minutes(let count): count
        case .days: 23 * 60
        case .weeks: 7 * 1440 - 60
        case .months(let count): count * 28 * 1440
        case .years(let count): count * 365 * 1440
        }
    }

    /// The ticks within some minutes, ascending; each is the first minute at which the wall clock
    /// shows its time.
    func ticks(
        within minutes: Range<Int>,
        offsets: UTCOffsets
    ) -> [(minute: Int, text: String)] {
        if case .minutes(let step) = self {
            return clockTicks(every: step, within: minutes, offsets: offsets)
        }
        let first = floorDivision(offsets.local(minutes.lowerBound).minutesSinceEpoch, 1440)
        let last = floorDivision(offsets.local(minutes.upperBound - 1).minutesSinceEpoch, 1440)
        var ticks: [(minute: Int, text: String)] = []
        var day = floored(first)
        while day <= last {
            let minute = offsets.firstMinute(ofLocalDay: day)
            if minutes.contains(minute) { ticks.append((minute, text(ofDay: day))) }
            day = next(after: day)
        }
        return ticks
    }

    /// The label of the day, month or year around a minute.
    func text(around minute: Int, offsets: UTCOffsets) -> String {
        text(ofDay: floored(floorDivision(offsets.local(minute).minutesSinceEpoch, 1440)))
    }

    private func clockTicks(
        every step: Int,
        within minutes: Range<Int>,
        offsets: UTCOffsets
    ) -> [(minute: Int, text: String)] {
        var ticks: [(minute: Int, text: String)] = []
        var start = minutes.lowerBound
        // The end is a tick too. Clocks are put forward or back only between stretches.
        while start <= minutes.upperBound {
            let offset = offsets.offsetMinutes(atMinute: start)
            let end = min(offsets.nextChange(afterMinute: start), minutes.upperBound + 1)
            var local = -floorDivision(-(start + offset), step) * step
            while local - offset < end {
                ticks.append((local - offset, clockText(LocalMinute(minutesSinceEpoch: local))))
                local += step
            }
            start = end
        }
        return ticks
    }

    /// The day at which the step around a day begins.
    private func floored(_ day: Int) -> Int {
        let date = CalendarDay(daysSinceEpoch: day).date
        switch self {
        case .minutes, .days: return day
        case .weeks: return floorDivision(day + 3, 7) * 7 - 3
        case .months(let count):
            var day = day - date.day + 1
            for _ in 0..<(date.month - 1) % count {
                day -= CalendarDay(daysSinceEpoch: day - 1).date.day
            }
            return day
        case .years(let count):
            var day = day
            var year = date.year
            day = TimeStep.months(12).floored(day)
            while year % count != 0 {
                day = TimeStep.months(12).floored(day - 1)
                year -= 1
            }
            return day
        }
    }

    private func next(after day: Int) -> Int {
        switch self {
        case .minutes, .days: day + 1
        case .weeks: day + 7
        case .months(let count): TimeStep.months(1).floored(day + count * 31)
        case .years(let count): TimeStep.months(12).floored(day + count * 366)
        }
    }

    private func text(ofDay day: Int) -> String {
        let date = CalendarDay(daysSinceEpoch: day).date
        let weekday = LocalMinute(minutesSinceEpoch: day * 1440).weekdayName
        switch self {
        case .days(.weekday): return "\(weekday) \(date.day)"
        case .days(.number): return "\(date.day)"
        case .minutes, .days: return "\(weekday) \(date.day) \(monthName(date.month))"
        case .weeks: return "\(date.day) \(monthName(date.month))"
        case .months: return monthName(date.month)
        case .years: return "\(date.year)"
        }
    }
}

extension UTCOffsets {
    /// The first minute, since the epoch, at which the wall clock shows a day: its midnight, or
    /// where that was skipped, what came instead.
    ///
    /// - Parameter day: Days since the epoch.
    /// - Returns: That minute.
    func firstMinute(ofLocalDay day: Int) -> Int {
        let midnight = day * 1440
        // No zone is a day away from UTC.
        var minute = midnight - 1440
        while true {
            let offset = offsetMinutes(atMinute: minute)
            let change = nextChange(afterMinute: minute)
            if midnight - offset < change { return max(minute, midnight - offset) }
            minute = change
        }
    }
}
