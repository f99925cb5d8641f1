import Domain
import Testing

@testable import Forecasting

/// A series of each model.
private enum Sample: String, CaseIterable {
    case busy
    case sparse
    case short

    func series(_ seed: Int) -> DemandSeries {
        switch self {
        case .busy: DemandSamples.busy(seed: seed)
        case .sparse: DemandSamples.sparse(seed: seed)
        case .short: DemandSamples.busy(seed: seed, days: 2.5, binMinutes: 30)
        }
    }
}

@Suite struct DemandPropertyTests {
    @Test(arguments: Sample.allCases, 0..<6)
    private func distributionsAreSound(_ sample: Sample, _ seed: Int) throws {
        let series = sample.series(seed)
        let forecast = try #require(
            forecastDemand(of: series, horizonBins: 2 * series.binsPerDay + 1)
        )
        #expect(forecast.bins.count == 2 * series.binsPerDay + 1)
        #expect(forecast.bins.allSatisfy { $0.isSound })
        #expect(forecast.startMinute == series.endMinute)
        #expect(forecast.knownBins == series.counts.count)
        switch (sample, forecast.model) {
        case (.busy, .seasonalRegression), (.sparse, .intermittentDemand): break
        case (.short, .shortHistory(let days)): #expect(days == 2)
        default: Issue.record("\(forecast.model) for \(sample)")
        }
    }

    @Test(arguments: Sample.allCases, 0..<3)
    private func theSameInputGivesTheSameBytes(_ sample: Sample, _ seed: Int) {
        let forecasts = (0..<2).map { _ in
            forecastDemand(of: sample.series(seed), horizonBins: 60).map { "\($0)" }
        }
        #expect(forecasts[0] != nil && forecasts[0] == forecasts[1])
    }

    /// Counts below 3 are whole numbers, and the lowest bins may be: 12 and more only.
    @Test(arguments: 0..<5)
    func fourTimesTheDemandIsFourTimesTheForecast(_ seed: Int) throws {
        let series = DemandSamples.busy(seed: seed)
        let fourfold = series.mapped { $1.map { $0 * 4 } }
        let one = try #require(forecastDemand(of: series, horizonBins: 30))
        let four = try #require(forecastDemand(of: fourfold, horizonBins: 30))
        for (bin, greater) in zip(one.bins, four.bins) {
            #expect(isClose(4 * bin.mean, greater.mean))
            for (value, multiple) in zip(bin.quantiles, greater.quantiles) where multiple >= 12 {
                #expect(isClose(4 * value, multiple))
            }
        }
        #expect(isClose(one.pattern.dayShare ?? 0, four.pattern.dayShare ?? 0))
        #expect(one.extremes.map(\.startMinute) == four.extremes.map(\.startMinute))
        #expect(one.recurring.map(\.endMinuteOfDay) == four.recurring.map(\.endMinuteOfDay))
    }

    /// Nothing depends on the date but weekdays.
    @Test(arguments: Sample.allCases, [1, -3, 520, -5200])
    private func wholeWeeksShiftNothingButTime(_ sample: Sample, _ weeks: Int) throws {
        let series = sample.series(7)
        let shift = weeks * 7 * 1440
        let here = try #require(forecastDemand(of: series, horizonBins: 30))
        var there = try #require(
            forecastDemand(of: series.shifted(minutes: shift), horizonBins: 30)
        )
        there.startMinute -= shift
        for index in there.extremes.indices {
            there.extremes[index].startMinute -= shift
            there.extremes[index].endMinute -= shift
        }
        #expect(there == here)
    }

    /// A history of less than four days knows no weekdays.
    @Test(arguments: 1...6)
    func wholeDaysShiftAShortHistoryAlone(_ days: Int) throws {
        let series = Sample.short.series(3)
        let here = try #require(forecastDemand(of: series, horizonBins: 30))
        let there = try #require(
            forecastDemand(of: series.shifted(minutes: days * 1440), horizonBins: 30)
        )
        #expect(here.bins == there.bins)
    }

    @Test(arguments: Sample.allCases, 0..<3)
    private func aLongHorizonBeginsWithAShortOne(_ sample: Sample, _ seed: Int) throws {
        let series = sample.series(seed)
        let day = series.binsPerDay
        let long = try #require(forecastDemand(of: series, horizonBins: 3 * day))
        for bins in [1, day - 1, day, day + 1, 2 * day] {
            let short = try #require(forecastDemand(of: series, horizonBins: bins))
            #expect(short.bins[...] == long.bins[..<bins])
            #expect(short.model == long.model)
        }
    }

    /// What came after an origin is not known at it.
    @Test(arguments: Sample.allCases, 0..<3)
    private func noBacktestLooksAhead(_ sample: Sample, _ seed: Int) throws {
        let series =
            sample == .short ? DemandSamples.busy(seed: seed, days: 4) : sample.series(seed)
        let origins = Backtest(of: series, origins: 4).origins
        try #require(origins.count >= 2)
        // Everything from the last origin's outcome on is another series.
        let end = (origins[origins.count - 1].minute - series.startMinute) / series.binMinutes
        var random = SplitMix64(seed: seed)
        let other = series.mapped { $0 < end ? $1 : random.poisson(500) }
        let again = Backtest(of: other, origins: 4).origins
        #expect(
            again.dropLast().filter { $0.minute + 1440 <= origins[origins.count - 1].minute }
                == origins.dropLast().filter {
                    $0.minute + 1440 <= origins[origins.count - 1].minute
                }
        )
        #expect(again.map(\.model) == origins.map(\.model))
        #expect(
            forecastDemand(of: other.prefix(end), horizonBins: 24)
                == forecastDemand(of: series.prefix(end), horizonBins: 24)
        )
    }

    /// It is what lies before an origin alone that makes its row.
    @Test(arguments: [2, 5, 10], 0..<2)
    func rowsReadNothingAfterTheirOrigin(_ days: Int, _ seed: Int) {
        let series = DemandSamples.busy(seed: seed, days: 14)
        let day = series.binsPerDay
        let origin = days * day
        // What came is a fifth more: medians move, but nothing is a burst.
        let other = series.mapped { bin, count in
            bin < origin ? count : count.map { ($0 * 1.2).rounded() }
        }
        let frames = [series, other].map { DemandFrame($0) }
        #expect(frames[0].tamed[..<origin] == frames[1].tamed[..<origin])
        let rows = frames.map { frame in
            DemandFeatures(of: frame, origins: [origin, frame.count])
                .rows(of: [0], daysAhead: 1) { _ in stride(from: 0, to: day, by: 1) }[0].rows
        }
        #expect(rows[0] == rows[1])
    }

    /// Four hours of zeros on the second day: only the third one says that they are an outage.
    @Test func anOutageIsNotKnownBeforeItsEvidence() throws {
        let series = DemandSamples.series(days: 3) { _, hour in 20 + hour }
            .mapped { (34..<38).contains($0) ? 0 : $1 }
        let origin = try #require(Backtest(of: series).origins.first)
        let past = series.prefix(48)
        let forecast = try #require(forecastDemand(of: past, horizonBins: 24))
        #expect(forecast.suspects.isEmpty)
        #expect(forecastDemand(of: series, horizonBins: 24)?.suspects.count == 1)
        var score = ForecastScore()
        score.add(
            forecast.bins,
            outcome: Array(series.counts[48...]),
            scale: DemandFrame(past).dailyChange
        )
        #expect(origin.preheat == score)
    }

    /// Another contender is scored from the same history.
    @Test func aBacktestJudgesWhatForecastsSay() throws {
        let series = DemandSamples.busy(seed: 9)
        let backtest = Backtest(of: series, origins: 3)
        #expect(backtest.origins.count == 3)
        var sum = ForecastScore()
        for origin in backtest.origins {
            let end = (origin.minute - series.startMinute) / series.binMinutes
            let past = series.prefix(end)
            let forecast = try #require(forecastDemand(of: past, horizonBins: series.binsPerDay))
            let outcome = Array(series.counts[end..<end + series.binsPerDay])
            var score = ForecastScore()
            let scale = DemandFrame(past).dailyChange
            score.add(forecast.bins, outcome: outcome, scale: scale)
            sum.add(forecast.bins, outcome: outcome, scale: scale)
            #expect(score == origin.preheat)
            #expect(forecast.model == origin.model)
        }
        #expect(backtest.score(of: .preheat) == sum)
        let loss = try #require(sum.weightedQuantileLoss)
        let naive = try #require(backtest.score(of: .seasonalNaive).weightedQuantileLoss)
        #expect(loss < naive)
    }

    /// Spread over the newest two fifths: the first after three fifths, the last a day before the
    /// end; a single one is the last.
    @Test(arguments: [(20, 8, 8), (20, 1, 1), (3, 8, 1), (4, 100, 9), (2, 8, 0), (20, 0, 0)])
    func originsAreSpreadEvenly(_ days: Int, _ count: Int, _ expected: Int) {
        let series = DemandSamples.busy(seed: 1, days: Double(days))
        var progress: [Int] = []
        let backtest = Backtest(of: series, origins: count) { done, all in
            progress.append(done)
            #expect(all == expected)
        }
        #expect(backtest.origins.count == expected)
        #expect(progress == Array(0..<expected).map { $0 + 1 })
        guard expected > 0, backtest.origins.count == expected else { return }
        let bins = backtest.origins.map { ($0.minute - series.startMinute) / series.binMinutes }
        if count > 1 { #expect(bins[0] == max(series.counts.count * 3 / 5, 24)) }
        if count == 1 || expected > 1 {
            #expect(bins[expected - 1] == series.counts.count - 12)
        }
    }
}
