import Domain
import Testing

@testable import Forecasting

@Suite struct HazardModelTests {
    private let table = FleetPrior.shipped.hazardTable()

    private func model(events: [Int], offsets: UTCOffsets = .utc) -> HazardModel {
        var model = HazardModel(table: table, offsets: offsets)
        for event in events { model.observe(eventAt: event) }
        return model
    }

    private func ahead(_ model: HazardModel, minutes: Int = 600) -> HazardsAhead {
        var ahead = HazardsAhead(horizon: minutes)
        model.writeHazards(to: &ahead)
        return ahead
    }

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
        let events = (0..<200).map { $0 * 15 }
        let ahead = ahead(model(events: events))
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
        let change = 14 * 1440 + 60
        let offsets = UTCOffsets(
            earliestOffsetMinutes: 60,
            stretches: [.init(fromMinute: change, offsetMinutes: 120)]
        )
        let events = (0..<14).flatMap { day in
            [0, 7, 14, 21, 28].map { day * 1440 + 8 * 60 + $0 }
        }
        let model = model(events: events, offsets: offsets)
        let last = 13 * 1440 + 8 * 60 + 28
        let ahead = ahead(model, minutes: 1600)
        // Day 14, 07:00–07:30 UTC is 09:00–09:30 local by then; 09:00–09:30 UTC is 11:00.
        let local = ahead.hazards[(14 * 1440 + 420 - last)...(14 * 1440 + 450 - last)]
        let late = ahead.hazards[(14 * 1440 + 540 - last)...(14 * 1440 + 570 - last)]
        #expect((local.max() ?? 0) > 2 * (late.max() ?? 1))
    }

    @Test(arguments: 0..<20)
    func committingInPartsIsCommittingAtOnce(seed: Int) {
        let events = [0, 40, 90, 95, 400 + seed]
        var whole = model(events: events)
        var parts = whole
        whole.commit(elapsed: 100)
        parts.commit(elapsed: 40 + seed)
        parts.commit(elapsed: 100)
        let one = ahead(whole, minutes: 50)
        let other = ahead(parts, minutes: 50)
        for minute in 1...50 {
            #expect(abs(one.hazards[minute] / other.hazards[minute] - 1) < 1e-12)
        }
        #expect(parts.committedMinutes == 100)
    }

    @Test func silenceMakesAnEndpointLessLikely() {
        let events = (0..<50).map { $0 * 97 }
        var model = model(events: events)
        let soon = ahead(model).hazards[60]
        model.commit(elapsed: 20 * 1440)
        #expect(ahead(model).hazards[60] < soon / 5)
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
            let level = factors.level.factor(0, growth: factors.levelGrowth)
            #expect(abs(level - 1.5) < 1e-6)
            #expect(abs(factors.hourOfDay.factor(9, growth: factors.growth) - 1.5) < 1e-3)
        }
    }
}
