import Domain
import Planning
import Testing

private let monday = Stage.monday

/// Two days of a timer, then `hours` in which each minute's bin has `requests`, or no bins at all.
private func stage(hours: Int, requests: Int64??) -> Stage {
    var stage = Stage.timer(Stage.endpoint(isPaused: true), days: 2)
    stage.tick(until: monday + 1)
    for minute in monday + 1..<monday + 60 * hours {
        guard case .some(let requests) = requests else { continue }
        stage.run(to: minute + 1)
        stage.hear(Stage.id, Stage.bin(minute, requests))
    }
    stage.run(to: monday + 60 * hours)
    return stage
}

/// What the engine expects over the half hour after the next tick, which is heard of.
private func hazards(_ stage: Stage, hours: Int) -> [Double] {
    var stage = stage
    stage.request(minute: monday + 60 * hours)
    return (1...45).compactMap {
        stage.engine.hazard(of: Stage.id, inMinute: monday + 60 * hours + $0)
    }
}

@Suite struct MissingDataTests {
    @Test func aGapInTheDataTeachesNoSilence() {
        let steady = Stage.timer(Stage.endpoint(isPaused: true), days: 2)
        let expected = hazards(steady, hours: 0)
        let missing = hazards(stage(hours: 30, requests: .some(nil)), hours: 30)
        let silent = hazards(stage(hours: 30, requests: .some(0)), hours: 30)
        #expect(missing.count == 45 && expected.count == 45 && silent.count == 45)
        // The tick is expected almost as before; after a silent day it is doubted.
        #expect(missing[29] > 0.8 * expected[29])
        #expect(silent[29] < 0.8 * expected[29])
        #expect(missing[29] > silent[29])
    }

    @Test func noBinsAreSilenceLikeZeros() {
        let zeros = hazards(stage(hours: 12, requests: .some(0)), hours: 12)
        let none = hazards(stage(hours: 12, requests: .none), hours: 12)
        #expect(zeros == none)
    }

    @Test func nothingButMissingMinutesIsLikeNoHistory() {
        var missing = Stage(startingAt: monday)
        missing.history[Stage.id] = (monday - 600..<monday).map { Stage.bin($0, nil) }
        let since = Timestamp(minute: monday - 600)
        let configured = ConfiguredEndpoint(endpoint: Stage.endpoint(), knownSince: since)
        missing.send(.configured([configured]))
        var none = Stage(startingAt: monday)
        none.send(.configured([configured]))
        missing.run(to: monday + 1440)
        none.run(to: monday + 1440)
        #expect(missing.decisions == none.decisions)
    }

    /// By the order of the bins alone: what is missing is missing whenever it is heard of.
    @Test func aBatchIsHeardLikeItsBins() {
        var batch = Stage.timer(Stage.endpoint(isPaused: true), days: 2)
        batch.request(minute: monday)
        batch.run(to: monday + 240)
        let bins = (monday + 60..<monday + 180).map { Stage.bin($0, nil) }
        batch.send(
            .traffic([EndpointTraffic(endpointID: Stage.id, bins: Array(bins.reversed()))])
        )
        var single = Stage.timer(Stage.endpoint(isPaused: true), days: 2)
        single.request(minute: monday)
        for bin in bins {
            single.run(to: bin.minute + 1)
            single.hear(Stage.id, bin)
        }
        #expect(hazards(batch, hours: 5) == hazards(single, hours: 5))
        #expect(batch.loads.count == 1)
    }
}
