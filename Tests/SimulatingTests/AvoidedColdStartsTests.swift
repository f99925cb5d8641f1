import Domain
import Testing

@testable import Simulating

/// One request in each of these minutes, at its 30th second; instances are kept for ten minutes.
private func function(_ minutes: [Int], counts: [Int64]? = nil, ms: Int64 = 0) -> RecordedFunction {
    RecordedFunction(
        name: "f",
        minutes: minutes,
        counts: counts ?? minutes.map { _ in 1 },
        meanDuration: .milliseconds(ms),
        traceMinutes: 1440
    )
}

private func ping(_ minute: Double, _ instances: Int = 1) -> TracePing {
    TracePing(timeS: 60 * minute, instances: instances)
}

@Suite struct AvoidedColdStartsTests {
    @Test(
        arguments: [
            ("nobody comes", [], [ping(10)], [0]),
            ("as long as its warmth lasts", [20], [ping(10.5)], [1]),
            ("a second longer", [20], [ping(10.5 - 1 / 60)], [0]),
            ("the last ping before the request", [20], [ping(11), ping(15)], [0, 1]),
            ("of two at once the last one", [20], [ping(15), ping(15)], [0, 1]),
            ("it was warm by a request anyway", [10, 20], [ping(0), ping(15)], [0, 0]),
            ("a request ends the first one's share", [10, 30], [ping(5), ping(25)], [1, 1]),
            ("a later minute of the same warmth", [20, 25], [ping(15)], [1]),
            ("after the request", [20], [ping(20.5)], [0]),
        ] as [(String, [Int], [TracePing], [Int])]
    )
    func aColdStartIsAvoidedByTheLastPing(
        requirement: String,
        minutes: [Int],
        pings: [TracePing],
        avoided: [Int]
    ) {
        let found = avoidedColdStarts(function(minutes), pings: pings, idleTimeoutS: 600)
        #expect(found == avoided)
    }

    @Test func eachInstanceHasItsOwnPing() {
        // 600 requests of a second in a minute need more than two instances.
        let busy = function([20], counts: [600], ms: 1000)
        #expect(busy.needed[0] > 3)
        let found = avoidedColdStarts(
            busy,
            pings: [ping(14, 3), ping(15, 1)],
            idleTimeoutS: 600
        )
        #expect(found == [2, 1])
    }

    @Test func onlyWhatIsScoredCounts() {
        let pings = [ping(15), ping(45)]
        let trace = function([20, 50])
        for (from, avoided) in [(20.0, [1, 1]), (20.1, [0, 1]), (50.1, [0, 0])] {
            let found = avoidedColdStarts(
                trace,
                pings: pings,
                idleTimeoutS: 600,
                scoredFromS: 60 * from
            )
            #expect(found == avoided)
        }
    }

    /// Whatever happens, they add up to what the replays without and with pings differ by.
    @Test(arguments: 0..<50 as Range<UInt64>)
    func theSumIsTheDifferenceOfTheReplays(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let minutes = (0..<400).filter { _ in Int.random(in: 0..<12, using: &generator) == 0 }
        let trace = function(
            minutes,
            counts: minutes.map { _ in Int64.random(in: 1...200, using: &generator) },
            ms: 2000
        )
        let pings = (0..<60).map { _ in
            TracePing(
                timeS: Double(Int.random(in: 0..<24_000, using: &generator)),
                instances: Int.random(in: 1...5, using: &generator)
            )
        }
        .sorted { $0.timeS < $1.timeS }
        func coldStarts(_ pings: [TracePing]) -> Int {
            replayTrace(trace, pings: pings, idleTimeoutS: 600).coldInstances.reduce(0, +)
        }
        let avoided = avoidedColdStarts(trace, pings: pings, idleTimeoutS: 600)
        #expect(avoided.reduce(0, +) == coldStarts([]) - coldStarts(pings))
        #expect(avoided.allSatisfy { $0 >= 0 })
    }
}
