extension CronFields {
    /// Reads a line of five fields, or of six with the seconds first.
    ///
    /// - Throws: ``ScheduleFlaw``, where no day would ever come, too.
    init(line: Substring) throws(ScheduleFlaw) {
        let words = scheduleWords(of: line)
        guard words.count == 5 || words.count == 6 else {
            throw ScheduleFlaw(
                "a cron line has 5 fields, or 6 with the second first; \(quoted(line)) has "
                    + "\(words.count)"
            )
        }
        let rest = Array(words.suffix(5))
        minutes = try CronFieldReader(unit: .minute, text: rest[0]).read().field
        hours = try CronFieldReader(unit: .hour, text: rest[1]).read().field
        daysOfMonth = try CronFieldReader(unit: .dayOfMonth, text: rest[2]).read().field
        months = try CronFieldReader(unit: .month, text: rest[3]).read().field
        weekdays = try CronFieldReader(unit: .weekday, text: rest[4]).read().field
        text = Self.canonicalText(of: words)
        if words.count == 6 {
            seconds = try CronFieldReader(unit: .second, text: words[0]).read().field
        }
        try checkThatItRuns(line)
    }

    /// Reads what stands between AWS's `cron(` and `)`: minutes, hours, day of month, month, weekday
    /// from Sunday as 1, and year; one of the two day fields is `?`.
    ///
    /// - Throws: ``ScheduleFlaw``, where no day would ever come, too.
    init(awsLine line: Substring) throws(ScheduleFlaw) {
        let words = scheduleWords(of: line)
        guard words.count == 6 else {
            throw ScheduleFlaw(
                "AWS's cron(…) has 6 fields, the year last; \(quoted(line)) has \(words.count)"
            )
        }
        for word in words where word.contains("~") {
            throw ScheduleFlaw(
                "\(quoted(word)) has a ~, which AWS's cron(…) does not know; write a cron line of "
                    + "5 fields",
                at: word
            )
        }
        minutes = try CronFieldReader(unit: .minute, text: words[0]).read().field
        hours = try CronFieldReader(unit: .hour, text: words[1]).read().field
        let day = try CronFieldReader(unit: .awsDayOfMonth, text: words[2]).read()
        months = try CronFieldReader(unit: .month, text: words[3]).read().field
        let weekday = try CronFieldReader(unit: .awsWeekday, text: words[4]).read()
        guard (words[2] == "?") != (words[4] == "?") else {
            throw ScheduleFlaw(
                "in AWS's cron(…) one of day of month and weekday is '?', and the other is not; "
                    + "they are \(quoted(words[2])) and \(quoted(words[4]))",
                at: words[2]
            )
        }
        daysOfMonth = day.field
        weekdays = weekday.field
        dayRules = day.dayRules + weekday.dayRules
        years = try CronFieldReader(unit: .year, text: words[5]).read().years
        text = "cron(\(Self.canonicalText(of: words)))"
        try checkThatItRuns(line)
    }

    /// Capital letters, single blanks.
    private static func canonicalText(of words: [Substring]) -> String {
        words.map { $0.uppercased() }.joined(separator: " ")
    }

    /// Refuses a line whose days never come; where a day or month is to be drawn, whichever it is.
    private func checkThatItRuns(_ line: Substring) throws(ScheduleFlaw) {
        for day in choices(of: daysOfMonth) {
            for month in choices(of: months) {
                for weekday in choices(of: weekdays) {
                    var drawn = self
                    (drawn.daysOfMonth, drawn.months, drawn.weekdays) = (day, month, weekday)
                    if drawn.firstDay(onOrAfter: CalendarDay(daysSinceEpoch: 0)) != nil {
                        continue
                    }
                    throw ScheduleFlaw(
                        drawn == self
                            ? "\(quoted(line)) never runs: none of its months has such a day; change "
                                + "the day or the month"
                            : "\(quoted(line)) might never run: its ~ can choose a day that none of "
                                + "its months has; narrow it"
                    )
                }
            }
        }
    }

    private func choices(of field: CronField) -> [CronField] {
        field.isDrawn ? field.values.map { CronField(bits: 1 << UInt64($0)) } : [field]
    }
}

/// The words between blanks and tabs.
func scheduleWords(of text: Substring) -> [Substring] {
    text.unicodeScalars.split { $0 == " " || $0 == "\t" }.map { Substring($0) }
}
