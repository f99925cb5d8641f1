import Domain
import Testing

@testable import Reporting

/// Cells of a terminal.
private func axis(
    _ minutes: Range<Int>,
    _ length: Int,
    _ offsets: UTCOffsets = .utc,
    zone: String = "UTC"
) -> TimeAxis {
    TimeAxis(
        TimeScale(minutes: minutes, length: length),
        offsets: offsets,
        zone: zone,
        TimeAxis.Metrics(gap: 2, room: (5, 1), width: TerminalText.width)
    )
}

/// 2026-11-23 00:00 UTC, a Monday.
private let monday = 29_923_200

@Suite struct TimeAxisTests {
    // A label of a clock needs seven columns with its gap, so a day of 8 labels at least 56.
    @Test(
        arguments: [
            ("an hour", 60, 84, "00:00 00:05 00:10 00:15", "Mon 23 Nov 2026"),
            ("a quarter of an hour", 15, 140, "00:00 00:01 00:02 00:03", "Mon 23 Nov 2026"),
            ("a day in little room", 1440, 27, "00:00 12:00", "Mon 23 Nov 2026"),
            ("as many as fit", 1440, 28, "00:00 06:00 12:00 18:00", "Mon 23 Nov 2026"),
            ("one fewer", 1440, 55, "00:00 06:00 12:00 18:00", "Mon 23 Nov 2026"),
            ("every third hour", 1440, 56, "00:00 03:00 06:00 09:00", "Mon 23 Nov 2026"),
            ("every hour", 1440, 168, "00:00 01:00 02:00 03:00", "Mon 23 Nov 2026"),
            ("a week", 7 * 1440, 84, "Mon 23 Nov Tue 24 Nov Wed 25 Nov Thu 26 Nov", "2026"),
            ("in less room", 7 * 1440, 83, "Mon 23 Tue 24 Wed 25 Thu 26", "Nov 2026"),
            ("in little", 7 * 1440, 55, "23 24 25 26", "Nov 2026"),
            ("Mondays", 28 * 1440, 40, "23 Nov 30 Nov 7 Dec 14 Dec", "2026"),
            ("months", 300 * 1440, 60, "Dec Jan Feb Mar", "2026"),
            ("quarters", 1000 * 1440, 80, "Jan Apr Jul Oct", "2027"),
            ("years", 40 * 525_960, 240, "2027 2028 2029 2030", "UTC"),
            ("every fifth year", 40 * 525_960, 60, "2030 2035 2040 2045", "UTC"),
        ] as [(String, Int, Int, String, String)]
    )
    func ticksAreAsFineAsFits(_: String, count: Int, length: Int, first: String, second: String) {
        let axis = axis(monday..<monday + count, length)
        #expect(axis.rows[0].prefix(4).map(\.text).joined(separator: " ").hasPrefix(first))
        #expect(axis.rows[1].first?.text == second)
    }

    @Test func theHourThatComesTwiceHasTwoTicks() {
        // From Sunday's midnight, two hours east, to Monday's, one hour east.
        let ticks = TimeStep.minutes(60).ticks(
            within: 29_881_320..<29_882_820,
            offsets: berlinAutumn
        )
        #expect(ticks.count == 26)
        #expect(ticks.prefix(5).map(\.text) == ["00:00", "01:00", "02:00", "02:00", "03:00"])
        #expect(ticks.prefix(5).map { $0.minute - 29_881_320 } == [0, 60, 120, 180, 240])
        #expect(ticks.last?.minute == 29_882_820)
    }

    @Test func theHourThatIsSkippedHasNone() {
        // Berlin on 2026-03-29: forward from 02:00 to 03:00 at 01:00 UTC.
        let change = 29_579_100
        let spring = UTCOffsets(
            earliestOffsetMinutes: 60,
            stretches: [UTCOffsets.Stretch(fromMinute: change, offsetMinutes: 120)]
        )
        let ticks = TimeStep.minutes(60).ticks(within: change - 120..<change + 61, offsets: spring)
        #expect(ticks.map(\.text) == ["00:00", "01:00", "03:00", "04:00"])
        let days = TimeStep.days(.date).ticks(
            within: change - 1440..<change + 1440,
            offsets: spring
        )
        #expect(days.map { $0.minute - change } == [-120, 1260])
    }

    @Test func aDayWhoseMidnightIsSkippedBeginsWithWhatComes() {
        // At what would be Monday's midnight clocks go from 24:00 to 01:00.
        let offsets = UTCOffsets(
            earliestOffsetMinutes: 0,
            stretches: [UTCOffsets.Stretch(fromMinute: monday, offsetMinutes: 60)]
        )
        let ticks = TimeStep.days(.weekday)
            .ticks(within: monday - 1441..<monday + 1441, offsets: offsets)
        #expect(ticks.map { $0.minute - monday } == [-1440, 0, 1380])
        #expect(ticks.map(\.text) == ["Sun 22", "Mon 23", "Tue 24"])
    }

    @Test func aDayWhoseMidnightComesTwiceBeginsWithTheFirst() {
        // At 00:30 of Monday clocks go back to 23:30 of Sunday.
        let offsets = UTCOffsets(
            earliestOffsetMinutes: 0,
            stretches: [UTCOffsets.Stretch(fromMinute: monday + 30, offsetMinutes: -60)]
        )
        let ticks = TimeStep.days(.number).ticks(
            within: monday - 1..<monday + 1501,
            offsets: offsets
        )
        #expect(ticks.map { $0.minute - monday } == [0, 1500])
    }

    @Test func stepsBeginWhereCalendarsSay() {
        // 2024-02-29, a Thursday in a leap year.
        let leapDay = 19_782 * 1440
        let range = leapDay..<leapDay + 800 * 1440
        func first(_ step: TimeStep) -> String {
            let ticks = step.ticks(within: range, offsets: .utc)
            return ticks.prefix(2).map { longDateText(LocalMinute(minutesSinceEpoch: $0.minute)) }
                .joined(separator: ", ")
        }
        #expect(first(.days(.date)) == "Thu 29 Feb 2024, Fri 1 Mar 2024")
        #expect(first(.weeks) == "Mon 4 Mar 2024, Mon 11 Mar 2024")
        #expect(first(.months(1)) == "Fri 1 Mar 2024, Mon 1 Apr 2024")
        #expect(first(.months(3)) == "Mon 1 Apr 2024, Mon 1 Jul 2024")
        #expect(first(.years(1)) == "Wed 1 Jan 2025, Thu 1 Jan 2026")
    }

    /// Widths and lengths of all kinds: labels of a row keep their gap and stay in their room.
    @Test func labelsNeverOverlap() {
        var count = 1
        while count < 5_000_000_000 {
            for (index, length) in [0, 1, 7, 20, 33, 60, 61, 100, 235].enumerated() {
                let start = monday - 777 * (index + 1)
                let end = min(start + count, TimeChart.calendar.upperBound)
                let axis = axis(start..<end, length, berlinAutumn, zone: "Europe/Berlin")
                for row in axis.rows {
                    for (label, next) in zip(row, row.dropFirst()) {
                        #expect(label.end + 2 <= next.x)
                    }
                    for label in row { #expect(label.x >= -5 && label.end <= length + 1) }
                }
                #expect(axis.ticks == axis.ticks.sorted())
                #expect(axis.ticks.allSatisfy { (0...length).contains($0) })
            }
            count = count * 3 + 7
        }
    }

    @Test func whatHasNoRoomOnItsRowHasItsOwn() {
        // Midnight's date ends where the zone would begin.
        let late = axis(monday - 1000..<monday + 440, 40, zone: "Europe/Berlin")
        #expect(
            late.rows.map { $0.map(\.text) }.dropFirst().first == ["Sun 22 Nov 2026", "Mon 23 Nov"]
        )
        #expect(late.rows.last?.map(\.text) == ["Europe/Berlin"])
    }
}
