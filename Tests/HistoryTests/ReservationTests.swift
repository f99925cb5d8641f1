import Domain
import Testing

@testable import History

@Suite struct ReservationTests {
    private let store: HistoryStore
    private let a: EndpointID
    private let b: EndpointID
    /// 2027-01-15 08:00 UTC, a Friday.
    private let now = Timestamp(secondsSinceEpoch: 1_800_000_000)
    private let midnight = Timestamp(secondsSinceEpoch: 1_800_057_600)
    private let utc = ["UTC": UTCOffsets.utc]

    init() async throws {
        store = try HistoryStore.inMemory()
        var endpoint = plainEndpoint(named: "a")
        endpoint.group = "shops"
        a = try await store.add(endpoint)
        b = try await store.add(plainEndpoint(named: "b"))
    }

    private func usd(_ nanos: Int64) -> Money { Money(nanos: nanos, currency: "USD") }

    @discardableResult
    private func set(
        _ limit: Int64,
        for scope: Budget.Scope = .fleet,
        isHard: Bool = true,
        per period: Budget.Period = .days(1)
    ) async throws -> Int64 {
        try await store.set(
            Budget(scope: scope, period: period, limit: usd(limit), isHard: isHard),
            at: now,
            offsets: utc
        )
    }

    private func intent(_ endpoint: EndpointID, _ nanos: Int64?) -> PingRecord {
        PingRecord(
            id: 0,
            endpointID: endpoint,
            scheduledAt: now,
            instances: 1,
            reserved: nanos.map(usd)
        )
    }

    private func record(
        _ intent: PingRecord,
        at moment: Timestamp? = nil
    ) async throws -> IntentOutcome {
        try await store.record([], intents: [intent], at: moment ?? now, offsets: utc)[0]
    }

    private func settle(
        _ outcome: IntentOutcome,
        of endpoint: EndpointID,
        _ cost: Money?
    ) async throws {
        var ping = intent(endpoint, nil)
        ping.id = try #require(outcome.id)
        ping.outcome = .succeeded
        ping.cost = cost
        try await store.settle(ping)
    }

    private func spends(at moment: Timestamp? = nil) async throws -> [BudgetSpend] {
        try await store.statuses(at: moment ?? now, offsets: utc).map(\.spend)
    }

    private func refused(
        by budget: Int64,
        _ reason: BudgetRefusal.Reason
    ) -> IntentOutcome {
        .refused(BudgetRefusal(budgetID: budget, reason: reason))
    }

    // MARK: - Reserving

    @Test(arguments: [(10, 10, true), (10, 11, false), (0, 0, true), (0, 1, false)])
    func whatFitsIsRecorded(limit: Int64, nanos: Int64, fits: Bool) async throws {
        let id = try await set(limit)
        let outcome = try await record(intent(a, nanos))
        #expect(outcome == (fits ? .recorded(1) : refused(by: id, .exceeds(left: usd(limit)))))
        #expect(try await spends().first?.reservedNanos == (fits ? nanos : 0))
    }

    @Test func aReservationIsMadeInEveryBudgetThatCovers() async throws {
        try await set(100, per: .month)
        try await set(100)
        try await set(100, for: .group("shops"), isHard: false)
        try await set(100, for: .endpoint(b))
        _ = try await record(intent(a, 60))
        _ = try await record(intent(b, 40))
        // In the order of the list: the fleet per day and per month, the group, the endpoint.
        #expect(try await spends().map(\.reservedNanos) == [100, 100, 60, 40])
    }

    @Test func oneHardBudgetThatRefusesIsEnough() async throws {
        try await set(100)
        let id = try await set(5, for: .group("shops"))
        #expect(try await record(intent(a, 6)) == refused(by: id, .exceeds(left: usd(5))))
        #expect(try await spends() == [.zero, .zero])
        #expect(try await store.pings(of: nil, in: now..<midnight, limit: 9).isEmpty)
        #expect(try await record(intent(b, 6)).id != nil)
    }

    @Test func aSoftBudgetOnlyCounts() async throws {
        try await set(5, isHard: false)
        for _ in 0..<2 { #expect(try await record(intent(a, 4)).id != nil) }
        let status = try #require(try await store.statuses(at: now, offsets: utc).first)
        #expect(status.over == usd(3))
    }

    @Test func pingsOfOneBatchShareWhatIsLeft() async throws {
        let id = try await set(10)
        let outcomes = try await store.record(
            [],
            intents: [intent(a, 6), intent(b, 6), intent(b, 4), intent(a, 1)],
            at: now,
            offsets: utc
        )
        #expect(
            outcomes == [
                .recorded(1), refused(by: id, .exceeds(left: usd(4))), .recorded(2),
                refused(by: id, .exceeds(left: usd(0))),
            ]
        )
    }

    @Test func aRefusedPingIsDecidedOverBudget() async throws {
        try await set(5)
        func decision(_ endpoint: EndpointID, _ action: Decision.Action) -> Decision {
            Decision(
                endpointID: endpoint,
                decidedAt: now,
                minute: now.minute,
                action: action,
                instances: 1,
                reasons: [Reason(.price, 1)]
            )
        }
        _ = try await store.record(
            [decision(a, .misfire), decision(a, .ping), decision(b, .ping)],
            intents: [intent(a, 6), intent(b, 5)],
            at: now,
            offsets: utc
        )
        let minutes = now.minute..<(now.minute + 1)
        let actions = try await store.decisions(of: a, in: minutes, limit: 9)
        #expect(actions == [decision(a, .misfire), decision(a, .overBudget)])
        let others = try await store.decisions(of: b, in: minutes, limit: 9).map(\.action)
        #expect(others == [.ping])
    }

    @Test func aHardBudgetRefusesWhatItCannotCount() async throws {
        let id = try await set(100)
        #expect(try await record(intent(a, nil)) == refused(by: id, .nothingReserved))
        var euros = intent(a, 0)
        euros.reserved = Money(nanos: 1, currency: "EUR")
        #expect(try await record(euros) == refused(by: id, .otherCurrency("EUR")))
        euros.reserved?.nanos = 0
        #expect(try await record(euros) == .recorded(1))
        let unknown = try await store.record([], intents: [intent(a, 1)], at: now, offsets: [:])
        #expect(unknown == [refused(by: id, .unknownZone("UTC"))])
    }

    @Test func aSoftBudgetLetsPassWhatItCannotCount() async throws {
        try await set(100, isHard: false)
        #expect(try await record(intent(a, nil)) == .recorded(1))
        var euros = intent(a, 1)
        euros.reserved?.currency = "EUR"
        #expect(try await record(euros) == .recorded(2))
        let unknown = try await store.record([], intents: [intent(a, 1)], at: now, offsets: [:])
        #expect(unknown == [.recorded(3)])
        #expect(try await spends() == [.zero])
    }

    @Test func whatIsReservedIsInTheLedger() async throws {
        _ = try await record(intent(a, 7))
        let found = try await store.pings(of: a, in: now..<midnight, limit: 9)
        #expect(found.map(\.reserved) == [usd(7)])
    }

    @Test func sumsBeyond64BitsAreRefused() async throws {
        try await set(.max)
        try await set(1, for: .endpoint(a), isHard: false)
        #expect(try await record(intent(a, .max)) == .recorded(1))
        #expect(try await record(intent(b, 1)) == refused(by: 1, .exceeds(left: usd(0))))
        try await store.removeBudget(1)
        // The soft budget's count stands still instead.
        #expect(try await record(intent(a, 1)) == .recorded(2))
        #expect(try await spends().map(\.reservedNanos) == [.max])
    }

    // MARK: - Settling

    @Test(
        arguments: [
            ("the cost is spent, the rest is free", 10, 3, 3),
            ("all of it", 10, 10, 10),
            ("never more than was reserved", 10, 11, 10),
            ("nothing", 10, 0, 0),
            ("a cost that nobody knows is the whole reservation", 10, nil, 10),
        ] as [(String, Int64, Int64?, Int64)]
    )
    func settling(requirement: String, reserved: Int64, cost: Int64?, settled: Int64) async throws {
        try await set(100)
        try await set(100, for: .group("shops"), isHard: false)
        try await settle(try await record(intent(a, reserved)), of: a, cost.map(usd))
        let expected = BudgetSpend(settledNanos: settled)
        #expect(try await spends() == [expected, expected])
    }

    @Test func aCostInAnotherCurrencySpendsAllThatWasReserved() async throws {
        try await set(100)
        let euro = Money(nanos: 1, currency: "EUR")
        try await settle(try await record(intent(a, 10)), of: a, euro)
        #expect(try await spends() == [BudgetSpend(settledNanos: 10)])
    }

    @Test func aSecondCostNeverCountsForMore() async throws {
        try await set(100)
        let outcome = try await record(intent(a, 10))
        for (cost, settled) in [(6, 6), (9, 6), (4, 4), (6, 4)] as [(Int64, Int64)] {
            try await settle(outcome, of: a, usd(cost))
            #expect(try await spends() == [BudgetSpend(settledNanos: settled)])
        }
    }

    @Test func aLateCostGoesToThePeriodOfItsReservation() async throws {
        try await set(100)
        let last = Timestamp(millisecondsSinceEpoch: midnight.millisecondsSinceEpoch - 1)
        let outcome = try await record(intent(a, 10), at: last)
        _ = try await record(intent(a, 20), at: midnight)
        // The limit changes, and the endpoint leaves the group, while the answer is on its way.
        try await set(0)
        var endpoint = try await store.endpoint(named: "a")
        endpoint.group = nil
        try await store.update(endpoint)
        try await settle(outcome, of: a, usd(4))
        #expect(try await spends(at: last) == [BudgetSpend(settledNanos: 4)])
        #expect(try await spends(at: midnight) == [BudgetSpend(settledNanos: 0, reservedNanos: 20)])
    }

    @Test func interruptedPingsAreSpentAndUncertain() async throws {
        try await set(100)
        let first = try await record(intent(a, 10))
        _ = try await record(intent(b, 20))
        let answered = try await record(intent(b, 40))
        try await settle(answered, of: b, usd(1))
        #expect(try await interruptPendingPings() == 2)
        #expect(try await spends() == [BudgetSpend(settledNanos: 31, uncertainNanos: 30)])
        #expect(try await interruptPendingPings() == 0)
        #expect(try await spends() == [BudgetSpend(settledNanos: 31, uncertainNanos: 30)])
        // The answer came after all, to another process.
        try await settle(first, of: a, usd(2))
        #expect(try await spends() == [BudgetSpend(settledNanos: 23, uncertainNanos: 20)])
    }

    private func interruptPendingPings() async throws -> Int {
        try await store.interruptPendingPings(at: now, includingService: true)
    }

    /// What another process sends at the same time is its own to settle, and counts once however
    /// often it is interrupted and settled.
    @Test func whatAnotherProcessSentStaysReserved() async throws {
        try await set(100)
        var other = intent(a, 10)
        other.awaitedUntil = now.advanced(by: .milliseconds(1))
        let sent = try await record(other)
        _ = try await record(intent(b, 20))
        #expect(try await interruptPendingPings() == 1)
        let both = BudgetSpend(settledNanos: 20, reservedNanos: 10, uncertainNanos: 20)
        #expect(try await spends() == [both])
        let later = now.advanced(by: .milliseconds(1))
        #expect(try await store.interruptPendingPings(at: later, includingService: false) == 1)
        #expect(try await spends() == [BudgetSpend(settledNanos: 30, uncertainNanos: 30)])
        // Its answer came after all, and is told twice.
        try await settle(sent, of: a, usd(4))
        try await settle(sent, of: a, usd(4))
        #expect(try await spends() == [BudgetSpend(settledNanos: 24, uncertainNanos: 20)])
        #expect(try await store.interruptPendingPings(at: later, includingService: true) == 0)
        #expect(try await spends() == [BudgetSpend(settledNanos: 24, uncertainNanos: 20)])
    }

    // MARK: - Periods

    @Test func aPeriodEndsAtItsMidnight() async throws {
        try await set(10)
        let last = Timestamp(millisecondsSinceEpoch: midnight.millisecondsSinceEpoch - 1)
        #expect(try await record(intent(a, 10), at: last).id != nil)
        #expect(try await record(intent(a, 1), at: last).id == nil)
        #expect(try await record(intent(a, 10), at: midnight).id != nil)
        #expect(try await record(intent(a, 1), at: midnight).id == nil)
    }

    @Test func aClockThatIsSetBackFindsWhatWasSpentThen() async throws {
        try await set(10)
        #expect(try await record(intent(a, 10)).id != nil)
        #expect(try await record(intent(a, 10), at: midnight).id != nil)
        #expect(try await record(intent(a, 1)).id == nil)
        #expect(try await spends() == [BudgetSpend(settledNanos: 0, reservedNanos: 10)])
    }

    @Test func aPeriodThatBeganEndsAsItWasKnownThen() async throws {
        try await set(10)
        #expect(try await record(intent(a, 10)).id != nil)
        // A new release of the zone database moves the day by an hour.
        let moved = ["UTC": UTCOffsets(earliestOffsetMinutes: 60, stretches: [])]
        let refusals = try await store.record([], intents: [intent(a, 1)], at: now, offsets: moved)
        #expect(refusals.first?.id == nil)
        let next = try await store.record([], intents: [intent(a, 1)], at: midnight, offsets: moved)
        #expect(next.first?.id != nil)
    }

    /// A day in Kazakhstan that was 24 hours long by +6, of which a newer table knows otherwise.
    @Test(
        arguments: [
            // Of 29 February 2024, in hours of UTC: 18:00 the day before to 18:00 by +6.
            ("the clocks are set back as the day ends: it goes on", true, 300, 18.5, false),
            ("it ends an hour later", true, 300, 19, true),
            ("they had been set back before: the same day goes on", false, 300, 18.5, false),
            ("and ends an hour later", false, 300, 19, true),
            ("they had been set forward: the day is another one", false, 420, 18, true),
        ] as [(String, Bool, Int, Double, Bool)]
    )
    func newRulesOfAZoneAllowNothingTwice(
        requirement: String,
        isKnownBefore: Bool,
        offset: Int,
        hour: Double,
        fits: Bool
    ) async throws {
        let zone = "Asia/Almaty"
        let old = UTCOffsets(earliestOffsetMinutes: 360, stretches: [])
        // 2024-02-29 18:00 UTC
        let end = 28_487_160
        let new =
            isKnownBefore
            ? UTCOffsets(
                earliestOffsetMinutes: 360,
                stretches: [.init(fromMinute: end, offsetMinutes: offset)]
            ) : UTCOffsets(earliestOffsetMinutes: offset, stretches: [])
        let budget = Budget(scope: .fleet, period: .days(1), timeZone: zone, limit: usd(100))
        let before = Timestamp(minute: end - 600)
        try await store.set(budget, at: before, offsets: [zone: old])
        func record(_ nanos: Int64, at moment: Timestamp, _ rules: UTCOffsets) async throws -> Bool
        {
            let outcomes = try await store.record(
                [],
                intents: [intent(a, nanos)],
                at: moment,
                offsets: [zone: rules]
            )
            return outcomes[0].id != nil
        }
        #expect(try await record(40, at: before, old))
        // The rest of the limit is still there, and what is taken of it is gone for the whole day.
        let later = Timestamp(minute: end + Int((hour - 18) * 60))
        #expect(try await record(100, at: later, new) == fits)
        #expect(try await record(60, at: later, new) == !fits)
        #expect(try await record(1, at: later, new) == false)
        #expect(try await record(1, at: later.advanced(by: .seconds(1700)), new) == false)
        let status = try #require(try await store.statuses(at: later, offsets: [zone: new]).first)
        #expect(status.spend.totalNanos == 100)
        #expect(status.period.contains(later))
    }

    @Test func aLimitBelowWhatIsSpentLetsNothingMoreBeSpent() async throws {
        let id = try await set(10)
        #expect(try await record(intent(a, 8)).id != nil)
        try await set(5)
        #expect(try await record(intent(a, 1)) == refused(by: id, .exceeds(left: usd(0))))
        let status = try #require(try await store.statuses(at: now, offsets: utc).first)
        #expect(status.over == usd(3))
        #expect(try await record(intent(a, 0)).id == nil, "over its limit, it pays for nothing")
    }

    @Test(arguments: [
        (
            BudgetRefusal.Reason.exceeds(left: Money(nanos: 5, currency: "USD")),
            "budget 3 has 0.000000005 USD left in this period, less than the ping may cost"
        ),
        (.nothingReserved, "budget 3 is hard, and nothing says what the ping may cost"),
        (
            .otherCurrency("EUR"),
            """
            the ping is priced in EUR, another currency than that of budget 3; set a budget in EUR
            """
        ),
        (
            .unknownZone("Mars/Base"),
            """
            budget 3 counts in the time zone 'Mars/Base', which is not in the zone database; \
            install it, or set the budget in another zone
            """
        ),
    ])
    func aRefusalIsOneSentence(reason: BudgetRefusal.Reason, sentence: String) {
        #expect(BudgetRefusal(budgetID: 3, reason: reason).description == sentence)
    }
}
