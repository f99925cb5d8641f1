internal import Domain
import GRDB
import Migrations

/// Owns the database file: endpoints, schedules, traffic, imports, the ledger of pings.
///
/// Copies share one pool of connections. Every read sees one consistent state; every write is one
/// transaction, which a crash either keeps or undoes as a whole. What a call has written is on the
/// disk when it returns, and outlasts a loss of power.
///
/// Asynchronous calls throw `CancellationError` when their task is cancelled before they begin.
package struct HistoryStore: Sendable {
    /// Whether a database that is not there is made.
    package enum Access: Sendable {
        case create
        case existing
    }

    /// As the person wrote it: errors name it so.
    package let path: String
    let database: any DatabaseWriter

    /// Opens the database of `path` and brings its schema up to date.
    ///
    /// A file made here is readable by its owner alone, as are the folders made for it. An older
    /// schema is migrated, each step in a transaction. A file that is not ours is left as it is.
    ///
    /// - Parameters:
    ///   - path: Absolute, or relative to the working folder.
    ///   - access: Whether an absent file, or an empty one, is made into a database.
    ///   - busyTimeout: How long to wait for another program's write.
    /// - Throws: ``StoreError``.
    package init(
        at path: String,
        access: Access,
        busyTimeout: Duration = .seconds(5)
    ) throws {
        let file = DatabaseFile(path: path)
        let size = try file.size() ?? 0
        switch (size, access) {
        case (0, .existing): throw StoreError.absent(path: path)
        case (0, .create): try Self.prepareNew(file)
        default:
            try file.checkPermissions()
            let probe = DatabaseProbe(
                file: file,
                knownMigrations: Set(migrations.map(\.name)),
                busyTimeoutMs: Int32(clamping: busyTimeout.milliseconds)
            )
            if try probe.examine(size: size) == .empty, access == .existing {
                throw StoreError.absent(path: path)
            }
        }
        var configuration = Self.configuration
        configuration.busyMode = .timeout(max(busyTimeout.inSeconds, 0))
        do {
            let pool = try DatabasePool(path: file.openPath, configuration: configuration)
            // In WAL mode anything less loses the last commits with the machine's power: a ping that
            // was sent would be sent and paid for once more.
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
            }
            try Self.migrate(pool)
            self.database = pool
        } catch let error as DatabaseError {
            throw StoreError(error, at: path)
        }
        self.path = path
    }

    private init(inMemory database: DatabaseQueue) {
        self.database = database
        path = "in memory"
    }

    /// A new, empty database that is gone when its last copy is: for tests.
    package static func inMemory() throws -> HistoryStore {
        let database = try DatabaseQueue(configuration: configuration)
        try migrate(database)
        return HistoryStore(inMemory: database)
    }

    /// Moves what the log holds into the file, as far as no reader is in the way, and closes it.
    ///
    /// No other call may be under way; later ones throw.
    ///
    /// - Throws: ``StoreError``.
    package func close() throws {
        do {
            if let pool = database as? DatabasePool {
                try Self.checkpoint(pool)
                // The writer must be closed last: a reader cannot remove the log.
                pool.releaseMemory()
            }
            try database.close()
        } catch let error as DatabaseError {
            throw StoreError(error, at: path)
        }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await database.read(body)
        } catch let error as DatabaseError {
            throw StoreError(error, at: path)
        }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await database.write(body)
        } catch let error as DatabaseError {
            throw StoreError(error, at: path)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.label = "History"
        configuration.maximumReaderCount = 4
        return configuration
    }

    private static func checkpoint(_ pool: DatabasePool) throws {
        do {
            try pool.writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // Another process is doing just that.
        }
    }

    private static func prepareNew(_ file: DatabaseFile) throws {
        if try file.size() == nil {
            try file.create()
        } else {
            file.makePrivate()
        }
        try file.checkPermissions()
    }
}
