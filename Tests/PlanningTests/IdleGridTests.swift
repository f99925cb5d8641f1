import Domain
import Testing

@testable import Planning

private func grid(_ layout: IdleLayout, _ observations: [(bin: Int, wasCold: Bool)]) -> IdleGrid {
    let prior = layout.prior(.unknown)
    var grid = IdleGrid(weights: prior)
    for seen in observations {
        grid.observe(bin: seen.bin, wasCold: seen.wasCold, in: layout, prior: prior)
    }
    return grid
}

private func isClose(_ values: [Double], _ expected: [Double], within: Double = 5e-6) -> Bool {
    values.count == expected.count && zip(values, expected).allSatisfy { abs($0 - $1) < within }
}

/// The expected numbers are those of an independent grid in NumPy, in double precision.
@Suite struct IdleGridTests {
    private static let observed = [
        (bin: 9, wasCold: false), (18, false), (24, true), (19, false), (30, true), (21, true),
    ]
    private static let bins = [5, 12, 18, 19, 20, 21, 24, 60]

    @Test(arguments: [
        (IdlePrior.amazon, [0.10612, 0.20499, 0.65113, 0.81175]),
        (.google, [0.06668, 0.0945, 0.21742, 0.84415]),
        (.azure, [0.07714, 0.09221, 0.23746, 0.64905]),
        (.unknown, [0.07308, 0.13344, 0.44454, 0.80648]),
    ])
    func aPlatformStartsOnItsPrior(prior: IdlePrior, expected: [Double]) {
        let grid = IdleGrid(weights: IdleLayout.pool.prior(prior))
        let chances = [8, 10, 20, 40].map { grid.coldChance(bin: $0, in: .pool) }
        #expect(isClose(chances, expected, within: 1e-5))
    }

    @Test func sixObservationsGiveThePosteriorOfBayesInAPool() {
        let grid = grid(.pool, Self.observed)
        #expect(
            isClose(
                Self.bins.map { grid.coldChance(bin: $0, in: .pool) },
                [0.013917, 0.020298, 0.043247, 0.062758, 0.361101, 0.911468, 0.9706, 0.990311]
            )
        )
        #expect(
            isClose(
                Array(grid.timeoutDistribution(in: .pool)[18...21]),
                [0.013232, 0.332608, 0.957071, 0.994222]
            )
        )
    }

    @Test func sixObservationsGiveThePosteriorOfBayesForAnEndpoint() {
        let grid = grid(.endpoint, Self.observed)
        #expect(
            isClose(
                Self.bins.map { grid.coldChance(bin: $0, in: .endpoint) },
                [0.016736, 0.021618, 0.040664, 0.053929, 0.358031, 0.931086, 0.973618, 0.989724]
            )
        )
        #expect(
            isClose(
                Array(grid.timeoutDistribution(in: .endpoint)[18...21]),
                [0.010521, 0.333767, 0.964926, 0.995087]
            )
        )
    }

    @Test func fourContradictionsOutweighAHundredOldObservations() {
        let old = Array(repeating: (bin: 18, wasCold: false), count: 50)
        let older = Array(repeating: (bin: 24, wasCold: true), count: 50)
        let new = Array(repeating: (bin: 15, wasCold: true), count: 4) + [(bin: 11, wasCold: false)]
        let grid = grid(.pool, old + older + new)
        #expect(
            isClose(
                [5, 12, 15, 18, 24].map { grid.coldChance(bin: $0, in: .pool) },
                [0.011961, 0.416793, 0.978473, 0.988624, 0.992002]
            )
        )
    }

    @Test func whatIsGivenIsCertainAndTheRestKeepsItsProportions() {
        let grid = grid(.pool, Self.observed)
        let given = grid.given(timeoutAtLeast: 20, in: .pool).timeoutDistribution(in: .pool)
        #expect(given[19] == 0)
        #expect(abs(given[120] - 1) < 1e-5)
        // (0.957071 − 0.332608) / (1 − 0.332608)
        #expect(abs(given[20] - 0.935676) < 1e-5)
    }

    @Test func aBeliefWithoutSuchATimeoutStaysAsItIs() {
        let grid = grid(.endpoint, Self.observed)
        #expect(grid.given(timeoutAtLeast: 118, in: .endpoint) == grid)
    }
}
