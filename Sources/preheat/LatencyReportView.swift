import Domain
import Reporting

/// The report as JSON: additive only, times in RFC 3339.
struct LatencyReportView: Encodable {
    struct Times: Encodable {
        var count: Int
        var p50: Double
        var p90: Double
        var p99: Double

        enum CodingKeys: String, CodingKey {
            case count
            case p50 = "p50_ms"
            case p90 = "p90_ms"
            case p99 = "p99_ms"
        }

        init(_ times: LatencyReport.Times) {
            (count, p50, p90, p99) = (times.count, times.p50, times.p90, times.p99)
        }
    }

    struct PingTimes: Encodable {
        var firstByte: Times?
        var total: Times?

        enum CodingKeys: String, CodingKey {
            case total
            case firstByte = "first_byte"
        }

        init(_ times: LatencyReport.PingTimes) {
            firstByte = times.firstByte.map(Times.init)
            total = times.total.map(Times.init)
        }
    }

    struct Target: Encodable {
        var endpoint: String
        var target: String
        var windowS: Int64
        /// Absent while a latency target cannot be told yet, as what follows is then.
        var allowedShare: Double?
        var requestedMinutes: Int?
        var coldMinutes: Int?
        var attainment: Double?
        var allowedMinutes: Int?
        var leftMinutes: Int?
        var isMissed: Bool
        var isLow: Bool

        enum CodingKeys: String, CodingKey {
            case endpoint, target, attainment
            case isMissed = "missed"
            case isLow = "low"
            case windowS = "window_s"
            case allowedShare = "allowed_cold_share"
            case requestedMinutes = "requested_minutes"
            case coldMinutes = "cold_minutes"
            case allowedMinutes = "allowed_cold_minutes"
            case leftMinutes = "left_cold_minutes"
        }

        init(_ target: EndpointTarget) {
            let budget = target.attainment.budget
            endpoint = target.endpoint
            self.target = target.attainment.target.description
            windowS = target.attainment.window.milliseconds / 1000
            allowedShare = budget?.allowedShare
            requestedMinutes = budget?.requestedMinutes
            coldMinutes = budget?.coldMinutes
            attainment = budget?.attainment
            allowedMinutes = budget?.allowedMinutes
            leftMinutes = budget?.leftMinutes
            isMissed = target.attainment.isMissed
            isLow = target.attainment.isLow
        }
    }

    struct Row: Encodable {
        var key: String
        var requests: Int64
        var requestedMinutes: Int
        var coldMinutes: Int
        var coldRate: Double?
        var measuredMinutes: Int
        var warm: PingTimes
        var cold: PingTimes

        enum CodingKeys: String, CodingKey {
            case key, requests, warm, cold
            case requestedMinutes = "requested_minutes"
            case coldMinutes = "cold_minutes"
            case coldRate = "cold_start_rate"
            case measuredMinutes = "measured_minutes"
        }

        init(_ row: LatencyReport.Row) {
            key = row.key
            requests = row.requests
            requestedMinutes = row.requestedMinutes
            coldMinutes = row.coldMinutes
            coldRate = row.coldRate
            measuredMinutes = row.measuredMinutes
            warm = PingTimes(row.warm)
            cold = PingTimes(row.cold)
        }
    }

    var since: String
    var until: String
    var timezone: String
    var by: String
    var rows: [Row]
    var total: Row
    var targets: [Target]

    init(_ report: LatencyReport) {
        since = rfc3339(report.period.since)
        until = rfc3339(report.period.until)
        timezone = report.period.zone
        by = report.grouping.rawValue
        rows = report.rows.map(Row.init)
        total = Row(report.total)
        targets = report.targets.map(Target.init)
    }
}
