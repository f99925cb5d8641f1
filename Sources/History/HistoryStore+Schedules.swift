package import Domain
import GRDB

extension HistoryStore {
    /// The manual schedules of an endpoint, the oldest first.
    package func schedules(of endpoint: EndpointID) async throws -> [Schedule] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, endpointID, expression, timeZone, instances, isEnabled
                    FROM schedule WHERE endpointID = ? ORDER BY id
                    """,
                arguments: [endpoint.rawValue]
            ).map { row in
                Schedule(
                    id: row[0],
                    endpointID: EndpointID(rawValue: row[1]),
                    expression: row[2],
                    timeZone: row[3],
                    instances: row[4],
                    isEnabled: row[5] as Int64 != 0
                )
            }
        }
    }

    /// Adds a schedule and returns its key; the one that it brings is ignored.
    ///
    /// - Throws: ``StoreError/endpointIsGone``, or ``StoreError/ruleBroken(rule:)``.
    package func addSchedule(_ schedule: Schedule) async throws -> Int64 {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO schedule (endpointID, expression, timeZone, instances, isEnabled)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    schedule.endpointID.rawValue, schedule.expression, schedule.timeZone,
                    schedule.instances, schedule.isEnabled ? 1 : 0,
                ]
            )
            return db.lastInsertedRowID
        }
    }

    /// Removes a schedule by its key.
    ///
    /// - Throws: ``StoreError/unknownSchedule(_:)``.
    package func removeSchedule(_ id: Int64) async throws {
        try await write { db in
            try db.execute(sql: "DELETE FROM schedule WHERE id = ?", arguments: [id])
            guard db.changesCount == 1 else { throw StoreError.unknownSchedule(id) }
        }
    }
}
