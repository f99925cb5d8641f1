import Domain
import Testing

@testable import Planning

/// The cheapest expected cost by the whole state: minutes elapsed and minutes of warmth left.
///
/// The recursion of docs/how-it-decides.md, written down without the shortcut that the product
/// takes, as an independent check of it.
private func cheapestCost(hazards: [Double], price: Double, warmMinutes: Int) -> Double {
    let horizon = hazards.count - 1
    var next = [Double](repeating: 0, count: warmMinutes + 1)
    for step in stride(from: horizon, through: 1, by: -1) {
        let hazard = hazards[step]
        next = (0...warmMinutes).map { left in
            let waiting = (left == 0 ? hazard : 0) + (1 - hazard) * next[max(left - 1, 0)]
            let pinging = price + (1 - hazard) * next[warmMinutes - 1]
            return min(waiting, pinging)
        }
    }
    return next[0]
}

/// What a list of pings costs on the same path.
private func cost(
    of pings: [WarmPlan.Ping],
    hazards: [Double],
    price: Double,
    warmMinutes: Int
) -> Double {
    var cost = 0.0
    var survival = 1.0
    var warmUntil = 0
    for step in 1..<hazards.count {
        if pings.contains(where: { $0.step == step }) {
            cost += survival * price
            warmUntil = step + warmMinutes
        }
        if step >= warmUntil { cost += survival * hazards[step] }
        survival *= 1 - hazards[step]
    }
    return cost
}

/// The recursion U(j) = min{ f(j) + U(j+1), θ·S(j) + U(j+W) } in the order of operations that the
/// figures of recorded plans were made with, so that they can be compared bit by bit.
private func plainPings(
    hazards: [Double],
    price: Double,
    warmMinutes: Int,
    firstStep: Int,
    used: Int
) -> [[Double]] {
    let horizon = hazards.count - 1
    var survival = [Double](repeating: 1, count: horizon + 2)
    for step in 1...horizon { survival[step + 1] = survival[step] * (1 - hazards[step]) }
    var costToGo = [Double](repeating: 0, count: horizon + 2)
    for step in stride(from: horizon, through: 1, by: -1) {
        let waiting = survival[step] - survival[step + 1] + costToGo[step + 1]
        let after = step + warmMinutes
        let pinging = price * survival[step] + (after <= horizon + 1 ? costToGo[after] : 0)
        costToGo[step] = min(waiting, pinging)
    }
    var pings: [[Double]] = []
    var step = max(firstStep, 1)
    while step <= used {
        let chance = survival[step]
        let waiting = chance - survival[step + 1] + costToGo[step + 1]
        guard costToGo[step] < waiting - 1e-15 else {
            step += 1
            continue
        }
        let end = min(step + warmMinutes, horizon + 1)
        let saving = (waiting - costToGo[step]) / chance
        pings.append([Double(step), chance, 1 - survival[end] / chance, saving])
        step += warmMinutes
    }
    return pings
}

@Suite struct WarmPlanTests {
    private static let horizon = 580

    private func hazards(_ hazard: (Int) -> Double) -> [Double] {
        [0] + (1...Self.horizon).map(hazard)
    }

    /// A hazard with no rhythm, from a seed: squares of a linear congruential sequence.
    private func rough(seed: UInt64, scale: Double) -> [Double] {
        var state = seed &+ 1
        return hazards { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let uniform = Double(state >> 11) / Double(1 << 53)
            return uniform * uniform * scale
        }
    }

    private func pings(
        _ hazards: [Double],
        price: Double,
        halfMinutes: Int,
        after lastUse: LastUse = .none,
        firstStep: Int = 1
    ) -> [WarmPlan.Ping] {
        var plan = WarmPlan()
        return plan.pings(
            hazards: hazards,
            curve: .hard(halfMinutes: halfMinutes),
            prices: PingPrices(warm: price, cold: price),
            lastUse: lastUse,
            firstStep: firstStep
        )
    }

    @Test(arguments: 0..<40)
    func noScheduleIsCheaperByTheWholeState(seed: UInt64) {
        let hazards = rough(seed: seed, scale: seed % 2 == 0 ? 0.2 : 0.02)
        let warmMinutes = 1 + Int(seed % 12)
        let price = [0.3, 0.1, 0.03, 0.01][Int(seed % 4)]
        let pings = pings(hazards, price: price, halfMinutes: 2 * warmMinutes)
        let best = cheapestCost(hazards: hazards, price: price, warmMinutes: warmMinutes)
        let own = cost(of: pings, hazards: hazards, price: price, warmMinutes: warmMinutes)
        // The plan is used for 480 of the 580 minutes: what is left out is what survives so long.
        let survives = hazards.prefix(480).reduce(1) { $0 * (1 - $1) }
        #expect(own - best < survives + 1e-9)
        #expect(own - best > -1e-9)
    }

    @Test(arguments: 0..<60)
    func aHardTimeoutAndOnePriceFollowThePlainRecursionToTheLastBit(seed: UInt64) {
        let hazards = rough(seed: seed, scale: [0.2, 0.02, 0.002][Int(seed % 3)])
        let warmMinutes = 1 + Int(seed % 31)
        let price = [0.3, 0.1, 0.03, 0.01, 0.0001][Int(seed % 5)]
        let minutesBefore = Int(seed % 17)
        let firstStep = Int(seed % 13) - 4
        // A request's minute is warm for W minutes after it, a ping's through W of them.
        let uses: [(LastUse, coldFrom: Int)] = [
            (.request(minutesBefore: minutesBefore), warmMinutes + 1 - minutesBefore),
            (.ping(minutesBefore: minutesBefore), warmMinutes - minutesBefore),
            (.ping(minutesBefore: -minutesBefore), warmMinutes + minutesBefore),
            (.none, 1),
        ]
        for (lastUse, coldFrom) in uses {
            let planned = pings(
                hazards,
                price: price,
                halfMinutes: 2 * warmMinutes,
                after: lastUse,
                firstStep: firstStep
            )
            let expected = plainPings(
                hazards: hazards,
                price: price,
                warmMinutes: warmMinutes,
                firstStep: max(firstStep, coldFrom),
                used: 480
            )
            let figures = planned.map {
                [Double($0.step), $0.survival, $0.requestProbability, $0.saving]
            }
            #expect(figures == expected, "after \(lastUse)")
        }
    }

    @Test(arguments: [
        ("ten minutes after a request the next is warm", 20, LastUse.request(minutesBefore: 0), 11),
        ("half a minute more reaches no further request", 21, .request(minutesBefore: 0), 11),
        ("a minute more does", 22, .request(minutesBefore: 0), 12),
        ("a ping comes half a minute before its minute's request", 20, .ping(minutesBefore: 0), 10),
        ("so that half a minute more reaches one", 21, .ping(minutesBefore: 0), 11),
        ("and the other half does not", 22, .ping(minutesBefore: 0), 11),
        ("what passed before the origin has passed", 20, .request(minutesBefore: 4), 7),
        ("a ping may lie ahead of the origin", 20, .ping(minutesBefore: -4), 14),
        ("an instance that was never used is cold", 20, .none, 1),
        ("so is one that was used long ago", 20, .request(minutesBefore: .max), 1),
        ("half a minute serves only a ping's own minute", 1, .ping(minutesBefore: 0), 1),
    ])
    func theFirstPingServesTheFirstColdRequest(
        requirement: String,
        halfMinutes: Int,
        lastUse: LastUse,
        step: Int
    ) {
        let steady = hazards { _ in 0.3 }
        let planned = pings(steady, price: 0.01, halfMinutes: halfMinutes, after: lastUse)
        #expect(planned.first?.step == step)
    }

    @Test(arguments: [
        ("less than half a minute serves nobody", 0, nil),
        ("half a minute serves the ping's own minute", 1, 1),
        ("a minute serves no other", 2, 1),
        ("a minute and a half does", 3, 2),
        ("ten minutes serve ten minutes' requests", 20, 10),
        ("half a minute more serves another's", 21, 11),
    ])
    func aPingHoldsSoManyMinutes(requirement: String, halfMinutes: Int, minutes: Int?) {
        let planned = pings(hazards { _ in 0.05 }, price: 0.001, halfMinutes: halfMinutes)
        let gap = planned.count > 1 ? planned[1].step - planned[0].step : nil
        #expect(gap == minutes)
    }

    @Test func onePingHoldsThroughASureTimersMinute() {
        let timer = hazards { $0 == 30 ? 0.9 : 0.0001 }
        let planned = pings(timer, price: 0.1, halfMinutes: 10, after: .request(minutesBefore: 0))
        // Minutes 26…30: an early guest finds it warm as well, and that is worth more than waiting.
        #expect(planned.map(\.step) == [26])
        #expect(planned.map(\.runnerUp) == [27])
    }

    @Test func whereNothingElsePaysTheRunnerUpIsToLetGo() {
        let timer = hazards { $0 == 30 ? 0.9 : 0 }
        let planned = pings(timer, price: 0.1, halfMinutes: 1)
        #expect(planned.map(\.step) == [30])
        #expect(planned.map(\.runnerUp) == [nil])
    }

    @Test(arguments: [
        ("just below the break-even nothing is pinged", 0.0099, 0),
        ("just above it every window is", 0.0111, 48),
    ])
    func memorylessTrafficBreaksEven(requirement: String, hazard: Double, count: Int) {
        // A window of ten minutes catches 1 − (1 − h)^10, about 9.5 % or 10.6 %, for a price of 10 %.
        let planned = pings(hazards { _ in hazard }, price: 0.1, halfMinutes: 20)
        #expect(planned.count == count)
    }

    @Test func numbersOfAPingAreThoseOfItsWindow() throws {
        let flat = hazards { _ in 0.02 }
        let planned = pings(flat, price: 0.05, halfMinutes: 20, after: .request(minutesBefore: 0))
        let ping = try #require(planned.first)
        #expect(ping.step == 11)
        #expect(abs(ping.survival - 0.8170728) < 1e-6)  // 0.98^10
        #expect(abs(ping.requestProbability - 0.1829272) < 1e-6)  // 1 − 0.98^10
        #expect(ping.saving > 0)
        #expect(ping.runnerUp == 12)
        #expect(planned.allSatisfy { $0.price == 0.05 })
    }

    @Test(arguments: [
        ("ten minutes held: cold after a request, warm ten minutes after a ping", 20, [1.0, 0, 0]),
        ("half a minute more: warm after a request, cold eleven after a ping", 21, [0, 1, 1]),
    ])
    func aPingKnowsWhatItFinds(requirement: String, halfMinutes: Int, expected: [Double]) {
        let planned = pings(
            hazards { _ in 0.05 },
            price: 0.001,
            halfMinutes: halfMinutes,
            after: .request(minutesBefore: 0)
        )
        #expect(planned.prefix(3).map(\.coldChance) == expected)
    }

    @Test func aFreePingNeverLeavesTheInstanceCold() {
        let planned = pings(
            hazards { _ in 0.001 },
            price: 1e-12,
            halfMinutes: 14,
            after: .request(minutesBefore: 0)
        )
        #expect(planned.map(\.step) == Array(stride(from: 8, through: 480, by: 7)))
    }

    @Test(arguments: [
        ("the last step that is used", 480, 1),
        ("the first that is not", 481, 0),
    ])
    func noPingIsPlannedBeyondWhatIsUsed(requirement: String, firstStep: Int, count: Int) {
        let planned = pings(
            hazards { _ in 0.05 },
            price: 0.01,
            halfMinutes: 20,
            firstStep: firstStep
        )
        #expect(planned.count == count)
    }

    @Test(arguments: [
        ("surely warm", 0, 0.1),
        ("a quarter cold", 0.25, 0.15),
        ("surely cold", 1, 0.3),
    ])
    func aPingsPriceIsWeighedByWhatItFinds(requirement: String, chance: Double, price: Double) {
        let prices = PingPrices(warm: 0.1, cold: 0.3)
        #expect(abs(prices.expected(coldChance: chance) - price) < 1e-12)
    }
}
