import Forecasting
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

@Suite struct WarmPlanTests {
    private func ahead(_ hazard: (Int) -> Double) -> HazardsAhead {
        var ahead = HazardsAhead(horizon: WarmPlan.horizon)
        for step in 1...WarmPlan.horizon { ahead.hazards[step] = hazard(step) }
        return ahead
    }

    /// A hazard with no rhythm, from a seed: squares of a linear congruential sequence.
    private func rough(seed: UInt64, scale: Double) -> HazardsAhead {
        var state = seed &+ 1
        return ahead { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let uniform = Double(state >> 11) / Double(1 << 53)
            return uniform * uniform * scale
        }
    }

    @Test(arguments: 0..<40)
    func noScheduleIsCheaperByTheWholeState(seed: UInt64) {
        let ahead = rough(seed: seed, scale: seed % 2 == 0 ? 0.2 : 0.02)
        let warmMinutes = 1 + Int(seed % 12)
        let price = [0.3, 0.1, 0.03, 0.01][Int(seed % 4)]
        var plan = WarmPlan()
        let pings = plan.pings(
            ahead: ahead,
            price: price,
            warmMinutes: warmMinutes,
            firstStep: 1
        )
        let best = cheapestCost(hazards: ahead.hazards, price: price, warmMinutes: warmMinutes)
        let own = cost(
            of: pings,
            hazards: ahead.hazards,
            price: price,
            warmMinutes: warmMinutes
        )
        // The plan is used for 480 of the 580 minutes: what is left out is what survives so long.
        let survives = ahead.hazards.prefix(WarmPlan.usedMinutes).reduce(1) { $0 * (1 - $1) }
        #expect(own - best < survives + 1e-9)
        #expect(own - best > -1e-9)
    }

    @Test func onePingHoldsThroughASureTimersMinute() {
        var plan = WarmPlan()
        let timer = ahead { $0 == 30 ? 0.9 : 0.0001 }
        let pings = plan.pings(ahead: timer, price: 0.1, warmMinutes: 5, firstStep: 6)
        // Minutes 26…30: an early guest finds it warm as well, and that is worth more than waiting.
        #expect(pings.map(\.step) == [26])
    }

    @Test(arguments: [
        ("just below the break-even nothing is pinged", 0.0099, 0),
        ("just above it every window is", 0.0111, 48),
    ])
    func memorylessTrafficBreaksEven(requirement: String, hazard: Double, pings: Int) {
        // A window of ten minutes catches 1 − (1 − h)^10, about 9.5 % or 10.6 %, for a price of 10 %.
        var plan = WarmPlan()
        let planned = plan.pings(
            ahead: ahead { _ in hazard },
            price: 0.1,
            warmMinutes: 10,
            firstStep: 1
        )
        #expect(planned.count == pings)
    }

    @Test func numbersOfAPingAreThoseOfItsWindow() throws {
        var plan = WarmPlan()
        let flat = ahead { _ in 0.02 }
        let ping = try #require(
            plan.pings(ahead: flat, price: 0.05, warmMinutes: 10, firstStep: 11).first
        )
        #expect(ping.step == 11)
        #expect(abs(ping.survival - 0.8170728) < 1e-6)  // 0.98^10
        #expect(abs(ping.requestProbability - 0.1829272) < 1e-6)  // 1 − 0.98^10
        #expect(ping.saving > 0)
    }

    @Test func aFreePingNeverLeavesTheInstanceCold() {
        var plan = WarmPlan()
        let pings = plan.pings(
            ahead: ahead { _ in 0.001 },
            price: 1e-12,
            warmMinutes: 7,
            firstStep: 8
        )
        #expect(pings.map(\.step) == Array(stride(from: 8, through: 480, by: 7)))
    }
}
