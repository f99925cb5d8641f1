package import Domain
import GRDB

extension HistoryStore {
    static let ledgerOfPeriodSQL = """
        INSERT INTO pingBudget (pingID, budgetID, periodStartMs, nanos)
        SELECT id, :budget, :start, nanos FROM (
            SELECT ping.id, CASE
                WHEN outcome IN ('pending', 'interrupted') THEN
                    CASE WHEN reservedCurrency = :currency THEN reservedNanos END
                WHEN costNanos IS NULL THEN
                    CASE WHEN reservedCurrency = :currency THEN reservedNanos END
                WHEN currency = :currency THEN costNanos END AS nanos
            FROM ping JOIN endpoint ON endpoint.id = ping.endpointID
            WHERE recordedAtMs >= :start AND recordedAtMs < :end
                AND (:group IS NULL OR endpoint.groupName = :group)
                AND (:endpoint IS NULL OR endpoint.id = :endpoint)
        ) WHERE nanos IS NOT NULL
        """

    static let budgetsSQL = """
        SELECT budget.id, budget.groupName, endpointID, periodDays, budget.timeZone, limitNanos,
            currency, isHard, warnShare
        FROM budget LEFT JOIN endpoint ON endpoint.id = endpointID
        ORDER BY endpointID IS NOT NULL, budget.groupName IS NOT NULL, budget.groupName,
            endpoint.name, coalesce(periodDays, 30), periodDays IS NULL
        """

    /// Every budget: the fleet's, the groups' and the endpoints' by name, shorter periods first.
    ///
    /// - Throws: ``StoreError``.
    package func budgets() async throws -> [Budget] {
        try await read { db in
            try Row.fetchAll(db, sql: Self.budgetsSQL).map(BudgetRow.budget)
        }
    }

    /// Sets the budget of a scope and period, or changes the limit and the manner of the one there is.
    ///
    /// A new budget counts what the ledger already holds of its present period: what answered pings
    /// of the endpoints that it covers now have cost, and of pending and interrupted ones what was
    /// reserved. Pings of removed endpoints are not in the ledger. A limit may lie below what is
    /// spent: nothing more is spent then.
    ///
    /// - Parameters:
    ///   - budget: Its id is ignored.
    ///   - now: Decides the present period.
    ///   - offsets: Of its zone, by name.
    /// - Returns: The budget's id.
    /// - Throws: ``StoreError/unknownZone(_:)``, ``StoreError/unknownGroup(name:nearest:)``,
    ///   ``StoreError/endpointIsGone``, ``StoreError/otherCurrencies(budget:endpoints:)``,
    ///   ``StoreError/budgetKeeps(_:now:asked:)``, or ``StoreError/ruleBroken(rule:)``.
    /// - Complexity: O(log *n* + *k*) in the ledger's entries of the present period, by an index.
    @discardableResult
    package func set(
        _ budget: Budget,
        at now: Timestamp,
        offsets: [String: UTCOffsets]
    ) async throws -> Int64 {
        try await write { db in
            guard let zone = offsets[budget.timeZone] else {
                throw StoreError.unknownZone(budget.timeZone)
            }
            let known = try Self.budget(of: budget.scope, per: budget.period, in: db)
            try Self.checkMembers(of: budget, isNew: known == nil, in: db)
            guard let known else {
                return try Self.insert(
                    budget,
                    period: budget.period.range(containing: now, offsets: zone),
                    in: db
                )
            }
            try Self.checkKept(by: budget, of: known)
            try Self.change(known.id, to: budget, in: db)
            return known.id
        }
    }

    /// Removes a budget and what is known of its spending; the ledger of pings stays.
    ///
    /// - Throws: ``StoreError/unknownBudget(_:)``.
    package func removeBudget(_ id: Int64) async throws {
        try await write { db in try Self.deleteBudget(id, in: db) }
    }

    /// How far each budget is spent in its present period, in the order of ``budgets()``.
    ///
    /// - Parameters:
    ///   - now: Decides the present periods.
    ///   - offsets: Of the budgets' zones, by name.
    /// - Returns: One for each budget.
    /// - Throws: ``StoreError/unknownZone(_:)`` when one is missing.
    package func statuses(
        at now: Timestamp,
        offsets: [String: UTCOffsets]
    ) async throws -> [BudgetStatus] {
        try await read { db in
            let ledger = BudgetLedger(db: db, now: now, offsets: offsets)
            return try Row.fetchAll(db, sql: Self.budgetsSQL).map(BudgetRow.budget).map { budget in
                guard let status = try ledger.status(of: budget) else {
                    throw StoreError.unknownZone(budget.timeZone)
                }
                return status
            }
        }
    }

    // MARK: - Setting

    private static func budget(
        of scope: Budget.Scope,
        per period: Budget.Period,
        in db: Database
    ) throws -> Budget? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT id, \(BudgetRow.columns) FROM budget
                WHERE groupName IS ? AND endpointID IS ? AND periodDays IS ?
                """,
            arguments: [scope.groupName, scope.endpointID, period.lengthInDays]
        ).map(BudgetRow.budget)
    }

    /// Changes the limit and the manner of a budget.
    static func change(_ id: Int64, to budget: Budget, in db: Database) throws {
        try db.execute(
            sql: "UPDATE budget SET (limitNanos, isHard, warnShare) = (?, ?, ?) WHERE id = ?",
            arguments: [budget.limit.nanos, budget.isHard ? 1 : 0, budget.warnShare, id]
        )
    }

    static func insert(
        _ budget: Budget,
        period: Range<Timestamp>,
        in db: Database
    ) throws -> Int64 {
        let values = BudgetRow.values(of: budget)
        let marks = values.map { _ in "?" }.joined(separator: ", ")
        try db.execute(
            sql: "INSERT INTO budget (\(BudgetRow.columns)) VALUES (\(marks))",
            arguments: StatementArguments(values)
        )
        let id = db.lastInsertedRowID
        let start = period.lowerBound.millisecondsSinceEpoch
        let end = period.upperBound.millisecondsSinceEpoch
        try db.execute(
            sql: "INSERT INTO budgetSpend VALUES (?, ?, ?, 0, 0, 0)",
            arguments: [id, start, end]
        )
        try db.execute(
            sql: ledgerOfPeriodSQL,
            arguments: [
                "budget": id, "start": start, "end": end, "currency": budget.limit.currency,
                "group": budget.scope.groupName, "endpoint": budget.scope.endpointID,
            ]
        )
        try db.execute(
            sql: """
                UPDATE budgetSpend SET
                    settledNanos = counted.total - counted.pending,
                    reservedNanos = counted.pending,
                    uncertainNanos = counted.interrupted
                FROM (
                    SELECT coalesce(sum(nanos), 0) AS total,
                        coalesce(sum(nanos) FILTER (WHERE outcome = 'pending'), 0) AS pending,
                        coalesce(sum(nanos) FILTER (WHERE outcome = 'interrupted'), 0)
                            AS interrupted
                    FROM pingBudget JOIN ping ON ping.id = pingID WHERE budgetID = :budget
                ) AS counted
                WHERE budgetID = :budget
                """,
            arguments: ["budget": id]
        )
        return id
    }

    static func deleteBudget(_ id: Int64, in db: Database) throws {
        try db.execute(sql: "DELETE FROM budget WHERE id = ?", arguments: [id])
        guard db.changesCount == 1 else { throw StoreError.unknownBudget(id) }
    }

    /// Refuses what would make a budget count something else than it has counted so far.
    private static func checkKept(by budget: Budget, of known: Budget) throws {
        guard budget.timeZone == known.timeZone else {
            throw StoreError.budgetKeeps(
                "time zone",
                now: known.timeZone,
                asked: budget.timeZone
            )
        }
        guard budget.limit.currency == known.limit.currency else {
            throw StoreError.budgetKeeps(
                "currency",
                now: known.limit.currency,
                asked: budget.limit.currency
            )
        }
    }

    /// Refuses a new group that nobody is in, and endpoints that pay in another currency.
    private static func checkMembers(of budget: Budget, isNew: Bool, in db: Database) throws {
        let everyone = try endpoints(in: db, where: "TRUE ORDER BY name", [])
        let members = everyone.filter(budget.covers)
        switch budget.scope {
        case .endpoint where members.isEmpty: throw StoreError.endpointIsGone
        case .group(let name) where members.isEmpty && isNew:
            throw StoreError.unknownGroup(
                name: name,
                nearest: nearestNames(to: name, among: Set(everyone.compactMap(\.group)).sorted())
            )
        default: break
        }
        let strangers = members.compactMap { endpoint -> StoreError.Priced? in
            guard let currency = endpoint.payingCurrency, currency != budget.limit.currency
            else { return nil }
            return StoreError.Priced(name: endpoint.name, currency: currency)
        }
        guard strangers.isEmpty else {
            throw StoreError.otherCurrencies(budget: budget.limit.currency, endpoints: strangers)
        }
    }

    /// Refuses an endpoint that pays in another currency than a budget that covers it.
    static func checkCurrency(of endpoint: Endpoint, id: EndpointID, in db: Database) throws {
        guard let currency = endpoint.payingCurrency else { return }
        let budgets = try Row.fetchAll(
            db,
            sql: BudgetLedger.payersSQL,
            arguments: [id.rawValue, id.rawValue]
        ).map(BudgetRow.budget)
        for budget in budgets where budget.limit.currency != currency {
            throw StoreError.joinsOtherCurrency(
                StoreError.Priced(name: endpoint.name, currency: currency),
                budget: budget.scope.text(endpointName: endpoint.name),
                currency: budget.limit.currency
            )
        }
    }
}

extension Budget.Scope {
    /// As commands take it.
    ///
    /// - Parameter endpointName: Of the endpoint, where the scope is one.
    /// - Returns: `fleet`, `group:NAME`, or the endpoint's name.
    package func text(endpointName: String) -> String {
        switch self {
        case .fleet: "fleet"
        case .group(let name): "group:\(name)"
        case .endpoint:
            // Only with its prefix an endpoint of such a name is told from what else the word says.
            endpointName == "fleet" || endpointName.contains(":")
                ? "endpoint:\(endpointName)" : endpointName
        }
    }
}
