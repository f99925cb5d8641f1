import Testing

@testable import Forecasting

private let header = "rateClass,burstClass,fromMinute,events,exposureMinutes\n"

extension FleetPrior {
    fileprivate func sums(ofRows rows: Range<Int>) -> [Double] {
        let cells = rows.lowerBound * ElapsedBins.count..<rows.upperBound * ElapsedBins.count
        return [events[cells].reduce(0, +), exposure[cells].reduce(0, +)]
    }
}

extension HazardTable {
    fileprivate func hazard(row: Int, fromMinute edge: Int) -> Double {
        hazards[row * ElapsedBins.count + ElapsedBins.index(ofElapsed: edge)]
    }
}

@Suite struct FleetPriorTests {
    /// Five minutes apart, then an hour of silence that the observation's end cut off.
    private let prior: FleetPrior = {
        var prior = FleetPrior()
        prior.count(activeMinutes: [3, 8, 13], end: 73)
        return prior
    }()

    @Test func gapsAreCountedAsEventsOverExposure() {
        // Two gaps of five minutes, and 59 minutes after the last event without one.
        #expect(prior.sums(ofRows: 0..<55) == [2, 69])
    }

    @Test func theWaitForTheFirstRequestIsCountedApart() {
        // Minutes 0 to 3: three of silence and the request's own.
        #expect(prior.sums(ofRows: 55..<56) == [1, 4])
        #expect(prior.events[55 * 48 + 3] == 1)
    }

    @Test(arguments: [("never called", 100, 100.0), ("hardly watched", 1, 1), ("not at all", 0, 0)])
    func anEndpointThatWasNeverCalledIsExposureAlone(
        requirement: String,
        end: Int,
        exposure: Double
    ) {
        var prior = FleetPrior()
        prior.count(activeMinutes: [], end: end)
        #expect(prior.sums(ofRows: 55..<56) == [0, exposure])
        #expect(prior.sums(ofRows: 0..<55) == [0, 0])
    }

    /// By hand: bin 8 holds minutes 10 and 11, bin 9 minutes 12 and 13.
    @Test(arguments: [
        ("ends on an edge", 12, true, [2.0, 1], [0.0, 1]),
        ("ends below it", 11, true, [2, 0], [1, 0]),
        ("is cut off on it", 12, false, [2, 0], [0, 0]),
        ("is cut off above", 13, false, [2, 1], [0, 0]),
    ])
    func aGapIsCountedInItsBins(
        requirement: String,
        gap: Int,
        hasEnded: Bool,
        exposure: [Double],
        events: [Double]
    ) {
        var prior = FleetPrior()
        prior.countGap(gap, hasEnded: hasEnded, row: 7, weight: 0.5)
        let bins = 7 * 48 + 8...7 * 48 + 9
        #expect(prior.exposure[bins].map { 2 * $0 } == exposure)
        #expect(prior.events[bins].map { 2 * $0 } == events)
    }

    @Test func itsTextReadsBackToTheSame() throws {
        #expect(try #require(FleetPrior(csv: prior.csv)) == prior)
        #expect(FleetPrior(csv: "# a source\n" + prior.csv) == prior)
        #expect(prior.csv.contains("\nnew,0,4,1,1\n"))
        #expect(try #require(FleetPrior(csv: FleetPrior.shipped.csv)) == FleetPrior.shipped)
    }

    @Test(arguments: ["", "0,0,1,1,2\n"])
    func refusesTextWithoutItsHeader(text: String) {
        #expect(FleetPrior(csv: text) == nil)
    }

    @Test(arguments: [
        ("an unknown elapsed time", "0,0,9,1,2"), ("a class too high", "11,0,1,1,2"),
        ("a class below none", "-1,0,1,1,2"), ("a burst class too high", "0,5,1,1,2"),
        ("burst classes of what was never called", "new,1,1,1,2"),
        ("the new as a burst class", "0,new,1,1,2"), ("the new as a count", "0,0,1,new,20"),
        ("something newer", "newer,0,1,1,2"), ("more events than minutes", "0,0,1,3,2"),
        ("a word for a number", "0,0,1,x,2"), ("a field too few", "0,0,1,1"),
        ("one too many", "0,0,1,1,2,3"), ("an empty field", "0,0,1,1,2,"),
    ])
    func refusesLines(requirement: String, line: String) {
        #expect(FleetPrior(csv: header + line + "\n") == nil)
    }

    @Test(arguments: [("the last class", "10,4,1,1,2\n"), ("the new", "new,0,1,1,2\n")])
    func acceptsText(requirement: String, line: String) {
        #expect(FleetPrior(csv: header + line)?.csv == header + line)
    }
}

@Suite struct HazardTableTests {
    /// By hand: 4 / 10.5; 1/10 and 3/10 pooled to 4 / 20.5; 1 / 20.5: each with half a minute more.
    @Test(arguments: [
        (1, 0.380952381), (2, 0.1951219512), (3, 0.1951219512), (4, 0.0487804878), (5, 1e-7),
        (10_080, 1e-7),
    ])
    func theFirstRequestsHazardNeverRises(edge: Int, hazard: Double) throws {
        let counts = ["1,4,10", "2,1,10", "3,3,10", "4,1,20", "5,0,30"]
        let text = header + counts.map { "new,0,\($0)\n" }.joined()
        let table = try #require(FleetPrior(csv: text)).hazardTable()
        #expect(abs(table.hazard(row: 55, fromMinute: edge) / hazard - 1) < 1e-6)
    }

    /// By hand: three bins that rise all the way are one, 6 / 30.5; what follows is another.
    @Test(arguments: [(1, 0.1967213115), (3, 0.1967213115), (4, 1e-7)])
    func aHazardThatOnlyRisesIsPooledWhole(edge: Int, hazard: Double) throws {
        let counts = ["1,1,10", "2,2,10", "3,3,10", "4,0,10"]
        let text = header + counts.map { "new,0,\($0)\n" }.joined()
        let table = try #require(FleetPrior(csv: text)).hazardTable()
        #expect(abs(table.hazard(row: 55, fromMinute: edge) / hazard - 1) < 1e-6)
    }

    /// By hand, of one cell with 2 events in 100 minutes: the fleet's bin is 2.5 / 125, its class
    /// and the cell 10 / 500 each; where nothing was seen it is 0.5 / 25.
    @Test func aLoneCellIsSmoothedByItself() throws {
        let text = header + "3,2,6,2,100\n"
        let table = try #require(FleetPrior(csv: text)).hazardTable()
        for (row, edge) in [(17, 6), (16, 6), (0, 6), (17, 7)] {
            #expect(abs(table.hazard(row: row, fromMinute: edge) - 0.02) < 1e-6)
        }
    }

    /// By hand, with 3 events in 30 minutes of one class and 1 in 70 of another: all 4 / 100; the
    /// bin 4.5 / 112.5 = 0.04; the classes (3 + 8) / (30 + 200) and 9 / 270; the cells
    /// 11 / (30 + 8 · 230 / 11) and 9 / (70 + 8 · 270 / 9); a class never seen is the bin's.
    @Test(arguments: [
        (15, 0.05576036866), (16, 0.04782608696), (20, 0.02903225806), (24, 0.03333333333),
        (0, 0.04),
    ])
    func cellsAreSmoothedTowardsTheirClassAndThat(row: Int, hazard: Double) throws {
        let text = header + "3,0,6,3,30\n4,0,6,1,70\n"
        let table = try #require(FleetPrior(csv: text)).hazardTable()
        #expect(abs(table.hazard(row: row, fromMinute: 6) / hazard - 1) < 1e-6)
    }

    /// By hand: (share · 2 + 30) / (share · 10 + 30 / 0.1); the other cell of the table is as it was.
    @Test(arguments: [
        ("not believed", 0.0, 0.1), ("half", 0.5, 0.1016393443), ("wholly", 1, 0.1032258065),
    ])
    func anOwnFleetShiftsTheTable(requirement: String, share: Double, hazard: Double) throws {
        let fleet = HazardTable(hazards: [Double](repeating: 0.1, count: FleetPrior.rows * 48))
        let own = try #require(FleetPrior(csv: header + "2,1,8,2,10\n"))
        let table = FleetPrior.table(fleet, with: own, share: share)
        #expect(abs(table.hazard(row: 11, fromMinute: 8) - hazard) < 1e-10)
        #expect(abs(table.hazard(row: 11, fromMinute: 10) - 0.1) < 1e-12)
        #expect(table.hazards.count == fleet.hazards.count)
    }

    /// By hand: 30 / (1000 + 30 / 0.1); the others are beyond the limits of a chance.
    @Test(arguments: [
        ("silence", "new,0,1,0,1000\n", 0.02307692308), ("all events", "new,0,1,9000,9000\n", 0.9),
        ("a long silence", "new,0,1,0,100000000000\n", 1e-7),
    ])
    func anOwnFleetMovesTheFirstRequestToo(requirement: String, line: String, hazard: Double) throws
    {
        let fleet = HazardTable(hazards: [Double](repeating: 0.1, count: FleetPrior.rows * 48))
        let own = try #require(FleetPrior(csv: header + line))
        let table = FleetPrior.table(fleet, with: own, share: 1)
        #expect(abs(table.hazard(row: 55, fromMinute: 1) / hazard - 1) < 1e-9)
    }

    @Test func theShippedPriorSaysThatARequestCallsForAnother() {
        let table = FleetPrior.shipped.hazardTable()
        #expect(table.hazards.count == (11 * 5 + 1) * 48)
        #expect(table.hazards.allSatisfy { (1e-7...0.9).contains($0) })
        // Of busy endpoints (class 8, 64 to 128 active minutes a day) the first minute is hotter
        // than the tenth hour.
        let row = (8 * 5 + 2) * ElapsedBins.count
        #expect(table.hazards[row] > 10 * table.hazards[row + 32])
    }

    @Test func theShippedPriorExpectsAFirstRequestSoonOrLate() {
        let first = FleetPrior.shipped.hazardTable().hazards[(55 * 48)...]
        #expect(zip(first, first.dropFirst()).allSatisfy { $0 >= $1 })
        #expect((first.first ?? 0) > 100 * (first.last ?? 1))
    }
}

@Suite struct ElapsedBinsTests {
    @Test(arguments: [
        ("the first minute", 1, 0), ("below an edge", 9, 7), ("on an edge", 10, 8),
        ("above an edge", 11, 8), ("a week", 10_080, 47), ("beyond a week", 1_000_000, 47),
    ])
    func binsElapsedMinutes(requirement: String, elapsed: Int, bin: Int) {
        #expect(ElapsedBins.index(ofElapsed: elapsed) == bin)
    }
}

@Suite struct ArrivalRatesTests {
    @Test func aNewEndpointIsTakenForOneOfFourMinutesADay() {
        var rates = ArrivalRates()
        #expect(rates.activeMinutesPerDay == 4)
        rates.observe(gap: nil)
        #expect(rates.activeMinutesPerDay == 12)
        #expect(rates.burstiness == 1)
    }

    @Test func twoHoursHalveBurstiness() {
        var rates = ArrivalRates()
        rates.observe(gap: nil)
        rates.observe(gap: 120)
        #expect(abs(rates.burstiness - 1.5) < 1e-12)
    }

    @Test func aTimerOfAQuarterHourSettlesAt96MinutesADay() {
        var rates = ArrivalRates()
        rates.observe(gap: nil)
        for _ in 0..<5000 { rates.observe(gap: 15) }
        #expect(abs(rates.activeMinutesPerDay - 96) < 1.5)
        // ⌊log2 96⌋ + 2 = 8, and more than nine active minutes of late.
        #expect(rates.tableRow == 8 * 5 + 4)
    }
}
