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

    /// `preheat warm` beside a running service.
    @Test(.timeLimit(.minutes(1)))
    func pingsOfOthersAreHeardOf() async throws {
        let id = try await store.add(
            Endpoint(
                id: EndpointID(rawValue: 0),
                name: "shop",
                mode: .active,
                warmUp: WarmUpRequest(url: "http://127.0.0.1:9/")
            )
        )
        var world = try await world()
        try await world.perform(ping(id, nanos: 0))
        let other = PingRecord(
            id: 0,
            endpointID: id,
            scheduledAt: Timestamp(minute: Self.minute - 1),
            outcome: .succeeded,
            instances: 3,
            warmInstances: 3,
            cost: .zero("USD")
        )
        _ = try await store.record([], intents: [other], at: StoppedClock().now, offsets: [:])
        var heard: [RecentPing] = []
        while heard.isEmpty {
            if case .warmed(id, let ping)? = try await world.next()?.0 { heard.append(ping) }
        }
        #expect(heard == [RecentPing(minute: Self.minute - 1, instances: 3)])
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
