/// Runs at equal distances of real time, counted from midnight UTC on 1970-01-01: neither restarts
/// nor clock changes shift them.
package struct RunPeriod: Equatable, Sendable {
    package let seconds: Int
    /// As it was written, in its shortest form.
    let text: String

    private static let most = 366 * 86_400

    /// Reads what follows `@every`: `10m`, `1h30m`, `90s`.
    init(every duration: Substring) throws(ScheduleFlaw) {
        guard let seconds = WholeDuration.seconds(duration) else {
            throw ScheduleFlaw(
                "\(quoted(duration)) is no duration; write one such as @every 10m, @every 1h30m or "
                    + "@every 90s",
                at: duration
            )
        }
        try Self.check(seconds, duration)
        self.seconds = seconds
        text = "@every \(WholeDuration.text(seconds))"
    }

    /// Reads what stands between AWS's `rate(` and `)`: a number and a unit, which is singular after
    /// 1 only.
    init(rate: Substring) throws(ScheduleFlaw) {
        let units = [("minute", 60), ("hour", 3600), ("day", 86_400)]
        let words = scheduleWords(of: rate)
        guard words.count == 2, let number = words[0].wholeNumber else {
            throw ScheduleFlaw(
                "\(quoted(rate)) is no rate; write rate(1 minute), rate(5 minutes), rate(2 hours) or "
                    + "rate(7 days)",
                at: rate
            )
        }
        let word = words[1].lowercased()
        guard let unit = units.first(where: { word == $0.0 || word == $0.0 + "s" }) else {
            let near = nearestName(to: word, among: units.map { $0.0 + "s" })
            throw ScheduleFlaw(
                "\(quoted(words[1])) is no unit of a rate; "
                    + (near.map { "did you mean '\($0)'?" } ?? "write minutes, hours or days"),
                at: words[1]
            )
        }
        let right = number == 1 ? unit.0 : unit.0 + "s"
        guard word == right else {
            throw ScheduleFlaw(
                "AWS writes rate(\(number == .max ? "…" : "\(number)") \(right)), not "
                    + "\(quoted(words[1]))",
                at: words[1]
            )
        }
        let (seconds, isTooLarge) = number.multipliedReportingOverflow(by: unit.1)
        try Self.check(isTooLarge ? .max : seconds, words[0])
        self.seconds = seconds
        text = "rate(\(number) \(right))"
    }

    private static func check(_ seconds: Int, _ word: Substring) throws(ScheduleFlaw) {
        guard (1...most).contains(seconds) else {
            throw ScheduleFlaw(
                "\(quoted(word)) is \(seconds < 1 ? "no time at all" : "too long"); write one second "
                    + "to 366 days",
                at: word
            )
        }
    }

    /// The first run after a second, both counted from 1970-01-01 00:00 UTC.
    func nextRun(after second: Int) -> Int { (floorDivision(second, seconds) + 1) * seconds }
}
