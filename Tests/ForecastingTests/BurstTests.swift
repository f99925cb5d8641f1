import Testing

@testable import Forecasting

@Suite struct BurstTests {
    /// Days of four slots alike, but for one value.
    private func days(_ count: Int, day: Int, slot: Int, _ value: Double) -> [Double] {
        var values = (0..<count).flatMap { _ -> [Double] in [10, 11, 12, 13] }
        values[4 * day + slot] = value
        return values
    }

    /// One value is off by 10 of 20: the scale is a quarter of √(100 / 20), six of them are 3.354.
    @Test(arguments: [(21.0, 14.354_101_97), (1.0, 7.645_898_03)])
    func aBurstIsClippedAtSixScales(_ value: Double, _ clipped: Double) {
        let tamed = tamedBursts(days(5, day: 2, slot: 1, value), perDay: 4)
        #expect(areClose(tamed, days(5, day: 2, slot: 1, clipped), within: 1e-8))
    }

    /// On a checkerboard of 1 and −1 the scale is 1.4826, unless the burst makes it greater.
    ///
    /// The literals are NumPy's.
    @Test(arguments: [
        (8.0, 8.0), (9.0, 8.8956), (12.0, 8.8956), (40.0, 9.601_757_65), (-12.0, -10.8956),
    ])
    func theScaleIsThatOfTheNoise(_ value: Double, _ clipped: Double) {
        var values = (0..<10).flatMap { day -> [Double] in
            day % 2 == 0 ? [1, -1, 1, -1] : [-1, 1, -1, 1]
        }
        values[8] = value
        let tamed = tamedBursts(values, perDay: 4)
        values[8] = clipped
        #expect(areClose(tamed, values, within: 1e-8))
    }

    /// A whole day that is higher is a level, no burst.
    @Test func aDayOfItsOwnLevelStays() {
        let values = (0..<8).flatMap { day -> [Double] in
            [10, 11, 12, 13].map { $0 + (day == 5 ? 40 : 0) }
        }
        #expect(tamedBursts(values, perDay: 4) == values)
    }

    /// What comes back after a week is no burst; after six days it is.
    @Test(arguments: [(7, true), (6, false), (14, false)])
    func aWeeklyJobIsNoBurst(_ daysLater: Int, _ stays: Bool) {
        var values = days(21, day: 3, slot: 2, 90)
        values[4 * (3 + daysLater) + 2] = 90
        #expect((tamedBursts(values, perDay: 4) == values) == stays)
    }

    /// Quiet weekends are no bursts downwards from the second week on.
    @Test func quietWeekendsStay() {
        let values = (0..<28).flatMap { day -> [Double] in
            day % 7 < 5 ? [1, 9, 9, 1] : [1, 1, 1, 1]
        }
        #expect(tamedBursts(values, perDay: 4) == values)
    }

    @Test func twoDaysAreTooFewToJudge() {
        let values: [Double] = [1, 2, 900, 4, 1, 2, 3, 4, 5]
        #expect(tamedBursts(values, perDay: 4) == values)
        #expect(tamedBursts([], perDay: 4).isEmpty)
    }

    /// Slots before the last whole days are left alone.
    @Test func theOldestPartOfADayStays() {
        let values = [500.0] + days(5, day: 2, slot: 1, 21)
        let tamed = tamedBursts(values, perDay: 4)
        #expect(tamed[0] == 500)
        #expect(isClose(tamed[10], 14.354_101_97, within: 1e-8))
    }

    @Test func mediansAreThoseOfSortedSamples() {
        var random = SplitMix64(seed: 4)
        for count in 1...60 {
            var samples = (0..<count).map { _ in (random.uniform() * 12).rounded() }
            let sorted = samples.sorted()
            let expected =
                count % 2 == 1
                ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2
            #expect(median(&samples) == expected)
            #expect(samples.sorted() == sorted)
        }
    }
}

@Suite struct EliminationTests {
    /// 4a + 2b = 10 and 2a + 3b = 9.
    @Test func twoEquations() {
        var matrix: InlineArray<2, SIMD2<Double>> = [SIMD2(4, 2), SIMD2(2, 3)]
        #expect(solvedByElimination(&matrix, SIMD2(10, 9)) == SIMD2(1.5, 2))
    }

    /// The Hilbert matrix of order 3 times (1, −2, 3); what lies beyond the size stays 0.
    @Test func threeEquationsInFourPlaces() {
        var matrix: InlineArray<3, SIMD4<Double>> = [
            SIMD4(1, 1 / 2.0, 1 / 3.0, 0), SIMD4(1 / 2.0, 1 / 3.0, 1 / 4.0, 0),
            SIMD4(1 / 3.0, 1 / 4.0, 1 / 5.0, 0),
        ]
        let right = SIMD4(1, 7.0 / 12, 13.0 / 30, 0)
        let solution = solvedByElimination(&matrix, right)
        #expect(areClose((0..<4).map { solution[$0] }, [1, -2, 3, 0], within: 1e-12))
    }
}
