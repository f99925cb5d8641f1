internal import Domain
import GRDB

/// A budget as the table `budget` holds it.
enum BudgetRow {
    /// In the order in which ``values(of:)`` gives them and ``budget(_:)`` reads them, after the id.
    static let columns = """
        groupName, endpointID, periodDays, timeZone, limitNanos, currency, isHard, warnShare
        """

    static func values(of budget: Budget) -> [(any DatabaseValueConvertible)?] {
        [
            budget.scope.groupName, budget.scope.endpointID, budget.period.lengthInDays,
            budget.timeZone, budget.limit.nanos, budget.limit.currency, budget.isHard ? 1 : 0,
            budget.warnShare,
        ]
    }

    /// Reads a row of `id` and ``columns``.
    static func budget(_ row: Row) -> Budget {
        let group: String? = row[1]
        let endpointID: Int64? = row[2]
        let days: Int? = row[3]
        return Budget(
            id: row[0],
            scope: group.map(Budget.Scope.group)
                ?? endpointID.map { .endpoint(EndpointID(rawValue: $0)) } ?? .fleet,
            period: days.map(Budget.Period.days) ?? .month,
            timeZone: row[4],
            limit: Money(nanos: row[5], currency: row[6]),
            isHard: row[7] as Int64 != 0,
            warnShare: row[8]
        )
    }
}

extension Budget.Scope {
    var groupName: String? { if case .group(let name) = self { name } else { nil } }

    var endpointID: Int64? { if case .endpoint(let id) = self { id.rawValue } else { nil } }
}

extension Budget.Period {
    /// `nil` for a month.
    var lengthInDays: Int? { if case .days(let count) = self { count } else { nil } }
}
