package import Domain
import GRDB

extension HistoryStore {
    /// A run's end is renewed so often.
    package static let runRenewal = Duration.seconds(60)

    /// Notes that a service is at work.
    ///
    /// - Parameters:
    ///   - run: What an earlier call of the same run returned; `nil` begins one.
    ///   - now: Until when it is at work.
    /// - Returns: The run's number.
    /// - Throws: ``StoreError``.
    package func noteServiceAtWork(run: Int64?, at now: Timestamp) async throws -> Int64 {
        let nowMs = now.millisecondsSinceEpoch
        return try await write { db in
            guard let run else {
                try db.execute(
                    sql: "INSERT INTO serviceRun (fromMs, untilMs) VALUES (?, ?)",
                    arguments: [nowMs, nowMs]
                )
                return db.lastInsertedRowID
            }
            try db.execute(
                sql: "UPDATE serviceRun SET untilMs = max(untilMs, ?) WHERE id = ?",
                arguments: [nowMs, run]
            )
            return run
        }
    }

    /// Whether a service was at work in a minute since the epoch.
    ///
    /// - Throws: ``StoreError``.
    /// - Complexity: O(log *n*) in runs, and in decisions for each endpoint.
    package func servicePresence(inMinute minute: Int) async throws -> ServicePresence {
        let minuteMs = Int64(minute) * 60_000
        return try await read { db in
            let end = minuteMs + 60_000
            let next = try Int64.fetchOne(
                db,
                sql: "SELECT min(fromMs) FROM serviceRun WHERE fromMs >= ?",
                arguments: [end]
            ).map(Timestamp.init(millisecondsSinceEpoch:))
            let last = try Row.fetchOne(
                db,
                sql: """
                    SELECT untilMs FROM serviceRun WHERE fromMs < ? ORDER BY fromMs DESC LIMIT 1
                    """,
                arguments: [end]
            )
            if let last {
                let until = Timestamp(millisecondsSinceEpoch: last[0])
                // A run that is not over has its end renewed a little later.
                let known = until.advanced(by: Self.runRenewal)
                return known.millisecondsSinceEpoch >= minuteMs
                    ? .atWork : .absent(since: until, until: next)
            }
            guard let before = try Self.decidedMinute("max", "<=", minute, in: db) else {
                return .absent(since: nil, until: next)
            }
            let after = try Self.decidedMinute("min", ">=", minute, in: db)
            return .unrecorded(
                lastDecision: Timestamp(minute: before),
                nextDecision: after.map(Timestamp.init(minute:))
            )
        }
    }

    /// The last minute of anyone's decisions up to one, or the first from it on.
    private static func decidedMinute(
        _ pick: String,
        _ order: String,
        _ minute: Int,
        in db: Database
    ) throws -> Int? {
        try Int.fetchOne(
            db,
            sql: """
                SELECT \(pick)((
                    SELECT \(pick)(minute) FROM decision
                    WHERE endpointID = endpoint.id AND minute \(order) ?))
                FROM endpoint
                """,
            arguments: [minute]
        )
    }
}
