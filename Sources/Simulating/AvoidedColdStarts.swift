internal import Domain

/// Replays a recorded demand and a schedule of pings as ``replayTrace(_:pings:idleTimeoutS:heldInstances:)``
/// does, and tells of each ping how many cold starts it avoided.
///
/// A cold start is avoided where a request needs an instance that is warm, and would be cold had there
/// been no ping at all; it is the last ping's before that request, whose warmth it was.
///
/// - Parameters:
///   - function: The demand.
///   - pings: Ascending by time; of several at the same moment the last one counts.
///   - idleTimeoutS: An instance idle for longer than this is gone.
///   - scoredFromS: Only requests of minutes from here on are counted.
/// - Returns: A number for each ping.
/// - Complexity: O(*n* · *k*) in minutes plus pings, and instances.
package func avoidedColdStarts(
    _ function: RecordedFunction,
    pings: [TracePing],
    idleTimeoutS: Double,
    scoredFromS: Double = 0
) -> [Int] {
    var slots = [PingedSlot](repeating: PingedSlot(), count: Preheat.mostInstances)
    var avoided = [Int](repeating: 0, count: pings.count)
    var next = 0
    for index in function.minutes.indices {
        let arrival = function.firstArrivalS(index)
        while next < pings.count, pings[next].timeS < arrival {
            for slot in 0..<min(pings[next].instances, slots.count) {
                slots[slot].ping(next, at: pings[next].timeS)
            }
            next += 1
        }
        let isScored = 60 * Double(function.minutes[index]) >= scoredFromS
        for slot in 0..<min(function.needed[index], slots.count) {
            let used = slots[slot]
            if isScored, let ping = used.lastPing, arrival - used.lastUsedS <= idleTimeoutS,
                arrival - used.lastRequestS > idleTimeoutS
            {
                avoided[ping] += 1
            }
            slots[slot].serve(until: function.lastEndS(index))
        }
    }
    return avoided
}

/// When one slot of the platform's stack was used, with pings and without.
private struct PingedSlot {
    var lastUsedS = -1e18
    var lastRequestS = -1e18
    /// The ping that used it last; `nil` where a request did.
    var lastPing: Int?

    mutating func ping(_ ping: Int, at timeS: Double) {
        guard timeS >= lastUsedS else { return }
        lastUsedS = timeS
        lastPing = ping
    }

    mutating func serve(until end: Double) {
        lastRequestS = max(lastRequestS, end)
        guard end >= lastUsedS else { return }
        lastUsedS = end
        lastPing = nil
    }
}
