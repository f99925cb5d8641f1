import Domain
import Testing

@testable import Planning

private let monday = Stage.monday
private let day = 1440
/// Every ping costs so much, whatever it finds.
private let cost: Int64 = 1000

private func endpoint(
    _ id: Int64 = 1,
    mode: Endpoint.Mode = .active,
    value: Double = 20
) -> Endpoint {
    var endpoint = Stage.endpoint(EndpointID(rawValue: id), mode: mode, value: value)
    // In billionths of a thousandth.
    endpoint.prices = [.figure(.perRequest, cost * 1000)]
    return endpoint
}

private func budget(
    _ id: Int64 = 1,
    limit: Int64,
    left: Int64? = nil,
    days: Int = 1,
    scope: Budget.Scope = .fleet,
    currency: String = "USD",
    isHard: Bool = true
) -> PacedBudget {
    let budget = Budget(
        id: id,
        scope: scope,
        period: .days(days),
        limit: Money(nanos: limit, currency: currency),
        isHard: isHard
    )
    let period = budget.period.range(containing: Timestamp(minute: monday), offsets: .utc)
    let spend = BudgetSpend(settledNanos: left.map { limit - $0 } ?? 0)
    return PacedBudget(
        status: BudgetStatus(budget: budget, period: period, spend: spend),
        offsets: .utc
    )
}

extension Stage {
    /// Endpoints that a timer calls each half hour, on ``monday``'s evening: midnight is so near that
    /// any budget seems enough, and the next tick is that of 23:30.
    fileprivate static func evening(_ endpoints: [Endpoint]) -> Stage {
        let now = Self.monday + 23 * 60 + 5
        var stage = Stage(startingAt: now)
        let ticks = stride(from: Self.monday - 6 * day, to: now, by: 30).map { bin($0) }
        for endpoint in endpoints { stage.history[endpoint.id] = ticks }
        stage.send(.configured(endpoints.map { ConfiguredEndpoint(endpoint: $0) }))
        return stage
    }

    /// Runs over the tick of 23:30 and takes what was decided for it.
    fileprivate mutating func decideForTick() -> [Decision.Action] {
        decisions = []
        run(to: Self.monday + 23 * 60 + 31)
        return decisions.map(\.action)
    }

    fileprivate func factor(_ id: EndpointID = Stage.id) -> Double? {
        engine.explanation(of: id, at: now)?.priceFactor
    }
}

@Suite struct EngineBudgetTests {
    /// Five endpoints want a ping of 1000 each in the same minute.
    @Test(arguments: [
        ("enough for all", Int64(5000), 5),
        ("one billionth short of the fifth", 4999, 4),
        ("just enough for four", 4000, 4),
        ("short of the second", 1999, 1),
        ("short of the first", 999, 0),
        ("nothing", 0, 0),
    ])
    func aHardBudgetRefusesWhatMightExceedIt(requirement: String, left: Int64, sent: Int) {
        // So much is left that it costs no more than itself.
        var stage = Stage.evening((1...5).map { endpoint($0) })
        stage.send(.budgeted([budget(limit: left, left: left)]))
        let actions = stage.decideForTick()
        #expect(actions.prefix(sent).allSatisfy { $0 == .ping })
        #expect(actions.dropFirst(sent).allSatisfy { $0 == .overBudget })
        #expect(actions.count == 5)
        #expect(stage.pings.count == sent)
        #expect(stage.pings.allSatisfy { $0.reserved == Money(nanos: cost, currency: "USD") })
    }

    @Test func aSoftBudgetRefusesNothing() {
        var stage = Stage.evening((1...5).map { endpoint($0) })
        stage.send(.budgeted([budget(limit: 1999, isHard: false)]))
        let actions = stage.decideForTick()
        #expect(actions == [Decision.Action](repeating: .ping, count: 5))
    }

    @Test func aBudgetInAnotherCurrencyAllowsNothing() {
        var stage = Stage.evening([endpoint()])
        stage.send(.budgeted([budget(limit: 1_000_000, currency: "EUR")]))
        let actions = stage.decideForTick()
        #expect(actions == [.overBudget])
        #expect(stage.pings.isEmpty)
    }

    @Test func whatIsRefusedByOneBudgetIsReservedOfNone() {
        var stage = Stage.evening([endpoint(1), endpoint(2)])
        // The first endpoint has nothing of its own; the fleet has enough for one.
        stage.send(
            .budgeted([
                budget(1, limit: 1999),
                budget(2, limit: 999, scope: .endpoint(EndpointID(rawValue: 1))),
            ])
        )
        let actions = stage.decideForTick()
        #expect(actions == [.overBudget, .ping])
        #expect(stage.pings.map(\.endpointID.rawValue) == [2])
    }

    @Test func shadowModeSpendsNothing() {
        var stage = Stage.evening([endpoint(1, mode: .shadow), endpoint(2)])
        stage.send(.budgeted([budget(limit: 1000)]))
        let actions = stage.decideForTick()
        #expect(actions == [.shadowPing, .ping])
        var poor = Stage.evening([endpoint(1, mode: .shadow)])
        poor.send(.budgeted([budget(limit: 0)]))
        let poorActions = poor.decideForTick()
        #expect(poorActions == [.shadowPing])
    }

    /// By hand: 1999 are enough for one ping, and for another after the first has cost 999 or less.
    @Test(arguments: [
        ("it cost all that was reserved", cost as Int64?, false),
        ("it cost just too much", 1000, false),
        ("it cost just little enough", 999, true),
        ("it cost nothing", 0, true),
        ("it cost more than was reserved", 5000, false),
        ("nobody said", nil, false),
    ])
    func settlingGivesBack(requirement: String, costNanos: Int64?, isAllowed: Bool) {
        var stage = Stage.evening([endpoint(1)])
        stage.platform = { order in
            PingOutcome(minute: order.minute, instances: 1, warm: 1, costNanos: costNanos)
        }
        stage.send(.budgeted([budget(limit: 1999)]))
        let actions = stage.decideForTick()
        #expect(actions == [.ping])
        stage.request(minute: stage.now.minute - 1)
        stage.decisions = []
        stage.run(to: monday + day)
        #expect(stage.decisions.map(\.action) == [isAllowed ? .ping : .overBudget])
    }

    @Test func aSettlementCountsOnce() {
        var stage = Stage.evening([endpoint(1), endpoint(2)])
        stage.send(.budgeted([budget(limit: 2999)]))
        let actions = stage.decideForTick()
        #expect(actions == [.ping, .ping])
        let first = stage.pings[0]
        let outcome = PingOutcome(minute: first.minute, instances: 1, warm: 1, costNanos: 500)
        for _ in 0..<5 { stage.send(.pinged(first.endpointID, outcome)) }
        stage.request(first.endpointID, minute: stage.now.minute - 1)
        stage.request(stage.pings[1].endpointID, minute: stage.now.minute - 1)
        stage.decisions = []
        stage.run(to: monday + day)
        // 999 + 500 are left.
        #expect(stage.decisions.map(\.action) == [.ping, .overBudget])
    }

    @Test func aRefusedPingIsTakenBack() throws {
        var stage = Stage.evening([endpoint()])
        stage.send(.budgeted([budget(limit: 1999)]))
        let before = try #require(stage.engine.explanation(of: Stage.id, at: stage.now))
        let actions = stage.decideForTick()
        #expect(actions == [.ping])
        let order = try #require(stage.pings.last)
        stage.send(.refused(Stage.id, minute: order.minute + 1))
        stage.send(.refused(Stage.id, minute: order.minute))
        stage.send(.refused(Stage.id, minute: order.minute))
        let after = try #require(stage.engine.explanation(of: Stage.id, at: stage.now))
        // Nothing was sent, and nothing is paid.
        #expect(abs(after.credit - before.credit) < 1e-9)
        #expect(abs(after.spentInGap - before.spentInGap) < 1e-9)
        stage.request(minute: stage.now.minute - 1)
        stage.decisions = []
        stage.run(to: monday + day)
        #expect(stage.decisions.map(\.action) == [.ping])
    }

    @Test func anInstanceIsAsColdAsBeforeARefusedPing() throws {
        var shared = SharedKnowledge(shipped: Stage.prior)
        var workspace = PlanWorkspace()
        var planner = EndpointPlanner(
            ConfiguredEndpoint(endpoint: endpoint(value: 200)),
            shared: shared
        )
        planner.relearn(
            from: Stage.timerHistory,
            pings: [],
            now: monday - 29,
            shared: &shared,
            with: &workspace
        )
        let before = planner.slots
        var sent: Int?
        while sent == nil {
            let minute = try #require(planner.nextDecision)
            let choice = planner.decide(
                minute: minute,
                exploration: nil,
                shared: shared,
                with: &workspace
            )
            if choice.ping != nil, choice.refusal == nil { sent = minute }
        }
        #expect(planner.slots != before)
        let minute = try #require(sent)
        let other = planner.takeBack(pingInMinute: minute - 1)
        #expect(other?.minute == nil)
        let taken = planner.takeBack(pingInMinute: minute)
        #expect(taken?.reservedNanos == cost)
        #expect(planner.slots == before)
        let again = planner.takeBack(pingInMinute: minute)
        #expect(again?.minute == nil)
    }
}

@Suite struct EnginePriceTests {
    /// By hand: what a target costs by itself is the same for all; of what its budgets add, one of
    /// twice the priority feels half.
    @Test(arguments: [(0.1, 21.0), (1, 3), (2, 2), (100, 1.02)])
    func priorityWeighsOnlyAgainstOthers(priority: Double, times: Double) throws {
        var endpoint = endpoint()
        endpoint.priority = priority
        var planner = EndpointPlanner(
            ConfiguredEndpoint(endpoint: endpoint, mostColdStarts: 0.05),
            shared: SharedKnowledge(shipped: Stage.prior)
        )
        let own = try #require(planner.target).price
        #expect(planner.price == own)
        planner.setPriceFactor(3)
        #expect(abs(planner.price / own - times) < 1e-12)
        #expect(planner.price(atFactor: 1) == own)
    }

    /// By hand: at a value of 20 a ping at a tenth of a cold start counts twice, of each budget.
    @Test func nestedBudgetsAddTheirPrices() throws {
        func factor(_ budgets: [PacedBudget]) throws -> Double {
            var stage = Stage.timer(endpoint())
            stage.send(.budgeted(budgets))
            return try #require(stage.factor())
        }
        let daily = budget(1, limit: 1_000_000)
        let weekly = budget(2, limit: 3_000_000, left: 2_000_000, days: 7)
        let group = budget(3, limit: 10, scope: .group("shops"))
        let first = try factor([daily])
        let second = try factor([weekly])
        #expect(abs(first - 2) < 0.1)
        #expect(second > 1.1)
        let both = try factor([daily, weekly])
        #expect(abs(both - 1 - (first - 1) - (second - 1)) < 1e-9)
        #expect(try factor([weekly, daily]) == both)
        #expect(try factor([group, daily]) == first)
        #expect(try factor([]) == 1)
        #expect(try factor([group]) == 1)
    }

    @Test func anotherGroupPaysIntoItsOwnBudget() throws {
        var member = endpoint()
        member.group = "shops"
        var stage = Stage.timer(member)
        stage.send(.budgeted([budget(limit: 1_000_000, scope: .group("shops"))]))
        #expect(try #require(stage.factor()) > 1.9)
        member.group = "blogs"
        stage.send(.configured([ConfiguredEndpoint(endpoint: member)]))
        stage.send(.budgeted([budget(limit: 1_000_000, scope: .group("shops"))]))
        #expect(stage.factor() == 1)
    }

    @Test(arguments: [Int64(1_000_000), 1])
    func withoutItsBudgetAPingCostsItsOwnPrice(limit: Int64) throws {
        var stage = Stage.timer(endpoint())
        stage.send(.budgeted([budget(limit: limit)]))
        #expect(try #require(stage.factor()) > 1.9)
        stage.send(.budgeted([]))
        #expect(stage.factor() == 1)
        stage.tick(until: monday + 120)
        #expect(stage.factor() == 1)
        #expect(!stage.pings.isEmpty)
    }

    @Test func theOwnPriceComesBackFromTheSmallestStep() {
        let shared = SharedKnowledge(shipped: Stage.prior)
        var planner = EndpointPlanner(ConfiguredEndpoint(endpoint: endpoint()), shared: shared)
        planner.setPriceFactor(1.02)
        #expect(planner.priceFactor == 1)
        planner.setPriceFactor(1.0305)
        #expect(planner.priceFactor == 1.0305)
        planner.setPriceFactor(1.05)
        #expect(planner.priceFactor == 1.0305)
        planner.setPriceFactor(1)
        #expect(planner.priceFactor == 1)
    }

    @Test func anotherConfigurationKeepsWhatWasLearned() throws {
        // Three days and 30 pings are left; a timer's day has 48.
        let paced = budget(limit: 400_000, left: 30_000, days: 7)
        var stage = Stage.timer(endpoint())
        stage.send(.budgeted([paced]))
        let fresh = try #require(stage.factor())
        stage.tick(until: monday + 2 * day)
        stage.run(to: monday + 2 * day + 5)
        stage.send(.budgeted([paced]))
        let learned = try #require(stage.factor())
        #expect(learned > fresh + 1)
        stage.send(.configured([ConfiguredEndpoint(endpoint: endpoint(value: 21))]))
        stage.send(.budgeted([paced]))
        #expect(abs(try #require(stage.factor()) / learned - 1) < 0.05)
        // Removed and set again, it begins anew.
        stage.send(.budgeted([]))
        stage.send(.budgeted([paced]))
        #expect(abs(try #require(stage.factor()) / learned - 1) > 0.05)
    }

    /// What pings a target's endpoint had before the first budget is not spent of it.
    @Test func pingsFromBeforeTheBudgetAreNotItsSpending() throws {
        func factor(hours: Int) throws -> Double {
            var stage = Stage(startingAt: monday)
            stage.history[Stage.id] = Stage.timerHistory
            let configured = ConfiguredEndpoint(endpoint: endpoint(), mostColdStarts: 0.01)
            stage.send(.configured([configured]))
            stage.tick(until: monday + 60 * hours)
            stage.run(to: monday + 60 * hours)
            stage.send(.budgeted([budget(limit: 50_000_000, days: 28)]))
            return try #require(stage.factor())
        }
        let early = try factor(hours: 1)
        let late = try factor(hours: 48)
        #expect(late < 1.5 * early, "\(early) \(late)")
    }

    @Test func pacingGoesOnAfterTheClockIsSetBack() throws {
        var stage = Stage.timer(endpoint())
        stage.send(.budgeted([budget(limit: 1_000_000)]))
        stage.tick(until: monday + 240)
        stage.now = Timestamp(minute: monday + 100)
        stage.alarm = nil
        stage.send(.woke)
        let before = try #require(stage.factor())
        stage.run(to: monday + 230)
        // Two hours without any spending: the rest may cost less.
        #expect(try #require(stage.factor()) < before)
    }
}
