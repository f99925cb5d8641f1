package import Domain

/// A moment as RFC 3339 in UTC, to the second.
package func rfc3339(_ moment: Timestamp) -> String {
    let local = LocalMinute(minutesSinceEpoch: moment.minute)
    let seconds = moment.secondsSinceEpoch - Int64(moment.minute) * 60
    return "\(dateText(local))T\(clockText(local)):\(twoDigits(Int(seconds)))Z"
}

/// A moment as RFC 3339 on a zone's clocks, with their offset from UTC, to the second.
package func rfc3339(_ moment: Timestamp, offsets: UTCOffsets) -> String {
    let offset = offsets.offsetMinutes(atMinute: moment.minute)
    let shown = rfc3339(moment.advanced(by: .seconds(offset * 60)))
    guard offset != 0 else { return shown }
    let distance = LocalMinute(minutesSinceEpoch: abs(offset))
    return shown.dropLast() + (offset < 0 ? "-" : "+") + clockText(distance)
}

/// `2026-11-21`.
package func dateText(_ minute: LocalMinute) -> String {
    minute.day.description
}

/// `09:05`.
package func clockText(_ minute: LocalMinute) -> String {
    "\(twoDigits(minute.hourOfDay)):\(twoDigits(minute.minuteOfHour))"
}

/// `Sat 09:05`.
package func weekdayText(_ minute: LocalMinute) -> String {
    "\(minute.weekdayName) \(clockText(minute))"
}

/// `Sat 21 Nov 2026`.
package func longDateText(_ minute: LocalMinute) -> String {
    let date = minute.day.date
    return "\(minute.weekdayName) \(date.day) \(monthName(date.month)) \(date.year)"
}

extension LocalMinute {
    /// `Sat`.
    var weekdayName: String { ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][dayOfWeek] }
}

/// `Nov`.
///
/// - Precondition: `month` is 1 to 12.
func monthName(_ month: Int) -> String {
    [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ][month - 1]
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
