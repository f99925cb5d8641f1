import Domain
import Testing

@testable import Planning

private let origin = Stage.monday

/// Hazards of a made-up gap: a low level, a slow rise, and some minutes that stand out.
private func hazards(_ dice: inout PlatformDice) -> [Double] {
    let level = 0.2 * dice.fraction() * dice.fraction()
    let slope = dice.fraction() < 0.5 ? 0 : 0.0005 * dice.fraction()
    let isSpiky = dice.fraction() < 0.6
    return (0...580).map { step in
        let spike = isSpiky && dice.fraction() < 0.02 ? dice.fraction() : 0
        return min(level + slope * Double(step) + spike, 0.97)
    }
}

@Suite struct ShadowPlansTests {
    /// Hard timeouts in half-minutes, from one that serves its own minute alone to one beyond every
    /// horizon.
    @Test(arguments: [1, 2, 9, 10, 20, 21, 61, 240, 1163, 5000], [1.0, 1.25, 1.75])
    func atEveryPriceTheyAreTheWarmPlan(keptHalfMinutes: Int, factor: Double) {
        var dice = PlatformDice(seed: UInt64(keptHalfMinutes) * 100 + UInt64(factor * 4))
        let hazards = hazards(&dice)
        let first = dice.fraction() < 0.5 ? 1 : 1 + Int(dice.next() % 60)
        let before = Int(dice.next() % 30)
        let wasPing = dice.fraction() < 0.5
        var shadows = ShadowPlans(horizon: 580)
        shadows.weigh(
            hazards: hazards,
            warmMinutes: min((keptHalfMinutes + 1) / 2, 581),
            factor: factor
        )
        var level = ShadowLevel(
            lastUse: wasPing
                ? SlotUse.ofPing(inMinute: origin - before)
                : SlotUse.ofRequest(inMinute: origin - before)
        )
        level.plan(
            steps: first...480,
            after: origin,
            keptHalfMinutes: keptHalfMinutes,
            by: shadows
        )
        var steps = [[Int]](repeating: [], count: PriceGrid.count)
        for step in 1...480 {
            let counts = level.takePings(through: origin + step)
            for place in 0..<PriceGrid.count where counts[place] != 0 {
                #expect(counts[place] == 1)
                steps[place].append(step)
            }
        }
        var plan = WarmPlan()
        for place in 0..<PriceGrid.count {
            let price = PriceGrid.prices[place] * factor
            let expected = plan.pings(
                hazards: hazards,
                curve: .hard(halfMinutes: keptHalfMinutes),
                prices: PingPrices(warm: price, cold: price),
                lastUse: wasPing
                    ? .ping(minutesBefore: before) : .request(minutesBefore: before),
                firstStep: first
            )
            #expect(steps[place] == expected.map(\.step), "place \(place)")
        }
    }

    @Test func anInstanceThatWasNeverUsedIsColdFromTheFirstStep() {
        var dice = PlatformDice(seed: 7)
        let hazards = hazards(&dice)
        var shadows = ShadowPlans(horizon: 580)
        shadows.weigh(hazards: hazards, warmMinutes: 10, factor: 1)
        var level = ShadowLevel()
        level.plan(steps: 1...480, after: origin, keptHalfMinutes: 20, by: shadows)
        let counts = level.takePings(through: origin + 480)
        var plan = WarmPlan()
        for place in 0..<PriceGrid.count {
            let price = PriceGrid.prices[place]
            let expected = plan.pings(
                hazards: hazards,
                curve: .hard(halfMinutes: 20),
                prices: PingPrices(warm: price, cold: price),
                lastUse: .none
            )
            #expect(Int(counts[place]) == expected.count, "place \(place)")
        }
        #expect(counts[15] > counts[2])
    }

    /// By hand: with one request to come for sure at step 100 and ten warm minutes, the cheapest ping
    /// is the latest, and none pays for as much as it saves.
    @Test func aSureRequestIsPingedForOnceBelowAPriceOfOne() {
        var hazards = [Double](repeating: 0, count: 581)
        hazards[100] = 0.97
        var shadows = ShadowPlans(horizon: 580)
        shadows.weigh(hazards: hazards, warmMinutes: 10, factor: 1)
        #expect(shadows.firstPing(fromColdStep: 1, place: 0) == 581)
        for place in 1..<PriceGrid.count {
            #expect(shadows.firstPing(fromColdStep: 1, place: place) == 100)
            #expect(shadows.firstPing(fromColdStep: 100, place: place) == 100)
            #expect(shadows.firstPing(fromColdStep: 101, place: place) == 581)
        }
        // A level's price of twice the grid's: 1.12 is too dear, 0.6272 is not.
        shadows.weigh(hazards: hazards, warmMinutes: 10, factor: 2)
        #expect(shadows.firstPing(fromColdStep: 1, place: 1) == 581)
        #expect(shadows.firstPing(fromColdStep: 1, place: 2) == 100)
    }
}
