package import Domain
import GRDB

extension HistoryStore {
    static let hourlySpendSQL = """
        SELECT endpointID, scheduledAtMs, costNanos, currency
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
        let hourMs: Int64 = 3_600_000
        let startMs = end.millisecondsSinceEpoch - Int64(hours) * hourMs
        return try await read { db in
            var spends: [HourlySpend] = []
            var indices: [Int64: Int] = [:]
            let statement = try BulkStatement(Self.hourlySpendSQL, in: db)
            try statement.bind(startMs, end.millisecondsSinceEpoch)
            try statement.forEachRow { row in
                let endpoint = row.integer(0)
                let index = indices[endpoint] ?? spends.count
                if index == spends.count {
                    indices[endpoint] = index
                    spends.append(HourlySpend(hours: hours))
                }
                spends[index].addPing(
                    inHour: Int((row.integer(1) - startMs) / hourMs),
                    nanos: row.integer(2),
                    currency: row.text(3)
                )
            }
            return Dictionary(
                uniqueKeysWithValues: indices.map {
                    (EndpointID(rawValue: $0.key), spends[$0.value])
                }
            )
        }
    }
}
