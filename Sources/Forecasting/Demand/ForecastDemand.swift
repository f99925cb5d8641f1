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
            suspects: frame.suspects.map { series.minutes(ofSlots: $0, of: frame, on: grid) },
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
    /// The minutes of the bins that lie in some slots.
    fileprivate func minutes(
        ofSlots slots: Range<Int>,
        of frame: DemandFrame,
        on grid: WallClockGrid
    ) -> Range<Int> {
        let bins = bins(inSlots: slots, of: frame, on: grid)
        let first = startMinute + (bins.first ?? 0) * binMinutes
        let last = startMinute + (bins.last ?? 0) * binMinutes
        return first..<last + binMinutes
    }

    private func bins(
        inSlots slots: Range<Int>,
        of frame: DemandFrame,
        on grid: WallClockGrid
    ) -> [Int] {
        counts.indices.filter { bin in
            let slot = grid.slot(ofMinute: startMinute + bin * binMinutes) - frame.firstSlot
            return slots.contains(slot)
        }
    }

    /// The series with what looks like an outage in its newest weeks as unknown.
    func withoutOutages(offsets: UTCOffsets, specialDates: [SpecialDate]) -> DemandSeries {
        let frame = DemandFrame(
            of: self,
            offsets: offsets,
            horizonBins: 1,
            specialDates: specialDates
        )
        guard !frame.suspects.isEmpty else { return self }
        let grid = WallClockGrid(binMinutes: binMinutes, offsets: offsets)
        var counts = counts
        for slots in frame.suspects {
            for bin in bins(inSlots: slots, of: frame, on: grid) { counts[bin] = nil }
        }
        return DemandSeries(startMinute: startMinute, binMinutes: binMinutes, counts: counts)
    }
}
