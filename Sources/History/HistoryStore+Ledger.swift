package import Domain
import GRDB

extension HistoryStore {
    static let pingsSQL = """
        SELECT \(pingColumns) FROM ping WHERE scheduledAtMs >= ? AND scheduledAtMs < ?
        ORDER BY scheduledAtMs DESC, id DESC LIMIT ?
        """

    static let pingsOfEndpointSQL = """
        SELECT \(pingColumns) FROM ping
        WHERE endpointID = ? AND scheduledAtMs >= ? AND scheduledAtMs < ?
        ORDER BY scheduledAtMs DESC, id DESC LIMIT ?
        """

    static let interruptSQL = "UPDATE ping SET outcome = 'interrupted' WHERE outcome = 'pending'"

    private static let pingColumns = """
        id, endpointID, scheduledAtMs, firedAtMs, outcome, instances, warmInstances, \
        coldInstances, failedInstances, connectMs, firstByteMs, totalMs, costNanos, currency, detail
        """

    /// Writes down what was decided and the pings that follow from it, before any is fired.
    ///
    /// One transaction: after a crash either all of it is there or nothing is.
    ///
    /// - Parameters:
    ///   - decisions: With their reasons.
    ///   - intents: Pings, usually pending; the ids that they bring are ignored.
    /// - Returns: The pings' ids, in the order of `intents`.
    /// - Throws: ``StoreError/endpointIsGone``, or ``StoreError/ruleBroken(rule:)``; then nothing
    ///   is written.
    package func record(
        _ decisions: [Decision],
        intents: [PingRecord]
    ) async throws -> [Int64] {
        guard !decisions.isEmpty || !intents.isEmpty else { return [] }
        return try await write { db in
            for decision in decisions { try Self.insert(decision, in: db) }
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO ping (\(Self.pingColumns))
                    VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """
            )
            return try intents.map { ping in
                let values: [(any DatabaseValueConvertible)?] = [
                    ping.endpointID.rawValue, ping.scheduledAt.millisecondsSinceEpoch,
                ]
                try statement.execute(
                    arguments: StatementArguments(values + Self.findings(of: ping))
                )
                return db.lastInsertedRowID
            }
        }
    }

    /// Completes the ledger's entry of `ping`: outcome, times and cost.
    ///
    /// - Returns: `false` when the entry is gone because its endpoint was removed meanwhile.
    /// - Throws: ``StoreError/ruleBroken(rule:)``.
    @discardableResult
    package func settle(_ ping: PingRecord) async throws -> Bool {
        try await write { db in
            try db.cachedStatement(
                sql: """
                    UPDATE ping SET (firedAtMs, outcome, instances, warmInstances, coldInstances,
                        failedInstances, connectMs, firstByteMs, totalMs, costNanos, currency,
                        detail) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    WHERE id = ? AND endpointID = ?
                    """
            ).execute(
                arguments: StatementArguments(
                    Self.findings(of: ping) + [ping.id, ping.endpointID.rawValue]
                )
            )
            return db.changesCount == 1
        }
    }

    /// Marks what an earlier process left pending as interrupted: the platform may have charged it.
    ///
    /// - Returns: How many there were.
    /// - Complexity: O(*k*) in the pending ones, by their index.
    package func interruptPendingPings() async throws -> Int {
        try await write { db in
            try db.execute(sql: Self.interruptSQL)
            return db.changesCount
        }
    }

    /// The pings scheduled during `range`, oldest first.
    ///
    /// - Parameters:
    ///   - endpoint: Only this one's, or everyone's when `nil`.
    ///   - range: Half open.
    ///   - limit: The most pings to return; the newest are.
    /// - Returns: An empty array means that nothing was scheduled.
    /// - Throws: ``StoreError``.
    /// - Precondition: `limit` is positive.
    /// - Complexity: O(log *n* + *k*), by an index on the moment.
    package func pings(
        of endpoint: EndpointID?,
        in range: Range<Timestamp>,
        limit: Int
    ) async throws -> [PingRecord] {
        precondition(limit > 0, "an empty read is a caller's mistake")
        return try await read { db in
            let bounds: StatementArguments = [
                range.lowerBound.millisecondsSinceEpoch, range.upperBound.millisecondsSinceEpoch,
                limit,
            ]
            let rows =
                if let endpoint {
                    try Row.fetchAll(
                        db,
                        sql: Self.pingsOfEndpointSQL,
                        arguments: [endpoint.rawValue] + bounds
                    )
                } else {
                    try Row.fetchAll(db, sql: Self.pingsSQL, arguments: bounds)
                }
            return try rows.reversed().map(Self.ping)
        }
    }

    /// The columns that firing a ping settles, from `firedAtMs` on.
    private static func findings(of ping: PingRecord) -> [(any DatabaseValueConvertible)?] {
        [
            ping.firedAt?.millisecondsSinceEpoch, ping.outcome.rawValue, ping.instances,
            ping.warmInstances, ping.coldInstances, ping.failedInstances, ping.connectMs,
            ping.firstByteMs, ping.totalMs, ping.cost?.nanos, ping.cost?.currency, ping.detail,
        ]
    }

    private static func ping(_ row: Row) throws -> PingRecord {
        let firedAtMs: Int64? = row[3]
        let costNanos: Int64? = row[12]
        let currency: String? = row[13]
        var cost: Money?
        if let costNanos, let currency { cost = Money(nanos: costNanos, currency: currency) }
        return PingRecord(
            id: row[0],
            endpointID: EndpointID(rawValue: row[1]),
            scheduledAt: Timestamp(millisecondsSinceEpoch: row[2]),
            firedAt: firedAtMs.map(Timestamp.init(millisecondsSinceEpoch:)),
            outcome: try row.known(PingRecord.Outcome.self, 4, "ping.outcome"),
            instances: row[5],
            warmInstances: row[6],
            coldInstances: row[7],
            failedInstances: row[8],
            connectMs: row[9],
            firstByteMs: row[10],
            totalMs: row[11],
            cost: cost,
            detail: row[14]
        )
    }
}
