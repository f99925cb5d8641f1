import Domain
import Testing

private let earliest = Timestamp(millisecondsSinceEpoch: .min)
private let latest = Timestamp(millisecondsSinceEpoch: .max)

@Suite struct TimestampTests {
    @Test(arguments: [
        ("a moment moves forward", 1000, Duration.milliseconds(5), Int64(1005)),
        ("and back over the epoch", 3, .milliseconds(-5), -2),
        ("what is below a millisecond is dropped", 0, .microseconds(1999), 1),
        ("towards zero, also backwards", 0, .microseconds(-1999), -1),
        ("nothing moves nothing", .max, .zero, .max),
        ("the last millisecond can be reached", .max - 1, .milliseconds(1), .max),
        ("a later one cannot", .max, .milliseconds(1), .max),
        ("nor one before the first", .min, .milliseconds(-1), .min),
        ("the first one can be reached", .min + 1, .milliseconds(-1), .min),
        ("a duration beyond 64 bits of milliseconds", 0, .seconds(Int64.max), .max),
        ("and one in the past", 0, .seconds(Int64.min), .min),
        ("from the far past into the future", .min, .seconds(Int64.max), -1),
    ])
    func advances(requirement: String, from: Int64, by duration: Duration, expected: Int64) {
        let moved = Timestamp(millisecondsSinceEpoch: from).advanced(by: duration)
        #expect(moved.millisecondsSinceEpoch == expected)
    }

    @Test func distancesHaveASign() {
        let early = Timestamp(millisecondsSinceEpoch: -1500)
        let late = Timestamp(millisecondsSinceEpoch: 2000)
        #expect(early.duration(to: late) == .milliseconds(3500))
        #expect(late.duration(to: early) == .milliseconds(-3500))
        #expect(early < late)
        #expect(!(late < early))
        #expect(earliest < latest)
    }

    @Test func theDistanceOfTheFarthestMomentsIsNoCrash() {
        let latest = Timestamp(millisecondsSinceEpoch: .max)
        let before = Timestamp(millisecondsSinceEpoch: -1)
        #expect(before.duration(to: latest) >= .milliseconds(Int64.max))
    }

    @Test(
        arguments: [
            ("the epoch", 0, 0, 0),
            ("a millisecond before it", -1, -1, -1),
            ("the last one of its second", 999, 0, 0),
            ("the next second", 1000, 1, 0),
            ("the last one of its minute", 59_999, 59, 0),
            ("the next minute", 60_000, 60, 1),
            ("a whole minute before 1970", -60_000, -60, -1),
            ("a millisecond more", -60_001, -61, -2),
            ("the first moment", .min, -9_223_372_036_854_776, -153_722_867_280_913),
            ("the last moment", .max, 9_223_372_036_854_775, 153_722_867_280_912),
        ] as [(String, Int64, Int64, Int)]
    )
    func secondsAndMinutesAreRoundedDown(
        requirement: String,
        milliseconds: Int64,
        seconds: Int64,
        minute: Int
    ) {
        let moment = Timestamp(millisecondsSinceEpoch: milliseconds)
        #expect(moment.secondsSinceEpoch == seconds)
        #expect(moment.minute == minute)
    }

    @Test func momentsAreMadeOfSecondsAndMinutes() {
        #expect(Timestamp(secondsSinceEpoch: -2).millisecondsSinceEpoch == -2000)
        #expect(Timestamp(minute: -2).millisecondsSinceEpoch == -120_000)
        #expect(Timestamp(minute: 29_920_865).secondsSinceEpoch == 1_795_251_900)
    }
}

@Suite struct DurationTests {
    @Test(arguments: [
        ("whole milliseconds", Duration.milliseconds(1234), Int64(1234)),
        ("the rest is dropped", .microseconds(1_234_999), 1234),
        ("towards zero", .microseconds(-1_234_999), -1234),
        ("a nanosecond is none", .nanoseconds(1), 0),
        ("the longest that 64 bits hold", .milliseconds(Int64.max), .max),
        ("the shortest", .milliseconds(Int64.min), .min),
        ("more is held there", .seconds(Int64.max), .max),
        ("less too", .seconds(Int64.min), .min),
        ("one second more", .seconds(9_223_372_036_854_776), .max),
    ])
    func milliseconds(requirement: String, duration: Duration, expected: Int64) {
        #expect(duration.milliseconds == expected)
    }

    @Test func aFractionOfTheLastSecondIsHeldWithin64Bits() {
        do {
            let longest = Duration.seconds(9_223_372_036_854_775) + .milliseconds(808)
            #expect(longest.milliseconds == .max)
        }
        do {
            let shortest = Duration.seconds(-9_223_372_036_854_775) - .milliseconds(809)
            #expect(shortest.milliseconds == .min)
        }
    }

    @Test(arguments: [
        (Duration.zero, 0.0),
        (.milliseconds(100), 0.1),
        (.milliseconds(-1500), -1.5),
        (.seconds(600), 600),
        (.nanoseconds(1), 1e-9),
    ])
    func inSeconds(duration: Duration, expected: Double) {
        #expect(duration.inSeconds == expected)
    }
}

@Suite struct FloorDivisionTests {
    @Test(arguments: [
        (0, 60, 0), (59, 60, 0), (60, 60, 1), (-1, 60, -1), (-60, 60, -1), (-61, 60, -2),
        (.max, 1, .max), (.min, 1, .min), (.min, .max, -2), (.max, .max, 1), (.max - 1, .max, 0),
        (-1, .max, -1),
    ])
    func roundsDown(dividend: Int, divisor: Int, expected: Int) {
        #expect(floorDivision(dividend, divisor) == expected)
    }

    @Test func everyQuotientLeavesARemainderWithinTheBin() {
        for dividend in -1000...1000 {
            for divisor in [1, 2, 7, 60, 1440] {
                let rest = dividend - floorDivision(dividend, divisor) * divisor
                #expect((0..<divisor).contains(rest), "\(dividend) / \(divisor)")
            }
        }
    }

    @Test(arguments: [(0, 0), (60, 1), (-60, -1), (-120, -2), (3_600_000, 60_000)])
    func aBinKnowsItsMinute(startedAtS: Int64, minute: Int) {
        #expect(TrafficBin(startedAtS: startedAtS, requests: nil).minute == minute)
    }
}
