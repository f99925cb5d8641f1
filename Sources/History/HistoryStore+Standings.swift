internal import Domain
import GRDB

extension HistoryStore {
    static let standingsSQL = """
        SELECT endpoint.id, name, mode, isPaused, target IS NOT NULL, idleTimeoutMs IS NOT NULL,
            (SELECT max(startedAtS) FROM traffic WHERE endpointID = endpoint.id),
            ping.firedAtMs, outcome, failedInstances > 0, warmInstances + coldInstances > 0, detail
        FROM endpoint LEFT JOIN ping ON ping.id = (
            SELECT newest.id FROM ping AS newest
            WHERE newest.endpointID = endpoint.id AND newest.firedAtMs IS NOT NULL
            ORDER BY scheduledAtMs DESC LIMIT 1)
        ORDER BY name
        """

    /// How every endpoint does, by name.
    ///
    /// - Throws: ``StoreError``.
    /// - Complexity: O(*n* log *m*) in endpoints and what the history holds of each, by indexes.
    package func standings() async throws -> [EndpointStanding] {
        try await read { db in
            let rows = try Row.fetchCursor(db, sql: Self.standingsSQL)
            var standings: [EndpointStanding] = []
            while let row = try rows.next() { standings.append(try Self.standing(row)) }
            return standings
        }
    }

    private static func standing(_ row: Row) throws -> EndpointStanding {
        let newestTraffic: Int64? = row[6]
        var lastPing: EndpointStanding.LastPing?
        if let firedAtMs: Int64 = row[7] {
            lastPing = EndpointStanding.LastPing(
                firedAt: Timestamp(millisecondsSinceEpoch: firedAtMs),
                outcome: try row.known(PingRecord.Outcome.self, 8, "ping.outcome"),
                hasFailed: row[9],
                toldTemperature: row[10],
                detail: row[11]
            )
        }
        return EndpointStanding(
            id: EndpointID(rawValue: row[0]),
            name: row[1],
            mode: try row.known(Endpoint.Mode.self, 2, "endpoint.mode"),
            isPaused: row[3],
            hasTarget: row[4],
            hasStatedIdleTimeout: row[5],
            newestTraffic: newestTraffic.map(Timestamp.init(secondsSinceEpoch:)),
            lastPing: lastPing
        )
    }
}
