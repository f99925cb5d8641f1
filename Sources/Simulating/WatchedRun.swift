internal import Domain
package import Forecasting
internal import Planning

/// One function simulated under the engine, with what the engine thought of every minute.
package struct WatchedRun: Sendable {
    /// A minute with requests, and how many of its instances were cold.
    package struct Arrival: Equatable, Sendable {
        package var minute: Int
        package var count: Int64
        package var coldStarts: Int
    }

    /// The watched minutes, from the start of the trace.
    package let minutes: Range<Int>
    package private(set) var arrivals: [Arrival] = []
    package private(set) var pings: [TracePing] = []
    /// P(a request in the minute | none since the last one), as known at its start, by watched
    /// minute.
    package private(set) var hazard: [Double] = []
    /// Watched minutes in which an instance stood warm.
    package private(set) var warm: [Range<Int>] = []

    /// Simulates `function` and watches some minutes of it.
    ///
    /// - Complexity: O(*m* + *n* · *g*) in all minutes, watched minutes and the length of gaps.
    package init(
        of function: RecordedFunction,
        watching minutes: Range<Int>,
        settings: SimulationSettings,
        prior: HazardTable
    ) async throws {
        self.minutes = minutes
        var engine = Engine(prior: prior)
        var world = SimulatedWorld(of: [function], settings: settings)
        let origin = SimulatedWorld.originMinute
        let id = EndpointID(rawValue: 1)
        var next = minutes.lowerBound
        while let (event, now) = world.next() {
            while next < min(now.minute - origin, minutes.upperBound) {
                hazard.append(engine.hazard(of: id, inMinute: origin + next) ?? 0)
                next += 1
            }
            world.perform(engine.handle(event, at: now))
        }
        watch(function, pings: world.pings[0], settings: settings)
    }

    private mutating func watch(
        _ function: RecordedFunction,
        pings: [TracePing],
        settings: SimulationSettings
    ) {
        var instances = SimulatedInstances(curve: settings.platform, seed: settings.seed)
        let kept = settings.idleTimeout.inSeconds
        var coming = pings[...]
        func hold(from start: Double, until end: Double) {
            let first = max(Int(start / 60), minutes.lowerBound)
            let last = min(Int((end + kept) / 60), minutes.upperBound)
            guard first < last else { return }
            if let open = warm.last, open.upperBound >= first {
                warm[warm.count - 1] = open.lowerBound..<max(open.upperBound, last)
            } else {
                warm.append(first..<last)
            }
        }
        for index in function.minutes.indices {
            let arrival = function.firstArrivalS(index)
            while let ping = coming.first, ping.timeS < arrival {
                coming.removeFirst()
                _ = instances.use(ping.instances, from: ping.timeS, until: ping.timeS)
                hold(from: ping.timeS, until: ping.timeS)
            }
            let end = function.lastEndS(index)
            let cold = instances.use(function.needed[index], from: arrival, until: end)
            hold(from: arrival, until: end)
            guard minutes.contains(function.minutes[index]) else { continue }
            arrivals.append(
                Arrival(
                    minute: function.minutes[index],
                    count: function.counts[index],
                    coldStarts: cold
                )
            )
        }
        for ping in coming { hold(from: ping.timeS, until: ping.timeS) }
        self.pings = pings.filter { minutes.contains(Int($0.timeS / 60)) }
    }
}
