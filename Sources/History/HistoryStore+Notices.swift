package import Domain
import GRDB

extension HistoryStore {
    private static let noticeColumns = """
        id, kind, budgetID, periodStartMs, endpointID, target, subject, noticedAtMs, sentence,
        details, attempts, deliveredAtMs
        """

    static let noticesSQL = """
        SELECT \(noticeColumns) FROM notice WHERE noticedAtMs >= ?
        ORDER BY noticedAtMs DESC, id DESC LIMIT ?
        """

    static let noticesToSendSQL = """
        SELECT \(noticeColumns) FROM notice
        WHERE nextAttemptAtMs IS NOT NULL AND (nextAttemptAtMs <= ? OR nextAttemptAtMs > ?)
        ORDER BY nextAttemptAtMs, id LIMIT ?
        """

    /// Keeps what is new, in one transaction.
    ///
    /// Of a budget, a kind that was noticed in the same period before is passed over, as are budgets
    /// and endpoints that are gone.
    ///
    /// - Parameter notices: Their ids are ignored.
    /// - Returns: What was written, with its ids.
    /// - Throws: ``StoreError``.
    package func write(_ notices: [Notice]) async throws -> [Notice] {
        try await write { db in
            var written: [Notice] = []
            for var notice in notices where try Self.insert(notice, in: db) {
                notice.id = db.lastInsertedRowID
                written.append(notice)
            }
            return written
        }
    }

    /// The last notice of each kind of every budget and every endpoint, oldest first.
    ///
    /// - Throws: ``StoreError``.
    /// - Complexity: O(*n*) in the notices, by indexes.
    package func latestNotices() async throws -> [Notice] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(Self.noticeColumns) FROM notice WHERE id IN (
                        SELECT max(id) FROM notice WHERE budgetID IS NOT NULL
                        GROUP BY budgetID, kind
                        UNION ALL
                        SELECT max(id) FROM notice WHERE endpointID IS NOT NULL
                        GROUP BY endpointID, kind)
                    ORDER BY id
                    """
            ).map(Self.notice)
        }
    }

    /// The notices since a moment, oldest first.
    ///
    /// - Parameters:
    ///   - start: The first moment.
    ///   - limit: The most notices to return; the newest are.
    /// - Returns: An empty array means that there was nothing to tell.
    /// - Throws: ``StoreError``.
    /// - Precondition: `limit` is positive.
    /// - Complexity: O(log *n* + *k*), by the index on `noticedAtMs`.
    package func notices(since start: Timestamp, limit: Int) async throws -> [Notice] {
        precondition(limit > 0, "an empty read is a caller's mistake")
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: Self.noticesSQL,
                arguments: [start.millisecondsSinceEpoch, limit]
            ).map(Self.notice).reversed()
        }
    }

    // MARK: - Sending

    /// What a webhook is to be given now, longest due first.
    ///
    /// What waits for longer than the longest pause was written by a clock that was ahead, and is
    /// due as well.
    ///
    /// - Parameters:
    ///   - now: The moment.
    ///   - limit: The most notices to return.
    /// - Returns: Notices that were neither delivered nor given up.
    /// - Throws: ``StoreError``.
    /// - Precondition: `limit` is positive.
    /// - Complexity: O(log *n* + *k*), by the index on `nextAttemptAtMs`.
    package func noticesToSend(at now: Timestamp, limit: Int) async throws -> [Notice] {
        precondition(limit > 0, "an empty read is a caller's mistake")
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: Self.noticesToSendSQL,
                arguments: [
                    now.millisecondsSinceEpoch,
                    now.advanced(by: Notice.longestPause).millisecondsSinceEpoch, limit,
                ]
            ).map(Self.notice)
        }
    }

    /// A webhook took the notice: it is never sent again.
    ///
    /// - Throws: ``StoreError``; a notice that is gone is passed over.
    package func noticeWasDelivered(_ id: Int64, at now: Timestamp) async throws {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE notice SET deliveredAtMs = ?, nextAttemptAtMs = NULL,
                        attempts = attempts + 1
                    WHERE id = ?
                    """,
                arguments: [now.millisecondsSinceEpoch, id]
            )
        }
    }

    /// A webhook did not take the notice.
    ///
    /// - Parameters:
    ///   - id: One that is gone is passed over.
    ///   - next: When to try again; `nil` gives it up.
    /// - Throws: ``StoreError``.
    package func noticeWasRefused(_ id: Int64, nextAttempt next: Timestamp?) async throws {
        try await write { db in
            try db.execute(
                sql: "UPDATE notice SET attempts = attempts + 1, nextAttemptAtMs = ? WHERE id = ?",
                arguments: [next?.millisecondsSinceEpoch, id]
            )
        }
    }

    /// Nothing more is tried with notices of before a moment.
    ///
    /// - Returns: How many were waiting still.
    /// - Throws: ``StoreError``.
    @discardableResult
    package func giveUpNotices(before moment: Timestamp) async throws -> Int {
        try await write { db in
            try db.execute(
                sql: """
                    UPDATE notice SET nextAttemptAtMs = NULL
                    WHERE nextAttemptAtMs IS NOT NULL AND noticedAtMs < ?
                    """,
                arguments: [moment.millisecondsSinceEpoch]
            )
            return db.changesCount
        }
    }

    // MARK: - Rows

    /// - Returns: Whether it was new.
    private static func insert(_ notice: Notice, in db: Database) throws -> Bool {
        var budget: (id: Int64, start: Int64)?
        var target: (id: Int64, text: String)?
        switch notice.subject {
        case .budget(let id, let start): budget = (id, start.millisecondsSinceEpoch)
        case .target(let id, let text): target = (id.rawValue, text)
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO notice (kind, budgetID, periodStartMs, endpointID, target, subject,
                    noticedAtMs, sentence, details, nextAttemptAtMs)
                SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?7
                WHERE EXISTS (SELECT 1 FROM budget WHERE id = ?2)
                    OR EXISTS (SELECT 1 FROM endpoint WHERE id = ?4)
                ON CONFLICT DO NOTHING
                """
        ).execute(
            arguments: [
                notice.kind.rawValue, budget?.id, budget?.start, target?.id, target?.text,
                notice.name, notice.noticedAt.millisecondsSinceEpoch, notice.sentence,
                notice.details,
            ]
        )
        return db.changesCount == 1
    }

    private static func notice(_ row: Row) throws -> Notice {
        let budgetID: Int64? = row[2]
        let subject: Notice.Subject =
            if let budgetID {
                .budget(budgetID, periodStart: Timestamp(millisecondsSinceEpoch: row[3]))
            } else {
                .target(EndpointID(rawValue: row[4]), text: row[5])
            }
        return Notice(
            id: row[0],
            kind: try row.known(Notice.Kind.self, 1, "notice.kind"),
            subject: subject,
            name: row[6],
            noticedAt: Timestamp(millisecondsSinceEpoch: row[7]),
            sentence: row[8],
            details: row[9],
            attempts: row[10],
            deliveredAt: (row[11] as Int64?).map(Timestamp.init(millisecondsSinceEpoch:))
        )
    }
}
