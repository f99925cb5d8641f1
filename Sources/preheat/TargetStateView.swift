import Domain
import Reporting

/// How an endpoint stands to its target, as `list` and `show` print it.
struct TargetStateView: Encodable {
    /// met, missed, unknown or infeasible.
    var standing: String
    var rate: Double
    var requestedMinutes: Double
    var coldMinutes: Double
    var errorBudgetLeft: Double
    /// ν.
    var value: Double
    var verdict: String
    var sentence: String
    var presentRate: Double?
    var bestRate: Double?
    var presentMonthlyNanos: Int64?
    var neededMonthlyNanos: Int64?
    var currency: String?

    enum CodingKeys: String, CodingKey {
        case standing, rate, verdict, sentence, currency
        case requestedMinutes = "requested_minutes"
        case coldMinutes = "cold_minutes"
        case errorBudgetLeft = "error_budget_left_minutes"
        case value = "value_pings"
        case presentRate = "present_rate"
        case bestRate = "best_rate"
        case presentMonthlyNanos = "present_monthly_nanos"
        case neededMonthlyNanos = "needed_monthly_nanos"
    }

    init(_ state: TargetState, of endpoint: Endpoint) {
        standing = state.standing.rawValue
        rate = state.rate
        requestedMinutes = state.requestedMinutes
        coldMinutes = state.coldMinutes
        errorBudgetLeft = state.errorBudgetLeft
        value = state.value
        verdict = state.verdict.rawValue
        sentence = state.verdictSentence(
            name: endpoint.name,
            target: endpoint.target?.description ?? "its target"
        )
        presentRate = state.presentRate
        bestRate = state.bestRate
        presentMonthlyNanos = state.presentMonthly?.nanos
        neededMonthlyNanos = state.neededMonthly?.nanos
        currency = (state.neededMonthly ?? state.presentMonthly)?.currency
    }

    /// Setting and value, to follow the target itself.
    var settings: [(String, String)] {
        [
            ("target so far", standing),
            ("requested minutes", decimal(requestedMinutes, places: 1)),
            ("cold minutes", decimal(coldMinutes, places: 1)),
            ("error budget left", "\(decimal(errorBudgetLeft, places: 1)) minutes"),
            ("ν", "\(briefText(value)) pings for an avoided cold start"),
            ("verdict", "\(verdict): \(sentence)"),
        ]
    }
}
