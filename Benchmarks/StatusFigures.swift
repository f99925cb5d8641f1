import Domain
import Foundation
import History

/// Asks for the status of so many endpoints, each with a week of traffic by the hour, a day of pings
/// by the quarter of an hour and a target, by the command itself: from its start to its end.
func runStatus(of count: Int) async throws {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "preheat-status-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer {
        // What cannot be removed is left in the temporary folder.
        try? FileManager.default.removeItem(at: folder)
    }
    let path = folder.appending(path: "preheat.db").path
    try HistoryStore(at: path, access: .create).close()
    try run("/usr/bin/sqlite3", [path, statusFleet(of: count)])
    print("\(count) endpoints")
    let command = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "preheat").path
    for (name, options) in [
        ("preheat status", []), ("preheat status --all", ["--all"]),
        ("preheat status --all --format json", ["--all", "--format", "json"]),
    ] {
        var rounds: [Double] = []
        for _ in 0..<5 {
            let time = try ContinuousClock().measure {
                try run(command, ["status", "--database", path] + options)
            }
            rounds.append(time / .seconds(1))
        }
        print(Figure(name: name, value: rounds.sorted()[2], unit: "s", limit: 0.5).line)
    }
}

private func statusFleet(of count: Int) -> String {
    """
    PRAGMA cache_size = -400000;
    BEGIN;
    WITH RECURSIVE number(n) AS (
        SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < \(count)
    )
    INSERT INTO endpoint (name, url, mode, platform, target)
    SELECT 'endpoint-' || n, 'https://e' || n || '.example/health',
        iif(n % 3, 'active', 'shadow'), 'aws-lambda', 'cold-rate<5%'
    FROM number;
    INSERT INTO endpointHeader SELECT id, 0, 'Authorization', 'Bearer env:TOKEN' FROM endpoint;
    INSERT INTO targetState (endpointID, statedAtMs, rate, requestedMinutes, coldMinutes, value,
        priceFactor, verdict)
    SELECT id, 0, 0.05, 100, id % 10, 30, 1, 'feasible' FROM endpoint;
    WITH RECURSIVE hour(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM hour WHERE n < 168)
    INSERT INTO traffic (endpointID, startedAtS, widthS, requests, revision)
    SELECT id, (unixepoch() / 60 - 60 * n - iif(id % 7, 0, 20000)) * 60, 60, n % 5, 1
    FROM endpoint CROSS JOIN hour;
    WITH RECURSIVE quarter(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM quarter WHERE n < 95)
    INSERT INTO ping (endpointID, scheduledAtMs, firedAtMs, outcome, instances, warmInstances,
        coldInstances, failedInstances, firstByteMs, totalMs, costNanos, currency, detail)
    SELECT id, at, at, iif(id % 50, 'succeeded', 'timedOut'), 1, id % 50 > 0, 0, id % 50 = 0, 100,
        120, 200, 'USD', iif(id % 50, NULL, 'did not answer within 30 s')
    FROM (
        SELECT endpoint.id, (unixepoch() - 86400 + 900 * n) * 1000 + endpoint.id * 7 AS at
        FROM quarter CROSS JOIN endpoint
    );
    COMMIT;
    """
}

private func run(_ program: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    precondition(process.terminationStatus == 0, "\(program) failed")
}
