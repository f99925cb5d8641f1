import Domain
import Testing

private struct Dice {
    var state: UInt64

    mutating func roll(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[roll(elements.count)] }
}

/// A cron line with the sets that it stands for, made apart from the reader.
private struct GeneratedLine {
    var text: String
    var minutes: Set<Int>
    var hours: Set<Int>
    var daysOfMonth: Set<Int>
    var months: Set<Int>
    /// From Sunday.
    var weekdays: Set<Int>
    var isOpenHour: Bool
    var isEitherDay: Bool

    init(_ dice: inout Dice) {
        let minute = Self.field(0, 59, [0, 15, 29, 30, 31, 45, 59], &dice)
        let hour = Self.field(0, 23, [0, 1, 2, 3, 23], &dice)
        let day = Self.field(1, 31, [25, 29, 4, 5, 8], &dice, openness: 3)
        let month = Self.field(1, 12, [3, 4, 10, 11], &dice, openness: 5)
        let weekday = Self.field(0, 6, [0, 6], &dice, openness: 3)
        text = [minute, hour, day, month, weekday].map(\.text).joined(separator: " ")
        (minutes, hours, daysOfMonth) = (minute.values, hour.values, day.values)
        (months, weekdays) = (month.values, weekday.values)
        isOpenHour = hour.text.hasPrefix("*")
        isEitherDay = !day.text.hasPrefix("*") && !weekday.text.hasPrefix("*")
    }

    private static func field(
        _ least: Int,
        _ most: Int,
        _ usual: [Int],
        _ dice: inout Dice,
        openness: Int = 1
    ) -> (text: String, values: Set<Int>) {
        if dice.roll(4 + openness) < openness { return ("*", Set(least...most)) }
        switch dice.roll(4) {
        case 0:
            let step = 1 + dice.roll(min(20, most - least))
            return ("*/\(step)", Set(stride(from: least, through: most, by: step)))
        case 1:
            let first = least + dice.roll(most - least)
            let last = first + dice.roll(most - first + 1)
            let step = 1 + dice.roll(3)
            let values = Set(stride(from: first, through: last, by: step))
            return (step == 1 ? "\(first)-\(last)" : "\(first)-\(last)/\(step)", values)
        case 2:
            let values = (0..<1 + dice.roll(3)).map { _ in dice.pick(usual) }
            return (values.map(String.init).joined(separator: ","), Set(values))
        default:
            let value = dice.pick(usual)
            return ("\(value)", [value])
        }
    }

    func names(_ minute: LocalMinute) -> Bool {
        guard minutes.contains(minute.minuteOfHour), hours.contains(minute.hourOfDay) else {
            return false
        }
        let date = minute.day.date
        guard months.contains(date.month) else { return false }
        let isDay = daysOfMonth.contains(date.day)
        let isWeekday = weekdays.contains((minute.dayOfWeek + 1) % 7)
        return isEitherDay ? isDay || isWeekday : isDay && isWeekday
    }

    /// The rule as it is told: minute by minute, with all that the clocks have newly shown.
    func runs(from first: Int, through last: Int, offsets: UTCOffsets) -> [Int] {
        var latest = (first - 1440..<first).map { offsets.local($0).minutesSinceEpoch }.max() ?? 0
        return (first...last).filter { minute in
            let local = offsets.local(minute)
            defer { latest = max(latest, local.minutesSinceEpoch) }
            if isOpenHour { return names(local) }
            guard local.minutesSinceEpoch > latest else { return false }
            return (latest + 1...local.minutesSinceEpoch).contains {
                names(LocalMinute(minutesSinceEpoch: $0))
            }
        }
    }
}

@Suite struct SchedulePropertyTests {
    /// Around each change, and where there is none.
    private static let spans: [(zone: String, change: String)] = [
        ("Europe/Berlin", "2026-03-29 01:00"), ("Europe/Berlin", "2026-10-25 01:00"),
        ("America/New_York", "2026-03-08 07:00"), ("America/New_York", "2026-11-01 06:00"),
        ("Australia/Lord_Howe", "2026-04-04 15:00"), ("Australia/Lord_Howe", "2026-10-03 15:30"),
        ("Asia/Kolkata", "2028-02-29 00:00"),
    ]

    @Test(arguments: 0..<UInt64(60))
    func runsAreThoseOfMinuteByMinute(seed: UInt64) throws {
        var dice = Dice(state: seed)
        let span = dice.pick(Self.spans)
        let offsets = ScheduleZones.named(span.zone)
        let first = utc(span.change).minute - 1440 - dice.roll(600)
        let last = utc(span.change).minute + 1440
        for _ in 0..<3 {
            let line = GeneratedLine(&dice)
            let expected = line.runs(from: first + 1, through: last, offsets: offsets)
            guard let expression = try? ScheduleExpression(line.text) else {
                // A line that never runs is refused, and has no run to compare.
                #expect(expected.isEmpty, "\(line.text)")
                continue
            }
            var found: [Int] = []
            var moment = Timestamp(minute: first)
            while let run = expression.nextRun(after: moment, offsets: offsets),
                run.scheduledAt.minute <= last
            {
                #expect(run.scheduledAt > moment)
                #expect(run.scheduledAt == Timestamp(minute: run.scheduledAt.minute))
                found.append(run.scheduledAt.minute)
                moment = run.scheduledAt
            }
            #expect(found == expected, "\(line.text) in \(span.zone), seed \(seed)")
        }
    }

    /// Whatever is asked within a span gives the same next run as the whole list.
    @Test(arguments: 0..<UInt64(30))
    func anyMomentHasTheSameNextRun(seed: UInt64) throws {
        var dice = Dice(state: seed &+ 1000)
        let span = dice.pick(Self.spans)
        let offsets = ScheduleZones.named(span.zone)
        let first = utc(span.change).minute - 700
        let line = GeneratedLine(&dice)
        guard let expression = try? ScheduleExpression(line.text) else { return }  // Never runs.
        let expected = line.runs(from: first, through: first + 2880, offsets: offsets)
        for minute in stride(from: first, to: first + 1400, by: 7) {
            let moment = Timestamp(minute: minute).advanced(by: .milliseconds(dice.roll(60_000)))
            let next = expected.first { Timestamp(minute: $0) > moment }
            guard let next else { continue }
            let run = expression.nextRun(after: moment, offsets: offsets)
            #expect(run?.scheduledAt == Timestamp(minute: next), "\(line.text), seed \(seed)")
        }
    }

    @Test(arguments: 0..<UInt64(100))
    func bytesNeverCrash(seed: UInt64) {
        var dice = Dice(state: seed &+ 2000)
        let alphabet = Array("0123456789 */,-?LW#~@:+MonFridaily()ratecnT–—\t=.\u{0}é".utf8)
        for _ in 0..<40 {
            let bytes = (0..<dice.roll(40)).map { _ in
                dice.roll(4) == 0 ? UInt8(dice.roll(256)) : dice.pick(alphabet)
            }
            survive(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test(arguments: 0..<UInt64(100))
    func nearlyRightLinesNeverCrash(seed: UInt64) {
        var dice = Dice(state: seed &+ 3000)
        let lines = [
            "*/10 8-18 * * Mon-Fri", "cron(0/15 8 ? * 2#1 2026-2030)", "cron(0 0 L-3 * ? *)",
            "rate(5 minutes)", "@every 1h30m", "08:00–18:00 Mon–Fri", "22:00 +8h daily",
            "2026-12-01 08:00 – 2026-12-02 20:00", "~ 0~5 1~28 * *", "0 0 15W * ? 1999",
        ]
        for _ in 0..<40 {
            var bytes = Array(dice.pick(lines).utf8)
            for _ in 0...dice.roll(3) where !bytes.isEmpty {
                let place = dice.roll(bytes.count)
                switch dice.roll(3) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(dice.pick(Array(" ,-/~#L0:9".utf8)), at: place)
                default: bytes[place] = dice.pick(bytes)
                }
            }
            survive(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Reads a text; what can be read has a canonical form and ascending runs.
    private func survive(_ text: String) {
        do throws(ScheduleFlaw) {
            let expression = try ScheduleExpression(text)
            #expect(try ScheduleExpression(expression.description) == expression)
            var moment = utc("2026-03-28 00:00")
            for _ in 0..<4 {
                guard
                    let run = expression.nextRun(
                        after: moment,
                        offsets: ScheduleZones.berlin,
                        seed: 3
                    )
                else { return }
                #expect(run.scheduledAt > moment)
                #expect(run.until.map { $0 > run.scheduledAt } ?? true)
                moment = run.scheduledAt
            }
        } catch {
            #expect(!error.description.contains("\n") && !error.description.hasSuffix("."))
        }
    }
}
