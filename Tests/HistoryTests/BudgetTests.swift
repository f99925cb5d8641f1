import Domain
import GRDB
import Testing

@testable import History

@Suite struct BudgetTests {
    private let store: HistoryStore
    private let a: EndpointID
    private let b: EndpointID
    /// 2027-01-15 08:00 UTC, a Friday.
    private let now = Timestamp(secondsSinceEpoch: 1_800_000_000)
    private let utc = ["UTC": UTCOffsets.utc]

    init() async throws {
        store = try HistoryStore.inMemory()
        var endpoint = Self.lambda("a")
        endpoint.group = "shops"
        a = try await store.add(endpoint)
        b = try await store.add(Self.lambda("b"))
    }

    private static func lambda(_ name: String) -> Endpoint {
        var endpoint = plainEndpoint(named: name)
        endpoint.platform = .awsLambda
        return endpoint
    }

    private func usd(_ nanos: Int64) -> Money { Money(nanos: nanos, currency: "USD") }

    private func fleet(_ limit: Int64, per period: Budget.Period = .days(1)) -> Budget {
        Budget(scope: .fleet, period: period, limit: usd(limit))
    }

    private func spends() async throws -> [BudgetSpend] {
        try await store.statuses(at: now, offsets: utc).map(\.spend)
    }

    // MARK: - Setting

    @Test func whatIsSetIsListed() async throws {
        let asked = [
            Budget(
                scope: .fleet,
                period: .days(28),
                timeZone: "Europe/Berlin",
                limit: usd(.max),
                isHard: false,
                warnShare: 0.5
            ),
            fleet(0, per: .month),
            Budget(scope: .group("shops"), period: .days(7), limit: usd(2)),
            Budget(scope: .endpoint(a), period: .days(1), limit: usd(3)),
            Budget(scope: .endpoint(a), period: .month, limit: usd(3)),
            Budget(scope: .endpoint(b), period: .days(1), limit: usd(3)),
        ]
        let offsets = ["UTC": UTCOffsets.utc, "Europe/Berlin": .utc]
        for budget in asked.reversed() {
            try await store.set(budget, at: now, offsets: offsets)
        }
        var listed = try await store.budgets()
        #expect(listed.map(\.id) == [6, 5, 4, 3, 2, 1])
        for index in listed.indices { listed[index].id = 0 }
        #expect(listed == asked)
    }

    @Test func settingAgainChangesLimitAndManner() async throws {
        let id = try await store.set(fleet(5), at: now, offsets: utc)
        var changed = fleet(7)
        changed.isHard = false
        changed.warnShare = 1
        let again = try await store.set(changed, at: now, offsets: utc)
        #expect(again == id)
        changed.id = id
        #expect(try await store.budgets() == [changed])
    }

    @Test func everyChangeRaisesTheRevision() async throws {
        var revisions = [try await store.configurationRevision()]
        let id = try await store.set(fleet(5), at: now, offsets: utc)
        revisions.append(try await store.configurationRevision())
        try await store.set(fleet(6), at: now, offsets: utc)
        revisions.append(try await store.configurationRevision())
        try await store.removeBudget(id)
        revisions.append(try await store.configurationRevision())
        #expect(zip(revisions, revisions.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func aBudgetKeepsItsZoneAndItsCurrency() async throws {
        var endpoint = plainEndpoint(named: "free")
        endpoint.group = "free"
        _ = try await store.add(endpoint)
        let budget = Budget(scope: .group("free"), period: .month, limit: usd(5))
        try await store.set(budget, at: now, offsets: utc)
        var other = budget
        other.timeZone = "Asia/Tokyo"
        let zones = await storeError {
            try await store.set(other, at: now, offsets: ["Asia/Tokyo": .utc])
        }
        #expect(zones == .budgetKeeps("time zone", now: "UTC", asked: "Asia/Tokyo"))
        other = budget
        other.limit.currency = "EUR"
        let currencies = await storeError { try await store.set(other, at: now, offsets: utc) }
        #expect(currencies == .budgetKeeps("currency", now: "USD", asked: "EUR"))
        let byHand = await storeError {
            try await store.shell("UPDATE budget SET currency = 'EUR'")
        }
        #expect(
            byHand == .ruleBroken(rule: "a budget keeps its scope, period, time zone and currency")
        )
    }

    @Test func nothingIsSetForNobodyOrInAnUnknownZone() async throws {
        let group = await storeError {
            try await store.set(
                Budget(scope: .group("shop"), period: .month, limit: usd(1)),
                at: now,
                offsets: utc
            )
        }
        #expect(group == .unknownGroup(name: "shop", nearest: ["shops"]))
        let endpoint = await storeError {
            try await store.set(
                Budget(
                    scope: .endpoint(EndpointID(rawValue: 99)),
                    period: .month,
                    limit: usd(1)
                ),
                at: now,
                offsets: utc
            )
        }
        #expect(endpoint == .endpointIsGone)
        let zone = await storeError { try await store.set(fleet(1), at: now, offsets: [:]) }
        #expect(zone == .unknownZone("UTC"))
        #expect(try await store.budgets().isEmpty)
        #expect(await storeError { try await store.removeBudget(1) } == .unknownBudget(1))
    }

    // MARK: - Currencies

    private func euros(_ name: String, group: String? = nil) throws -> Endpoint {
        var endpoint = plainEndpoint(named: name)
        endpoint.prices = [try PriceOverride("per-ping=0.01"), try PriceOverride("currency=EUR")]
        endpoint.group = group
        return endpoint
    }

    @Test func mixedCurrenciesAreRefusedByName() async throws {
        _ = try await store.add(try euros("c", group: "shops"))
        let eur = Money(nanos: 1, currency: "EUR")
        let priced = StoreError.Priced.init
        for (scope, limit, strangers) in [
            (.fleet, usd(1), [priced("c", "EUR")]),
            (.fleet, eur, [priced("a", "USD"), priced("b", "USD")]),
            (.group("shops"), eur, [priced("a", "USD")]),
            (.endpoint(b), eur, [priced("b", "USD")]),
        ] as [(Budget.Scope, Money, [StoreError.Priced])] {
            let refusal = await storeError {
                try await store.set(
                    Budget(scope: scope, period: .month, limit: limit),
                    at: now,
                    offsets: utc
                )
            }
            #expect(
                refusal == .otherCurrencies(budget: limit.currency, endpoints: strangers)
            )
        }
        #expect(try await store.budgets().isEmpty)
    }

    @Test func anEndpointOfAnotherCurrencyCannotJoin() async throws {
        var c = try euros("c")
        c.id = try await store.add(c)
        try await store.set(
            Budget(scope: .group("shops"), period: .month, limit: usd(1)),
            at: now,
            offsets: utc
        )
        c.group = "shops"
        let expected = StoreError.joinsOtherCurrency(
            StoreError.Priced(name: "c", currency: "EUR"),
            budget: "group:shops",
            currency: "USD"
        )
        #expect(await storeError { try await store.update(c) } == expected)
        #expect(try await store.endpoint(named: "c").group == nil)
        c.prices = []
        try await store.update(c)
        c.prices = try euros("c").prices
        #expect(await storeError { try await store.update(c) } == expected)
    }

    @Test func anEndpointOfAnotherCurrencyCannotBeAddedToTheFleet() async throws {
        try await store.set(fleet(1), at: now, offsets: utc)
        let refusal = await storeError { _ = try await store.add(try euros("c")) }
        #expect(
            refusal
                == .joinsOtherCurrency(
                    StoreError.Priced(name: "c", currency: "EUR"),
                    budget: "fleet",
                    currency: "USD"
                )
        )
        #expect(try await store.endpoints().map(\.name) == ["a", "b"])
        _ = try await store.add(plainEndpoint(named: "free"))
    }

    // MARK: - Setting in the middle of a period

    @Test func aNewBudgetCountsWhatThePeriodHasCost() async throws {
        let start = Timestamp(secondsSinceEpoch: 1_799_971_200)
        func ping(
            _ endpoint: EndpointID,
            _ outcome: PingRecord.Outcome,
            cost: Int64?,
            reserved: Int64?
        ) -> PingRecord {
            PingRecord(
                id: 0,
                endpointID: endpoint,
                scheduledAt: start,
                outcome: outcome,
                instances: 1,
                cost: cost.map(usd),
                reserved: reserved.map(usd)
            )
        }
        let before = Timestamp(
            millisecondsSinceEpoch: start.millisecondsSinceEpoch - 1
        )
        let yesterdays = [ping(a, .succeeded, cost: 1_000_000, reserved: nil)]
        _ = try await store.record([], intents: yesterdays, at: before, offsets: [:])
        var euro = ping(a, .succeeded, cost: nil, reserved: nil)
        euro.cost = Money(nanos: 500_000, currency: "EUR")
        let todays = [
            ping(a, .succeeded, cost: 1, reserved: 50),
            ping(b, .succeeded, cost: 20, reserved: nil),
            ping(a, .pending, cost: nil, reserved: 300),
            ping(a, .pending, cost: nil, reserved: nil),
            ping(a, .interrupted, cost: nil, reserved: 4000),
            ping(b, .timedOut, cost: nil, reserved: 50_000), euro,
        ]
        _ = try await store.record([], intents: todays, at: start, offsets: [:])
        for budget in [
            fleet(9), Budget(scope: .group("shops"), period: .days(1), limit: usd(9)),
            Budget(scope: .endpoint(b), period: .days(1), limit: usd(9)),
        ] {
            try await store.set(budget, at: now, offsets: utc)
        }
        #expect(
            try await spends() == [
                BudgetSpend(settledNanos: 54_021, reservedNanos: 300, uncertainNanos: 4000),
                BudgetSpend(settledNanos: 4001, reservedNanos: 300, uncertainNanos: 4000),
                BudgetSpend(settledNanos: 50_020),
            ]
        )
        var late = todays[2]
        late.id = 4
        late.outcome = .succeeded
        late.cost = usd(299)
        try await store.settle(late)
        #expect(
            try await spends().prefix(2) == [
                BudgetSpend(settledNanos: 54_320, uncertainNanos: 4000),
                BudgetSpend(settledNanos: 4300, uncertainNanos: 4000),
            ]
        )
    }

    // MARK: - Removing

    @Test func removingABudgetTakesItsSpendingAlong() async throws {
        let id = try await store.set(fleet(100), at: now, offsets: utc)
        var ping = PingRecord(
            id: 0,
            endpointID: a,
            scheduledAt: now,
            instances: 1,
            reserved: usd(7)
        )
        ping.id = try await store.record([], intents: [ping], at: now, offsets: utc)[0].id ?? 0
        try await store.removeBudget(id)
        let left = try await store.read { db in
            try Int.fetchOne(
                db,
                sql: "SELECT (SELECT count(*) FROM budgetSpend) + (SELECT count(*) FROM pingBudget)"
            )
        }
        #expect(left == 0)
        ping.outcome = .succeeded
        ping.cost = usd(5)
        #expect(try await store.settle(ping))
        // Set anew, it counts the ledger.
        try await store.set(fleet(100), at: now, offsets: utc)
        #expect(try await spends() == [BudgetSpend(settledNanos: 5)])
    }

    @Test func aRemovedEndpointGivesNothingBack() async throws {
        for budget in [
            fleet(100), Budget(scope: .group("shops"), period: .days(1), limit: usd(100)),
            Budget(scope: .endpoint(a), period: .days(1), limit: usd(100)),
        ] {
            try await store.set(budget, at: now, offsets: utc)
        }
        var ping = PingRecord(
            id: 0,
            endpointID: a,
            scheduledAt: now,
            instances: 1,
            reserved: usd(7)
        )
        var ids: [Int64] = []
        for _ in 0..<3 {
            let outcome = try await store.record([], intents: [ping], at: now, offsets: utc)[0]
            ids.append(try #require(outcome.id))
        }
        ping.id = ids[0]
        ping.outcome = .succeeded
        ping.cost = usd(2)
        try await store.settle(ping)
        try await store.remove(a)
        let expected = BudgetSpend(settledNanos: 16, uncertainNanos: 14)
        #expect(try await spends() == [expected, expected])
        ping.id = ids[1]
        #expect(try await store.settle(ping) == false)
        #expect(try await spends() == [expected, expected])
    }

    @Test func eachPeriodHasItsOwnSpending() async throws {
        try await store.set(fleet(10), at: now, offsets: utc)
        let tomorrow = now.advanced(by: .seconds(86_400))
        for (moment, nanos) in [(now, 7), (tomorrow, 8)] as [(Timestamp, Int64)] {
            let ping = PingRecord(
                id: 0,
                endpointID: a,
                scheduledAt: now,
                instances: 1,
                reserved: usd(nanos)
            )
            _ = try await store.record([], intents: [ping], at: moment, offsets: utc)
        }
        for (moment, nanos) in [(now, 7), (tomorrow, 8)] as [(Timestamp, Int64)] {
            let spends = try await store.statuses(at: moment, offsets: utc).map(\.spend)
            #expect(spends == [BudgetSpend(settledNanos: 0, reservedNanos: nanos)])
        }
    }
}
