import Domain
import Testing

@testable import Planning

private let origin = Stage.monday

/// Plans of a request with 5 % in every minute and instances that are kept for ten: by hand, ten
/// minutes hold one with 40 %, so that a ping in each cold minute pays at every price of the grid but
/// the first two.
private let shadows: ShadowPlans = {
    var shadows = ShadowPlans(horizon: 580)
    shadows.weigh(
        hazards: [Double](repeating: 0.05, count: 581),
        warmMinutes: 10,
        factor: 1
    )
    return shadows
}()

/// A level that was used by the request of minute `origin`, planned for the next 480 minutes: pings
/// are due at 11, 21, 31 and so on.
private func level() -> ShadowLevel {
    var level = ShadowLevel(lastUse: SlotUse.ofRequest(inMinute: origin))
    level.plan(steps: 1...480, after: origin, keptHalfMinutes: 20, by: shadows)
    return level
}

/// That number at every price but the highest two.
private func belowHalf(_ count: Double) -> PriceGrid.Values {
    var values = PriceGrid.Values(repeating: count)
    values[0] = 0
    values[1] = 0
    return values
}

@Suite struct ShadowLevelTests {
    @Test(arguments: [
        ("before the first minute of a ping", 10, 0.0),
        ("in it", 11, 1),
        ("before the second", 20, 1),
        ("in the second", 21, 2),
        ("at the end of the stretch", 480, 47),
        ("long after it", 5000, 47),
    ])
    func aPingCountsWhenItsMinuteComes(requirement: String, minutes: Int, count: Double) {
        var level = level()
        let pingsThen = level.takePings(through: origin + minutes)
        #expect(pingsThen == belowHalf(count))
        let pingsNext = level.takePings(through: origin + minutes)
        #expect(pingsNext == .zero)
    }

    @Test func aRequestDropsWhatWasPlannedBehindIt() {
        var level = level()
        _ = level.takePings(through: origin + 25)
        _ = level.meetRequest(inMinute: origin + 25, keptHalfMinutes: 20)
        let pingsThen = level.takePings(through: origin + 480)
        #expect(pingsThen == .zero)
        #expect(!level.isPlanned(through: origin + 25))
        // By hand: warm until minute 35, then from 36 on every ten minutes.
        level.plan(steps: 1...20, after: origin + 25, keptHalfMinutes: 20, by: shadows)
        let pingsNext = level.takePings(through: origin + 35)
        #expect(pingsNext == .zero)
        let pingsLater = level.takePings(through: origin + 36)
        #expect(pingsLater == belowHalf(1))
    }

    /// By hand: a ping at minute 21 holds through the request of minute 30, not through that of 31;
    /// the request of minute 0 alone holds through minute 10.
    @Test(arguments: [
        ("warm everywhere after a request", 0, 10, 0.0, 0.0),
        ("cold where nobody pinged", 25, 30, 1, 0),
        ("gone everywhere", 25, 31, 1, 1),
    ])
    func aRequestIsColdWhereTheInstanceIsGone(
        requirement: String,
        taken: Int,
        minute: Int,
        unpinged: Double,
        pinged: Double
    ) {
        var level = level()
        _ = level.takePings(through: origin + taken)
        let cold = level.meetRequest(inMinute: origin + minute, keptHalfMinutes: 20)
        #expect(cold[0] == unpinged)
        #expect(cold[1] == unpinged)
        for place in 2..<PriceGrid.count { #expect(cold[place] == pinged) }
        // From the request on all are alike.
        let next = level.meetRequest(inMinute: origin + minute + 10, keptHalfMinutes: 20)
        #expect(next == .zero)
    }

    /// By hand: the ping of minute 11 is later than the request of minute 8, which found what had been
    /// idle for 8 minutes at every price; it still holds through minute 20.
    @Test func aRequestHeardAfterALaterPingMeetsWhatWasThereBefore() {
        var level = level()
        _ = level.takePings(through: origin + 11)
        let late = level.meetRequest(inMinute: origin + 8, keptHalfMinutes: 10)
        #expect(late == PriceGrid.Values(repeating: 1))
        let next = level.meetRequest(inMinute: origin + 20, keptHalfMinutes: 20)
        #expect(next == PriceGrid.Values(repeating: 1) - belowHalf(1))
    }

    /// No price could have avoided it.
    @Test func aFirstRequestCountsAgainstNoPrice() {
        var level = ShadowLevel()
        #expect(level.meetRequest(inMinute: origin, keptHalfMinutes: 20) == .zero)
        let next = level.meetRequest(inMinute: origin + 60, keptHalfMinutes: 20)
        #expect(next == PriceGrid.Values(repeating: 1))
    }

    @Test func aStretchIsPlannedOnce() {
        var level = level()
        #expect(level.isPlanned(through: origin + 480))
        #expect(!level.isPlanned(through: origin + 481))
        level.plan(steps: 1...480, after: origin, keptHalfMinutes: 20, by: shadows)
        level.plan(steps: 30...480, after: origin, keptHalfMinutes: 20, by: shadows)
        let pingsThen = level.takePings(through: origin + 480)
        #expect(pingsThen == belowHalf(47))
    }

    /// By hand: 11, 21, … 951 are 95 pings, whether the first stretch's were taken or not.
    @Test(arguments: [0, 300, 480])
    func aSecondStretchFollowsTheFirst(taken: Int) {
        var level = level()
        let first = level.takePings(through: origin + taken)
        level.plan(steps: 1...480, after: origin + 480, keptHalfMinutes: 20, by: shadows)
        #expect(level.isPlanned(through: origin + 960))
        let rest = level.takePings(through: origin + 960)
        #expect(first + rest == belowHalf(95))
    }

    @Test func whatHasPassedIsNotPinged() {
        var level = ShadowLevel(lastUse: SlotUse.ofRequest(inMinute: origin))
        level.plan(steps: 101...480, after: origin, keptHalfMinutes: 20, by: shadows)
        let pingsThen = level.takePings(through: origin + 100)
        #expect(pingsThen == .zero)
        let pingsNext = level.takePings(through: origin + 101)
        #expect(pingsNext == belowHalf(1))
    }
}
