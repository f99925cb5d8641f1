import Domain
import Testing

@testable import Forecasting

@Suite struct DriftTests {
    private func model(
        of series: DemandSeries
    ) throws -> DemandForecast.Model {
        try #require(forecastDemand(of: series, horizonBins: 24)).model
    }

    /// Busy from eight to eight with noise; from a day on, by night instead.
    private func flipping(on flip: Int?, seed: Int) -> DemandSeries {
        var random = SplitMix64(seed: seed)
        return DemandSamples.series(days: 35) { _, hour in hour >= 8 && hour < 20 ? 100 : 4 }
            .mapped { bin, count in
                let flipped = flip.map { bin >= $0 * 24 } ?? false
                return random.poisson(flipped ? 104 - (count ?? 0) : count ?? 0)
            }
    }

    /// Four weeks by day, the last week by night: seven-day medians come too late.
    @Test(arguments: 0..<3)
    func aModelThatLosesForAWeekStepsBack(_ seed: Int) throws {
        let model = try model(of: flipping(on: 28, seed: seed))
        guard case .seasonalNaive(let week) = model else {
            Issue.record("\(model)")
            return
        }
        #expect(week.errorRatio > 1)
        #expect(week.worseDays >= WeekAgainstNaive.lostDays)
    }

    @Test(arguments: 0..<5)
    func aStableRhythmKeepsItsModel(_ seed: Int) throws {
        guard case .seasonalRegression(let week?) = try model(of: flipping(on: nil, seed: seed))
        else {
            Issue.record("the regression was not kept")
            return
        }
        #expect(week.errorRatio < 1)
        #expect(!week.isDrift)
    }

    @Test(arguments: [
        (1.001, 6, true), (1.001, 7, true), (1.0, 7, false), (5.0, 5, false), (0.5, 6, false),
    ])
    func aWeekIsLostAsAWholeAndOnSixDays(_ ratio: Double, _ days: Int, _ isDrift: Bool) {
        #expect(WeekAgainstNaive(errorRatio: ratio, worseDays: days).isDrift == isDrift)
    }

    @Test func sumsTellDaysApart() {
        var sums = WeekAgainstNaive.Sums()
        for day in 0..<7 {
            #expect(sums.result == nil)
            sums.add(daysAgo: day, model: 1, naive: 2)
            sums.add(daysAgo: day, model: day < 2 ? 9 : 0.5, naive: 2)
        }
        // (7 + 18 + 2.5) / 28, worse on two days.
        #expect(sums.result == WeekAgainstNaive(errorRatio: 27.5 / 28, worseDays: 2))
    }

    @Test func whatNeverChangesIsNoLoss() {
        var sums = WeekAgainstNaive.Sums()
        for day in 0..<7 { sums.add(daysAgo: day, model: 1, naive: 0) }
        #expect(sums.result == nil)
    }

    /// The day before, around it the errors of other days.
    @Test func theSeasonalNaiveRepeatsTheLastDay() throws {
        let series = DemandSamples.series(days: 10) { weekday, hour in 10 + hour + Double(weekday) }
        let naive = SeasonalNaive(of: DemandFrame(series))
        // Eight changes of 1 upwards for each one of 6 downwards: the median is near yesterday.
        for (bin, count) in zip(naive.day(1), series.counts.suffix(24)) {
            #expect(bin.isSound)
            #expect(abs(bin.median - (count ?? 0)) < 2)
        }
    }
}
