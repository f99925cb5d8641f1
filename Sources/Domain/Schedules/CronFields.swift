/// The moments that a cron line names, by its fields.
package struct CronFields: Equatable, Sendable {
    var seconds = CronField(bits: 1)
    var minutes: CronField
    var hours: CronField
    var daysOfMonth: CronField
    var months: CronField
    /// From Sunday, which is 0.
    var weekdays: CronField
    /// The days of AWS's L, W and #, beside those of the two fields.
    var dayRules: [CronDayRule] = []
    /// Ascending; `nil` for any.
    var years: [Int]?
    /// The line with single blanks and capital letters.
    let text: String

    /// The same with the values that `seed` chooses for each `~`.
    func resolved(seed: UInt64) -> CronFields {
        guard
            seconds.isDrawn || minutes.isDrawn || hours.isDrawn || daysOfMonth.isDrawn
                || months.isDrawn || weekdays.isDrawn
        else { return self }
        var resolved = self
        // Each field draws on its own: equal ranges in two fields are two choices.
        resolved.seconds = seconds.resolved(seed: mixed(seed) &+ 0)
        resolved.minutes = minutes.resolved(seed: mixed(seed) &+ 1)
        resolved.hours = hours.resolved(seed: mixed(seed) &+ 2)
        resolved.daysOfMonth = daysOfMonth.resolved(seed: mixed(seed) &+ 3)
        resolved.months = months.resolved(seed: mixed(seed) &+ 4)
        resolved.weekdays = weekdays.resolved(seed: mixed(seed) &+ 5)
        return resolved
    }

    /// After so many years the calendar repeats itself: what was not found by then never is.
    private static let yearsOfCalendar = 400

    // MARK: - Searching

    /// The first second from `least` on that the fields name, counted from 1970-01-01 00:00 of the
    /// wall clock.
    ///
    /// - Returns: `nil` when there is none before the year 10000 nor in 400 years.
    /// - Complexity: O(1) within a month; O(*m*) in the months up to the day.
    func firstSecond(onOrAfter least: Int) -> Int? {
        let day = CalendarDay(daysSinceEpoch: floorDivision(least, 86_400))
        guard let found = firstDay(onOrAfter: day) else { return nil }
        if found == day {
            let second = least - day.daysSinceEpoch * 86_400
            if let next = secondOfDay(from: second) {
                return day.daysSinceEpoch * 86_400 + next
            }
            guard let later = firstDay(onOrAfter: day.advanced(by: 1)) else { return nil }
            return secondOfDay(from: 0).map { later.daysSinceEpoch * 86_400 + $0 }
        }
        return secondOfDay(from: 0).map { found.daysSinceEpoch * 86_400 + $0 }
    }

    private func secondOfDay(from least: Int) -> Int? {
        let (hour, minute) = (least / 3600, least / 60 % 60)
        guard let firstMinute = minutes.next(from: 0), let firstSecond = seconds.next(from: 0)
        else { return nil }
        if hours.contains(hour) {
            if minutes.contains(minute), let second = seconds.next(from: least % 60) {
                return hour * 3600 + minute * 60 + second
            }
            if let later = minutes.next(from: minute + 1) {
                return hour * 3600 + later * 60 + firstSecond
            }
        }
        return hours.next(from: hour + 1).map { $0 * 3600 + firstMinute * 60 + firstSecond }
    }

    /// The first day from `day` on that the day, month and year fields name.
    func firstDay(onOrAfter day: CalendarDay) -> CalendarDay? {
        var (year, month, first) = day.date
        let end = min(9999, year + Self.yearsOfCalendar)
        while year <= end {
            if let years, let skipped = years.first(where: { $0 >= year }), skipped > year {
                (year, month, first) = (skipped, 1, 1)
            } else if let years, years.last ?? 0 < year {
                return nil
            }
            guard let found = months.next(from: month), found <= 12 else {
                (year, month, first) = (year + 1, 1, 1)
                continue
            }
            if found > month { (month, first) = (found, 1) }
            let start = CalendarDay.first(ofYear: year, month: month)
            let rest = days(ofYear: year, month: month, from: start) & (.max << UInt64(first))
            if rest != 0 { return start.advanced(by: rest.trailingZeroBitCount - 1) }
            (year, month, first) = month == 12 ? (year + 1, 1, 1) : (year, month + 1, 1)
        }
        return nil
    }

    /// The days of a month that the day fields name, as bits from 1.
    ///
    /// Where both fields name days, either suffices; a field that begins with `*` only restricts.
    private func days(ofYear year: Int, month: Int, from start: CalendarDay) -> UInt64 {
        let length = CalendarDay.daysOfMonth(month, year: year)
        // 1970-01-01 was a Thursday.
        let weekday = start.daysSinceEpoch + 4
        let firstWeekday = weekday - floorDivision(weekday, 7) * 7
        var ofMonth = daysOfMonth.bits
        let turned =
            weekdays.bits >> UInt64(firstWeekday) | weekdays.bits << UInt64(7 - firstWeekday)
        let week = turned & 0x7F
        var ofWeek = (week | week << 7 | week << 14 | week << 21 | week << 28) << 1
        for rule in dayRules {
            guard let day = rule.day(length: length, firstWeekday: firstWeekday) else { continue }
            if rule.isOfMonth { ofMonth |= 1 << UInt64(day) } else { ofWeek |= 1 << UInt64(day) }
        }
        let isEither = !daysOfMonth.beginsWithStar && !weekdays.beginsWithStar
        return (isEither ? ofMonth | ofWeek : ofMonth & ofWeek) & ((1 << UInt64(length + 1)) - 2)
    }
}

extension CronFields {
    /// The same under a word that stands for the line.
    func named(_ word: String) -> CronFields {
        CronFields(
            seconds: seconds,
            minutes: minutes,
            hours: hours,
            daysOfMonth: daysOfMonth,
            months: months,
            weekdays: weekdays,
            text: word
        )
    }
}
