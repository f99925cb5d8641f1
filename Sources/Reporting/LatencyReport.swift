package import Domain
package import History

/// How often real requests met a cold start, how long pings took, and how targets stand.
package struct LatencyReport: Equatable, Sendable {
    /// Three quantiles of milliseconds.
    package struct Times: Equatable, Sendable {
        package var count: Int
        package var p50: Double
        package var p90: Double
        package var p99: Double

        init?(_ times: CountedTimes) {
            let quantiles = times.quantiles([0.5, 0.9, 0.99])
            guard quantiles.count == 3 else { return nil }
            (count, p50, p90, p99) = (times.count, quantiles[0], quantiles[1], quantiles[2])
        }
    }

    /// What pings of one temperature took.
    package struct PingTimes: Equatable, Sendable {
        package var firstByte: Times?
        package var total: Times?
    }

    package struct Row: Equatable, Sendable {
        package var key: String
        package var requests: Int64 = 0
        /// Minutes with requests, how many of them met a cold start, and of how many that was
        /// measured; the rest are replayed.
        package var requestedMinutes = 0
        package var coldMinutes = 0
        package var measuredMinutes = 0
        package var warm = PingTimes()
        package var cold = PingTimes()
        /// Of an endpoint that has one, where rows are endpoints.
        package var target: TargetAttainment?

        package init(key: String) { self.key = key }

        /// The share of requested minutes with a cold start.
        package var coldRate: Double? {
            requestedMinutes > 0 ? Double(coldMinutes) / Double(requestedMinutes) : nil
        }
    }

    package var period: ReportPeriod
    package var grouping: ReportGrouping
    package var rows: [Row]
    package var total: Row
    /// How every endpoint with a target stands, by name, whatever the rows are.
    package var targets: [EndpointTarget]
}

/// Makes the latency report of all endpoints.
///
/// - Parameters:
///   - store: The history.
///   - period: What it tells of; targets look back from its end.
///   - grouping: What a row is.
///   - onProgress: Told the share of the endpoints that are done.
/// - Returns: The report; its rows ascend by name or by time; by schedule the plan's comes first.
/// - Throws: `StoreError`.
/// - Complexity: O(*n* log *n*) in the minutes with requests and the pings; what is kept of the pings
///   is how many took each millisecond.
package func latencyReport(
    from store: HistoryStore,
    in period: ReportPeriod,
    by grouping: ReportGrouping,
    onProgress: (Double) -> Void = { _ in }
) async throws -> LatencyReport {
    let endpoints = try await store.endpoints()
    let registrations = try await store.registrations()
    let keys = ReportKeys(grouping, of: endpoints, period)
    let cuts = period.cuts(by: grouping)
    var rows = keys.names.map { LatencyFigures(row: LatencyReport.Row(key: $0)) }
    var schedules: [LatencyFigures] = []
    var total = LatencyFigures(row: LatencyReport.Row(key: "total"))
    let targets = try await targetAttainments(in: store, until: period.until)
    let attainments = Dictionary(
        uniqueKeysWithValues: targets.map { ($0.endpoint, $0.attainment) }
    )
    for (index, endpoint) in endpoints.enumerated() {
        let history = try await EndpointHistory(
            of: endpoint,
            in: store,
            since: period.since,
            until: period.until,
            registered: registrations[endpoint.id],
            readsPings: true
        )
        let findings =
            grouping == .schedule
            ? try await store.findingsBySchedule(of: endpoint.id, in: history.range)
            : [nil: history.findings]
        let parts = history.latencies(of: findings[nil] ?? [], cuts: cuts)
        for (part, figures) in parts.enumerated() {
            rows[keys.row(ofEndpoint: index, part: part)].add(figures)
            total.add(figures)
        }
        for name in findings.keys.compactMap({ $0 }).sorted() {
            var row = LatencyFigures(row: LatencyReport.Row(key: "\(endpoint.name)/\(name)"))
            row.add(findings[name] ?? [], within: period)
            total.addTimes(of: row)
            schedules.append(row)
        }
        if grouping == .endpoint {
            rows[keys.row(ofEndpoint: index, part: 0)].row.target = attainments[endpoint.name]
        }
        onProgress(Double(index + 1) / Double(endpoints.count))
    }
    rows += schedules
    return LatencyReport(
        period: period,
        grouping: grouping,
        rows: rows.map(\.finished),
        total: total.finished,
        targets: targets
    )
}

/// How every endpoint with a target stands over its window up to a moment, by name.
///
/// - Throws: `StoreError`.
/// - Complexity: As of ``latencyReport(from:in:by:onProgress:)``.
package func targetAttainments(
    in store: HistoryStore,
    until: Timestamp
) async throws -> [EndpointTarget] {
    var targets: [EndpointTarget] = []
    for endpoint in try await store.endpoints() {
        guard let target = endpoint.target else { continue }
        let attainment = try await attainment(of: target, by: endpoint, in: store, until: until)
        targets.append(EndpointTarget(endpoint: endpoint.name, attainment: attainment))
    }
    return targets.sorted { $0.endpoint < $1.endpoint }
}

private func attainment(
    of target: LatencyTarget,
    by endpoint: Endpoint,
    in store: HistoryStore,
    until: Timestamp
) async throws -> TargetAttainment {
    let since = Timestamp(minute: until.advanced(by: .zero - endpoint.targetWindow).minute)
    let history = try await EndpointHistory(
        of: endpoint,
        in: store,
        since: since,
        until: until,
        registered: nil,
        readsPings: true
    )
    let figures = history.latencies(of: history.findings, cuts: [since, until])[0]
    let share = TargetAttainment.allowedShare(
        of: target,
        warm: figures.warmTotals.all,
        cold: figures.coldTotals.all,
        startUp: endpoint.startUp
    )
    return TargetAttainment(
        target: target,
        window: endpoint.targetWindow,
        budget: share.map { share in
            ErrorBudget(
                requestedMinutes: figures.row.requestedMinutes,
                coldMinutes: figures.row.coldMinutes,
                allowedShare: share
            )
        }
    )
}

/// A row in the making: with all that the quantiles are made of.
private struct LatencyFigures {
    var row: LatencyReport.Row
    var warmFirstBytes = CountedTimes()
    var warmTotals = CountedTimes()
    var coldFirstBytes = CountedTimes()
    var coldTotals = CountedTimes()

    init(row: LatencyReport.Row) { self.row = row }

    mutating func add(_ finding: PingFinding) {
        switch finding.temperature {
        case .warm:
            if let time = finding.firstByteMs { warmFirstBytes.add(time) }
            if let time = finding.totalMs { warmTotals.add(time) }
        case .cold:
            if let time = finding.firstByteMs { coldFirstBytes.add(time) }
            if let time = finding.totalMs { coldTotals.add(time) }
        case .unknown: break
        }
    }

    mutating func add(_ other: LatencyFigures) {
        row.requests += other.row.requests
        row.requestedMinutes += other.row.requestedMinutes
        row.coldMinutes += other.row.coldMinutes
        row.measuredMinutes += other.row.measuredMinutes
        addTimes(of: other)
    }

    mutating func add(_ findings: [PingFinding], within period: ReportPeriod) {
        for finding in findings
        where finding.moment >= period.since && finding.moment < period.until {
            add(finding)
        }
    }

    mutating func addTimes(of other: LatencyFigures) {
        warmFirstBytes.add(other.warmFirstBytes)
        warmTotals.add(other.warmTotals)
        coldFirstBytes.add(other.coldFirstBytes)
        coldTotals.add(other.coldTotals)
    }

    var finished: LatencyReport.Row {
        typealias Times = LatencyReport.Times
        var row = row
        row.warm = .init(firstByte: Times(warmFirstBytes), total: Times(warmTotals))
        row.cold = .init(firstByte: Times(coldFirstBytes), total: Times(coldTotals))
        return row
    }
}

extension EndpointHistory {
    /// A row in the making for each part of the period.
    fileprivate func latencies(
        of findings: [PingFinding],
        cuts: [Timestamp]
    ) -> [LatencyFigures] {
        var parts = requests(cuts: cuts).map { requests in
            var figures = LatencyFigures(row: LatencyReport.Row(key: ""))
            figures.row.requests = requests.count
            return figures
        }
        func part(of moment: Timestamp) -> Int? {
            let part = cuts.partitioningIndex { $0 > moment } - 1
            return parts.indices.contains(part) ? part : nil
        }
        let (measured, cold) = (measured, wasCold)
        for (index, minute) in activeMinutes.enumerated() {
            guard let part = part(of: Timestamp(minute: minute)) else { continue }
            parts[part].row.requestedMinutes += 1
            parts[part].row.coldMinutes += cold[index] ? 1 : 0
            parts[part].row.measuredMinutes += measured[index] == nil ? 0 : 1
        }
        for finding in findings {
            guard let part = part(of: finding.moment) else { continue }
            parts[part].add(finding)
        }
        return parts
    }
}
