package import Domain
import GRDB
import Migrations

extension HistoryStore {
    /// The newest moment that was written when something was done: no clock that is right shows an
    /// earlier one.
    static let newestWriteSQL = """
        SELECT max(moment) FROM (
            SELECT max(recordedAtMs) AS moment FROM ping
            UNION ALL SELECT max(noticedAtMs) FROM notice
            UNION ALL SELECT max(importedAtMs) FROM import
            UNION ALL SELECT max(createdAtMs) FROM endpoint)
        """

    /// The name of the newest migration, which every opened database has.
    package static var schemaName: String { migrations.last?.name ?? "" }

    /// When something was written last; `nil` for a database without anything.
    ///
    /// - Throws: ``StoreError``.
    package func newestWrite() async throws -> Timestamp? {
        try await read { db in
            try Int64.fetchOne(db, sql: Self.newestWriteSQL)
                .map(Timestamp.init(millisecondsSinceEpoch:))
        }
    }

    /// What SQLite finds damaged; `nil` when all is well.
    ///
    /// - Throws: ``StoreError``.
    /// - Complexity: O(*n*) in the bytes of the file.
    package func damage() async throws -> String? {
        try await read { db in
            let finding = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
            return finding == "ok" ? nil : finding ?? "no answer"
        }
    }

    /// The bytes of the database's file and of the log beside it; `nil` in memory.
    package func fileBytes() throws -> Int64? {
        guard let size = try DatabaseFile(path: path).size() else { return nil }
        return size + (try DatabaseFile(path: path + "-wal").size() ?? 0)
    }
}
