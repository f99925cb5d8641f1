/// What a replay met, minute by minute and ping by ping.
package struct ReplayTrace: Equatable, Sendable {
    /// How many instances of each active minute were cold.
    package var coldInstances: [Int] = []
    /// How many instances each ping had to start.
    package var startedInstances: [Int] = []

    package init() {}
}

/// Replays a recorded demand and a schedule of pings as
/// ``replay(_:pings:idleTimeoutS:softCurve:scoredFromS:heldInstances:)`` does, and tells of each
/// minute and each ping.
///
/// - Parameters:
///   - function: The demand.
///   - pings: Ascending by time.
///   - idleTimeoutS: An instance idle for longer than this is gone.
///   - heldInstances: So many are held warm by the platform itself.
/// - Returns: A number for each active minute and for each ping.
/// - Complexity: O(*n* · *k*) in minutes plus pings, and instances.
package func replayTrace(
    _ function: RecordedFunction,
    pings: [TracePing],
    idleTimeoutS: Double,
    heldInstances: Int = 0
) -> ReplayTrace {
    var slots = SlotStack(
        idleTimeoutS: idleTimeoutS,
        softCurve: nil,
        scoredFromS: -.infinity,
        heldInstances: heldInstances
    )
    var tally = Tally()
    var trace = ReplayTrace()
    trace.coldInstances.reserveCapacity(function.minutes.count)
    trace.startedInstances.reserveCapacity(pings.count)
    func send(_ ping: TracePing) {
        tally.expectedColdPings = 0
        slots.ping(ping, tally: &tally)
        trace.startedInstances.append(Int(tally.expectedColdPings))
    }
    var nextPing = 0
    for index in function.minutes.indices {
        let arrival = function.firstArrivalS(index)
        while nextPing < pings.count, pings[nextPing].timeS < arrival {
            send(pings[nextPing])
            nextPing += 1
        }
        let cold = slots.serve(
            function.needed[index],
            from: arrival,
            until: function.lastEndS(index),
            tally: &tally
        )
        trace.coldInstances.append(Int(cold.instances))
    }
    for ping in pings[nextPing...] { send(ping) }
    return trace
}
