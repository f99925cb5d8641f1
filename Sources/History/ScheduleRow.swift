internal import Domain
import GRDB

/// A schedule as the table `schedule` holds it.
enum ScheduleRow {
    /// In the order in which ``values(of:)`` gives them and ``schedule(_:)`` reads them.
    static let columns = """
        endpointID, name, expression, timeZone, instances, jitterMs, graceMs, exceptDates, isEnabled
        """

    private static let separator = "; "

    static func values(of schedule: Schedule) -> [(any DatabaseValueConvertible)?] {
        [
            schedule.endpointID.rawValue, schedule.name, schedule.expression, schedule.timeZone,
            schedule.instances, schedule.jitter.milliseconds, schedule.grace.milliseconds,
            schedule.exceptions.map(\.description).joined(separator: separator),
            schedule.isEnabled ? 1 : 0,
        ]
    }

    /// Reads a row of `id` and ``columns``.
    ///
    /// - Throws: ``StoreError/unreadableValue(_:column:)``.
    static func schedule(_ row: Row) throws -> Schedule {
        let dates: String = row[8]
        return Schedule(
            id: row[0],
            endpointID: EndpointID(rawValue: row[1]),
            name: row[2],
            expression: row[3],
            timeZone: row[4],
            instances: row[5],
            jitter: .milliseconds(row[6] as Int64),
            grace: .milliseconds(row[7] as Int64),
            exceptions: try dates.split(separator: separator).map { text in
                guard let day = CalendarDay(text) else {
                    throw StoreError.unreadableValue(
                        String(text),
                        column: "schedule.exceptDates"
                    )
                }
                return day
            },
            isEnabled: row[9] as Int64 != 0
        )
    }
}
