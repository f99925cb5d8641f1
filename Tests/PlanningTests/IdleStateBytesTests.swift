import Domain
import Testing

@testable import Planning

@Suite struct IdleStateBytesTests {
    private static func learned(_ count: Int) -> (IdleTimeoutLearner, IdleTimeoutPool) {
        var pool = IdleTimeoutPool(platform: .awsLambda)
        var endpoint = ObservedEndpoint(keptMinutes: 6, seed: 9)
        endpoint.hearRequests(count, withinMinutes: 20, pool: &pool)
        return (endpoint.learner, pool)
    }

    @Test(arguments: [0, 1, 200])
    func whatIsStoredIsReadBack(count: Int) throws {
        let (learner, pool) = Self.learned(count)
        #expect(IdleTimeoutLearner(serialized: learner.serialized) == learner)
        let read = try #require(
            IdleTimeoutPool(serialized: pool.serialized, platform: .awsLambdaARM)
        )
        #expect(read == pool)
        #expect(learner.serialized.count <= 1024)
        #expect(pool.serialized.count < 6144)
    }

    @Test func aLearnerGoesOnWhereItWasStored() throws {
        let (learner, pool) = Self.learned(50)
        var going = (learner, pool)
        var read = (
            try #require(IdleTimeoutLearner(serialized: learner.serialized)),
            try #require(IdleTimeoutPool(serialized: pool.serialized, platform: .awsLambda))
        )
        for idle in 5...40 {
            going.0.observe(afterHalfMinutes: idle, wasCold: idle > 13, pool: &going.1)
            read.0.observe(afterHalfMinutes: idle, wasCold: idle > 13, pool: &read.1)
        }
        #expect(going.0 == read.0)
        #expect(going.1 == read.1)
    }

    @Test func anotherPlatformsPoolIsRefused() {
        let bytes = Self.learned(5).1.serialized
        #expect(IdleTimeoutPool(serialized: bytes, platform: .cloudRun) == nil)
        #expect(IdleTimeoutPool(serialized: bytes, platform: .awsLambda) != nil)
    }

    @Test(arguments: [
        ("another version", 0, 2),
        ("more observations than can be", 8, 0xFF),
        ("more taught than observed", 10, 0x01),
        ("a chance above 1", 24, 0x7F),
        ("a negative weight", 28, 0x80),
        ("a weight that is not a number", 28, 0x7F),
    ])
    func aMalformedEndpointIsRefused(requirement: String, at index: Int, byte: UInt8) {
        var bytes = Self.learned(20).0.serialized
        #expect(IdleTimeoutLearner(serialized: bytes) != nil)
        bytes[index] |= byte
        if byte == 0x7F { bytes[index - 1] |= 0xC0 }
        #expect(IdleTimeoutLearner(serialized: bytes) == nil)
    }

    @Test func weightsThatSumToMoreThanOneAreRefused() {
        var bytes = Self.learned(20).0.serialized
        bytes.replaceSubrange(25..<29, with: [0, 0, 0x80, 0x3F])  // 1 as a float
        #expect(IdleTimeoutLearner(serialized: bytes) == nil)
    }

    @Test func moreColdThanAllIsRefused() {
        var bytes = Self.learned(20).1.serialized
        let lastCold = bytes.count - 8..<bytes.count
        bytes.replaceSubrange(lastCold, with: [0, 0, 0, 0, 0, 0, 0x59, 0x40])  // 100 as a double
        #expect(IdleTimeoutPool(serialized: bytes, platform: .awsLambda) == nil)
    }

    @Test func whatIsCutOrTooLongIsRefused() {
        let (learner, pool) = Self.learned(20)
        let endpointBytes = learner.serialized
        for count in stride(from: 0, to: endpointBytes.count, by: 13) {
            #expect(IdleTimeoutLearner(serialized: Array(endpointBytes.prefix(count))) == nil)
        }
        #expect(IdleTimeoutLearner(serialized: endpointBytes + [0]) == nil)
        let poolBytes = pool.serialized
        for count in stride(from: 0, to: poolBytes.count, by: 331) {
            let cut = Array(poolBytes.prefix(count))
            #expect(IdleTimeoutPool(serialized: cut, platform: .awsLambda) == nil)
        }
        #expect(IdleTimeoutPool(serialized: poolBytes + [0], platform: .awsLambda) == nil)
    }

    /// Whatever is read must also work: observing and believing trap on nothing.
    @Test func randomBytesNeverTrap() {
        let (learner, pool) = Self.learned(30)
        for seed in 0..<60 as Range<UInt64> {
            var dice = PlatformDice(seed: seed)
            var endpointBytes = learner.serialized
            var poolBytes = pool.serialized
            for _ in 0..<Int.random(in: 1...3, using: &dice) {
                let byte = UInt8.random(in: 0...255, using: &dice)
                endpointBytes[Int.random(in: 0..<endpointBytes.count, using: &dice)] = byte
                poolBytes[Int.random(in: 0..<poolBytes.count, using: &dice)] = byte
            }
            var readPool =
                IdleTimeoutPool(serialized: poolBytes, platform: .awsLambda) ?? pool
            var read = IdleTimeoutLearner(serialized: endpointBytes) ?? learner
            read.observe(afterHalfMinutes: 12, wasCold: true, pool: &readPool)
            let chance = read.curve(pool: readPool).coldChance(afterHalfMinutes: 12)
            #expect((0...1).contains(chance))
            let length = Int.random(in: 0...1200, using: &dice)
            let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &dice) }
            #expect(IdleTimeoutLearner(serialized: noise) == nil)
            #expect(IdleTimeoutPool(serialized: noise, platform: .awsLambda) == nil)
        }
    }
}
