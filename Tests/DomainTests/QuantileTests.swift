import Domain
import Testing

private let counted: [Double] = [1, 2, 3, 4]
private let skewed: [Double] = [-3.5, -1, 0, 2, 7.25, 100]
private let spread: [Double] = [15, 20, 35, 40, 50]
private let tied: [Double] = [2, 2, 2, 9]

@Suite struct QuantileTests {
    /// Reference values: `numpy.quantile`, whose default is R's type 7.
    @Test(
        arguments: [
            (counted, 0.5, 2.5),
            (counted, 0.25, 1.75),
            ([4, 1, 3, 2], 0.9, 3.7),
            (spread, 0.05, 16),
            (spread, 0.4, 29),
            (spread, 0.5, 35),
            (spread, 0.99, 49.6),
            (skewed, 0, -3.5),
            (skewed, 0.05, -2.875),
            (skewed, 0.1, -2.25),
            (skewed, 0.3333333333333333, -0.3333333333333335),
            (skewed, 0.75, 5.9375),
            (skewed, 0.9, 53.625),
            (skewed, 0.95, 76.8125),
            (skewed, 1, 100),
            (tied, 0.5, 2),
            (tied, 0.75, 3.75),
            (tied, 0.95, 7.95),
            ([5.0], 0, 5),
            ([5.0], 0.3, 5),
            ([5.0], 1, 5),
        ] as [([Double], Double, Double)]
    )
    func agreesWithType7(samples: [Double], p: Double, expected: Double) throws {
        let value = try #require(quantile(p, of: samples))
        #expect(abs(value - expected) < 1e-12)
    }

    @Test func noHistoryHasNoQuantile() {
        #expect(quantile(0.5, of: []) == nil)
    }
}
