import Domain
import Testing

@testable import Planning

/// Uniform numbers from a seed: the upper bits of a linear congruential sequence.
private struct Uniform {
    var state: UInt64

    mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(1 << 53)
    }

    mutating func below(_ count: Int) -> Int { Int(next() * Double(count)) }
}

/// One task for a planner, weighed by trying every set of pings.
private struct Task {
    var hazards: [Double]
    var curve: IdleCurve
    var prices: PingPrices
    var lastUse: LastUse
    var firstStep = 1
    var isForbidden: [Bool] = []

    var horizon: Int { hazards.count - 1 }

    func pings(used: Int? = nil) -> [WarmPlan.Ping] {
        var plan = WarmPlan(horizon: horizon, used: used ?? horizon)
        return plan.pings(
            hazards: hazards,
            curve: curve,
            prices: prices,
            lastUse: lastUse,
            firstStep: firstStep,
            isForbidden: isForbidden
        )
    }

    /// The last use in half-minutes from the origin; never is a long time ago.
    var lastUsed: Int {
        switch lastUse {
        case .request(let minutes): -2 * minutes + 1
        case .ping(let minutes): -2 * minutes
        case .none: -1_000_000
        }
    }

    func coldChance(at halfMinute: Int, lastUsed: Int) -> Double {
        curve.coldChance(afterHalfMinutes: halfMinute - lastUsed)
    }

    func price(ofPingAt step: Int, lastUsed: Int) -> Double {
        let chance = coldChance(at: 2 * step, lastUsed: lastUsed)
        return (1 - chance) * prices.warm + chance * prices.cold
    }

    func mayPing(at step: Int, lastUsed: Int) -> Bool {
        step >= firstStep && 2 * step > lastUsed && (isForbidden.isEmpty || !isForbidden[step])
    }

    /// The least expected cost from `step` on if no request came before, over every set of pings,
    /// and the first ping of the set that has it.
    func cheapest(from step: Int, lastUsed: Int) -> (cost: Double, first: Int?) {
        guard step <= horizon else { return (0, nil) }
        let waiting = cheapestWaiting(at: step, lastUsed: lastUsed)
        guard mayPing(at: step, lastUsed: lastUsed) else { return waiting }
        let pinging = costOfPinging(at: step, lastUsed: lastUsed)
        return pinging < waiting.cost - 1e-14 ? (pinging, step) : waiting
    }

    func cheapestWaiting(at step: Int, lastUsed: Int) -> (cost: Double, first: Int?) {
        let hazard = hazards[step]
        let next = cheapest(from: step + 1, lastUsed: lastUsed)
        let cold = step < firstStep ? 0 : coldChance(at: 2 * step + 1, lastUsed: lastUsed)
        return (hazard * cold + (1 - hazard) * next.cost, next.first)
    }

    func costOfPinging(at step: Int, lastUsed: Int) -> Double {
        let hazard = hazards[step]
        let next = cheapest(from: step + 1, lastUsed: 2 * step)
        return price(ofPingAt: step, lastUsed: lastUsed)
            + hazard * coldChance(at: 1, lastUsed: 0) + (1 - hazard) * next.cost
    }

    /// The chance that the next request comes before `end` and is served by a ping at `step`.
    func served(from step: Int, to end: Int) -> Double {
        var survival = 1.0
        var served = 0.0
        for minute in step..<end {
            let warm = 1 - coldChance(at: 2 * minute + 1, lastUsed: 2 * step)
            served += survival * hazards[minute] * warm
            survival *= 1 - hazards[minute]
        }
        return served
    }
}

extension Task {
    /// Ten minutes of anything.
    init(seed: UInt64) {
        var uniform = Uniform(state: seed &* 977 &+ 1)
        for _ in 0..<4 { _ = uniform.next() }
        let scale = [0.9, 0.3, 0.1][uniform.below(3)]
        hazards = (0...10).map { _ in uniform.next() * scale }
        switch uniform.below(4) {
        case 0: curve = .hard(halfMinutes: uniform.below(14))
        case 1:
            let warm = [Double](repeating: 0, count: 1 + uniform.below(8))
            curve = .soft(warm + [0.3, 0.3, 1].prefix(1 + uniform.below(3)))
        default:
            let chances = (0...uniform.below(20)).map { _ in uniform.next() }
            curve = .soft(chances.sorted())
        }
        let price = [0.3, 0.1, 0.03, 0.01][uniform.below(4)]
        prices =
            [
                PingPrices(warm: price, cold: price),
                PingPrices(warm: price, cold: price * 2),
                PingPrices(warm: price, cold: price * 0.3),
            ][uniform.below(3)]
        let minutes = uniform.below(8) - 2
        lastUse =
            [
                LastUse.request(minutesBefore: max(minutes, 0)), .ping(minutesBefore: minutes),
                .none,
            ][uniform.below(3)]
        firstStep = uniform.below(8) - 3
        guard uniform.below(2) == 0 else { return }
        isForbidden = (0...10).map { _ in uniform.next() < 0.3 }
    }
}

@Suite struct GeneralWarmPlanTests {
    @Test(arguments: 0..<300)
    func noSetOfPingsIsCheaper(seed: UInt64) {
        let task = Task(seed: seed)
        var lastUsed = task.lastUsed
        var step = max(task.firstStep, 1)
        let pings = task.pings()
        for (index, ping) in pings.enumerated() {
            // What is best from here on pings next where the plan does, and nowhere before.
            let best = task.cheapest(from: step, lastUsed: lastUsed)
            #expect(best.first == ping.step)
            let waiting = task.cheapestWaiting(at: ping.step, lastUsed: lastUsed)
            let pinging = task.costOfPinging(at: ping.step, lastUsed: lastUsed)
            #expect(abs(ping.saving - (waiting.cost - pinging)) < 1e-12)
            #expect(ping.runnerUp == waiting.first)
            #expect(abs(ping.price - task.price(ofPingAt: ping.step, lastUsed: lastUsed)) < 1e-12)
            #expect(ping.coldChance == task.coldChance(at: 2 * ping.step, lastUsed: lastUsed))
            let survival = task.hazards[1..<ping.step].reduce(1) { $0 * (1 - $1) }
            #expect(abs(ping.survival - survival) < 1e-12)
            let next = index + 1 < pings.count ? pings[index + 1].step : task.horizon + 1
            let settled = (1...task.horizon).first { minutes in
                let last = task.coldChance(at: 1_000_000, lastUsed: 0)
                return (2 * minutes...60).allSatisfy {
                    task.coldChance(at: $0, lastUsed: 0) == last
                }
            }
            let end = min(next, ping.step + (settled ?? task.horizon), task.horizon + 1)
            let served = task.served(from: ping.step, to: end)
            #expect(abs(ping.requestProbability - served) < 1e-12)
            lastUsed = 2 * ping.step
            step = ping.step + 1
        }
        // Nor is another ping after the last.
        #expect(task.cheapest(from: step, lastUsed: lastUsed).first == nil)
    }

    @Test(arguments: 0..<24)
    func aStepForACurveIsAHardTimeout(seed: UInt64) {
        var uniform = Uniform(state: seed)
        let hazards = (0...580).map { _ in uniform.next() * uniform.next() * 0.1 }
        let halfMinutes = 1 + Int(seed) * 3 % 47
        let price = [0.3, 0.03, 0.003][Int(seed % 3)]
        var hard = Task(
            hazards: hazards,
            curve: .hard(halfMinutes: halfMinutes),
            prices: PingPrices(warm: price, cold: price),
            lastUse: seed % 2 == 0 ? .request(minutesBefore: 2) : .ping(minutesBefore: 2),
            firstStep: Int(seed % 5)
        )
        let expected = hard.pings(used: 480)
        hard.curve = .soft([Double](repeating: 0, count: halfMinutes + 1) + [1])
        let planned = hard.pings(used: 480)
        #expect(planned.map(\.step) == expected.map(\.step))
        #expect(planned.map(\.runnerUp) == expected.map(\.runnerUp))
        #expect(planned.map(\.coldChance) == expected.map(\.coldChance))
        for (one, other) in zip(planned, expected) {
            #expect(abs(one.survival - other.survival) < 1e-12)
            #expect(abs(one.requestProbability - other.requestProbability) < 1e-9)
            #expect(abs(one.saving * one.survival - other.saving * other.survival) < 1e-12)
            #expect(one.price == other.price)
        }
    }
}

extension GeneralWarmPlanTests {
    /// A plan's steps and runners-up, and all the figures of its first pings: survival, request
    /// probability, saving, chance of being cold and price.
    fileprivate struct Vector: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var curve: IdleCurve
        var prices: PingPrices
        var lastUse = LastUse.request(minutesBefore: 0)
        var firstStep = 1
        var forbidden = 0..<0
        var steps: [Int]
        var runnersUp: [Int]
        var figures: [[Double]]
    }

    private static let ofLambda = IdleCurve.soft(
        [Double](repeating: 0, count: 9) + [0.001, 0.003, 0.2, 0.41, 0.8, 1]
    )
    private static let neverSure = IdleCurve.soft(
        [0.02, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6]
    )

    // Computed in Python by backward induction over (minute, half-minutes since the last use), with
    // costs conditional on no request so far, for the hazard and the horizon of the test below.
    fileprivate static let vectors = [
        Vector(
            testDescription: "a hard timeout of four minutes and one price",
            curve: .hard(halfMinutes: 8),
            prices: PingPrices(warm: 0.1, cold: 0.1),
            steps: [5, 10, 15, 19, 23, 27, 32, 37, 43, 48],
            runnersUp: [7, 13, 16, 21, 24, 29, 35, 38, 46, 49],
            figures: [
                [0.8325013635, 0.3770007026, 0.1073714979, 1, 0.1],
                [0.5100633746, 0.2221795308, 0.03426411623, 1, 0.1],
                [0.3925588565, 0.2626685338, 0.002611657628, 1, 0.1],
            ]
        ),
        Vector(
            testDescription: "half a minute more and a cold ping that is dearer",
            curve: .hard(halfMinutes: 9),
            prices: PingPrices(warm: 0.05, cold: 0.15),
            steps: [5, 9, 13, 17, 21, 25, 29, 33, 37, 41, 45],
            runnersUp: [6, 10, 15, 18, 23, 26, 30, 34, 38, 42, 46],
            figures: [
                [0.8325013635, 0.3770007026, 0.2239683058, 0, 0.05],
                [0.5186477645, 0.1299749375, 0.08746661288, 0, 0.05],
                [0.4512365538, 0.3068726614, 0.07518555702, 0, 0.05],
            ]
        ),
        Vector(
            testDescription: "a cold ping that is cheaper",
            curve: .hard(halfMinutes: 8),
            prices: PingPrices(warm: 0.12, cold: 0.04),
            steps: [5, 10, 16, 21, 27, 32, 37, 43, 48],
            runnersUp: [7, 13, 18, 24, 29, 35, 38, 46, 49],
            figures: [
                [0.8325013635, 0.3770007026, 0.1333995997, 1, 0.04],
                [0.5100633746, 0.2221795308, 0.06069315407, 1, 0.04],
                [0.376726588, 0.4095148723, 0.1551707541, 1, 0.04],
            ]
        ),
        Vector(
            testDescription: "a soft curve that ends in being cold",
            curve: ofLambda,
            prices: PingPrices(warm: 0.06, cold: 0.08),
            steps: [6, 12, 17, 23, 28, 34, 39, 45],
            runnersUp: [7, 13, 18, 24, 29, 35, 40, 46],
            figures: [
                [0.7044475307, 0.3412758719, 0.009255378768, 0.2, 0.064],
                [0.4630581706, 0.3244296859, 0.02518283735, 0.41, 0.0682],
                [0.3127643916, 0.3721625077, 0.003416339247, 0.003, 0.06006],
            ]
        ),
        Vector(
            testDescription: "a soft curve that never ends in being surely cold",
            curve: neverSure,
            prices: PingPrices(warm: 0.03, cold: 0.03),
            lastUse: .ping(minutesBefore: 0),
            steps: [4, 8, 12, 16, 19, 23, 27, 30, 34, 38, 42, 46],
            runnersUp: [5, 9, 13, 18, 21, 24, 29, 31, 35, 39, 43, 48],
            figures: [
                [0.8628677462, 0.2182149901, 0.001559704358, 0.3, 0.03],
                [0.657797749, 0.2831766301, 0.06695217738, 0.3, 0.03],
                [0.4630581706, 0.1711251085, 0.0004475272843, 0.3, 0.03],
            ]
        ),
        Vector(
            testDescription:
                "a quiet window ahead, three steps passed, a ping three minutes before",
            curve: neverSure,
            prices: PingPrices(warm: 0.02, cold: 0.05),
            lastUse: .ping(minutesBefore: 3),
            firstStep: 4,
            forbidden: 10..<25,
            steps: [4, 7, 9, 26, 29, 32, 35, 38, 42, 46],
            runnersUp: [5, 8, 26, 27, 30, 34, 37, 39, 43, 48],
            figures: [
                [0.8628677462, 0.1827631176, 0.008035730358, 0.6, 0.038],
                [0.6960355958, 0.2417607321, 0.003904539303, 0.15, 0.0245],
                [0.5186477645, 0.185959456, 0.02245245529, 0.08, 0.0224],
            ]
        ),
        Vector(
            testDescription: "an instance that was never used",
            curve: ofLambda,
            prices: PingPrices(warm: 0.1, cold: 0.2),
            lastUse: .none,
            steps: [1, 6, 11, 16, 21, 26, 31, 36, 41, 46],
            runnersUp: [2, 7, 12, 17, 22, 27, 32, 37, 42, 47],
            figures: [
                [1, 0.2954244154, 0.006083385931, 1, 0.2],
                [0.7044475307, 0.3359605569, 0.02609336, 0.003, 0.1003],
                [0.4677386212, 0.1945449806, 0.01931481796, 0.003, 0.1003],
            ]
        ),
    ]

    @Test(arguments: vectors)
    fileprivate func plansAsComputedElsewhere(vector: Vector) {
        let hazards = (0...60).map { step in
            let ratio = Double(step * 37 % 101) / 101
            return 0.01 + 0.25 * ratio * ratio * ratio
        }
        let pings = Task(
            hazards: hazards,
            curve: vector.curve,
            prices: vector.prices,
            lastUse: vector.lastUse,
            firstStep: vector.firstStep,
            isForbidden: vector.forbidden.isEmpty ? [] : (0...60).map(vector.forbidden.contains)
        ).pings(used: 48)
        #expect(pings.map(\.step) == vector.steps)
        #expect(pings.map(\.runnerUp) == vector.runnersUp)
        for (ping, expected) in zip(pings, vector.figures) {
            let figures = [
                ping.survival, ping.requestProbability, ping.saving, ping.coldChance, ping.price,
            ]
            for (figure, other) in zip(figures, expected) { #expect(abs(figure - other) < 1e-9) }
        }
    }
}

extension GeneralWarmPlanTests {
    private static let soft = IdleCurve.soft([0, 0, 0.1, 0.3, 0.6, 0.8])

    private func pings(
        hazard: Double,
        curve: IdleCurve,
        warm: Double = 0.01,
        cold: Double = 0.01,
        isForbidden: (Int) -> Bool = { _ in false }
    ) -> [WarmPlan.Ping] {
        Task(
            hazards: [Double](repeating: hazard, count: 581),
            curve: curve,
            prices: PingPrices(warm: warm, cold: cold),
            lastUse: .request(minutesBefore: 0),
            isForbidden: (0...580).map(isForbidden)
        ).pings(used: 480)
    }

    @Test(arguments: [
        ("nobody comes", 0.0, soft, 0.0001),
        ("nobody comes, and a timeout is hard", 0, .hard(halfMinutes: 20), 0.0001),
        ("a ping costs a hundred cold starts", 0.5, soft, 100),
        ("being used does not change the curve", 0.5, .soft([0.5]), 0.0001),
        ("a platform never lets go", 0.5, .soft([0]), 0.0001),
        ("a platform never lets go, whatever it did first", 0.5, .soft([0, 0, 0, 0]), 0.0001),
        ("a platform keeps nothing", 0.5, .soft([]), 0.0001),
        ("a platform keeps nothing for less than nothing", 0.5, .hard(halfMinutes: -1), 0.0001),
        ("it outlasts the plan", 0.5, .hard(halfMinutes: .max), 0.0001),
    ])
    func nothingIsPingedWhere(
        requirement: String,
        hazard: Double,
        curve: IdleCurve,
        price: Double
    ) {
        #expect(pings(hazard: hazard, curve: curve, warm: price, cold: price).isEmpty)
        #expect(pings(hazard: hazard, curve: curve, warm: price, cold: price * 1.5).isEmpty)
        #expect(pings(hazard: hazard, curve: curve, warm: price, cold: price * 0.5).isEmpty)
    }

    @Test(arguments: [
        ("one minute held is one ping a minute", IdleCurve.hard(halfMinutes: 2), 1),
        ("a curve's first rise is met where a ping is nearly free", soft, 1),
        ("surely warm minutes are not pinged", .soft([0, 0, 0, 0, 0, 0, 0.5]), 3),
    ])
    func aPingThatIsNearlyFreeComesEvery(requirement: String, curve: IdleCurve, minutes: Int) {
        let planned = pings(hazard: 0.03, curve: curve, warm: 0.0001, cold: 0.0002)
        #expect(planned.count > 400 / minutes)
        #expect(zip(planned, planned.dropFirst()).allSatisfy { $1.step - $0.step == minutes })
    }

    @Test func whatIsAlmostSureToComeIsPlannedOnlyAsFarAsItMayNotHave() {
        let planned = pings(hazard: 0.99, curve: .soft([0, 0, 0.5]), warm: 0.01, cold: 0.02)
        // A hundredth survives each minute: after eight, nothing is told from rounding.
        #expect(planned.map(\.step) == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(planned.allSatisfy { $0.saving > 0 && $0.saving.isFinite })
    }

    @Test func noPingFiresAtAForbiddenStep() {
        let planned = pings(hazard: 0.03, curve: Self.soft) { (101..<200).contains($0) }
        let free = pings(hazard: 0.03, curve: Self.soft)
        #expect(free.contains { (101..<200).contains($0.step) })
        #expect(!planned.contains { (101..<200).contains($0.step) })
        // The last moment before, and the first after.
        #expect(planned.contains { $0.step == 100 })
        #expect(planned.contains { $0.step == 200 })
    }

    @Test(arguments: [soft, .hard(halfMinutes: 20)])
    func whereEveryStepIsForbiddenNothingIsPinged(curve: IdleCurve) {
        #expect(!pings(hazard: 0.3, curve: curve).isEmpty)
        #expect(pings(hazard: 0.3, curve: curve) { $0 >= 1 }.isEmpty)
    }

    @Test func aCurveThatEndsBelowOneIsWorthLess() {
        // Four minutes are served: (1 − 0.98^4) · 0.6 = 0.0466 is worth 0.042, and 0.0388 is not.
        let sure = IdleCurve.soft([Double](repeating: 0, count: 8) + [0.6])
        let unsure = IdleCurve.soft([Double](repeating: 0, count: 8) + [0.5])
        #expect(!pings(hazard: 0.02, curve: sure, warm: 0.042, cold: 0.042).isEmpty)
        #expect(pings(hazard: 0.02, curve: unsure, warm: 0.042, cold: 0.042).isEmpty)
    }

    @Test(arguments: [
        ("a warm ping before the end saves a dear cold one", 0.05, 0.3, 10),
        ("a cheap cold one is worth the wait", 0.05, 0.02, 11),
    ])
    func theDearerPingIsAvoided(requirement: String, warm: Double, cold: Double, first: Int) {
        let planned = pings(hazard: 0.02, curve: .hard(halfMinutes: 20), warm: warm, cold: cold)
        #expect(planned.first?.step == first)
    }

    @Test func aSurelyWarmInstanceIsPingedSoonerToFindItColdLater() {
        // Requests may come at 1, 5 and 9 only. A ping at 5 would leave the instance warm at 9.
        let pings = Task(
            hazards: (0...12).map { [1, 5, 9].contains($0) ? 0.3 : 0 },
            curve: .hard(halfMinutes: 8),
            prices: PingPrices(warm: 0.12, cold: 0.04),
            lastUse: .none
        ).pings()
        #expect(pings.map(\.step) == [1, 4, 9])
        #expect(pings.map(\.price) == [0.04, 0.12, 0.04])
    }

    @Test func aPlanLeavesNothingBehindForTheNext() {
        var plan = WarmPlan(horizon: 10, used: 10)
        for seed in 0..<60 as Range<UInt64> {
            let task = Task(seed: seed)
            let again = plan.pings(
                hazards: task.hazards,
                curve: task.curve,
                prices: task.prices,
                lastUse: task.lastUse,
                firstStep: task.firstStep,
                isForbidden: task.isForbidden
            )
            #expect(again == task.pings())
        }
    }
}
