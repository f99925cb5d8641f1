import Domain
import Reporting
import Testing

@Suite struct MomentTextTests {
    @Test(
        arguments: [
            ("the epoch", 0, "1970-01-01T00:00:00Z"),
            ("parts of a second are dropped", 999, "1970-01-01T00:00:00Z"),
            ("a millisecond before", -1, "1969-12-31T23:59:59Z"),
            ("a second before", -1000, "1969-12-31T23:59:59Z"),
            ("a moment of today", 1_795_251_907_000, "2026-11-21T09:05:07Z"),
            ("a leap day", 1_709_164_800_000, "2024-02-29T00:00:00Z"),
            ("the day after", 1_709_251_200_000, "2024-03-01T00:00:00Z"),
            ("the leap day of a century of 400", 951_782_400_000, "2000-02-29T00:00:00Z"),
            ("a leap day before 1970", -58_060_800_000, "1968-02-29T00:00:00Z"),
            ("1900 had none", -2_203_891_200_000 - 1000, "1900-02-28T23:59:59Z"),
            ("but a first of March", -2_203_891_200_000, "1900-03-01T00:00:00Z"),
            ("2100 will have none", 4_107_542_400_000 - 1000, "2100-02-28T23:59:59Z"),
            ("the last second of a year", 1_798_761_599_000, "2026-12-31T23:59:59Z"),
            ("the last second of four digits", 253_402_300_799_000, "9999-12-31T23:59:59Z"),
            ("the year 1000", -30_610_224_000_000, "1000-01-01T00:00:00Z"),
            ("a year has four digits", -30_610_224_001_000, "0999-12-31T23:59:59Z"),
            ("the first bin that the history takes", -62_135_596_800_000, "0001-01-01T00:00:00Z"),
        ] as [(String, Int64, String)]
    )
    func rfc3339Moments(requirement: String, milliseconds: Int64, expected: String) {
        #expect(rfc3339(Timestamp(millisecondsSinceEpoch: milliseconds)) == expected)
    }

    @Test func everyDayOfFourCenturiesComesAfterTheOneBefore() {
        // From 1870-01-01 on; the Gregorian calendar repeats every 146 097 days.
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var (year, month, day) = (1870, 1, 1)
        for index in 0..<146_097 {
            let text = dateText(LocalMinute(minutesSinceEpoch: (index - 36_524) * 1440))
            guard text == "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
            else {
                Issue.record("\(text) is not \(year)-\(month)-\(day)")
                return
            }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            day += 1
            if day > lengths[month - 1] + (month == 2 && isLeap ? 1 : 0) {
                (month, day) = (month + 1, 1)
            }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect(year == 2270)
    }

    @Test func theFarthestMomentsAreNoCrash() {
        #expect(rfc3339(Timestamp(millisecondsSinceEpoch: .min)).hasSuffix("Z"))
        #expect(rfc3339(Timestamp(millisecondsSinceEpoch: .max)).hasSuffix("Z"))
    }

    @Test(arguments: [
        (0, "00:00", "Thu 00:00"), (-1, "23:59", "Wed 23:59"),
        (29_920_865, "09:05", "Sat 09:05"), (29_920_865 + 1440, "09:05", "Sun 09:05"),
        (29_920_865 + 2880, "09:05", "Mon 09:05"),
    ])
    func clocksAndWeekdays(minutes: Int, clock: String, weekday: String) {
        let minute = LocalMinute(minutesSinceEpoch: minutes)
        #expect(clockText(minute) == clock)
        #expect(weekdayText(minute) == weekday)
    }

    @Test(arguments: [
        ("nothing", Duration.zero, "0s"),
        ("less than a millisecond", .microseconds(999), "0s"),
        ("milliseconds", .milliseconds(250), "250ms"),
        ("seconds and milliseconds", .milliseconds(1500), "1500ms"),
        ("seconds", .seconds(45), "45s"),
        ("a minute", .seconds(60), "1m"),
        ("minutes and seconds", .seconds(61), "1m1s"),
        ("an hour and a half", .seconds(5400), "1h30m"),
        ("a unit in between may miss", .seconds(3601), "1h1s"),
        ("a day", .seconds(86_400), "1d"),
        ("everything", .seconds(90_061), "1d1h1m1s"),
        ("a year has days", .seconds(365 * 86_400), "365d"),
    ])
    func durations(requirement: String, duration: Duration, expected: String) {
        #expect(durationText(duration) == expected)
    }
}
