import Domain
import Reporting

/// A forecast of spending in JSON.
struct SpendForecastView: Encodable {
    struct Amount: Encodable {
        var costNanos: Int64
        var costNanosLower: Int64?
        var costNanosUpper: Int64?
        var currency: String

        enum CodingKeys: String, CodingKey {
            case currency
            case costNanos = "cost_nanos"
            case costNanosLower = "cost_nanos_lower"
            case costNanosUpper = "cost_nanos_upper"
        }
    }

    var from: String
    var until: String
    var method: String
    /// Absent where the history is too short, as the amounts are then.
    var warmUps: Double?
    var warmUpsLower: Double?
    var warmUpsUpper: Double?
    var amounts: [Amount]

    enum CodingKeys: String, CodingKey {
        case from, until, method, amounts
        case warmUps = "warm_ups"
        case warmUpsLower = "warm_ups_lower"
        case warmUpsUpper = "warm_ups_upper"
    }

    init(_ forecast: SpendForecast) {
        from = rfc3339(forecast.since)
        until = rfc3339(forecast.until)
        method = forecast.method
        warmUps = forecast.pings?.mean
        warmUpsLower = forecast.pings?.band?.lowerBound
        warmUpsUpper = forecast.pings?.band?.upperBound
        amounts = forecast.amounts.map { amount in
            Amount(
                costNanos: amount.mean.nanos,
                costNanosLower: amount.lower?.nanos,
                costNanosUpper: amount.upper?.nanos,
                currency: amount.mean.currency
            )
        }
    }
}

/// The report as JSON: additive only, times in RFC 3339, money in billionths.
struct SpendReportView: Encodable {
    struct Row: Encodable {
        var key: String
        var horizon: String
        var forecast: SpendForecastView

        init(_ row: SpendReport.Row) {
            key = row.key
            horizon = row.horizon.rawValue
            forecast = SpendForecastView(row.forecast)
        }
    }

    var since: String
    var until: String
    var timezone: String
    var by: String
    var rows: [Row]
    var total: [Row]

    init(_ report: SpendReport) {
        since = rfc3339(report.period.since)
        until = rfc3339(report.period.until)
        timezone = report.period.zone
        by = report.grouping.rawValue
        rows = report.rows.map(Row.init)
        total = report.total.map(Row.init)
    }
}
