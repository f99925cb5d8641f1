import Domain
import Foundation
import Testing

@testable import Forecasting

/// What an implementation of its own in NumPy made of the same series: Fixtures/demand_vectors.py.
private struct DemandVectors: Decodable {
    struct Forecast: Decodable, Sendable, CustomTestStringConvertible {
        var binMinutes: Int
        var startMinute: Int
        var holidays: [Int]
        var counts: [Double?]
        var tamed: [Double]
        var rowEvery: Int
        var rows: [[Double]]
        var smoothing: [Double]
        var dayShare: Double
        var weekShare: Double?
        var lastWeek: [Double]?
        /// Mean and deciles of each bin.
        var forecast: [[Double]]

        var testDescription: String { "\(counts.count) bins of \(binMinutes) minutes" }

        var series: DemandSeries {
            DemandSeries(startMinute: startMinute, binMinutes: binMinutes, counts: counts)
        }
        var specialDates: [SpecialDate] {
            holidays.map { SpecialDate(day: $0, kind: .holiday) }
        }
        var frame: DemandFrame {
            DemandFrame(
                of: series,
                offsets: .utc,
                horizonBins: forecast.count,
                specialDates: specialDates
            )
        }
    }

    struct Ridge: Decodable {
        var rows: [[Double]]
        var targets: [Double]
        var weights: [Double]
        var strength: Double
        var floor: Double
        var estimate: [Double]
    }

    var forecasts: [Forecast]
    var ridge: Ridge

    static func read() throws -> DemandVectors {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/demand-vectors.json")
        return try JSONDecoder().decode(DemandVectors.self, from: Data(contentsOf: file))
    }
}

@Suite struct DemandVectorTests {
    private let vectors: DemandVectors

    init() throws { vectors = try DemandVectors.read() }

    /// Eleven days of two hours, and 24 days of three hours from 09:00 on with a holiday and three
    /// days ahead; both with a burst and a hole.
    @Test(arguments: [0, 1])
    func aWholeForecastIsThatOfTheReference(_ index: Int) throws {
        let vector = vectors.forecasts[index]
        let forecast = try #require(
            forecastDemand(
                of: vector.series,
                horizonBins: vector.forecast.count,
                specialDates: vector.specialDates
            )
        )
        for (bin, expected) in zip(forecast.bins, vector.forecast) {
            #expect(areClose([bin.mean] + bin.quantiles, expected))
        }
        #expect(isClose(forecast.pattern.dayShare ?? 0, vector.dayShare))
        #expect((forecast.pattern.weekShare == nil) == (vector.weekShare == nil))
        #expect(isClose(forecast.pattern.weekShare ?? 0, vector.weekShare ?? 0))
        guard case .seasonalRegression(let week) = forecast.model else {
            Issue.record("the regression did not forecast: \(forecast.model)")
            return
        }
        #expect((week == nil) == (vector.lastWeek == nil))
        let found = week.map { [$0.errorRatio, Double($0.worseDays)] }
        #expect(areClose(found ?? [], vector.lastWeek ?? []))
    }

    @Test(arguments: [0, 1])
    func burstsAreTamedAndHolesFilledAsInTheReference(_ index: Int) {
        let vector = vectors.forecasts[index]
        #expect(areClose(vector.frame.tamed, vector.tamed))
    }

    @Test(arguments: [0, 1])
    func theRowsOfTheOriginAreThoseOfTheReference(_ index: Int) {
        let vector = vectors.forecasts[index]
        let frame = vector.frame
        let features = DemandFeatures(of: frame, origins: [frame.count])
        var expected = vector.rows.makeIterator()
        for step in stride(from: 0, to: vector.forecast.count, by: vector.rowEvery) {
            let made = features.rows(of: [0], daysAhead: step / frame.perDay + 1) { _ in
                stride(from: step, to: step + 1, by: 1)
            }
            let row = made[0].rows[0]
            #expect(areClose((0..<14).map { row[$0] }, expected.next() ?? []))
        }
    }

    @Test(arguments: [0, 1])
    func theSmoothingsStateIsThatOfTheReference(_ index: Int) {
        let vector = vectors.forecasts[index]
        let frame = vector.frame
        let smoothing = DoubleSeasonalSmoothing(of: frame, origins: [frame.count])
        let state = smoothing.states[0]
        let found = [state.level, state.error] + state.daily + state.weekly
        #expect(areClose(found, vector.smoothing))
    }

    @Test func theRidgeEstimateIsThatOfTheReference() {
        let vector = vectors.ridge
        var weighted = NormalEquations()
        var shape = NormalEquations()
        for ((values, target), weight) in zip(zip(vector.rows, vector.targets), vector.weights) {
            var row = FeatureRow.zero
            for (column, value) in values.enumerated() { row[column] = value }
            var one = NormalEquations()
            one.add(row, target: target)
            weighted.add(one, weight: weight)
            shape.add(one, weight: 1)
        }
        let estimate = weighted.estimate(
            shape: shape,
            strength: vector.strength,
            floor: vector.floor,
            prior: DemandFeatures.prior
        )
        #expect(areClose((0..<14).map { estimate[$0] }, vector.estimate))
        // A column that never varies stays at its prior.
        #expect(isClose(estimate[3], DemandFeatures.prior[3], within: 1e-12))
    }

    @Test func withoutARowTheEstimateIsThePrior() {
        let none = NormalEquations()
        let estimate = none.estimate(
            shape: none,
            strength: 24,
            floor: 1,
            prior: DemandFeatures.prior
        )
        #expect(estimate == DemandFeatures.prior)
    }
}

/// By hand.
@Suite struct WeightedDecileTests {
    private func deciles(_ samples: [(value: Double, weight: Double)]) -> [Double] {
        Forecasting.deciles(
            of: samples.map { WeightedSample(value: $0.value, weight: $0.weight) },
            total: samples.reduce(0) { $0 + $1.weight }
        )
    }

    @Test func oneSampleIsEveryDecile() {
        #expect(deciles([(3, 0.25)]) == [Double](repeating: 3, count: 9))
    }

    /// Middles at 0.1, 0.3, 0.5, 0.7 and 0.9 of the total: Hazen's rule.
    @Test func equalWeightsInterpolateBetweenMiddles() {
        let found = deciles([(10, 2), (20, 2), (30, 2), (40, 2), (50, 2)])
        #expect(areClose(found, [10, 15, 20, 25, 30, 35, 40, 45, 50], within: 1e-12))
    }

    /// Middles at 0.4 and 0.9: the first holds until 0.4, then 20 % of the way for each tenth.
    @Test func aHeavySampleHoldsWhatLiesBeforeItsMiddle() {
        let found = deciles([(0, 8), (1, 2)])
        #expect(areClose(found, [0, 0, 0, 0, 0.2, 0.4, 0.6, 0.8, 1], within: 1e-12))
    }

    @Test func weightsOfAnySizeGiveTheSame() {
        let samples: [(Double, Double)] = [(-2, 1), (0, 3), (5, 2), (7, 1)]
        let scaled = samples.map { ($0.0, $0.1 * 1e-9) }
        #expect(areClose(deciles(samples), deciles(scaled), within: 1e-9))
    }
}
