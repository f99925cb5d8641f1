import Testing

@testable import Forecasting

@Suite struct FleetPriorTests {
    /// Five minutes apart, then an hour of silence that the observation's end cut off.
    private let prior: FleetPrior = {
        var prior = FleetPrior()
        prior.count(activeMinutes: [0, 5, 10], end: 70)
        return prior
    }()

    @Test func gapsAreCountedAsEventsOverExposure() {
        #expect(prior.events.reduce(0, +) == 2)
        // Two gaps of five minutes, and 59 minutes after the last event without one.
        #expect(prior.exposure.reduce(0, +) == 69)
    }

    @Test func itsTextReadsBackToTheSame() throws {
        #expect(try #require(FleetPrior(csv: prior.csv)) == prior)
        #expect(FleetPrior(csv: "# a source\n" + prior.csv) == prior)
    }

    @Test(arguments: [
        ("no header", "0,0,1,1,2\n"),
        (
            "an unknown elapsed time",
            "rateClass,burstClass,fromMinute,events,exposureMinutes\n0,0,9,1,2\n"
        ),
        (
            "a class too high",
            "rateClass,burstClass,fromMinute,events,exposureMinutes\n11,0,1,1,2\n"
        ),
        (
            "more events than minutes",
            "rateClass,burstClass,fromMinute,events,exposureMinutes\n0,0,1,3,2\n"
        ),
        (
            "a word for a number",
            "rateClass,burstClass,fromMinute,events,exposureMinutes\n0,0,1,x,2\n"
        ),
        ("nothing", ""),
    ])
    func refusesText(requirement: String, text: String) {
        #expect(FleetPrior(csv: text) == nil)
    }

    @Test func theShippedPriorSaysThatARequestCallsForAnother() {
        let table = FleetPrior.shipped.hazardTable()
        #expect(table.hazards.count == 11 * 5 * 48)
        #expect(table.hazards.allSatisfy { (1e-7...0.9).contains($0) })
        // Of busy endpoints (class 8, 64 to 128 active minutes a day) the first minute is hotter
        // than the tenth hour.
        let row = (8 * 5 + 2) * ElapsedBins.count
        #expect(table.hazards[row] > 10 * table.hazards[row + 32])
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
