import Domain
import Reporting

extension CostReport {
    /// The report as two tables, the ledger's and the replay's, and a sentence on what they mean.
    var tableText: String {
        var ledger = TextTable(header: [
            grouping.rawValue.uppercased(), "REQUESTS", "COLD STARTS", "PINGS", "WARM", "COLD",
            "FAILED", "UNKNOWN", "SPENT",
        ])
        var replay = TextTable(header: [
            grouping.rawValue.uppercased(), "THESE PINGS", "NONE", "ALWAYS-ON", "ALWAYS-ON PINGS",
        ])
        for row in rows + [total] {
            ledger.add([
                row.key, "\(row.requests)", Self.known(row), "\(row.pings)", "\(row.warm)",
                "\(row.cold)", "\(row.failed)", "\(row.unknown)", Self.money(row.spent),
            ])
            replay.add([
                row.key, "\(row.replayed.coldStarts)", "\(row.none.coldStarts)",
                "\(row.alwaysOn.coldStarts)", "\(row.alwaysOn.pings)",
            ])
        }
        return """
            from \(rfc3339(since)) to \(rfc3339(until))
            \(ledger.text)

            Cold starts of the same requests, replayed with
            \(replay.text)

            \(summary)
            """
    }

    /// One sentence: what the pings avoided by replay.
    private var summary: String {
        let avoided = total.none.coldStarts - total.replayed.coldStarts
        var text =
            "by replay \(total.pings) pings avoided \(avoided) of \(total.none.coldStarts) cold starts"
        if total.pings > 0 {
            text += ", \(decimal(Double(avoided) / Double(total.pings), places: 2)) a ping"
        }
        if total.alwaysOn.pings > 0 {
            text +=
                "; a warmer that is always on would have sent \(total.alwaysOn.pings) pings"
                + " and met \(total.alwaysOn.coldStarts)"
        }
        return text
    }

    /// Cold starts that real requests met; a dash where none is known, a note where not all are.
    private static func known(_ row: Row) -> String {
        guard row.requestsWithKnownStart > 0 else { return "–" }
        guard row.requestsWithKnownStart < row.requests else { return "\(row.coldStartsMet)" }
        return "\(row.coldStartsMet) of \(row.requestsWithKnownStart) known"
    }

    private static func money(_ amounts: [Money]) -> String {
        amounts.isEmpty
            ? "–" : amounts.map { "\($0.allDecimals) \($0.currency)" }.joined(separator: " + ")
    }

    var csvText: String {
        csv(
            header: [
                grouping.rawValue, "requests", "cold_starts", "requests_with_known_start", "pings",
                "warm", "cold", "failed", "unknown", "cost_nanos", "currency",
                "replay_cold_starts", "none_cold_starts", "always_on_cold_starts",
                "always_on_pings",
            ],
            rows: rows.flatMap { row in
                (row.spent.isEmpty ? [Money(nanos: 0, currency: "")] : row.spent).map { money in
                    [
                        row.key, "\(row.requests)", "\(row.coldStartsMet)",
                        "\(row.requestsWithKnownStart)", "\(row.pings)", "\(row.warm)",
                        "\(row.cold)", "\(row.failed)", "\(row.unknown)", "\(money.nanos)",
                        money.currency, "\(row.replayed.coldStarts)", "\(row.none.coldStarts)",
                        "\(row.alwaysOn.coldStarts)", "\(row.alwaysOn.pings)",
                    ]
                }
            }
        )
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

    struct Amount: Encodable {
        var nanos: Int64
        var currency: String
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
        var spent: [Amount]
        var replay: Counterfactual
        var none: Counterfactual
        var alwaysOn: Counterfactual

        enum CodingKeys: String, CodingKey {
            case key, requests, pings, warm, cold, failed, unknown, spent, replay, none
            case coldStarts = "cold_starts"
            case requestsWithKnownStart = "requests_with_known_start"
            case alwaysOn = "always_on"
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
            spent = row.spent.map { Amount(nanos: $0.nanos, currency: $0.currency) }
            replay = Counterfactual(row.replayed)
            none = Counterfactual(row.none)
            alwaysOn = Counterfactual(row.alwaysOn)
        }
    }

    var since: String
    var until: String
    var by: String
    var rows: [Row]
    var total: Row

    init(_ report: CostReport) {
        since = rfc3339(report.since)
        until = rfc3339(report.until)
        by = report.grouping.rawValue
        rows = report.rows.map(Row.init)
        total = Row(report.total)
    }
}
