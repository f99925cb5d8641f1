package import Domain

/// Reads a moment as people and CSV files write it, such as `2026-01-01T00:00:00Z` or `2026-01-01`.
///
/// - Returns: `nil` when it is no moment from 1970 to 9999.
package func moment(_ text: String) -> Timestamp? {
    var text = text
    return text.withUTF8 { seriesTimestamp(UnsafeRawBufferPointer($0)) }
        .map { Timestamp(secondsSinceEpoch: $0) }
}

/// Reads the time stamp of a CSV file.
///
/// Understood are RFC 3339 (`2026-01-01T00:00:00Z`, with an offset, with a fraction, which is
/// dropped), the same with a space, without seconds, without a zone (UTC) or only the date, and
/// whole seconds since the epoch.
///
/// - Returns: Seconds since the epoch, from 1970 to 9999, or `nil`.
func seriesTimestamp(_ text: UnsafeRawBufferPointer) -> Int64? {
    guard text.count >= 10, text[4] == UInt8(ascii: "-") else { return epochSeconds(text) }
    guard text[7] == UInt8(ascii: "-"), let year = text.fourDigits(at: 0) else { return nil }
    let month = text.twoDigits(at: 5)
    let day = text.twoDigits(at: 8)
    guard text.count > 10 else {
        return secondsSinceEpoch(
            year: year,
            month: month,
            day: day,
            hour: 0,
            minute: 0,
            second: 0
        )
    }
    guard text.count >= 16, lowercased(text[10]) == UInt8(ascii: "t") || text[10] == space,
        text[13] == colon
    else { return nil }
    var index = 16
    var second = 0
    if text.count >= 19, text[16] == colon {
        second = text.twoDigits(at: 17)
        index = 19
        if index < text.count, text[index] == UInt8(ascii: ".") {
            guard let end = endOfDigits(text, from: index + 1) else { return nil }
            index = end
        }
    }
    guard
        let local = secondsSinceEpoch(
            year: year,
            month: month,
            day: day,
            hour: text.twoDigits(at: 11),
            minute: text.twoDigits(at: 14),
            second: second
        )
    else { return nil }
    let zone = text.part(index, text.count)
    if zone.isEmpty || zone.count == 1 && lowercased(zone[0]) == UInt8(ascii: "z") { return local }
    guard let offset = zoneOffset(zone), (0...latestSecond).contains(local - offset) else {
        return nil
    }
    return local - offset
}

private func epochSeconds(_ text: UnsafeRawBufferPointer) -> Int64? {
    guard let end = endOfDigits(text, from: 0), end <= 12 else { return nil }
    if end < text.count {
        guard text[end] == UInt8(ascii: "."), endOfDigits(text, from: end + 1) == text.count else {
            return nil
        }
    }
    let seconds = text.part(0, end).reduce(into: Int64(0)) { sum, digit in
        sum = sum * 10 + Int64(digit &- 0x30)
    }
    return seconds <= latestSecond ? seconds : nil
}

/// The position behind the digits from `start` on, or `nil` when there is none.
func endOfDigits(_ text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var end = start
    while end < text.count, isDigit(text[end]) { end += 1 }
    return end > start ? end : nil
}
