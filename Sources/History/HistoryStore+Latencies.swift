package import Domain
import GRDB

extension HistoryStore {
    static let latenciesSQL = """
        SELECT warmInstances, coldInstances, totalMs FROM ping
        WHERE endpointID = ? AND instances = 1 AND outcome = 'succeeded'
            AND totalMs IS NOT NULL AND warmInstances + coldInstances = 1
        ORDER BY scheduledAtMs DESC, id DESC LIMIT ?
        """

    /// How long the newest successful pings of one instance took that were found warm or cold.
    ///
    /// - Parameters:
    ///   - endpoint: One without such pings, or not registered, has no samples.
    ///   - limit: The most samples to return, warm and cold ones together.
    /// - Returns: The newest first.
    /// - Throws: ``StoreError``.
    /// - Precondition: `limit` is positive.
    /// - Complexity: O(log *n* + *k*) in the endpoint's pings, by the index of those with latencies.
    package func latencies(of endpoint: EndpointID, limit: Int) async throws -> LatencySamples {
        precondition(limit > 0, "an empty read is a caller's mistake")
        return try await read { db in
            var samples = LatencySamples()
            let rows = try Row.fetchCursor(
                db,
                sql: Self.latenciesSQL,
                arguments: [endpoint.rawValue, limit]
            )
            while let row = try rows.next() {
                let wasCold: Bool = row[1]
                if wasCold { samples.cold.append(row[2]) } else { samples.warm.append(row[2]) }
            }
            return samples
        }
    }
}
