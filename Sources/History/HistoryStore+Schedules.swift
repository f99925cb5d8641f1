package import Domain
import GRDB

extension HistoryStore {
    /// Every manual schedule, by its endpoint's name and its own.
    ///
    /// - Throws: ``StoreError``.
    package func schedules() async throws -> [Schedule] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, \(ScheduleRow.columns) FROM schedule
                    ORDER BY (SELECT endpoint.name FROM endpoint WHERE endpoint.id = endpointID), name
                    """
            ).map(ScheduleRow.schedule)
        }
    }

    /// The manual schedules of an endpoint, by name.
    ///
    /// - Throws: ``StoreError``.
    package func schedules(of endpoint: EndpointID) async throws -> [Schedule] {
        try await read { db in try Self.schedules(of: endpoint, in: db) }
    }

    /// The schedule of exactly this name.
    ///
    /// - Parameters:
    ///   - name: The schedule's.
    ///   - endpoint: Whose it is.
    /// - Returns: The schedule.
    /// - Throws: ``StoreError/unknownSchedule(name:endpoint:nearest:)``.
    package func schedule(named name: String, of endpoint: Endpoint) async throws -> Schedule {
        try await read { db in try Self.schedule(named: name, of: endpoint, in: db) }
    }

    /// Adds a schedule; the key that it brings is ignored, and without a name it gets one of its
    /// notation and a number, such as `cron-1`.
    ///
    /// - Parameter schedule: Durations are kept in whole milliseconds.
    /// - Returns: The schedule as it is kept.
    /// - Throws: ``StoreError/duplicateSchedule(name:)``, ``StoreError/endpointIsGone``, or
    ///   ``StoreError/ruleBroken(rule:)``.
    package func addSchedule(_ schedule: Schedule) async throws -> Schedule {
        try await write { db in
            var added = schedule
            if added.name.isEmpty {
                let names = Set(try Self.schedules(of: added.endpointID, in: db).map(\.name))
                // What cannot be read is the caller's to refuse; here it only wants a name.
                let kind = (try? ScheduleExpression(added.expression))?.kind ?? "schedule"
                var number = 1
                while names.contains("\(kind)-\(number)") { number += 1 }
                added.name = "\(kind)-\(number)"
            }
            added.id = try Self.insert(added, in: db)
            return added
        }
    }

    /// Removes a schedule and its counts.
    ///
    /// - Parameters:
    ///   - name: The schedule's.
    ///   - endpoint: Whose it is.
    /// - Throws: ``StoreError/unknownSchedule(name:endpoint:nearest:)``.
    package func removeSchedule(named name: String, of endpoint: Endpoint) async throws {
        try await write { db in
            let schedule = try Self.schedule(named: name, of: endpoint, in: db)
            try db.execute(sql: "DELETE FROM schedule WHERE id = ?", arguments: [schedule.id])
        }
    }

    // MARK: - Counting

    /// What became of the runs of each schedule, by its key; those of which nothing is known are
    /// left out.
    ///
    /// - Throws: ``StoreError``.
    package func scheduleCounts() async throws -> [Int64: ScheduleCount] {
        try await read { db in
            var counts: [Int64: ScheduleCount] = [:]
            let sql = "SELECT scheduleID, lastRunAtMs, missedRuns, countedFromMs FROM scheduleCount"
            for row in try Row.fetchAll(db, sql: sql) {
                counts[row[0]] = ScheduleCount(
                    lastRunAt: (row[1] as Int64?).map(Timestamp.init(millisecondsSinceEpoch:)),
                    missedRuns: row[2],
                    countedFrom: (row[3] as Int64?).map(Timestamp.init(millisecondsSinceEpoch:))
                )
            }
            return counts
        }
    }

    /// Adds to the counts of schedules, in one transaction; those that are gone are left out.
    ///
    /// - Parameter runs: By the schedules' keys: the scheduled time of the latest run, where there
    ///   was one, and how many more were dropped.
    /// - Throws: ``StoreError``.
    package func count(_ runs: [(schedule: Int64, count: ScheduleCount)]) async throws {
        try await write { db in
            for (schedule, count) in runs {
                try db.cachedStatement(
                    sql: """
                        INSERT INTO scheduleCount (scheduleID, lastRunAtMs, missedRuns)
                        SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM schedule WHERE id = ?1)
                        ON CONFLICT DO UPDATE SET
                            lastRunAtMs = max(coalesce(lastRunAtMs, ?2), coalesce(?2, lastRunAtMs)),
                            missedRuns = missedRuns + ?3
                        """
                ).execute(
                    arguments: [
                        schedule, count.lastRunAt?.millisecondsSinceEpoch, count.missedRuns,
                    ]
                )
            }
        }
    }

    // MARK: - Parts

    static func insert(_ schedule: Schedule, in db: Database) throws -> Int64 {
        try refuseDuplicate(of: schedule) {
            let values = ScheduleRow.values(of: schedule)
            let marks = values.map { _ in "?" }.joined(separator: ", ")
            try db.cachedStatement(
                sql: "INSERT INTO schedule (\(ScheduleRow.columns)) VALUES (\(marks))"
            ).execute(arguments: StatementArguments(values))
        }
        let id = db.lastInsertedRowID
        try db.cachedStatement(
            sql: """
                INSERT INTO scheduleCount (scheduleID, countedFromMs)
                VALUES (?, unixepoch('now') * 1000)
                """
        ).execute(arguments: [id])
        return id
    }

    /// Replaces everything of the schedule with this key, its name included; its counts stay, its
    /// last run where it runs at the same times.
    static func replace(_ schedule: Schedule, in db: Database) throws {
        let earlier = try schedules(of: schedule.endpointID, in: db).first { $0.id == schedule.id }
        if let earlier, !earlier.runs(like: schedule) {
            // Its last run was another line's: what this one would have run before is not missed.
            try db.execute(
                sql: """
                    UPDATE scheduleCount
                    SET lastRunAtMs = NULL, countedFromMs = unixepoch('now') * 1000
                    WHERE scheduleID = ?
                    """,
                arguments: [schedule.id]
            )
        }
        try refuseDuplicate(of: schedule) {
            let values = ScheduleRow.values(of: schedule)
            let marks = values.map { _ in "?" }.joined(separator: ", ")
            try db.cachedStatement(
                sql: "UPDATE schedule SET (\(ScheduleRow.columns)) = (\(marks)) WHERE id = ?"
            ).execute(arguments: StatementArguments(values + [schedule.id]))
        }
    }

    private static func schedules(
        of endpoint: EndpointID,
        in db: Database
    ) throws -> [Schedule] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, \(ScheduleRow.columns) FROM schedule WHERE endpointID = ? ORDER BY name
                """,
            arguments: [endpoint.rawValue]
        ).map(ScheduleRow.schedule)
    }

    private static func schedule(
        named name: String,
        of endpoint: Endpoint,
        in db: Database
    ) throws -> Schedule {
        let all = try schedules(of: endpoint.id, in: db)
        guard let found = all.first(where: { $0.name == name }) else {
            throw StoreError.unknownSchedule(
                name: name,
                endpoint: endpoint.name,
                nearest: nearestNames(to: name, among: all.map(\.name))
            )
        }
        return found
    }

    private static func refuseDuplicate(
        of schedule: Schedule,
        _ body: () throws -> Void
    ) throws {
        do {
            try body()
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE
        {
            throw StoreError.duplicateSchedule(name: schedule.name)
        }
    }
}
