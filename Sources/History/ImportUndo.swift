internal import Domain
import GRDB

/// Takes back one import within a transaction.
struct ImportUndo {
    let id: Int64
    let db: Database

    func perform() throws -> ImportOutcome {
        try refuseUnlessPossible()
        let revision = try HistoryStore.raiseTrafficRevision(in: db)
        let statements = try Statements(db: db)
        var outcome = ImportOutcome(importID: id)
        for bin in try bins() {
            if let difference = try restore(bin, revision: revision, with: statements) {
                let (sum, overflow) = outcome.added[bin.endpoint, default: 0]
                    .addingReportingOverflow(difference)
                outcome.added[bin.endpoint] = overflow ? .min : sum
                outcome.binsChanged += 1
            }
            try shiftLaterImports(of: bin, with: statements)
        }
        try db.execute(sql: "DELETE FROM importedBin WHERE importID = ?", arguments: [id])
        try db.execute(
            sql: """
                UPDATE import
                SET undoneAtMs = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)
                WHERE id = ?
                """,
            arguments: [id]
        )
        return outcome
    }

    private func refuseUnlessPossible() throws {
        let row = try Row.fetchOne(
            db,
            sql: "SELECT undoneAtMs IS NOT NULL FROM import WHERE id = ?",
            arguments: [id]
        )
        guard let row else { throw StoreError.unknownImport(id) }
        guard row[0] as Int64 == 0 else { throw StoreError.alreadyUndone(id) }
        let later = try Int64.fetchOne(
            db,
            sql: """
                SELECT max(later.importID) FROM importedBin AS mine
                JOIN importedBin AS later USING (endpointID, startedAtS, widthS)
                WHERE mine.importID = ?1 AND later.importID > ?1 AND later.digests IS NULL
                """,
            arguments: [id]
        )
        if let later { throw StoreError.replacedByLaterImport(id, later: later) }
    }

    private struct Bin {
        var endpoint: EndpointID
        var startedAtS: Int64
        var widthS: Int64
        var before: Int64?
        var after: Int64
        /// How many lines the import added; `nil` when it replaced the bin.
        var lines: Int64?
    }

    private func bins() throws -> [Bin] {
        let statement = try BulkStatement(
            """
            SELECT endpointID, startedAtS, widthS, requestsBefore, requestsAfter,
                length(digests) / 4
            FROM importedBin WHERE importID = ?
            """,
            in: db
        )
        try statement.bind(id)
        var bins: [Bin] = []
        try statement.forEachRow { row in
            bins.append(
                Bin(
                    endpoint: EndpointID(rawValue: row.integer(0)),
                    startedAtS: row.integer(1),
                    widthS: row.integer(2),
                    before: row.optionalInteger(3),
                    after: row.optionalInteger(4) ?? 0,
                    lines: row.optionalInteger(5)
                )
            )
        }
        return bins
    }

    private struct Statements {
        let current: BulkStatement
        let laterLines: BulkStatement
        let earlier: BulkStatement
        let set: BulkStatement
        let delete: BulkStatement
        let shift: BulkStatement

        init(db: Database) throws {
            let key = "endpointID = ?1 AND startedAtS = ?2 AND widthS = ?3"
            current = try BulkStatement(
                """
                SELECT requests, coldStarts IS NOT NULL OR durationMs IS NOT NULL FROM traffic
                WHERE \(key)
                """,
                in: db
            )
            laterLines = try BulkStatement(
                """
                SELECT sum(length(digests)) / 4 FROM importedBin WHERE \(key) AND importID > ?4
                """,
                in: db
            )
            earlier = try BulkStatement(
                "SELECT 1 FROM importedBin WHERE \(key) AND importID < ?4 LIMIT 1",
                in: db
            )
            set = try BulkStatement(
                """
                UPDATE traffic SET requests = ?4, revision = ?5,
                    coldStarts = iif(coldStarts > ?4, NULL, coldStarts)
                WHERE \(key)
                """,
                in: db
            )
            delete = try BulkStatement("DELETE FROM traffic WHERE \(key)", in: db)
            shift = try BulkStatement(
                """
                UPDATE importedBin SET
                    requestsBefore = iif(
                        ?5 IS NULL AND requestsBefore = ?6, NULL,
                        max(requestsBefore + ?7, 0)),
                    requestsAfter = max(requestsAfter + ?7, 0)
                WHERE \(key) AND importID > ?4
                """,
                in: db
            )
        }
    }

    /// Gives the bin's requests back.
    ///
    /// - Returns: By how much they grew, or `nil` when somebody removed the bin in the meantime.
    private func restore(
        _ bin: Bin,
        revision: Int64,
        with statements: Statements
    ) throws -> Int64? {
        let key = (bin.endpoint.rawValue, bin.startedAtS, bin.widthS)
        var current: (requests: Int64?, hasMore: Bool)?
        try statements.current.bind(key.0, key.1, key.2)
        try statements.current.forEachRow {
            current = ($0.optionalInteger(0), $0.integer(1) != 0)
        }
        guard let current else { return nil }
        var laterLines: Int64 = 0
        try statements.laterLines.bind(key.0, key.1, key.2, id)
        try statements.laterLines.forEachRow { laterLines = $0.integer(0) }

        let isOnlySource = bin.before == nil && laterLines == 0
        var requests: Int64?
        if let lines = bin.lines {
            let left = max((current.requests ?? 0) - lines, 0)
            requests = isOnlySource && left == 0 ? nil : left
        } else {
            requests = isOnlySource ? nil : (bin.before ?? 0) + laterLines
        }
        // What an earlier import found to be unknown stays so.
        var isUnknown = current.hasMore
        try statements.earlier.bind(key.0, key.1, key.2, id)
        try statements.earlier.forEachRow { _ in isUnknown = true }
        if requests == nil, !isUnknown {
            try statements.delete.bind(key.0, key.1, key.2)
            try statements.delete.execute()
        } else {
            try statements.set.bind(key.0, key.1, key.2, requests, revision)
            try statements.set.execute()
        }
        return (requests ?? 0) - (current.requests ?? 0)
    }

    /// Later imports of lines keep what they added, and find what they would have found without
    /// this import.
    private func shiftLaterImports(of bin: Bin, with statements: Statements) throws {
        try statements.shift.bind(
            bin.endpoint.rawValue,
            bin.startedAtS,
            bin.widthS,
            id,
            bin.before,
            bin.after,
            (bin.before ?? 0) - bin.after
        )
        try statements.shift.execute()
    }
}
