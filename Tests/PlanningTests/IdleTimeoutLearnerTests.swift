import Domain
import Testing

@testable import Planning

@Suite struct IdleTimeoutLearnerTests {
    @Test(arguments: [5, 10, 15, 20, 30])
    func anEndpointAloneLearnsItsTimeout(keptMinutes: Int) {
        for seed in 0..<4 as Range<UInt64> {
            var pool = IdleTimeoutPool(platform: .genericHTTP)
            var endpoint = ObservedEndpoint(keptMinutes: keptMinutes, seed: seed)
            endpoint.hearRequests(60, withinMinutes: 40, pool: &pool)
            #expect(abs(endpoint.medianMinutes(pool) - Double(keptMinutes)) <= 1, "seed \(seed)")
            #expect(!endpoint.learner.hasDeparted)
            #expect(endpoint.learner.observations == 60)
            #expect(pool.observations == 60)
        }
    }

    @Test(arguments: Platform.allCases)
    func nothingIsBelievedWarmForLongBeforeAnythingWasSeen(platform: Platform) {
        let pool = IdleTimeoutPool(platform: platform)
        let learner = IdleTimeoutLearner()
        let belief = learner.belief(pool: pool)
        #expect(belief.low <= platform.idleTimeout)
        #expect(belief.low < belief.median)
        #expect(belief.median < belief.high)
        let curve = learner.curve(pool: pool)
        #expect(curve.coldChance(afterHalfMinutes: 8) < 0.12)
        let minutes = Int(platform.idleTimeout.components.seconds / 60)
        #expect(curve.coldChance(afterHalfMinutes: 2 * minutes + 4) > 0.25)
    }

    @Test(arguments: [(10, 6), (10, 5), (20, 10), (15, 5)])
    func threeColdPingsAreEnoughToNoticeAShorterTimeout(before: Int, after: Int) {
        var pool = IdleTimeoutPool(platform: .genericHTTP)
        var endpoint = ObservedEndpoint(keptMinutes: before, seed: 1)
        endpoint.hearRequests(400, withinMinutes: 40, pool: &pool)
        #expect(abs(endpoint.medianMinutes(pool) - Double(before)) <= 1)
        for _ in 0..<3 {
            endpoint.learner.observe(afterHalfMinutes: 2 * before - 2, wasCold: true, pool: &pool)
        }
        #expect(endpoint.medianMinutes(pool) < Double(before) - 1)
        let chance = endpoint.learner.curve(pool: pool)
            .coldChance(afterHalfMinutes: 2 * before - 2)
        #expect(chance > 0.5)
        endpoint.keptHalfMinutes = 2 * after
        endpoint.hearRequests(40, withinMinutes: 40, pool: &pool)
        #expect(abs(endpoint.medianMinutes(pool) - Double(after)) <= 1)
    }

    @Test(arguments: [(6, 10), (5, 15), (10, 20)])
    func aLongerTimeoutIsNoticedWithinAHandfulOfWarmRequests(before: Int, after: Int) {
        var pool = IdleTimeoutPool(platform: .genericHTTP)
        var endpoint = ObservedEndpoint(keptMinutes: before, seed: 2)
        endpoint.hearRequests(400, withinMinutes: 40, pool: &pool)
        for _ in 0..<6 {
            endpoint.learner.observe(afterHalfMinutes: 2 * before + 3, wasCold: false, pool: &pool)
        }
        #expect(endpoint.medianMinutes(pool) > Double(before) + 1)
        endpoint.keptHalfMinutes = 2 * after
        endpoint.hearRequests(60, withinMinutes: 40, pool: &pool)
        #expect(abs(endpoint.medianMinutes(pool) - Double(after)) <= 1)
    }

    @Test func oneLapseDoesNotShakeWhatIsKnown() {
        var pool = IdleTimeoutPool(platform: .cloudRun)
        var endpoint = ObservedEndpoint(keptMinutes: 15, seed: 3)
        endpoint.hearRequests(200, withinMinutes: 30, pool: &pool)
        endpoint.learner.observe(afterHalfMinutes: 20, wasCold: true, pool: &pool)
        #expect(abs(endpoint.medianMinutes(pool) - 15) <= 1)
        let chance = endpoint.learner.curve(pool: pool).coldChance(afterHalfMinutes: 20)
        #expect(chance < 0.3)
    }

    @Test func twentyEndpointsLearnTogether() {
        var pool = IdleTimeoutPool(platform: .genericHTTP)
        var endpoints = (0..<20).map { ObservedEndpoint(keptMinutes: 10, seed: 100 + UInt64($0)) }
        for index in endpoints.indices {
            endpoints[index].hearRequests(3, withinMinutes: 40, pool: &pool)
        }
        #expect(pool.observations == 60)
        for endpoint in endpoints { #expect(abs(endpoint.medianMinutes(pool) - 10) <= 1) }
        let newcomer = IdleTimeoutLearner().belief(pool: pool)
        #expect(abs(newcomer.median.components.seconds - 600) <= 60)
        #expect(newcomer.sharedChance == 0.95)
        #expect(newcomer.observations == 0)
    }

    @Test(arguments: [6, 18])
    func anOddEndpointDepartsAndTheOthersStay(oddMinutes: Int) {
        var pool = IdleTimeoutPool(platform: .genericHTTP)
        var endpoints = (0..<20)
            .map { ObservedEndpoint(keptMinutes: $0 == 7 ? oddMinutes : 10, seed: UInt64($0)) }
        for _ in 0..<30 {
            for index in endpoints.indices {
                endpoints[index].hearRequests(1, withinMinutes: 25, pool: &pool)
            }
        }
        for (index, endpoint) in endpoints.enumerated() {
            let kept = index == 7 ? oddMinutes : 10
            #expect(endpoint.learner.hasDeparted == (index == 7), "endpoint \(index)")
            #expect(abs(endpoint.medianMinutes(pool) - Double(kept)) <= 1, "endpoint \(index)")
        }
        let heard = pool.observations
        endpoints[7].hearRequests(1, withinMinutes: 25, pool: &pool)
        #expect(pool.observations == heard)
    }

    @Test func theCurveNeverFalls() {
        for seed in 0..<6 as Range<UInt64> {
            var dice = PlatformDice(seed: seed)
            var pool = IdleTimeoutPool(platform: Platform.allCases[Int(seed)])
            var learner = IdleTimeoutLearner()
            for step in 1...160 {
                let idle = Int.random(in: -3...130, using: &dice)
                let isCold = dice.fraction() < (seed.isMultiple(of: 2) ? 0.5 : Double(idle) / 60)
                learner.observe(afterHalfMinutes: idle, wasCold: isCold, pool: &pool)
                guard step.isMultiple(of: 16) else { continue }
                for chances in [learner.curve(pool: pool), learner.planningCurve(pool: pool)]
                    .map(\.chances)
                {
                    #expect(zip(chances, chances.dropFirst()).allSatisfy { $0 <= $1 + 1e-6 })
                    #expect(chances.allSatisfy { (0...1).contains($0) })
                }
            }
        }
    }

    @Test(arguments: [0, -1, .min])
    func whatWasJustUsedTeachesNothing(halfMinutes: Int) {
        var pool = IdleTimeoutPool(platform: .container)
        var learner = IdleTimeoutLearner()
        learner.observe(afterHalfMinutes: halfMinutes, wasCold: true, pool: &pool)
        #expect(learner == IdleTimeoutLearner())
        #expect(pool == IdleTimeoutPool(platform: .container))
    }

    @Test(arguments: [121, .max])
    func moreThanAnHourCountsAsAnHour(halfMinutes: Int) {
        var pool = IdleTimeoutPool(platform: .container)
        var expected = pool
        pool.observe(afterHalfMinutes: halfMinutes, wasCold: true)
        expected.observe(afterHalfMinutes: 120, wasCold: true)
        #expect(pool == expected)
        var shorter = IdleTimeoutPool(platform: .container)
        shorter.observe(afterHalfMinutes: 119, wasCold: true)
        #expect(pool != shorter)
    }

    @Test func everyEighthPlanGivesTheBenefitOfTheDoubtUntilTheTimeoutIsKnown() {
        var pool = IdleTimeoutPool(platform: .genericHTTP)
        var learner = IdleTimeoutLearner()
        var hopeful: [Int] = []
        for count in 0..<32 {
            #expect(learner.observations == count)
            let hope = learner.planningCurve(pool: pool).coldChance(afterHalfMinutes: 14)
            let belief = learner.curve(pool: pool).coldChance(afterHalfMinutes: 14)
            if hope < belief - 0.01 { hopeful.append(count) }
            learner.observe(afterHalfMinutes: 9, wasCold: false, pool: &pool)
        }
        #expect(hopeful == [7, 15, 23, 31])
    }

    @Test func aSettledBeliefIsStretchedOnlyNowAndThen() {
        var pool = IdleTimeoutPool(platform: .genericHTTP)
        var endpoint = ObservedEndpoint(keptMinutes: 10, seed: 4)
        endpoint.hearRequests(248, withinMinutes: 20, pool: &pool)
        var stretched: [Int] = []
        for _ in 0..<16 {
            let hope = endpoint.learner.planningCurve(pool: pool)
            let belief = endpoint.learner.curve(pool: pool)
            if hope.coldChance(afterHalfMinutes: 23)
                < belief.coldChance(afterHalfMinutes: 23) - 0.5
            {
                stretched.append(endpoint.learner.observations)
                #expect(
                    hope.coldChance(afterHalfMinutes: 25)
                        == belief.coldChance(afterHalfMinutes: 20)
                )
            }
            endpoint.hearRequests(1, withinMinutes: 20, pool: &pool)
        }
        #expect(stretched == [255])
    }

    /// Its first cold pings are evidence for departing, but the pool follows before that is done.
    @Test(arguments: [(10, 12), (15, 14), (20, 22)])
    func theOnlyEndpointOfAPoolTakesThePoolAlongWhenThePlatformChanges(
        keptMinutes: Int,
        newHalfMinutes: Int
    ) {
        for seed in 0..<4 as Range<UInt64> {
            var pool = IdleTimeoutPool(platform: .genericHTTP)
            var endpoint = ObservedEndpoint(keptMinutes: keptMinutes, seed: seed)
            endpoint.hearRequests(300, withinMinutes: 40, pool: &pool)
            for _ in 0..<6 {
                endpoint.learner.observe(
                    afterHalfMinutes: 2 * keptMinutes - 1,
                    wasCold: true,
                    pool: &pool
                )
            }
            endpoint.keptHalfMinutes = newHalfMinutes
            endpoint.hearRequests(60, withinMinutes: 40, pool: &pool)
            #expect(!endpoint.learner.hasDeparted, "seed \(seed)")
            #expect(pool.observations == 366)
        }
    }

    @Test func oneObservationIsBoundedEvidenceForDeparting() {
        var pool = IdleTimeoutPool(platform: .genericHTTP)
        for idle in 1...40 {
            for _ in 0..<5 { pool.observe(afterHalfMinutes: idle, wasCold: idle > 30) }
        }
        var learner = IdleTimeoutLearner()
        learner.observe(afterHalfMinutes: 28, wasCold: true, pool: &pool)
        // 0.95 / (0.95 + 0.05·4): the pool had given this less than a quarter of the grid's chance.
        #expect(abs(learner.belief(pool: pool).sharedChance - 0.826087) < 1e-6)
        #expect(!learner.hasDeparted)
    }

    @Test func aLookThatFoundSomethingIsRepeatedSoon() {
        var pool = IdleTimeoutPool(platform: .genericHTTP)
        var endpoint = ObservedEndpoint(keptMinutes: 10, seed: 4)
        endpoint.hearRequests(256, withinMinutes: 20, pool: &pool)
        endpoint.learner.observe(afterHalfMinutes: 24, wasCold: false, pool: &pool)
        var stretched: [Int] = []
        for _ in 0..<80 {
            let hope = endpoint.learner.planningCurve(pool: pool)
            let belief = endpoint.learner.curve(pool: pool)
            // What is stretched by a quarter says of 25 half-minutes what is believed of 20.
            if hope.coldChance(afterHalfMinutes: 25) == belief.coldChance(afterHalfMinutes: 20) {
                stretched.append(endpoint.learner.observations)
            }
            endpoint.learner.observe(afterHalfMinutes: 19, wasCold: false, pool: &pool)
        }
        #expect(stretched == [287, 319])
    }
}
