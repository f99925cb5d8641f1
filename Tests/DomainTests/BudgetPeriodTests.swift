import Domain
import Testing

/// Zones by hand, with the changes of their clocks that the tests are about.
enum Clocks {
    /// Europe/Berlin in 2026: an hour forwards on 29 March and back on 25 October, at 01:00 UTC.
    static let berlin = UTCOffsets(
        earliestOffsetMinutes: 60,
        stretches: [stretch("2026-03-29", 60, 120), stretch("2026-10-25", 60, 60)]
    )
    /// Australia/Lord_Howe in 2026: back by half an hour on 4 April at 15:00 UTC (02:00 on the 5th
    /// there), and forwards on 3 October at 15:30 UTC.
    static let lordHowe = UTCOffsets(
        earliestOffsetMinutes: 660,
        stretches: [stretch("2026-04-04", 900, 630), stretch("2026-10-03", 930, 660)]
    )
    /// America/Sao_Paulo in 2018: midnight of 4 November was skipped (03:00 UTC); on 17 February 2019
    /// at 02:00 UTC clocks went from 24:00 back to 23:00.
    static let saoPaulo = UTCOffsets(
        earliestOffsetMinutes: -180,
        stretches: [stretch("2018-11-04", 180, -120), stretch("2019-02-17", 120, -180)]
    )
    /// America/Havana in 2025: on 2 November at 05:00 UTC clocks went from 01:00 back to 00:00, so
    /// that midnight came twice.
    static let havana = UTCOffsets(
        earliestOffsetMinutes: -240,
        stretches: [stretch("2025-11-02", 300, -300)]
    )
    /// Pacific/Apia in 2011: 30 December was skipped (10:00 UTC).
    static let apia = UTCOffsets(
        earliestOffsetMinutes: -600,
        stretches: [stretch("2011-12-30", 600, 840)]
    )

    private static func stretch(
        _ day: String,
        _ minuteOfDay: Int,
        _ offset: Int
    ) -> UTCOffsets.Stretch {
        UTCOffsets.Stretch(fromMinute: minute(day, minuteOfDay), offsetMinutes: offset)
    }

    /// A minute of a UTC day.
    static func minute(_ day: String, _ minuteOfDay: Int = 0) -> Int {
        (CalendarDay(day)?.daysSinceEpoch ?? 0) * 1440 + minuteOfDay
    }
}

@Suite struct BudgetPeriodTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var requirement: String
        var period: Budget.Period
        var zone: UTCOffsets
        /// The period's first UTC minute and the first of the next one.
        var start: Int
        var end: Int

        var testDescription: String { requirement }
    }

    private static let rows: [Row] = [
        Row(
            requirement: "a day in UTC",
            period: .days(1),
            zone: .utc,
            start: Clocks.minute("2026-11-21"),
            end: Clocks.minute("2026-11-22")
        ),
        Row(
            requirement: "a week begins on Monday",
            period: .days(7),
            zone: .utc,
            start: Clocks.minute("2026-11-16"),
            end: Clocks.minute("2026-11-23")
        ),
        Row(
            requirement: "four weeks begin on every fourth Monday from 1970-01-05",
            period: .days(28),
            zone: .utc,
            start: Clocks.minute("2026-10-26"),
            end: Clocks.minute("2026-11-23")
        ),
        Row(
            requirement: "February has 28 days",
            period: .month,
            zone: .utc,
            start: Clocks.minute("2026-02-01"),
            end: Clocks.minute("2026-02-01", 28 * 1440)
        ),
        Row(
            requirement: "or 29 in a leap year",
            period: .month,
            zone: .utc,
            start: Clocks.minute("2028-02-01"),
            end: Clocks.minute("2028-02-01", 29 * 1440)
        ),
        Row(
            requirement: "December ends with the year",
            period: .month,
            zone: .utc,
            start: Clocks.minute("2026-12-01"),
            end: Clocks.minute("2027-01-01")
        ),
        Row(
            requirement: "a day of 23 hours",
            period: .days(1),
            zone: Clocks.berlin,
            start: Clocks.minute("2026-03-28", 23 * 60),
            end: Clocks.minute("2026-03-29", 22 * 60)
        ),
        Row(
            requirement: "a day of 25 hours",
            period: .days(1),
            zone: Clocks.berlin,
            start: Clocks.minute("2026-10-24", 22 * 60),
            end: Clocks.minute("2026-10-25", 23 * 60)
        ),
        Row(
            requirement: "a month that begins in winter and ends in summer",
            period: .month,
            zone: Clocks.berlin,
            start: Clocks.minute("2026-02-28", 23 * 60),
            end: Clocks.minute("2026-03-31", 22 * 60)
        ),
        Row(
            requirement: "a day of 24 and a half hours",
            period: .days(1),
            zone: Clocks.lordHowe,
            start: Clocks.minute("2026-04-04", 13 * 60),
            end: Clocks.minute("2026-04-05", 13 * 60 + 30)
        ),
        Row(
            requirement: "a day of 23 and a half hours",
            period: .days(1),
            zone: Clocks.lordHowe,
            start: Clocks.minute("2026-10-03", 13 * 60 + 30),
            end: Clocks.minute("2026-10-04", 13 * 60)
        ),
        Row(
            requirement: "a midnight that does not exist: the day begins at 01:00",
            period: .days(1),
            zone: Clocks.saoPaulo,
            start: Clocks.minute("2018-11-04", 180),
            end: Clocks.minute("2018-11-05", 120)
        ),
        Row(
            requirement: "clocks that go back from midnight do not begin the day",
            period: .days(1),
            zone: Clocks.saoPaulo,
            start: Clocks.minute("2019-02-16", 120),
            end: Clocks.minute("2019-02-17", 180)
        ),
        Row(
            requirement: "a midnight that comes twice begins the day with the first",
            period: .days(1),
            zone: Clocks.havana,
            start: Clocks.minute("2025-11-02", 240),
            end: Clocks.minute("2025-11-03", 300)
        ),
        Row(
            requirement: "the day before a skipped one",
            period: .days(1),
            zone: Clocks.apia,
            start: Clocks.minute("2011-12-29", 600),
            end: Clocks.minute("2011-12-30", 600)
        ),
        Row(
            requirement: "the day after a skipped one",
            period: .days(1),
            zone: Clocks.apia,
            start: Clocks.minute("2011-12-30", 600),
            end: Clocks.minute("2011-12-31", 600)
        ),
        Row(
            requirement: "the week of 1969 that the first Monday ends",
            period: .days(7),
            zone: .utc,
            start: -3 * 1440,
            end: 4 * 1440
        ),
        Row(
            requirement: "a month before the epoch",
            period: .month,
            zone: .utc,
            start: -31 * 1440,
            end: 0
        ),
    ]

    @Test(arguments: rows)
    func itHasTheseEnds(_ row: Row) {
        let expected = Timestamp(minute: row.start)..<Timestamp(minute: row.end)
        let lastMs = expected.upperBound.millisecondsSinceEpoch - 1
        let moments = [
            expected.lowerBound, Timestamp(minute: (row.start + row.end) / 2),
            Timestamp(millisecondsSinceEpoch: lastMs),
        ]
        for moment in moments {
            #expect(row.period.range(containing: moment, offsets: row.zone) == expected)
        }
        let next = row.period.range(containing: expected.upperBound, offsets: row.zone)
        #expect(next.lowerBound == expected.upperBound)
        let before = Timestamp(
            millisecondsSinceEpoch: expected.lowerBound.millisecondsSinceEpoch - 1
        )
        let earlier = row.period.range(containing: before, offsets: row.zone)
        #expect(earlier.upperBound == expected.lowerBound)
    }

    /// Whatever the clocks do: walking on from period to period meets every moment once.
    @Test(arguments: 0..<50)
    func periodsTileTime(seed: UInt64) {
        var numbers = SplitMix(state: seed)
        var minute = numbers.next(in: -3_000_000...60_000_000)
        let origin = minute
        var stretches: [UTCOffsets.Stretch] = []
        for _ in 0..<numbers.next(in: 0...40) {
            minute += numbers.next(in: 1...20_000)
            stretches.append(
                UTCOffsets.Stretch(
                    fromMinute: minute,
                    offsetMinutes: numbers.next(in: -1500...1500)
                )
            )
        }
        let zone = UTCOffsets(
            earliestOffsetMinutes: numbers.next(in: -1500...1500),
            stretches: stretches
        )
        for period in [.days(1), .days(7), .days(28), .days(numbers.next(in: 2...366)), .month]
            as [Budget.Period]
        {
            var moment = Timestamp(minute: origin)
            var last = period.range(containing: moment, offsets: zone)
            for _ in 0..<50 {
                #expect(last.contains(moment))
                let within = Timestamp(
                    minute: numbers.next(
                        in: last.lowerBound.minute...(last.upperBound.minute - 1)
                    )
                )
                #expect(period.range(containing: within, offsets: zone) == last)
                moment = last.upperBound
                let next = period.range(containing: moment, offsets: zone)
                #expect(next.lowerBound == last.upperBound)
                last = next
            }
        }
    }

    @Test func momentsAtTheEndsOfTimeHavePeriods() {
        for moment in [Int64.min / 2, .max / 2].map(Timestamp.init(millisecondsSinceEpoch:)) {
            for period in [.days(1), .days(366), .month] as [Budget.Period] {
                #expect(period.range(containing: moment, offsets: Clocks.berlin).contains(moment))
            }
        }
    }

    @Test(
        arguments: [
            ("day", .days(1)), ("week", .days(7)), ("month", .month), ("28d", .days(28)),
            ("2d", .days(2)), ("366d", .days(366)),
        ] as [(String, Budget.Period)]
    )
    func textsAreRead(text: String, period: Budget.Period) {
        #expect(Budget.Period(text) == period)
        #expect(period.description == text)
    }

    @Test func aNumberOfDaysMayHaveAName() {
        #expect(Budget.Period("1d") == .days(1))
        #expect(Budget.Period("7d") == .days(7))
    }

    @Test(arguments: [
        "", "d", "0d", "367d", "-1d", "+1d", "1.5d", "1 d", "28D", "days", "Month", "28", "1000d",
        "١d",
    ])
    func otherTextsAreNone(text: String) {
        #expect(Budget.Period(text) == nil)
    }
}

/// Reproducible numbers (SplitMix64; Steele, Lea and Flood 2014).
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func next(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }
}
