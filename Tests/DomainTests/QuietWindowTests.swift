import Domain
import Testing

/// 1970-01-05 was a Monday: its first minute by the wall clock.
private let monday = 4 * 1440

private func local(_ day: Int, _ hour: Int, _ minute: Int = 0) -> LocalMinute {
    LocalMinute(minutesSinceEpoch: monday + day * 1440 + hour * 60 + minute)
}

@Suite struct QuietWindowTests {
    @Test(arguments: [
        ("every day", "22:00-06:00", [0, 1, 2, 3, 4, 5, 6], 1320, 360),
        ("a whole weekend", "Sat,Sun 00:00-24:00", [5, 6], 0, 1440),
        ("weekdays", "Mon-Fri 20:00-07:00", [0, 1, 2, 3, 4], 1200, 420),
        ("days that wrap", "Fri-Mon 01:00-02:00", [0, 4, 5, 6], 60, 120),
        ("from Sunday to Monday", "Sun-Mon 01:00-02:00", [0, 6], 60, 120),
        ("a range of one day", "Wed-Wed 01:00-02:00", [2], 60, 120),
        ("all days by range", "Mon-Sun 01:00-02:00", [0, 1, 2, 3, 4, 5, 6], 60, 120),
        ("a range and a day", "Mon-Wed,Sun 09:05-09:06", [0, 1, 2, 6], 545, 546),
        ("days twice and out of order", "Tue,Mon,Mon-Tue 09:05-09:06", [0, 1], 545, 546),
        ("any case", "sAT 00:00-00:01", [5], 0, 1),
        ("the last minute", "23:59-24:00", [0, 1, 2, 3, 4, 5, 6], 1439, 1440),
        ("round the clock", "12:00-12:00", [0, 1, 2, 3, 4, 5, 6], 720, 720),
        ("to midnight by its other name", "12:00-00:00", [0, 1, 2, 3, 4, 5, 6], 720, 0),
        ("blanks around", "  Mon   01:00-02:00 ", [0], 60, 120),
    ])
    func readsText(requirement: String, text: String, days: [Int], start: Int, end: Int) throws {
        let window = try #require(QuietWindow(text))
        #expect(window.days == days)
        #expect(window.startMinute == start)
        #expect(window.endMinute == end)
        #expect(QuietWindow(window.description) == window)
    }

    @Test(arguments: [
        "", " ", "22:00", "22:00-", "-06:00", "22:00-06:00-07:00", "22:00 -06:00",
        "Mon 22:00 - 06:00", "24:00-06:00", "22:00-24:01", "22:00-25:00", "22:60-23:00",
        "2:00-06:00", "022:00-06:00", "22:0-06:00", "22-06", "22:00:00-06:00", "+1:00-06:00",
        "-1:00-06:00", "٢٢:00-06:00", "Mon", "Mon Tue 22:00-06:00", "Mon, 22:00-06:00",
        ",Mon 22:00-06:00", "Mon- 22:00-06:00", "Mon-Tue-Wed 22:00-06:00", "Mo 22:00-06:00",
        "Monday 22:00-06:00", "Mon22:00-06:00", "Mon\t22:00-06:00", "22:00–06:00",
    ])
    func refusesOtherText(text: String) {
        #expect(QuietWindow(text) == nil)
    }

    @Test(arguments: [
        ([], 0, 1), ([7], 0, 1), ([-1], 0, 1), ([0], -1, 1), ([0], 1440, 1), ([0], 0, 1441),
        ([0], 0, -1),
    ])
    func refusesWhatIsNoTimeOfAWeek(days: [Int], start: Int, end: Int) {
        #expect(QuietWindow(days: days, startMinute: start, endMinute: end) == nil)
    }

    @Test(arguments: [
        ("22:00-06:00", "22:00-06:00"), ("Sun,Sat 00:00-24:00", "Sat,Sun 00:00-24:00"),
        ("Fri-Mon 01:00-02:03", "Mon,Fri,Sat,Sun 01:00-02:03"),
        ("Mon-Sun 09:05-00:00", "09:05-00:00"),
    ])
    func describesItself(text: String, expected: String) {
        #expect(QuietWindow(text)?.description == expected)
    }

    @Test(arguments: [
        ("before the start", "09:00-17:00", local(0, 8, 59), false),
        ("the start", "09:00-17:00", local(0, 9), true),
        ("the last minute", "09:00-17:00", local(0, 16, 59), true),
        ("the end", "09:00-17:00", local(0, 17), false),
        ("another day", "Mon 09:00-17:00", local(1, 12), false),
        ("Sunday's evening", "Sun 22:00-06:00", local(6, 22), true),
        ("before Sunday's evening", "Sun 22:00-06:00", local(6, 21, 59), false),
        ("Monday's morning belongs to Sunday's night", "Sun 22:00-06:00", local(7, 5, 59), true),
        ("its end", "Sun 22:00-06:00", local(7, 6), false),
        ("Sunday's morning belongs to Saturday's", "Sun 22:00-06:00", local(6, 5), false),
        ("midnight of a whole day", "Sat 00:00-24:00", local(5, 0), true),
        ("its last minute", "Sat 00:00-24:00", local(5, 23, 59), true),
        ("the midnight after it", "Sat 00:00-24:00", local(6, 0), false),
        ("noon to noon, before it", "Tue 12:00-12:00", local(1, 11, 59), false),
        ("noon to noon, its start", "Tue 12:00-12:00", local(1, 12), true),
        ("noon to noon, its last minute", "Tue 12:00-12:00", local(2, 11, 59), true),
        ("noon to noon, its end", "Tue 12:00-12:00", local(2, 12), false),
        ("before 1970", "Sun 22:00-06:00", local(-1, 23), true),
    ])
    func contains(requirement: String, text: String, minute: LocalMinute, expected: Bool) throws {
        #expect(try #require(QuietWindow(text)).contains(minute) == expected)
    }

    /// By definition: a window starts on its days and lasts to the first end after the start.
    @Test(arguments: 0..<UInt64(50))
    func theWeekHoldsWhatTheDaysAdd(seed: UInt64) throws {
        var state = seed &+ 1
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let days = (0..<1 + random(7)).map { _ in random(7) }
        let start = random(1440)
        let end = random(5) == 0 ? start : random(1441)
        let window = try #require(QuietWindow(days: days, startMinute: start, endMinute: end))
        #expect(QuietWindow(window.description) == window)
        var quiet = Set<Int>()
        for day in days {
            let length = end > start ? end - start : end + 1440 - start
            for minute in 0..<length { quiet.insert((day * 1440 + start + minute) % 10_080) }
        }
        for minute in 0..<10_080 {
            let isQuiet = window.contains(LocalMinute(minutesSinceEpoch: monday + minute))
            if isQuiet != quiet.contains(minute) {
                Issue.record("\(window) at minute \(minute) of the week: \(isQuiet)")
                return
            }
        }
    }

    /// Berlin's clocks show 02:00 to 02:59 twice on 2026-10-25 and never on 2026-03-29; the day
    /// from noon on starts at that minute since the epoch.
    @Test(arguments: [
        ("the hour that comes twice", "02:00-03:00", 29_880_600, 120),
        ("the hour that never comes", "02:00-03:00", 29_578_260, 0),
        ("the hour of any other night", "02:00-03:00", 29_879_160, 60),
        ("the long night", "22:00-06:00", 29_880_600, 540),
        ("the short night", "22:00-06:00", 29_578_260, 420),
        ("any other night", "22:00-06:00", 29_879_160, 480),
    ])
    func theWallClockDecides(
        requirement: String,
        text: String,
        noon: Int,
        expected: Int
    ) throws {
        let berlin = UTCOffsets(
            earliestOffsetMinutes: 60,
            stretches: [
                UTCOffsets.Stretch(fromMinute: 29_579_100, offsetMinutes: 120),
                UTCOffsets.Stretch(fromMinute: 29_881_500, offsetMinutes: 60),
            ]
        )
        let window = try #require(QuietWindow(text))
        let quiet = (noon..<noon + 1440).filter { window.contains(berlin.local($0)) }
        #expect(quiet.count == expected)
    }
}
