import Domain
import Testing

@testable import Forecasting

/// A curve and what stands out of it, worked out by hand.
private struct Curve: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var heights: [Double]
    var peaks: [(range: Range<Int>, prominence: Double)]
}

private let curves = [
    Curve(testDescription: "nothing", heights: [], peaks: []),
    Curve(testDescription: "a point", heights: [3], peaks: []),
    Curve(testDescription: "flat", heights: [2, 2, 2, 2], peaks: []),
    Curve(testDescription: "flat but for rounding", heights: [0.3, 0.1 + 0.2, 0.3], peaks: []),
    Curve(testDescription: "one peak", heights: [0, 1, 10, 1, 0], peaks: [(2..<3, 10)]),
    Curve(testDescription: "rising", heights: [0, 4, 10], peaks: [(2..<3, 10)]),
    Curve(testDescription: "falling", heights: [10, 4, 0], peaks: [(0..<1, 10)]),
    Curve(
        testDescription: "both ends",
        heights: [8, 3, 0, 3, 10],
        // The lower end is 8 above the lowest point on the way to the higher one.
        peaks: [(0..<1, 8), (4..<5, 10)]
    ),
    Curve(
        testDescription: "a plateau with slopes of a fifth",
        heights: [0, 7.9, 8, 10, 10, 8, 7.9, 0],
        peaks: [(2..<6, 10)]
    ),
    Curve(testDescription: "a plateau at the start", heights: [5, 5, 1, 0], peaks: [(0..<2, 5)]),
    Curve(testDescription: "a plateau at the end", heights: [0, 1, 5, 5], peaks: [(2..<4, 5)]),
    Curve(testDescription: "a step is no peak", heights: [0, 5, 5, 10, 0], peaks: [(3..<4, 10)]),
    Curve(
        testDescription: "two peaks",
        heights: [0, 10, 2, 6, 0],
        peaks: [(1..<2, 10), (3..<4, 4)]
    ),
    Curve(
        testDescription: "a bump below 30 %",
        heights: [0, 10, 7.1, 10, 0],
        peaks: [(1..<2, 10)]
    ),
    Curve(
        testDescription: "a bump of 30 %",
        heights: [0, 10, 5, 8, 0],
        peaks: [(1..<2, 10), (3..<4, 3)]
    ),
    Curve(
        testDescription: "two equal peaks",
        heights: [0, 10, 4, 10, 0],
        peaks: [(1..<2, 10), (3..<4, 6)]
    ),
    Curve(
        testDescription: "below zero, as for a trough",
        heights: [-9, -9, -1, -2, -9],
        // −2 is more than a fifth of 8 below −1: −2.6.
        peaks: [(2..<4, 8)]
    ),
]

@Suite struct DemandExtremesTests {
    @Test(arguments: curves)
    private func peaksStandOutByHand(_ curve: Curve) {
        let found = ProminentStretches.peaks(of: curve.heights)
        #expect(found.map(\.range) == curve.peaks.map(\.range))
        #expect(areClose(found.map(\.prominence), curve.peaks.map(\.prominence), within: 1e-12))
    }

    /// Stretches are disjoint and in order; a greater curve has the same ones.
    @Test func stretchesOfAnyCurveAreDisjoint() {
        var random = SplitMix64(seed: 3)
        for _ in 0..<300 {
            let heights = (0..<Int(2 + 20 * random.uniform())).map { _ in
                (random.uniform() * 8).rounded()
            }
            let found = ProminentStretches.peaks(of: heights)
            for (stretch, next) in zip(found, found.dropFirst()) {
                #expect(stretch.range.upperBound <= next.range.lowerBound)
            }
            #expect(found.isEmpty == (heights.min() == heights.max()))
            let multiples = ProminentStretches.peaks(of: heights.map { 4 * $0 + 16 })
            #expect(multiples.map(\.range) == found.map(\.range))
            #expect(multiples.map(\.prominence) == found.map { 4 * $0.prominence })
        }
    }

    @Test func aMovingAverageIsShorterAtTheEnds() {
        #expect(movingAverage([3, 6, 9, 0], halfWidth: 1) == [4.5, 6, 5, 4.5])
        #expect(movingAverage([3, 6], halfWidth: 0) == [3, 6])
        #expect(movingAverage([3, 6], halfWidth: 9) == [4.5, 4.5])
        #expect(movingAverage([], halfWidth: 1).isEmpty)
    }

    /// Hours are not smoothed; levels and bands are those of the bins.
    @Test func extremesAreToldInMinutesAndRequests() {
        let means: [Double] = [3, 3, 3, 3, 30, 30, 30, 3, 3, 3]
        let bins = means.map { mean in
            DemandForecast.Distribution(
                mean: mean,
                quantiles: (1...9).map { mean * Double($0) / 5 }
            )
        }
        let found = extremes(of: bins, startMinute: 600, binMinutes: 60)
        #expect(found.map(\.kind) == [.trough, .peak, .trough])
        #expect(found.map(\.startMinute) == [600, 840, 1020])
        #expect(found.map(\.endMinute) == [840, 1020, 1200])
        #expect(areClose(found.map(\.level), [3, 30, 3], within: 1e-12))
        #expect(areClose(found.map(\.lower), [0.6, 6, 0.6], within: 1e-12))
        #expect(areClose(found.map(\.upper), [5.4, 54, 5.4], within: 1e-12))
        #expect(areClose(found.map(\.prominence), [27, 27, 27], within: 1e-12))
    }

    @Test func withoutADailyPatternThereAreNone() throws {
        let flat = DemandSamples.series(days: 14) { _, _ in 7.1 }
        let forecast = try #require(forecastDemand(of: flat, horizonBins: 48))
        #expect(!forecast.pattern.isDaily)
        #expect(forecast.extremes.isEmpty)
        #expect(forecast.recurring.isEmpty)
    }
}

// MARK: - Those that come back

@Suite struct RecurringExtremeTests {
    private func recurring(
        days: Double = 28,
        binMinutes: Int = 60,
        _ demand: (_ weekday: Int, _ hour: Double) -> Double
    ) -> [RecurringExtreme] {
        recurringExtremes(
            of: DemandFrame(DemandSamples.series(days: days, binMinutes: binMinutes, demand))
        )
    }

    @Test func anOfficeHasAWorkdayAlone() throws {
        let found = recurring { weekday, hour in
            weekday < 5 && hour >= 9 && hour < 17 ? 60 : 2
        }
        try #require(found.map(\.kind) == [.trough, .peak])
        #expect(found.map(\.days) == [.workdays, .workdays])
        #expect(found[0].startMinuteOfDay == 17 * 60 && found[0].endMinuteOfDay == 9 * 60)
        #expect(found[1].startMinuteOfDay == 9 * 60 && found[1].endMinuteOfDay == 17 * 60)
        #expect(areClose(found.map(\.level), [2, 60], within: 1e-9))
    }

    @Test(arguments: [0.0, 0.1, 3.3, 7.1, 7.3])
    func aFlatWeekendHasNone(_ level: Double) {
        let found = recurring { weekday, hour in
            weekday >= 5 ? level : hour >= 9 && hour < 17 ? 60 : 2
        }
        #expect(found.map(\.days) == [.workdays, .workdays])
    }

    @Test func daysThatAreAllAlikeAreToldOnce() throws {
        let found = recurring { _, hour in hour >= 20 && hour < 23 ? 60 : hour < 4 ? 0 : 20 }
        try #require(found.map(\.days) == [.everyDay, .everyDay])
        #expect(found[1].startMinuteOfDay == 20 * 60)
        #expect(found[1].endMinuteOfDay == 23 * 60)
        #expect(found[0].startMinuteOfDay == 0)
        #expect(found[0].endMinuteOfDay == 4 * 60)
    }

    /// A late weekend is told apart from two hours on, not from one on.
    @Test(arguments: [(1.0, [RecurringExtreme.Days.everyDay]), (2.0, [.workdays, .weekends])])
    func daysAnHourApartAreAlike(_ late: Double, _ days: [RecurringExtreme.Days]) {
        let found = recurring { weekday, hour in
            let first = 12 + (weekday >= 5 ? late : 0)
            return hour >= first && hour < first + 4 ? 60 : 5
        }
        #expect(found.filter { $0.kind == .peak }.map(\.days) == days)
    }

    /// A peak over midnight is one.
    @Test func aPeakMayCrossMidnight() throws {
        let found = recurring { _, hour in hour >= 22 || hour < 3 ? 60 : 5 }
        let peak = try #require(found.first { $0.kind == .peak })
        #expect(peak.startMinuteOfDay == 22 * 60)
        #expect(peak.endMinuteOfDay == 3 * 60)
        #expect(isClose(peak.level, 60, within: 1e-9))
    }

    /// Of two peaks the higher one; of five quarters one at most may be quiet.
    @Test func theMainPeakIsTold() throws {
        let found = recurring(binMinutes: 15) { _, hour in
            hour >= 7 && hour < 10 ? 40 : hour >= 17 && hour < 21 ? 70 : 5
        }
        let peak = try #require(found.first { $0.kind == .peak })
        #expect(peak.startMinuteOfDay == 17 * 60 + 15)
        #expect(peak.endMinuteOfDay == 20 * 60 + 45)
    }

    /// A Saturday alone is no weekend.
    @Test(arguments: [(6.0, 1), (14.0, 2)])
    func twoDaysOfAKindAreNeeded(_ days: Double, _ kinds: Int) {
        let found = recurring(days: days) { weekday, hour in
            let first = weekday >= 5 ? 16.0 : 8
            return hour >= first && hour < first + 4 ? 60 : 5
        }
        #expect(found.filter { $0.kind == .peak }.count == kinds)
    }
}

// MARK: - Patterns

@Suite struct DemandPatternTests {
    private func pattern(
        days: Double = 14,
        _ demand: (_ weekday: Int, _ hour: Double) -> Double?
    ) -> DemandPattern {
        DemandPattern(of: DemandFrame(DemandSamples.series(days: days, demand)))
    }

    @Test func theHourExplainsARepeatedDay() {
        let found = pattern { _, hour in (hour + 1) * (hour + 1) }
        #expect(isClose(found.dayShare ?? 0, 1, within: 1e-9))
        #expect(isClose(found.weekShare ?? 0, 1, within: 1e-9))
        #expect(found.isDaily)
    }

    /// All the variation is between days: none within an hour of the week.
    @Test func theHourOfTheWeekExplainsWeekdays() {
        let found = pattern { weekday, _ in Double((weekday + 1) * (weekday + 1)) }
        #expect(found.dayShare == 0)
        #expect(isClose(found.weekShare ?? 0, 1, within: 1e-9))
        #expect(!found.isDaily)
    }

    @Test(arguments: [(13.9, false), (14.0, true)])
    func aWeeklyShareNeedsTwoWeeks(_ days: Double, _ isKnown: Bool) {
        #expect((pattern(days: days) { _, hour in hour }.weekShare != nil) == isKnown)
    }

    @Test(arguments: [(1.9, false), (2.0, true)])
    func aDailyPatternNeedsTwoDays(_ days: Double, _ isDaily: Bool) {
        #expect(pattern(days: days) { _, hour in hour }.isDaily == isDaily)
    }

    @Test func aConstantExplainsNothing() {
        let found = pattern { _, _ in 7.1 }
        #expect(found.dayShare == 0)
        #expect(found.weekShare == 0)
        #expect(!found.isDaily)
    }

    /// Three standard errors: of normal noise one in 740 passes, of this one at most one in 20.
    @Test(arguments: [2.0, 4, 14])
    func whiteNoiseHasNoPattern(_ days: Double) {
        let count = 200
        let daily = (0..<count).count { seed in
            var random = SplitMix64(seed: seed)
            return pattern(days: days) { _, _ in random.poisson(9) }.isDaily
        }
        #expect(daily <= count / 20)
    }

    /// A day that is busier by half in a third of its hours is seen in the same noise.
    @Test func aPatternInNoiseIsSeen() {
        let daily = (0..<20).count { seed in
            var random = SplitMix64(seed: seed)
            return pattern { _, hour in random.poisson(hour >= 10 && hour < 18 ? 14 : 9) }.isDaily
        }
        #expect(daily == 20)
    }
}
