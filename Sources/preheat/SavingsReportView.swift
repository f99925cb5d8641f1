import Domain
import Reporting

/// The report as JSON: additive only, times in RFC 3339, money in billionths.
struct SavingsReportView: Encodable {
    struct Outcome: Encodable {
        var policy: String
        var coldStarts: Int
        var pings: Int
        /// Absent where an endpoint has no price for it.
        var cost: [AmountView]?
        /// What these pings avoided and saved against it.
        var avoidedColdStarts: Int
        var saved: [AmountView]?

        enum CodingKeys: String, CodingKey {
            case policy, pings, cost, saved
            case coldStarts = "cold_starts"
            case avoidedColdStarts = "avoided_cold_starts"
        }

        init(_ policy: SavingsReport.Policy, of row: SavingsReport.Row) {
            let outcome = row[policy]
            self.policy = policy.rawValue
            coldStarts = outcome.coldStarts
            pings = outcome.pings
            cost = outcome.unpriced == 0 ? outcome.costs.amounts.map(AmountView.init) : nil
            avoidedColdStarts = row.avoided(against: policy)
            saved = row.saved(against: policy)?.amounts.map(AmountView.init)
        }
    }

    struct Row: Encodable {
        var key: String
        var requests: Int64
        var policies: [Outcome]

        init(_ row: SavingsReport.Row) {
            key = row.key
            requests = row.requests
            policies = row.policies.map { Outcome($0, of: row) }
        }
    }

    /// What withheld pings say; the figures are absent while there are too few.
    struct Estimate: Encodable {
        var withheldPings: Int
        var sentPings: Int
        var fewestWithheldPings = WithholdingEstimate.fewest
        var coldAfterWithheld: Int
        var coldAfterSent: Int
        var perPing: Double?
        var perPingLower: Double?
        var perPingUpper: Double?
        var total: Double?
        var totalLower: Double?
        var totalUpper: Double?
        var replayedTotal: Int
        var replayDisagrees: Bool

        enum CodingKeys: String, CodingKey {
            case withheldPings = "withheld_pings"
            case sentPings = "sent_pings"
            case fewestWithheldPings = "fewest_withheld_pings"
            case coldAfterWithheld = "cold_after_withheld"
            case coldAfterSent = "cold_after_sent"
            case perPing = "avoided_cold_minutes_per_ping"
            case perPingLower = "avoided_cold_minutes_per_ping_lower"
            case perPingUpper = "avoided_cold_minutes_per_ping_upper"
            case total = "avoided_cold_minutes"
            case totalLower = "avoided_cold_minutes_lower"
            case totalUpper = "avoided_cold_minutes_upper"
            case replayedTotal = "replayed_avoided_cold_minutes"
            case replayDisagrees = "replay_disagrees"
        }

        init(_ report: SavingsReport) {
            let estimate = report.estimate
            let total = report.estimatedMinutesAvoided
            withheldPings = estimate.withheld
            sentPings = estimate.sent
            coldAfterWithheld = estimate.coldAfterWithheld
            coldAfterSent = estimate.coldAfterSent
            perPing = estimate.effect?.mean
            perPingLower = estimate.effect?.interval.lowerBound
            perPingUpper = estimate.effect?.interval.upperBound
            self.total = total?.mean
            totalLower = total?.interval.lowerBound
            totalUpper = total?.interval.upperBound
            replayedTotal = report.replayedMinutesAvoided
            replayDisagrees = report.replayDisagrees
        }
    }

    var since: String
    var until: String
    var timezone: String
    var by: String
    var rows: [Row]
    var total: Row
    var estimate: Estimate

    init(_ report: SavingsReport) {
        since = rfc3339(report.period.since)
        until = rfc3339(report.period.until)
        timezone = report.period.zone
        by = report.grouping.rawValue
        rows = report.rows.map(Row.init)
        total = Row(report.total)
        estimate = Estimate(report)
    }
}
