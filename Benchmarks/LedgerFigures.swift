import Domain
import Foundation
import History
import Reporting

/// Reports on a year of hourly pings of so many endpoints, in a database of its own.
func runLedger(of count: Int) async throws {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "preheat-ledger-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer {
        // What cannot be removed is left in the temporary folder.
        try? FileManager.default.removeItem(at: folder)
    }
    let path = folder.appending(path: "preheat.db").path
    let since = Timestamp(minute: Subjects.origin / 1440 * 1440)
    let until = since.advanced(by: .seconds(365 * 86_400))
    let written = try await ContinuousClock().measure {
        try await fill(path, endpoints: count, since: since)
    }
    print("\(count * 8760) pings of \(count) endpoints, written in \(written / .seconds(1)) s")
    let store = try HistoryStore(at: path, access: .existing)
    let east = UTCOffsets(earliestOffsetMinutes: 60, stretches: [])
    let views: [(String, ReportGrouping, UTCOffsets, Double?)] = [
        ("report cost of a year", .endpoint, .utc, 1),
        ("report cost of a year, by day", .day, .utc, 1),
        ("report cost of a year in another zone", .endpoint, east, 1),
        ("report cost of a year in another zone, by day", .day, east, nil),
    ]
    for (name, grouping, offsets, limit) in views {
        let seconds = try await ContinuousClock().measure {
            let report = try await costReport(
                from: store,
                since: since.advanced(by: .seconds(-60 * offsets.earliestOffsetMinutes)),
                until: until,
                by: grouping,
                offsets: offsets
            )
            precondition(report.total.pings == count * 8760, "every ping counts once")
        }
        print(Figure(name: name, value: seconds / .seconds(1), unit: "s", limit: limit).line)
    }
    let seconds = try await ContinuousClock().measure {
        let period = ReportPeriod(since: since, until: until, zone: "UTC", offsets: .utc)
        _ = try await spendReport(from: store, in: period, by: .endpoint)
    }
    print(Figure(name: "report forecast", value: seconds / .seconds(1), unit: "s").line)
    try store.close()
}

/// Writes the pings beside the store: its own way, one transaction for each, would take hours.
private func fill(_ path: String, endpoints count: Int, since: Timestamp) async throws {
    let store = try HistoryStore(at: path, access: .create)
    for index in 0..<count {
        _ = try await store.add(
            Endpoint(
                id: EndpointID(rawValue: 0),
                name: "endpoint-\(index)",
                warmUp: WarmUpRequest(url: "http://127.0.0.1/\(index)"),
                platform: .awsLambda
            )
        )
    }
    try store.close()
    let sqlite = Process()
    sqlite.executableURL = URL(filePath: "/usr/bin/sqlite3")
    sqlite.arguments = [
        path,
        """
        PRAGMA cache_size = -400000;
        WITH RECURSIVE hour (number) AS (
            SELECT 0 UNION ALL SELECT number + 1 FROM hour WHERE number < 8759
        )
        INSERT INTO ping (endpointID, scheduledAtMs, firedAtMs, outcome, instances, warmInstances,
            coldInstances, failedInstances, firstByteMs, totalMs, costNanos, currency)
        SELECT id, at, at, 'succeeded', 1, 1, 0, 0, 100, 120, 200 + (id * 31 + number) % 1000, 'USD'
        FROM (
            SELECT endpoint.id, number,
                \(since.millisecondsSinceEpoch) + number * 3600000 + endpoint.id * 7 AS at
            FROM hour CROSS JOIN endpoint
        );
        """,
    ]
    try sqlite.run()
    sqlite.waitUntilExit()
    precondition(sqlite.terminationStatus == 0, "sqlite3 could not fill the ledger")
}
