import Domain
import Simulating
import Testing

private let fourWeeks = 28 * 1440
/// Monday 1970-01-05.
private let monday = 4 * 1440
private let seeds: [UInt64] = [0, 1, 42, .max]

private func arrivals(
    _ demand: SyntheticDemand,
    seed: UInt64,
    in minutes: Range<Int> = monday..<monday + fourWeeks
) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return demand.arrivals(in: minutes, using: &generator)
}

private func isWithinFiveSigma(_ count: Int, mean: Double) -> Bool {
    abs(Double(count) - mean) <= 5 * mean.squareRoot()
}

@Suite struct SyntheticDemandTests {
    @Test(arguments: [
        ("every five minutes", 5, 0..<16, [2.0, 302, 602, 902]),
        ("the first whole period", 5, 1..<10, [302]),
        ("the end is not part of it", 5, 0..<10, [2, 302]),
        ("every minute", 1, 3..<5, [182, 242]),
        ("nothing in no time", 5, 5..<5, []),
        ("before 1970", 5, -10 ..< -4, [-598, -298]),
    ])
    func aTimerIsPunctual(
        requirement: String,
        everyMinutes: Int,
        minutes: Range<Int>,
        expected: [Double]
    ) {
        let demand = SyntheticDemand.timer(everyMinutes: everyMinutes)
        #expect(arrivals(demand, seed: 1, in: minutes) == expected)
    }

    @Test(arguments: seeds)
    func officeHoursAreOnWeekdaysByDay(seed: UInt64) {
        let arrivals = arrivals(.officeHours(perHour: 30), seed: seed)
        var byHour = [Int](repeating: 0, count: 24)
        for moment in arrivals {
            let local = LocalMinute(minutesSinceEpoch: Int(moment / 60))
            #expect(local.dayOfWeek < 5)
            byHour[local.hourOfDay] += 1
        }
        // 20 weekdays: 600 in each full hour, half as many in the first and the last one.
        for hour in 0..<24 {
            let mean = hour < 8 || hour > 17 ? 0.0 : hour == 8 || hour == 17 ? 300 : 600
            #expect(isWithinFiveSigma(byHour[hour], mean: mean), "\(hour): \(byHour[hour])")
        }
    }

    @Test(arguments: seeds)
    func burstsHaveTheirStartsAndTheirLength(seed: UInt64) {
        let alone = arrivals(.bursts(perDay: 12, requests: 1), seed: seed)
        #expect(isWithinFiveSigma(alone.count, mean: 12 * 28))
        // A burst a day of 20 requests over an hour: 19 gaps of three minutes in the mean.
        let arrivals = arrivals(.bursts(perDay: 1, requests: 20), seed: seed)
        let sigma = 20 * 28.0.squareRoot()
        #expect(abs(Double(arrivals.count) - 20 * 28) <= 5 * sigma)
        let gaps = zip(arrivals, arrivals.dropFirst()).map { $1 - $0 }.sorted()
        // The median of an exponential with a mean of 180 s is 125 s.
        let median = gaps[gaps.count / 2]
        #expect((90...160).contains(median), "\(median)")
    }

    @Test(arguments: seeds)
    func rareArrivalsComeAtTheirRate(seed: UInt64) {
        for perDay in [0.5, 4, 48] {
            let arrivals = arrivals(.rare(perDay: perDay), seed: seed)
            #expect(isWithinFiveSigma(arrivals.count, mean: perDay * 28), "\(perDay)")
        }
        let byHour = arrivals(.rare(perDay: 480), seed: seed).reduce(into: [Int: Int]()) {
            $0[LocalMinute(minutesSinceEpoch: Int($1 / 60)).hourOfDay, default: 0] += 1
        }
        for hour in 0..<24 {
            #expect(isWithinFiveSigma(byHour[hour] ?? 0, mean: 20 * 28), "\(hour)")
        }
    }

    @Test(
        arguments: [
            SyntheticDemand.timer(everyMinutes: 7), .officeHours(perHour: 20),
            .bursts(perDay: 6, requests: 8), .rare(perDay: 3),
        ],
        seeds
    )
    func arrivalsAscendWithinTheirStretch(demand: SyntheticDemand, seed: UInt64) {
        let minutes = monday + 90..<monday + 90 + fourWeeks
        let first = arrivals(demand, seed: seed, in: minutes)
        #expect(!first.isEmpty)
        #expect(zip(first, first.dropFirst()).allSatisfy { $0 <= $1 })
        let seconds = Double(minutes.lowerBound) * 60..<Double(minutes.upperBound) * 60
        #expect(first.allSatisfy(seconds.contains))
        #expect(arrivals(demand, seed: seed, in: minutes) == first)
    }

    @Test func anotherSeedIsAnotherDemand() {
        let demand = SyntheticDemand.rare(perDay: 10)
        #expect(arrivals(demand, seed: 1) != arrivals(demand, seed: 2))
    }
}

@Suite struct SeededGeneratorTests {
    /// The values published with SplitMix64.
    @Test(
        arguments: [
            (
                1_234_567,
                [
                    6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                    4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
                ]
            ),
            (0, [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]),
        ] as [(UInt64, [UInt64])]
    )
    func startsWithThePublishedValues(seed: UInt64, expected: [UInt64]) {
        var generator = SeededGenerator(seed: seed)
        #expect(expected.map { _ in generator.next() } == expected)
    }
}
