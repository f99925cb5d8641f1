import Domain
import Foundation
import GRDB

@testable import History

/// A folder of one test, removed with the last reference to it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appending(path: "preheat-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
    }

    deinit {
        // What stays behind lies in the system's temporary folder and is swept with it.
        try? FileManager.default.removeItem(atPath: path)
    }

    var database: String { path + "/preheat.db" }

    /// The permission bits of a file in this folder.
    func mode(of name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return attributes[.posixPermissions] as? Int
    }
}

/// An endpoint that says something in every column.
func fullEndpoint(named name: String) -> Endpoint {
    Endpoint(
        id: EndpointID(rawValue: 0),
        name: name,
        mode: .active,
        isPaused: true,
        warmUp: WarmUpRequest(
            method: "POST",
            url: "https://example.org/warm?x=1",
            headers: [
                WarmUpRequest.Header(name: "X-Second", value: "b"),
                WarmUpRequest.Header(name: "Authorization", value: "Bearer 'é\""),
            ],
            body: "{\"ping\": true}",
            timeout: .milliseconds(1500),
            expectedStatus: ExpectedStatus("200-299,401") ?? .success
        ),
        platform: .awsLambdaARM,
        memoryMB: 1024,
        meanDuration: .milliseconds(120),
        statedIdleTimeout: .seconds(600),
        coldStartValue: 12.5,
        timeZone: "America/New_York",
        match: MatchRules(pathPrefix: "/api", host: "example.org", pattern: "^/api/v[12]"),
        instances: 3,
        startUp: .milliseconds(850),
        quietWindows: [QuietWindow("22:00-06:00"), QuietWindow("Sat,Sun 00:00-24:00")].compactMap {
            $0
        },
        specialDates: [SpecialDate("2026-11-27 x2.5"), SpecialDate("2026-12-25")].compactMap { $0 },
        group: "Läden",
        priority: 2.5,
        target: LatencyTarget("p99.9<1.5s"),
        targetWindow: .seconds(7 * 86_400),
        prices: [.currency("EUR"), .figure(.perRequest, 123_456), .figure(.perGBSecond, 0)]
    )
}

func plainEndpoint(named name: String) -> Endpoint {
    Endpoint(
        id: EndpointID(rawValue: 0),
        name: name,
        warmUp: WarmUpRequest(url: "http://127.0.0.1/\(name)")
    )
}

func record(_ source: String = "access.log", fingerprint: String = "f") -> ImportRecord {
    ImportRecord(
        importedAt: Timestamp(secondsSinceEpoch: 1_700_000_000),
        source: source,
        format: "accessLog",
        fingerprint: fingerprint
    )
}

extension HistoryStore {
    /// The known requests by the start of their bin.
    func requests(of endpoint: EndpointID) async throws -> [Int64: Int64?] {
        let bins = try await traffic(of: endpoint, in: Int64.min..<Int64.max, limit: 1_000_000)
        return Dictionary(uniqueKeysWithValues: bins.map { ($0.startedAtS, $0.requests) })
    }

    /// Does what a person would do in the sqlite3 shell, on this store's own connection.
    func shell(_ sql: String) async throws {
        try await write { db in try db.execute(sql: sql) }
    }
}

extension HistoryStore {
    /// Records where no budget is in the way, and returns the pings' ids.
    func record(_ decisions: [Decision], intents: [PingRecord]) async throws -> [Int64] {
        try await record(
            decisions,
            intents: intents,
            at: intents.last?.scheduledAt ?? Timestamp(minute: 0),
            offsets: [:]
        ).compactMap(\.id)
    }
}

/// What `body` throws, as a `StoreError`.
func storeError(_ body: () async throws -> Void) async -> StoreError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? StoreError
    }
}

/// A second program's connection, which may keep a transaction open.
func stubbornConnection(to path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    return try DatabaseQueue(path: path, configuration: configuration)
}
