import Domain

@testable import Planning

/// Steele, Lea and Flood's SplitMix64: small and the same everywhere.
struct PlatformDice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 up to 1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}

/// An endpoint on a platform that keeps instances exactly so long, seen by its learner.
struct ObservedEndpoint {
    var learner = IdleTimeoutLearner()
    var keptHalfMinutes: Int
    var dice: PlatformDice

    init(keptMinutes: Int, seed: UInt64) {
        keptHalfMinutes = 2 * keptMinutes
        dice = PlatformDice(seed: seed)
    }

    /// Requests at idle times anywhere within twice the longest timeout of interest.
    mutating func hearRequests(
        _ count: Int,
        withinMinutes minutes: Int,
        pool: inout IdleTimeoutPool
    ) {
        for _ in 0..<count {
            let idle = Int.random(in: 1...2 * minutes, using: &dice)
            learner.observe(
                afterHalfMinutes: idle,
                wasCold: idle > keptHalfMinutes,
                pool: &pool
            )
        }
    }

    func medianMinutes(_ pool: IdleTimeoutPool) -> Double {
        Double(learner.belief(pool: pool).median.components.seconds) / 60
    }
}

extension IdleCurve {
    var chances: [Double] { (0...120).map { coldChance(afterHalfMinutes: $0) } }
}
