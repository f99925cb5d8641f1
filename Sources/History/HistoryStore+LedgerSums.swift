package import Domain
import GRDB

extension HistoryStore {
    private static func ledgerColumns(_ table: String = "") -> String {
        [
            "currency", "pings", "instances", "warmInstances", "coldInstances", "failedInstances",
            "pending", "succeeded", "unexpectedStatus", "timedOut", "unreachable", "interrupted",
            "withoutCost", "costUnits", "costNanos", "reservedUnits", "reservedNanos",
            "uncertainUnits", "uncertainNanos",
        ].map { table + $0 }.joined(separator: ", ")
    }

    /// Whole days of the ledger: endpoints come first, so that older days are not read.
    static let ledgerDaysSQL = """
        SELECT endpointID, day, \(ledgerColumns())
        FROM (SELECT id FROM endpoint) CROSS JOIN ledgerDay
        ON endpointID = id AND day >= ? AND day < ?
        """

    /// Whole quarters of an hour of all endpoints in the same columns.
    static let ledgerQuartersSQL = """
        SELECT 0, quarter, \(ledgerColumns())
        FROM ledgerQuarter WHERE quarter >= ? AND quarter < ?
        """

    /// Single pings in the same columns.
    static let ledgerPingsSQL = """
        SELECT endpointID, scheduledAtMs, \(ledgerColumns())
        FROM pingFigures WHERE scheduledAtMs >= ? AND scheduledAtMs < ?
        """

    /// What the ledger adds up to between each of `cuts` and the next, for each endpoint.
    ///
    /// Whole UTC days are read from the sums by day (of all endpoints together: quarters of an hour
    /// from the sums by quarter), the rest from the ledger itself; all are one consistent state, and
    /// exact to the billionth.
    ///
    /// - Parameters:
    ///   - cuts: Ascending; a part is half open.
    ///   - mergesEndpoints: Whether all endpoints are summed up as one, of the id 0.
    /// - Returns: Ascending by endpoint and part; what holds no ping is left out.
    /// - Throws: ``StoreError``.
    /// - Complexity: O(*d* + *p*) in days of endpoints, and in pings outside of whole days; O(*q* +
    ///   *p*) in quarters, and in pings outside of whole ones, for all endpoints together.
    package func ledger(
        between cuts: [Timestamp],
        mergesEndpoints: Bool = false
    ) async throws -> [LedgerPart] {
        let reading = LedgerReading(
            cuts: cuts.map(\.millisecondsSinceEpoch),
            mergesEndpoints: mergesEndpoints
        )
        return try await read { db in
            var reading = reading
            let sums = mergesEndpoints ? Self.ledgerQuartersSQL : Self.ledgerDaysSQL
            for units in reading.wholeUnits {
                let statement = try BulkStatement(sums, in: db)
                try statement.bind(units.lowerBound, units.upperBound)
                try statement.forEachRow { row in
                    reading.add(row, at: row.integer(1) * reading.unitMs)
                }
            }
            for moments in reading.moments {
                let statement = try BulkStatement(Self.ledgerPingsSQL, in: db)
                try statement.bind(moments.lowerBound, moments.upperBound)
                try statement.forEachRow { row in reading.add(row, at: row.integer(1)) }
            }
            return reading.parts
        }
    }
}

extension HistoryStore {
    static let ledgerSchedulesSQL = """
        SELECT figures.endpointID, figures.scheduledAtMs, \(ledgerColumns("figures.")), schedule
        FROM ping JOIN pingFigures AS figures USING (id)
        WHERE schedule IS NOT NULL AND ping.scheduledAtMs >= ? AND ping.scheduledAtMs < ?
        """

    /// What the ledger adds up to for each manual schedule that asked for pings during `range`.
    ///
    /// - Parameter range: Half open.
    /// - Returns: By endpoint and name of the schedule.
    /// - Throws: ``StoreError``.
    /// - Complexity: O(*n*) in the pings of schedules, by their own index.
    package func scheduledLedger(
        in range: Range<Timestamp>
    ) async throws -> [EndpointID: [String: LedgerFigures]] {
        try await read { db in
            let statement = try BulkStatement(Self.ledgerSchedulesSQL, in: db)
            try statement.bind(
                range.lowerBound.millisecondsSinceEpoch,
                range.upperBound.millisecondsSinceEpoch
            )
            var sums: [EndpointID: [String: LedgerFigures]] = [:]
            try statement.forEachRow { row in
                let id = EndpointID(rawValue: row.integer(0))
                sums[id, default: [:]][row.text(21), default: LedgerFigures()].add(row)
            }
            return sums
        }
    }
}

extension HistoryStore {
    private static let findingColumns = """
        coalesce(firedAtMs, scheduledAtMs), instances, warmInstances, coldInstances, \
        failedInstances, firstByteMs, totalMs
        """

    static let pingFindingsSQL = """
        SELECT \(findingColumns)
        FROM ping WHERE endpointID = ? AND scheduledAtMs >= ? AND scheduledAtMs < ?
        ORDER BY scheduledAtMs
        """

    /// What the pings of `endpoint` that were scheduled during `range` found, oldest first.
    ///
    /// - Parameters:
    ///   - endpoint: One without pings, or not registered, has none.
    ///   - range: Half open.
    /// - Returns: An empty array means that nothing was scheduled.
    /// - Throws: ``StoreError``.
    /// - Complexity: O(log *n* + *k*), by the index on endpoint and moment.
    package func pingFindings(
        of endpoint: EndpointID,
        in range: Range<Timestamp>
    ) async throws -> [PingFinding] {
        try await read { db in
            let statement = try BulkStatement(Self.pingFindingsSQL, in: db)
            try statement.bind(
                endpoint.rawValue,
                range.lowerBound.millisecondsSinceEpoch,
                range.upperBound.millisecondsSinceEpoch
            )
            var findings: [PingFinding] = []
            try statement.forEachRow { row in findings.append(PingFinding(row, from: 0)) }
            return findings
        }
    }

    static let findingsByScheduleSQL = """
        SELECT coalesce(schedule, ''), \(findingColumns)
        FROM ping WHERE endpointID = ? AND scheduledAtMs >= ? AND scheduledAtMs < ?
        ORDER BY scheduledAtMs
        """

    /// The same by the name of the manual schedule that asked; `nil` for none.
    ///
    /// - Throws: ``StoreError``.
    /// - Complexity: O(log *n* + *k*), by the index on endpoint and moment.
    package func findingsBySchedule(
        of endpoint: EndpointID,
        in range: Range<Timestamp>
    ) async throws -> [String?: [PingFinding]] {
        try await read { db in
            let statement = try BulkStatement(Self.findingsByScheduleSQL, in: db)
            try statement.bind(
                endpoint.rawValue,
                range.lowerBound.millisecondsSinceEpoch,
                range.upperBound.millisecondsSinceEpoch
            )
            var findings: [String?: [PingFinding]] = [:]
            try statement.forEachRow { row in
                let name = row.text(0)
                findings[name.isEmpty ? nil : name, default: []].append(PingFinding(row, from: 1))
            }
            return findings
        }
    }
}

extension PingFinding {
    /// - Parameters:
    ///   - row: Has the columns of a finding.
    ///   - column: The first of them.
    fileprivate init(_ row: BulkStatement, from column: Int32) {
        self.init(
            moment: Timestamp(millisecondsSinceEpoch: row.integer(column)),
            instances: Int(row.integer(column + 1)),
            warmInstances: Int(row.integer(column + 2)),
            coldInstances: Int(row.integer(column + 3)),
            failedInstances: Int(row.integer(column + 4)),
            firstByteMs: row.optionalInteger(column + 5),
            totalMs: row.optionalInteger(column + 6)
        )
    }
}

/// Puts rows of the ledger into the parts of a period.
private struct LedgerReading: Sendable {
    private struct Key: Hashable {
        var endpoint: Int64
        var part: Int
    }

    let cuts: [Int64]
    /// What sums are kept of: a day of an endpoint, or a quarter of an hour of all together.
    let unitMs: Int64
    /// Units since the epoch that lie wholly in one part each.
    let wholeUnits: [Range<Int64>]
    /// The moments that are left.
    let moments: [Range<Int64>]
    private let mergesEndpoints: Bool
    private var figures: [LedgerFigures] = []
    private var indices: [Key: Int] = [:]
    private var last: (key: Key, index: Int)?
    private var lastPart = 0

    init(cuts: [Int64], mergesEndpoints: Bool) {
        self.cuts = cuts
        self.mergesEndpoints = mergesEndpoints
        unitMs = mergesEndpoints ? 900_000 : 86_400_000
        var units: [Range<Int64>] = []
        var moments: [Range<Int64>] = []
        func add(_ range: Range<Int64>, to ranges: inout [Range<Int64>]) {
            guard !range.isEmpty else { return }
            if let last = ranges.last, last.upperBound == range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        for (start, end) in zip(cuts, cuts.dropFirst()) {
            precondition(start <= end, "cuts ascend")
            let first = -floorDivision(-start, unitMs)
            let last = floorDivision(end, unitMs)
            if first < last {
                add(start..<first * unitMs, to: &moments)
                add(first..<last, to: &units)
                add(last * unitMs..<end, to: &moments)
            } else {
                add(start..<end, to: &moments)
            }
        }
        wholeUnits = units
        self.moments = moments
    }

    mutating func add(_ row: BulkStatement, at moment: Int64) {
        let endpoint = mergesEndpoints ? 0 : row.integer(0)
        let index = index(of: Key(endpoint: endpoint, part: part(of: moment)))
        figures[index].add(row)
    }

    /// Rows of one key often come in a row.
    private mutating func index(of key: Key) -> Int {
        if let last, last.key == key { return last.index }
        let index = indices[key] ?? figures.count
        if index == figures.count {
            indices[key] = index
            figures.append(LedgerFigures())
        }
        last = (key, index)
        return index
    }

    private mutating func part(of moment: Int64) -> Int {
        guard moment < cuts[lastPart] || moment >= cuts[lastPart + 1] else { return lastPart }
        lastPart = cuts.partitioningIndex { $0 > moment } - 1
        return lastPart
    }

    var parts: [LedgerPart] {
        indices.sorted { ($0.key.endpoint, $0.key.part) < ($1.key.endpoint, $1.key.part) }
            .map { key, index in
                LedgerPart(
                    endpointID: EndpointID(rawValue: key.endpoint),
                    part: key.part,
                    figures: figures[index]
                )
            }
    }
}

extension LedgerFigures {
    /// Adds a row of the columns that both queries share.
    fileprivate mutating func add(_ row: BulkStatement) {
        pings = sum(pings, row.integer(3))
        instances = sum(instances, row.integer(4))
        warm = sum(warm, row.integer(5))
        cold = sum(cold, row.integer(6))
        failed = sum(failed, row.integer(7))
        for (index, outcome) in PingRecord.Outcome.allCases.enumerated() {
            self[outcome] = sum(self[outcome], row.integer(Int32(8 + index)))
        }
        withoutCost = sum(withoutCost, row.integer(14))
        let currency = row.text(2)
        guard !currency.isEmpty else { return }
        func money(_ column: Int32) -> Money {
            let nanos =
                Int128(row.integer(column)) * 1_000_000_000 + Int128(row.integer(column + 1))
            return Money(nanos: Int64(clamping: nanos), currency: currency)
        }
        if row.integer(3) > row.integer(14) { add(cost: money(15)) }
        let (pending, lost) = (money(17), money(19))
        if pending.nanos > 0 { add(reserved: pending) }
        if lost.nanos > 0 { add(uncertain: lost) }
    }
}
