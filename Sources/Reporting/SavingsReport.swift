package import Domain
package import History

/// What warming saved: the same requests replayed with these pings, with none, with a warmer every
/// five minutes and with warmth that the platform holds; and what withheld pings say about it.
package struct SavingsReport: Equatable, Sendable {
    /// How the requests are warmed up for.
    package enum Policy: String, CaseIterable, Sendable {
        case preheat
        case nothing
        case everyFiveMinutes = "every-5-minutes"
        case provisioned
    }

    /// What a policy meets and costs.
    package struct Outcome: Equatable, Sendable {
        package var coldStarts = 0
        /// Pinged instances.
        package var pings = 0
        /// One amount for each currency, by its code.
        package var costs = CurrencyAmounts()
        /// How many endpoints have no price for it.
        package var unpriced = 0

        package init() {}

        mutating func add(_ ledger: LedgerFigures) {
            pings += Int(ledger.instances - ledger.failed)
            costs.add(ledger.costs)
        }

        mutating func add(_ other: Outcome) {
            coldStarts += other.coldStarts
            pings += other.pings
            costs.add(other.costs)
            unpriced += other.unpriced
        }
    }

    package struct Row: Equatable, Sendable {
        package var key: String
        package var requests: Int64 = 0
        /// What it is compared with: which of another warmer's pings stood for a manual schedule's,
        /// nobody knows.
        package var policies = Policy.allCases
        /// In the order of `Policy.allCases`.
        private var outcomes = Policy.allCases.map { _ in Outcome() }

        package init(key: String) { self.key = key }

        package subscript(policy: Policy) -> Outcome {
            get { outcomes[Self.index(of: policy)] }
            set { outcomes[Self.index(of: policy)] = newValue }
        }

        /// Cold starts that these pings avoided against another policy.
        package func avoided(against policy: Policy) -> Int {
            self[policy].coldStarts - self[.preheat].coldStarts
        }

        /// What these pings cost less than another policy; negative where they cost more, and `nil`
        /// where the other one has no price.
        package func saved(against policy: Policy) -> CurrencyAmounts? {
            guard self[policy].unpriced == 0 else { return nil }
            return self[policy].costs.minus(self[.preheat].costs)
        }

        mutating func add(_ other: Row) {
            requests += other.requests
            for policy in Policy.allCases { self[policy].add(other[policy]) }
        }

        private static func index(of policy: Policy) -> Int {
            switch policy {
            case .preheat: 0
            case .nothing: 1
            case .everyFiveMinutes: 2
            case .provisioned: 3
            }
        }
    }

    package var period: ReportPeriod
    package var grouping: ReportGrouping
    package var rows: [Row]
    package var total: Row
    /// What the randomised decisions of the period say.
    package var estimate: WithholdingEstimate
    /// What the replay says of the same: minutes with a cold start that the pings avoided.
    package var replayedMinutesAvoided: Int
    /// Pings that the ledger holds in the period.
    package var sentPings: Int64
}

extension SavingsReport {
    /// What the pings avoided by the estimate, in minutes with a cold start, and what that lies
    /// between with a confidence of 95 %; `nil` while too few were withheld.
    package var estimatedMinutesAvoided: (mean: Double, interval: ClosedRange<Double>)? {
        estimate.effect.map { effect in
            let count = Double(sentPings)
            let interval = effect.interval
            return (effect.mean * count, interval.lowerBound * count...interval.upperBound * count)
        }
    }

    /// Whether the replay's figure lies outside of the estimate's interval.
    package var replayDisagrees: Bool {
        estimatedMinutesAvoided.map {
            !$0.interval.contains(Double(replayedMinutesAvoided))
        } ?? false
    }
}

/// Makes the savings report of all endpoints.
///
/// - Parameters:
///   - store: The history.
///   - period: What it tells of; it must have passed.
///   - grouping: What a row is.
///   - onProgress: Told the share of the endpoints that are done.
/// - Returns: The report; its rows ascend by name or by time; by schedule the plan's comes first.
/// - Throws: `StoreError`.
/// - Complexity: O(*n*) in the minutes with requests, the pings of each policy and the decisions; by
///   schedule, O(*n* log *n*) in the pings of endpoints with schedules.
package func savingsReport(
    from store: HistoryStore,
    in period: ReportPeriod,
    by grouping: ReportGrouping,
    onProgress: (Double) -> Void = { _ in }
) async throws -> SavingsReport {
    let endpoints = try await store.endpoints()
    let registrations = try await store.registrations()
    let keys = ReportKeys(grouping, of: endpoints, period)
    let cuts = period.cuts(by: grouping)
    var rows = keys.names.map(SavingsReport.Row.init(key:))
    let ledger = try await ReportLedger(in: store, cuts: cuts, by: grouping)
    var schedules =
        grouping == .schedule
        ? try await ScheduleSavings(in: store, period) : nil
    var sample = WithholdingSample()
    var avoided = 0
    var sent: Int64 = 0
    for (index, endpoint) in endpoints.enumerated() {
        let history = try await EndpointHistory(
            of: endpoint,
            in: store,
            since: period.since,
            until: period.until,
            registered: registrations[endpoint.id],
            readsPings: true
        )
        let figures = ledger[endpoint.id]
        sent += figures.reduce(0) { $0 + $1.pings }
        for (part, row) in history.savings(ledger: figures, cuts: cuts).enumerated() {
            rows[keys.row(ofEndpoint: index, part: part)].add(row)
        }
        try await schedules?.add(history)
        avoided += history.coldMinutesAvoided(in: period)
        sample.add(
            history,
            try await store.drawnDecisions(
                of: endpoint.id,
                in: period.since.minute..<period.until.minute
            )
        )
        onProgress(Double(index + 1) / Double(endpoints.count))
    }
    for (part, figures) in ledger.merged where rows.indices.contains(part) {
        rows[part][.preheat].add(figures)
        sent += figures.pings
    }
    var total = SavingsReport.Row(key: "total")
    for row in rows { total.add(row) }
    schedules?.split(&rows)
    return SavingsReport(
        period: period,
        grouping: grouping,
        rows: rows,
        total: total,
        estimate: WithholdingEstimate(of: sample.draws),
        replayedMinutesAvoided: avoided,
        sentPings: sent
    )
}

extension EndpointHistory {
    /// The period of the warmer that people write first.
    private static let warmerPeriod = Duration.seconds(300)

    /// A row without a name for each part of the period.
    fileprivate func savings(ledger: [LedgerFigures], cuts: [Timestamp]) -> [SavingsReport.Row] {
        let prices = WarmthPrices(of: endpoint, findings: findings)
        let these = replay(.ledger, cuts: cuts)
        let none = replay(.none, cuts: cuts)
        let warmer = replay(.every(seconds: Self.warmerPeriod.inSeconds), cuts: cuts)
        let held = replay(.held(instances: endpoint.instances), cuts: cuts)
        let requests = requests(cuts: cuts)
        return ledger.indices.map { part in
            var row = SavingsReport.Row(key: "")
            row.requests = requests[part].count
            row[.preheat].coldStarts = these[part].coldStarts
            row[.preheat].add(ledger[part])
            row[.nothing].coldStarts = none[part].coldStarts
            let (warm, cold) = (warmer[part].warmPings, warmer[part].coldPings)
            row[.everyFiveMinutes].coldStarts = warmer[part].coldStarts
            row[.everyFiveMinutes].pings = warm + cold
            row[.everyFiveMinutes].costs.add(
                prices.pings(warm: warm, cold: cold, every: Self.warmerPeriod)
            )
            row[.provisioned].coldStarts = held[part].coldStarts
            let known = max(.zero, max(cuts[part], begins).duration(to: cuts[part + 1]))
            if let cost = prices.held(for: known) {
                row[.provisioned].costs.add(cost)
            } else {
                row[.provisioned].unpriced = 1
            }
            return row
        }
    }

    /// Minutes with a cold start that the ledger's pings avoided by replay.
    fileprivate func coldMinutesAvoided(in period: ReportPeriod) -> Int {
        func minutes(_ schedule: Schedule) -> Int {
            replay(schedule, cuts: [period.since, period.until])[0].coldMinutes
        }
        return minutes(.none) - minutes(.ledger)
    }
}
