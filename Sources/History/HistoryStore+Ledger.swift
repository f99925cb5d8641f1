package import Domain
import GRDB

extension HistoryStore {
    static let pingsSQL = """
        SELECT \(pingColumns) FROM ping WHERE scheduledAtMs >= ? AND scheduledAtMs < ?
        ORDER BY scheduledAtMs DESC, id DESC LIMIT ?
        """

    static let pingsOfEndpointSQL = """
        SELECT \(pingColumns) FROM ping
        WHERE endpointID = ? AND scheduledAtMs >= ? AND scheduledAtMs < ?
        ORDER BY scheduledAtMs DESC, id DESC LIMIT ?
        """

    static let newPingsSQL = "SELECT \(pingColumns) FROM ping WHERE id > ? ORDER BY id LIMIT ?"

    static let pendingPingsSQL = """
        SELECT \(pingColumns) FROM ping WHERE outcome = 'pending' ORDER BY id
        """

    static let interruptSQL = """
        UPDATE ping SET outcome = 'interrupted' WHERE \(BudgetLedger.isGivenUp)
        """

    private static let pingColumns = """
        id, endpointID, scheduledAtMs, firedAtMs, outcome, instances, warmInstances, \
        coldInstances, failedInstances, connectMs, firstByteMs, totalMs, costNanos, currency, \
        detail, reservedNanos, reservedCurrency, schedule, awaitedUntilMs
        """

    /// Writes down what was decided and the pings that follow from it, before any is fired.
    ///
    /// One transaction: after a crash either all of it is there or nothing is. In it, what each
    /// ping may cost is reserved in every budget that covers its endpoint now, in the period that
    /// `now` lies in. A ping that does not fit one of the hard ones is not written down; its
    /// decision is, as ``Decision/Action/overBudget``. A hard budget also refuses a ping without a
    /// reservation, or in another currency; a soft one does not count it.
    ///
    /// - Parameters:
    ///   - decisions: With their reasons.
    ///   - intents: Pings, usually pending, with what they may cost; the ids that they bring are
    ///     ignored.
    ///   - now: The moment of recording: the pings are fired next.
    ///   - offsets: Of the zones of all budgets, by name.
    /// - Returns: What became of each ping, in the order of `intents`.
    /// - Throws: ``StoreError/endpointIsGone``, or ``StoreError/ruleBroken(rule:)``; then nothing
    ///   is written.
    package func record(
        _ decisions: [Decision],
        intents: [PingRecord],
        at now: Timestamp,
        offsets: [String: UTCOffsets]
    ) async throws -> [IntentOutcome] {
        guard !decisions.isEmpty || !intents.isEmpty else { return [] }
        return try await write { db in
            let ledger = BudgetLedger(db: db, now: now, offsets: offsets)
            let outcomes = try intents.map { try Self.record($0, by: ledger) }
            for decision in Self.marked(decisions, of: intents, with: outcomes) {
                try Self.insert(decision, in: db)
            }
            return outcomes
        }
    }

    private static func record(
        _ intent: PingRecord,
        by ledger: BudgetLedger
    ) throws -> IntentOutcome {
        let payers: [BudgetLedger.Payer]
        switch try ledger.payers(for: intent) {
        case .failure(let refused): return .refused(refused.refusal)
        case .success(let found): payers = found
        }
        let statement = try ledger.db.cachedStatement(
            sql: """
                INSERT INTO ping (\(pingColumns), recordedAtMs)
                VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        let values: [(any DatabaseValueConvertible)?] = [
            intent.endpointID.rawValue, intent.scheduledAt.millisecondsSinceEpoch,
        ]
        try statement.execute(
            arguments: StatementArguments(
                values + findings(of: intent) + [
                    intent.reserved?.nanos, intent.reserved?.currency, intent.schedule,
                    intent.awaitedUntil?.millisecondsSinceEpoch, ledger.now.millisecondsSinceEpoch,
                ]
            )
        )
        var ping = intent
        ping.id = ledger.db.lastInsertedRowID
        try ledger.reserve(ping, from: payers)
        if ping.outcome != .pending {
            try BudgetLedger.settle(
                ping,
                before: .pending,
                currency: ping.reserved?.currency,
                in: ledger.db
            )
        }
        return .recorded(ping.id)
    }

    /// The decisions, those whose ping was refused as decided over budget.
    private static func marked(
        _ decisions: [Decision],
        of intents: [PingRecord],
        with outcomes: [IntentOutcome]
    ) -> [Decision] {
        struct Key: Hashable {
            var endpointID: EndpointID
            var minute: Int
        }
        var refused: [Key: Int] = [:]
        for (intent, outcome) in zip(intents, outcomes) where outcome.id == nil {
            let key = Key(endpointID: intent.endpointID, minute: intent.scheduledAt.minute)
            refused[key, default: 0] += 1
        }
        guard !refused.isEmpty else { return decisions }
        return decisions.map { decision in
            let key = Key(endpointID: decision.endpointID, minute: decision.minute)
            guard decision.action == .ping, let count = refused[key], count > 0 else {
                return decision
            }
            refused[key] = count - 1
            var marked = decision
            marked.action = .overBudget
            return marked
        }
    }

    /// Completes the ledger's entry of `ping`: outcome, times and cost.
    ///
    /// In the same transaction its reservation is settled, in the periods that it was made in: the
    /// cost is spent, and what was reserved beyond it is free again. Costs above the reservation
    /// do not count against budgets; a cost that comes later than another never counts for more.
    ///
    /// - Parameter ping: With the id that recording gave it; what it reserved is not read.
    /// - Returns: `false` when the entry is gone because its endpoint was removed meanwhile.
    /// - Throws: ``StoreError/ruleBroken(rule:)``.
    @discardableResult
    package func settle(_ ping: PingRecord) async throws -> Bool {
        try await write { db in
            let before = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT outcome, reservedCurrency FROM ping WHERE id = ? AND endpointID = ?
                        """
                ),
                arguments: [ping.id, ping.endpointID.rawValue]
            )
            guard let before else { return false }
            try db.cachedStatement(
                sql: """
                    UPDATE ping SET (firedAtMs, outcome, instances, warmInstances, coldInstances,
                        failedInstances, connectMs, firstByteMs, totalMs, costNanos, currency,
                        detail) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    WHERE id = ?
                    """
            ).execute(arguments: StatementArguments(Self.findings(of: ping) + [ping.id]))
            try BudgetLedger.settle(
                ping,
                before: try before.known(PingRecord.Outcome.self, 0, "ping.outcome"),
                currency: before[1],
                in: db
            )
            return true
        }
    }

    /// Marks pending pings that nobody settles any more as interrupted: the platform may have charged
    /// them.
    ///
    /// All that was reserved for these pings counts as spent, and is shown as uncertain. Should one be
    /// settled after all, it counts for its cost.
    ///
    /// - Parameters:
    ///   - now: Those that are awaited no longer than until then.
    ///   - includingService: The service's own as well: by its start, and when it has stopped.
    /// - Returns: How many there were.
    /// - Throws: ``StoreError``.
    /// - Complexity: O(*k*) in the pending ones, by their index.
    package func interruptPendingPings(
        at now: Timestamp,
        includingService: Bool
    ) async throws -> Int {
        try await write { db in
            let arguments: StatementArguments = [
                "now": now.millisecondsSinceEpoch, "service": includingService,
            ]
            try db.execute(sql: BudgetLedger.interruptSQL, arguments: arguments)
            try db.execute(sql: Self.interruptSQL, arguments: arguments)
            return db.changesCount
        }
    }

    /// The pings whose answers are not known yet, in the order of writing.
    ///
    /// - Throws: ``StoreError``.
    /// - Complexity: O(*k*) in the pending ones, by their index.
    package func pendingPings() async throws -> [PingRecord] {
        try await read { db in
            try Row.fetchAll(db, sql: Self.pendingPingsSQL).map(Self.ping)
        }
    }

    /// The pings of these numbers, in their order; those that are gone are left out.
    ///
    /// - Throws: ``StoreError``.
    /// - Complexity: O(*k* log *n*), by the numbers.
    package func pings(numbered ids: [Int64]) async throws -> [PingRecord] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT \(Self.pingColumns) FROM ping WHERE id = ?"
            )
            return try ids.compactMap {
                try Row.fetchOne(statement, arguments: [$0]).map(Self.ping)
            }
        }
    }

    /// The number of the ping that was written last; 0 where there is none.
    package func lastPingID() async throws -> Int64 {
        try await read { db in
            try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM ping") ?? 0
        }
    }

    /// The pings that were written after the one of this number, whoever wrote them.
    ///
    /// - Parameters:
    ///   - id: The number.
    ///   - limit: The most pings to return; the oldest are.
    /// - Returns: In the order of writing.
    /// - Throws: ``StoreError``.
    /// - Precondition: `limit` is positive.
    /// - Complexity: O(log *n* + *k*), by the numbers.
    package func pings(writtenAfter id: Int64, limit: Int) async throws -> [PingRecord] {
        precondition(limit > 0, "an empty read is a caller's mistake")
        return try await read { db in
            try Row.fetchAll(db, sql: Self.newPingsSQL, arguments: [id, limit]).map(Self.ping)
        }
    }

    /// The pings scheduled during `range`, oldest first.
    ///
    /// - Parameters:
    ///   - endpoint: Only this one's, or everyone's when `nil`.
    ///   - range: Half open.
    ///   - limit: The most pings to return; the newest are.
    /// - Returns: An empty array means that nothing was scheduled.
    /// - Throws: ``StoreError``.
    /// - Precondition: `limit` is positive.
    /// - Complexity: O(log *n* + *k*), by an index on the moment.
    package func pings(
        of endpoint: EndpointID?,
        in range: Range<Timestamp>,
        limit: Int
    ) async throws -> [PingRecord] {
        precondition(limit > 0, "an empty read is a caller's mistake")
        return try await read { db in
            let bounds: StatementArguments = [
                range.lowerBound.millisecondsSinceEpoch, range.upperBound.millisecondsSinceEpoch,
                limit,
            ]
            let rows =
                if let endpoint {
                    try Row.fetchAll(
                        db,
                        sql: Self.pingsOfEndpointSQL,
                        arguments: [endpoint.rawValue] + bounds
                    )
                } else {
                    try Row.fetchAll(db, sql: Self.pingsSQL, arguments: bounds)
                }
            return try rows.reversed().map(Self.ping)
        }
    }

    /// The columns that firing a ping settles, from `firedAtMs` on.
    private static func findings(of ping: PingRecord) -> [(any DatabaseValueConvertible)?] {
        [
            ping.firedAt?.millisecondsSinceEpoch, ping.outcome.rawValue, ping.instances,
            ping.warmInstances, ping.coldInstances, ping.failedInstances, ping.connectMs,
            ping.firstByteMs, ping.totalMs, ping.cost?.nanos, ping.cost?.currency, ping.detail,
        ]
    }

    private static func ping(_ row: Row) throws -> PingRecord {
        let firedAtMs: Int64? = row[3]
        let awaitedUntilMs: Int64? = row[18]
        let costNanos: Int64? = row[12]
        let currency: String? = row[13]
        var cost: Money?
        if let costNanos, let currency { cost = Money(nanos: costNanos, currency: currency) }
        let reservedNanos: Int64? = row[15]
        let reservedCurrency: String? = row[16]
        var reserved: Money?
        if let reservedNanos, let reservedCurrency {
            reserved = Money(nanos: reservedNanos, currency: reservedCurrency)
        }
        return PingRecord(
            id: row[0],
            endpointID: EndpointID(rawValue: row[1]),
            scheduledAt: Timestamp(millisecondsSinceEpoch: row[2]),
            firedAt: firedAtMs.map(Timestamp.init(millisecondsSinceEpoch:)),
            outcome: try row.known(PingRecord.Outcome.self, 4, "ping.outcome"),
            instances: row[5],
            warmInstances: row[6],
            coldInstances: row[7],
            failedInstances: row[8],
            connectMs: row[9],
            firstByteMs: row[10],
            totalMs: row[11],
            cost: cost,
            reserved: reserved,
            detail: row[14],
            schedule: row[17],
            awaitedUntil: awaitedUntilMs.map(Timestamp.init(millisecondsSinceEpoch:))
        )
    }
}
