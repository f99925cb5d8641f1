import Domain
import Forecasting
import Simulating
import Testing

@testable import Planning

private let prior = FleetPrior.shipped.hazardTable()
private let origin = SimulatedWorld.originMinute
private let traceMinutes = 14 * 1440

private func madeUp(_ demand: SyntheticDemand, seed: UInt64) -> RecordedFunction {
    var generator = SeededGenerator(seed: seed)
    let moments = demand.arrivals(in: 0..<traceMinutes, using: &generator)
    let minutes = Set(moments.map { Int($0 / 60) }).sorted()
    return RecordedFunction(
        name: "f",
        minutes: minutes,
        counts: minutes.map { _ in 1 },
        traceMinutes: traceMinutes
    )
}

/// One endpoint's planner as the engine drives it, with a landscape that the engine does not need.
private struct WatchedPlanner {
    /// What the plan wanted, and what was sent of it.
    private(set) var planned = 0
    private(set) var sent: [Int] = []
    private(set) var shadowPings = PriceGrid.Values.zero

    init(_ function: RecordedFunction, value: Double) {
        var shared = SharedKnowledge(shipped: prior)
        var workspace = PlanWorkspace()
        let endpoint = Endpoint(
            id: EndpointID(rawValue: 1),
            name: "f",
            mode: .active,
            warmUp: WarmUpRequest(url: "http://localhost/"),
            meanDuration: function.meanDuration,
            statedIdleTimeout: .seconds(600),
            coldStartValue: value
        )
        let configured = ConfiguredEndpoint(
            endpoint: endpoint,
            knownSince: Timestamp(minute: origin)
        )
        var planner = EndpointPlanner(configured, shared: shared)
        planner.landscape = Landscape()
        planner.relearn(from: [], pings: [], now: origin, shared: &shared, with: &workspace)
        let active = Set(function.minutes)
        var tableDay = -1
        for minute in 0..<traceMinutes {
            let now = origin + minute
            if active.contains(minute - 1) {
                let bin = TrafficBin(startedAtS: Int64(now - 1) * 60, requests: 1)
                _ = planner.hear([bin], now: now, shared: &shared, with: &workspace)
            }
            guard let next = planner.nextDecision, next <= now else { continue }
            if now / 1440 != tableDay {
                tableDay = now / 1440
                shared.renewTable(openGaps: [planner.openGap(at: now)].compactMap { $0 })
            }
            let choice = planner.decide(
                minute: now,
                exploration: nil,
                shared: shared,
                with: &workspace
            )
            guard choice.ping != nil else { continue }
            planned += 1
            if choice.refusal == nil { sent.append(minute) }
        }
        shadowPings = planner.landscape?.takePings(through: origin + traceMinutes - 1) ?? .zero
    }
}

@Suite(.serialized) struct LandscapeEngineTests {
    /// A price on the grid: the shadow plans of that place are the plans that are carried out, to the
    /// ping, over two weeks.
    @Test(
        arguments: [
            (SyntheticDemand.timer(everyMinutes: 35), 4), (.officeHours(perHour: 2), 2),
            (.bursts(perDay: 2, requests: 5), 3), (.rare(perDay: 4), 6),
        ]
    )
    func atItsOwnPriceTheLandscapePingsAsTheEngineDoes(
        demand: SyntheticDemand,
        place: Int
    ) async throws {
        let function = madeUp(demand, seed: UInt64(place))
        let value = 1 / PriceGrid.prices[place]
        let watched = WatchedPlanner(function, value: value)
        #expect(watched.planned > 5)
        #expect(Int(watched.shadowPings[place]) == watched.planned)
        // Dearer pings are fewer, cheaper ones more.
        for place in 1..<PriceGrid.count {
            #expect(watched.shadowPings[place] >= 0.97 * watched.shadowPings[place - 1])
        }
        // And it is the engine that was watched.
        let pings = try await pings(
            of: .adaptive,
            over: [function],
            settings: SimulationSettings(idleTimeout: .seconds(600), coldStartValue: value),
            prior: prior
        )
        #expect(pings[0].map { Int($0.timeS) / 60 } == watched.sent)
    }
}
