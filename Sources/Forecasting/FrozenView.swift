internal import Domain

/// The model's factors as they stood at the last event: they hold until the gap ends.
struct FrozenView: Sendable {
    let growth: Double
    let levelGrowth: Double
    let level: Double
    /// Fleet hazard by elapsed bin of the endpoint's class.
    var fleet: [Double]
    var elapsed: [Double]
    var hourOfDay: [Double]
    var dayOfWeek: [Double]
    var hourOfWeek: [Double]
    /// Hour of day × weekday × hour of week, for each hour of the week.
    var clock: [Double]
    var minuteOfHour: [Double]
    var sharpMinuteOfHour: [Double]
    let minuteOfDay: SeasonalFactors.Family
    /// Tail masses of the two gap memories.
    var sharpTail: [Double]
    var wideTail: [Double]
    let sharpUnit: Double
    let wideUnit: Double

    init(
        factors: SeasonalFactors,
        sharpGaps: GapMemory,
        wideGaps: GapMemory,
        table: HazardTable,
        row: Int
    ) {
        growth = factors.growth
        levelGrowth = factors.levelGrowth
        level = factors.level.factor(0, growth: levelGrowth)
        let first = row * ElapsedBins.count
        fleet = Array(table.hazards[first..<first + ElapsedBins.count])
        let growth = growth
        elapsed = (0..<ElapsedBins.count).map { factors.elapsed.factor($0, growth: growth) }
        let hourOfDay = (0..<24).map { factors.hourOfDay.factor($0, growth: growth) }
        let dayOfWeek = (0..<7).map { factors.dayOfWeek.factor($0, growth: growth) }
        let hourOfWeek = (0..<168).map { factors.hourOfWeek.factor($0, growth: growth) }
        clock = (0..<168).map { hourOfDay[$0 % 24] * dayOfWeek[$0 / 24] * hourOfWeek[$0] }
        self.hourOfDay = hourOfDay
        self.dayOfWeek = dayOfWeek
        self.hourOfWeek = hourOfWeek
        minuteOfHour = (0..<60).map { factors.minuteOfHour.factor($0, growth: growth) }
        sharpMinuteOfHour = (0..<60).map {
            factors.minuteOfHour.factor(
                $0,
                growth: growth,
                shrinkage: SeasonalFactors.sharpMinuteShrinkage
            )
        }
        minuteOfDay = factors.minuteOfDay
        sharpTail = [Double](repeating: 0, count: GapMemory.longest + 2)
        wideTail = sharpTail
        sharpGaps.writeTail(to: &sharpTail)
        wideGaps.writeTail(to: &wideTail)
        sharpUnit = sharpGaps.priorUnit
        wideUnit = wideGaps.priorUnit
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
    private let view: FrozenView
    private let offsets: UTCOffsets
    private let sharpGaps: GapMemory
    private let wideGaps: GapMemory
    private let lastEvent: Int
    /// The chance that expert 0 gives to silence so far.
    private(set) var survival: Double
    private(set) var cells = SeasonalCells()
    private var offset = 0
    private var offsetHoldsBefore = Int.min

    init(
        view: FrozenView,
        offsets: UTCOffsets,
        sharpGaps: GapMemory,
        wideGaps: GapMemory,
        lastEvent: Int,
        survival: Double
    ) {
        self.view = view
        self.offsets = offsets
        self.sharpGaps = sharpGaps
        self.wideGaps = wideGaps
        self.lastEvent = lastEvent
        self.survival = survival
    }

    /// The experts' hazards `elapsed` minutes after the last event; elapsed times come in order.
    @inline(__always)
    mutating func hazards(atElapsed elapsed: Int) -> HazardModel.Experts {
        place(lastEvent + elapsed, elapsed: elapsed)
        let fleet = view.fleet[cells.elapsedBin]
        let base =
            fleet * view.level * view.elapsed[cells.elapsedBin] * view.clock[cells.hourOfWeek]
        let product = min(base * view.minuteOfHour[cells.minuteOfHour], 0.97)
        let minuteFactor = view.minuteOfDay.factor(cells.minuteOfDay, growth: view.growth)
        let clockwork = min(
            base * view.sharpMinuteOfHour[cells.minuteOfHour] * minuteFactor,
            0.97
        )
        var sharp = product
        var wide = product
        if elapsed <= GapMemory.longest {
            let ended = survival * product
            sharp = min(
                (sharpGaps.mass(of: elapsed) + view.sharpUnit * ended)
                    / (view.sharpTail[elapsed] + view.sharpUnit * survival),
                0.985
            )
            wide = min(
                (wideGaps.mass(of: elapsed) + view.wideUnit * ended)
                    / (view.wideTail[elapsed] + view.wideUnit * survival),
                0.985
            )
        }
        survival *= 1 - product
        let hazards = HazardModel.Experts(product, clockwork, sharp, wide, fleet, 0, 0, 0)
        return pointwiseMax(hazards, HazardModel.Experts(repeating: 1e-7))
    }

    @inline(__always)
    private mutating func place(_ minute: Int, elapsed: Int) {
        if minute >= offsetHoldsBefore {
            offset = offsets.offsetMinutes(atMinute: minute)
            offsetHoldsBefore = offsets.nextChange(afterMinute: minute)
        }
        let local = LocalMinute(minutesSinceEpoch: minute + offset)
        cells.elapsedBin = ElapsedBins.index(ofElapsed: elapsed)
        cells.minuteOfDay = local.minuteOfDay
        cells.minuteOfHour = cells.minuteOfDay % 60
        cells.hourOfWeek = local.hourOfWeek
    }
}

extension SeasonalFactors {
    /// Adds one minute: to each family what the model without it expected, and the event.
    @inline(__always)
    mutating func learn(hazard: Double, isEvent: Bool, cells: SeasonalCells, view: FrozenView) {
        let expected = growth * hazard
        let hour = cells.hourOfWeek % 24
        let day = cells.hourOfWeek / 24
        level.expected[0] += levelGrowth * hazard / view.level
        elapsed.expected[cells.elapsedBin] += expected / view.elapsed[cells.elapsedBin]
        hourOfDay.expected[hour] += expected / view.hourOfDay[hour]
        dayOfWeek.expected[day] += expected / view.dayOfWeek[day]
        hourOfWeek.expected[cells.hourOfWeek] += expected / view.hourOfWeek[cells.hourOfWeek]
        minuteOfHour.expected[cells.minuteOfHour] +=
            expected / view.minuteOfHour[cells.minuteOfHour]
        minuteOfDay.expected[cells.minuteOfDay] += expected
        guard isEvent else { return }
        level.observed[0] += levelGrowth
        elapsed.observed[cells.elapsedBin] += growth
        hourOfDay.observed[hour] += growth
        dayOfWeek.observed[day] += growth
        hourOfWeek.observed[cells.hourOfWeek] += growth
        minuteOfHour.observed[cells.minuteOfHour] += growth
        minuteOfDay.observed[cells.minuteOfDay] += growth
    }
}
