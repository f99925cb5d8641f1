import Testing

@testable import Forecasting

private func distribution(_ numbers: [Double]) -> DemandForecast.Distribution {
    DemandForecast.Distribution(mean: numbers[0], quantiles: Array(numbers[1...]))
}

/// A forecast that is sure.
private func point(_ value: Double) -> DemandForecast.Distribution {
    distribution([Double](repeating: value, count: 10))
}

@Suite struct ForecastScoreTests {
    @Test func nothingJudgedIsNoScore() {
        let score = ForecastScore()
        #expect(score.weightedQuantileLoss == nil)
        #expect(score.scaledError == nil)
        #expect(score.scaledSquareError == nil)
        #expect(score.coverage == nil)
        #expect(score.troughHits == nil)
        #expect(score.peakHits == nil)
    }

    /// A sure forecast that errs by e costs 2e·p or 2e·(1 − p) at each decile: e on average.
    @Test func byHand() throws {
        var score = ForecastScore()
        score.add([point(4), point(4), point(4)], outcome: [6, 3, 4], scale: (2, 10))
        #expect(isClose(try #require(score.weightedQuantileLoss), 3.0 / 13, within: 1e-12))
        // (2 + 1 + 0) / 2 / 3, and √((4 + 1 + 0) / 10 / 3).
        #expect(isClose(try #require(score.scaledError), 0.5, within: 1e-12))
        #expect(isClose(try #require(score.scaledSquareError), 0.408_248_29, within: 1e-8))
        #expect(isClose(try #require(score.coverage), 1.0 / 3, within: 1e-12))
        #expect(score.troughHits == nil)
    }

    @Test func medianAndMeanAreJudgedApart() throws {
        var score = ForecastScore()
        let bin = distribution([7, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        score.add([bin], outcome: [5], scale: (1, 1))
        #expect(score.scaledError == 0)
        #expect(score.scaledSquareError == 2)
        // 2 · (0.1 · 4 + 0.2 · 3 + 0.3 · 2 + 0.4 · 1) twice over, a ninth of it, over 5.
        #expect(isClose(try #require(score.weightedQuantileLoss), 8.0 / 45, within: 1e-12))
    }

    @Test(arguments: [(0.9, 0.0), (1.0, 1.0), (9.0, 1.0), (9.1, 0.0)])
    func theBandHoldsItsEnds(_ outcome: Double, _ coverage: Double) {
        var score = ForecastScore()
        score.add([distribution([5, 1, 2, 3, 4, 5, 6, 7, 8, 9])], outcome: [outcome], scale: nil)
        #expect(score.coverage == coverage)
        #expect(score.scaledError == nil)
    }

    @Test func whatIsUnknownIsSkipped() {
        var whole = ForecastScore()
        whole.add([point(4), point(2)], outcome: [6, 3], scale: (2, 10))
        var withHoles = ForecastScore()
        withHoles.add(
            [point(99), point(4), point(2), point(99)],
            outcome: [nil, 6, 3, nil],
            scale: (2, 10)
        )
        #expect(withHoles == whole)
        var none = ForecastScore()
        none.add([point(4)], outcome: [nil], scale: (2, 10))
        #expect(none == ForecastScore())
    }

    /// Scales belong to an origin: the second one's errors weigh half.
    @Test func originsAddUpInTheirOwnScales() throws {
        var score = ForecastScore()
        score.add([point(4)], outcome: [6], scale: (2, 4))
        score.add([point(4)], outcome: [6], scale: (4, 16))
        #expect(isClose(try #require(score.scaledError), 0.75, within: 1e-12))
        #expect(isClose(try #require(score.scaledSquareError), 0.790_569_415, within: 1e-8))
    }
}

// MARK: - The lowest and highest twelfth

extension ForecastScoreTests {
    private func hits(_ forecast: [Double], _ outcome: [Double?]) -> [Double?] {
        var score = ForecastScore()
        score.add(forecast.map(point), outcome: outcome, scale: nil)
        return [score.troughHits, score.peakHits]
    }

    private static let ramp = (1...12).map { Double($0) }

    /// The forecast's lowest part is the outcome's first, second, third and fourth lowest.
    @Test(arguments: [(0, 1.0), (1, 1.0), (2, 1.0), (3, 0.0), (11, 0.0)])
    func aTroughIsHitAmongTheThreeLowest(_ place: Int, _ share: Double) {
        var forecast = [Double](repeating: 50, count: 12)
        forecast[place] = 1
        #expect(hits(forecast, Self.ramp)[0] == share)
    }

    @Test(arguments: [(11, 1.0), (9, 1.0), (8, 0.0), (0, 0.0)])
    func aPeakIsHitAmongTheThreeHighest(_ place: Int, _ share: Double) {
        var forecast = [Double](repeating: 50, count: 12)
        forecast[place] = 60
        #expect(hits(forecast, Self.ramp)[1] == share)
    }

    /// All parts are tied: three of twelve are right by chance.
    @Test func aFlatForecastHitsByChance() {
        #expect(hits([Double](repeating: 5, count: 12), Self.ramp) == [0.25, 0.25])
    }

    /// Two of the forecast's parts are tied for the peak; an idle one is none.
    @Test func anIdlePartIsNoPeak() {
        var outcome = [Double](repeating: 0, count: 12)
        outcome[4] = 3
        var forecast = [Double](repeating: 1, count: 12)
        forecast[4] = 9
        forecast[5] = 9
        #expect(hits(forecast, outcome)[1] == 0.5)
    }

    @Test func partsAreSumsOfBins() {
        let forecast = (2...25).map { $0 % 2 == 0 ? Double($0) : 0 }
        let outcome = (2...25).map { $0 % 2 == 1 ? Double($0) : 0 }
        #expect(hits(forecast, outcome) == [1, 1])
    }

    @Test func onlyWholeDaysWithRequestsAreJudged() {
        #expect(hits(Self.ramp, [Double](repeating: 0, count: 12)) == [nil, nil])
        #expect(hits(Self.ramp, Self.ramp.map { $0 == 7 ? nil : $0 }) == [nil, nil])
        #expect(hits(Array(Self.ramp[..<11]), Array(Self.ramp[..<11])) == [nil, nil])
    }
}

// MARK: - Beside another implementation

/// A random day, and what a NumPy implementation of the measures makes of it.
private struct JudgedDay: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var scale: (absolute: Double, square: Double)
    var outcome: [Double?]
    var forecast: [[Double]]
    var quantileLoss: Double
    var scaledError: Double
    var scaledSquareError: Double
    var coverage: Double
    var hits: [Double?]
}

extension ForecastScoreTests {
    @Test(arguments: judgedDays)
    private func randomDaysScoreAsElsewhere(_ day: JudgedDay) throws {
        var score = ForecastScore()
        score.add(day.forecast.map(distribution), outcome: day.outcome, scale: day.scale)
        #expect(isClose(try #require(score.weightedQuantileLoss), day.quantileLoss, within: 1e-9))
        #expect(isClose(try #require(score.scaledError), day.scaledError, within: 1e-9))
        #expect(isClose(try #require(score.scaledSquareError), day.scaledSquareError, within: 1e-9))
        #expect(isClose(try #require(score.coverage), day.coverage, within: 1e-9))
        #expect([score.troughHits, score.peakHits] == day.hits)
    }
}

private let judgedDays: [JudgedDay] = [
    JudgedDay(
        testDescription: "no gap",
        scale: (2.083_333_333_3, 7.5),
        outcome: [3, 4, 8, 9, 8, 6, 9, 12, 8, 10, 6, 7],
        forecast: [
            [7.3, 3.5, 3.9, 4.8, 7.5, 9.8, 9.9, 10.0, 11.0, 14.2],
            [9.7, 3.8, 4.3, 5.1, 7.9, 9.8, 12.0, 14.0, 14.8, 14.8],
            [6.5, 2.0, 4.2, 4.3, 6.4, 7.1, 9.8, 12.1, 12.6, 15.0],
            [8.1, 5.7, 6.0, 7.5, 11.9, 12.0, 12.1, 12.7, 15.5, 15.5],
            [6.1, 3.4, 5.8, 7.3, 10.8, 13.2, 13.3, 14.4, 14.7, 14.7],
            [7.1, 2.3, 2.3, 4.3, 5.7, 6.0, 7.9, 8.4, 12.9, 14.5],
            [8.3, 4.9, 6.4, 7.1, 9.4, 9.9, 12.9, 14.2, 14.4, 15.0],
            [5.3, 2.4, 3.2, 3.9, 4.4, 6.4, 7.9, 11.5, 12.5, 13.1],
            [6.2, 3.2, 5.6, 6.5, 6.6, 7.0, 7.2, 11.7, 12.0, 12.4],
            [7.4, 3.9, 7.7, 7.9, 8.6, 8.8, 9.5, 12.3, 14.2, 14.4],
            [7.8, 6.6, 7.8, 8.1, 9.0, 9.5, 10.4, 10.5, 11.6, 12.2],
            [10.4, 2.6, 3.8, 6.6, 13.6, 14.6, 15.1, 15.2, 15.5, 15.9],
        ],
        quantileLoss: 0.309_358_024_7,
        scaledError: 1.66,
        scaledSquareError: 1.197_404_600_7,
        coverage: 0.833_333_333_3,
        hits: [0.0, 0.0]
    ),
    JudgedDay(
        testDescription: "a gap",
        scale: (3.166_666_666_7, 15.0),
        outcome: [11, 8, 6, 12, 12, nil, 10, 11, 3, 7, 6, 7],
        forecast: [
            [10.0, 2.5, 4.4, 5.9, 7.9, 11.9, 12.2, 13.2, 13.9, 16.0],
            [10.6, 3.2, 4.8, 7.2, 9.2, 10.0, 10.6, 11.3, 13.3, 13.7],
            [10.6, 2.2, 2.6, 2.6, 6.8, 11.2, 11.9, 13.1, 14.5, 14.5],
            [10.0, 4.5, 6.7, 7.7, 8.6, 9.3, 10.5, 14.4, 14.9, 15.1],
            [7.5, 2.1, 4.0, 8.6, 9.2, 10.0, 10.7, 12.7, 14.9, 15.2],
            [4.4, 2.6, 3.3, 6.0, 6.5, 9.6, 11.7, 11.9, 12.8, 13.4],
            [9.2, 3.1, 3.3, 4.2, 5.9, 8.1, 10.4, 11.4, 14.9, 15.6],
            [4.2, 3.6, 4.0, 4.1, 5.0, 7.9, 8.0, 8.4, 10.0, 14.7],
            [4.7, 2.4, 4.0, 7.2, 8.4, 8.7, 11.7, 13.5, 13.8, 14.1],
            [7.3, 4.3, 5.1, 6.4, 9.3, 10.3, 11.6, 12.9, 14.5, 15.5],
            [5.0, 5.4, 8.8, 10.2, 10.9, 11.7, 12.9, 13.2, 13.4, 13.9],
            [7.6, 2.0, 4.0, 4.4, 4.8, 5.1, 11.2, 13.3, 15.1, 15.2],
        ],
        quantileLoss: 0.290_250_896_1,
        scaledError: 0.987_559_808_6,
        scaledSquareError: 0.795_403_461_6,
        coverage: 1.0,
        hits: [nil, nil]
    ),
    JudgedDay(
        testDescription: "ties and an idle part",
        scale: (3.166_666_666_7, 14.916_666_666_7),
        outcome: [6, 8, 8, 0, 9, 5, 11, 7, 7, 10, 4, 6],
        forecast: [
            [5.0, 2.6, 2.7, 7.2, 7.3, 10.1, 11.5, 13.2, 14.6, 15.3],
            [9.5, 2.5, 3.2, 4.6, 6.2, 9.9, 10.6, 13.0, 13.0, 13.4],
            [9.5, 2.5, 2.6, 3.9, 5.8, 6.9, 9.0, 10.2, 11.9, 11.9],
            [5.0, 2.0, 2.7, 4.7, 5.7, 5.9, 9.7, 11.8, 14.7, 15.0],
            [9.5, 3.7, 5.7, 7.3, 9.0, 11.1, 12.7, 13.2, 14.1, 14.3],
            [9.5, 2.8, 3.5, 3.6, 4.3, 7.2, 9.4, 10.4, 12.1, 15.7],
            [5.0, 3.6, 7.5, 7.5, 7.6, 11.4, 11.9, 12.5, 13.0, 15.2],
            [9.5, 2.8, 3.0, 5.3, 6.5, 7.6, 12.3, 14.2, 15.1, 15.7],
            [9.5, 4.0, 4.1, 4.5, 6.9, 9.1, 9.2, 9.4, 13.0, 14.1],
            [5.0, 2.9, 4.5, 4.6, 5.5, 5.7, 7.1, 10.8, 13.3, 16.0],
            [9.5, 2.1, 2.6, 3.1, 3.8, 8.7, 9.2, 13.1, 15.0, 15.5],
            [9.5, 2.1, 2.4, 2.9, 6.3, 11.0, 12.3, 12.5, 13.8, 14.6],
        ],
        quantileLoss: 0.333_772_290_8,
        scaledError: 0.905_263_157_9,
        scaledSquareError: 0.965_899_008_1,
        coverage: 0.916_666_666_7,
        hits: [0.25, 0.125]
    ),
]
