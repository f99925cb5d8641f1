package import Domain
package import History
internal import Simulating

/// What warming cost and what it saved: the ledger's own figures, and beside them what the same
/// requests would have met with no pings and with a warmer that is always on.
package struct CostReport: Equatable, Sendable {
    package enum Grouping: String, CaseIterable, Sendable {
        case endpoint
        case day
    }

    /// What a policy would have done to the same requests, by replay.
    package struct Counterfactual: Equatable, Sendable {
        package var coldStarts = 0
        package var pings = 0
    }

    package struct Row: Equatable, Sendable {
        /// The endpoint's name, or the day.
        package var key: String
        package var requests: Int64 = 0
        /// Cold starts that real requests met, and how many requests are known to have met one or
        /// not.
        package var coldStartsMet: Int64 = 0
        package var requestsWithKnownStart: Int64 = 0
        /// Pinged instances by what they were found to be.
        package var pings = 0
        package var warm = 0
        package var cold = 0
        package var failed = 0
        package var unknown = 0
        /// Spent, one amount for each currency, by its code.
        package var spent: [Money] = []
        /// The ledger's pings replayed over the recorded requests, and the two alternatives.
        package var replayed = Counterfactual()
        package var none = Counterfactual()
        package var alwaysOn = Counterfactual()

        package init(key: String) { self.key = key }
    }

    package var since: Timestamp
    package var until: Timestamp
    package var grouping: Grouping
    package var rows: [Row]
    package var total: Row
}

/// Makes the cost report of all endpoints between two moments; days are UTC's.
///
/// - Throws: `StoreError` when the history cannot be read.
/// - Complexity: O(*n*) in bins and pings of the period.
package func costReport(
    from store: HistoryStore,
    since: Timestamp,
    until: Timestamp,
    by grouping: CostReport.Grouping
) async throws -> CostReport {
    // Bins are minutes: what begins within one begins with it.
    let since = Timestamp(minute: since.minute)
    var rows: [String: CostReport.Row] = [:]
    for endpoint in try await store.endpoints() {
        let ledger = try await EndpointLedger(endpoint, in: store, since: since, until: until)
        switch grouping {
        case .endpoint:
            rows[endpoint.name] = ledger.row(since: since, until: until, key: endpoint.name)
        case .day:
            for day in days(from: since, to: until) {
                let key = dateText(LocalMinute(minutesSinceEpoch: day.lowerBound.minute))
                let row = ledger.row(since: day.lowerBound, until: day.upperBound, key: key)
                rows[key, default: CostReport.Row(key: key)].add(row)
            }
        }
    }
    let sorted = rows.values.sorted { $0.key < $1.key }
    var total = CostReport.Row(key: "total")
    for row in sorted { total.add(row) }
    return CostReport(
        since: since,
        until: until,
        grouping: grouping,
        rows: sorted,
        total: total
    )
}

private func days(from since: Timestamp, to until: Timestamp) -> [Range<Timestamp>] {
    var days: [Range<Timestamp>] = []
    var start = since
    while start < until {
        let nextDay = Timestamp(minute: (floorDivision(start.minute, 1440) + 1) * 1440)
        days.append(start..<min(nextDay, until))
        start = nextDay
    }
    return days
}

extension CostReport.Row {
    fileprivate mutating func add(_ other: CostReport.Row) {
        requests += other.requests
        coldStartsMet += other.coldStartsMet
        requestsWithKnownStart += other.requestsWithKnownStart
        pings += other.pings
        warm += other.warm
        cold += other.cold
        failed += other.failed
        unknown += other.unknown
        for money in other.spent { add(money) }
        replayed = replayed + other.replayed
        none = none + other.none
        alwaysOn = alwaysOn + other.alwaysOn
    }

    fileprivate mutating func add(_ money: Money) {
        if let index = spent.firstIndex(where: { $0.currency == money.currency }) {
            spent[index] = spent[index] + money
        } else {
            spent.append(money)
            spent.sort { $0.currency < $1.currency }
        }
    }
}

extension CostReport.Counterfactual {
    fileprivate static func + (left: Self, right: Self) -> Self {
        Self(coldStarts: left.coldStarts + right.coldStarts, pings: left.pings + right.pings)
    }

    fileprivate init(_ tally: Tally) {
        self.init(coldStarts: tally.coldStarts, pings: tally.pings)
    }
}

/// One endpoint's requests and pings in a period, with the idle timeout's worth of time before it.
private struct EndpointLedger {
    private static let mostBins = 1_000_000
    private static let mostPings = 1_000_000

    private let endpoint: Endpoint
    private let bins: [TrafficBin]
    private let pings: [PingRecord]
    /// When a warmer that is always on would ping, through the whole period.
    private let alwaysOn: [Timestamp]

    init(
        _ endpoint: Endpoint,
        in store: HistoryStore,
        since: Timestamp,
        until: Timestamp
    ) async throws {
        self.endpoint = endpoint
        let warmSince = since.advanced(by: .zero - endpoint.idleTimeout - .seconds(60))
        bins = Self.finest(
            try await store.traffic(
                of: endpoint.id,
                in: warmSince.secondsSinceEpoch..<until.secondsSinceEpoch,
                limit: Self.mostBins
            )
        )
        pings = try await store.pings(
            of: endpoint.id,
            in: warmSince..<until,
            limit: Self.mostPings
        )
        let idle = RecordedFunction(
            name: endpoint.name,
            minutes: [],
            counts: [],
            traceMinutes: until.minute - warmSince.minute + 1
        )
        alwaysOn = Baselines.alwaysOn(idle, idleTimeoutS: endpoint.idleTimeout.inSeconds)
            .map { since.advanced(by: .seconds($0.timeS)) }
            .filter { $0 < until }
    }

    /// Leaves out wider bins that tell of minutes which have bins of their own.
    private static func finest(_ bins: [TrafficBin]) -> [TrafficBin] {
        let minutes = bins.filter { $0.widthS == 60 }.map(\.startedAtS)
        return bins.filter { bin in
            guard bin.widthS > 60 else { return true }
            let next = minutes.partitioningIndex { $0 >= bin.startedAtS }
            return next == minutes.count || minutes[next] >= bin.startedAtS + bin.widthS
        }
    }

    func row(since: Timestamp, until: Timestamp, key: String) -> CostReport.Row {
        var row = CostReport.Row(key: key)
        let period = since.secondsSinceEpoch..<until.secondsSinceEpoch
        for bin in bins where period.contains(bin.startedAtS) {
            row.requests += bin.requests ?? 0
            guard let coldStarts = bin.coldStarts else { continue }
            row.coldStartsMet += coldStarts
            row.requestsWithKnownStart += bin.requests ?? coldStarts
        }
        for ping in pings where (since..<until).contains(ping.scheduledAt) {
            row.pings += ping.instances
            row.warm += ping.warmInstances
            row.cold += ping.coldInstances
            row.failed += ping.failedInstances
            row.unknown +=
                ping.instances - ping.warmInstances - ping.coldInstances - ping.failedInstances
            if let cost = ping.cost { row.add(cost) }
        }
        replay(since: since, until: until, into: &row)
        return row
    }

    /// Replays the requests of the period, and those just before it for what they left warm.
    private func replay(since: Timestamp, until: Timestamp, into row: inout CostReport.Row) {
        let timeout = endpoint.idleTimeout
        let origin = since.advanced(by: .zero - timeout - .seconds(60)).minute
        let heard = bins.filter {
            $0.widthS == 60 && ($0.requests ?? 0) > 0 && $0.minute >= origin
                && $0.startedAtS < until.secondsSinceEpoch
        }
        let function = RecordedFunction(
            name: endpoint.name,
            minutes: heard.map { $0.minute - origin },
            counts: heard.map { $0.requests ?? 0 },
            meanDuration: endpoint.meanDuration ?? .zero,
            traceMinutes: until.minute - origin
        )
        let moments = { (moment: Timestamp) in moment.inSeconds - Double(origin) * 60 }
        let tally = { (pings: [TracePing]) in
            CostReport.Counterfactual(
                Simulating.replay(
                    function,
                    pings: pings.filter { $0.timeS >= 0 && $0.timeS < moments(until) },
                    idleTimeoutS: timeout.inSeconds,
                    scoredFromS: moments(since)
                )
            )
        }
        row.none = tally([])
        row.alwaysOn = tally(
            alwaysOn.map { TracePing(timeS: moments($0), instances: 1) }
        )
        row.replayed = tally(
            pings.filter { $0.failedInstances < $0.instances }
                .map {
                    TracePing(
                        timeS: moments($0.firedAt ?? $0.scheduledAt),
                        instances: $0.instances - $0.failedInstances
                    )
                }
                .sorted { $0.timeS < $1.timeS }
        )
    }
}

extension Timestamp {
    fileprivate var inSeconds: Double { Double(millisecondsSinceEpoch) / 1000 }
}
