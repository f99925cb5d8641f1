import Domain
import Testing

@testable import Planning

/// What a ping was to warm and did not, and what shadow pings pretend to warm.
@Suite struct FailedPingTests {
    private func credit(pingFails: Bool) throws -> Double {
        var stage = Stage.timer(Stage.endpoint(value: 20))
        stage.platform = { PingOutcome(minute: $0.minute, instances: 1, hasFailed: pingFails) }
        stage.tick(until: Stage.monday + 60)
        #expect(!stage.pings.isEmpty)
        return try #require(stage.engine.explanation(of: Stage.id, at: stage.now)).credit
    }

    @Test func aFailedPingSavesNoColdStart() throws {
        let (answered, failed) = (try credit(pingFails: false), try credit(pingFails: true))
        #expect(failed < answered - 0.5, "\(failed) and \(answered)")
    }

    @Test(arguments: [
        ("the ping was the last use", 200, 200, 6, 194), ("never used before", 200, 200, nil, nil),
        ("a request came since", 203, 200, 6, 203),
    ])
    func aWithdrawnPingLeavesWhatWasThere(
        requirement: String,
        lastUse: Int,
        ping: Int,
        idle: Int?,
        expected: Int?
    ) {
        var slot = SlotUse(lastUse: lastUse, lastRequest: lastUse == ping ? SlotUse.never : lastUse)
        slot.withdrawPing(inMinute: ping / 2, idle: idle)
        #expect(slot.lastUse == expected ?? SlotUse.never)
    }

    @Test func historyFromBeforeThePingsEarnsNoCredit() throws {
        let stage = Stage.timer(days: 7)
        let explanation = try #require(stage.engine.explanation(of: Stage.id, at: stage.now))
        #expect(explanation.credit == SpendingGuard.openingCredit)
    }

    /// Requests of a timer that are all cold, in shadow mode, with pings that were never sent a few
    /// minutes before: they idled for half an hour.
    @Test func shadowPingsTeachNoIdleTimeout() throws {
        var stage = Stage.timer(Stage.endpoint(mode: .shadow, value: 200, idleMinutes: nil))
        for minute in stride(from: Stage.monday, to: Stage.monday + 1440, by: 30) {
            stage.run(to: minute + 1)
            var bin = Stage.bin(minute)
            bin.coldStarts = 1
            stage.hear(Stage.id, bin)
        }
        #expect(stage.pings.isEmpty && !stage.decisions.isEmpty)
        let idle = try #require(stage.engine.explanation(of: Stage.id, at: stage.now)).idle
        #expect(idle.observations == 48)
        // Cold after half an hour fits any timeout below it: no reason to believe in a short one.
        #expect(idle.high > .seconds(600), "\(idle.high)")
    }
}
