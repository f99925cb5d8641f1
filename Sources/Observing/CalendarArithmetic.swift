internal import Domain

/// The latest second that is accepted from a file: 9999-12-31 23:59:59 UTC.
let latestSecond: Int64 = 253_402_300_799

/// The most requests of one bin that are accepted from a file; more is no count of requests.
let mostRequests: Int64 = 1_000_000_000_000

/// Returns the seconds from 1970-01-01 00:00 UTC to a moment of the Gregorian calendar, or `nil`
/// when there is no such day or time.
func secondsSinceEpoch(
    year: Int,
    month: Int,
    day: Int,
    hour: Int,
    minute: Int,
    second: Int
) -> Int64? {
    guard let day = CalendarDay(year: year, month: month, day: day), (0...23).contains(hour),
        (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    return Int64(day.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
}

/// Returns the seconds east of UTC of `+0130`, `+01:30` or `+01` at the end of `text`, or `nil`.
func zoneOffset(_ text: UnsafeRawBufferPointer) -> Int64? {
    guard text.count >= 3, text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-") else {
        return nil
    }
    let hours = text.twoDigits(at: 1)
    let minutes: Int
    switch text.count {
    case 3: minutes = 0
    case 5: minutes = text.twoDigits(at: 3)
    case 6 where text[3] == colon: minutes = text.twoDigits(at: 4)
    default: return nil
    }
    guard hours < 24, minutes < 60 else { return nil }
    let seconds = Int64(hours * 3600 + minutes * 60)
    return text[0] == UInt8(ascii: "-") ? -seconds : seconds
}

/// Returns a moment as RFC 3339 without the seconds, such as `2026-01-01T05:00Z`; the seconds are
/// told when they are not 0.
func utcText(_ second: Int64) -> String {
    let day = floorDivision(second, 86_400)
    let rest = Int(second - day * 86_400)
    let clock = [rest / 3600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    let shown = clock[2] == "00" ? clock.prefix(2) : clock[...]
    return "\(CalendarDay(daysSinceEpoch: Int(day)))T\(shown.joined(separator: ":"))Z"
}
