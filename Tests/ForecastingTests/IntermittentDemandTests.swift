import Domain
import Testing

@testable import Forecasting

@Suite struct IntermittentDemandTests {
    private func forecast(
        days: Int,
        binMinutes: Int = 60,
        _ count: (_ bin: Int) -> Double?
    ) throws -> DemandForecast {
        let series = DemandSeries(
            startMinute: monday,
            binMinutes: binMinutes,
            counts: (0..<days * 1440 / binMinutes).map(count)
        )
        let made = try #require(forecastDemand(of: series, horizonBins: series.binsPerDay))
        #expect(made.model == .intermittentDemand)
        #expect(made.bins.allSatisfy { $0.isSound })
        return made
    }

    /// Every day from 06:30 to 06:45.
    @Test func aTimerIsExpectedAtItsTime() throws {
        let made = try forecast(days: 14, binMinutes: 15) { $0 % 96 == 26 ? 1 : 0 }
        #expect(made.bins[26].mean > 0.8)
        #expect(made.bins[26].median == 1)
        for (bin, other) in made.bins.enumerated() where bin != 26 { #expect(other.mean < 0.1) }
    }

    /// By the clock of the day: the history ends in its middle.
    @Test func aTimersTimeIsThatOfTheDay() throws {
        let series = DemandSeries(
            startMinute: monday,
            binMinutes: 60,
            counts: (0..<14 * 24 + 17).map { $0 % 24 == 6 ? 2 : 0 }
        )
        let made = try #require(forecastDemand(of: series, horizonBins: 24))
        let busiest = made.bins.indices.max { made.bins[$0].mean < made.bins[$1].mean }
        #expect(busiest == 24 - 17 + 6)
        #expect(made.bins[13].mean > 1)
    }

    /// Independent bins of one rate: the forecast's sum is near it.
    @Test(arguments: [0.02, 0.1, 0.3])
    func meansAddUpToTheRate(_ rate: Double) throws {
        let ratio = try (0..<8).reduce(0.0) { total, seed in
            var random = SplitMix64(seed: seed)
            let made = try forecast(days: 28) { _ in random.uniform() < rate ? 1 : 0 }
            return total + made.bins.reduce(0) { $0 + $1.mean } / (24 * rate) / 8
        }
        #expect(ratio > 0.7 && ratio < 1.4, "\(ratio)")
    }

    /// Busier hours and busier sizes are told apart.
    @Test func busyBinsHaveTheirSize() throws {
        var random = SplitMix64(seed: 8)
        let made = try forecast(days: 28) { bin in
            let isDay = bin % 24 >= 9 && bin % 24 < 17
            return random.uniform() < (isDay ? 0.8 : 0.05) ? 4 : 0
        }
        for (hour, bin) in made.bins.enumerated() {
            if hour >= 10 && hour < 16 {
                #expect(bin.median > 0 && bin.median <= 4)
                #expect(bin.upper >= 4 && bin.upper < 18)
                #expect(bin.mean > 1.5 && bin.mean < 4.5)
            } else if hour < 7 || hour > 19 {
                #expect(bin.median == 0)
                #expect(bin.mean < 2)
            }
        }
    }

    /// Mean and quantiles are of one distribution: where the chance of a request is below a tenth,
    /// all deciles are 0; counts are whole.
    @Test func quantilesAreWholeCounts() throws {
        let series = DemandSamples.sparse(seed: 2, days: 21)
        let made = try #require(forecastDemand(of: series, horizonBins: 48))
        for bin in made.bins {
            for value in bin.quantiles { #expect(value == value.rounded()) }
            if bin.mean < 0.09 { #expect(bin.upper == 0) }
            if bin.median >= 1 { #expect(bin.mean >= 0.5) }
        }
    }

    /// Requests of the last hour make the next hours likelier.
    @Test func whatHasBegunGoesOn() throws {
        let quiet = try forecast(days: 10) { $0 % 31 == 0 ? 1 : 0 }
        let begun = try forecast(days: 10) { $0 % 31 == 0 || $0 > 234 ? 1 : 0 }
        #expect(begun.bins[0].mean > 1.5 * quiet.bins[0].mean)
    }

    @Test func unknownBinsAreNoSilence() throws {
        let known = try forecast(days: 14) { $0 % 24 == 6 ? 1 : 0 }
        let holes = try forecast(days: 14) { $0 / 24 % 3 == 1 ? nil : $0 % 24 == 6 ? 1 : 0 }
        #expect(known.bins[6].mean > 0.7)
        #expect(holes.bins[6].mean > 0.7)
    }
}
