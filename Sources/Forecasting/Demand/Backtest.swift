package import Domain

/// Forecasts as they would have been made at past origins, beside what then came.
package struct Backtest: Equatable, Sendable {
    /// The whole forecaster, and what it has to beat.
    package enum Contender: String, CaseIterable, Sendable {
        case preheat
        case seasonalNaive
        case empiricalQuantiles
    }

    /// One origin.
    package struct Origin: Equatable, Sendable {
        /// UTC.
        package var minute: Int
        package var model: DemandForecast.Model
        package var preheat: ForecastScore
        package var seasonalNaive: ForecastScore
        package var empiricalQuantiles: ForecastScore
    }

    package private(set) var origins: [Origin] = []
    /// Over all origins.
    package private(set) var scores: [ForecastScore] = Contender.allCases.map { _ in
        ForecastScore()
    }

    package func score(of contender: Contender) -> ForecastScore {
        Contender.allCases.firstIndex(of: contender).map { scores[$0] } ?? ForecastScore()
    }

    /// Forecasts a day from each of several origins, spread evenly over the newest two fifths of the
    /// history, with nothing known that came after an origin (what looks like an outage is not
    /// judged); from none when the history has less than three days.
    ///
    /// - Parameters:
    ///   - series: The history.
    ///   - count: How many origins at most.
    ///   - offsets: The endpoint's zone.
    ///   - specialDates: Holidays and one-off dates.
    ///   - onProgress: Called after each origin with how many are done, and of how many.
    /// - Complexity: That of a forecast for each origin.
    package init(
        of series: DemandSeries,
        origins count: Int = 8,
        offsets: UTCOffsets = .utc,
        specialDates: [SpecialDate] = [],
        onProgress: (Int, Int) -> Void = { _, _ in }
    ) {
        let perDay = series.binsPerDay
        let judged = series.withoutOutages(offsets: offsets, specialDates: specialDates)
        let first = max(series.counts.count * 3 / 5, 2 * perDay)
        let last = series.counts.count - perDay
        guard count > 0, last >= first else { return }
        let spread = Double(last - first) / Double(max(count - 1, 1))
        var ends = (0..<count).map { first + Int((Double($0) * spread).rounded()) }
        ends = ends.enumerated().filter { $0 == 0 || ends[$0 - 1] != $1 }.map(\.element)
        for (index, end) in ends.enumerated() {
            add(
                series.prefix(end),
                outcome: Array(judged.counts[end..<end + perDay]),
                offsets,
                specialDates
            )
            onProgress(index + 1, ends.count)
        }
    }

    private mutating func add(
        _ past: DemandSeries,
        outcome: [Double?],
        _ offsets: UTCOffsets,
        _ specialDates: [SpecialDate]
    ) {
        let forecaster = DemandForecaster(
            past,
            horizonBins: outcome.count,
            offsets: offsets,
            specialDates: specialDates
        )
        // Where clocks go back, two days of bins are less than two days of slots.
        guard let forecaster, forecaster.frame.count >= 2 * forecaster.frame.perDay else { return }
        let naive = SeasonalNaive(of: forecaster.frame)
        let empirical = EmpiricalQuantiles(frame: forecaster.frame)
        let (model, day) = forecaster.chosenModel()
        let bins = [day, naive.day, empirical.day].map { forecaster.bins($0) }
        let scale = forecaster.frame.dailyChange
        var own = Contender.allCases.map { _ in ForecastScore() }
        for index in bins.indices {
            own[index].add(bins[index], outcome: outcome, scale: scale)
            scores[index].add(bins[index], outcome: outcome, scale: scale)
        }
        origins.append(
            Origin(
                minute: past.endMinute,
                model: model,
                preheat: own[0],
                seasonalNaive: own[1],
                empiricalQuantiles: own[2]
            )
        )
    }
}
