import Domain
import Testing

@testable import Forecasting

private let table = FleetPrior.shipped.hazardTable()
private let utc = HazardSetting(table: table)

/// A model with a history, and what it says of the minutes after.
private func model(
    watchedFrom: Int? = nil,
    events: [Int],
    in setting: HazardSetting = utc
) -> HazardModel {
    var model = HazardModel(watchedFrom: watchedFrom)
    var workspace = HazardWorkspace(horizon: 1)
    for event in events { model.observe(eventAt: event, in: setting, with: &workspace) }
    return model
}

private func ahead(
    _ model: HazardModel,
    minutes: Int = 600,
    in setting: HazardSetting = utc
) -> HazardWorkspace {
    var workspace = HazardWorkspace(horizon: minutes)
    model.writeHazards(to: &workspace, in: setting)
    return workspace
}

extension HazardModel {
    fileprivate mutating func observe(eventAt minute: Int) {
        var workspace = HazardWorkspace(horizon: 1)
        observe(eventAt: minute, in: utc, with: &workspace)
    }

    fileprivate mutating func commit(elapsed: Int) {
        var workspace = HazardWorkspace(horizon: 1)
        commit(elapsed: elapsed, in: utc, with: &workspace)
    }

    fileprivate func opinion(of minute: Int) -> Opinion? {
        var workspace = HazardWorkspace(horizon: 1)
        return opinion(of: minute, in: utc, with: &workspace)
    }
}

@Suite struct HazardModelTests {
    @Test func hazardsAreChances() {
        let ahead = ahead(model(events: [0, 3, 9, 200, 5000]))
        #expect(ahead.hazards.dropFirst().allSatisfy { $0 > 0 && $0 < 1 })
    }

    @Test func aNewEndpointStartsOnTheFleet() {
        let ahead = ahead(model(events: [1000]))
        // Without own experience all factors are 1 and every expert says what the fleet says.
        let row = 5 * 5 + 0  // 12 active minutes a day, burstiness 1
        let expected = table.hazards[row * ElapsedBins.count]
        #expect(abs(ahead.hazards[1] - expected) < 1e-9)
    }

    @Test func aTimerIsExpectedOnItsMinuteAndNotBefore() {
        let ahead = ahead(model(events: (0..<200).map { $0 * 15 }))
        #expect(ahead.hazards[15] > 0.85)
        #expect(ahead.hazards[6...13].allSatisfy { $0 < 0.02 })
    }

    @Test func anHourOfTheDayIsLearned() {
        // Ten minutes apart between 09:00 and 17:00, nothing at night, for three weeks.
        let events = (0..<21).flatMap { day in
            stride(from: 540, to: 1020, by: 10).map { day * 1440 + $0 }
        }
        let evening = 20 * 1440 + 1010
        let ahead = ahead(model(events: events), minutes: 1200)
        let night = ahead.hazards[300...600].max() ?? 1
        let morning = (21 * 1440 + 540 - evening)...(21 * 1440 + 600 - evening)
        #expect((ahead.hazards[morning].max() ?? 0) > 10 * night)
    }

    @Test func aDailyRhythmLivesInWallClockTime() {
        // 09:00 local time each day; the offset grows by an hour after day 14 (spring forward).
        let offsets = UTCOffsets(
            earliestOffsetMinutes: 60,
            stretches: [.init(fromMinute: 14 * 1440 + 60, offsetMinutes: 120)]
        )
        let setting = HazardSetting(table: table, offsets: offsets)
        let events = (0..<14).flatMap { day in
            [0, 7, 14, 21, 28].map { day * 1440 + 8 * 60 + $0 }
        }
        let last = 13 * 1440 + 8 * 60 + 28
        let ahead = ahead(model(events: events, in: setting), minutes: 1600, in: setting)
        // Day 14, 07:00–07:30 UTC is 09:00–09:30 local by then; 09:00–09:30 UTC is 11:00.
        let local = ahead.hazards[(14 * 1440 + 420 - last)...(14 * 1440 + 450 - last)]
        let late = ahead.hazards[(14 * 1440 + 540 - last)...(14 * 1440 + 570 - last)]
        #expect((local.max() ?? 0) > 2 * (late.max() ?? 1))
    }

    @Test func silenceMakesAnEndpointLessLikely() {
        var model = model(events: (0..<50).map { $0 * 97 })
        let onTime = ahead(model).hazards[97]
        model.commit(elapsed: 20 * 1440)
        #expect(ahead(model).hazards.allSatisfy { $0 < onTime / 1000 })
    }

    /// A fleet that was never silent makes silence impossible: chances must stay numbers all the same.
    @Test func aSilenceThatNobodyExpectedLeavesChances() {
        var fleet = FleetPrior()
        fleet.count(activeMinutes: Array(0..<2000), end: 2000)
        let setting = HazardSetting(table: fleet.hazardTable())
        var model = model(events: (0..<100).map { $0 * 6 }, in: setting)
        let ahead = ahead(model, minutes: 1600, in: setting)
        #expect(ahead.hazards.dropFirst().allSatisfy { $0 > 0 && $0 < 1 })
        var workspace = HazardWorkspace(horizon: 1)
        model.observe(eventAt: 594 + 1600, in: setting, with: &workspace)
        #expect((0..<HazardModel.expertCount).allSatisfy { model.logWeights[$0].isFinite })
    }

    @Test(arguments: [
        ("a burst of five minutes", 5, 5, false), ("one longer", 5, 6, true),
        ("a burst of eight minutes", 8, 8, false), ("one longer than that", 8, 9, true),
    ])
    func onlyWhatIsLongerThanABurstTeaches(
        requirement: String,
        burstMinutes: Int,
        gap: Int,
        teaches: Bool
    ) {
        let setting = HazardSetting(table: table, burstMinutes: burstMinutes)
        let model = model(events: [500, 500 + gap], in: setting)
        #expect((model.factors != nil) == teaches)
        #expect((model.advantageGaps == 1) == teaches)
        // The rates and the gaps hear of bursts, too.
        #expect(model.gaps.fromOldest == [UInt16(gap)])
        #expect(model.rates.burstiness > 1.9)
    }
}

/// Minutes that were learned to be silent, and what may be asked of those after.
@Suite struct OpenGapTests {
    private let events = [0, 40, 90, 95, 400, 1100, 1160, 1167]

    @Test(arguments: [[40], [1, 99], [5, 6, 7], [33, 64, 65, 99], Array(1...99)])
    func committingInPartsIsCommittingAtOnce(cuts: [Int]) {
        let never = model(events: events)
        var whole = never
        var parts = never
        whole.commit(elapsed: 100)
        for cut in cuts { parts.commit(elapsed: cut) }
        parts.commit(elapsed: 100)
        #expect(parts.committedMinutes == 100)
        let one = ahead(whole, minutes: 50).hazards
        let other = ahead(parts, minutes: 50).hazards
        let far = ahead(never, minutes: 150).hazards
        for minute in 1...50 {
            #expect(abs(one[minute] / other[minute] - 1) < 1e-12)
            #expect(abs(one[minute] / far[minute + 100] - 1) < 1e-12)
        }
    }

    /// The factors move at a gap's end over the whole of it, whatever was committed before.
    @Test(arguments: [[100], [40, 100], [130], [129, 130]])
    func theNextEventTeachesTheSameHoweverItsGapWasCommitted(cuts: [Int]) {
        var plain = model(events: events)
        var parts = plain
        for cut in cuts { parts.commit(elapsed: cut) }
        for event in [131, 200, 1000] {
            plain.observe(eventAt: 1167 + event)
            parts.observe(eventAt: 1167 + event)
            #expect(parts.factors == plain.factors)
            #expect(parts.gaps == plain.gaps)
            #expect(parts.rates == plain.rates)
            for expert in 0..<HazardModel.expertCount {
                #expect(abs(parts.logWeights[expert] - plain.logWeights[expert]) < 1e-12)
            }
        }
    }

    @Test(arguments: [0, 1, 5, 31, 32, 480])
    func anOpinionIsWhatThePlanSees(committed: Int) throws {
        var model = model(events: events)
        model.commit(elapsed: committed)
        let ahead = ahead(model, minutes: 200)
        var survival = 1.0
        for step in 1...200 {
            let opinion = try #require(model.opinion(of: 1167 + committed + step))
            #expect(abs(opinion.hazard / ahead.hazards[step] - 1) < 1e-12)
            #expect(abs(opinion.survival / survival - 1) < 1e-12)
            #expect(abs(opinion.weights.sum() - 1) < 1e-12)
            #expect(abs((opinion.weights * opinion.hazards).sum() / opinion.hazard - 1) < 1e-12)
            let seen = ahead.weights[step] / ahead.weights[step].sum()
            for expert in 0..<HazardModel.expertCount {
                #expect(abs(seen[expert] - opinion.weights[expert]) < 1e-12)
            }
            survival *= 1 - ahead.hazards[step]
        }
    }

    @Test(arguments: [
        ("the event's own minute", 1167, false), ("the last that was learned", 1177, false),
        ("the first after", 1178, true),
    ])
    func thePastHasNoOpinion(requirement: String, minute: Int, has: Bool) {
        var model = model(events: events)
        model.commit(elapsed: 10)
        #expect((model.opinion(of: minute) != nil) == has)
    }

    @Test func withoutAnOriginThereIsNoOpinion() {
        #expect(HazardModel().opinion(of: 5) == nil)
    }
}

/// Before the first request.
@Suite struct FirstRequestTests {
    private let fleet = Array(
        table.hazards[(FleetPrior.firstRequestRow * ElapsedBins.count)...]
    )

    @Test(arguments: [0, 7, 480, 10_080])
    func theFirstRequestsHazardIsTheFleetsAndFallsWithSilence(committed: Int) {
        var model = HazardModel(watchedFrom: 5000)
        model.commit(elapsed: committed)
        let ahead = ahead(model)
        for step in 1...600 {
            #expect(ahead.hazards[step] == fleet[ElapsedBins.index(ofElapsed: committed + step)])
        }
        #expect(zip(ahead.hazards.dropFirst(), ahead.hazards.dropFirst(2)).allSatisfy { $0 >= $1 })
        #expect(model.tableRow == 55)
    }

    @Test func elapsedTimeIsCountedFromTheMinuteBeforeWatching() throws {
        let model = HazardModel(watchedFrom: 5000)
        #expect(model.origin == 4999)
        #expect(model.opinion(of: 4999) == nil)
        let opinion = try #require(model.opinion(of: 5000))
        #expect(opinion.hazard == fleet[0])
        // Only the fleet has something to say.
        #expect(opinion.weights == [0, 0, 0, 0, 1, 0, 0, 0])
    }

    @Test func theWaitForTheFirstRequestTeachesNothing() {
        var waited = HazardModel(watchedFrom: 100)
        waited.commit(elapsed: 500)
        waited.observe(eventAt: 1000)
        waited.observe(eventAt: 1050)
        let known = model(events: [1000, 1050])
        #expect(waited.gaps == known.gaps)
        #expect(waited.rates == known.rates)
        #expect(waited.factors == known.factors)
        #expect(ahead(waited).hazards == ahead(known).hazards)
        #expect(waited.origin == 1050)
    }
}

/// No data is not no request.
@Suite struct MissingDataTests {
    private let before = model(events: [0, 40, 90, 95, 400])

    private func hearing(
        missing: [Int],
        committed: Int = 0,
        then event: Int
    ) -> HazardModel {
        var model = before
        model.commit(elapsed: committed)
        for minute in missing { model.missData(atMinute: 400 + minute) }
        model.observe(eventAt: 400 + event)
        return model
    }

    @Test(arguments: [100, 1000, 9000])
    func whatComesAfterTheFirstMissingMinuteTeachesNothing(event: Int) throws {
        let model = hearing(missing: [20], then: event)
        let other = hearing(missing: [20], then: 21)
        // Nineteen silent minutes are all that either has heard, and no gap has ended.
        #expect(try #require(model.factors).elapsed == #require(other.factors).elapsed)
        #expect(try #require(model.factors).hourOfWeek == #require(other.factors).hourOfWeek)
        #expect(try #require(model.factors).minuteOfDay == #require(other.factors).minuteOfDay)
        #expect(model.gaps == before.gaps)
        #expect(model.logWeights == before.logWeights)
        #expect(model.lastEvent == 400 + event)
    }

    @Test func whatCameBeforeItIsLearned() throws {
        let expected = try #require(before.factors).elapsed.expected
        let learned = try #require(hearing(missing: [20], then: 100).factors).elapsed.expected
        let none = try #require(hearing(missing: [6], then: 100).factors).elapsed.expected
        for bin in 0..<ElapsedBins.count {
            // Minutes 6 to 19 (bins 5 to 12) are more than a burst after the last event.
            #expect((learned[bin] > expected[bin]) == (5...12).contains(bin), "bin \(bin)")
        }
        #expect(none == expected)
    }

    @Test func anEventAfterAMissingMinuteIsNoFactorsEvent() throws {
        let missing = try #require(hearing(missing: [20], then: 100).factors)
        let heard = try #require(hearing(missing: [], then: 100).factors)
        let was = try #require(before.factors)
        #expect(missing.level.observed == was.level.observed)
        #expect(heard.level.observed[0] > was.level.observed[0])
    }

    /// An endpoint is not less busy for what nobody saw.
    @Test func ratesPassOverTheMissingMinutes() {
        var expected = before.rates
        expected.observe(gap: 97)
        #expect(hearing(missing: [20, 21, 50], then: 100).rates == expected)
    }

    @Test(arguments: [
        ("before the last event", [-3, 0], 0), ("learned to be silent", [1, 20], 20),
    ])
    func whatIsKnownAlreadyDoesNotGoMissing(requirement: String, missing: [Int], committed: Int) {
        let model = hearing(missing: missing, committed: committed, then: 100)
        let plain = hearing(missing: [], committed: committed, then: 100)
        #expect(model == plain)
    }

    @Test func theNextGapTeachesAgain() throws {
        var model = hearing(missing: [20], then: 100)
        model.observe(eventAt: 560)
        #expect(model.gaps.fromOldest == [40, 50, 5, 305, 60])
        #expect(model.logWeights != before.logWeights)
    }

    @Test func silenceBeyondAMissingMinuteScoresNobody() throws {
        var open = before
        open.missData(atMinute: 420)
        open.commit(elapsed: 300)
        var known = before
        known.commit(elapsed: 19)
        #expect(open.committedMinutes == 300)
        let later = try #require(open.opinion(of: 701))
        let then = try #require(known.opinion(of: 420))
        #expect(later.weights == then.weights)
        #expect(later.weights != before.opinion(of: 401)?.weights)
    }

    @Test func nothingCanBeMissedBeforeTheFirstRequest() {
        var model = HazardModel(watchedFrom: 10)
        model.missData(atMinute: 20)
        #expect(model == HazardModel(watchedFrom: 10))
    }
}

@Suite struct HazardModelSizeTests {
    /// What a model holds: itself, and what its arrays have reserved with 32 bytes of header each.
    private func bytes(_ model: HazardModel) -> Int {
        func size<Element>(_ array: [Element]) -> Int {
            32 + array.capacity * MemoryLayout<Element>.stride
        }
        let gaps = MemoryLayout<HazardModel>.size + size(model.gaps.minutes)
        guard let factors = model.factors else { return gaps }
        let families = [
            factors.level, factors.elapsed, factors.hourOfDay, factors.dayOfWeek,
            factors.hourOfWeek, factors.minuteOfHour,
        ]
        let minutes = factors.minuteOfDay
        return families.reduce(gaps) { $0 + size($1.observed) + size($1.expected) }
            + size(minutes.eventMinutes) + size(minutes.events) + size(minutes.expected)
    }

    @Test func aModelThatHasSeenEveryMinuteOfTheDayIsBelow32kB() throws {
        // Seven has no factor in common with 1440.
        let model = model(events: (0...1440).map { $0 * 7 })
        #expect(try #require(model.factors).minuteOfDay.eventMinutes.count == 1440)
        #expect(model.gaps.minutes.count == RecentGaps.most)
        #expect(bytes(model) < 32_000, "\(bytes(model))")
    }

    @Test func aTypicalModelTakesAboutTwelve() {
        // Five different minutes on each of twenty days.
        let events = (0..<100).map { $0 / 5 * 1440 + 480 + $0 % 5 * 100 + $0 * $0 % 90 }
        let bytes = bytes(model(events: events))
        #expect((11_000...13_500).contains(bytes), "\(bytes)")
    }

    @Test func aNewModelTakesNextToNothing() {
        let bytes = bytes(HazardModel(watchedFrom: 0))
        #expect(bytes < 1000, "\(bytes)")
    }
}

@Suite struct SeasonalFactorsTests {
    @Test func anEventFadesToHalfInItsHalfLife() {
        var factors = SeasonalFactors()
        factors.grow(to: 0)
        factors.hourOfDay.observed[9] += factors.growth
        let fresh = factors.hourOfDay.factor(9, growth: factors.growth)
        #expect(fresh == 1.5)  // (2 + 1) / 2
        factors.grow(to: 28 * 1440)
        #expect(abs(factors.hourOfDay.factor(9, growth: factors.growth) - 1.25) < 1e-12)
    }

    @Test func centuriesDoNotOverflow() {
        var factors = SeasonalFactors()
        for year in 0..<300 {
            factors.grow(to: year * 525_600)
            factors.level.observed[0] += factors.levelGrowth
            factors.hourOfDay.observed[9] += factors.growth
            factors.minuteOfDay.add(event: factors.growth, atMinute: 9)
            let level = factors.level.factor(0, growth: factors.levelGrowth)
            #expect(abs(level - 1.5) < 1e-6)
            #expect(abs(factors.hourOfDay.factor(9, growth: factors.growth) - 1.5) < 1e-3)
            var minutes = [Double](repeating: 0, count: 1440)
            factors.minuteOfDay.writeFactors(to: &minutes, growth: factors.growth)
            #expect(abs(minutes[9] - 2) < 1e-3)
        }
    }

    /// By hand: an event at 00 and half a one at each neighbour, on two pseudo-events.
    @Test(arguments: [(0, 1.5), (1, 1.25), (23, 1.25), (2, 1), (22, 1)])
    func anHourHearsHalfOfItsNeighbours(hour: Int, factor: Double) {
        var factors = SeasonalFactors()
        factors.hourOfDay.observed[0] = 1
        var view = FrozenView()
        view.fill(from: factors, gaps: RecentGaps(), table: table, row: 0)
        #expect(view.hourOfDay[hour] == factor)
    }

    /// By hand: (2 + 1 + ½) / (2 + ½ · 3).
    @Test func whatWasExpectedOfNeighboursCountsAlike() {
        var factors = SeasonalFactors()
        factors.hourOfDay.observed[10] = 1
        factors.hourOfDay.observed[9] = 1
        factors.hourOfDay.expected[11] = 3
        var view = FrozenView()
        view.fill(from: factors, gaps: RecentGaps(), table: table, row: 0)
        #expect(view.hourOfDay[10] == 1)
    }
}

@Suite struct MinutesOfDayTests {
    @Test func aMinutesFactorIsItsEventsOverWhatWasExpected() {
        var minutes = MinutesOfDay()
        minutes.expected[600] = 3
        minutes.add(event: 1, atMinute: 90)
        minutes.add(event: 2, atMinute: 30)
        minutes.add(event: 4, atMinute: 90)
        #expect(minutes.eventMinutes == [30, 90])
        #expect(minutes.events == [2, 5])
        var factors = [Double](repeating: 0, count: 1440)
        minutes.writeFactors(to: &factors, growth: 2)
        // (2 + events) / (2 + expected)
        #expect([factors[30], factors[90], factors[600], factors[601]] == [2, 3.5, 0.4, 1])
    }

    @Test(arguments: [
        ("as it was", [3, 7] as [UInt16], 2, 1440, true), ("none", [], 0, 1440, true),
        ("a count missing", [3, 7], 1, 1440, false), ("out of order", [7, 3], 2, 1440, false),
        ("twice", [3, 3], 2, 1440, false), ("the last minute", [1439], 1, 1440, true),
        ("beyond the day", [1440], 1, 1440, false), ("half a day", [3], 1, 720, false),
    ])
    func readsBackOnlyWhatItCouldHaveWritten(
        requirement: String,
        eventMinutes: [UInt16],
        counts: Int,
        cells: Int,
        isAccepted: Bool
    ) {
        let minutes = MinutesOfDay(
            eventMinutes: eventMinutes,
            events: [Float](repeating: 1, count: counts),
            expected: [Float](repeating: 0, count: cells)
        )
        #expect((minutes != nil) == isAccepted)
    }
}
