package import Domain
import Foundation
import GRDB

extension HistoryStore {
    /// Keeps what the controller found; budgets and endpoints that are gone are passed over.
    ///
    /// - Parameters:
    ///   - state: Endpoints that are not in it have no target any more.
    ///   - modelVersion: Of what was learned.
    ///   - now: The moment of it.
    /// - Throws: ``StoreError``.
    package func save(
        _ state: PriceState,
        modelVersion: Int,
        at now: Timestamp
    ) async throws {
        try await write { db in
            for budget in state.budgets {
                try Self.save(budget, modelVersion: modelVersion, at: now, in: db)
            }
            try db.execute(sql: "DELETE FROM targetState")
            for target in state.targets { try Self.save(target, at: now, in: db) }
        }
    }

    /// What the controller found last.
    ///
    /// - Parameter modelVersion: What another version learned is left out.
    /// - Returns: Budgets by id, targets by endpoint.
    /// - Throws: ``StoreError``.
    package func priceState(modelVersion: Int) async throws -> PriceState {
        try await read { db in
            let budgets = try Row.fetchAll(
                db,
                sql: """
                    SELECT budgetID, price, CASE WHEN modelVersion = ? THEN learned END
                    FROM budgetPrice ORDER BY budgetID
                    """,
                arguments: [modelVersion]
            ).map { row in
                PriceState.OfBudget(
                    budgetID: row[0],
                    price: row[1],
                    learned: (row[2] as Data?).map(Array.init)
                )
            }
            let targets = try Row.fetchAll(
                db,
                sql: """
                    SELECT endpointID, rate, requestedMinutes, coldMinutes, value, priceFactor,
                        verdict, presentRate, bestRate, presentMonthlyNanos, neededMonthlyNanos,
                        currency
                    FROM targetState ORDER BY endpointID
                    """
            ).map(Self.target)
            return PriceState(budgets: budgets, targets: targets)
        }
    }

    private static func save(
        _ budget: PriceState.OfBudget,
        modelVersion: Int,
        at now: Timestamp,
        in db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO budgetPrice (budgetID, pricedAtMs, price, modelVersion, learned)
                SELECT id, ?, ?, ?, ? FROM budget WHERE id = ?
                ON CONFLICT (budgetID) DO UPDATE SET
                    pricedAtMs = excluded.pricedAtMs, price = excluded.price,
                    modelVersion = coalesce(excluded.modelVersion, modelVersion),
                    learned = coalesce(excluded.learned, learned)
                """
        ).execute(
            arguments: [
                now.millisecondsSinceEpoch, budget.price, budget.learned.map { _ in modelVersion },
                budget.learned.map { Data($0) }, budget.budgetID,
            ]
        )
    }

    private static func save(_ target: TargetState, at now: Timestamp, in db: Database) throws {
        let currency = target.presentMonthly?.currency ?? target.neededMonthly?.currency
        try db.cachedStatement(
            sql: """
                INSERT INTO targetState (endpointID, statedAtMs, rate, requestedMinutes,
                    coldMinutes, value, priceFactor, verdict, presentRate, bestRate,
                    presentMonthlyNanos, neededMonthlyNanos, currency)
                SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM endpoint WHERE id = ?
                """
        ).execute(
            arguments: [
                now.millisecondsSinceEpoch, target.rate, target.requestedMinutes,
                target.coldMinutes, target.value, target.priceFactor, target.verdict.rawValue,
                target.presentRate, target.bestRate, target.presentMonthly?.nanos,
                target.neededMonthly?.nanos, currency, target.endpointID.rawValue,
            ]
        )
    }

    private static func target(_ row: Row) throws -> TargetState {
        let currency: String? = row[11]
        func money(_ nanos: Int64?) -> Money? {
            guard let nanos, let currency else { return nil }
            return Money(nanos: nanos, currency: currency)
        }
        return TargetState(
            endpointID: EndpointID(rawValue: row[0]),
            rate: row[1],
            requestedMinutes: row[2],
            coldMinutes: row[3],
            value: row[4],
            priceFactor: row[5],
            verdict: try row.known(TargetState.Verdict.self, 6, "targetState.verdict"),
            presentRate: row[7],
            presentMonthly: money(row[9]),
            neededMonthly: money(row[10]),
            bestRate: row[8]
        )
    }
}
