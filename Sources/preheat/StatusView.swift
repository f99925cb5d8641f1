import Domain
import History
import Reporting

/// The fleet's status as `status` prints it.
struct StatusView: Encodable {
    private let status: FleetStatus
    /// The most endpoints and budgets that are listed.
    private let most: Int
    private let endpoints: [(standing: EndpointStanding, trouble: FleetStatus.Trouble)]
    private let budgets: [BudgetStatus]
    private let names: [EndpointID: String]

    init(_ status: FleetStatus, most: Int) {
        self.status = status
        self.most = most
        endpoints = status.worstFirst
        budgets = status.budgets.enumerated()
            .sorted { ($1.element.shareUsed, $0.offset) < ($0.element.shareUsed, $1.offset) }
            .map(\.element)
        names = Dictionary(uniqueKeysWithValues: status.standings.map { ($0.id, $0.name) })
    }

    private func count(_ trouble: FleetStatus.Trouble) -> Int {
        endpoints.count { $0.trouble == trouble }
    }

    private func count(_ mode: Endpoint.Mode) -> Int {
        status.standings.count { $0.mode == mode && !$0.isPaused }
    }

    private var paused: Int { status.standings.count(where: \.isPaused) }

    private func count(_ standing: TargetStanding) -> Int {
        status.standings.count { status.standing(toTargetOf: $0) == standing }
    }

    private var withTarget: Int { status.standings.count(where: \.hasTarget) }

    private func name(of budget: Budget) -> String {
        var name = ""
        if case .endpoint(let id) = budget.scope { name = names[id] ?? "" }
        return "\(budget.scope.text(endpointName: name)) per \(budget.period)"
    }

    private var newestTraffic: Timestamp? { status.standings.compactMap(\.newestTraffic).max() }
    private var lastPing: Timestamp? { status.standings.compactMap(\.lastPing?.firedAt).max() }

    private var failedPings: Int64 {
        let day = status.lastDay
        return [PingRecord.Outcome.unexpectedStatus, .timedOut, .unreachable]
            .reduce(0) { $0 + day[$1] }
    }

    // MARK: - Text

    var text: String {
        var lines = head + budgetLines
        lines += status.notices.reversed().map { "notice     \(ago($0.noticedAt)): \($0.sentence)" }
        guard !endpoints.isEmpty else {
            return (lines + [EndpointCommand.noneYet]).joined(separator: "\n")
        }
        lines += ["", table]
        if endpoints.count > most {
            lines.append("… and \(endpoints.count - most) more; --all lists every endpoint")
        }
        return lines.joined(separator: "\n")
    }

    private var head: [String] {
        var lines = [
            "service    \(service)",
            "database   \(status.database), \(megabytes(status.databaseBytes))",
            "traffic    \(newestTraffic.map { "newest \(ago($0))" } ?? "none yet")",
            "endpoints  \(status.standings.count): \(count(.active)) active, "
                + "\(count(.shadow)) in shadow mode, \(paused) paused",
            "pings      \(pings)",
            "failing    \(count(.failing))",
        ]
        if withTarget > 0 {
            lines.append(
                "targets    \(withTarget): "
                    + TargetStanding.allCases.map { "\(count($0)) \($0.rawValue)" }
                    .joined(separator: ", ")
            )
        }
        return lines
    }

    private var service: String {
        switch status.isServed {
        case true?: "running"
        case false?: "not running; start it with 'systemctl start preheat' or 'preheat serve'"
        case nil: "unknown: this user may not look"
        }
    }

    private var pings: String {
        let day = status.lastDay
        var text = "\(day.pings) in the last day, \(failedPings) failed"
        let costs = day.costs.amounts.filter { $0.nanos > 0 }
        if !costs.isEmpty {
            text += ", cost \(costs.map(\.description).joined(separator: " + "))"
        }
        if let lastPing { text += "; the last one \(ago(lastPing))" }
        return text
    }

    private var budgetLines: [String] {
        var lines = budgets.prefix(most).map { budget in
            "budget     \(name(of: budget.budget)): \(percentage(budget.shareUsed)) of "
                + "\(budget.budget.limit) used, until \(rfc3339(budget.period.upperBound))"
        }
        if budgets.count > most {
            lines.append("budget     … and \(budgets.count - most) more, less used")
        }
        return lines
    }

    private var table: String {
        var table = TextTable(
            header: ["NAME", "MODE", "STATE", "TARGET", "LAST PING", "LAST TRAFFIC", "DETAIL"]
        )
        for (endpoint, trouble) in endpoints.prefix(most) {
            table.add([
                endpoint.name, mode(of: endpoint), word(for: trouble),
                status.standing(toTargetOf: endpoint)?.rawValue ?? "–",
                endpoint.lastPing.map { ago($0.firedAt) } ?? "–",
                endpoint.newestTraffic.map(ago) ?? "–",
                endpoint.isFailing ? endpoint.lastPing?.detail ?? "" : "",
            ])
        }
        return table.text
    }

    private func mode(of endpoint: EndpointStanding) -> String {
        endpoint.isPaused ? "paused" : endpoint.mode.rawValue
    }

    private func word(for trouble: FleetStatus.Trouble) -> String {
        switch trouble {
        case .failing: "failing"
        case .targetMissed: "target"
        case .noTraffic: "no traffic"
        case .none: "ok"
        }
    }

    /// `5m ago`, in the largest whole unit.
    private func ago(_ moment: Timestamp) -> String {
        let seconds = moment.duration(to: status.now).milliseconds / 1000
        guard seconds >= 0 else { return "in the future" }
        for (unit, length) in [("d", 86_400), ("h", 3600), ("m", 60)] as [(String, Int64)]
        where seconds >= 2 * length {
            return "\(seconds / length)\(unit) ago"
        }
        return "\(seconds)s ago"
    }

    // MARK: - JSON

    enum CodingKeys: String, CodingKey {
        case at, database, endpoints, pings, failing, targets, budgets, notices, listed
        case isRunning = "running"
        case path, total, active, shadow, paused, failed, costs, met, missed, unknown, infeasible
        case sizeBytes = "size_bytes"
        case newestTrafficAt = "newest_traffic_at"
        case lastPingAt = "last_ping_at"
        case lastDay = "last_day"
        case withoutTraffic = "without_traffic"
        case budget, kind, currency, warning
        case limitNanos = "limit_nanos"
        case leftNanos = "left_nanos"
        case usedShare = "used_share"
        case periodEnd = "period_end"
        case costNanos = "cost_nanos"
        case name, mode, state, detail
        case targetStanding = "target_standing"
    }

    private typealias Container = KeyedEncodingContainer<CodingKeys>

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(rfc3339(status.now), forKey: .at)
        try values.encodeIfPresent(status.isServed, forKey: .isRunning)
        var database = values.nestedContainer(keyedBy: CodingKeys.self, forKey: .database)
        try database.encode(status.database, forKey: .path)
        try database.encode(status.databaseBytes, forKey: .sizeBytes)
        try values.encodeIfPresent(newestTraffic.map(rfc3339), forKey: .newestTrafficAt)
        try encodeCounts(to: &values)
        try encodePings(to: &values)
        var list = values.nestedUnkeyedContainer(forKey: .budgets)
        for budget in budgets.prefix(most) {
            var row = list.nestedContainer(keyedBy: CodingKeys.self)
            try encode(budget, to: &row)
        }
        try values.encode(status.notices.map(NoticeView.init), forKey: .notices)
        var rows = values.nestedUnkeyedContainer(forKey: .listed)
        for (endpoint, trouble) in endpoints.prefix(most) {
            var row = rows.nestedContainer(keyedBy: CodingKeys.self)
            try encode(endpoint, trouble, to: &row)
        }
    }

    private func encodeCounts(to values: inout Container) throws {
        var counts = values.nestedContainer(keyedBy: CodingKeys.self, forKey: .endpoints)
        try counts.encode(status.standings.count, forKey: .total)
        try counts.encode(count(.active), forKey: .active)
        try counts.encode(count(.shadow), forKey: .shadow)
        try counts.encode(paused, forKey: .paused)
        try counts.encode(count(.failing), forKey: .failing)
        let isWithoutTraffic = { (endpoint: EndpointStanding) in
            endpoint.isWithoutTraffic(at: status.now)
        }
        try counts.encode(
            status.standings.count(where: isWithoutTraffic),
            forKey: .withoutTraffic
        )
        var targets = values.nestedContainer(keyedBy: CodingKeys.self, forKey: .targets)
        try targets.encode(withTarget, forKey: .total)
        for standing in TargetStanding.allCases {
            guard let key = CodingKeys(rawValue: standing.rawValue) else { continue }
            try targets.encode(count(standing), forKey: key)
        }
    }

    private func encodePings(to values: inout Container) throws {
        var day = values.nestedContainer(keyedBy: CodingKeys.self, forKey: .lastDay)
        try day.encode(status.lastDay.pings, forKey: .pings)
        try day.encode(failedPings, forKey: .failed)
        var costs = day.nestedUnkeyedContainer(forKey: .costs)
        for amount in status.lastDay.costs.amounts {
            var cost = costs.nestedContainer(keyedBy: CodingKeys.self)
            try cost.encode(amount.nanos, forKey: .costNanos)
            try cost.encode(amount.currency, forKey: .currency)
        }
        try values.encodeIfPresent(lastPing.map(rfc3339), forKey: .lastPingAt)
    }

    private func state(_ trouble: FleetStatus.Trouble) -> String {
        switch trouble {
        case .failing: "failing"
        case .targetMissed: "target-missed"
        case .noTraffic: "no-traffic"
        case .none: "ok"
        }
    }

    private func encode(_ budget: BudgetStatus, to row: inout Container) throws {
        try row.encode(name(of: budget.budget), forKey: .budget)
        try row.encode(budget.budget.isHard ? "hard" : "soft", forKey: .kind)
        try row.encode(budget.budget.limit.currency, forKey: .currency)
        try row.encode(budget.budget.limit.nanos, forKey: .limitNanos)
        try row.encode(budget.left.nanos, forKey: .leftNanos)
        try row.encode(budget.shareUsed, forKey: .usedShare)
        try row.encode(budget.isWarning, forKey: .warning)
        try row.encode(rfc3339(budget.period.upperBound), forKey: .periodEnd)
    }

    private func encode(
        _ endpoint: EndpointStanding,
        _ trouble: FleetStatus.Trouble,
        to row: inout Container
    ) throws {
        try row.encode(endpoint.name, forKey: .name)
        try row.encode(mode(of: endpoint), forKey: .mode)
        try row.encode(state(trouble), forKey: .state)
        let target = status.standing(toTargetOf: endpoint)
        try row.encodeIfPresent(target?.rawValue, forKey: .targetStanding)
        try row.encodeIfPresent(endpoint.lastPing.map { rfc3339($0.firedAt) }, forKey: .lastPingAt)
        try row.encodeIfPresent(endpoint.newestTraffic.map(rfc3339), forKey: .newestTrafficAt)
        if endpoint.isFailing {
            try row.encodeIfPresent(endpoint.lastPing?.detail, forKey: .detail)
        }
    }
}

/// A size of a file in MB of a million bytes.
func megabytes(_ bytes: Int64) -> String { "\(decimal(Double(bytes) / 1e6, places: 1)) MB" }
