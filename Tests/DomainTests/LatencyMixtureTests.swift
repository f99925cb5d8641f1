import Domain
import Testing

/// Warm starts take 10, 20, …, 100 ms, cold ones 1 or 2 s.
private let samples = LatencySamples(
    warm: stride(from: 100, through: 10, by: -10).map { $0 },
    cold: [2000, 1000]
)

@Suite struct LatencyMixtureTests {
    @Test(arguments: [
        ("half of ten warm starts", 50.0, 0.0, 50.0),
        ("a tenth is cold: 90 % are warm", 90, 0.1, 100),
        ("one more percent is cold", 91, 0.1, 1000),
        ("half of the cold ones take a second: 95 %", 95, 0.1, 1000),
        ("beyond it two", 95.01, 0.1, 2000),
        ("all of them", 100, 0, 100),
        ("all of them, hardly any cold", 100, 1e-9, 2000),
        ("only cold ones", 50, 1, 1000),
        ("only cold ones, more than half", 51, 1, 2000),
        ("next to none", 0.01, 0.5, 10),
    ])
    func percentiles(
        requirement: String,
        percentile: Double,
        rate: Double,
        expected: Double
    )
        throws
    {
        let mixture = try #require(LatencyMixture(samples))
        #expect(mixture.percentile(percentile, coldStartRate: rate) == expected)
    }

    @Test(
        arguments: [
            ("all warm and no cold start below: one in a hundred", 99.0, 101, 0.01),
            ("nine of ten warm starts are below: no cold start is left", 90, 100, 0),
            ("fewer than asked are: never", 90.01, 100, nil),
            ("one of two cold starts is below, too: twice as many", 99, 1500, 0.02),
            ("half of the cold ones suffice", 50, 1001, 1),
            ("a limit of just a second does not count it", 50, 1000, 0.5),
            ("all are below", 99.99, 2001, 1),
            ("the slowest is not below itself", 99.99, 2000, 0.0002),
        ] as [(String, Double, Int, Double?)]
    )
    func highestRates(
        requirement: String,
        percentile: Double,
        limitMs: Int,
        expected: Double?
    )
        throws
    {
        let mixture = try #require(LatencyMixture(samples))
        let rate = mixture.highestColdStartRate(
            percentile: percentile,
            below: .milliseconds(limitMs)
        )
        guard let expected, let rate else { return #expect(rate == expected) }
        #expect(abs(rate - expected) < 1e-9, "\(rate)")
    }

    /// Up to the highest rate the percentile stays below the limit, beyond it not.
    @Test(arguments: [(50.0, 60), (90, 101), (95, 500), (99, 1500), (99.9, 101)])
    func theHighestRateIsTheEdge(percentile: Double, limitMs: Int) throws {
        let mixture = try #require(LatencyMixture(samples))
        let rate = try #require(
            mixture.highestColdStartRate(
                percentile: percentile,
                below: .milliseconds(limitMs)
            )
        )
        #expect(mixture.percentile(percentile, coldStartRate: rate) < Double(limitMs))
        let beyond = min(rate + 1e-6, 1)
        #expect(mixture.percentile(percentile, coldStartRate: beyond) >= Double(limitMs))
    }

    @Test func withoutSamplesThereIsNoMixture() {
        #expect(LatencyMixture(LatencySamples(warm: [1])) == nil)
        #expect(LatencyMixture(LatencySamples(cold: [1])) == nil)
    }

    @Test func aStatedStartUpStandsForColdStartsThatNobodySaw() {
        let warm = LatencySamples(warm: [5, 7])
        #expect(
            warm.assuming(startUp: .milliseconds(300))
                == LatencySamples(warm: [5, 7], cold: [305, 307])
        )
        #expect(warm.assuming(startUp: nil) == warm)
        #expect(samples.assuming(startUp: .seconds(9)) == samples)
    }
}
