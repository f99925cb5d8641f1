import Domain
import Testing

@testable import Planning

/// Friday 2026-11-06 00:00 UTC, in minutes since the epoch.
private let friday = 29_898_720
private let explores = EngineSettings(exploration: Exploration(seed: 7))

/// Three days of a timer that is worth being kept warm all the time: a ping every ten minutes.
private func run(_ settings: EngineSettings, mode: Endpoint.Mode = .active) -> Stage {
    var stage = Stage.timer(Stage.endpoint(mode: mode, value: 2000), settings, days: 1)
    stage.tick(until: Stage.monday + 3 * 1440)
    return stage
}

extension Decision {
    fileprivate func value(_ name: Reason.Name) -> Double? {
        reasons.first { $0.name == name }?.value
    }
}

@Suite struct ExplorationTests {
    /// Counted by the formula, written out in Python with integers of any size.
    @Test(arguments: [
        (7, 1, 1078, [61, 178, 186, 231, 299]), (8, 1, 973, [28, 151, 152, 175, 395]),
        (7, 2, 1019, [36, 54, 179, 445, 451]), (0, 1, 1030, [25, 76, 254, 274, 380]),
    ])
    func oneInAHundredIsWithheld(seed: UInt64, endpoint: Int64, count: Int, first: [Int]) {
        let exploration = Exploration(seed: seed)
        let withheld = (friday..<friday + 100_000).filter {
            exploration.withholds(EndpointID(rawValue: endpoint), minute: $0)
        }
        #expect(withheld.count == count)
        #expect(withheld.prefix(5).map { $0 - friday } == first)
    }

    @Test func withoutExplorationNothingIsWithheld() {
        let stage = run(EngineSettings())
        #expect(stage.decisions.count > 250)
        #expect(stage.decisions.allSatisfy { $0.action == .ping })
        #expect(stage.decisions.allSatisfy { $0.value(.probabilityOfDecision) == nil })
    }

    @Test func whatTheDrawNamesIsRecordedAndNotSent() {
        let stage = run(explores)
        let drawn = stage.decisions.filter {
            Exploration(seed: 7).withholds(Stage.id, minute: $0.minute)
        }
        let withheld = stage.decisions.filter { $0.action == .withheld }
        #expect(withheld == drawn)
        // Three are to be expected of about 300 draws.
        #expect((1...20).contains(withheld.count))
        #expect(stage.pings.count == stage.decisions.count - withheld.count)
        let sent = Set(stage.pings.map(\.minute))
        for decision in withheld {
            #expect((0..<10).allSatisfy { !sent.contains(decision.minute + $0) })
        }
        for decision in stage.decisions {
            let chance = decision.action == .withheld ? 0.01 : 0.99
            #expect(decision.value(.probabilityOfDecision) == chance)
        }
        #expect(stage.decisions.allSatisfy { $0.action != .misfire })
    }

    @Test func shadowModeDrawsAlike() {
        let shadow = run(explores, mode: .shadow)
        let active = run(explores)
        #expect(shadow.pings.isEmpty)
        #expect(shadow.decisions.map(\.minute) == active.decisions.map(\.minute))
        let withheld = { (stage: Stage) in stage.decisions.map { $0.action == .withheld } }
        #expect(withheld(shadow) == withheld(active))
        #expect(withheld(shadow).contains(true))
    }

    @Test func equalSeedsDecideAlikeAndOthersDoNot() {
        let first = run(explores)
        #expect(first.decisions == run(explores).decisions)
        let other = run(EngineSettings(exploration: Exploration(seed: 8)))
        #expect(first.pings != other.pings)
    }

    @Test func aWithheldPingCostsNothing() throws {
        let decisions = run(explores).decisions
        // The next decision waits for the same request.
        let pair = try #require(
            zip(decisions, decisions.dropFirst()).first { withheld, next in
                withheld.action == .withheld
                    && next.minute - withheld.minute < Int(next.value(.elapsedMinutes) ?? 0)
            }
        )
        #expect(pair.1.value(.credit) == pair.0.value(.credit))
        #expect(pair.1.value(.spentInGap) == pair.0.value(.spentInGap))
        let sent = try #require(
            zip(decisions, decisions.dropFirst()).first { ping, next in
                ping.action == .ping
                    && next.minute - ping.minute < Int(next.value(.elapsedMinutes) ?? 0)
            }
        )
        // In prices of a ping.
        #expect(sent.1.value(.spentInGap) == (sent.0.value(.spentInGap) ?? 0) + 1)
    }
}
