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
    guard (1970...9999).contains(year), (1...12).contains(month), day >= 1,
        day <= daysOfMonth(month, year: year), (0...23).contains(hour),
        (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    // Years are counted from March, so that the leap day is the last; 400 years are 146 097 days.
    let shiftedYear = year + 400 - (month <= 2 ? 1 : 0)
    let century = shiftedYear / 100
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let days = shiftedYear * 365 + shiftedYear / 4 - century + century / 4 + dayOfYear
    let daysBeforeEpoch = 719_468 + 146_097
    return Int64(days - daysBeforeEpoch) * 86_400
        + Int64(hour * 3600 + minute * 60 + second)
}

private func daysOfMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
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
