/// A day of the Gregorian calendar, wherever it is.
package struct CalendarDay: Equatable, Sendable {
    /// From 1970-01-01.
    package let daysSinceEpoch: Int

    package init(daysSinceEpoch: Int) { self.daysSinceEpoch = daysSinceEpoch }

    /// - Returns: `nil` when there is no such day from 1970 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1970...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysOfMonth(month, year: year)
        else { return nil }
        self = Self.first(ofYear: year, month: month).advanced(by: day - 1)
    }

    /// The first day of a month, counted from January 1970.
    package static func first(ofMonth month: Int) -> CalendarDay {
        let year = floorDivision(month, 12)
        return first(ofYear: 1970 + year, month: month - 12 * year + 1)
    }

    static func first(ofYear year: Int, month: Int) -> CalendarDay {
        // Years are counted from March, so that the leap day is the last.
        let shiftedYear = year - (month <= 2 ? 1 : 0)
        let leapDays =
            floorDivision(shiftedYear, 4) - floorDivision(shiftedYear, 100)
            + floorDivision(shiftedYear, 400)
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5
        let daysBeforeEpoch = 719_468
        return CalendarDay(
            daysSinceEpoch: shiftedYear * 365 + leapDays + dayOfYear - daysBeforeEpoch
        )
    }

    func advanced(by days: Int) -> CalendarDay {
        CalendarDay(daysSinceEpoch: daysSinceEpoch + days)
    }

    static func daysOfMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Year, month from 1 and day from 1 (algorithm: Richards 2013, Explanatory Supplement to the
    /// Astronomical Almanac, 15.11.3).
    package var date: (year: Int, month: Int, day: Int) {
        let julianDay = daysSinceEpoch + 2_440_588
        let f = julianDay + 1401 + (4 * julianDay + 274_277) / 146_097 * 3 / 4 - 38
        let e = 4 * f + 3
        let g = e % 1461 / 4
        let h = 5 * g + 2
        let month = (h / 153 + 2) % 12 + 1
        return (e / 1461 - 4716 + (14 - month) / 12, month, h % 153 / 5 + 1)
    }
}

extension CalendarDay: CustomStringConvertible {
    /// Reads `2026-12-25`.
    ///
    /// - Returns: `nil` for any other text.
    package init?(_ text: some StringProtocol) {
        let text = String(text)
        guard Self.isWritten(in: text) else { return nil }
        var (year, month, day) = (0, 0, 0)
        for (position, byte) in text.utf8.enumerated() {
            let digit = Int(byte) - 0x30
            switch position {
            case 0..<4: year = year * 10 + digit
            case 5, 6: month = month * 10 + digit
            case 8, 9: day = day * 10 + digit
            default: break
            }
        }
        self.init(year: year, month: month, day: day)
    }

    /// Whether a text looks like `2026-12-25`, be there such a day or not.
    static func isWritten(in text: String) -> Bool {
        text.utf8.count == 10
            && text.utf8.enumerated().allSatisfy { position, byte in
                position == 4 || position == 7
                    ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
            }
    }

    package var description: String {
        func padded(_ number: Int, to width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let (year, month, day) = date
        return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }
}
