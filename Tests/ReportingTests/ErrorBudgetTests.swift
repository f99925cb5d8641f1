import Domain
import Reporting
import Testing

@Suite struct ErrorBudgetTests {
    @Test(
        arguments: [
            ("nothing was requested", 0, 0, 0.02, 0, 0, false, false),
            ("all is left", 1000, 0, 0.02, 20, 20, false, false),
            ("a fifth is left", 1000, 16, 0.02, 20, 4, false, false),
            ("less than a fifth is left", 1000, 17, 0.02, 20, 3, false, true),
            ("the last allowed one", 1000, 20, 0.02, 20, 0, false, true),
            ("one too many", 1000, 21, 0.02, 20, -1, true, false),
            ("a part of a minute is none", 999, 19, 0.02, 19, 0, false, true),
            ("none is allowed and none was cold", 10, 0, 0.02, 0, 0, false, false),
            ("none is allowed and one was cold", 10, 1, 0.02, 0, -1, true, false),
            ("a product that is a hair too small", 100, 29, 0.29, 29, 0, false, true),
            ("all may be cold", 5, 5, 1, 5, 0, false, true),
        ] as [(String, Int, Int, Double, Int, Int, Bool, Bool)]
    )
    func minutesAreCountedAgainstTheShare(
        requirement: String,
        requested: Int,
        cold: Int,
        share: Double,
        allowed: Int,
        left: Int,
        isMissed: Bool,
        isLow: Bool
    ) {
        let budget = ErrorBudget(
            requestedMinutes: requested,
            coldMinutes: cold,
            allowedShare: share
        )
        #expect(budget.allowedMinutes == allowed)
        #expect(budget.leftMinutes == left)
        #expect(budget.isMissed == isMissed)
        #expect(budget.isLow == isLow)
    }

    @Test func theAttainmentIsTheShareThatWasNotCold() {
        func attainment(_ requested: Int, _ cold: Int) -> Double? {
            ErrorBudget(requestedMinutes: requested, coldMinutes: cold, allowedShare: 0.1)
                .attainment
        }
        #expect(attainment(0, 0) == nil)
        #expect(attainment(8, 2) == 0.75)
    }

    /// Warm pings took 1 to 100 ms, cold ones 301 to 400 ms, unless the row says otherwise.
    @Test(
        arguments: [
            ("a rate allows itself", .coldStartRate(0.02), 100, 0.02),
            (
                "no cold one and all warm ones meet it",
                .latency(percentile: 99, limit: .milliseconds(200)), 100, 0.01
            ),
            (
                "nine of ten warm ones do", .latency(percentile: 81, limit: .milliseconds(91)), 100,
                0.1
            ),
            (
                "half of the cold ones do", .latency(percentile: 75, limit: .milliseconds(351)),
                100, 0.5
            ),
            ("not even warm ones do", .latency(percentile: 99, limit: .milliseconds(99)), 100, 0),
            ("cold ones do too", .latency(percentile: 99, limit: .milliseconds(400)), 100, 1),
            (
                "without a cold ping none meets it",
                .latency(percentile: 90, limit: .milliseconds(500)), 0, 0.1
            ),
        ] as [(String, LatencyTarget, Int64, Double)]
    )
    func aLatencyIsAMixture(
        requirement: String,
        target: LatencyTarget,
        coldPings: Int64,
        share: Double
    ) throws {
        let allowed = TargetAttainment.allowedShare(
            of: target,
            warm: Array(1...100),
            cold: (0..<coldPings).map { 301 + $0 }
        )
        #expect(abs(try #require(allowed) - share) < 1e-12)
    }

    /// A stated start-up of 300 ms makes cold requests of 301 to 400 ms, where none was measured.
    @Test(arguments: [(0, 0.5), (1, 1)] as [(Int64, Double)])
    func aStatedStartUpStandsForColdPings(coldPings: Int64, share: Double) throws {
        let allowed = TargetAttainment.allowedShare(
            of: .latency(percentile: 75, limit: .milliseconds(351)),
            warm: Array(1...100),
            cold: (0..<coldPings).map { 301 + $0 },
            startUp: .milliseconds(300)
        )
        #expect(abs(try #require(allowed) - share) < 1e-12)
    }

    @Test func aLatencyIsUnknownWithoutAWarmPing() {
        let target = LatencyTarget.latency(percentile: 99, limit: .milliseconds(100))
        #expect(TargetAttainment.allowedShare(of: target, warm: [], cold: [1]) == nil)
        #expect(TargetAttainment.allowedShare(of: .coldStartRate(0.5), warm: [], cold: []) == 0.5)
    }
}
