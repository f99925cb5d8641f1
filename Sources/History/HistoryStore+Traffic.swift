package import Domain
import GRDB

extension HistoryStore {
    static let trafficSQL = """
        SELECT endpointID, startedAtS, widthS, requests, coldStarts, durationMs FROM traffic
        WHERE endpointID = ? AND startedAtS >= ? AND startedAtS < ?
        ORDER BY startedAtS, widthS LIMIT ?
        """

    static let changesSQL = """
        SELECT endpointID, startedAtS, widthS, requests, coldStarts, durationMs FROM traffic
        WHERE revision > ? ORDER BY revision LIMIT ?
        """

    static let changedEndpointsSQL = """
        SELECT id FROM endpoint WHERE id IN (
            SELECT endpointID FROM traffic INDEXED BY trafficByRevision WHERE revision > ?)
        """

    static let lastTrafficSQL = """
        SELECT max(startedAtS) FROM traffic WHERE endpointID = ? AND startedAtS < ?
        """

    /// The bins of `endpoint` that start during `range`, oldest first.
    ///
    /// - Parameters:
    ///   - endpoint: One without traffic, or not registered, has no bins.
    ///   - range: Seconds since the epoch; half open, so that adjacent ranges share no bin.
    ///   - limit: The most bins to return; the oldest are.
    /// - Returns: An empty array means that nothing is known.
    /// - Throws: ``StoreError``.
    /// - Precondition: `limit` is positive.
    /// - Complexity: O(log *n* + *k*), by the primary key; millions of bins a second.
    package func traffic(
        of endpoint: EndpointID,
        in range: Range<Int64>,
        limit: Int
    ) async throws -> [TrafficBin] {
        precondition(limit > 0, "an empty read is a caller's mistake")
        return try await read { db in
            let statement = try BulkStatement(Self.trafficSQL, in: db)
            try statement.bind(
                endpoint.rawValue,
                range.lowerBound,
                range.upperBound,
                Int64(limit)
            )
            var bins: [TrafficBin] = []
            try statement.forEachRow { row in bins.append(Self.bin(row)) }
            return bins
        }
    }

    /// When the last bin of `endpoint` before a moment starts, in seconds since the epoch.
    ///
    /// - Complexity: O(log *n*), by the primary key.
    package func lastTraffic(of endpoint: EndpointID, before second: Int64) async throws -> Int64? {
        try await read { db in
            try Int64.fetchOne(
                db,
                sql: Self.lastTrafficSQL,
                arguments: [endpoint.rawValue, second]
            )
        }
    }

    /// Puts `bins` in the place of those that start at the same moment with the same width.
    ///
    /// One transaction and one revision; a bin that is there already just so keeps its own.
    ///
    /// - Throws: ``StoreError/endpointIsGone``, or ``StoreError/ruleBroken(rule:)``; then nothing
    ///   is written.
    package func write(_ bins: [(EndpointID, TrafficBin)]) async throws {
        guard !bins.isEmpty else { return }
        try await write { db in
            let revision = try Self.raiseTrafficRevision(in: db)
            let statement = try BulkStatement(
                """
                INSERT INTO traffic
                    (endpointID, startedAtS, widthS, requests, coldStarts, durationMs, revision)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (endpointID, startedAtS, widthS) DO UPDATE SET
                    requests = excluded.requests, coldStarts = excluded.coldStarts,
                    durationMs = excluded.durationMs, revision = excluded.revision
                WHERE requests IS NOT excluded.requests OR coldStarts IS NOT excluded.coldStarts
                    OR durationMs IS NOT excluded.durationMs
                """,
                in: db
            )
            for (endpoint, bin) in bins {
                try statement.bind(
                    endpoint.rawValue,
                    bin.startedAtS,
                    bin.widthS,
                    bin.requests,
                    bin.coldStarts,
                    bin.durationMs,
                    revision
                )
                try statement.execute()
            }
        }
    }

    /// A number that rises with every change of the traffic, whoever made it.
    package func trafficRevision() async throws -> Int64 {
        try await read { db in try Self.revision("traffic", in: db) }
    }

    /// What became of the traffic after `revision`, whoever wrote it; one consistent state.
    ///
    /// Nothing is left for a second call: when more than `limit` bins changed, their endpoints are
    /// named as ones to be read anew instead.
    ///
    /// - Precondition: `limit` is positive.
    /// - Complexity: O(log *n* + *k*) in the changed bins, by the index on `revision`.
    package func trafficChanges(
        after revision: Int64,
        limit: Int
    ) async throws -> TrafficChanges {
        precondition(limit > 0, "an empty read is a caller's mistake")
        return try await read { db in
            var changes = TrafficChanges(
                bins: [],
                resetEndpoints: [],
                revision: try Self.revision("traffic", in: db)
            )
            var resets = Set(
                try Int64.fetchAll(
                    db,
                    sql: "SELECT endpointID FROM trafficReset WHERE revision > ?",
                    arguments: [revision]
                )
            )
            let statement = try BulkStatement(Self.changesSQL, in: db)
            try statement.bind(revision, limit < .max ? Int64(limit) + 1 : .max)
            try statement.forEachRow { row in
                changes.bins.append((EndpointID(rawValue: row.integer(0)), Self.bin(row)))
            }
            if changes.bins.count > limit {
                resets.formUnion(
                    try Int64.fetchAll(db, sql: Self.changedEndpointsSQL, arguments: [revision])
                )
                changes.bins = []
            }
            changes.bins.removeAll { resets.contains($0.0.rawValue) }
            changes.resetEndpoints = resets.sorted().map(EndpointID.init(rawValue:))
            return changes
        }
    }

    /// The revision that the bins of the transaction under way bring along.
    static func raiseTrafficRevision(in db: Database) throws -> Int64 {
        try db.execute(sql: "UPDATE revision SET value = value + 1 WHERE name = 'traffic'")
        return try revision("traffic", in: db)
    }

    private static func bin(_ row: BulkStatement) -> TrafficBin {
        TrafficBin(
            startedAtS: row.integer(1),
            widthS: row.integer(2),
            requests: row.optionalInteger(3),
            coldStarts: row.optionalInteger(4),
            durationMs: row.optionalInteger(5)
        )
    }
}
