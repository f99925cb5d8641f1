/// A stretch of the week in which an endpoint is not pinged: nights, maintenance.
package struct QuietWindow: Equatable, Sendable {
    /// The days on which it starts: 0 for Monday, 6 for Sunday; ascending, at least one.
    package let days: [Int]
    /// Minutes of the day in the endpoint's zone, half open; an end at or before the start lies on
    /// the next day.
    package let startMinute: Int
    package let endMinute: Int

    /// - Returns: `nil` when a day is not 0 to 6, no day is named, or a time is not one of a day
    ///   (the end may be 24:00).
    package init?(days: [Int], startMinute: Int, endMinute: Int) {
        let sorted = Set(days).sorted()
        guard !sorted.isEmpty, sorted.allSatisfy((0..<7).contains),
            (0..<1440).contains(startMinute), (0...1440).contains(endMinute)
        else { return nil }
        self.days = sorted
        self.startMinute = startMinute
        self.endMinute = endMinute
    }

    /// Whether a minute of the wall clock lies in the window.
    package func contains(_ local: LocalMinute) -> Bool {
        let minute = local.minuteOfDay
        let day = local.dayOfWeek
        if endMinute > startMinute {
            return days.contains(day) && (startMinute..<endMinute).contains(minute)
        }
        if minute >= startMinute { return days.contains(day) }
        return minute < endMinute && days.contains((day + 6) % 7)
    }
}

// MARK: - As text

extension QuietWindow: CustomStringConvertible {
    /// Reads `22:00-06:00`, `Sat,Sun 00:00-24:00` or `Mon-Fri 20:00-07:00`.
    ///
    /// - Returns: `nil` for any other text.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: " ")).map(Substring.init)
        guard let times = parts.last, parts.count <= 2 else { return nil }
        let days = parts.count == 2 ? Self.days(parts[0]) : Array(0..<7)
        let ends = Self.parts(of: times, by: "-")
        guard let days, ends.count == 2, let start = ClockTime.minute(ends[0]),
            let end = ClockTime.minute(ends[1])
        else { return nil }
        self.init(days: days, startMinute: start, endMinute: end)
    }

    /// The same text in its shortest form.
    package var description: String {
        let days = days.map { Weekday.names[$0] }.joined(separator: ",")
        let times = "\(ClockTime.text(startMinute))-\(ClockTime.text(endMinute))"
        return self.days.count == 7 ? times : "\(days) \(times)"
    }

    private static func parts(of text: Substring, by sign: Unicode.Scalar) -> [Substring] {
        text.utf8.split(separator: UInt8(ascii: sign), omittingEmptySubsequences: false)
            .map(Substring.init)
    }

    private static func days(_ text: Substring) -> [Int]? {
        var days: [Int] = []
        for part in parts(of: text, by: ",") {
            let ends = parts(of: part, by: "-").map(Weekday.number)
            switch ends.count {
            case 1:
                guard let day = ends[0] else { return nil }
                days.append(day)
            case 2:
                guard let first = ends[0], let last = ends[1] else { return nil }
                days += Weekday.range(first, last)
            default: return nil
            }
        }
        return days
    }
}
