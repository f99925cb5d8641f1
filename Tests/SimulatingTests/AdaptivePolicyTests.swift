import Domain
import Forecasting
import Simulating
import Testing

private let prior = FleetPrior.shipped.hazardTable()
private let settings = SimulationSettings(idleTimeout: .seconds(600), coldStartValue: 10)

private func pings(
    of policy: Policy = .adaptive,
    over function: RecordedFunction,
    settings: SimulationSettings = settings
) async throws -> [TracePing] {
    try await Simulating.pings(of: policy, over: [function], settings: settings, prior: prior)[0]
}

/// Four days of two overlaid demands, other ones for each seed; a mean duration that needs up to a
/// few instances.
private func madeUp(seed: UInt64, days: Int = 4) -> RecordedFunction {
    var generator = SeededGenerator(seed: seed)
    let demands: [SyntheticDemand] = [
        .bursts(perDay: 4, requests: 6), .officeHours(perHour: 3), .rare(perDay: 5),
        .timer(everyMinutes: 35),
    ]
    var counts: [Int: Int64] = [:]
    for shift in [seed, seed / 4 + 1] {
        let demand = demands[Int((seed + shift) % 4)]
        for moment in demand.arrivals(in: 0..<days * 1440, using: &generator) {
            counts[Int(moment / 60), default: 0] += 1 + Int64(generator.next() % 3)
        }
    }
    let minutes = counts.keys.sorted()
    return RecordedFunction(
        name: "seed \(seed)",
        minutes: minutes,
        counts: minutes.map { counts[$0, default: 1] },
        meanDuration: seed.isMultiple(of: 2) ? .zero : .seconds(15),
        traceMinutes: days * 1440
    )
}

@Suite struct AdaptivePolicyTests {
    /// No look into the future: what is cut off cannot have mattered.
    @Test(arguments: 0..<UInt64(8))
    func aCutTraceGetsThePingsBeforeTheCut(seed: UInt64) async throws {
        let function = madeUp(seed: seed)
        let whole = try await pings(over: function)
        #expect(!whole.isEmpty)
        var generator = SeededGenerator(seed: ~seed)
        let active = function.minutes[function.minutes.count / 2]
        let drawn = (0..<3).map { _ in Int(generator.next() % UInt64(function.traceMinutes)) }
        let pinged = Int((whole[whole.count / 2].timeS / 60).rounded(.down))
        for cut in drawn + [active, active + 1, pinged, pinged + 1, 1] {
            let before = whole.filter { $0.timeS < 60 * Double(cut) }
            let alone = try await pings(over: function.cut(at: cut))
            #expect(alone == before, "cut at \(cut)")
        }
    }

    /// A request is heard of when its minute is over: it cannot call off that minute's ping.
    @Test(arguments: 0..<UInt64(4))
    func aRequestDoesNotUndoThePingOfItsOwnMinute(seed: UInt64) async throws {
        let function = madeUp(seed: seed)
        let whole = try await pings(over: function)
        for index in [whole.count / 4, whole.count / 2, whole.count - 1] {
            let minute = Int(whole[index].timeS / 60)
            let before = function.cut(at: minute)
            let joined = RecordedFunction(
                name: function.name,
                minutes: before.minutes + [minute],
                counts: before.counts + [1],
                meanDuration: function.meanDuration,
                traceMinutes: minute + 1
            )
            let sent = try await pings(over: joined)
            #expect(sent == Array(whole[...index]), "a request in minute \(minute)")
        }
    }

    @Test(arguments: 0..<UInt64(8))
    func pingsAscendWithinWhatIsKnown(seed: UInt64) async throws {
        let function = madeUp(seed: seed)
        let sent = try await pings(over: function)
        #expect(zip(sent, sent.dropFirst()).allSatisfy { $0.timeS < $1.timeS })
        let known = 0..<60 * Double(function.traceMinutes)
        #expect(sent.allSatisfy { known.contains($0.timeS) })
        #expect(sent.allSatisfy { (1...64).contains($0.instances) })
    }

    @Test(arguments: 0..<UInt64(4))
    func equalInputsGetEqualPings(seed: UInt64) async throws {
        let first = try await pings(over: madeUp(seed: seed))
        let second = try await pings(over: madeUp(seed: seed))
        #expect(first == second)
    }

    /// By hand: endpoints are called first by 2 % a minute through minute 27, by 0.1 % later; a ping
    /// pays while its W minutes hold a first request with more than 10 % (five hold one with 9.6 %).
    @Test(arguments: [(10, [0, 10, 20]), (20, [0, 20]), (5, [])])
    func anEndpointThatWasNeverCalledIsPingedWhileFirstRequestsPay(
        idleMinutes: Int,
        expected: [Int]
    ) async throws {
        let edges = ElapsedBins.edges
        let lines = zip(edges, edges.dropFirst() + [20_000]).map { edge, next in
            "new,0,\(edge),\((next - edge) * (edge < 29 ? 20 : 1)),\((next - edge) * 1000)\n"
        }
        let header = "rateClass,burstClass,fromMinute,events,exposureMinutes\n"
        let fleet = try #require(FleetPrior(csv: header + lines.joined()))
        let silent = RecordedFunction(name: "f", minutes: [], counts: [], traceMinutes: 10_000)
        let sent = try await Simulating.pings(
            of: .adaptive,
            over: [silent],
            settings: SimulationSettings(
                idleTimeout: .seconds(60 * idleMinutes),
                coldStartValue: 10
            ),
            prior: fleet.hazardTable()
        )[0]
        #expect(sent.map { Int($0.timeS) / 60 } == expected)
        #expect(sent.allSatisfy { $0.instances == 1 })
    }

    @Test func aFleetWithoutFirstRequestsPingsNobodyBeforeTheirs() async throws {
        let silent = RecordedFunction(name: "f", minutes: [], counts: [], traceMinutes: 10_000)
        let sent = try await Simulating.pings(
            of: .adaptive,
            over: [silent],
            settings: settings,
            prior: FleetPrior().hazardTable()
        )[0]
        #expect(sent.isEmpty)
    }

    /// What was sent before the first request was heard of is what a silent endpoint gets.
    @Test(arguments: [1, 9, 100])
    func aTraceThatEndsWithItsFirstRequestGetsNoPingForIt(minute: Int) async throws {
        let function = RecordedFunction(
            name: "f",
            minutes: [minute],
            counts: [1],
            traceMinutes: minute + 1
        )
        let silent = RecordedFunction(
            name: "f",
            minutes: [],
            counts: [],
            traceMinutes: minute + 1
        )
        #expect(try await pings(over: function) == pings(over: silent))
    }

    @Test func onATimerItBeatsNeverAndAlways() async throws {
        let minutes = Array(stride(from: 7, to: 14 * 1440, by: 30))
        let timer = RecordedFunction(
            name: "timer",
            minutes: minutes,
            counts: minutes.map { _ in 1 },
            traceMinutes: 14 * 1440
        )
        let never = try await tally(.none, over: timer)
        let always = try await tally(.alwaysOn, over: timer)
        let adaptive = try await tally(.adaptive, over: timer)
        #expect(cost(adaptive) < cost(never))
        #expect(cost(adaptive) < cost(always))
        // One ping for each request is all that a timer needs, once it is known.
        #expect(adaptive.coldStarts < never.coldStarts / 10)
        #expect(adaptive.pings < never.coldStarts * 12 / 10)
    }

    @Test func aRareEndpointIsLetGo() async throws {
        let minutes = [100, 4007, 9911, 17_203, 26_005, 31_337, 39_001]
        let rare = RecordedFunction(
            name: "rare",
            minutes: minutes,
            counts: minutes.map { _ in 1 },
            traceMinutes: 28 * 1440
        )
        let sent = try await pings(over: rare)
        let always = try await pings(of: .alwaysOn, over: rare)
        #expect(sent.count < always.count / 50, "\(sent.count) of \(always.count)")
        #expect(try await cost(tally(.adaptive, over: rare)) < 1.5 * Double(minutes.count))
    }

    @Test func aHigherValueOfAColdStartNeverAddsColdStartsOnATimer() async throws {
        let timer = madeUp(seed: 3)
        var coldStarts: [Int] = []
        for value in [2.0, 10, 50, 250] {
            let settings = SimulationSettings(
                idleTimeout: .seconds(600),
                coldStartValue: value
            )
            coldStarts.append(try await tally(.adaptive, over: timer, settings).coldStarts)
        }
        #expect(coldStarts == coldStarts.sorted(by: >), "\(coldStarts)")
    }

    private func tally(
        _ policy: Policy,
        over function: RecordedFunction,
        _ settings: SimulationSettings = settings
    ) async throws -> Tally {
        let pings = try await pings(of: policy, over: function, settings: settings)
        return replay(function, pings: pings, idleTimeoutS: settings.idleTimeout.inSeconds)
    }

    /// In avoided cold starts.
    private func cost(_ tally: Tally) -> Double {
        Double(tally.coldStarts) + Double(tally.pings) / settings.coldStartValue
    }
}
