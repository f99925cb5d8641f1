import Domain
import GRDB
import Testing

@testable import History

@Suite struct LedgerTests {
    private let store: HistoryStore
    private let a: EndpointID
    private let b: EndpointID

    init() async throws {
        store = try HistoryStore.inMemory()
        a = try await store.add(plainEndpoint(named: "a"))
        b = try await store.add(plainEndpoint(named: "b"))
    }

    private func ping(_ endpoint: EndpointID, minute: Int) -> PingRecord {
        PingRecord(
            id: 0,
            endpointID: endpoint,
            scheduledAt: Timestamp(minute: minute),
            instances: 2
        )
    }

    private func decision(_ endpoint: EndpointID, minute: Int) -> Decision {
        Decision(
            endpointID: endpoint,
            decidedAt: Timestamp(millisecondsSinceEpoch: 59_999),
            minute: minute,
            action: .shadowPing,
            instances: 2,
            reasons: [Reason(.price, 1), Reason(.survival, 0.25), Reason(.saving, .infinity)]
        )
    }

    private let ever = Timestamp(minute: 0)..<Timestamp(minute: 1000)

    @Test func intentsAreSettledById() async throws {
        let ids = try await store.record([], intents: [ping(a, minute: 2), ping(b, minute: 1)])
        var settled = ping(a, minute: 2)
        settled.id = ids[0]
        settled.firedAt = Timestamp(millisecondsSinceEpoch: 120_001)
        settled.outcome = .unexpectedStatus
        settled.warmInstances = 1
        settled.failedInstances = 1
        settled.connectMs = 1
        settled.firstByteMs = 2
        settled.totalMs = 3
        settled.cost = Money(nanos: 217, currency: "USD")
        settled.detail = "one instance answered 503"
        #expect(try await store.settle(settled))
        var pending = ping(b, minute: 1)
        pending.id = ids[1]
        #expect(try await store.pings(of: nil, in: ever, limit: 10) == [pending, settled])
        #expect(try await store.pings(of: a, in: ever, limit: 10) == [settled])
    }

    @Test func everyOutcomeAndActionIsKept() async throws {
        for outcome in PingRecord.Outcome.allCases {
            var ping = ping(a, minute: 1)
            ping.outcome = outcome
            _ = try await store.record([], intents: [ping])
        }
        let outcomes = try await store.pings(of: a, in: ever, limit: 10).map(\.outcome)
        #expect(outcomes == PingRecord.Outcome.allCases)
        for action in Decision.Action.allCases {
            var decision = decision(a, minute: 1)
            decision.action = action
            _ = try await store.record([decision], intents: [])
        }
        let actions = try await store.decisions(of: a, in: 1..<2, limit: 10).map(\.action)
        #expect(actions == Decision.Action.allCases)
    }

    @Test func everyPlatformAndModeIsKept() async throws {
        for platform in Platform.allCases {
            for mode in Endpoint.Mode.allCases {
                var endpoint = plainEndpoint(named: "\(platform.rawValue) \(mode.rawValue)")
                endpoint.platform = platform
                endpoint.mode = mode
                endpoint.id = try await store.add(endpoint)
                #expect(try await store.endpoint(named: endpoint.name) == endpoint)
            }
        }
    }

    @Test func anEntryOfARemovedEndpointCannotBeSettled() async throws {
        var settled = ping(a, minute: 1)
        settled.id = try await store.record([], intents: [settled])[0]
        try await store.remove(a)
        settled.outcome = .succeeded
        #expect(try await store.settle(settled) == false)
    }

    @Test func whatAnEarlierProcessLeftIsInterrupted() async throws {
        var done = ping(a, minute: 1)
        done.outcome = .succeeded
        _ = try await store.record([], intents: [ping(a, minute: 2), done, ping(b, minute: 3)])
        let now = Timestamp(minute: 4)
        #expect(try await store.interruptPendingPings(at: now, includingService: true) == 2)
        let outcomes = try await store.pings(of: nil, in: ever, limit: 10).map(\.outcome)
        #expect(outcomes == [.succeeded, .interrupted, .interrupted])
        #expect(try await store.interruptPendingPings(at: now, includingService: true) == 0)
    }

    /// At a millisecond past minute 4.
    @Test(
        arguments: [
            ("the service's own, when it has stopped", nil, true, true),
            ("the service's own, while it runs", nil, false, false),
            ("another's, awaited for a while yet", 240_002, true, false),
            ("another's, whose time is up", 240_001, true, true),
            ("the same, while the service runs", 240_001, false, true),
        ] as [(String, Int64?, Bool, Bool)]
    )
    func aPingOfAnotherProcessIsAwaited(
        requirement: String,
        untilMs: Int64?,
        includingService: Bool,
        isInterrupted: Bool
    ) async throws {
        var pending = ping(a, minute: 4)
        pending.awaitedUntil = untilMs.map(Timestamp.init(millisecondsSinceEpoch:))
        pending.id = try await store.record([], intents: [pending])[0]
        #expect(try await store.pendingPings() == [pending])
        let count = try await store.interruptPendingPings(
            at: Timestamp(millisecondsSinceEpoch: 240_001),
            includingService: includingService
        )
        #expect(count == (isInterrupted ? 1 : 0))
        var expected = pending
        expected.outcome = isInterrupted ? .interrupted : .pending
        #expect(try await store.pings(numbered: [99, pending.id]) == [expected])
        #expect(try await store.pendingPings() == (isInterrupted ? [] : [pending]))
    }

    @Test func aBatchIsWrittenAsAWholeOrNotAtAll() async throws {
        var impossible = ping(a, minute: 1)
        impossible.warmInstances = 3
        let intents = [ping(a, minute: 1), impossible]
        let refusal = await storeError {
            _ = try await store.record([decision(a, minute: 1)], intents: intents)
        }
        #expect(refusal == .ruleBroken(rule: "no more instances were found than pinged"))
        #expect(try await store.pings(of: nil, in: ever, limit: 10).isEmpty)
        #expect(try await store.decisions(of: a, in: 0..<10, limit: 10).isEmpty)
        #expect(try await store.record([], intents: []).isEmpty)
    }

    @Test func rangesAreHalfOpenAndTheNewestAreKept() async throws {
        _ = try await store.record(
            (1...5).map { decision(a, minute: $0) },
            intents: (1...5).map { ping(a, minute: $0) }
        )
        let range = Timestamp(minute: 2)..<Timestamp(minute: 5)
        for endpoint in [a, nil] {
            let minutes = try await store.pings(of: endpoint, in: range, limit: 9)
                .map(\.scheduledAt.minute)
            #expect(minutes == [2, 3, 4])
            let newest = try await store.pings(of: endpoint, in: range, limit: 2)
                .map(\.scheduledAt.minute)
            #expect(newest == [3, 4])
        }
        #expect(try await store.decisions(of: a, in: 2..<5, limit: 9).map(\.minute) == [2, 3, 4])
        #expect(try await store.decisions(of: a, in: 2..<5, limit: 2).map(\.minute) == [3, 4])
        #expect(try await store.decisions(of: b, in: 2..<5, limit: 9).isEmpty)
    }

    @Test func decisionsKeepTheirReasonsInOrder() async throws {
        _ = try await store.record([decision(a, minute: 7)], intents: [])
        #expect(try await store.decisions(of: a, in: 7..<8, limit: 9) == [decision(a, minute: 7)])
    }

    @Test func aReasonThatIsNoNumberStopsNothing() async throws {
        var strange = decision(a, minute: 7)
        strange.reasons = [Reason(.price, .nan)]
        _ = try await store.record([strange], intents: [])
        let found = try await store.decisions(of: a, in: 7..<8, limit: 9)
        #expect(found.first?.reasons.first?.value.isNaN == true)
    }

    @Test func aValueThatThisReleaseCannotReadIsNamed() async throws {
        _ = try await store.record([decision(a, minute: 7)], intents: [])
        try await store.shell("UPDATE decisionReason SET name = 'mood' WHERE position = 0")
        let refusal = await storeError {
            _ = try await store.decisions(of: a, in: 7..<8, limit: 9)
        }
        #expect(refusal == .unreadableValue("mood", column: "decisionReason.name"))
    }
}
