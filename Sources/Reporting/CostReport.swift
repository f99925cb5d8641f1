package import Domain
package import History
internal import Simulating

/// What warming cost and what it saved: the ledger's own figures, and beside them what the same
/// requests would have met with no pings and with a warmer that is always on.
package struct CostReport: Equatable, Sendable {
    package typealias Grouping = ReportGrouping

    /// What a policy would have done to the same requests, by replay.
    package struct Counterfactual: Equatable, Sendable {
        package var coldStarts = 0
        package var pings = 0
    }

    package struct Row: Equatable, Sendable {
        /// What the row stands for, such as an endpoint's name or a day.
        package var key: String
        package var requests: Int64 = 0
        /// Cold starts that real requests met, and how many requests are known to have met one or
        /// not.
        package var coldStartsMet: Int64 = 0
        package var requestsWithKnownStart: Int64 = 0
        /// What the ledger holds.
        package var ledger = LedgerFigures()
        /// The ledger's pings replayed over the recorded requests, and the two alternatives.
        package var replayed = Counterfactual()
        package var none = Counterfactual()
        package var alwaysOn = Counterfactual()

        package init(key: String) { self.key = key }

        /// Pinged instances by what they were found to be.
        package var pings: Int { Int(ledger.instances) }
        package var warm: Int { Int(ledger.warm) }
        package var cold: Int { Int(ledger.cold) }
        package var failed: Int { Int(ledger.failed) }
        package var unknown: Int { Int(ledger.unknown) }
        /// Spent, one amount for each currency, by its code.
        package var spent: [Money] { ledger.costs.amounts }

        /// Cold starts that the pings avoided by replay; negative where they brought some.
        package var avoided: Int { none.coldStarts - replayed.coldStarts }

        /// What an avoided cold start cost, rounded up to a billionth; nothing where none was.
        package var costPerAvoidedColdStart: [Money] {
            guard avoided > 0 else { return [] }
            return spent.map { money in
                let count = Int128(avoided)
                let nanos = (Int128(money.nanos) + count - 1) / count
                return Money(nanos: Int64(clamping: nanos), currency: money.currency)
            }
        }
    }

    /// As asked for; the rows end with ``countedUntil``.
    package var period: ReportPeriod
    package var countedUntil: Timestamp
    package var grouping: Grouping
    package var rows: [Row]
    package var total: Row
    /// What is to come until the period ends, where that lies ahead.
    package var rest: SpendForecast?
    /// In the periods that counting ends in.
    package var budgets: [BudgetLine]

    package var since: Timestamp { period.since }
    package var until: Timestamp { period.until }
}

/// Makes the cost report of all endpoints between two moments.
///
/// - Parameters:
///   - store: The history.
///   - budgets: What is shown of them.
///   - since: Where the period begins; its minute's beginning.
///   - until: Where it ends, exclusively.
///   - grouping: What a row is.
///   - zone: The name of the zone whose days and hours are meant.
///   - offsets: That zone's clocks.
///   - now: Where counting ends when the period goes on; `nil` counts to its end.
///   - onProgress: Told the share of the endpoints that are done.
/// - Returns: The report; its rows ascend by name or by time.
/// - Throws: `StoreError` when the history cannot be read.
/// - Complexity: O(*d*) in days of endpoints for what the ledger says, beside the pings outside of
///   whole UTC days; O(*n*) in the bins of the period and the pings of endpoints with requests.
package func costReport(
    from store: HistoryStore,
    budgets: [BudgetLine] = [],
    since: Timestamp,
    until: Timestamp,
    by grouping: CostReport.Grouping,
    zone: String = "UTC",
    offsets: UTCOffsets = .utc,
    now: Timestamp? = nil,
    onProgress: (Double) -> Void = { _ in }
) async throws -> CostReport {
    let asked = ReportPeriod(since: since, until: until, zone: zone, offsets: offsets)
    let period = asked.ending(at: min(until, now ?? until))
    let endpoints = try await store.endpoints()
    let registrations = try await store.registrations()
    let keys = ReportKeys(grouping, of: endpoints, period)
    let cuts = period.cuts(by: grouping)
    var rows = keys.names.map(CostReport.Row.init(key:))
    let ledger = try await ReportLedger(in: store, cuts: cuts, by: grouping)
    for (index, endpoint) in endpoints.enumerated() {
        let history = try await EndpointHistory(
            of: endpoint,
            in: store,
            since: period.since,
            until: period.until,
            registered: registrations[endpoint.id]
        )
        let parts = history.costs(ledger: ledger[endpoint.id], cuts: cuts)
        for (part, figures) in parts.enumerated() {
            rows[keys.row(ofEndpoint: index, part: part)].add(figures)
        }
        onProgress(Double(index + 1) / Double(endpoints.count))
    }
    for (part, figures) in ledger.merged where rows.indices.contains(part) {
        rows[part].ledger.add(figures)
        rows[part].replayed.pings += Int(figures.instances - figures.failed)
    }
    if grouping == .schedule {
        let range = period.since..<period.until
        try await split(&rows, by: store.scheduledLedger(in: range), of: endpoints)
    }
    var total = CostReport.Row(key: "total")
    for row in rows { total.add(row) }
    return CostReport(
        period: asked,
        countedUntil: period.until,
        grouping: grouping,
        rows: rows,
        total: total,
        rest: try await rest(of: asked, from: period.until, of: endpoints, in: store),
        budgets: budgets
    )
}

/// Gives each manual schedule a row of its own, with what it took from the plan's.
private func split(
    _ rows: inout [CostReport.Row],
    by schedules: [EndpointID: [String: LedgerFigures]],
    of endpoints: [Endpoint]
) {
    for endpoint in endpoints {
        for (name, figures) in (schedules[endpoint.id] ?? [:]).sorted(by: { $0.key < $1.key }) {
            var row = CostReport.Row(key: "\(endpoint.name)/\(name)")
            row.ledger = figures
            row.replayed.pings = Int(figures.instances - figures.failed)
            rows[0].ledger.subtract(figures)
            rows[0].replayed.pings -= row.replayed.pings
            rows.append(row)
        }
    }
}

/// What is to come until the end of a period that goes on.
private func rest(
    of period: ReportPeriod,
    from now: Timestamp,
    of endpoints: [Endpoint],
    in store: HistoryStore
) async throws -> SpendForecast? {
    guard now < period.until else { return nil }
    let past = try await SpendHistory(of: endpoints, in: store, until: now)
    return past.total.forecast(from: now, to: period.until, offsets: period.offsets)
}

extension CostReport.Row {
    fileprivate mutating func add(_ other: CostReport.Row) {
        requests += other.requests
        coldStartsMet += other.coldStartsMet
        requestsWithKnownStart += other.requestsWithKnownStart
        ledger.add(other.ledger)
        replayed = replayed + other.replayed
        none = none + other.none
        alwaysOn = alwaysOn + other.alwaysOn
    }
}

extension CostReport.Counterfactual {
    fileprivate static func + (left: Self, right: Self) -> Self {
        Self(coldStarts: left.coldStarts + right.coldStarts, pings: left.pings + right.pings)
    }
}

extension EndpointHistory {
    /// A row without a name for each part of the period.
    fileprivate func costs(ledger: [LedgerFigures], cuts: [Timestamp]) -> [CostReport.Row] {
        var rows = ledger.map { figures in
            var row = CostReport.Row(key: "")
            row.ledger = figures
            row.replayed.pings = Int(figures.instances - figures.failed)
            return row
        }
        for (part, requests) in requests(cuts: cuts).enumerated() {
            rows[part].requests = requests.count
            rows[part].coldStartsMet = requests.coldStarts
            rows[part].requestsWithKnownStart = requests.withKnownStart
        }
        let idle = endpoint.idleTimeout.inSeconds
        let periodS = Baselines.alwaysOnPeriodS(idleTimeoutS: idle)
        let counts = cuts.map { cut in
            Self.pings(everyS: periodS, before: begins.duration(to: cut).inSeconds)
        }
        for part in rows.indices { rows[part].alwaysOn.pings = counts[part + 1] - counts[part] }
        guard !activeMinutes.isEmpty else { return rows }
        let replays = [Schedule.ledger, .none, .alwaysOn].map { replay($0, cuts: cuts) }
        for part in rows.indices {
            rows[part].replayed.coldStarts = replays[0][part].coldStarts
            rows[part].none.coldStarts = replays[1][part].coldStarts
            rows[part].alwaysOn.coldStarts = replays[2][part].coldStarts
        }
        return rows
    }
}
