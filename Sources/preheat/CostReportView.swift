import Domain
import History
import Reporting

/// An amount in JSON.
struct AmountView: Encodable {
    var costNanos: Int64
    var currency: String

    enum CodingKeys: String, CodingKey {
        case currency
        case costNanos = "cost_nanos"
    }

    init(_ money: Money) {
        costNanos = money.nanos
        currency = money.currency
    }
}

/// The report as JSON: additive only, times in RFC 3339, money in billionths.
struct CostReportView: Encodable {
    struct Counterfactual: Encodable {
        var coldStarts: Int
        var pings: Int

        enum CodingKeys: String, CodingKey {
            case pings
            case coldStarts = "cold_starts"
        }

        init(_ counterfactual: CostReport.Counterfactual) {
            coldStarts = counterfactual.coldStarts
            pings = counterfactual.pings
        }
    }

    struct Outcomes: Encodable {
        var succeeded: Int64
        var unexpectedStatus: Int64
        var timedOut: Int64
        var unreachable: Int64
        var interrupted: Int64
        var pending: Int64

        enum CodingKeys: String, CodingKey {
            case succeeded, unreachable, interrupted, pending
            case unexpectedStatus = "unexpected_status"
            case timedOut = "timed_out"
        }

        init(_ ledger: LedgerFigures) {
            succeeded = ledger[.succeeded]
            unexpectedStatus = ledger[.unexpectedStatus]
            timedOut = ledger[.timedOut]
            unreachable = ledger[.unreachable]
            interrupted = ledger[.interrupted]
            pending = ledger[.pending]
        }
    }

    struct Row: Encodable {
        var key: String
        var requests: Int64
        var coldStarts: Int64?
        var requestsWithKnownStart: Int64
        var pings: Int
        var warm: Int
        var cold: Int
        var failed: Int
        var unknown: Int
        var spent: [AmountView]
        var replay: Counterfactual
        var none: Counterfactual
        var alwaysOn: Counterfactual
        var warmUps: Int64
        var outcomes: Outcomes
        var warmUpsWithoutKnownCost: Int64
        var avoidedColdStarts: Int
        var costPerAvoidedColdStart: [AmountView]
        /// Set aside for pending warm-ups, and for interrupted ones.
        var reserved: [AmountView]
        var uncertain: [AmountView]

        enum CodingKeys: String, CodingKey {
            case key, requests, pings, warm, cold, failed, unknown, spent, replay, none, outcomes,
                reserved, uncertain
            case coldStarts = "cold_starts"
            case requestsWithKnownStart = "requests_with_known_start"
            case alwaysOn = "always_on"
            case warmUps = "warm_ups"
            case warmUpsWithoutKnownCost = "warm_ups_without_known_cost"
            case avoidedColdStarts = "avoided_cold_starts"
            case costPerAvoidedColdStart = "cost_per_avoided_cold_start"
        }

        init(_ row: CostReport.Row) {
            key = row.key
            requests = row.requests
            coldStarts = row.requestsWithKnownStart > 0 ? row.coldStartsMet : nil
            requestsWithKnownStart = row.requestsWithKnownStart
            pings = row.pings
            warm = row.warm
            cold = row.cold
            failed = row.failed
            unknown = row.unknown
            spent = row.spent.map(AmountView.init)
            replay = Counterfactual(row.replayed)
            none = Counterfactual(row.none)
            alwaysOn = Counterfactual(row.alwaysOn)
            warmUps = row.ledger.pings
            outcomes = Outcomes(row.ledger)
            warmUpsWithoutKnownCost = row.ledger.withoutCost
            avoidedColdStarts = row.avoided
            costPerAvoidedColdStart = row.costPerAvoidedColdStart.map(AmountView.init)
            reserved = row.ledger.reserved.amounts.map(AmountView.init)
            uncertain = row.ledger.uncertain.amounts.map(AmountView.init)
        }
    }

    struct Budget: Encodable {
        var scope: String
        var per: String
        var currency: String
        var limitNanos: Int64
        var spentNanos: Int64
        var reservedNanos: Int64
        var uncertainNanos: Int64
        var leftNanos: Int64
        var periodStart: String
        var periodEnd: String

        enum CodingKeys: String, CodingKey {
            case scope, per, currency
            case limitNanos = "limit_nanos"
            case spentNanos = "spent_nanos"
            case reservedNanos = "reserved_nanos"
            case uncertainNanos = "uncertain_nanos"
            case leftNanos = "left_nanos"
            case periodStart = "period_start"
            case periodEnd = "period_end"
        }

        init(_ line: BudgetLine) {
            let status = line.status
            scope = line.scope
            per = line.per
            currency = status.budget.limit.currency
            limitNanos = status.budget.limit.nanos
            spentNanos = status.spend.settledNanos
            reservedNanos = status.spend.reservedNanos
            uncertainNanos = status.spend.uncertainNanos
            leftNanos = status.left.nanos
            periodStart = rfc3339(status.period.lowerBound)
            periodEnd = rfc3339(status.period.upperBound)
        }
    }

    var since: String
    var until: String
    var countedUntil: String
    var timezone: String
    var by: String
    var rows: [Row]
    var total: Row
    /// What is to come until the period ends; absent where it has.
    var rest: SpendForecastView?
    var expectedTotal: [AmountView]?
    var budgets: [Budget]

    enum CodingKeys: String, CodingKey {
        case since, until, timezone, by, rows, total, rest, budgets
        case countedUntil = "counted_until"
        case expectedTotal = "expected_total"
    }

    init(_ report: CostReport) {
        since = rfc3339(report.since)
        until = rfc3339(report.until)
        countedUntil = rfc3339(report.countedUntil)
        timezone = report.period.zone
        by = report.grouping.rawValue
        rows = report.rows.map(Row.init)
        total = Row(report.total)
        rest = report.rest.map(SpendForecastView.init)
        budgets = report.budgets.map(Budget.init)
        expectedTotal = report.rest.map { _ in report.expectedTotal.map(AmountView.init) }
    }
}
