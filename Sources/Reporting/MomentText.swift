package import Domain

/// A moment as RFC 3339 in UTC, to the second.
package func rfc3339(_ moment: Timestamp) -> String {
    let local = LocalMinute(minutesSinceEpoch: moment.minute)
    let seconds = moment.secondsSinceEpoch - Int64(moment.minute) * 60
    return "\(dateText(local))T\(clockText(local)):\(twoDigits(Int(seconds)))Z"
}

/// `2026-11-21`.
package func dateText(_ minute: LocalMinute) -> String {
    let date = civilDate(daysSinceEpoch: floorDivision(minute.minutesSinceEpoch, 1440))
    let year = String(date.year)
    let zeros = String(repeating: "0", count: max(0, 4 - year.count))
    return "\(zeros)\(year)-\(twoDigits(date.month))-\(twoDigits(date.day))"
}

/// `09:05`.
package func clockText(_ minute: LocalMinute) -> String {
    "\(twoDigits(minute.hourOfDay)):\(twoDigits(minute.minuteOfHour))"
}

/// `Sat 09:05`.
package func weekdayText(_ minute: LocalMinute) -> String {
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return "\(days[minute.dayOfWeek]) \(clockText(minute))"
}

/// A duration in the notation that commands take, such as `1h30m`, `45s` or `250ms`.
package func durationText(_ duration: Duration) -> String {
    let total = duration.milliseconds
    guard total % 1000 == 0 else { return "\(total)ms" }
    var seconds = total / 1000
    guard seconds > 0 else { return "0s" }
    var text = ""
    for (unit, length) in [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)] as [(String, Int64)] {
        let count = seconds / length
        if count > 0 { text += "\(count)\(unit)" }
        seconds %= length
    }
    return text
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// The Gregorian date of a day (algorithm: Richards 2013, Explanatory Supplement to the
/// Astronomical Almanac, 15.11.3).
private func civilDate(daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
    let julianDay = daysSinceEpoch + 2_440_588
    let f = julianDay + 1401 + (4 * julianDay + 274_277) / 146_097 * 3 / 4 - 38
    let e = 4 * f + 3
    let g = e % 1461 / 4
    let h = 5 * g + 2
    let month = (h / 153 + 2) % 12 + 1
    return (e / 1461 - 4716 + (14 - month) / 12, month, h % 153 / 5 + 1)
}
