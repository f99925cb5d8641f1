internal import Domain
import GRDB

/// Moves money between what is left, reserved and settled, within a transaction of the caller's.
struct BudgetLedger {
    /// A budget that pays for a ping, and the period from which.
    struct Payer {
        var budget: Budget
        var period: Range<Timestamp>
    }

    /// Whether nobody settles a pending ping any more.
    static let isGivenUp = """
        ping.outcome = 'pending'
            AND (awaitedUntilMs <= :now OR awaitedUntilMs IS NULL AND :service)
        """

    /// Such pings' reservations by period: what interrupting them makes uncertain.
    static let interruptSQL = """
        UPDATE budgetSpend SET
            settledNanos = settledNanos + lost.nanos,
            reservedNanos = budgetSpend.reservedNanos - lost.nanos,
            uncertainNanos = uncertainNanos + lost.nanos
        FROM (
            SELECT paid.budgetID, paid.periodStartMs, sum(paid.nanos) AS nanos
            FROM ping CROSS JOIN pingBudget AS paid ON paid.pingID = ping.id
            WHERE \(isGivenUp) GROUP BY paid.budgetID, paid.periodStartMs
        ) AS lost
        WHERE budgetSpend.budgetID = lost.budgetID
            AND budgetSpend.periodStartMs = lost.periodStartMs
        """

    static let payersSQL = """
        SELECT id, \(BudgetRow.columns) FROM budget WHERE groupName IS NULL AND endpointID IS NULL
        UNION ALL
        SELECT id, \(BudgetRow.columns) FROM budget
        WHERE groupName = (SELECT groupName FROM endpoint WHERE id = ?)
        UNION ALL
        SELECT id, \(BudgetRow.columns) FROM budget WHERE endpointID = ?
        """

    static let spendSQL = """
        SELECT periodStartMs, periodEndMs, settledNanos, reservedNanos, uncertainNanos
        FROM budgetSpend WHERE budgetID = ? AND periodStartMs <= ?
        ORDER BY periodStartMs DESC LIMIT 1
        """

    let db: Database
    let now: Timestamp
    /// Of the zones in which budgets count, by name.
    let offsets: [String: UTCOffsets]

    /// What of a budget is gone in the period that is now; `nil` where its zone is not known.
    ///
    /// The period that spending began in holds until its end, also when the zone's rules have
    /// changed meanwhile, and longer where they now end it later.
    func status(of budget: Budget) throws -> BudgetStatus? {
        guard let offsets = offsets[budget.timeZone] else { return nil }
        let row = try Row.fetchOne(
            db.cachedStatement(sql: Self.spendSQL),
            arguments: [budget.id, now.millisecondsSinceEpoch]
        )
        let period = budget.period.range(containing: now, offsets: offsets)
        func status(_ period: Range<Timestamp>, _ spend: BudgetSpend) -> BudgetStatus {
            BudgetStatus(budget: budget, period: period, spend: spend)
        }
        guard let row else { return status(period, .zero) }
        let start = Timestamp(millisecondsSinceEpoch: row[0])
        let end = Timestamp(millisecondsSinceEpoch: row[1])
        let spend = BudgetSpend(
            settledNanos: row[2],
            reservedNanos: row[3],
            uncertainNanos: row[4]
        )
        if now < end { return status(start..<end, spend) }
        guard period.lowerBound < end else { return status(period, .zero) }
        // The zone's rules have changed and moved the edge: the same period goes on, or the next one
        // begins where this one has ended. Neither is spent twice.
        let goesOn = start.duration(to: period.lowerBound) < period.lowerBound.duration(to: end)
        return goesOn
            ? status(start..<period.upperBound, spend) : status(end..<period.upperBound, .zero)
    }

    /// Who pays for `ping`, or which hard budget refuses to.
    func payers(for ping: PingRecord) throws -> Result<[Payer], Refused> {
        let budgets = try Row.fetchAll(
            db.cachedStatement(sql: Self.payersSQL),
            arguments: [ping.endpointID.rawValue, ping.endpointID.rawValue]
        ).map(BudgetRow.budget)
        var payers: [Payer] = []
        for budget in budgets {
            switch try payment(of: ping, from: budget) {
            case .success(let payer?): payers.append(payer)
            case .success(nil): break
            case .failure(let refused) where budget.isHard: return .failure(refused)
            case .failure: break
            }
        }
        return .success(payers)
    }

    /// An error's envelope around what is no error for the caller.
    struct Refused: Error {
        var refusal: BudgetRefusal

        init(by budget: Budget, _ reason: BudgetRefusal.Reason) {
            refusal = BudgetRefusal(budgetID: budget.id, reason: reason)
        }
    }

    /// - Returns: `nil` where there is nothing to pay.
    private func payment(
        of ping: PingRecord,
        from budget: Budget
    ) throws -> Result<Payer?, Refused> {
        guard let reserved = ping.reserved else {
            return .failure(Refused(by: budget, .nothingReserved))
        }
        guard let status = try status(of: budget) else {
            return .failure(Refused(by: budget, .unknownZone(budget.timeZone)))
        }
        guard reserved.currency == budget.limit.currency else {
            // Nothing is nothing in every currency.
            return reserved.nanos == 0
                ? .success(nil) : .failure(Refused(by: budget, .otherCurrency(reserved.currency)))
        }
        let (total, overflow) = status.spend.totalNanos.addingReportingOverflow(reserved.nanos)
        guard !overflow, !budget.isHard || total <= budget.limit.nanos else {
            return .failure(Refused(by: budget, .exceeds(left: status.left)))
        }
        return .success(Payer(budget: budget, period: status.period))
    }

    /// Sets `ping`'s reservation aside in the period of each payer.
    func reserve(_ ping: PingRecord, from payers: [Payer]) throws {
        guard let nanos = ping.reserved?.nanos else { return }
        for payer in payers {
            let start = payer.period.lowerBound.millisecondsSinceEpoch
            try db.cachedStatement(
                sql: """
                    INSERT INTO budgetSpend (budgetID, periodStartMs, periodEndMs, settledNanos,
                        reservedNanos, uncertainNanos) VALUES (?, ?, ?, 0, ?, 0)
                    ON CONFLICT DO UPDATE SET
                        reservedNanos = reservedNanos + excluded.reservedNanos,
                        periodEndMs = max(periodEndMs, excluded.periodEndMs)
                    """
            ).execute(
                arguments: [
                    payer.budget.id, start, payer.period.upperBound.millisecondsSinceEpoch, nanos,
                ])
            try db.cachedStatement(
                sql: """
                    INSERT INTO pingBudget (pingID, budgetID, periodStartMs, nanos)
                    VALUES (?, ?, ?, ?)
                    """
            ).execute(arguments: [ping.id, payer.budget.id, start, nanos])
        }
    }

    /// Makes `ping` count for what it cost, and never for more than it counted before.
    ///
    /// A cost that is not known, or in another currency than the reservation, leaves all of it
    /// spent.
    ///
    /// - Parameters:
    ///   - ping: With the outcome and cost that the ledger will have.
    ///   - before: The outcome that the ledger had.
    ///   - currency: Of the reservation; `nil` where nothing was reserved.
    ///   - db: Within the transaction that changes the ledger.
    /// - Throws: GRDB's `DatabaseError`.
    static func settle(
        _ ping: PingRecord,
        before: PingRecord.Outcome,
        currency: String?,
        in db: Database
    ) throws {
        var most = Int64.max
        if let cost = ping.cost, currency == nil || currency == cost.currency { most = cost.nanos }
        let values: StatementArguments = [
            "id": ping.id, "most": most, "wasPending": before == .pending,
            "wasInterrupted": before == .interrupted, "isPending": ping.outcome == .pending,
            "isInterrupted": ping.outcome == .interrupted,
        ]
        try db.cachedStatement(
            sql: """
                UPDATE budgetSpend SET
                    reservedNanos = budgetSpend.reservedNanos - :wasPending * paid.nanos
                        + :isPending * min(paid.nanos, :most),
                    settledNanos = settledNanos - (NOT :wasPending) * paid.nanos
                        + (NOT :isPending) * min(paid.nanos, :most),
                    uncertainNanos = uncertainNanos - :wasInterrupted * paid.nanos
                        + :isInterrupted * min(paid.nanos, :most)
                FROM pingBudget AS paid
                WHERE paid.pingID = :id AND budgetSpend.budgetID = paid.budgetID
                    AND budgetSpend.periodStartMs = paid.periodStartMs
                """
        ).execute(arguments: values)
        try db.cachedStatement(
            sql: "UPDATE pingBudget SET nanos = min(nanos, :most) WHERE pingID = :id"
        ).execute(arguments: ["id": ping.id, "most": most])
    }
}
