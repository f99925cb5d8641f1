package import Domain

/// Forecasts an endpoint's demand.
///
/// - Parameters:
///   - series: The history; its end is the forecast's origin.
///   - horizonBins: How many bins to forecast, from one to those of 31 days.
///   - offsets: The endpoint's zone: a daily rhythm lives in wall-clock time.
///   - specialDates: Holidays and one-off dates, of the past and of the future.
/// - Returns: `nil` when not a single bin is known.
/// - Complexity: O(*n*) in the bins of the last eight weeks, plus O(rows) for each bin to forecast.
package func forecastDemand(
    of series: DemandSeries,
    horizonBins: Int,
    offsets: UTCOffsets = .utc,
    specialDates: [SpecialDate] = []
) -> DemandForecast? {
    precondition((1...31 * series.binsPerDay).contains(horizonBins), "a horizon of up to 31 days")
    return DemandForecaster(
        series,
        horizonBins: horizonBins,
        offsets: offsets,
        specialDates: specialDates
    )?.forecast
}

/// The model that serves an endpoint's demand, without its forecast; see
/// ``forecastDemand(of:horizonBins:offsets:specialDates:)``.
package func demandModel(
    of series: DemandSeries,
    offsets: UTCOffsets = .utc,
    specialDates: [SpecialDate] = []
) -> DemandForecast.Model? {
    DemandForecaster(series, horizonBins: 1, offsets: offsets, specialDates: specialDates)?
        .chosenModel().0
}

/// Chooses a model for a history and puts its days onto the bins of the horizon.
struct DemandForecaster {
    /// Forecasts the slots of one day: 1 for the first after the history.
    typealias DayModel = (_ daysAhead: Int) -> [DemandForecast.Distribution]

    let frame: DemandFrame
    private let series: DemandSeries
    private let horizonBins: Int
    private let grid: WallClockGrid

    /// - Returns: `nil` when not a single bin is known.
    init?(
        _ series: DemandSeries,
        horizonBins: Int,
        offsets: UTCOffsets,
        specialDates: [SpecialDate]
    ) {
        let series = series.suffix(DemandFrame.mostDays * series.binsPerDay)
        self.series = series
        self.horizonBins = horizonBins
        grid = WallClockGrid(binMinutes: series.binMinutes, offsets: offsets)
        frame = DemandFrame(
            of: series,
            offsets: offsets,
            horizonBins: horizonBins,
            specialDates: specialDates
        )
        guard frame.isKnown.contains(true) else { return nil }
    }

    var forecast: DemandForecast {
        let (model, day) = chosenModel()
        let bins = bins(day)
        let pattern = DemandPattern(of: frame)
        return DemandForecast(
            startMinute: series.endMinute,
            binMinutes: series.binMinutes,
            bins: bins,
            model: model,
            pattern: pattern,
            extremes: pattern.isDaily
                ? extremes(
                    of: bins,
                    startMinute: series.endMinute,
                    binMinutes: series.binMinutes
                ) : [],
            recurring: pattern.isDaily ? recurringExtremes(of: frame) : [],
            suspects: series.minutes(ofSlots: frame.suspects, of: frame, on: grid),
            knownBins: frame.isKnown.count { $0 }
        )
    }

    /// The model that serves the history, and why.
    func chosenModel() -> (DemandForecast.Model, DayModel) {
        let days = frame.count / frame.perDay
        if frame.isIntermittent, days >= IntermittentDemand.fewestDays {
            return (.intermittentDemand, IntermittentDemand(of: frame).day)
        }
        guard days >= SeasonalRegression.fewestDays,
            let regression = SeasonalRegression(of: frame)
        else {
            let short = ShortHistory(of: frame)
            return (.shortHistory(days: short.days), short.day)
        }
        if let week = regression.lastWeek, week.isDrift {
            return (.seasonalNaive(week), SeasonalNaive(of: frame).day)
        }
        return (.seasonalRegression(regression.lastWeek), regression.day)
    }

    /// The horizon's bins: each is the slot that its wall clock shows.
    func bins(_ day: DayModel) -> [DemandForecast.Distribution] {
        let firstAhead = frame.firstSlot + frame.count
        var days: [[DemandForecast.Distribution]] = []
        return (0..<horizonBins).map { bin in
            let minute = series.endMinute + bin * series.binMinutes
            var ahead = grid.slot(ofMinute: minute) - firstAhead
            // Where clocks go back over the origin, a bin may share a slot of the history: it is
            // forecast as the same time of the next day.
            while ahead < 0 { ahead += series.binsPerDay }
            while days.count <= ahead / series.binsPerDay { days.append(day(days.count + 1)) }
            return days[ahead / series.binsPerDay][ahead % series.binsPerDay]
        }
    }
}

extension DemandSeries {
    /// The minutes of the bins that lie in stretches of slots.
    ///
    /// - Complexity: O(*n*).
    fileprivate func minutes(
        ofSlots stretches: [Range<Int>],
        of frame: DemandFrame,
        on grid: WallClockGrid
    ) -> [Range<Int>] {
        var found = [Range<Int>?](repeating: nil, count: stretches.count)
        for (bin, stretch) in bins(inSlots: stretches, of: frame, on: grid) {
            found[stretch] = (found[stretch]?.lowerBound ?? bin)..<bin + 1
        }
        return found.compactMap { $0 }.map {
            startMinute + $0.lowerBound * binMinutes..<startMinute + $0.upperBound * binMinutes
        }
    }

    /// The bins that lie in stretches of slots, each with its stretch's index.
    private func bins(
        inSlots stretches: [Range<Int>],
        of frame: DemandFrame,
        on grid: WallClockGrid
    ) -> [(bin: Int, stretch: Int)] {
        guard !stretches.isEmpty else { return [] }
        var stretchOfSlot = [Int?](repeating: nil, count: frame.count)
        for (index, slots) in stretches.enumerated() {
            for slot in slots { stretchOfSlot[slot] = index }
        }
        return counts.indices.compactMap { bin in
            let slot = grid.slot(ofMinute: startMinute + bin * binMinutes) - frame.firstSlot
            guard stretchOfSlot.indices.contains(slot), let stretch = stretchOfSlot[slot] else {
                return nil
            }
            return (bin, stretch)
        }
    }

    /// The newest weeks, with what looks like an outage as unknown.
    func withoutOutages(offsets: UTCOffsets, specialDates: [SpecialDate]) -> DemandSeries {
        let recent = suffix(DemandFrame.mostDays * binsPerDay)
        let frame = DemandFrame(
            of: recent,
            offsets: offsets,
            horizonBins: 1,
            specialDates: specialDates
        )
        let grid = WallClockGrid(binMinutes: binMinutes, offsets: offsets)
        var counts = recent.counts
        for (bin, _) in recent.bins(inSlots: frame.suspects, of: frame, on: grid) {
            counts[bin] = nil
        }
        return DemandSeries(
            startMinute: recent.startMinute,
            binMinutes: binMinutes,
            counts: counts
        )
    }
}
