internal import Domain
internal import Foundation

/// The figures of a notice's moment: of a budget or of a target.
///
/// Additive only, as webhooks read it: keys are snake case with their units, money is whole
/// billionths of the currency's unit, times are RFC 3339 in UTC.
package struct NoticeDetails: Codable, Equatable, Sendable {
    package struct OfBudget: Codable, Equatable, Sendable {
        package var scope: String
        package var period: String
        package var limitNanos: Int64
        package var spentNanos: Int64
        package var reservedNanos: Int64
        package var uncertainNanos: Int64
        package var currency: String
        package var periodStart: String
        package var periodEnd: String

        enum CodingKeys: String, CodingKey {
            case scope, period, currency
            case limitNanos = "limit_nanos"
            case spentNanos = "spent_nanos"
            case reservedNanos = "reserved_nanos"
            case uncertainNanos = "uncertain_nanos"
            case periodStart = "period_start"
            case periodEnd = "period_end"
        }

        init(_ status: BudgetStatus, scope: String) {
            self.scope = scope
            period = status.budget.period.description
            limitNanos = status.budget.limit.nanos
            spentNanos = status.spend.settledNanos
            reservedNanos = status.spend.reservedNanos
            uncertainNanos = status.spend.uncertainNanos
            currency = status.budget.limit.currency
            periodStart = rfc3339(status.period.lowerBound)
            periodEnd = rfc3339(status.period.upperBound)
        }
    }

    package struct OfTarget: Codable, Equatable, Sendable {
        package var endpoint: String
        package var target: String
        package var rate: Double
        package var requestedMinutes: Double
        package var coldMinutes: Double
        package var verdict: String
        package var neededMonthlyNanos: Int64?
        package var presentMonthlyNanos: Int64?
        package var presentRate: Double?
        package var bestRate: Double?
        package var currency: String?

        enum CodingKeys: String, CodingKey {
            case endpoint, target, rate, verdict, currency
            case requestedMinutes = "requested_minutes"
            case coldMinutes = "cold_minutes"
            case neededMonthlyNanos = "needed_monthly_nanos"
            case presentMonthlyNanos = "present_monthly_nanos"
            case presentRate = "present_rate"
            case bestRate = "best_rate"
        }

        init(_ state: TargetState, endpoint: String, target: String) {
            self.endpoint = endpoint
            self.target = target
            rate = state.rate
            requestedMinutes = state.requestedMinutes
            coldMinutes = state.coldMinutes
            verdict = state.verdict.rawValue
            neededMonthlyNanos = state.neededMonthly?.nanos
            presentMonthlyNanos = state.presentMonthly?.nanos
            presentRate = state.presentRate
            bestRate = state.bestRate
            currency = (state.neededMonthly ?? state.presentMonthly)?.currency
        }
    }

    package var budget: OfBudget?
    package var target: OfTarget?

    /// As ``Notice`` keeps it.
    ///
    /// Figures that are no numbers are not written: a notice without them is worth more than none.
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding strings and finite numbers cannot fail; an infinite one leaves all of them out.
        let data = try? encoder.encode(self)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    init(budget: OfBudget? = nil, target: OfTarget? = nil) {
        self.budget = budget
        self.target = target
    }

    /// Reads what ``Notice`` keeps; what another release wrote otherwise is left out.
    init(_ text: String) {
        let data = Data(text.utf8)
        // The sentence says it all; figures that cannot be read shall not keep it back.
        self = (try? JSONDecoder().decode(NoticeDetails.self, from: data)) ?? NoticeDetails()
    }
}
