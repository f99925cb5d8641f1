/// The days of the week by their English names.
enum Weekday {
    /// From Monday, as ``LocalMinute/dayOfWeek`` counts.
    static let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let lowercasedNames = names.map { $0.lowercased() }

    /// - Returns: 0 for Monday to 6 for Sunday; `nil` for what is no name of three letters.
    static func number(of name: some StringProtocol) -> Int? {
        lowercasedNames.firstIndex(of: name.lowercased())
    }

    /// The days from `first` to `last`, over the week's end where `last` is the earlier one.
    static func range(_ first: Int, _ last: Int) -> [Int] {
        (0...(last - first + 7) % 7).map { (first + $0) % 7 }
    }

    /// The shortest text of ascending days, such as `Mon-Fri`, `Sat,Sun` or `daily`.
    static func text(of days: [Int]) -> String {
        guard days.count < 7 else { return "daily" }
        var parts: [String] = []
        var rest = days[...]
        while let first = rest.first {
            let run = zip(rest, first...).prefix { $0 == $1 }.count
            let last = first + run - 1
            parts.append(
                run > 2
                    ? "\(names[first])-\(names[last])"
                    : rest.prefix(run).map { names[$0] }.joined(separator: ",")
            )
            rest = rest.dropFirst(run)
        }
        return parts.joined(separator: ",")
    }
}

/// Minutes of a day as wall clocks show them.
enum ClockTime {
    /// Reads `09:05`; hours may be more than 23.
    ///
    /// - Returns: `nil` for any other text.
    static func minute(_ text: some StringProtocol) -> Int? {
        let text = String(text)
        guard text.utf8.count == 5 else { return nil }
        var (hour, minute) = (0, 0)
        for (position, byte) in text.utf8.enumerated() {
            let digit = Int(byte) - 0x30
            switch position {
            case 2: guard byte == UInt8(ascii: ":") else { return nil }
            case _ where !(0...9).contains(digit): return nil
            case 0, 1: hour = hour * 10 + digit
            default: minute = minute * 10 + digit
            }
        }
        return minute < 60 ? hour * 60 + minute : nil
    }

    /// `09:05`.
    static func text(_ minute: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(minute / 60)):\(two(minute % 60))"
    }
}
