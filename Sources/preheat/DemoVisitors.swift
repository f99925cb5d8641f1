import AsyncHTTPClient
import Domain
import Foundation
import History
import NIOCore
import NIOHTTP1
import Reporting
import ServiceLifecycle
import Serving
import Synchronization

/// The demo's real requests: sent at their moments, timed, and written into the history.
final class DemoVisitors: Service {
    private struct Visit: Sendable {
        var endpoint: Endpoint
        var at: Timestamp
    }

    private struct Answer {
        var milliseconds: Int
        var isCold: Bool
    }

    private struct State {
        var answers: [Answer] = []
        var bins: [BinKey: TrafficBin] = [:]
    }

    private struct BinKey: Hashable {
        var endpointID: EndpointID
        var minute: Int
    }

    private let visits: [Visit]
    private let clock: ScaledClock
    private let store: HistoryStore
    private let client: HTTPClient
    private let end: Timestamp
    private let state = Mutex(State())

    init(
        endpoints: [Endpoint],
        arrivals: [[Double]],
        clock: ScaledClock,
        store: HistoryStore,
        client: HTTPClient,
        end: Timestamp
    ) {
        let start = clock.now
        visits = zip(endpoints, arrivals).flatMap { endpoint, moments in
            moments.map {
                Visit(
                    endpoint: endpoint,
                    at: Timestamp(millisecondsSinceEpoch: Int64($0 * 1000))
                )
            }
        }.filter { $0.at >= start && $0.at < end }.sorted { $0.at < $1.at }
        self.clock = clock
        self.store = store
        self.client = client
        self.end = end
    }

    /// Sends all requests, and ends when the last is answered and the time is over.
    func run() async throws {
        try await cancelWhenGracefulShutdown { [self] in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for visit in visits {
                    try await clock.sleep(until: visit.at, tolerance: .zero)
                    group.addTask { try await self.send(visit) }
                }
                try await group.waitForAll()
                try await clock.sleep(until: end, tolerance: nil)
            }
        }
    }

    /// What the requests met, in a sentence.
    var summary: String {
        let answers = state.withLock { $0.answers }
        let cold = answers.filter(\.isCold)
        let warm = answers.filter { !$0.isCold }
        let median = { (answers: [Answer]) in
            quantile(0.5, of: answers.map { Double($0.milliseconds) })
                .map { "median \(decimal($0, places: 0)) ms" } ?? "none"
        }
        return "\(answers.count) real requests: \(warm.count) warm (\(median(warm))), "
            + "\(cold.count) cold (\(median(cold)))"
    }

    private func send(_ visit: Visit) async throws {
        var request = HTTPClientRequest(url: visit.endpoint.warmUp.url)
        request.headers.add(name: "User-Agent", value: "demo-visitor")
        let started = ContinuousClock.now
        let response = try await client.execute(request, timeout: .seconds(30))
        _ = try await response.body.collect(upTo: 1 << 16)
        let took = Int((ContinuousClock.now - started).inSeconds * 1000)
        let isCold = response.headers.first(name: "X-Cold-Start") == "true"
        let key = BinKey(endpointID: visit.endpoint.id, minute: visit.at.minute)
        let bin = state.withLock { state in
            state.answers.append(Answer(milliseconds: took, isCold: isCold))
            var bin =
                state.bins[key]
                ?? TrafficBin(
                    startedAtS: Int64(key.minute) * 60,
                    requests: 0,
                    coldStarts: 0,
                    durationMs: 0
                )
            bin.requests = (bin.requests ?? 0) + 1
            bin.coldStarts = (bin.coldStarts ?? 0) + (isCold ? 1 : 0)
            bin.durationMs = (bin.durationMs ?? 0) + Int64(took)
            state.bins[key] = bin
            return bin
        }
        try await store.write([(key.endpointID, bin)])
        let local = LocalMinute(minutesSinceEpoch: visit.at.minute)
        print(
            "  \(clockText(local))  \(visit.endpoint.name): \(took) ms, "
                + (isCold ? "COLD" : "warm")
        )
    }
}
