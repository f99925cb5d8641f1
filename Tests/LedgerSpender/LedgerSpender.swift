import Domain
import Foundation
import History

/// A process that spends from the budgets of a database, so that tests can start two, or kill one.
///
/// `LedgerSpender FILE ENDPOINT NANOS spend` reserves and settles until it is refused, and prints how
/// often it was not; `… hold` first interrupts what an earlier process left, reserves once, says so,
/// and waits to be killed.
@main enum LedgerSpender {
    /// What it was told to do is nothing that it does.
    struct BadWords: Error {}

    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 5, let nanos = Int64(words[3]) else { throw BadWords() }
        let store = try HistoryStore(at: words[1], access: .existing, busyTimeout: .seconds(30))
        let endpoint = try await store.endpoint(named: words[2])
        switch words[4] {
        case "spend": print(try await spend(nanos, of: endpoint.id, in: store))
        case "hold": try await hold(nanos, of: endpoint.id, in: store)
        default: throw BadWords()
        }
        try store.close()
    }

    /// Every third ping costs one billionth less than was reserved for it.
    private static func spend(
        _ nanos: Int64,
        of endpoint: EndpointID,
        in store: HistoryStore
    ) async throws -> Int {
        var count = 0
        // A budget of the tests is spent long before.
        while count < 100_000, var ping = try await reserve(nanos, of: endpoint, in: store) {
            count += 1
            say("reserved")
            ping.outcome = .succeeded
            ping.cost = Money(nanos: count % 3 == 0 ? nanos - 1 : nanos, currency: "USD")
            try await store.settle(ping)
        }
        return count
    }

    private static func hold(
        _ nanos: Int64,
        of endpoint: EndpointID,
        in store: HistoryStore
    ) async throws {
        let now = Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
        _ = try await store.interruptPendingPings(at: now, includingService: true)
        let ping = try await reserve(nanos, of: endpoint, in: store)
        say(ping == nil ? "refused" : "reserved")
        // Whoever started it kills it; forgotten, it ends by itself.
        try await Task.sleep(for: .seconds(60))
    }

    /// - Returns: `nil` when a budget refuses.
    private static func reserve(
        _ nanos: Int64,
        of endpoint: EndpointID,
        in store: HistoryStore
    ) async throws -> PingRecord? {
        let now = Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
        var ping = PingRecord(
            id: 0,
            endpointID: endpoint,
            scheduledAt: now,
            instances: 1,
            reserved: Money(nanos: nanos, currency: "USD")
        )
        let outcomes = try await store.record(
            [],
            intents: [ping],
            at: now,
            offsets: ["UTC": .utc]
        )
        guard let id = outcomes.first?.id else { return nil }
        ping.id = id
        return ping
    }

    private static func say(_ word: String) {
        let bytes = Array("\(word)\n".utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
