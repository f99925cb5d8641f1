import Domain
import GRDB
import Testing

@testable import History

/// Whatever happens in whatever order: no hard budget is over by a billionth, and what is counted is
/// what the ledger says.
@Suite struct BudgetPropertyTests {
    private static let offsets = ["UTC": UTCOffsets.utc]
    private static let origin = Timestamp(secondsSinceEpoch: 1_800_000_000)

    /// What is gone by the ledger alone, with periods cut by integer arithmetic: no link and no sum of
    /// the store's is read.
    private static let ledgerSQL = """
        SELECT coalesce(sum(
            iif(outcome IN ('pending', 'interrupted'), reservedNanos,
                iif(costNanos < reservedNanos, costNanos, reservedNanos))), 0),
            coalesce(sum(reservedNanos) FILTER (WHERE outcome = 'pending'), 0),
            coalesce(sum(reservedNanos) FILTER (WHERE outcome = 'interrupted'), 0)
        FROM ping
        WHERE recordedAtMs / (86400000 * :days) = :start / (86400000 * :days)
            AND (:endpoint IS NULL OR endpointID = :endpoint)
        """

    @Test(arguments: 0..<50)
    func neverOverByABillionth(seed: UInt64) async throws {
        var numbers = SplitMix(state: seed)
        let store = try HistoryStore.inMemory()
        var endpoints: [EndpointID] = []
        for name in ["a", "b", "c"] {
            endpoints.append(try await store.add(plainEndpoint(named: name)))
        }
        let scopes: [Budget.Scope] = [.fleet, .endpoint(endpoints[0])]
        for scope in scopes {
            for (days, isHard) in [(1, true), (2, numbers.next(below: 2) == 0)] {
                try await store.set(
                    Budget(
                        scope: scope,
                        period: .days(days),
                        limit: usd(numbers.next(below: 3000)),
                        isHard: isHard
                    ),
                    at: Self.origin,
                    offsets: Self.offsets
                )
            }
        }
        let budgets = try await store.budgets()
        var pending: [PingRecord] = []
        var now = Self.origin
        for round in 1...60 {
            try await step(store, endpoints, &pending, &now, &numbers)
            if round.isMultiple(of: 6) { try await check(budgets, of: store) }
        }
    }

    private func usd(_ nanos: Int64) -> Money { Money(nanos: nanos, currency: "USD") }

    /// Records a batch, settles one of the pending or the settled, is interrupted, or lets time pass or
    /// step back.
    private func step(
        _ store: HistoryStore,
        _ endpoints: [EndpointID],
        _ pending: inout [PingRecord],
        _ now: inout Timestamp,
        _ numbers: inout SplitMix
    ) async throws {
        switch numbers.next(below: 10) {
        case 0..<5:
            let intents = (0...numbers.next(below: 3)).map { _ in
                PingRecord(
                    id: 0,
                    endpointID: endpoints[Int(numbers.next(below: 3))],
                    scheduledAt: now,
                    instances: 1,
                    reserved: usd(numbers.next(below: 400)),
                    awaitedUntil: numbers.next(below: 2) == 0
                        ? nil : now.advanced(by: .seconds(numbers.next(below: 100_000)))
                )
            }
            let outcomes = try await store.record(
                [],
                intents: intents,
                at: now,
                offsets: Self.offsets
            )
            for (var intent, outcome) in zip(intents, outcomes) {
                guard let id = outcome.id else { continue }
                intent.id = id
                pending.append(intent)
            }
        case 5..<8 where !pending.isEmpty:
            let index = Int(numbers.next(below: Int64(pending.count)))
            var ping = pending.remove(at: index)
            ping.outcome = .succeeded
            ping.cost = usd(numbers.next(below: 500))
            try await store.settle(ping)
        case 8 where numbers.next(below: 3) == 0:
            let includingService = numbers.next(below: 2) == 0
            _ = try await store.interruptPendingPings(at: now, includingService: includingService)
        default:
            now = now.advanced(by: .seconds(numbers.next(below: 100_000) - 30_000))
        }
    }

    private func check(_ budgets: [Budget], of store: HistoryStore) async throws {
        for budget in budgets {
            guard let days = budget.period.lengthInDays else { continue }
            let counted = try await numbers(
                of: store,
                """
                SELECT periodStartMs, settledNanos + reservedNanos, reservedNanos, uncertainNanos
                FROM budgetSpend WHERE budgetID = ?
                """,
                [budget.id]
            )
            for row in counted {
                let ledger = try await numbers(
                    of: store,
                    Self.ledgerSQL,
                    ["days": days, "start": row[0], "endpoint": budget.scope.endpointID]
                )
                #expect(ledger == [Array(row.dropFirst())], "since \(row[0])")
                if budget.isHard { #expect(row[1] <= budget.limit.nanos) }
            }
        }
    }

    private func numbers(
        of store: HistoryStore,
        _ sql: String,
        _ arguments: StatementArguments
    ) async throws -> [[Int64]] {
        try await store.read { db in
            try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
                (0..<row.count).map { row[$0] }
            }
        }
    }
}

/// Reproducible numbers (SplitMix64; Steele, Lea and Flood 2014).
private struct SplitMix {
    var state: UInt64

    mutating func next(below end: Int64) -> Int64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int64((z ^ (z >> 31)) % UInt64(end))
    }
}
