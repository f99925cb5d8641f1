import Domain
import Foundation
import GRDB
import Migrations
import Testing

@testable import History

@Suite struct SchemaTests {
    /// A released migration is never edited: the schema after so many stays what its file says.
    @Test(arguments: [
        (9, "schema-v1.sql"), (12, "schema-v2.sql"), (14, "schema-v3.sql"), (24, "schema-v4.sql"),
        (28, "schema-v5.sql"),
    ])
    func theSchemaIsTheGoldenOne(applied: Int, file: String) async throws {
        let golden = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Goldens").appending(path: file)
        let database = try DatabaseQueue()
        try Self.migrate(database, applied: applied)
        let schema = try await Self.schema(of: database)
        if ProcessInfo.processInfo.environment["RENEW_GOLDENS"] == "1" {
            try schema.write(to: golden, atomically: true, encoding: .utf8)
        }
        #expect(try schema == String(contentsOf: golden, encoding: .utf8))
        #expect(migrations.count == 28, "a new migration wants a golden schema of its own")
    }

    @Test func everyTableIsStrict() async throws {
        let store = try HistoryStore.inMemory()
        let loose = try await store.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM pragma_table_list
                    WHERE schema = 'main' AND type = 'table' AND NOT strict
                        AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> 'grdb_migrations'
                    """
            )
        }
        #expect(loose.isEmpty)
    }

    @Test(arguments: 0..<migrations.count)
    func everyOlderSchemaMigratesToTheNewest(applied: Int) async throws {
        let folder = try TemporaryFolder()
        try Self.makeDatabase(at: folder.database, applied: applied)
        let store = try HistoryStore(at: folder.database, access: .create)
        let schema = try await Self.schema(of: store)
        let newest = try await Self.schema(of: HistoryStore.inMemory())
        #expect(schema == newest)
        try store.close()
    }

    @Test(arguments: 0..<migrations.count)
    func aKillInTheMiddleOfAMigrationLosesNothing(applied: Int) async throws {
        let folder = try TemporaryFolder()
        let crashed = folder.path + "/crashed.db"
        do {
            let pool = try DatabasePool(path: folder.database)
            try Self.migrate(pool, applied: applied)
            if applied > 0 {
                try await pool.write { db in
                    try db.execute(
                        sql: "INSERT INTO endpoint (name, url) VALUES ('kept', 'http://a')"
                    )
                }
            }
            // What a killed process leaves is what lies on the disk while its transaction is open.
            try await pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA cache_spill = 1; PRAGMA cache_size = 1; BEGIN")
                try db.execute(sql: migrations[applied].sql)
                for suffix in ["", "-wal"] {
                    try FileManager.default.copyItem(
                        atPath: folder.database + suffix,
                        toPath: crashed + suffix
                    )
                }
                try db.execute(sql: "ROLLBACK")
            }
        }
        let store = try HistoryStore(at: crashed, access: .create)
        let schema = try await Self.schema(of: store)
        let newest = try await Self.schema(of: HistoryStore.inMemory())
        #expect(schema == newest)
        let names = try await store.endpoints().map(\.name)
        #expect(names == (applied > 0 ? ["kept"] : []))
        try store.close()
    }

    @Test(arguments: [
        ("reading traffic", HistoryStore.trafficSQL),
        ("reading what is newer than a saved state", HistoryStore.newerTrafficSQL),
        ("reading what changed", HistoryStore.changesSQL),
        ("naming the endpoints that changed", HistoryStore.changedEndpointsSQL),
        ("the last traffic", HistoryStore.lastTrafficSQL),
        ("pings of everyone", HistoryStore.pingsSQL),
        ("pings of one endpoint", HistoryStore.pingsOfEndpointSQL),
        ("sums of whole days", HistoryStore.ledgerDaysSQL),
        ("sums of whole quarters", HistoryStore.ledgerQuartersSQL),
        ("sums of single pings", HistoryStore.ledgerPingsSQL),
        ("sums of schedules' pings", HistoryStore.ledgerSchedulesSQL),
        ("schedules' pings", HistoryStore.findingsByScheduleSQL),
        ("spending by the hour", HistoryStore.hourlySpendSQL),
        ("spending by who asked for it", HistoryStore.hourlySpendByOriginSQL),
        ("what pings found", HistoryStore.pingFindingsSQL),
        ("decisions by chance", HistoryStore.drawnDecisionsSQL),
        ("latencies of one endpoint", HistoryStore.latenciesSQL),
        ("interrupting pending pings", HistoryStore.interruptSQL),
        ("reading pending pings", HistoryStore.pendingPingsSQL),
        ("counting a period for a new budget", HistoryStore.ledgerOfPeriodSQL),
        ("spending what was reserved for pending pings", BudgetLedger.interruptSQL),
        ("a budget's period", BudgetLedger.spendSQL),
        ("who pays for a ping", BudgetLedger.payersSQL),
        ("notices", HistoryStore.noticesSQL),
        ("notices to send", HistoryStore.noticesToSendSQL),
        ("decisions", HistoryStore.decisionsSQL),
        ("how every endpoint does", HistoryStore.standingsSQL),
        ("the newest write", HistoryStore.newestWriteSQL),
        ("removing an endpoint", "DELETE FROM endpoint WHERE id = ?"),
    ])
    func noHotQueryScansABigTable(requirement: String, sql: String) async throws {
        let store = try HistoryStore.inMemory()
        let plan = try await store.read { db in
            let sql = sql.replacing(/:[a-z]+/, with: "?")
            let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
            let count = sql.count { $0 == "?" }
            try statement.setArguments(StatementArguments([Int](repeating: 1, count: count)))
            return try Row.fetchAll(statement).map { $0["detail"] as String }
        }
        for step in plan {
            for table in [
                "traffic", "ping", "decision", "importedBin", "budgetSpend",
                "pingBudget", "ledgerDay", "notice",
            ] {
                #expect(!step.hasPrefix("SCAN \(table)"), "\(requirement): \(step)")
            }
            #expect(!step.contains("USE TEMP B-TREE FOR ORDER BY"), "\(requirement): \(step)")
        }
    }

    /// By any other one an endpoint that never answered has all of its pings read.
    @Test func latenciesAreFoundByAnIndexOfTheirOwn() async throws {
        let store = try HistoryStore.inMemory()
        let plan = try await store.read { db in
            let statement = try db.makeStatement(
                sql: "EXPLAIN QUERY PLAN " + HistoryStore.latenciesSQL
            )
            try statement.setArguments([1, 1])
            return try Row.fetchAll(statement).map { $0["detail"] as String }
        }
        #expect(plan == ["SEARCH ping USING INDEX pingWithLatency (endpointID=?)"])
    }

    /// Pings that were fired before there were budgets belong to the period that they were fired in.
    @Test func aLedgerOfAnEarlierReleaseIsCounted() async throws {
        let folder = try TemporaryFolder()
        try Self.makeDatabase(at: folder.database, applied: 15)
        let queue = try DatabaseQueue(path: folder.database)
        try await queue.write { db in
            try db.execute(sql: "INSERT INTO endpoint (name, url) VALUES ('a', 'http://a')")
            for (scheduledAtMs, firedAtMs, nanos) in [
                (86_399_999, 86_400_000, 1), (86_400_000, nil, 20), (86_399_999, nil, 300),
            ] as [(Int64, Int64?, Int64)] {
                try db.execute(
                    sql: """
                        INSERT INTO ping (endpointID, scheduledAtMs, firedAtMs, outcome, instances,
                            warmInstances, coldInstances, failedInstances, costNanos, currency)
                        VALUES (1, ?, ?, 'succeeded', 1, 1, 0, 0, ?, 'USD')
                        """,
                    arguments: [scheduledAtMs, firedAtMs, nanos]
                )
            }
        }
        try queue.close()
        let store = try HistoryStore(at: folder.database, access: .existing)
        let budget = Budget(
            scope: .fleet,
            period: .days(1),
            limit: Money(nanos: 9, currency: "USD")
        )
        let now = Timestamp(minute: 2000)
        try await store.set(budget, at: now, offsets: ["UTC": .utc])
        let spends = try await store.statuses(at: now, offsets: ["UTC": .utc]).map(\.spend)
        #expect(spends == [BudgetSpend(settledNanos: 21)])
        try store.close()
    }

    /// Schedules that were added before they had names get one each, and the usual settings.
    @Test func schedulesOfAnEarlierReleaseGetNames() async throws {
        let folder = try TemporaryFolder()
        try Self.makeDatabase(at: folder.database, applied: 20)
        let queue = try DatabaseQueue(path: folder.database)
        try await queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO endpoint (name, url) VALUES ('a', 'http://a');
                    INSERT INTO schedule (endpointID, expression) VALUES (1, '@daily'), (1, '@hourly')
                    """
            )
        }
        try queue.close()
        let store = try HistoryStore(at: folder.database, access: .existing)
        let schedules = try await store.schedules()
        let endpoint = EndpointID(rawValue: 1)
        #expect(
            schedules == [
                Schedule(id: 1, endpointID: endpoint, name: "schedule-1", expression: "@daily"),
                Schedule(id: 2, endpointID: endpoint, name: "schedule-2", expression: "@hourly"),
            ]
        )
        try store.close()
    }

    @Test func aRestoredDumpIsStillOurs() async throws {
        let folder = try TemporaryFolder()
        try HistoryStore(at: folder.database, access: .create).close()
        let queue = try DatabaseQueue(path: folder.database)
        try await queue.write { db in try db.execute(sql: "PRAGMA application_id = 0") }
        try queue.close()
        let store = try HistoryStore(at: folder.database, access: .existing)
        let id = try await store.read { db in
            try Int64.fetchOne(db, sql: "PRAGMA application_id")
        }
        #expect(id == DatabaseProbe.applicationID)
        try store.close()
    }

    private static func makeDatabase(at path: String, applied: Int) throws {
        let pool = try DatabasePool(path: path)
        try migrate(pool, applied: applied)
        try pool.close()
    }

    private static func migrate(_ database: any DatabaseWriter, applied: Int) throws {
        var migrator = DatabaseMigrator()
        for migration in migrations.prefix(applied) {
            migrator.registerMigration(migration.name) { db in
                try db.execute(sql: migration.sql)
            }
        }
        try migrator.migrate(database)
    }

    private static func schema(of store: HistoryStore) async throws -> String {
        try await store.read(schema)
    }

    private static func schema(of database: any DatabaseReader) async throws -> String {
        try await database.read(schema)
    }

    @Sendable private static func schema(in db: Database) throws -> String {
        try String.fetchAll(
            db,
            sql: """
                SELECT sql || ';' FROM sqlite_schema
                WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
                    AND name <> 'grdb_migrations'
                ORDER BY type, name
                """
        ).joined(separator: "\n") + "\n"
    }
}
