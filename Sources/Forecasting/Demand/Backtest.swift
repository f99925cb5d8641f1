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
    private var preheat = ForecastScore()
    private var seasonalNaive = ForecastScore()
    private var empiricalQuantiles = ForecastScore()

    /// Over all origins.
    package func score(of contender: Contender) -> ForecastScore {
        switch contender {
        case .preheat: preheat
        case .seasonalNaive: seasonalNaive
        case .empiricalQuantiles: empiricalQuantiles
        }
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
        let total = series.counts.count
        let last = total - perDay
        let first = count > 1 ? max(total * 3 / 5, 2 * perDay) : last
        guard count > 0, first >= 2 * perDay, last >= first else { return }
        let spread = Double(last - first) / Double(max(count - 1, 1))
        var ends = (0..<count).map { first + Int((Double($0) * spread).rounded()) }
        ends = ends.enumerated().filter { $0 == 0 || ends[$0 - 1] != $1 }.map(\.element)
        for (index, end) in ends.enumerated() {
            // The day that came, with what is known today of outages.
            let day = series.prefix(end + perDay)
                .withoutOutages(offsets: offsets, specialDates: specialDates)
            add(
                series.prefix(end).suffix(DemandFrame.mostDays * perDay),
                outcome: Array(day.counts.suffix(perDay)),
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
        let scale = forecaster.frame.dailyChange
        func score(_ day: DemandForecaster.DayModel, _ total: inout ForecastScore) -> ForecastScore
        {
            let bins = forecaster.bins(day)
            var own = ForecastScore()
            own.add(bins, outcome: outcome, scale: scale)
            total.add(bins, outcome: outcome, scale: scale)
            return own
        }
        origins.append(
            Origin(
                minute: past.endMinute,
                model: model,
                preheat: score(day, &preheat),
                seasonalNaive: score(naive.day, &seasonalNaive),
                empiricalQuantiles: score(empirical.day, &empiricalQuantiles)
            )
        )
    }
}
