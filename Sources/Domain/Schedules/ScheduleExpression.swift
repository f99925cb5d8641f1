/// When a schedule runs, in one of the notations that people write.
///
/// ```swift
/// try ScheduleExpression("*/10 8-18 * * Mon-Fri")
/// try ScheduleExpression("08:00–18:00 Mon–Fri")
/// ```
package enum ScheduleExpression: Equatable, Sendable {
    /// Five fields, six with the seconds first, or a word such as `@daily`.
    case cron(CronFields)
    /// `cron(…)` by AWS's rules.
    case awsCron(CronFields)
    /// `@every 10m`.
    case every(RunPeriod)
    /// `rate(5 minutes)`, as AWS writes it.
    case rate(RunPeriod)
    /// Held warm throughout, on days of every week or once.
    case window(WarmWindow)

    /// The most characters of a schedule.
    package static let mostCharacters = 1000

    private static let words: [(name: String, line: String)] = [
        ("@yearly", "0 0 1 1 *"), ("@annually", "0 0 1 1 *"), ("@monthly", "0 0 1 * *"),
        ("@weekly", "0 0 * * 0"), ("@daily", "0 0 * * *"), ("@midnight", "0 0 * * *"),
        ("@hourly", "0 * * * *"),
    ]

    /// Reads any of the notations.
    ///
    /// - Throws: ``ScheduleFlaw``: what is wrong, where, and what to write instead.
    package init(_ text: String) throws(ScheduleFlaw) {
        guard text.unicodeScalars.count <= Self.mostCharacters else {
            throw ScheduleFlaw(
                "a schedule has at most \(Self.mostCharacters) characters; shorten it"
            )
        }
        let blanks: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" }
        var scalars = text.unicodeScalars[...]
        scalars = scalars.drop(while: blanks)
        while let last = scalars.last, blanks(last) { scalars.removeLast() }
        let line = Substring(scalars)
        let lowercased = line.lowercased()
        if line.isEmpty {
            throw ScheduleFlaw(
                "a schedule is empty; write a cron line such as '*/10 8-18 * * Mon-Fri', a window "
                    + "such as '08:00-18:00 Mon-Fri', or '@every 10m'"
            )
        } else if line.hasPrefix("@") {
            try self.init(word: line)
        } else if lowercased.hasPrefix("cron(") {
            self = .awsCron(try CronFields(awsLine: try Self.inside(line, after: "cron(")))
        } else if lowercased.hasPrefix("rate(") {
            self = .rate(try RunPeriod(rate: try Self.inside(line, after: "rate(")))
        } else if lowercased.hasPrefix("tz=") || lowercased.hasPrefix("cron_tz=") {
            throw ScheduleFlaw(
                "\(quoted(line)) names its zone; give the zone apart from it, as the schedule's",
                at: line
            )
        } else if lowercased.hasPrefix("at(") {
            throw ScheduleFlaw(
                "AWS's at(…) is a single moment; write a window, such as 2026-12-01 08:00 +30m",
                at: line
            )
        } else if line.unicodeScalars.contains(":") {
            var reader = try WindowReader(line)
            self = .window(try reader.read())
        } else {
            self = .cron(try CronFields(line: line))
        }
    }

    private init(word line: Substring) throws(ScheduleFlaw) {
        let parts = scheduleWords(of: line)
        let name = parts[0].lowercased()
        if name == "@every" {
            guard parts.count == 2 else {
                throw ScheduleFlaw(
                    "@every is followed by one duration without blanks, such as @every 1h30m; "
                        + "\(quoted(line)) has \(parts.count - 1) words there"
                )
            }
            self = .every(try RunPeriod(every: parts[1]))
            return
        }
        guard let known = Self.words.first(where: { $0.name == name }) else {
            throw Self.unknown(parts[0])
        }
        guard parts.count == 1 else {
            throw ScheduleFlaw(
                "\(known.name) stands alone; remove \(quoted(parts[1]))",
                at: parts[1]
            )
        }
        let fields = try CronFields(line: Substring(known.line))
        self = .cron(fields.named(known.name))
    }

    private static func unknown(_ word: Substring) -> ScheduleFlaw {
        guard word.lowercased() != "@reboot" else {
            return ScheduleFlaw(
                "'@reboot' is no time; write a cron line, or @every 10m",
                at: word
            )
        }
        let near = nearestName(to: word, among: words.map(\.name) + ["@every"])
        return ScheduleFlaw(
            "there is no \(quoted(word)); "
                + (near.map { "did you mean '\($0)'?" }
                    ?? "write @yearly, @monthly, @weekly, @daily, @hourly or @every 10m"),
            at: word
        )
    }

    /// What stands between the opening bracket and the closing one at the end.
    private static func inside(
        _ line: Substring,
        after opening: String
    ) throws(ScheduleFlaw) -> Substring {
        guard line.hasSuffix(")") else {
            throw ScheduleFlaw("\(quoted(line)) does not end with ')'; close the bracket")
        }
        return line.dropFirst(opening.count).dropLast()
    }

    /// What kind it is, in a word that a schedule's name can begin with.
    package var kind: String {
        switch self {
        case .cron: "cron"
        case .awsCron: "aws-cron"
        case .every: "every"
        case .rate: "rate"
        case .window(let window): window.isOnce ? "once" : "window"
        }
    }

    /// Whether it holds instances warm throughout a stretch of time.
    package var isWindow: Bool { if case .window = self { true } else { false } }
}

extension ScheduleExpression: CustomStringConvertible {
    /// The same in its canonical form, which reads as an equal expression.
    package var description: String {
        switch self {
        case .cron(let fields), .awsCron(let fields): fields.text
        case .every(let period), .rate(let period): period.text
        case .window(let window): window.description
        }
    }
}
