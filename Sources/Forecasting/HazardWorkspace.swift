package import Domain

/// What a hazard is computed under: not learned from one endpoint's gaps.
package struct HazardSetting: Sendable {
    /// The fleet's hazards, which a new endpoint starts on.
    package var table: HazardTable
    /// The endpoint's zone: a daily rhythm lives in wall-clock time.
    package var offsets: UTCOffsets
    /// Requests closer to the last one than this many minutes are a burst's: they find a warm
    /// instance anyway, and neither score the experts nor move a seasonal factor.
    package var burstMinutes: Int

    package init(table: HazardTable, offsets: UTCOffsets = .utc, burstMinutes: Int = 5) {
        self.table = table
        self.offsets = offsets
        self.burstMinutes = burstMinutes
    }
}

/// Room for hazards, shared by all endpoints and filled anew for each plan.
package struct HazardWorkspace: Sendable {
    package let horizon: Int
    /// Index *j*: the mixture's hazard of the *j*-th minute ahead; index 0 is unused.
    package var hazards: [Double]
    /// What the experts say of those minutes, and their weights in the mixture, not normalised.
    private(set) var experts: [HazardModel.Experts]
    private(set) var weights: [HazardModel.Experts]
    var view = FrozenView()

    package init(horizon: Int) {
        self.horizon = horizon
        hazards = [Double](repeating: 0, count: horizon + 1)
        weights = [HazardModel.Experts](repeating: .zero, count: horizon + 1)
        experts = weights
    }

    @inline(__always)
    mutating func set(
        _ step: Int,
        experts hazards: HazardModel.Experts,
        weights: HazardModel.Experts
    ) {
        let mixture = (weights * hazards).sum() / weights.sum()
        self.hazards[step] = min(mixture, 0.99)
        self.weights[step] = weights
        experts[step] = hazards
    }

    /// What the experts say of a minute ahead; `survival` is the chance of silence before it.
    package func opinion(ofStep step: Int, survival: Double) -> HazardModel.Opinion {
        HazardModel.Opinion(
            hazards: experts[step],
            weights: weights[step] / weights[step].sum(),
            hazard: hazards[step],
            survival: survival
        )
    }

    /// Says the same of every minute ahead.
    package mutating func replaceHazards(with hazard: Double) {
        for step in hazards.indices { hazards[step] = hazard }
    }
}

/// The factors of a model as they stood at its last event, spread out.
struct FrozenView: Sendable {
    var growth = 1.0
    var levelGrowth = 1.0
    var level = 1.0
    /// Fleet hazard by elapsed bin of the endpoint's class.
    var fleet = [Double](repeating: 0, count: ElapsedBins.count)
    var elapsed = [Double](repeating: 1, count: ElapsedBins.count)
    var hourOfDay = [Double](repeating: 1, count: 24)
    var dayOfWeek = [Double](repeating: 1, count: 7)
    var hourOfWeek = [Double](repeating: 1, count: 168)
    /// Hour of day × weekday × hour of week, for each hour of the week.
    var clock = [Double](repeating: 1, count: 168)
    var minuteOfHour = [Double](repeating: 1, count: 60)
    var sharpMinuteOfHour = [Double](repeating: 1, count: 60)
    var minuteOfDay = [Double](repeating: 1, count: 1440)
    var sharpGaps = GapMasses(kernel: .sharp, retention: 0.90, priorMass: 1)
    var wideGaps = GapMasses(kernel: .wide, retention: 0.97, priorMass: 2)

    /// Takes in the factors as they are, for a class of endpoints.
    ///
    /// - Complexity: O(1500)
    mutating func fill(
        from factors: SeasonalFactors?,
        gaps: RecentGaps,
        table: HazardTable,
        row: Int
    ) {
        let first = row * ElapsedBins.count
        for bin in 0..<ElapsedBins.count { fleet[bin] = table.hazards[first + bin] }
        sharpGaps.fill(from: gaps)
        wideGaps.fill(from: gaps)
        fill(from: factors ?? .none)
    }

    private mutating func fill(from factors: SeasonalFactors) {
        growth = factors.growth
        levelGrowth = factors.levelGrowth
        level = factors.level.factor(0, growth: levelGrowth)
        for bin in elapsed.indices { elapsed[bin] = factors.elapsed.factor(bin, growth: growth) }
        for hour in hourOfDay.indices {
            hourOfDay[hour] = factors.hourOfDay.smoothedFactor(
                hour,
                growth: growth,
                neighbours: SeasonalFactors.hourNeighbours
            )
        }
        for day in dayOfWeek.indices {
            dayOfWeek[day] = factors.dayOfWeek.factor(day, growth: growth)
        }
        for hour in hourOfWeek.indices {
            hourOfWeek[hour] = factors.hourOfWeek.factor(hour, growth: growth)
            clock[hour] = hourOfDay[hour % 24] * dayOfWeek[hour / 24] * hourOfWeek[hour]
        }
        for minute in minuteOfHour.indices {
            minuteOfHour[minute] = factors.minuteOfHour.factor(minute, growth: growth)
            sharpMinuteOfHour[minute] = factors.minuteOfHour.factor(
                minute,
                growth: growth,
                shrinkage: SeasonalFactors.sharpMinuteShrinkage
            )
        }
        factors.minuteOfDay.writeFactors(to: &minuteOfDay, growth: growth)
    }
}

/// The cells of the seasonal factors that one minute falls into.
struct SeasonalCells {
    var elapsedBin = 0
    var hourOfWeek = 0
    var minuteOfHour = 0
    var minuteOfDay = 0
}

/// A walk through the minutes of a gap that gives every expert's hazard on the way.
struct Walk {
    private let offsets: UTCOffsets
    private let lastEvent: Int
    /// The chance that expert 0 gives to silence so far.
    private(set) var survival: Double
    private(set) var cells = SeasonalCells()
    private var offset = 0
    /// Of the wall clock, from Monday 00:00 on.
    private var minuteOfWeek = 0
    private var offsetHoldsBefore = Int.min

    init(offsets: UTCOffsets, lastEvent: Int, survival: Double) {
        self.offsets = offsets
        self.lastEvent = lastEvent
        self.survival = survival
    }

    /// The experts' hazards `elapsed` minutes after the last event; elapsed times come in order.
    @inline(__always)
    mutating func hazards(
        atElapsed elapsed: Int,
        in view: FrozenView
    ) -> HazardModel.Experts {
        place(lastEvent + elapsed, elapsed: elapsed)
        let fleet = view.fleet[cells.elapsedBin]
        let base =
            fleet * view.level * view.elapsed[cells.elapsedBin] * view.clock[cells.hourOfWeek]
        let product = min(base * view.minuteOfHour[cells.minuteOfHour], 0.97)
        let clockwork = min(
            base * view.sharpMinuteOfHour[cells.minuteOfHour]
                * view.minuteOfDay[cells.minuteOfDay],
            0.97
        )
        var sharp = product
        var wide = product
        if elapsed <= RecentGaps.longest {
            let ended = survival * product
            let sharpPrior = view.sharpGaps.priorMass
            sharp = min(
                (view.sharpGaps.mass[elapsed] + sharpPrior * ended)
                    / (view.sharpGaps.tail[elapsed] + sharpPrior * survival),
                0.985
            )
            let widePrior = view.wideGaps.priorMass
            wide = min(
                (view.wideGaps.mass[elapsed] + widePrior * ended)
                    / (view.wideGaps.tail[elapsed] + widePrior * survival),
                0.985
            )
        }
        // Never zero: of nothing there is no share.
        survival = max(survival * (1 - product), 1e-250)
        let hazards = HazardModel.Experts(product, clockwork, sharp, wide, fleet, 0, 0, 0)
        return hazards.replacing(with: 1e-7, where: hazards .< 1e-7)
    }

    @inline(__always)
    private mutating func place(_ minute: Int, elapsed: Int) {
        if minute >= offsetHoldsBefore {
            offset = offsets.offsetMinutes(atMinute: minute)
            offsetHoldsBefore = offsets.nextChange(afterMinute: minute)
            let local = LocalMinute(minutesSinceEpoch: minute + offset)
            minuteOfWeek = local.hourOfWeek * 60 + local.minuteOfHour - 1
        }
        minuteOfWeek += 1
        if minuteOfWeek == 10_080 { minuteOfWeek = 0 }
        cells.elapsedBin = ElapsedBins.index(ofElapsed: elapsed)
        cells.minuteOfDay = minuteOfWeek % 1440
        cells.minuteOfHour = minuteOfWeek % 60
        cells.hourOfWeek = minuteOfWeek / 60
    }
}

extension SeasonalFactors {
    /// Adds one minute: to each family what the model without it expected, and the event.
    @inline(__always)
    mutating func learn(
        hazard: Double,
        isEvent: Bool,
        cells: SeasonalCells,
        view: FrozenView
    ) {
        let expected = growth * hazard
        let hour = cells.hourOfWeek % 24
        let day = cells.hourOfWeek / 24
        level.expected[0] += levelGrowth * hazard / view.level
        levelMinutes += levelGrowth
        elapsed.expected[cells.elapsedBin] += expected / view.elapsed[cells.elapsedBin]
        hourOfDay.expected[hour] += expected / view.hourOfDay[hour]
        dayOfWeek.expected[day] += expected / view.dayOfWeek[day]
        hourOfWeek.expected[cells.hourOfWeek] += expected / view.hourOfWeek[cells.hourOfWeek]
        minuteOfHour.expected[cells.minuteOfHour] +=
            expected / view.minuteOfHour[cells.minuteOfHour]
        minuteOfDay.expected[cells.minuteOfDay] += Float(expected)
        guard isEvent else { return }
        level.observed[0] += levelGrowth
        elapsed.observed[cells.elapsedBin] += growth
        hourOfDay.observed[hour] += growth
        dayOfWeek.observed[day] += growth
        hourOfWeek.observed[cells.hourOfWeek] += growth
        minuteOfHour.observed[cells.minuteOfHour] += growth
        minuteOfDay.add(event: growth, atMinute: cells.minuteOfDay)
    }
}
