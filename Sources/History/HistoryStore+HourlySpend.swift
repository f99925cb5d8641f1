package import Domain
import GRDB

extension HistoryStore {
    static let hourlySpendSQL = """
        SELECT endpointID, scheduledAtMs, costNanos, currency
        FROM ping WHERE scheduledAtMs >= ? AND scheduledAtMs < ?
        """

    static let hourlySpendByOriginSQL = """
        SELECT endpointID, scheduledAtMs, costNanos, currency, schedule
        FROM ping WHERE scheduledAtMs >= ? AND scheduledAtMs < ?
        """

    /// What the pings before a moment cost in each of the last hours.
    ///
    /// - Parameters:
    ///   - end: Where the last hour ends.
    ///   - hours: How many hours, each an hour long whatever the clocks do.
    /// - Returns: Of each endpoint with a ping in these hours; the oldest hour comes first.
    /// - Throws: ``StoreError``.
    /// - Complexity: O(*n*) in the pings of these hours, by the index on moments.
    package func hourlySpend(
        until end: Timestamp,
        hours: Int
    ) async throws -> [EndpointID: HourlySpend] {
        try await read { db in
            try Self.hourlySpend(Self.hourlySpendSQL, until: end, hours: hours, in: db) { row in
                EndpointID(rawValue: row.integer(0))
            }
        }
    }

    /// The same apart by who asked for the pings: the plan, or a manual schedule.
    ///
    /// - Parameters:
    ///   - end: Where the last hour ends.
    ///   - hours: How many hours, each an hour long whatever the clocks do.
    /// - Returns: Of everyone who asked for a ping in these hours; the oldest hour comes first.
    /// - Throws: ``StoreError``.
    /// - Complexity: O(*n*) in the pings of these hours, by the index on moments.
    package func hourlySpendByOrigin(
        until end: Timestamp,
        hours: Int
    ) async throws -> [SpendOrigin: HourlySpend] {
        try await read { db in
            let sql = Self.hourlySpendByOriginSQL
            return try Self.hourlySpend(sql, until: end, hours: hours, in: db) { row in
                let name = row.text(4)
                return SpendOrigin(
                    endpointID: EndpointID(rawValue: row.integer(0)),
                    schedule: name.isEmpty ? nil : name
                )
            }
        }
    }

    private static func hourlySpend<Key: Hashable>(
        _ sql: String,
        until end: Timestamp,
        hours: Int,
        in db: Database,
        by key: (BulkStatement) -> Key
    ) throws -> [Key: HourlySpend] {
        let hourMs: Int64 = 3_600_000
        let startMs = end.millisecondsSinceEpoch - Int64(hours) * hourMs
        var spends: [HourlySpend] = []
        var indices: [Key: Int] = [:]
        let statement = try BulkStatement(sql, in: db)
        try statement.bind(startMs, end.millisecondsSinceEpoch)
        try statement.forEachRow { row in
            let key = key(row)
            let index = indices[key] ?? spends.count
            if index == spends.count {
                indices[key] = index
                spends.append(HourlySpend(hours: hours))
            }
            spends[index].addPing(
                inHour: Int((row.integer(1) - startMs) / hourMs),
                nanos: row.integer(2),
                currency: row.text(3)
            )
        }
        return indices.mapValues { spends[$0] }
    }
}
