internal import Domain
package import Forecasting
internal import Planning

/// One simulated fleet with what the controller made of its budget and its targets, hour by hour.
package struct WatchedPrices: Sendable {
    /// By hour from the start of the trace.
    package private(set) var requests: [Double]
    package private(set) var pings: [Double]
    /// What came of it.
    package private(set) var tally = Tally()
    /// λ of the budget at the hour's end; empty without one.
    package private(set) var budgetPrices: [Double] = []
    /// ν of the first function's target (of those whose record goes on), and the share of its rolling window's requested minutes
    /// that were cold; empty without a target.
    package private(set) var values: [Double] = []
    package private(set) var rates: [Double?] = []

    /// Simulates `functions` and watches all of it.
    ///
    /// - Complexity: As the simulation, and O(*n*) in functions each hour.
    package init(
        of functions: [RecordedFunction],
        settings: SimulationSettings,
        prior: HazardTable
    ) async throws {
        let hours = ((functions.map(\.traceMinutes).max() ?? 0) + 59) / 60
        requests = [Double](repeating: 0, count: hours)
        pings = requests
        var engine = Engine(prior: prior)
        var world = SimulatedWorld(of: functions, settings: settings)
        var hour = 1
        while let (event, now) = world.next() {
            while hour <= hours, now.minute - SimulatedWorld.originMinute >= 60 * hour {
                watch(engine)
                hour += 1
            }
            world.perform(engine.handle(event, at: now))
        }
        for (function, sent) in zip(functions, world.pings) {
            count(function, pings: sent, settings: settings)
        }
    }

    private mutating func watch(_ engine: Engine) {
        let state = engine.priceState
        if let budget = state.budgets.first { budgetPrices.append(budget.price) }
        if let target = state.targets.first {
            values.append(target.value)
            rates.append(
                target.requestedMinutes > 0 ? target.coldMinutes / target.requestedMinutes : nil
            )
        }
    }

    private mutating func count(
        _ function: RecordedFunction,
        pings sent: [TracePing],
        settings: SimulationSettings
    ) {
        for ping in sent {
            pings[min(Int(ping.timeS / 3600), pings.count - 1)] += Double(ping.instances)
        }
        for (minute, count) in zip(function.minutes, function.counts) {
            requests[minute / 60] += Double(count)
        }
        tally =
            tally
            + replay(
                function,
                pings: sent,
                idleTimeoutS: settings.idleTimeout.inSeconds,
                softCurve: settings.softPlatform
            )
    }
}
