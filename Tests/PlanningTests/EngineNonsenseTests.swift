import Domain
import Planning
import Testing

private let ids = [1, 2, 3].map { EndpointID(rawValue: $0) }

/// Random events, from a seed.
private struct Chaos {
    var dice: PlatformDice
    var stage: Stage
    /// Pings since the clock was set back last, by endpoint.
    var sent: [EndpointID: Set<Int>] = [:]
    var seen = 0

    init(seed: UInt64) {
        dice = PlatformDice(seed: seed)
        stage = Stage(
            EngineSettings(
                lead: seed.isMultiple(of: 3) ? .seconds(10) : .zero,
                exploration: seed.isMultiple(of: 2) ? Exploration(seed: seed) : nil,
                saves: true
            ),
            startingAt: Stage.monday
        )
    }

    mutating func roll(_ bound: Int) -> Int { Int(dice.next() % UInt64(bound)) }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[roll(values.count)] }

    mutating func configured() -> Event {
        let chosen = ids.filter { _ in roll(5) > 0 }
        return .configured(
            chosen.map { id in
                let value = pick([1.0, 2, 30, 4000])
                let kept = pick([nil, 0, 1, 5, 10, 61, 100_000] as [Int?])
                let quiet = pick([[], ["22:00-06:00"], ["Mon 00:00-24:00"], ["00:00-00:00"]])
                var endpoint = Stage.endpoint(
                    id,
                    mode: pick([.active, .active, .shadow]),
                    value: value,
                    idleMinutes: kept,
                    isPaused: roll(8) == 0,
                    instances: pick([1, 1, 3, 64]),
                    quietWindows: quiet.compactMap { QuietWindow($0) }
                )
                endpoint.meanDuration = pick([nil, .zero, .seconds(1), .seconds(90)])
                endpoint.startUp = pick([nil, .seconds(8)])
                endpoint.platform = pick(Platform.allCases)
                return ConfiguredEndpoint(
                    endpoint: endpoint,
                    offsets: UTCOffsets(
                        earliestOffsetMinutes: pick([0, 330, -720]),
                        stretches: []
                    ),
                    knownSince: pick([nil, Timestamp(minute: stage.now.minute - 3000)]),
                    idleCurve: pick([nil, nil, .soft([]), .soft([0, 0, 0.1, 0.5, 1])])
                )
            }
        )
    }

    mutating func traffic() -> Event {
        .traffic(
            (0...roll(3)).map { _ in
                let minute = stage.now.minute + pick([0, -1, -1, -5, -300, 4, 90, roll(900) - 450])
                let counts: [Int64?] = [nil, 0, 1, 1, 1, 7, 500, -3, .max, .min]
                let bins = (0...roll(4)).map { step in
                    TrafficBin(
                        startedAtS: Int64(minute + step * roll(3)) * 60,
                        widthS: pick([60, 60, 60, 3600, 0, -60]),
                        requests: pick(counts),
                        coldStarts: pick([nil, nil, 0, 1, -4, .max])
                    )
                }
                return EndpointTraffic(endpointID: pick(ids), bins: bins)
            }
        )
    }

    mutating func outcome() -> Event {
        let minute = stage.pings.last?.minute ?? stage.now.minute
        return .pinged(
            pick(ids),
            PingOutcome(
                minute: minute - pick([0, 0, 0, 1, -7]),
                instances: pick([0, 1, 2, 100]),
                warm: pick([0, 1, 2, 99, -5]),
                cold: pick([0, 0, 1, 99, -5]),
                hasFailed: roll(6) == 0
            )
        )
    }

    /// One event; what it leads to is checked.
    mutating func step() {
        // Seconds that pass; the last is a clock that is set back.
        let seconds = pick([0, 1, 30, 60, 60, 300, 1800, 9000, -30, -119, -4000])
        stage.now = stage.now.advanced(by: .seconds(seconds))
        if seconds < -120 { sent = [:] }
        if roll(2) == 0, let alarm = stage.alarm, alarm > stage.now, seconds > 0 {
            stage.now = alarm
        }
        switch roll(12) {
        case 0: stage.send(configured())
        case 1...4: stage.send(traffic())
        case 5...6: stage.send(outcome())
        default:
            stage.alarm = nil
            stage.send(.woke)
        }
        check()
    }

    private mutating func check() {
        let earliest = stage.now.minute
        for order in stage.pings[seen...] {
            #expect((1...64).contains(order.instances))
            #expect(order.minute >= earliest)
            let isNew = sent[order.endpointID, default: []].insert(order.minute).inserted
            #expect(isNew, "endpoint \(order.endpointID.rawValue) in minute \(order.minute)")
        }
        seen = stage.pings.count
    }
}

@Suite struct EngineNonsenseTests {
    @Test(arguments: 0..<UInt64(50))
    func whateverItHearsItPingsOnceAMinuteAndNeverInThePast(seed: UInt64) {
        var chaos = Chaos(seed: seed)
        chaos.stage.send(chaos.configured())
        for _ in 0..<40 { chaos.step() }
        for decision in chaos.stage.decisions {
            #expect((1...64).contains(decision.instances))
            #expect(decision.reasons.allSatisfy { !$0.value.isNaN })
        }
    }

    @Test func moreInstancesThanThereMayBeAreNotAskedFor() {
        var stage = Stage.timer(Stage.endpoint(value: 5000, instances: 65), days: 1)
        stage.tick(until: Stage.monday + 60)
        #expect(!stage.pings.isEmpty)
        #expect(stage.pings.allSatisfy { $0.instances == 64 })
    }

    /// Two thousand requests of two seconds need 64 instances: a ping of them all is worth 3.2 of
    /// a single cold start, and avoids 64.
    @Test func aPingOfManyInstancesIsWorthManyColdStarts() {
        var busy = Stage.endpoint()
        busy.meanDuration = .seconds(2)
        var stage = Stage(startingAt: Stage.monday)
        stage.history[Stage.id] = Stage.timerHistory.suffix(48).map {
            TrafficBin(startedAtS: $0.startedAtS, requests: 2000)
        }
        stage.send(.configured([ConfiguredEndpoint(endpoint: busy)]))
        for tick in stride(from: Stage.monday, to: Stage.monday + 90, by: 30) {
            stage.request(minute: tick, count: 2000)
        }
        #expect(stage.decisions.contains { $0.instances == 64 })
        #expect(stage.pings.contains { $0.instances == 64 })
    }

    /// Pings of one gap, each at the price of a warm one, are worth three cold starts at most.
    @Test(arguments: 0..<UInt64(8))
    func waitingForOneRequestCostsNoMoreThanThreeColdStarts(seed: UInt64) {
        var dice = PlatformDice(seed: seed)
        let value = [2.0, 20, 60][Int(seed % 3)]
        var stage = Stage.timer(Stage.endpoint(value: value), days: 1)
        var first = 0
        var minute = Stage.monday
        for _ in 0..<25 {
            stage.request(minute: minute)
            #expect(Double(stage.pings.count - first) / value <= 3 + 1e-9)
            first = stage.pings.count
            minute += 1 + Int(dice.next() % [40, 300, 900][Int(dice.next() % 3)])
        }
    }
}
