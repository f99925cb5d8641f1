import Domain
import Foundation
import History
import Logging
import Testing

@testable import Planning
@testable import Serving

@Suite struct LiveWorldTests {
    private static let minute = 29_923_200

    /// Stands still.
    private struct StoppedClock: WallClock {
        var now: Timestamp { Timestamp(minute: minute) }
        var minimumResolution: Duration { .milliseconds(1) }

        func sleep(until deadline: Timestamp, tolerance: Duration?) async throws {
            try await Task.sleep(for: .seconds(3600))
        }
    }

    private let folder: URL
    private let store: HistoryStore
    private let orders: AsyncStream<PingDispatcher.Order>
    private let sender: AsyncStream<PingDispatcher.Order>.Continuation

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "preheat-\(UUID().uuidString)")
        store = try HistoryStore(at: folder.appending(path: "p.db").path, access: .create)
        (orders, sender) = AsyncStream.makeStream()
    }

    /// Writes as another program does.
    private func shell(_ sql: String) throws {
        let sqlite = Process()
        sqlite.executableURL = URL(filePath: "/usr/bin/sqlite3")
        sqlite.arguments = ["-cmd", ".timeout 5000", folder.appending(path: "p.db").path, sql]
        try sqlite.run()
        sqlite.waitUntilExit()
        try #require(sqlite.terminationStatus == 0)
    }

    private func world() async throws -> LiveWorld {
        try await LiveWorld(
            store: store,
            clock: StoppedClock(),
            mailbox: Mailbox<LiveWorld.Letter>(),
            orders: sender,
            notifier: SystemdNotifier(environment: [:]),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            pollInterval: .zero
        )
    }

    private func ping(_ id: EndpointID, nanos: Int64) -> [Effect] {
        let decision = Decision(
            endpointID: id,
            decidedAt: StoppedClock().now,
            minute: Self.minute,
            action: .ping,
            instances: 1,
            reasons: [Reason(.price, 1)]
        )
        let order = PingOrder(
            endpointID: id,
            scheduledAt: Timestamp(minute: Self.minute),
            instances: 1,
            reserved: Money(nanos: nanos, currency: "USD")
        )
        return [.record(decision), .ping(order)]
    }

    private func addShop() async throws -> EndpointID {
        try await store.add(
            Endpoint(
                id: EndpointID(rawValue: 0),
                name: "shop",
                mode: .active,
                warmUp: WarmUpRequest(url: "http://127.0.0.1:9/")
            )
        )
    }

    /// Writes what another process sent, and for how long from now on it is to be awaited.
    private func other(
        _ id: EndpointID,
        instances: Int,
        awaitedMs: Int64? = nil
    ) async throws -> PingRecord {
        let now = StoppedClock().now
        var ping = PingRecord(
            id: 0,
            endpointID: id,
            scheduledAt: Timestamp(minute: Self.minute - 1),
            outcome: awaitedMs == nil ? .succeeded : .pending,
            instances: instances,
            warmInstances: awaitedMs == nil ? instances : 0,
            awaitedUntil: awaitedMs.map { now.advanced(by: .milliseconds($0)) }
        )
        let outcomes = try await store.record([], intents: [ping], at: now, offsets: [:])
        ping.id = try #require(outcomes.first?.id)
        return ping
    }

    /// The instances that the next ping of another process has warmed.
    private func nextWarmed(_ world: inout LiveWorld) async throws -> Int {
        while true {
            guard case .warmed(_, let ping)? = try await world.next()?.0 else { continue }
            #expect(ping.minute == Self.minute - 1)
            return ping.instances
        }
    }

    /// `preheat warm` beside a running service.
    @Test(.timeLimit(.minutes(1)))
    func pingsOfOthersAreHeardOf() async throws {
        let id = try await addShop()
        var world = try await world()
        try await world.perform(ping(id, nanos: 0))
        _ = try await other(id, instances: 3)
        #expect(try await nextWarmed(&world) == 3)
        try store.close()
        try FileManager.default.removeItem(at: folder)
    }

    /// One that is slow, or was killed, and one that was under way when the service started.
    @Test(.timeLimit(.minutes(1)))
    func aPingThatIsAwaitedHoldsUpNoOther() async throws {
        let id = try await addShop()
        var earlier = try await other(id, instances: 2, awaitedMs: 1)
        var world = try await world()
        var slow = try await other(id, instances: 4, awaitedMs: 1)
        _ = try await other(id, instances: 3)
        #expect(try await nextWarmed(&world) == 3)
        #expect(try await store.pendingPings() == [earlier, slow])
        slow.outcome = .succeeded
        try await store.settle(slow)
        #expect(try await nextWarmed(&world) == 4)
        earlier.outcome = .succeeded
        try await store.settle(earlier)
        #expect(try await nextWarmed(&world) == 2)
        try store.close()
        try FileManager.default.removeItem(at: folder)
    }

    /// The process was killed: what it may have cost is spent, and nothing is heard of it.
    @Test(.timeLimit(.minutes(1)), arguments: [false, true])
    func aPingThatNobodyAwaitsIsInterrupted(isEarlier: Bool) async throws {
        let id = try await addShop()
        var lost: PingRecord?
        if isEarlier { lost = try await other(id, instances: 4, awaitedMs: 0) }
        var world = try await world()
        if !isEarlier { lost = try await other(id, instances: 4, awaitedMs: 0) }
        _ = try await other(id, instances: 3)
        #expect(try await nextWarmed(&world) == 3)
        let found = try await store.pings(numbered: [try #require(lost).id])
        #expect(found.map(\.outcome) == [.interrupted])
        try store.close()
        try FileManager.default.removeItem(at: folder)
    }

    /// What latency targets allow is read beside the configuration's revision: somebody may have
    /// changed the configuration between the two.
    @Test(.timeLimit(.minutes(1)))
    func whatTheEngineHearsOfIsWhatIsSent() async throws {
        let id = try await store.add(
            Endpoint(
                id: EndpointID(rawValue: 0),
                name: "shop",
                mode: .active,
                warmUp: WarmUpRequest(url: "http://127.0.0.1:9/", timeout: .seconds(300)),
                target: .latency(percentile: 99, limit: .seconds(1))
            )
        )
        try await store.set(
            Budget(scope: .fleet, period: .days(1), limit: .zero("USD")),
            at: StoppedClock().now,
            offsets: ["UTC": .utc]
        )
        var world = try await world()
        // After a refusal budgets and latencies are read at once.
        try await world.perform(ping(id, nanos: 1))
        try shell(
            """
            BEGIN;
            UPDATE endpoint SET timeoutMs = 1000;
            UPDATE revision SET value = value - 1 WHERE name = 'configuration';
            COMMIT;
            """
        )
        var heard: Duration?
        while heard != .seconds(1) {
            guard case .configured(let read)? = try await world.next()?.0 else { continue }
            heard = read.first?.endpoint.warmUp.timeout
        }
        try await world.perform(ping(id, nanos: 0))
        sender.finish()
        let sent = await orders.reduce(into: []) { $0.append($1.endpoint.warmUp.timeout) }
        #expect(sent == [.seconds(1)])
        try store.close()
        try FileManager.default.removeItem(at: folder)
    }
}
