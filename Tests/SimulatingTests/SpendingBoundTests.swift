import Domain
import Forecasting
import Simulating
import Testing

private let prior = FleetPrior.shipped.hazardTable()

private func function(_ moments: [Int], days: Int, _ name: String = "f") -> RecordedFunction {
    let minutes = Set(moments).sorted().filter { $0 < days * 1440 }
    // One request a minute comes in the middle of it, where the engine takes it to come.
    return RecordedFunction(
        name: name,
        minutes: minutes,
        counts: minutes.map { _ in 1 },
        traceMinutes: days * 1440
    )
}

/// Cold starts and pings in avoided cold starts, and the cold starts of doing nothing.
private func costs(
    of function: RecordedFunction,
    value: Double,
    idleMinutes: Int = 10
) async throws -> (cost: Double, never: Double, pings: Int) {
    let settings = SimulationSettings(
        idleTimeout: .seconds(60 * idleMinutes),
        coldStartValue: value
    )
    let sent = try await pings(of: .adaptive, over: [function], settings: settings, prior: prior)
    let timeout = settings.idleTimeout.inSeconds
    let tally = replay(function, pings: sent[0], idleTimeoutS: timeout)
    let never = replay(function, pings: [], idleTimeoutS: timeout)
    let cost = Double(tally.coldStarts) + Double(tally.pings) / value
    return (cost, Double(never.coldStarts), tally.pings)
}

/// A timer for a day and a half, and what comes after it.
private enum Ending: CaseIterable {
    case silence
    case chance
    case otherTimer
    case bursts

    func moments(seed: UInt64, days: Int) -> [Int] {
        var generator = SeededGenerator(seed: seed)
        let period = 15 + Int(generator.next() % 40)
        let turn = 2160
        let first = SyntheticDemand.timer(everyMinutes: period)
            .arrivals(in: 0..<turn, using: &generator)
        let rest = turn..<days * 1440
        let then: [Double] =
            switch self {
            case .silence: []
            case .chance:
                SyntheticDemand.rare(perDay: 20).arrivals(in: rest, using: &generator)
            case .otherTimer:
                SyntheticDemand.timer(everyMinutes: period + 13)
                    .arrivals(in: rest, using: &generator)
            case .bursts:
                SyntheticDemand.bursts(perDay: 6, requests: 5)
                    .arrivals(in: rest, using: &generator)
            }
        return (first + then).map { Int($0 / 60) }
    }
}

@Suite struct SpendingBoundTests {
    @Test(arguments: Ending.allCases, 0..<UInt64(2))
    private func whoseTrafficTurnsNeverPaysMuchMoreThanForNothing(
        ending: Ending,
        seed: UInt64
    ) async throws {
        let function = function(ending.moments(seed: seed, days: 3), days: 3)
        for value in [5.0, 200] {
            let (cost, never, pings) = try await costs(of: function, value: value)
            #expect(cost <= 1.1 * never + 0.5 + 1e-9, "value \(value): \(cost) for \(never)")
            #expect(pings > 0)
        }
    }

    /// The bound holds at every moment, not only in the end: a trace may end anywhere.
    @Test(arguments: [2161, 2200, 2300, 2600, 3500])
    func theBoundHoldsWhereverTheTraceEnds(minute: Int) async throws {
        let moments = Ending.silence.moments(seed: 1, days: 3)
        let function = function(moments, days: 3).cut(at: minute)
        let (cost, never, _) = try await costs(of: function, value: 50)
        #expect(cost <= 1.1 * never + 0.5 + 1e-9)
    }

    /// Requests that come just when the last ping's warmth has ended, or an instance's own, whatever
    /// was planned: a stranger who knows the engine.
    @Test(arguments: [3.0, 20, 500])
    func anAdversaryGainsNoMoreThanTheBound(value: Double) async throws {
        var moments = [5]
        let settings = SimulationSettings(idleTimeout: .seconds(600), coldStartValue: value)
        for _ in 0..<30 {
            let last = moments[moments.count - 1]
            let known = RecordedFunction(
                name: "known",
                minutes: moments,
                counts: moments.map { _ in 1 },
                traceMinutes: last + 300
            )
            let sent = try await pings(
                of: .adaptive,
                over: [known],
                settings: settings,
                prior: prior
            )[0]
            // The first minute after the last request that no ping holds warm.
            var cold = last + 11
            for ping in sent.map({ Int($0.timeS / 60) }) where ping > last && ping <= cold {
                cold = max(cold, ping + 10)
            }
            moments.append(cold)
        }
        let days = moments[moments.count - 1] / 1440 + 1
        let function = function(moments, days: days)
        let (cost, never, _) = try await costs(of: function, value: value)
        #expect(cost <= 1.1 * never + 0.5 + 1e-9, "\(cost) for \(never)")
    }
}
