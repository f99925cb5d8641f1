package import Domain
import Foundation
import GRDB

/// What was saved of an endpoint, with the traffic that came after it.
package struct LearnedState: Equatable, Sendable {
    package var bytes: [UInt8]
    /// Every row of traffic up to this revision has been learned from.
    package var trafficRevision: Int64
    package var savedAt: Timestamp

    package init(bytes: [UInt8], trafficRevision: Int64, savedAt: Timestamp) {
        self.bytes = bytes
        self.trafficRevision = trafficRevision
        self.savedAt = savedAt
    }
}

extension HistoryStore {
    static let newerTrafficSQL = """
        SELECT startedAtS, widthS, requests, coldStarts, durationMs FROM traffic
        WHERE revision > ? AND +endpointID = ? LIMIT ?
        """

    /// Saves what was learned of an endpoint; that of an earlier moment is replaced.
    ///
    /// - Throws: ``StoreError``; an endpoint that is gone is passed over.
    package func save(
        _ state: LearnedState,
        of endpoint: EndpointID,
        modelVersion: Int
    ) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO learnedState
                        (endpointID, modelVersion, trafficRevision, savedAtMs, state)
                    SELECT id, ?, ?, ?, ? FROM endpoint WHERE id = ?
                    ON CONFLICT (endpointID) DO UPDATE SET
                        modelVersion = excluded.modelVersion,
                        trafficRevision = excluded.trafficRevision,
                        savedAtMs = excluded.savedAtMs, state = excluded.state
                    """,
                arguments: [
                    modelVersion, state.trafficRevision,
                    state.savedAt.millisecondsSinceEpoch,
                    Data(state.bytes), endpoint.rawValue,
                ]
            )
        }
    }

    /// What was saved of an endpoint by this version of the model.
    ///
    /// - Returns: `nil` when there is nothing, when another version saved it, or when bins have
    ///   vanished since.
    package func learnedState(
        of endpoint: EndpointID,
        modelVersion: Int
    ) async throws -> LearnedState? {
        try await read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT state, trafficRevision, savedAtMs FROM learnedState
                    WHERE endpointID = :id AND modelVersion = :version AND NOT EXISTS (
                        SELECT 1 FROM trafficReset WHERE trafficReset.endpointID = :id
                            AND trafficReset.revision > learnedState.trafficRevision)
                    """,
                arguments: ["id": endpoint.rawValue, "version": modelVersion]
            )
            return row.map { row in
                LearnedState(
                    bytes: Array(row[0] as Data),
                    trafficRevision: row[1],
                    savedAt: Timestamp(millisecondsSinceEpoch: row[2])
                )
            }
        }
    }

    /// The bins of an endpoint that were written after a revision, in no order.
    ///
    /// - Complexity: O(log *n* + *k*) in all rows that are newer.
    package func traffic(
        of endpoint: EndpointID,
        after revision: Int64,
        limit: Int
    ) async throws -> [TrafficBin] {
        precondition(limit > 0, "an empty read is a caller's mistake")
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: Self.newerTrafficSQL,
                arguments: [revision, endpoint.rawValue, limit]
            ).map { row in
                TrafficBin(
                    startedAtS: row[0],
                    widthS: row[1],
                    requests: row[2],
                    coldStarts: row[3],
                    durationMs: row[4]
                )
            }
        }
    }

    /// Saves what the endpoints have taught each other.
    package func saveSharedState(
        _ bytes: [UInt8],
        modelVersion: Int,
        at now: Timestamp
    ) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO sharedState (id, modelVersion, savedAtMs, state)
                    VALUES (1, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET modelVersion = excluded.modelVersion,
                        savedAtMs = excluded.savedAtMs, state = excluded.state
                    """,
                arguments: [modelVersion, now.millisecondsSinceEpoch, Data(bytes)]
            )
        }
    }

    /// What was saved of it by this version of the model.
    package func sharedState(modelVersion: Int) async throws -> [UInt8]? {
        try await read { db in
            try Data.fetchOne(
                db,
                sql: "SELECT state FROM sharedState WHERE modelVersion = ?",
                arguments: [modelVersion]
            ).map(Array.init)
        }
    }
}
