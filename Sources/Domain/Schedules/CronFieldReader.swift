/// Reads one field of a cron line.
struct CronFieldReader {
    let unit: CronUnit
    let text: Substring

    /// What was read of a field.
    struct Field {
        var field: CronField
        var dayRules: [CronDayRule] = []
        /// Of a field of years; ascending, `nil` for any.
        var years: [Int]?
    }

    func read() throws(ScheduleFlaw) -> Field {
        if text == "?" { return try readQuestionMark() }
        if text.contains("~") { return Field(field: try readDraw()) }
        var result = Field(field: CronField(bits: 0, beginsWithStar: text.first == "*"))
        var years = Set<Int>()
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard !part.isEmpty else {
                throw ScheduleFlaw(
                    "\(unit.name) \(quoted(text)) has an empty part; remove a comma",
                    at: text
                )
            }
            if unit.takesDayRules, let rule = try dayRule(part) {
                result.dayRules.append(rule)
            } else {
                for value in try values(of: part) {
                    if unit.isYear {
                        years.insert(value)
                    } else {
                        result.field.bits |= 1 << UInt64(unit.bit(of: value))
                    }
                }
            }
        }
        if unit.isYear, text != "*" { result.years = years.sorted() }
        try checkAloneness(of: result.dayRules)
        return result
    }

    // MARK: - Special fields

    private func readQuestionMark() throws(ScheduleFlaw) -> Field {
        guard unit.takesQuestionMark else {
            throw ScheduleFlaw(
                "\(unit.name) is '?', which only a day of month or a weekday can be; write *",
                at: text
            )
        }
        return Field(field: CronField(bits: unit.everyBit, beginsWithStar: true))
    }

    /// `~`, `0~30`, `5~` or `~30`.
    private func readDraw() throws(ScheduleFlaw) -> CronField {
        let ends = text.split(separator: "~", omittingEmptySubsequences: false)
        guard ends.count == 2, !text.contains(where: { ",/-*?".contains($0) }) else {
            throw ScheduleFlaw(
                "\(unit.name) \(quoted(text)) is no choice; write one such as "
                    + "\(unit.range.lowerBound)~\(unit.range.upperBound), alone in its field",
                at: text
            )
        }
        let least = ends[0].isEmpty ? unit.range.lowerBound : try value(ends[0])
        let most = ends[1].isEmpty ? unit.range.upperBound : try value(ends[1])
        guard least <= most else {
            throw ScheduleFlaw(
                "\(unit.name) \(quoted(text)) runs backwards; write \(most)~\(least)",
                at: text
            )
        }
        var bits: UInt64 = 0
        for value in least...most { bits |= 1 << UInt64(unit.bit(of: value)) }
        return CronField(bits: bits, isDrawn: true)
    }

    /// A day by AWS's L, W or #; `nil` for an ordinary part.
    private func dayRule(_ part: Substring) throws(ScheduleFlaw) -> CronDayRule? {
        let word = part.uppercased()
        if unit.isWeekday {
            if word == "L" { return nil }
            if let mark = part.firstIndex(of: "#") {
                let weekday = unit.bit(of: try value(part[..<mark]))
                guard let number = part[part.index(after: mark)...].wholeNumber,
                    (1...5).contains(number)
                else { throw ruleFlaw(part, "write 1 to 5 after the #, such as 2#1") }
                return .nth(number, weekday: weekday)
            }
            guard word.hasSuffix("L") else { return nil }
            return .last(weekday: unit.bit(of: try value(part.dropLast())))
        }
        if word == "L" { return .lastDay(before: 0) }
        if word == "LW" { return .lastWorkday }
        if word.hasPrefix("L-") {
            guard let before = part.dropFirst(2).wholeNumber, (1...30).contains(before) else {
                throw ruleFlaw(part, "write L-1 to L-30")
            }
            return .lastDay(before: before)
        }
        guard word.hasSuffix("W") else { return nil }
        guard let day = part.dropLast().wholeNumber, unit.range.contains(day) else {
            throw ruleFlaw(part, "write 1W to 31W, or LW")
        }
        return .workday(nearest: day)
    }

    private func ruleFlaw(_ part: Substring, _ advice: String) -> ScheduleFlaw {
        ScheduleFlaw("\(unit.name) \(quoted(part)) names no day; \(advice)", at: part)
    }

    private func checkAloneness(of rules: [CronDayRule]) throws(ScheduleFlaw) {
        let isWithNth = rules.contains { rule in
            if case .nth = rule { true } else { false }
        }
        guard isWithNth, text.contains(",") else { return }
        throw ScheduleFlaw(
            "weekday \(quoted(text)) lists more than one day with #; AWS takes only one",
            at: text
        )
    }

    // MARK: - Ordinary parts

    /// The values of `*`, `5`, `Mon`, `1-5` or one of these with a step.
    private func values(of part: Substring) throws(ScheduleFlaw) -> [Int] {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let range = halves[0]
        let step = halves.count == 2 ? try self.step(halves[1], of: part) : nil
        if range == "*" {
            // Sunday has two numbers, and counts once.
            let last = unit == .weekday ? 6 : unit.range.upperBound
            return Array(stride(from: unit.range.lowerBound, through: last, by: step ?? 1))
        }
        let ends = range.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count <= 2 else {
            throw ScheduleFlaw(
                "\(unit.name) \(quoted(part)) has more than two ends; write a range such as "
                    + "\(unit.range.lowerBound)-\(unit.range.upperBound)",
                at: part
            )
        }
        if unit.takesDayRules, unit.isWeekday, range.uppercased() == "L" {
            guard step == nil else { throw ruleFlaw(part, "write L alone, or 7") }
            return [7]
        }
        let first = try value(ends[0])
        guard ends.count == 2 else {
            guard let step else { return [first] }
            let last = unit == .weekday ? max(first, 6) : unit.range.upperBound
            return Array(stride(from: first, through: last, by: step))
        }
        return try run(from: first, to: try value(ends[1]), by: step ?? 1, of: part)
    }

    private func run(
        from first: Int,
        to last: Int,
        by step: Int,
        of part: Substring
    ) throws(ScheduleFlaw) -> [Int] {
        let (least, most) = (unit.range.lowerBound, unit.range.upperBound)
        if first <= last { return Array(stride(from: first, through: last, by: step)) }
        guard unit.isWeekday else {
            let before = first == most ? "\(most)" : "\(first)-\(most)"
            let after = last == least ? "\(least)" : "\(least)-\(last)"
            throw ScheduleFlaw(
                "\(unit.name) \(quoted(part)) runs backwards; write \(before),\(after)",
                at: part
            )
        }
        return stride(from: first, through: last + 7, by: step).map { day in
            unit.range.contains(day) ? day : day - 7
        }
    }

    private func step(_ text: Substring, of part: Substring) throws(ScheduleFlaw) -> Int {
        let most = unit.isWeekday ? 7 : unit.range.count
        guard let step = text.wholeNumber, (1...most).contains(step) else {
            throw ScheduleFlaw(
                "\(unit.name) \(quoted(part)) has the step \(quoted(text)); write 1 to \(most)",
                at: part
            )
        }
        return step
    }

    private func value(_ word: Substring) throws(ScheduleFlaw) -> Int {
        if let number = word.wholeNumber {
            guard unit.range.contains(number) else {
                throw ScheduleFlaw(
                    "\(unit.name) \(quoted(word)) is out of range; write \(unit.allowed)",
                    at: word
                )
            }
            return number
        }
        if let index = unit.names.firstIndex(where: { $0.lowercased() == word.lowercased() }) {
            return unit.range.lowerBound + index
        }
        throw unknown(word)
    }

    private func unknown(_ word: Substring) -> ScheduleFlaw {
        guard !word.isEmpty else {
            return ScheduleFlaw(
                "\(unit.name) \(quoted(text)) lacks a value; write \(unit.allowed)",
                at: text
            )
        }
        if !unit.takesDayRules, ["day of month", "weekday"].contains(unit.name), isDayRule(word) {
            return ScheduleFlaw(
                "\(unit.name) \(quoted(word)) is AWS's notation; write the line as cron(…)",
                at: word
            )
        }
        let kind = unit.names.isEmpty ? "number" : "number or name"
        let near = nearestName(to: word, among: unit.names)
        let advice = near.map { "did you mean '\($0)'?" } ?? "write \(unit.allowed)"
        return ScheduleFlaw(
            "\(unit.name) \(quoted(word)) is no \(kind); \(advice)",
            at: word
        )
    }

    private func isDayRule(_ word: Substring) -> Bool {
        let upper = word.uppercased()
        return upper == "L" || upper == "LW" || upper.contains("#")
            || upper.last.map { "LW".contains($0) } == true && upper.dropLast().wholeNumber != nil
    }
}

/// The name that was most likely meant: one that the word begins with, or one that differs little.
func nearestName(to word: some StringProtocol, among names: [String]) -> String? {
    guard word.utf8.count <= 40 else { return nil }
    let lowercased = word.lowercased()
    return names.first { lowercased.hasPrefix($0.lowercased()) }
        ?? nearestNames(to: lowercased, among: names).first
}
