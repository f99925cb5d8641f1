package import Domain

/// What became of one ping that was to be recorded.
package enum IntentOutcome: Equatable, Sendable {
    /// It is in the ledger under this id, and what it may cost is reserved: it may be fired.
    case recorded(Int64)
    /// A hard budget has no room for it: it is not in the ledger and must not be fired.
    case refused(BudgetRefusal)

    /// The id in the ledger; `nil` for a refused one.
    package var id: Int64? { if case .recorded(let id) = self { id } else { nil } }
}

/// Why a hard budget refused a ping.
package struct BudgetRefusal: Equatable, Sendable {
    package enum Reason: Equatable, Sendable {
        /// The reservation is more than what is left in the period.
        case exceeds(left: Money)
        /// Nobody said what the ping may cost.
        case nothingReserved
        /// The reservation is in another currency than the budget.
        case otherCurrency(String)
        /// The offsets of the budget's zone were not given: its periods cannot be known.
        case unknownZone(String)
    }

    package var budgetID: Int64
    package var reason: Reason
}

extension BudgetRefusal: CustomStringConvertible {
    /// One line for the journal.
    package var description: String {
        switch reason {
        case .exceeds(let left):
            "budget \(budgetID) has \(left) left in this period, less than the ping may cost"
        case .nothingReserved:
            "budget \(budgetID) is hard, and nothing says what the ping may cost"
        case .otherCurrency(let currency):
            "the ping is priced in \(currency), another currency than that of budget \(budgetID); "
                + "set a budget in \(currency)"
        case .unknownZone(let zone):
            "budget \(budgetID) counts in the time zone '\(zone)', which is not in the zone "
                + "database; install it, or set the budget in another zone"
        }
    }
}
