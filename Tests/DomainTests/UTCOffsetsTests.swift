import Domain
import Testing

/// Europe/Berlin from autumn 2025 to autumn 2026: clocks change at 01:00 UTC.
private let backIn2025 = 29_357_340
private let forward = 29_579_100
private let back = 29_881_500
private let berlin = UTCOffsets(
    earliestOffsetMinutes: 120,
    stretches: [
        UTCOffsets.Stretch(fromMinute: backIn2025, offsetMinutes: 60),
        UTCOffsets.Stretch(fromMinute: forward, offsetMinutes: 120),
        UTCOffsets.Stretch(fromMinute: back, offsetMinutes: 60),
    ]
)

@Suite struct UTCOffsetsTests {
    @Test(arguments: [
        ("before the first stretch", backIn2025 - 1, 120, backIn2025),
        ("long before it", -30_000_000, 120, backIn2025),
        ("the first minute of winter time", backIn2025, 60, forward),
        ("the last minute of winter time", forward - 1, 60, forward),
        ("the first minute of summer time", forward, 120, back),
        ("the last minute of summer time", back - 1, 120, back),
        ("winter again", back, 60, .max),
        ("and ever after", .max, 60, .max),
    ])
    func offsets(requirement: String, minute: Int, offset: Int, nextChange: Int) {
        #expect(berlin.offsetMinutes(atMinute: minute) == offset)
        #expect(berlin.nextChange(afterMinute: minute) == nextChange)
    }

    @Test(arguments: [
        ("the last minute of winter is 01:59", forward - 1, 1, 59),
        ("the first of summer is 03:00", forward, 3, 0),
        ("the last minute of summer is 02:59", back - 1, 2, 59),
        ("the first of winter is 02:00 once more", back, 2, 0),
    ])
    func wallClocksJump(requirement: String, minute: Int, hour: Int, minuteOfHour: Int) {
        let local = berlin.local(minute)
        #expect(local.hourOfDay == hour)
        #expect(local.minuteOfHour == minuteOfHour)
        #expect(local.dayOfWeek == 6)
    }

    @Test func universalTimeNeverChanges() {
        for minute in [Int.min, -1, 0, back, Int.max] {
            #expect(UTCOffsets.utc.offsetMinutes(atMinute: minute) == 0)
            #expect(UTCOffsets.utc.nextChange(afterMinute: minute) == .max)
            #expect(UTCOffsets.utc.local(minute).minutesSinceEpoch == minute)
        }
    }

    @Test func everyTableLengthIsSearchedRight() {
        for count in 0...9 {
            let stretches = (0..<count).map {
                UTCOffsets.Stretch(fromMinute: 10 * $0, offsetMinutes: $0)
            }
            let offsets = UTCOffsets(earliestOffsetMinutes: -1, stretches: stretches)
            for minute in -5..<100 {
                let past = stretches.last { $0.fromMinute <= minute }
                let coming = stretches.first { $0.fromMinute > minute }
                #expect(offsets.offsetMinutes(atMinute: minute) == past?.offsetMinutes ?? -1)
                #expect(offsets.nextChange(afterMinute: minute) == coming?.fromMinute ?? .max)
            }
        }
    }
}

@Suite struct LocalMinuteTests {
    @Test(arguments: [
        ("1970-01-01 was a Thursday", 0, 3, 0, 0),
        ("the minute before, a Wednesday", -1, 2, 23, 59),
        ("1969-12-28, a Sunday", -4321, 6, 23, 59),
        ("1969-12-29, the Monday after", -4320, 0, 0, 0),
        ("1900-01-01 was a Monday", -36_816_480, 0, 0, 0),
        ("0001-01-01 was a Monday", -1_035_593_280, 0, 0, 0),
        ("2000-01-01 was a Saturday", 15_778_080, 5, 0, 0),
        ("2024-02-29 was a Thursday", 28_486_080, 3, 0, 0),
        ("2026-11-21 09:05 is a Saturday", 29_920_865, 5, 9, 5),
        ("9999-12-31 23:59 will be a Friday", 4_223_371_679, 4, 23, 59),
    ])
    func placesDates(
        requirement: String,
        minutes: Int,
        dayOfWeek: Int,
        hour: Int,
        minute: Int
    ) {
        let local = LocalMinute(minutesSinceEpoch: minutes)
        #expect(local.dayOfWeek == dayOfWeek)
        #expect(local.hourOfDay == hour)
        #expect(local.minuteOfHour == minute)
        #expect(local.minuteOfDay == 60 * hour + minute)
        #expect(local.hourOfWeek == 24 * dayOfWeek + hour)
    }

    @Test func aWeekHas168HoursInOrder() {
        // 1969-12-29 was a Monday.
        let hours = (0..<168).map { LocalMinute(minutesSinceEpoch: -4320 + 60 * $0).hourOfWeek }
        #expect(hours == Array(0..<168))
    }
}
