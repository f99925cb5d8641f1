package import Domain
import GRDB

extension HistoryStore {
    static let idleObservationsSQL = """
        SELECT endpointID, observedAtMs, idleMs, temperature, source FROM idleObservation
        WHERE endpointID = ? ORDER BY observedAtMs DESC, id DESC LIMIT ?
        """

    /// Remembers how long an instance had idled when it was found warm or cold.
    ///
    /// One of unknown temperature teaches nothing and is left out. The idle time is kept in whole
    /// milliseconds.
    ///
    /// - Throws: ``StoreError/endpointIsGone``, or ``StoreError/ruleBroken(rule:)``.
    package func recordIdleObservation(_ observation: IdleObservation) async throws {
        guard observation.temperature != .unknown else { return }
        try await write { db in
            try db.cachedStatement(
                sql: """
                    INSERT INTO idleObservation
                        (endpointID, observedAtMs, idleMs, temperature, source)
                    VALUES (?, ?, ?, ?, ?)
                    """
            ).execute(
                arguments: [
                    observation.endpointID.rawValue,
                    observation.observedAt.millisecondsSinceEpoch,
                    observation.idle.milliseconds, observation.temperature.rawValue,
                    observation.source.rawValue,
                ])
        }
    }

    /// The newest `limit` idle observations of an endpoint, oldest first.
    ///
    /// - Precondition: `limit` is positive.
    /// - Complexity: O(log *n* + *k*), by the index on `(endpointID, observedAtMs)`.
    package func idleObservations(
        of endpoint: EndpointID,
        limit: Int
    ) async throws -> [IdleObservation] {
        precondition(limit > 0, "an empty read is a caller's mistake")
        return try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: Self.idleObservationsSQL,
                arguments: [endpoint.rawValue, limit]
            )
            return try rows.reversed().map { row in
                IdleObservation(
                    endpointID: EndpointID(rawValue: row[0]),
                    observedAt: Timestamp(millisecondsSinceEpoch: row[1]),
                    idle: .milliseconds(row[2] as Int64),
                    temperature: try row.known(
                        Temperature.self,
                        3,
                        "idleObservation.temperature"
                    ),
                    source: try row.known(
                        IdleObservation.Source.self,
                        4,
                        "idleObservation.source"
                    )
                )
            }
        }
    }
}
