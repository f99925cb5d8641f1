package import Domain

/// What a schedule of pings did to a recorded demand.
package struct Tally: Equatable, Sendable {
    /// Instances that were cold when a real request needed them.
    package var coldStarts = 0
    /// How many cold starts to expect of those uses; the same number where the timeout is hard.
    package var expectedColdStarts = 0.0
    /// Active minutes with at least one cold start, and how many to expect.
    package var coldMinutes = 0
    package var expectedColdMinutes = 0.0
    package var activeMinutes = 0
    package var requests: Int64 = 0
    /// Pinged instances, and how many of them the ping had to start, or may be expected to.
    package var pings = 0
    package var coldPings = 0
    package var expectedColdPings = 0.0
    /// Seconds that instances stood idle and warm before they were used.
    package var idleWarmS = 0.0

    package init() {}

    package static func + (left: Tally, right: Tally) -> Tally {
        var sum = left
        sum.coldStarts += right.coldStarts
        sum.expectedColdStarts += right.expectedColdStarts
        sum.coldMinutes += right.coldMinutes
        sum.expectedColdMinutes += right.expectedColdMinutes
        sum.activeMinutes += right.activeMinutes
        sum.requests = saturatingSum(sum.requests, right.requests)
        sum.pings += right.pings
        sum.coldPings += right.coldPings
        sum.expectedColdPings += right.expectedColdPings
        sum.idleWarmS += right.idleWarmS
        return sum
    }
}

/// Replays a recorded demand and a schedule of pings on a platform.
///
/// The platform is a stack of slots: it always reuses the most recently used idle instance, and
/// reaps one that has been idle longer than the timeout. A minute needs its instances at the same
/// time, from its first request on; a ping of k instances touches the k most recently used slots
/// and starts those that are cold; at the very moment of a request it comes after it.
///
/// - Parameters:
///   - function: The demand.
///   - pings: Ascending by time.
///   - idleTimeoutS: An instance idle for longer than this is gone.
///   - softCurve: How likely an idle instance is gone instead; cold starts are then those to expect.
///   - scoredFromS: Only what happens from here on is counted; what came before warms instances.
///   - heldInstances: So many are held warm by the platform itself.
/// - Returns: What was counted.
/// - Complexity: O(*n* · *k*) in minutes plus pings, and instances.
package func replay(
    _ function: RecordedFunction,
    pings: [TracePing],
    idleTimeoutS: Double,
    softCurve: IdleCurve? = nil,
    scoredFromS: Double = 0,
    heldInstances: Int = 0
) -> Tally {
    var slots = SlotStack(
        idleTimeoutS: idleTimeoutS,
        softCurve: softCurve,
        scoredFromS: scoredFromS,
        heldInstances: heldInstances
    )
    var tally = Tally()
    var nextPing = 0
    for index in function.minutes.indices {
        let arrival = function.firstArrivalS(index)
        while nextPing < pings.count, pings[nextPing].timeS < arrival {
            slots.ping(pings[nextPing], tally: &tally)
            nextPing += 1
        }
        let cold = slots.serve(
            function.needed[index],
            from: arrival,
            until: function.lastEndS(index),
            tally: &tally
        )
        guard arrival >= scoredFromS else { continue }
        tally.requests = saturatingSum(tally.requests, function.counts[index])
        tally.activeMinutes += 1
        tally.expectedColdStarts += cold.instances
        tally.expectedColdMinutes += cold.any
    }
    for ping in pings[nextPing...] { slots.ping(ping, tally: &tally) }
    tally.coldStarts = Int(tally.expectedColdStarts.rounded())
    tally.coldMinutes = Int(tally.expectedColdMinutes.rounded())
    tally.coldPings = Int(tally.expectedColdPings.rounded())
    return tally
}

/// When each slot of the platform's stack was last used.
struct SlotStack {
    let idleTimeoutS: Double
    let softCurve: IdleCurve?
    let scoredFromS: Double
    let heldInstances: Int
    var lastUsedS = [Double](repeating: Self.never, count: Preheat.mostInstances)

    private static let never = -1e18

    init(
        idleTimeoutS: Double,
        softCurve: IdleCurve?,
        scoredFromS: Double,
        heldInstances: Int
    ) {
        self.heldInstances = heldInstances
        self.idleTimeoutS = idleTimeoutS
        self.softCurve = softCurve
        self.scoredFromS = scoredFromS
    }

    mutating func ping(_ ping: TracePing, tally: inout Tally) {
        for slot in 0..<min(ping.instances, lastUsedS.count) {
            let idle = ping.timeS - lastUsedS[slot]
            lastUsedS[slot] = max(lastUsedS[slot], ping.timeS)
            guard ping.timeS >= scoredFromS else { continue }
            tally.pings += 1
            tally.expectedColdPings += coldChance(of: slot, afterIdleS: idle)
            tally.idleWarmS += max(0, min(idle, idleTimeoutS))
        }
    }

    /// - Returns: How many instances were cold, and whether any was: the chance of the likeliest, for
    ///   those that idled for as long are reaped together.
    mutating func serve(
        _ instances: Int,
        from arrival: Double,
        until end: Double,
        tally: inout Tally
    ) -> (instances: Double, any: Double) {
        var cold = (instances: 0.0, any: 0.0)
        for slot in 0..<min(instances, lastUsedS.count) {
            let idle = arrival - lastUsedS[slot]
            let chance = coldChance(of: slot, afterIdleS: idle)
            cold.instances += chance
            cold.any = max(cold.any, chance)
            if arrival >= scoredFromS { tally.idleWarmS += max(0, min(idle, idleTimeoutS)) }
            lastUsedS[slot] = max(lastUsedS[slot], end)
        }
        return cold
    }

    private func coldChance(of slot: Int, afterIdleS idle: Double) -> Double {
        guard slot >= heldInstances else { return 0 }
        guard let softCurve, idle < -Self.never / 2 else { return idle > idleTimeoutS ? 1 : 0 }
        return softCurve.coldChance(afterSeconds: idle)
    }
}
