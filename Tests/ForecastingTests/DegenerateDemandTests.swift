import Domain
import Testing

@testable import Forecasting

/// Ten days of hours that nobody thought of.
private enum Odd: String, CaseIterable {
    case zeros
    case ones
    case constant
    case growing
    case falling
    case spike
    case lastSpike
    case alternating
    case tiny
    case huge
    case hugeWave
    case hugeSparse
    case beyond
    case fractions
    case oneDayOff
    case nothingThenMuch

    func count(_ bin: Int, of bins: Int) -> Double {
        switch self {
        case .zeros: 0
        case .ones: 1
        case .constant: 7.1
        case .growing: Double(bin * bin)
        case .falling: Double(bins - bin)
        case .spike: bin == bins / 2 ? 1e6 : 0
        case .lastSpike: bin == bins - 1 ? 1e6 : 3
        case .alternating: bin % 2 == 0 ? 0 : 50
        case .tiny: 1e-9 * Double(bin % 24)
        case .huge: 0x1p53
        case .hugeWave: 0x1p53 * Double(bin % 24)
        case .hugeSparse: bin % 9 == 4 ? 0x1p53 : 0
        case .beyond: 1e300 * Double(1 + bin % 24)
        case .fractions: bin % 5 == 0 ? 0.3 : 0
        case .oneDayOff: bin / 24 == 4 ? 0 : 30
        case .nothingThenMuch: bin < bins / 2 ? 0 : 1000
        }
    }
}

@Suite struct DegenerateDemandTests {
    private func forecast(
        bins: Int,
        binMinutes: Int = 60,
        horizonBins: Int,
        _ count: (Int) -> Double?
    ) throws -> DemandForecast {
        let series = DemandSeries(
            startMinute: monday + 420,
            binMinutes: binMinutes,
            counts: (0..<bins).map(count)
        )
        let made = try #require(forecastDemand(of: series, horizonBins: horizonBins))
        #expect(made.bins.count == horizonBins)
        #expect(made.bins.allSatisfy { $0.isSound })
        #expect((0...1).contains(made.pattern.dayShare ?? 0))
        let minutes = made.startMinute...made.startMinute + horizonBins * binMinutes
        for extreme in made.extremes {
            #expect(minutes.contains(extreme.startMinute) && minutes.contains(extreme.endMinute))
            #expect(extreme.startMinute < extreme.endMinute)
            #expect(extreme.lower <= extreme.upper)
        }
        for extreme in made.recurring {
            #expect((0..<1440).contains(extreme.startMinuteOfDay))
            #expect((0..<1440).contains(extreme.endMinuteOfDay))
        }
        return made
    }

    @Test(arguments: Odd.allCases, [1, 3, 10])
    private func oddDemandIsForecast(_ odd: Odd, _ days: Int) throws {
        let bins = days * 24
        _ = try forecast(bins: bins, horizonBins: 30) { odd.count($0, of: bins) }
    }

    @Test func whatNeverChangesIsForecastAsItIs() throws {
        for count in [1, 7.1, 400, 0x1p53] {
            let made = try forecast(bins: 240, horizonBins: 48) { _ in count }
            let whole = count < 3 ? count.rounded() : count
            for bin in made.bins {
                #expect(isClose(bin.median, whole, within: 1e-3))
                #expect(isClose(bin.mean, count, within: 1e-3))
            }
        }
    }

    @Test func fromNothingComesNextToNothing() throws {
        let made = try forecast(bins: 240, horizonBins: 24) { _ in 0 }
        #expect(made.model == .intermittentDemand)
        #expect(made.bins.allSatisfy { $0.mean < 0.02 && $0.upper == 0 })
        let short = try forecast(bins: 24, horizonBins: 24) { _ in 0 }
        #expect(short.bins.allSatisfy { $0.median == 0 })
    }

    @Test func aSpikeOfOnceIsNotTomorrows() throws {
        let made = try forecast(bins: 240, horizonBins: 24) { $0 == 200 ? 1e6 : 40 }
        for bin in made.bins { #expect(isClose(bin.median, 40, within: 0.1)) }
    }

    // MARK: - Unknown bins

    @Test func ofNothingKnownThereIsNoForecast() {
        for bins in [0, 1, 24, 240] {
            let series = DemandSeries(
                startMinute: monday,
                binMinutes: 60,
                counts: [Double?](repeating: nil, count: bins)
            )
            #expect(forecastDemand(of: series, horizonBins: 24) == nil)
            #expect(Backtest(of: series).origins.isEmpty)
        }
    }

    /// A busy and a sparse series of ten days of which some bins alone are known.
    @Test(arguments: [
        0..<1, 239..<240, 0..<24, 0..<48, 0..<200, 216..<240, 192..<240, 120..<240, 239..<240,
        100..<101, 96..<144,
    ])
    func aFewKnownBinsAreEnough(_ known: Range<Int>) throws {
        let busy = { (bin: Int) -> Double in 20 + Double(bin % 24) }
        let sparse = { (bin: Int) -> Double in bin % 13 == 0 ? 2 : 0 }
        for demand in [busy, sparse] {
            let made = try forecast(bins: 240, horizonBins: 48) {
                known.contains($0) ? demand($0) : nil
            }
            #expect(made.knownBins == known.count)
        }
    }

    @Test(arguments: [0..<60, 60..<130, 170..<240])
    func aHoleIsNoZero(_ hole: Range<Int>) throws {
        let made = try forecast(bins: 240, horizonBins: 24) {
            hole.contains($0) ? nil : 30 + Double($0 % 24)
        }
        #expect(made.suspects.isEmpty)
        for bin in made.bins { #expect(bin.median > 20 && bin.median < 65) }
    }

    @Test func everyOtherBinMayBeUnknown() throws {
        for phase in [0, 1] {
            let made = try forecast(bins: 480, binMinutes: 30, horizonBins: 48) {
                $0 % 2 == phase ? 30 : nil
            }
            #expect(made.knownBins == 240)
            #expect(made.bins.allSatisfy { isClose($0.median, 30, within: 0.1) })
        }
    }

    // MARK: - Widths and lengths

    private static let widths = (1...1440).filter { 1440 % $0 == 0 }

    @Test(arguments: widths.filter { $0 >= 10 }, [1, 2, 5])
    func everyWidthIsForecast(_ width: Int, _ days: Int) throws {
        let bins = days * 1440 / width
        let horizon = min(40, 1440 / width + 1)
        _ = try forecast(bins: bins, binMinutes: width, horizonBins: horizon) {
            20 + Double($0 % 7)
        }
        // Sparse ones, with a request in the last bin.
        _ = try forecast(bins: bins, binMinutes: width, horizonBins: horizon) {
            ($0 + 1 - bins) % 5 == 0 ? 1 : 0
        }
    }

    @Test(arguments: [360, 480, 720, 1440], [20, 40, 57])
    func wideBinsOfManyWeeksAreForecast(_ width: Int, _ days: Int) throws {
        let bins = days * 1440 / width
        let horizon = 31 * 1440 / width
        _ = try forecast(bins: bins, binMinutes: width, horizonBins: horizon) {
            20 + Double($0 % 7)
        }
        for phase in 0..<3 {
            _ = try forecast(bins: bins, binMinutes: width, horizonBins: horizon) {
                $0 % 3 == phase ? 1 : 0
            }
        }
    }

    /// A day and a half of minutes.
    @Test func minutesAreForecast() throws {
        let made = try forecast(bins: 2160, binMinutes: 1, horizonBins: 90) { Double($0 % 60) }
        #expect(made.model == .shortHistory(days: 1))
    }

    @Test(arguments: [
        (1, 0), (23, 0), (24, 1), (47, 1), (48, 2), (72, 3), (95, 3),
    ])
    func lessThanFourDaysAreAShortHistory(_ hours: Int, _ days: Int) throws {
        let made = try forecast(bins: hours, horizonBins: 31) { 20 + Double($0 % 5) }
        #expect(made.model == .shortHistory(days: days))
    }

    @Test(arguments: [96, 97, 120])
    func fromFourDaysOnThereIsARegression(_ hours: Int) throws {
        let made = try forecast(bins: hours, horizonBins: 31) { 20 + Double($0 % 5) }
        #expect(made.model == .seasonalRegression(nil))
    }

    @Test(arguments: [(71, false), (72, true)])
    func fromThreeDaysOnSparseDemandHasItsModel(_ hours: Int, _ isIntermittent: Bool) throws {
        let made = try forecast(bins: hours, horizonBins: 31) { $0 % 7 == 0 ? 1 : 0 }
        #expect((made.model == .intermittentDemand) == isIntermittent)
    }

    /// Half of the bins busy is not sparse.
    @Test func mostBinsMustBeEmpty() throws {
        let half = try forecast(bins: 240, horizonBins: 1) { $0 % 2 == 0 ? 1 : 0 }
        #expect(half.model != .intermittentDemand)
        let fewer = try forecast(bins: 240, horizonBins: 1) { $0 % 2 == 0 && $0 > 1 ? 1 : 0 }
        #expect(fewer.model == .intermittentDemand)
    }

    /// Six requests in one bin of four are one and a half a bin: closed for long, but not sparse.
    @Test(arguments: [(6.0, false), (5.9, true)])
    func requestsMustBeFew(_ count: Double, _ isIntermittent: Bool) throws {
        let made = try forecast(bins: 240, horizonBins: 1) { $0 % 4 == 0 ? count : 0 }
        #expect((made.model == .intermittentDemand) == isIntermittent)
    }

    /// Of the same noise, the band of four bins of five.
    @Test func bandsAreWiderForShorterHistories() throws {
        let widths = try [0.5, 1, 2, 3, 14].map { days -> Double in
            let total = try (0..<10).reduce(0.0) { total, seed in
                var random = SplitMix64(seed: seed)
                let bins = Int(days * 24)
                let made = try forecast(bins: bins, horizonBins: 24) { _ in random.poisson(40) }
                return total + made.bins.reduce(0) { $0 + $1.upper - $1.lower } / 24
            }
            return total / 10
        }
        #expect(widths[0] >= 0.95 * widths[1])
        #expect(widths[1] > 1.3 * widths[2])
        #expect(widths[2] > 1.1 * widths[3])
        #expect(widths[3] > widths[4])
        // Poisson counts of 40: ±1.28 · √40 holds four of five.
        #expect(widths[4] > 12 && widths[4] < 22, "\(widths)")
    }

    @Test(arguments: [1, 3, 6, 24])
    func aHorizonMayBe31Days(_ hoursPerBin: Int) throws {
        let perDay = 24 / hoursPerBin
        let made = try forecast(
            bins: 10 * perDay,
            binMinutes: hoursPerBin * 60,
            horizonBins: 31 * perDay
        ) { 20 + Double($0 % perDay) }
        #expect(made.bins.allSatisfy { $0.median > 10 && $0.median < 60 })
    }

    /// Forty years are no more than their last eight weeks.
    @Test func fortyYearsAreForecastFromEightWeeks() throws {
        let bins = 40 * 8766
        let long = DemandSeries(
            startMinute: 0,
            binMinutes: 60,
            counts: (0..<bins).map { bin in bin % 24 < 12 ? 40 : 10 }
        )
        let made = forecastDemand(of: long, horizonBins: 24)
        let recent = forecastDemand(of: long.suffix(56 * 24), horizonBins: 24)
        #expect(made == recent)
        #expect(made?.knownBins == 56 * 24)
    }
}
