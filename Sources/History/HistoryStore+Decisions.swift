package import Domain
import GRDB

extension HistoryStore {
    static let decisionsSQL = """
        SELECT id, endpointID, decidedAtMs, minute, action, instances FROM decision
        WHERE endpointID = ? AND minute >= ? AND minute < ?
        ORDER BY minute DESC, id DESC LIMIT ?
        """

    static let drawnDecisionsSQL = """
        SELECT decidedAtMs, minute, action = 'withheld', value
        FROM decision CROSS JOIN decisionReason ON decisionID = decision.id
        WHERE endpointID = ? AND minute >= ? AND minute < ? AND action IN ('ping', 'withheld')
            AND name = 'probabilityOfDecision' AND value > 0
        ORDER BY minute
        """

    /// The decisions about `endpoint` that concern `minutes`, oldest first, with their reasons.
    ///
    /// - Parameters:
    ///   - endpoint: One without decisions, or not registered, has none.
    ///   - minutes: Minutes since the epoch; half open.
    ///   - limit: The most decisions to return; the newest are.
    /// - Returns: An empty array means that nothing was decided.
    /// - Throws: ``StoreError``.
    /// - Precondition: `limit` is positive.
    /// - Complexity: O(log *n* + *k*), by the index on `(endpointID, minute)`.
    package func decisions(
        of endpoint: EndpointID,
        in minutes: Range<Int>,
        limit: Int
    ) async throws -> [Decision] {
        precondition(limit > 0, "an empty read is a caller's mistake")
        return try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: Self.decisionsSQL,
                arguments: [endpoint.rawValue, minutes.lowerBound, minutes.upperBound, limit]
            )
            return try rows.reversed().map { row in
                Decision(
                    endpointID: EndpointID(rawValue: row[1]),
                    decidedAt: Timestamp(millisecondsSinceEpoch: row[2]),
                    minute: row[3],
                    action: try row.known(Decision.Action.self, 4, "decision.action"),
                    instances: row[5],
                    reasons: try Self.reasons(ofDecision: row[0], in: db)
                )
            }
        }
    }

    /// The planned pings of `endpoint` that chance decided about, by minute, oldest first.
    ///
    /// - Parameters:
    ///   - endpoint: One without decisions, or not registered, has none.
    ///   - minutes: Minutes since the epoch; half open.
    /// - Returns: Those that were sent and those that were withheld, each with its chance.
    /// - Throws: ``StoreError``.
    /// - Complexity: O(log *n* + *k*) in the endpoint's decisions about these minutes.
    package func drawnDecisions(
        of endpoint: EndpointID,
        in minutes: Range<Int>
    ) async throws -> [DrawnDecision] {
        try await read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: Self.drawnDecisionsSQL,
                arguments: [endpoint.rawValue, minutes.lowerBound, minutes.upperBound]
            )
            var decisions: [DrawnDecision] = []
            while let row = try rows.next() {
                decisions.append(
                    DrawnDecision(
                        decidedAt: Timestamp(millisecondsSinceEpoch: row[0]),
                        minute: row[1],
                        isWithheld: row[2],
                        probability: row[3]
                    )
                )
            }
            return decisions
        }
    }

    static func insert(_ decision: Decision, in db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO decision (endpointID, decidedAtMs, minute, action, instances)
                VALUES (?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                decision.endpointID.rawValue, decision.decidedAt.millisecondsSinceEpoch,
                decision.minute, decision.action.rawValue, decision.instances,
            ])
        let id = db.lastInsertedRowID
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO decisionReason (decisionID, position, name, value)
                VALUES (?, ?, ?, ?)
                """
        )
        for (position, reason) in decision.reasons.enumerated() {
            try statement.execute(
                arguments: [
                    id, position, reason.name.rawValue, reason.value.isNaN ? nil : reason.value,
                ])
        }
    }

    private static func reasons(ofDecision id: Int64, in db: Database) throws -> [Reason] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT name, value FROM decisionReason WHERE decisionID = ? ORDER BY position
                    """
            ),
            arguments: [id]
        ).map { row in
            Reason(
                try row.known(Reason.Name.self, 0, "decisionReason.name"),
                row[1] as Double? ?? .nan
            )
        }
    }
}
