import Domain
import GRDB
import Testing

@testable import History

@Suite struct TrafficTests {
    private let store: HistoryStore
    private let a: EndpointID
    private let b: EndpointID

    init() async throws {
        store = try HistoryStore.inMemory()
        a = try await store.add(plainEndpoint(named: "a"))
        b = try await store.add(plainEndpoint(named: "b"))
    }

    @Test(arguments: [(Int64.max, 600), (600, 60), (61, 60), (60, nil)] as [(Int64, Int64?)])
    func theLastTrafficIsTheOneBefore(second: Int64, expected: Int64?) async throws {
        try await store.write([60, 600].map { (a, TrafficBin(startedAtS: $0, requests: 1)) })
        #expect(try await store.lastTraffic(of: a, before: second) == expected)
        #expect(try await store.lastTraffic(of: b, before: second) == nil)
    }

    @Test func binsComeBackInOrderWithTheirUnknowns() async throws {
        let bins = [
            TrafficBin(startedAtS: -60, requests: 0),
            TrafficBin(startedAtS: 0, requests: nil),
            TrafficBin(startedAtS: 0, widthS: 3600, requests: 9),
            TrafficBin(startedAtS: 60, requests: 5, coldStarts: 5, durationMs: 1000),
            TrafficBin(startedAtS: 120, requests: nil, coldStarts: 2, durationMs: nil),
        ]
        try await store.write(bins.reversed().map { (a, $0) } + [(b, bins[0])])
        let all = try await store.traffic(of: a, in: -60..<180, limit: 100)
        #expect(all == bins)
        let halfOpen = try await store.traffic(of: a, in: 0..<60, limit: 100)
        #expect(halfOpen == Array(bins[1...2]))
        let oldest = try await store.traffic(of: a, in: -60..<180, limit: 2)
        #expect(oldest == Array(bins[0...1]))
        #expect(try await store.requests(of: EndpointID(rawValue: 99)).isEmpty)
    }

    @Test(arguments: [
        ("a broken minute", TrafficBin(startedAtS: 61, requests: 1)),
        ("a width below a minute", TrafficBin(startedAtS: 60, widthS: 30, requests: 1)),
        ("a negative count", TrafficBin(startedAtS: 60, requests: -1)),
        ("more cold starts than requests", TrafficBin(startedAtS: 60, requests: 1, coldStarts: 2)),
        ("an absurd count", TrafficBin(startedAtS: 60, requests: .max)),
        ("an absurd moment", TrafficBin(startedAtS: .max / 60 * 60, requests: 1)),
    ])
    func theSchemaRefusesAndNothingIsWritten(requirement: String, bin: TrafficBin) async throws {
        let good = TrafficBin(startedAtS: 0, requests: 1)
        let refusal = await storeError { try await store.write([(a, good), (a, bin)]) }
        guard case .ruleBroken = refusal else {
            Issue.record("\(requirement): \(String(describing: refusal))")
            return
        }
        #expect(try await store.requests(of: a).isEmpty)
    }

    @Test func binsOfARemovedEndpointAreRefused() async throws {
        let gone = EndpointID(rawValue: 99)
        let bin = TrafficBin(startedAtS: 0, requests: 1)
        #expect(await storeError { try await store.write([(gone, bin)]) } == .endpointIsGone)
    }

    @Test func aBulkWriteIsOneRevision() async throws {
        let before = try await store.trafficRevision()
        let bins = (0..<100).map { (a, TrafficBin(startedAtS: $0 * 60, requests: 1)) }
        try await store.write(bins)
        #expect(try await store.trafficRevision() == before + 1)
        let changes = try await store.trafficChanges(after: before, limit: 100)
        #expect(changes.bins.count == 100)
        #expect(changes.resetEndpoints.isEmpty)
        #expect(changes.revision == before + 1)
        let nothing = try await store.trafficChanges(after: changes.revision, limit: 100)
        #expect(nothing.bins.isEmpty && nothing.resetEndpoints.isEmpty)
        #expect(nothing.revision == changes.revision)
    }

    @Test func aBinThatIsJustSoAlreadyIsNoChange() async throws {
        try await store.write([
            (a, TrafficBin(startedAtS: 0, requests: 1)),
            (a, TrafficBin(startedAtS: 60, requests: nil)),
        ])
        let revision = try await store.trafficRevision()
        try await store.write([
            (a, TrafficBin(startedAtS: 0, requests: 1)),
            (a, TrafficBin(startedAtS: 60, requests: 0)),
        ])
        let changes = try await store.trafficChanges(after: revision, limit: 10)
        #expect(changes.bins.map(\.1) == [TrafficBin(startedAtS: 60, requests: 0)])
    }

    @Test func whenTooMuchChangedTheEndpointsAreReadAnew() async throws {
        let before = try await store.trafficRevision()
        try await store.write([(b, TrafficBin(startedAtS: 0, requests: 1))])
        try await store.write(
            (0..<10).map { (a, TrafficBin(startedAtS: $0 * 60, requests: 1)) }
        )
        let enough = try await store.trafficChanges(after: before, limit: 11)
        #expect(enough.bins.count == 11)
        #expect(enough.bins.first?.0 == b)
        let tooMany = try await store.trafficChanges(after: before, limit: 10)
        #expect(tooMany.bins.isEmpty)
        #expect(tooMany.resetEndpoints == [a, b])
        #expect(tooMany.revision == enough.revision)
        let largest = try await store.trafficChanges(after: before, limit: .max)
        #expect(largest.bins.count == 11)
    }

    @Test(
        arguments: [
            (
                "a new bin",
                """
                INSERT INTO traffic (endpointID, startedAtS, widthS, requests)
                VALUES (1, 120, 60, 7)
                """,
                [TrafficBin(startedAtS: 120, requests: 7)], []
            ),
            (
                "a bin of the usual width",
                "INSERT INTO traffic (endpointID, startedAtS, requests) VALUES (1, 120, 7)",
                [TrafficBin(startedAtS: 120, requests: 7)], []
            ),
            (
                "a changed bin", "UPDATE traffic SET requests = 8 WHERE startedAtS = 60",
                [TrafficBin(startedAtS: 60, requests: 8)], []
            ),
            (
                "a replaced bin",
                """
                INSERT OR REPLACE INTO traffic (endpointID, startedAtS, requests)
                VALUES (1, 60, 9)
                """,
                [TrafficBin(startedAtS: 60, requests: 9)], []
            ),
            (
                "an upserted bin",
                """
                INSERT INTO traffic (endpointID, startedAtS, requests) VALUES (1, 60, 9)
                ON CONFLICT DO UPDATE SET requests = requests + excluded.requests
                """, [TrafficBin(startedAtS: 60, requests: 10)], []
            ),
            ("a removed bin", "DELETE FROM traffic WHERE startedAtS = 60", [], [1]),
            ("a moved bin", "UPDATE traffic SET startedAtS = 180 WHERE startedAtS = 60", [], [1]),
            (
                "a bin given to another endpoint",
                "UPDATE traffic SET endpointID = 2 WHERE startedAtS = 60", [], [1, 2]
            ),
        ] as [(String, String, [TrafficBin], [Int64])]
    )
    func theShellIsNoticed(
        requirement: String,
        sql: String,
        bins: [TrafficBin],
        resets: [Int64]
    ) async throws {
        let folder = try TemporaryFolder()
        let store = try HistoryStore(at: folder.database, access: .create)
        let a = try await store.add(plainEndpoint(named: "a"))
        _ = try await store.add(plainEndpoint(named: "b"))
        try await store.write([
            (a, TrafficBin(startedAtS: 0, requests: 1)),
            (a, TrafficBin(startedAtS: 60, requests: 1)),
        ])
        let before = try await store.trafficRevision()
        let shell = try DatabaseQueue(path: folder.database)
        try await shell.write { db in try db.execute(sql: sql) }
        let changes = try await store.trafficChanges(after: before, limit: 10)
        #expect(changes.bins.map(\.1) == bins, "\(requirement)")
        #expect(changes.resetEndpoints.map(\.rawValue) == resets, "\(requirement)")
        #expect(changes.revision > before)
        let later = try await store.trafficChanges(after: changes.revision, limit: 10)
        #expect(later.bins.isEmpty && later.resetEndpoints.isEmpty, "\(requirement)")
        try shell.close()
        try store.close()
    }

    @Test func theShellsWritesAreRefusedByTheSameRules() async throws {
        let refusal = await storeError {
            try await store.shell(
                "INSERT INTO traffic (endpointID, startedAtS, requests) VALUES (1, 61, 1)"
            )
        }
        #expect(
            refusal
                == .ruleBroken(rule: "a bin starts at a whole minute from the year 1 to 9999")
        )
    }
}
