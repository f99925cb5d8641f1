import Domain
import Forecasting
import Testing

@testable import Planning

private let start = Stage.monday
private let day = 1440

private let terms = PlanTerms(
    setting: HazardSetting(table: Stage.prior),
    curve: .hard(halfMinutes: 20),
    keptHalfMinutes: 20,
    dueHalfMinutes: 20,
    price: 0.1,
    value: 10,
    coldPriceRatio: 1,
    quietWindows: [],
    firesAhead: false
)

/// A request comes with 5 % in every minute, with 40 % in ten: a ping pays every ten minutes at each
/// price but the first two.
private let hazards = [Double](repeating: 0.05, count: 581)

extension Landscape {
    fileprivate mutating func plan(
        level: Int = 1,
        after minute: Int,
        under terms: PlanTerms = terms
    ) {
        var plans = ShadowPlans(horizon: 580)
        plan(
            level: level,
            steps: 1...480,
            after: minute,
            hazards: hazards,
            under: terms,
            with: &plans
        )
    }

    fileprivate mutating func meet(_ minute: Int, instances: Int = 1) {
        meetRequest(inMinute: minute, instances: instances, keptHalfMinutes: 20)
    }

    /// Nothing assumed.
    fileprivate var rates: PriceGrid.Values { coldRates(assuming: .zero, weight: 0) }
}

/// One that has met requests and pings for two days.
private func lived() -> Landscape {
    var landscape = Landscape()
    landscape.meet(start)
    for minute in stride(from: start, to: start + 2 * day, by: 480) {
        landscape.plan(after: minute)
        _ = landscape.takePings(through: minute + 480)
    }
    landscape.meet(start + 2 * day + 60)
    return landscape
}

@Suite struct LandscapeTests {
    @Test func pingsAreTakenOnceAndOfAllLevels() {
        var landscape = Landscape()
        landscape.meet(start, instances: 2)
        landscape.plan(after: start)
        landscape.plan(level: 2, after: start)
        // By hand: 11, 21, … 91; the second level's price is a quarter higher, no matter here.
        let pings = landscape.takePings(through: start + 100)
        #expect(pings[1] == 0)
        #expect(pings[2] == 18)
        #expect(pings[15] == 18)
        let pingsThen = landscape.takePings(through: start + 100)
        #expect(pingsThen == .zero)
        let pingsNext = landscape.takePings(through: start + 101)
        #expect(pingsNext[2] == 2)
    }

    /// By hand: nine pings until minute 100, each of three instances; the second and third level's
    /// are part of them, the fourth's are not.
    @Test(arguments: [(1, 27.0), (2, 27), (3, 27), (4, 36)])
    func aPingCountsItsLeastInstances(levels: Int, pings: Double) {
        var landscape = Landscape(leastInstances: 3)
        landscape.meet(start, instances: levels)
        for level in 1...levels { landscape.plan(level: level, after: start) }
        let taken = landscape.takePings(through: start + 100)
        #expect(taken[15] == pings)
    }

    @Test func aTimeWithoutPlansSaysNothingOfAnyPrice() {
        var landscape = lived()
        let (rates, perDay, weight) = (landscape.rates, landscape.pingsPerDay, landscape.weight)
        let back = start + 4 * day
        for minute in stride(from: start + 2 * day + 120, to: back, by: 60) {
            landscape.passRequest(inMinute: minute, instances: 1)
        }
        landscape.pass(to: back)
        #expect(landscape.rates == rates)
        #expect(landscape.pingsPerDay == perDay)
        #expect(landscape.weight == weight)
        // The last of them, an hour before, warmed the instance for ten minutes.
        landscape.meet(back - 55)
        #expect(landscape.rates[15] < rates[15])
    }

    @Test func aHigherLevelPingsAtItsOwnPrice() {
        var landscape = Landscape()
        landscape.meet(start, instances: 4)
        // At the fourth level a price of 0.3136 counts 0.5488: more than the 40 % that it brings.
        landscape.plan(level: 4, after: start)
        let pings = landscape.takePings(through: start + 100)
        #expect(pings[2] == 0)
        #expect(pings[3] == 9)
    }

    @Test func whatKeepsNothingIsNotPlanned() {
        var landscape = Landscape()
        var terms = terms
        terms.keptHalfMinutes = 0
        landscape.meet(start)
        landscape.plan(after: start, under: terms)
        let pingsThen = landscape.takePings(through: start + 480)
        #expect(pingsThen == .zero)
    }

    /// By hand: the first request is cold everywhere, the second at the highest two prices alone, a third
    /// after a day without plans everywhere.
    @Test func ratesAreOfRequestedMinutes() {
        var landscape = Landscape(lastUses: [SlotUse.ofRequest(inMinute: start - day)])
        landscape.meet(start)
        #expect(landscape.rates == PriceGrid.Values(repeating: 1))
        landscape.plan(after: start)
        landscape.meet(start + 60)
        #expect(abs(landscape.rates[1] - 1) < 1e-9)
        #expect(abs(landscape.rates[2] - 0.5) < 0.001)
        #expect(abs(landscape.weight - 2) < 0.01)
        landscape.meet(start + 60 + day)
        #expect(abs(landscape.rates[2] - 2.0 / 3) < 0.02)
        // Five minutes of an assumed rate of 0.2 beside about three: (2 + 1) / (3 + 5).
        let mixed = landscape.coldRates(assuming: PriceGrid.Values(repeating: 0.2), weight: 5)
        #expect(abs(mixed[2] - 3.0 / 8) < 0.01)
    }

    @Test func aMinuteIsColdWhereAnyOfItsInstancesIs() {
        let yesterday = SlotUse.ofRequest(inMinute: start - day)
        var landscape = Landscape(lastUses: [yesterday, yesterday])
        landscape.meet(start, instances: 2)
        landscape.plan(after: start)
        // The second instance was not pinged at any price.
        landscape.meet(start + 60, instances: 2)
        #expect(abs(landscape.rates[2] - 1) < 1e-9)
    }

    /// By hand: after fourteen days what was met counts half, after four weeks a quarter.
    @Test(arguments: [(14, 1.5), (28, 1.25), (140, 1 + 1.0 / 1024)])
    func whatHappenedTwoWeeksAgoCountsHalf(days: Int, weight: Double) {
        var landscape = Landscape()
        landscape.meet(start)
        landscape.meet(start + days * day)
        #expect(abs(landscape.weight - weight) < 1e-9)
    }

    @Test func centuriesOfPausesOverflowNothing() {
        var landscape = Landscape()
        for year in 0...2000 {
            landscape.meet(start + year * 366 * day)
            if year.isMultiple(of: 100) { landscape.plan(after: start + year * 366 * day) }
        }
        #expect(abs(landscape.weight - 1) < 1e-6)
        #expect(landscape.rates[1].isFinite)
        let perDay = landscape.pingsPerDay
        #expect(perDay.map { $0[1].isFinite && $0[1] >= 0 } == true)
    }

    @Test func aMinuteBeforeTheLastGrowsNothing() {
        var landscape = Landscape()
        landscape.meet(start)
        landscape.meet(start - 365 * day)
        landscape.meet(start)
        #expect(landscape.weight == 3)
        let pingsThen = landscape.takePings(through: start - 1000)
        #expect(pingsThen == .zero)
    }

    /// A clock that was wrong for a while: what it planned and forgot is not waited for.
    @Test func aClockThatIsSetBackIsFollowed() {
        var landscape = Landscape()
        landscape.meet(start + 3650 * day)
        landscape.plan(after: start + 3650 * day)
        landscape.setBack(to: start)
        landscape.plan(after: start)
        let pingsThen = landscape.takePings(through: start + 480)
        #expect(pingsThen[2] > 40)
        landscape.meet(start + 14 * day)
        #expect(abs(landscape.weight - 1.5) < 0.001)
    }

    @Test func pingsPerDayAreKnownAfterADay() throws {
        var landscape = Landscape()
        landscape.meet(start)
        for minute in stride(from: start, to: start + 3 * day, by: 480) {
            landscape.plan(after: minute)
            _ = landscape.takePings(through: minute + 480)
            // Forgetting makes a day of a little more than one.
            let elapsed = minute + 480 - start
            if elapsed < day { #expect(landscape.pingsPerDay == nil) }
            if elapsed > day { #expect(landscape.pingsPerDay != nil) }
        }
        let perDay = try #require(landscape.pingsPerDay)
        #expect(perDay[1] == 0)
        // By hand: one every ten minutes.
        #expect(abs(perDay[2] - 144) < 2)
    }
}

@Suite struct LandscapeBytesTests {
    @Test func whatWasMetComesBack() throws {
        let landscape = lived()
        let again = try #require(Landscape(serialized: landscape.serialized))
        #expect(abs(again.weight - landscape.weight) < 1e-12)
        for place in 0..<PriceGrid.count {
            #expect(abs(again.rates[place] - landscape.rates[place]) < 1e-12)
            let perDay = try #require(landscape.pingsPerDay)[place]
            #expect(abs(try #require(again.pingsPerDay)[place] - perDay) < 1e-9)
        }
        // And is forgotten at the same pace.
        var (first, second) = (landscape, again)
        first.meet(start + 30 * day)
        second.meet(start + 30 * day)
        #expect(abs(first.weight - second.weight) < 1e-12)
    }

    @Test func anEmptyOneComesBack() throws {
        var again = try #require(Landscape(serialized: Landscape().serialized))
        again.meet(start)
        #expect(again.weight == 1)
    }

    @Test func cutOrLengthenedBytesAreNone() {
        let bytes = lived().serialized
        for count in bytes.indices { #expect(Landscape(serialized: Array(bytes[..<count])) == nil) }
        #expect(Landscape(serialized: bytes + [0]) == nil)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, -1, 1.1e15])
    func impossibleAmountsAreNone(amount: Double) {
        let bytes = lived().serialized
        var flaw: [UInt8] = []
        flaw.append(amount)
        // Two for each price, and two totals.
        for place in 0..<34 {
            var bytes = bytes
            bytes.replaceSubrange(place * 8..<place * 8 + 8, with: flaw)
            #expect(Landscape(serialized: bytes) == nil, "amount \(place)")
        }
    }

    @Test(arguments: [
        Int.min, .min + 1, -(1 << 40), -(1 << 40) + 1, 0, (1 << 40) - 1, 1 << 40, .max,
    ])
    func noSavedMinuteTraps(minute: Int) throws {
        var bytes = Array(lived().serialized.dropLast(8))
        bytes.append(int: minute)
        var landscape = try #require(Landscape(serialized: bytes))
        // As far from the epoch as a clock can be.
        let last = Timestamp(millisecondsSinceEpoch: .max).minute
        let first = Timestamp(millisecondsSinceEpoch: .min).minute
        for minute in [start, last, first, start + day] {
            landscape.meet(minute)
            landscape.plan(after: minute)
            _ = landscape.takePings(through: minute)
            #expect(landscape.weight.isFinite)
            #expect(landscape.rates[1].isFinite)
        }
    }
}
