package import Domain

/// What pings of the ledger add up to.
///
/// Counts and amounts beyond what 64 bits hold stay at that limit.
package struct LedgerFigures: Equatable, Sendable {
    /// Entries of the ledger.
    package var pings: Int64 = 0
    /// Pinged instances, and how many were found warm or cold, or failed; the rest are unknown.
    package var instances: Int64 = 0
    package var warm: Int64 = 0
    package var cold: Int64 = 0
    package var failed: Int64 = 0
    private var pending: Int64 = 0
    private var succeeded: Int64 = 0
    private var unexpectedStatus: Int64 = 0
    private var timedOut: Int64 = 0
    private var unreachable: Int64 = 0
    private var interrupted: Int64 = 0
    /// Entries whose cost nobody knows: pending and interrupted ones.
    package var withoutCost: Int64 = 0
    /// What the others cost.
    package private(set) var costs = CurrencyAmounts()
    /// What is set aside for pending pings, and what was for interrupted ones: the platform may have
    /// charged for them.
    package private(set) var reserved = CurrencyAmounts()
    package private(set) var uncertain = CurrencyAmounts()

    package init() {}

    package var unknown: Int64 { instances - warm - cold - failed }

    /// Entries of an outcome.
    package subscript(outcome: PingRecord.Outcome) -> Int64 {
        get {
            switch outcome {
            case .pending: pending
            case .succeeded: succeeded
            case .unexpectedStatus: unexpectedStatus
            case .timedOut: timedOut
            case .unreachable: unreachable
            case .interrupted: interrupted
            }
        }
        set {
            switch outcome {
            case .pending: pending = newValue
            case .succeeded: succeeded = newValue
            case .unexpectedStatus: unexpectedStatus = newValue
            case .timedOut: timedOut = newValue
            case .unreachable: unreachable = newValue
            case .interrupted: interrupted = newValue
            }
        }
    }

    package mutating func add(cost: Money) { costs.add(cost) }
    package mutating func add(reserved: Money) { self.reserved.add(reserved) }
    package mutating func add(uncertain: Money) { self.uncertain.add(uncertain) }

    package mutating func add(_ other: LedgerFigures) {
        pings = sum(pings, other.pings)
        instances = sum(instances, other.instances)
        warm = sum(warm, other.warm)
        cold = sum(cold, other.cold)
        failed = sum(failed, other.failed)
        for outcome in PingRecord.Outcome.allCases {
            self[outcome] = sum(self[outcome], other[outcome])
        }
        withoutCost = sum(withoutCost, other.withoutCost)
        costs.add(other.costs)
        reserved.add(other.reserved)
        uncertain.add(other.uncertain)
    }

    /// Takes away what is a part of these figures.
    package mutating func subtract(_ part: LedgerFigures) {
        pings -= part.pings
        instances -= part.instances
        warm -= part.warm
        cold -= part.cold
        failed -= part.failed
        for outcome in PingRecord.Outcome.allCases { self[outcome] -= part[outcome] }
        withoutCost -= part.withoutCost
        costs = costs.without(part.costs)
        reserved = reserved.without(part.reserved)
        uncertain = uncertain.without(part.uncertain)
    }

    /// Two counts added up.
    func sum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflows) = left.addingReportingOverflow(right)
        return overflows ? .max : sum
    }
}
