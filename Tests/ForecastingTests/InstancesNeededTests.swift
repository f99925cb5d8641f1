import Testing

@testable import Forecasting

@Suite struct InstancesNeededTests {
    /// Requests in an hour of 60 s each: a 60th of them is busy, beside SciPy's `poisson.ppf`.
    @Test(arguments: [
        (6.0, 0.95, 1), (60.0, 0.95, 3), (60.0, 0.5, 1), (60.0, 0.99, 4), (150.0, 0.95, 5),
        (600.0, 0.95, 15), (3000.0, 0.95, 62), (3000.0, 0.999, 73), (29_940.0, 0.95, 536),
        (29_940.0, 0.05, 463),
    ])
    func poissonQuantilesAreEnough(_ requests: Double, _ probability: Double, _ instances: Int) {
        let needed = instancesNeeded(
            requests: requests,
            binMinutes: 60,
            meanSeconds: 60,
            probability: probability
        )
        #expect(needed == instances)
    }

    /// Above 500 the normal approximation may differ by one from SciPy's `poisson.ppf`.
    @Test(arguments: [
        (30_000.0, 0.95, 537), (30_060.0, 0.99, 554), (60_000.0, 0.95, 1052),
        (600_000.0, 0.9, 10_128), (600_000.0, 0.3, 9947),
    ])
    func manyAreApproximated(_ requests: Double, _ probability: Double, _ instances: Int) {
        let needed = instancesNeeded(
            requests: requests,
            binMinutes: 60,
            meanSeconds: 60,
            probability: probability
        )
        #expect(abs(needed - instances) <= 1)
    }

    @Test func noRequestsNeedNone() {
        #expect(instancesNeeded(requests: 0, binMinutes: 5, meanSeconds: 2) == 0)
        #expect(instancesNeeded(requests: 1e-9, binMinutes: 5, meanSeconds: 2) == 1)
    }

    /// Half a request of ten minutes in five: one busy on average, as 60 of a minute in an hour.
    @Test func widthAndDurationMakeTheSameLoad() {
        #expect(instancesNeeded(requests: 0.5, binMinutes: 5, meanSeconds: 600) == 3)
        #expect(instancesNeeded(requests: 0.5, binMinutes: 5, meanSeconds: 0) == 1)
    }

    @Test(arguments: [0.5, 4, 37, 140, 499, 501, 1e9])
    func everyProbabilityBelowOneHasAnAnswer(_ busy: Double) {
        let probabilities = [1e-300, 0.001, 0.5, 0.999, 1 - 1e-12, (1.0).nextDown]
        let needed = probabilities.map {
            instancesNeeded(requests: busy, binMinutes: 1, meanSeconds: 60, probability: $0)
        }
        #expect(needed == needed.sorted())
        #expect(needed[0] >= 1)
    }

    @Test(arguments: [1e18, 1e300, 1e308])
    func moreThanAnyoneServesIsHeldBack(_ requests: Double) {
        #expect(instancesNeeded(requests: requests, binMinutes: 1, meanSeconds: 600) == Int(1e15))
    }

    /// SciPy's `norm.ppf`; the approximation promises 4.5 · 10⁻⁴.
    @Test(arguments: [
        (0.5, 0.0), (0.9, 1.281552), (0.95, 1.644854), (0.999, 3.090232), (0.025, -1.959964),
        (1e-9, -5.997807),
    ])
    func normalQuantilesAreNearSciPys(_ probability: Double, _ quantile: Double) {
        #expect(abs(standardNormalQuantile(probability) - quantile) < 4.5e-4)
    }
}
