import Reporting
import Testing

@Suite struct WithholdingEstimateTests {
    private func draws(
        _ hits: Int,
        of count: Int,
        isWithheld: Bool,
        _ probability: Double = 0.5
    ) -> [WithholdingEstimate.Draw] {
        (0..<count).map {
            WithholdingEstimate.Draw(
                isWithheld: isWithheld,
                probability: probability,
                wasCold: $0 < hits
            )
        }
    }

    /// The first two rows are in Newcombe's paper (Table II, method 10).
    @Test(
        arguments: [
            ("56 of 70 against 48 of 80", 56, 70, 48, 80, 0.2, 0.0524, 0.3339),
            ("5 of 56 against none of 29", 5, 56, 0, 29, 0.0893, -0.0381, 0.1926),
            ("nothing followed any", 0, 30, 0, 2970, 0, -0.0013, 0.1135),
            ("a usual share", 12, 40, 0, 3960, 0.3, 0.1807, 0.4543),
            ("every withheld ping was missed", 40, 40, 0, 100, 1, 0.9049, 1),
        ] as [(String, Int, Int, Int, Int, Double, Double, Double)]
    )
    func theIntervalIsThePublishedOne(
        requirement: String,
        hits: Int,
        count: Int,
        otherHits: Int,
        otherCount: Int,
        mean: Double,
        lower: Double,
        upper: Double
    ) throws {
        let estimate = WithholdingEstimate(
            of: draws(hits, of: count, isWithheld: true)
                + draws(otherHits, of: otherCount, isWithheld: false)
        )
        let effect = try #require(estimate.effect)
        #expect(abs(effect.mean - mean) < 0.000_05)
        #expect(abs(effect.interval.lowerBound - lower) < 0.000_05)
        #expect(abs(effect.interval.upperBound - upper) < 0.000_05)
        #expect(estimate.withheld == count)
        #expect(estimate.sent == otherCount)
        #expect(estimate.coldAfterWithheld == hits)
        #expect(estimate.coldAfterSent == otherHits)
    }

    @Test(arguments: [(29, 1000, false), (30, 1000, true), (30, 1, true), (30, 0, false)])
    func tooFewPingsAreNoEstimate(withheld: Int, sent: Int, isEnough: Bool) {
        let estimate = WithholdingEstimate(
            of: draws(3, of: withheld, isWithheld: true) + draws(0, of: sent, isWithheld: false)
        )
        #expect((estimate.effect != nil) == isEnough)
    }

    /// 20 draws at a tenth weigh ten each, 20 at a half two each: 10 hits among the first are 100 of
    /// 240; Kish's size is 240² ÷ (20·100 + 20·4).
    @Test func anUnlikelyDrawWeighsMore() throws {
        let estimate = WithholdingEstimate(
            of: draws(10, of: 20, isWithheld: true, 0.1) + draws(0, of: 20, isWithheld: true, 0.5)
                + draws(0, of: 100, isWithheld: false)
        )
        let effect = try #require(estimate.effect)
        #expect(abs(effect.mean - 100.0 / 240) < 1e-12)
        // Wilson's interval of 0.41667 for a size of 27.692 reaches from 0.2544 to 0.5992.
        #expect(abs(effect.interval.upperBound - 0.5992) < 0.000_05)
    }
}
