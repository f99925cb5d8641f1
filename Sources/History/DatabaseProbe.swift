import GRDB
import GRDBSQLite

/// Finds out whose database a file is, and whether it is sound, without writing to it.
struct DatabaseProbe {
    enum Finding: Equatable {
        /// An SQLite file without a table.
        case empty
        case ours
    }

    /// `PRHT`, at bytes 68 to 71 of every database of Preheat.
    static let applicationID: Int64 = 0x5052_4854

    /// A larger file is checked by SQLite only where it is read: opening one must not take long.
    private static let largestCheckedFile: Int64 = 4 << 20

    let file: DatabaseFile
    /// The migrations that this release knows.
    let knownMigrations: Set<String>
    let busyTimeoutMs: Int32

    /// - Throws: ``StoreError`` on a foreign, damaged or newer database, or none at all.
    func examine(size: Int64) throws -> Finding {
        do {
            return try withConnection { connection in
                let finding = try identify(connection)
                if size <= Self.largestCheckedFile { try check(connection) }
                return finding
            }
        } catch let error as DatabaseError {
            throw StoreError(error, at: file.path)
        }
    }

    private func identify(_ connection: OpaquePointer) throws -> Finding {
        let names = try strings(
            """
            SELECT name FROM sqlite_schema
            WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
            """,
            connection
        )
        let applicationID = try strings("PRAGMA application_id", connection).first
        let isOurs = applicationID == "\(Self.applicationID)"
        guard isOurs || applicationID == "0" else { throw StoreError.foreign(path: file.path) }
        guard names.contains(where: { $0 != "grdb_migrations" }) else { return .empty }
        guard names.contains("grdb_migrations") else { throw StoreError.foreign(path: file.path) }
        let applied = try strings(
            "SELECT identifier FROM grdb_migrations ORDER BY identifier",
            connection
        )
        // A dump that was read back has lost the number, not the migrations.
        guard !applied.isEmpty, isOurs || !knownMigrations.isDisjoint(with: applied) else {
            throw StoreError.foreign(path: file.path)
        }
        let unknown = applied.filter { !knownMigrations.contains($0) }
        guard unknown.isEmpty else {
            throw StoreError.schemaIsNewer(path: file.path, unknownMigrations: unknown)
        }
        return .ours
    }

    private func check(_ connection: OpaquePointer) throws {
        guard try strings("PRAGMA quick_check(1)", connection) == ["ok"] else {
            throw StoreError.corrupt(path: file.path)
        }
    }

    /// Opens the file for reading; as an immutable one, which makes no files beside it, unless a
    /// log beside it shows that it is in use or was left in a hurry.
    private func withConnection<Result>(
        _ body: (OpaquePointer) throws -> Result
    ) throws -> Result {
        let isInUse = file.hasCompanion("-wal") || file.hasCompanion("-journal")
        do {
            return try withConnection(query: isInUse ? "" : "?immutable=1", body)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
            // A transaction was cut off. Every reader rolls it back, and must write for that.
            return try withConnection(query: "", flags: SQLITE_OPEN_READWRITE, body)
        }
    }

    private func withConnection<Result>(
        query: String,
        flags: Int32 = SQLITE_OPEN_READONLY,
        _ body: (OpaquePointer) throws -> Result
    ) throws -> Result {
        var connection: OpaquePointer?
        let code = sqlite3_open_v2(
            "file:" + Self.percentEncoded(file.openPath) + query,
            &connection,
            flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
            nil
        )
        defer { sqlite3_close_v2(connection) }
        guard code == SQLITE_OK, let connection else { throw Self.error(code, connection) }
        sqlite3_busy_timeout(connection, busyTimeoutMs)
        return try body(connection)
    }

    /// The first column of at most 10 000 rows.
    private func strings(_ sql: String, _ connection: OpaquePointer) throws -> [String] {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v2(connection, sql, -1, &statement, nil)
        defer { sqlite3_finalize(statement) }
        guard code == SQLITE_OK else { throw Self.error(code, connection) }
        var found: [String] = []
        while found.count < 10_000 {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { break }
            guard code == SQLITE_ROW else { throw Self.error(code, connection) }
            found.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
        }
        return found
    }

    private static func error(_ code: Int32, _ connection: OpaquePointer?) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(connection))
        )
    }

    private static func percentEncoded(_ path: String) -> String {
        path.reduce(into: "") { encoded, character in
            switch character {
            case "%": encoded += "%25"
            case "?": encoded += "%3f"
            case "#": encoded += "%23"
            default: encoded.append(character)
            }
        }
    }
}
