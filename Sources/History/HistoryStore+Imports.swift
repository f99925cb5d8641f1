package import Domain
import GRDB

extension HistoryStore {
    /// Adds the lines of a log that no earlier import brought.
    ///
    /// A file that was imported before, has grown, was rotated or overlaps another one adds only
    /// what is new; equal lines within one file count each.
    ///
    /// - Parameters:
    ///   - lines: By endpoint and start of the minute (seconds since the epoch, a multiple of 60),
    ///     a digest of each line, in any order.
    ///   - record: Tells of the file; its id and what the store counts are ignored.
    ///   - dryRun: Nothing is written; the outcome is the one that would have been.
    /// - Returns: What was added, by endpoint, and what was known.
    /// - Throws: ``StoreError/endpointIsGone``, or ``StoreError/ruleBroken(rule:)``; then nothing
    ///   is written.
    /// - Complexity: O(*n* log *n*) in the lines of the file and the known ones of its minutes.
    package func importLines(
        _ lines: [EndpointID: [Int64: [UInt32]]],
        as record: ImportRecord,
        dryRun: Bool
    ) async throws -> ImportOutcome {
        if dryRun { return try await read { db in try ImportPlan.lines(lines, in: db).outcome } }
        return try await write { db in
            let plan = try ImportPlan.lines(lines, in: db)
            let counted = plan.changes.reduce(0) { $0 + Int64($1.digests?.count ?? 0) }
            return try Self.perform(plan, as: record, counted: counted, in: db)
        }
    }

    /// Replaces the requests of whole bins, such as a series gives them.
    ///
    /// Cold starts and durations that are known stay, but cold starts become unknown where they
    /// are more than the requests. A bin without a count is left out; equal counts change nothing.
    ///
    /// - Parameters:
    ///   - bins: In any order; of two bins of the same time the last one counts.
    ///   - record: Tells of the file; its id and what the store counts are ignored.
    ///   - dryRun: Nothing is written; the outcome is the one that would have been.
    /// - Returns: By how much requests grew, by endpoint, and how many bins were just so already.
    /// - Throws: ``StoreError/endpointIsGone``, or ``StoreError/ruleBroken(rule:)``; then nothing
    ///   is written.
    package func importBins(
        _ bins: [(EndpointID, TrafficBin)],
        as record: ImportRecord,
        dryRun: Bool
    ) async throws -> ImportOutcome {
        if dryRun { return try await read { db in try ImportPlan.bins(bins, in: db).outcome } }
        return try await write { db in
            let plan = try ImportPlan.bins(bins, in: db)
            return try Self.perform(
                plan,
                as: record,
                counted: Int64(plan.changes.count),
                in: db
            )
        }
    }

    /// What was imported, the newest first, undone imports included.
    ///
    /// - Precondition: `limit` is positive.
    package func imports(limit: Int) async throws -> [ImportRecord] {
        precondition(limit > 0, "an empty read is a caller's mistake")
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, importedAtMs, source, format, fingerprint, originS, lines, counted,
                        alreadyKnown, malformed, unmatched, ownPings, undoneAtMs
                    FROM import ORDER BY id DESC LIMIT ?
                    """,
                arguments: [limit]
            ).map(Self.importRecord)
        }
    }

    /// Takes back what an import changed; its lines can then be imported again.
    ///
    /// Lines are subtracted. Replaced bins get back what was there, with what later imports of
    /// lines added. A bin that nothing else knew of is removed. Cold starts that became unknown
    /// stay so.
    ///
    /// - Throws: ``StoreError/unknownImport(_:)``, ``StoreError/alreadyUndone(_:)``, or
    ///   ``StoreError/replacedByLaterImport(_:later:)``.
    package func undoImport(_ id: Int64) async throws -> ImportOutcome {
        try await write { db in try ImportUndo(id: id, db: db).perform() }
    }

    /// The origin of the newest import, not undone, of a source with this fingerprint.
    package func originOfImport(withFingerprint fingerprint: String) async throws -> Int64? {
        try await read { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT originS FROM import
                    WHERE fingerprint = ? AND undoneAtMs IS NULL ORDER BY id DESC LIMIT 1
                    """,
                arguments: [fingerprint]
            )
        }
    }

    private static func perform(
        _ plan: ImportPlan,
        as record: ImportRecord,
        counted: Int64,
        in db: Database
    ) throws -> ImportOutcome {
        var outcome = plan.outcome
        guard !plan.changes.isEmpty else { return outcome }
        let id = try insert(record, counted: counted, alreadyKnown: plan.alreadyKnown, in: db)
        let revision = try raiseTrafficRevision(in: db)
        let traffic = try BulkStatement(
            """
            INSERT INTO traffic (endpointID, startedAtS, widthS, requests, revision)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (endpointID, startedAtS, widthS) DO UPDATE SET
                requests = excluded.requests, revision = excluded.revision,
                coldStarts = iif(coldStarts > excluded.requests, NULL, coldStarts)
            """,
            in: db
        )
        let imported = try BulkStatement(
            """
            INSERT INTO importedBin (importID, endpointID, startedAtS, widthS, requestsBefore,
                requestsAfter, digests)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            in: db
        )
        for change in plan.changes {
            let endpoint = change.endpoint.rawValue
            try traffic.bind(
                endpoint,
                change.startedAtS,
                change.widthS,
                change.requestsAfter,
                revision
            )
            try traffic.execute()
            try imported.bind(
                id,
                endpoint,
                change.startedAtS,
                change.widthS,
                change.requestsBefore,
                change.requestsAfter,
                nil
            )
            if let digests = change.digests {
                try imported.execute(digests: digests, at: 7)
            } else {
                try imported.execute()
            }
        }
        outcome.importID = id
        return outcome
    }

    private static func insert(
        _ record: ImportRecord,
        counted: Int64,
        alreadyKnown: Int64,
        in db: Database
    ) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO import (importedAtMs, source, format, fingerprint, originS, lines,
                    counted, alreadyKnown, malformed, unmatched, ownPings)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                record.importedAt.millisecondsSinceEpoch, record.source, record.format,
                record.fingerprint, record.originS, record.lines, counted, alreadyKnown,
                record.malformed, record.unmatched, record.ownPings,
            ]
        )
        return db.lastInsertedRowID
    }

    private static func importRecord(_ row: Row) -> ImportRecord {
        let undoneAtMs: Int64? = row[12]
        return ImportRecord(
            id: row[0],
            importedAt: Timestamp(millisecondsSinceEpoch: row[1]),
            source: row[2],
            format: row[3],
            fingerprint: row[4],
            originS: row[5],
            lines: row[6],
            counted: row[7],
            alreadyKnown: row[8],
            malformed: row[9],
            unmatched: row[10],
            ownPings: row[11],
            undoneAt: undoneAtMs.map(Timestamp.init(millisecondsSinceEpoch:))
        )
    }
}
