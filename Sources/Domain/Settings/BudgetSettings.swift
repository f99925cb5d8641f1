/// What people have set of one budget, with its endpoint by name: it may not have a key yet.
package struct BudgetSettings: Equatable, Sendable {
    /// Whose pings are paid from it.
    package enum Scope: Hashable, Sendable {
        case fleet
        case group(String)
        case endpoint(String)
    }

    /// What tells it from other budgets.
    package struct Key: Hashable, Sendable {
        package var scope: Scope
        package var period: Budget.Period

        package init(scope: Scope, period: Budget.Period) {
            self.scope = scope
            self.period = period
        }
    }

    package var key: Key
    package var timeZone: String
    package var limit: Money
    package var isHard: Bool
    package var warnShare: Double

    package init(
        key: Key,
        timeZone: String = "UTC",
        limit: Money,
        isHard: Bool = true,
        warnShare: Double = Budget.usualWarnShare
    ) {
        self.key = key
        self.timeZone = timeZone
        self.limit = limit
        self.isHard = isHard
        self.warnShare = warnShare
    }

    /// The budget, once its endpoint's key is known.
    package func budget(scope: Budget.Scope) -> Budget {
        Budget(
            scope: scope,
            period: key.period,
            timeZone: timeZone,
            limit: limit,
            isHard: isHard,
            warnShare: warnShare
        )
    }

    /// Whether what has been counted under `other` would mean something else under this one.
    package func countsOtherwise(than other: BudgetSettings) -> Bool {
        timeZone != other.timeZone || limit.currency != other.limit.currency
    }
}

extension BudgetSettings.Key: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        let (a, b) = (left.scope.rank, right.scope.rank)
        guard a == b else { return a < b }
        let (one, other) = (left.period.roughDays, right.period.roughDays)
        return one == other ? left.period != .month && right.period == .month : one < other
    }
}

extension Budget.Period {
    /// A month is taken for 30 days.
    fileprivate var roughDays: Int {
        switch self {
        case .days(let count): count
        case .month: 30
        }
    }
}

extension BudgetSettings.Scope: CustomStringConvertible {
    /// Reads `fleet`, `group:NAME`, `endpoint:NAME`, or the name of an endpoint.
    package init(_ text: String) {
        if text == "fleet" {
            self = .fleet
        } else if text.hasPrefix("group:") {
            self = .group(String(text.dropFirst("group:".count)))
        } else if text.hasPrefix("endpoint:") {
            self = .endpoint(String(text.dropFirst("endpoint:".count)))
        } else {
            self = .endpoint(text)
        }
    }

    /// The shortest text that reads as the same scope.
    package var description: String {
        switch self {
        case .fleet: "fleet"
        case .group(let name): "group:\(name)"
        case .endpoint(let name):
            name == "fleet" || name.contains(":") ? "endpoint:\(name)" : name
        }
    }

    fileprivate var rank: (Int, String) {
        switch self {
        case .fleet: (0, "")
        case .group(let name): (1, name)
        case .endpoint(let name): (2, name)
        }
    }
}

extension BudgetSettings.Key: CustomStringConvertible {
    /// `fleet per day`.
    package var description: String { "\(scope) per \(period)" }
}
