/// Reads a window: `08:00–18:00 Mon–Fri`, `Mon,Wed 08:00 +10h`, `2026-12-01 08:00 – 2026-12-02
/// 20:00`.
struct WindowReader {
    private enum Word {
        case date(CalendarDay)
        case time(Int)
        /// Minutes.
        case duration(Int)
        case weekday(Int)
        case daily
        case dash
        case comma
    }

    private let line: Substring
    private var words: [(word: Word, text: Substring)] = []
    private var position = 0

    private static let example = "write one such as 08:00-18:00 Mon-Fri, or 08:00 +10h daily"

    init(_ line: Substring) throws(ScheduleFlaw) {
        self.line = line
        words = try Self.words(of: line)
    }

    mutating func read() throws(ScheduleFlaw) -> WarmWindow {
        if case .date(let day)? = next { return try readOnce(on: day) }
        var days = try readDays()
        guard let start = takeTime() else { throw unexpected("a time such as 08:00") }
        try checkStart(start, words[position - 1].text)
        let end: WarmWindow.End
        if case .duration(let minutes)? = next {
            end = .elapsed(minutes: try checked(minutes, most: WarmWindow.mostWeekly))
            position += 1
        } else {
            guard takeDash() else { throw unexpected("a dash and the end, or +10h") }
            guard let last = takeTime() else { throw unexpected("the end such as 18:00") }
            end = .wallClock(minutes: last > start ? last - start : last + 1440 - start)
        }
        if days == nil { days = try readDays() }
        guard position == words.count else { throw unexpected("") }
        let sorted = Set(days ?? Array(0..<7)).sorted()
        return WarmWindow(start: .weekly(days: sorted, minute: start), end: end)
    }

    // MARK: - Parts

    private var next: Word? { position < words.count ? words[position].word : nil }

    private mutating func takeTime() -> Int? {
        guard case .time(let minute)? = next else { return nil }
        position += 1
        return minute
    }

    private mutating func takeDash() -> Bool {
        guard case .dash? = next else { return false }
        position += 1
        return true
    }

    private mutating func readOnce(on day: CalendarDay) throws(ScheduleFlaw) -> WarmWindow {
        position += 1
        guard let time = takeTime() else { throw unexpected("a time such as 08:00") }
        try checkStart(time, words[position - 1].text)
        let start = LocalMinute(minutesSinceEpoch: day.daysSinceEpoch * 1440 + time)
        let end: WarmWindow.End
        if case .duration(let minutes)? = next {
            end = .elapsed(minutes: try checked(minutes, most: WarmWindow.most))
            position += 1
        } else {
            guard takeDash() else { throw unexpected("a dash and the end, or +12h") }
            var lastDay = day
            if case .date(let other)? = next {
                lastDay = other
                position += 1
            }
            guard let last = takeTime() else { throw unexpected("the end such as 20:00") }
            let minutes = lastDay.daysSinceEpoch * 1440 + last - start.minutesSinceEpoch
            guard minutes > 0 else {
                throw ScheduleFlaw("\(quoted(line)) ends before it starts; change one of the two")
            }
            guard minutes <= WarmWindow.most else {
                throw ScheduleFlaw("\(quoted(line)) is longer than 366 days; write a shorter one")
            }
            end = .wallClock(minutes: minutes)
        }
        guard position == words.count else { throw unexpected("") }
        return WarmWindow(start: .once(start), end: end)
    }

    /// Some days of the week; `nil` when there are none here.
    private mutating func readDays() throws(ScheduleFlaw) -> [Int]? {
        if case .daily? = next {
            position += 1
            return Array(0..<7)
        }
        guard case .weekday = next else { return nil }
        var days: [Int] = []
        while true {
            guard case .weekday(let first)? = next else {
                throw unexpected("a weekday such as Mon")
            }
            position += 1
            if takeDash() {
                guard case .weekday(let last)? = next else {
                    throw unexpected("a weekday such as Fri")
                }
                position += 1
                days += Weekday.range(first, last)
            } else {
                days.append(first)
            }
            guard case .comma? = next else { return days }
            position += 1
        }
    }

    // MARK: - Checking

    private func checkStart(_ minute: Int, _ text: Substring) throws(ScheduleFlaw) {
        guard minute < 1440 else {
            throw ScheduleFlaw(
                "a window cannot start at 24:00; write 00:00 of the next day",
                at: text
            )
        }
    }

    private func checked(_ minutes: Int, most: Int) throws(ScheduleFlaw) -> Int {
        guard (1...most).contains(minutes) else {
            throw ScheduleFlaw(
                "\(quoted(words[position].text)) is no length of this window; write +1m to "
                    + "+\(most / 1440)d",
                at: words[position].text
            )
        }
        return minutes
    }

    /// What to say of the present word where `wanted` should stand, or nothing more if it is empty.
    private func unexpected(_ wanted: String) -> ScheduleFlaw {
        guard position < words.count else {
            return ScheduleFlaw("the window \(quoted(line)) lacks \(wanted); \(Self.example)")
        }
        let text = words[position].text
        guard !wanted.isEmpty else {
            return ScheduleFlaw("the window ends before \(quoted(text)); remove it", at: text)
        }
        return ScheduleFlaw(
            "\(quoted(text)) in a window is not \(wanted); \(Self.example)",
            at: text
        )
    }

    // MARK: - Words

    private static func words(
        of line: Substring
    ) throws(ScheduleFlaw) -> [(word: Word, text: Substring)] {
        let scalars = line.unicodeScalars
        var words: [(word: Word, text: Substring)] = []
        var start = scalars.startIndex
        while start < scalars.endIndex {
            let end = end(of: scalars[start...])
            let text = Substring(scalars[start..<end])
            if !isBlank(scalars[start]), let word = try word(text, after: words.last?.word) {
                words.append((word, text))
            }
            start = end
        }
        return words
    }

    /// Where the word ends that the scalars begin with.
    private static func end(
        of scalars: Substring.UnicodeScalarView
    ) -> Substring.UnicodeScalarView.Index {
        // A date is the one word with dashes in it.
        let date = scalars.prefix(10)
        if isDate(date) { return date.endIndex }
        let first = scalars.first.map(kind)
        let length =
            switch first {
            case .blank, .mark, nil: 1
            case .letter: scalars.prefix { kind($0) == .letter }.count
            case .other: scalars.prefix { [.letter, .other].contains(kind($0)) }.count
            }
        return scalars.index(scalars.startIndex, offsetBy: length)
    }

    /// Whether it looks like `2026-12-01`.
    private static func isDate(_ scalars: Substring.UnicodeScalarView) -> Bool {
        CalendarDay.isWritten(in: String(scalars))
    }

    private enum Kind {
        case blank
        case mark
        case letter
        case other
    }

    private static func kind(_ scalar: Unicode.Scalar) -> Kind {
        if isBlank(scalar) { return .blank }
        if "-–—,".unicodeScalars.contains(scalar) { return .mark }
        return scalar.properties.isAlphabetic ? .letter : .other
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t"
    }

    /// - Returns: `nil` for the T between a date and a time.
    private static func word(_ text: Substring, after last: Word?) throws(ScheduleFlaw) -> Word? {
        if isDate(text.unicodeScalars) {
            guard let day = CalendarDay(text) else {
                throw ScheduleFlaw(
                    "\(quoted(text)) is in no calendar; write a date such as 2026-12-01",
                    at: text
                )
            }
            return .date(day)
        }
        if let minute = ClockTime.minute(text), minute <= 1440 { return .time(minute) }
        switch text.lowercased() {
        case "-", "–", "—", "to": return .dash
        case ",": return .comma
        case "daily": return .daily
        case "t": if case .date? = last { return nil }
        default: break
        }
        if text.hasPrefix("+") {
            if let seconds = WholeDuration.seconds(text.dropFirst()), seconds % 60 == 0 {
                return .duration(seconds / 60)
            }
            throw ScheduleFlaw(
                "\(quoted(text)) is no length of a window; write one such as +10h or +1h30m",
                at: text
            )
        }
        if let day = Weekday.number(of: text) { return .weekday(day) }
        if text.contains(":") {
            throw ScheduleFlaw("\(quoted(text)) is no time; write 00:00 to 24:00", at: text)
        }
        let near = nearestName(to: text, among: Weekday.names + ["daily"])
        throw ScheduleFlaw(
            "\(quoted(text)) is no part of a window; "
                + (near.map { "did you mean '\($0)'?" } ?? example),
            at: text
        )
    }
}
