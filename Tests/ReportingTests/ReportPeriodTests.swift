import Domain
import Testing

@testable import Reporting

/// Minutes since the epoch of a date in UTC.
private func utc(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) -> Int {
    let day = CalendarDay(year: year, month: month, day: day)?.daysSinceEpoch ?? 0
    return day * 1440 + hour * 60 + minute
}

/// Berlin in 2026: summer time from 29 March to 25 October, 01:00 UTC.
private let berlin = UTCOffsets(
    earliestOffsetMinutes: 60,
    stretches: [
        .init(fromMinute: utc(2026, 3, 29, 1), offsetMinutes: 120),
        .init(fromMinute: utc(2026, 10, 25, 1), offsetMinutes: 60),
    ]
)

/// Clocks that are set at midnight: forward on 1 March, back on 1 November, as they were in Brazil.
private let midnightly = UTCOffsets(
    earliestOffsetMinutes: -180,
    stretches: [
        .init(fromMinute: utc(2026, 3, 1, 3), offsetMinutes: -120),
        .init(fromMinute: utc(2026, 11, 1, 2), offsetMinutes: -180),
    ]
)

/// Lord Howe's half an hour: back on 5 April at 02:00 (+11), forward on 4 October at 02:00 (+10:30).
private let lordHowe = UTCOffsets(
    earliestOffsetMinutes: 660,
    stretches: [
        .init(fromMinute: utc(2026, 4, 4, 15), offsetMinutes: 630),
        .init(fromMinute: utc(2026, 10, 3, 15, 30), offsetMinutes: 660),
    ]
)

@Suite struct ReportPeriodTests {
    private func period(_ since: Int, _ until: Int, _ offsets: UTCOffsets) -> ReportPeriod {
        ReportPeriod(
            since: Timestamp(minute: since),
            until: Timestamp(minute: until),
            zone: "Zone",
            offsets: offsets
        )
    }

    private func lengths(_ cuts: [Timestamp]) -> [Int] {
        zip(cuts, cuts.dropFirst()).map { $1.minute - $0.minute }
    }

    @Test(
        arguments: [
            ("spring has a day of 23 hours", berlin, utc(2026, 3, 27, 23), [24, 23, 24]),
            ("autumn has one of 25", berlin, utc(2026, 10, 23, 22), [24, 25, 24]),
            ("a midnight that does not exist", midnightly, utc(2026, 2, 28, 3), [24, 23, 24]),
            ("a midnight that comes twice", midnightly, utc(2026, 10, 31, 2), [25, 24, 24]),
        ] as [(String, UTCOffsets, Int, [Int])]
    )
    func daysAreAsLongAsTheClocksMakeThem(
        requirement: String,
        offsets: UTCOffsets,
        start: Int,
        hours: [Int]
    ) {
        let period = period(start, start + 60 * hours.reduce(0, +), offsets)
        let cuts = period.cuts(by: .day)
        #expect(lengths(cuts) == hours.map { $0 * 60 })
        let names = cuts.dropLast().map { period.name(of: $0, by: .day) }
        #expect(Set(names).count == hours.count)
    }

    @Test func aMonthHasItsDays() {
        for (month, days) in [(1, 31), (2, 28), (4, 30)] {
            let period = period(utc(2026, month, 1), utc(2026, month + 1, 1), .utc)
            #expect(period.cuts(by: .day).count == days + 1)
        }
        #expect(period(utc(2028, 2, 1), utc(2028, 3, 1), .utc).cuts(by: .day).count == 30)
    }

    @Test func anHourThatComesTwiceIsTwoRows() {
        let period = period(utc(2026, 10, 24, 23), utc(2026, 10, 25, 3), berlin)
        let cuts = period.cuts(by: .hour)
        #expect(
            cuts.dropLast().map { period.name(of: $0, by: .hour) } == [
                "2026-10-25T01:00:00+02:00", "2026-10-25T02:00:00+02:00",
                "2026-10-25T02:00:00+01:00", "2026-10-25T03:00:00+01:00",
            ]
        )
        #expect(lengths(cuts) == [60, 60, 60, 60])
    }

    @Test func anHourThatIsHalvedEndsWithTheClocks() {
        let back = period(utc(2026, 4, 4, 14), utc(2026, 4, 4, 16, 30), lordHowe)
        #expect(lengths(back.cuts(by: .hour)) == [60, 30, 60])
        let forward = period(utc(2026, 10, 3, 14, 30), utc(2026, 10, 3, 16), lordHowe)
        #expect(lengths(forward.cuts(by: .hour)) == [60, 30])
        #expect(
            forward.name(of: forward.cuts(by: .hour)[1], by: .hour) == "2026-10-04T02:30:00+11:00"
        )
    }

    @Test func brokenDaysBeginAndEndThePeriod() {
        let period = period(utc(2026, 11, 20, 10, 5), utc(2026, 11, 21, 0, 1), .utc)
        #expect(lengths(period.cuts(by: .day)) == [835, 1])
        #expect(lengths(period.cuts(by: .hour)).first == 55)
        #expect(period.cuts(by: .endpoint).count == 2)
        #expect(period.name(of: period.since, by: .hour) == "2026-11-20T10:05:00Z")
    }

    @Test(
        arguments: [
            ("in UTC", UTCOffsets.utc, (2026, 3, 29), utc(2026, 3, 29)),
            ("in winter", berlin, (2026, 3, 29), utc(2026, 3, 28, 23)),
            ("in summer", berlin, (2026, 3, 30), utc(2026, 3, 29, 22)),
            ("after a gap", midnightly, (2026, 3, 1), utc(2026, 3, 1, 3)),
            ("the second midnight begins nothing", midnightly, (2026, 11, 1), utc(2026, 11, 1, 3)),
        ] as [(String, UTCOffsets, (Int, Int, Int), Int)]
    )
    func aDayBeginsWhereItsClocksSay(
        requirement: String,
        offsets: UTCOffsets,
        date: (Int, Int, Int),
        minute: Int
    ) throws {
        let day = try #require(CalendarDay(year: date.0, month: date.1, day: date.2))
        #expect(ReportPeriod.start(of: day, offsets) == Timestamp(minute: minute))
    }
}
