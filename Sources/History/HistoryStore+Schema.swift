import GRDB
import Migrations

extension HistoryStore {
    /// Brings the schema up to date, each step in a transaction of its own.
    static func migrate(_ database: any DatabaseWriter) throws {
        var migrator = DatabaseMigrator()
        for migration in migrations {
            migrator.registerMigration(migration.name) { db in
                try db.execute(sql: migration.sql)
            }
        }
        try claim(database)
        // A second process may be migrating as well; whoever comes late at a step finds it done and
        // fails. It tries again as long as the other one gets on.
        var applied = try database.read(migrator.appliedIdentifiers)
        while try !database.read(migrator.hasCompletedMigrations) {
            do {
                try migrator.migrate(database)
            } catch {
                let before = applied
                applied = try database.read(migrator.appliedIdentifiers)
                guard applied.count > before.count else { throw error }
            }
        }
    }

    /// Marks the file as ours before there is a table in it.
    private static func claim(_ database: any DatabaseWriter) throws {
        let id = try database.read { db in
            try Int64.fetchOne(db, sql: "PRAGMA application_id")
        }
        guard id != DatabaseProbe.applicationID else { return }
        try database.write { db in
            try db.execute(sql: "PRAGMA application_id = \(DatabaseProbe.applicationID)")
        }
    }
}
