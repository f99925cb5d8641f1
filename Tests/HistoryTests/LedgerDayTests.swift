import Domain
import GRDB
import Migrations
import Testing

@testable import History

private let dayMs: Int64 = 86_400_000
/// 2026-11-20 00:00 UTC.
private let midnight: Int64 = 29_918_880 * 60_000

/// The sums by day against the ledger itself, which is summed up in another way.
@Suite struct LedgerDayTests {
    private let store: HistoryStore
    private let ids: [EndpointID]

    init() async throws {
        store = try HistoryStore.inMemory()
        var ids: [EndpointID] = []
        for name in ["a", "b"] {
            ids.append(try await store.add(plainEndpoint(named: name)))
        }
        self.ids = ids
    }

    private func ping(
        _ endpoint: EndpointID,
        _ ms: Int64,
        instances: Int = 1,
        outcome: PingRecord.Outcome = .succeeded,
        cost: Money? = nil,
        reserved: Money? = nil
    ) -> PingRecord {
        PingRecord(
            id: 0,
            endpointID: endpoint,
            scheduledAt: Timestamp(millisecondsSinceEpoch: ms),
            outcome: outcome,
            instances: instances,
            warmInstances: instances > 1 ? 1 : 0,
            failedInstances: instances > 2 ? 1 : 0,
            cost: cost,
            reserved: reserved
        )
    }

    private func moments(_ ms: [Int64]) -> [Timestamp] {
        ms.map(Timestamp.init(millisecondsSinceEpoch:))
    }

    /// Every ping read singly and added up by hand.
    private func plainSums(_ cuts: [Timestamp]) async throws -> [LedgerPart] {
        var parts: [LedgerPart] = []
        for id in try await store.endpoints().map(\.id) {
            for (part, (start, end)) in zip(cuts, cuts.dropFirst()).enumerated() {
                var figures = LedgerFigures()
                for ping in try await store.pings(of: id, in: start..<end, limit: 100_000) {
                    figures.pings += 1
                    figures.instances += Int64(ping.instances)
                    figures.warm += Int64(ping.warmInstances)
                    figures.cold += Int64(ping.coldInstances)
                    figures.failed += Int64(ping.failedInstances)
                    figures[ping.outcome] += 1
                    if let cost = ping.cost {
                        figures.add(cost: cost)
                    } else {
                        figures.withoutCost += 1
                    }
                    guard ping.cost == nil, let reserved = ping.reserved else { continue }
                    if ping.outcome == .pending { figures.add(reserved: reserved) }
                    if ping.outcome == .interrupted { figures.add(uncertain: reserved) }
                }
                guard figures.pings > 0 else { continue }
                parts.append(LedgerPart(endpointID: id, part: part, figures: figures))
            }
        }
        return parts
    }

    @Test func countsBeyond64BitsStayThere() async throws {
        let pings = [midnight, midnight + dayMs].map { ping(ids[0], $0, cost: nil) }
        _ = try await store.record([], intents: pings)
        let most = "\(Int64.max)"
        try await store.shell(
            "UPDATE ledgerDay SET (pings, instances, warmInstances, coldInstances, failedInstances, "
                + "succeeded, withoutCost) = (\(most), \(most), \(most), \(most), \(most), \(most), "
                + "\(most))"
        )
        let cuts = moments([midnight, midnight + 2 * dayMs])
        let figures = try #require(try await store.ledger(between: cuts).first).figures
        #expect(figures.pings == .max)
        #expect(figures.instances == .max)
        #expect([figures.warm, figures.cold, figures.failed] == [.max, .max, .max])
        #expect(figures[.succeeded] == .max)
        #expect(figures.withoutCost == .max)
    }

    @Test(arguments: 0..<UInt64(12))
    func theSumsAreThoseOfTheLedgerWhateverIsWritten(seed: UInt64) async throws {
        var generator = Xorshift(seed)
        for _ in 0..<40 {
            let pings = (0..<4).map { _ in Self.made(ping, ids, using: &generator) }
            let numbers = try await store.record([], intents: pings)
            for (number, pending) in zip(numbers, pings) where Bool.random(using: &generator) {
                var settled = pending
                settled.id = number
                settled.outcome = .succeeded
                settled.coldInstances = 1
                settled.warmInstances = 0
                settled.failedInstances = 0
                settled.cost = Money(
                    nanos: Int64.random(in: 0...5_000_000_000, using: &generator),
                    currency: Bool.random(using: &generator) ? "USD" : "EUR"
                )
                try await store.settle(settled)
            }
            let number = Int64.random(in: 1...100, using: &generator)
            let choice = Int.random(in: 0..<4, using: &generator)
            let other = ids[1].rawValue
            try await store.write { db in
                switch choice {
                case 0:
                    try db.execute(sql: "DELETE FROM ping WHERE id = ?", arguments: [number])
                case 1:
                    try db.execute(
                        sql: "UPDATE ping SET scheduledAtMs = scheduledAtMs - ? WHERE id < ?",
                        arguments: [dayMs / 2, number]
                    )
                case 2:
                    try db.execute(
                        sql: """
                            UPDATE ping SET endpointID = ?, costNanos = NULL, currency = NULL
                            WHERE id = ?
                            """,
                        arguments: [other, number]
                    )
                default: break
                }
            }
        }
        _ = try await store.interruptPendingPings(at: Timestamp(minute: 0), includingService: true)
        let cuts = (0..<5).map { _ in
            midnight + Int64.random(in: -4 * dayMs..<4 * dayMs, using: &generator)
        }.sorted()
        let quarters = (-20...20).map { midnight + $0 * 7 * 900_000 }
        let days = (-4...4).map { midnight + $0 * dayMs }
        for cuts in [cuts, days, quarters, [0, 2 * midnight]] {
            let sums = try await store.ledger(between: moments(cuts))
            #expect(try await sums == plainSums(moments(cuts)))
            let merged = try await store.ledger(between: moments(cuts), mergesEndpoints: true)
            for part in 0..<cuts.count - 1 {
                var sum = LedgerFigures()
                for other in sums where other.part == part { sum.add(other.figures) }
                #expect(merged.first { $0.part == part }?.figures ?? LedgerFigures() == sum)
            }
        }
        try await expectEqualTotals()
    }

    private static func made(
        _ ping: (EndpointID, Int64, Int, PingRecord.Outcome, Money?, Money?) -> PingRecord,
        _ ids: [EndpointID],
        using generator: inout Xorshift
    ) -> PingRecord {
        let outcome = PingRecord.Outcome.allCases.randomElement(using: &generator) ?? .pending
        let nanos = Int64.random(in: 0...3_000_000_000, using: &generator)
        return ping(
            ids[Int.random(in: 0...1, using: &generator)],
            midnight + Int64.random(in: -3 * dayMs..<3 * dayMs, using: &generator),
            Int.random(in: 1...4, using: &generator),
            outcome,
            outcome == .pending ? nil : Money(nanos: nanos, currency: "USD"),
            nanos % 3 > 0 ? Money(nanos: nanos + 1, currency: nanos % 3 > 1 ? "USD" : "CHF") : nil
        )
    }

    /// The whole table against one sum over the ledger.
    private func expectEqualTotals() async throws {
        let differences = try await store.read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM (
                        SELECT currency, sum(costUnits) * 1000000000 + sum(costNanos) AS cost,
                            sum(pings) AS pings
                        FROM ledgerDay GROUP BY currency
                    ) AS days FULL JOIN (
                        SELECT coalesce(currency, reservedCurrency, '') AS currency,
                            coalesce(sum(costNanos), 0) AS cost,
                            count(*) AS pings
                        FROM ping GROUP BY 1
                    ) AS ledger USING (currency)
                    WHERE days.cost IS NOT ledger.cost OR days.pings IS NOT ledger.pings
                    """
            )
        }
        #expect(differences == 0)
    }

    @Test(arguments: [
        ("the last millisecond of a day", midnight - 1, 20_776),
        ("the first of the next", midnight, 20_777),
        ("before 1970, the last of a day", -1, -1),
        ("before 1970, the first of a day", -dayMs, -1),
    ])
    func aDayBeginsAtMidnight(requirement: String, ms: Int64, day: Int64) async throws {
        _ = try await store.record([], intents: [ping(ids[0], ms)])
        let days = try await store.read { db in
            try Int64.fetchAll(db, sql: "SELECT day FROM ledgerDay")
        }
        #expect(days == [day])
    }

    @Test func anAmountBeyond64BitsStaysThereAndIsLoweredExactly() async throws {
        let most = Money(nanos: .max, currency: "USD")
        let pings = [most, most, Money(nanos: 7, currency: "USD")].map {
            ping(ids[0], midnight, cost: $0)
        }
        _ = try await store.record([], intents: pings)
        let cuts = moments([midnight, midnight + dayMs])
        #expect(try await store.ledger(between: cuts).map(\.figures.costs.amounts) == [[most]])
        try await store.write { db in try db.execute(sql: "DELETE FROM ping WHERE id < 3") }
        let left = try await store.ledger(between: cuts).map(\.figures.costs.amounts)
        #expect(left == [[Money(nanos: 7, currency: "USD")]])
    }

    /// The ledger of an earlier release is summed up when its schema is brought up to date.
    @Test func anOlderLedgerIsSummedUp() async throws {
        let folder = try TemporaryFolder()
        let pool = try DatabasePool(path: folder.database)
        var migrator = DatabaseMigrator()
        for migration in migrations.prefix(while: { $0.name < "v0018" }) {
            migrator.registerMigration(migration.name) { db in
                try db.execute(sql: migration.sql)
            }
        }
        try migrator.migrate(pool)
        try await pool.write { db in
            try db.execute(
                sql: """
                    INSERT INTO endpoint (name, url) VALUES ('a', 'http://a');
                    INSERT INTO ping (endpointID, scheduledAtMs, outcome, instances, warmInstances,
                        coldInstances, failedInstances, costNanos, currency, reservedNanos,
                        reservedCurrency)
                    VALUES (1, -1, 'succeeded', 2, 1, 0, 1, 3000000001, 'USD', 9, 'USD'),
                        (1, -2, 'timedOut', 1, 0, 0, 1, 2999999999, 'USD', NULL, NULL),
                        (1, -3, 'pending', 3, 0, 0, 0, NULL, NULL, 5000000004, 'EUR'),
                        (1, 0, 'interrupted', 1, 0, 0, 0, NULL, NULL, 7, 'USD')
                    """
            )
        }
        try pool.close()
        let store = try HistoryStore(at: folder.database, access: .existing)
        let parts = try await store.ledger(between: moments([-dayMs, 0, dayMs]))
        let before = try #require(parts.first).figures
        #expect(parts.count == 2)
        #expect(before.pings == 3)
        #expect([before.instances, before.warm, before.failed, before.unknown] == [6, 1, 2, 3])
        #expect(before[.timedOut] == 1)
        #expect(before.withoutCost == 1)
        #expect(before.costs.amounts == [Money(nanos: 6_000_000_000, currency: "USD")])
        #expect(before.reserved.amounts == [Money(nanos: 5_000_000_004, currency: "EUR")])
        #expect(parts[1].figures.uncertain.amounts == [Money(nanos: 7, currency: "USD")])
        #expect(parts[1].figures.costs.amounts.isEmpty)
        let merged = try await store.ledger(between: moments([-dayMs, 0]), mergesEndpoints: true)
        #expect(merged.map(\.figures) == [before])
        try store.close()
    }

    @Test func aRemovedEndpointTakesItsDaysAlong() async throws {
        _ = try await store.record([], intents: ids.map { ping($0, midnight) })
        try await store.remove(ids[0])
        let parts = try await store.ledger(between: moments([midnight, midnight + dayMs]))
        #expect(parts.map(\.endpointID) == [ids[1]])
        let days = try await store.read { db in
            try Int64.fetchAll(db, sql: "SELECT endpointID FROM ledgerDay")
        }
        #expect(days == [ids[1].rawValue])
        let quarters = try await store.read { db in
            try Int64.fetchAll(db, sql: "SELECT pings FROM ledgerQuarter")
        }
        #expect(quarters == [1])
    }
}

/// Xorshift64*: the same ledgers in every run.
private struct Xorshift: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 2 &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }
}
