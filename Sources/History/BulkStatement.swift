import GRDB
import GRDBSQLite

/// Raw binding and stepping of a cached statement: several times as fast as arguments and rows.
///
/// The statement is kept alive by this value; its bare pointer would dangle.
struct BulkStatement {
    private let statement: Statement
    private let pointer: OpaquePointer

    init(_ sql: String, in db: Database) throws {
        statement = try db.cachedStatement(sql: sql)
        pointer = statement.sqliteStatement
    }

    /// Binds `values` to the parameters from the first one on.
    func bind(_ values: Int64?...) throws {
        for (index, value) in values.enumerated() {
            let position = Int32(index + 1)
            if let value {
                try check(sqlite3_bind_int64(pointer, position, value))
            } else {
                try check(sqlite3_bind_null(pointer, position))
            }
        }
    }

    /// Runs a statement that returns no row.
    func execute() throws { try forEachRow { _ in } }

    /// Runs a statement that returns no row, with `digests` as a blob at parameter `position`.
    func execute(digests: [UInt32], at position: Int32) throws {
        let bytes = digests.map(\.littleEndian)
        try bytes.withUnsafeBytes { buffer in
            let count = Int32(clamping: buffer.count)
            // A nil destructor: the bytes outlive the step, after which the binding is cleared.
            try check(sqlite3_bind_blob(pointer, position, buffer.baseAddress, count, nil))
            defer { sqlite3_clear_bindings(pointer) }
            try execute()
        }
    }

    /// Hands over each row, whose columns are read from this statement.
    func forEachRow(_ body: (BulkStatement) throws -> Void) throws {
        defer { sqlite3_reset(pointer) }
        while true {
            let code = sqlite3_step(pointer)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw failure(code) }
            try body(self)
        }
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

    func optionalInteger(_ column: Int32) -> Int64? {
        sqlite3_column_type(pointer, column) == SQLITE_NULL ? nil : integer(column)
    }

    /// A text column that is not NULL.
    func text(_ column: Int32) -> String {
        sqlite3_column_text(pointer, column).map { String(cString: $0) } ?? ""
    }

    /// Appends the digests of a blob column.
    func appendDigests(_ column: Int32, to digests: inout [UInt32]) {
        guard let blob = sqlite3_column_blob(pointer, column) else { return }
        let count = Int(sqlite3_column_bytes(pointer, column)) / MemoryLayout<UInt32>.size
        let bytes = UnsafeRawBufferPointer(start: blob, count: count * MemoryLayout<UInt32>.size)
        for index in 0..<count {
            let offset = index * MemoryLayout<UInt32>.size
            let digest = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            digests.append(UInt32(littleEndian: digest))
        }
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw failure(code) }
    }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(sqlite3_db_handle(pointer))),
            sql: statement.sql
        )
    }
}
