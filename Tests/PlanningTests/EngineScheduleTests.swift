import Domain
import Testing

@testable import Planning

private let monday = Stage.monday
private let day = 1440
private let eight = monday + 480

private func schedule(
    _ expression: String,
    id: Int64 = 1,
    instances: Int = 1
) throws -> PlannedSchedule {
    PlannedSchedule(
        Schedule(
            id: id,
            endpointID: Stage.id,
            name: "s\(id)",
            expression: expression,
            instances: instances
        ),
        expression: try ScheduleExpression(expression)
    )
}

/// An endpoint that keeps instances for ten minutes, whose cold starts are worth no ping of a plan.
private func stage(
    _ schedules: [PlannedSchedule],
    _ endpoint: Endpoint = Stage.endpoint(value: 1e-6),
    history: [TrafficBin] = [],
    lead: Duration = .zero
) -> Stage {
    var stage = Stage(lead: lead, startingAt: monday - 30)
    stage.history[Stage.id] = history
    stage.send(.configured([ConfiguredEndpoint(endpoint: endpoint, schedules: schedules)]))
    return stage
}

@Suite struct EngineScheduleTests {
    @Test func aScheduleWarmsWithoutAnyRequest() throws {
        var stage = stage([try schedule("15 30 8 * * *", instances: 3)])
        stage.run(to: monday + day)
        let due = Timestamp(minute: eight + 30).advanced(by: .seconds(15))
        #expect(stage.pings.map(\.scheduledAt) == [due])
        #expect(stage.pings.map(\.instances) == [3])
        #expect(stage.pings.map(\.scheduleID) == [1])
        #expect(stage.decisions.map(\.action) == [.ping])
        #expect(stage.decisions[0].reasons == [Reason(.schedule, 1)])
        #expect(stage.runs == [ScheduleRuns(scheduleID: 1, lastRunAt: due)])
    }

    /// By hand: kept for ten minutes, a window is pinged every nine.
    @Test(arguments: [Duration.zero, .seconds(10)])
    func aWindowIsNeverCold(lead: Duration) throws {
        var stage = stage([try schedule("08:00-10:00", instances: 2)], lead: lead)
        stage.run(to: monday + day)
        #expect(stage.pings.map(\.minute) == Array(stride(from: eight, to: eight + 120, by: 9)))
        #expect(stage.pings.allSatisfy { $0.instances == 2 })
        #expect(stage.runs.map(\.missed) == [0])
    }

    /// Where the timeout is learned, a window counts on what is kept with a chance of 90 %: at first for
    /// so long as the platform's others, and longer with each answer that is warm.
    @Test(arguments: [true, false])
    func aWindowLearnsHowLongInstancesAreKept(tells: Bool) throws {
        let endpoint = Stage.endpoint(value: 1e-6, idleMinutes: nil)
        var stage = stage([try schedule("00:00-24:00")], endpoint)
        var last = Int.min / 2
        var cold = 0
        // Really kept for 15 minutes.
        stage.platform = { order in
            var outcome = PingOutcome(minute: order.minute, instances: order.instances)
            if tells {
                outcome.cold = order.minute - last > 15 ? 1 : 0
                outcome.warm = 1 - outcome.cold
                cold += outcome.cold
            }
            last = order.minute
            return outcome
        }
        let low = try #require(stage.engine.idleBelief(of: Stage.id)).low
        stage.run(to: monday + 60)
        let first = stage.pings.filter { $0.minute >= monday }
        #expect(low == .seconds(270))
        let expected = Array(stride(from: monday, to: monday + 60, by: 3))
        if !tells { #expect(first.map(\.minute) == expected) }
        stage.run(to: monday + 4 * day)
        let lastDay = stage.pings.count { $0.minute >= monday + 3 * day }
        #expect(tells ? (90...160).contains(lastDay) : lastDay == day / 3)
        #expect(tells ? (2...20).contains(cold) : cold == 0)
    }

    /// By hand: three runs within 08:30, the strongest last, and one in the minute after.
    @Test func runsWithinAMinuteAreOne() throws {
        var stage = stage([
            try schedule("10 30 8 * * *", id: 1),
            try schedule("20 30 8 * * *", id: 2, instances: 2),
            try schedule("59 30 8 * * *", id: 3, instances: 3),
            try schedule("0 31 8 * * *", id: 4),
        ])
        stage.run(to: monday + day)
        let first = Timestamp(minute: eight + 30).advanced(by: .seconds(10))
        #expect(stage.pings.count == 2)
        #expect(stage.pings.map(\.instances) == [3, 1])
        #expect(stage.pings.map(\.scheduleID) == [3, 4])
        #expect(stage.pings.last?.scheduledAt == Timestamp(minute: eight + 31))
        #expect(stage.decisions.first?.decidedAt == first)
        #expect(Set(stage.runs.map(\.scheduleID)) == [1, 2, 3, 4])
        #expect(stage.runs.allSatisfy { $0.missed == 0 })
    }

    /// A ping of the plan that is refused wanted its own instances; the schedule's go alone.
    @Test func aRefusedPingWantedItsOwnInstances() throws {
        var endpoint = Stage.endpoint(value: 200)
        endpoint.platform = .awsLambda
        var stage = stage(
            [try schedule("*/30 * * * *", instances: 3)],
            endpoint,
            history: Stage.timerHistory
        )
        stage.run(to: monday + day)
        let refused = stage.decisions.filter { $0.action == .unaffordable }
        try #require(!refused.isEmpty)
        #expect(refused.allSatisfy { $0.instances == 1 })
        #expect(stage.pings.contains { $0.instances == 3 })
    }

    /// A request each five minutes holds one instance: the window of one has nothing to add.
    @Test func whatRequestsHoldIsNotPinged() throws {
        var stage = stage([try schedule("08:00-10:00")])
        for minute in stride(from: eight - 5, to: eight + 120, by: 5) {
            stage.request(minute: minute)
        }
        stage.run(to: monday + day)
        #expect(stage.pings.isEmpty)
        #expect(stage.runs.map(\.missed) == [0])
    }

    /// A timer that the plan pings for, and a schedule of three instances in the same minute.
    @Test func theStrongerOneHolds() throws {
        var alone = stage([], Stage.endpoint(value: 200), history: Stage.timerHistory)
        alone.run(to: monday + day)
        let first = try #require(alone.pings.first { $0.minute > monday })
        let time = first.minute - monday
        let line = "30 \(time % 60) \(time / 60) * * *"
        var both = stage(
            [try schedule(line, instances: 3)],
            Stage.endpoint(value: 200),
            history: Stage.timerHistory
        )
        both.run(to: first.minute + 1)
        let ping = try #require(both.pings.last)
        #expect(ping.minute == first.minute)
        #expect(ping.instances == 3)
        #expect(ping.scheduleID == nil)
        #expect(both.pings.count == alone.pings.prefix { $0.minute <= first.minute }.count)
        let reasons = try #require(both.decisions.last).reasons
        #expect(reasons.contains(Reason(.schedule, 1)))
        #expect(reasons.contains { $0.name == .saving })
    }

    /// A window that opens in the minute that the plan pings for: one ping, in both their names.
    @Test func aPingOfThePlanNamesTheWindowThatItServes() throws {
        var alone = stage([], Stage.endpoint(value: 200), history: Stage.timerHistory)
        alone.run(to: monday + day)
        let first = try #require(alone.pings.first { $0.minute > monday + 60 })
        func clock(_ minute: Int) -> String {
            let (hours, minutes) = minute.quotientAndRemainder(dividingBy: 60)
            return "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
        }
        let time = first.minute - monday
        var both = stage(
            [try schedule("\(clock(time))-\(clock(time + 5))", instances: 3)],
            Stage.endpoint(value: 200),
            history: Stage.timerHistory
        )
        both.run(to: first.minute + 1)
        let ping = try #require(both.pings.last)
        #expect(ping.minute == first.minute)
        #expect(ping.instances == 3)
        let reasons = try #require(both.decisions.last).reasons
        #expect(reasons.contains { $0.name == .saving })
        #expect(reasons.contains(Reason(.schedule, 1)))
    }

    /// Somebody warms two instances by hand at 08:05: the window goes on from there.
    @Test func aPingOfSomebodyElseHolds() throws {
        var stage = stage([try schedule("08:00-08:20", instances: 2)])
        stage.run(to: eight + 5)
        stage.send(.warmed(Stage.id, RecentPing(minute: eight + 5, instances: 2)))
        stage.send(.warmed(EndpointID(rawValue: 99), RecentPing(minute: eight, instances: 1)))
        stage.run(to: monday + day)
        #expect(stage.pings.map(\.minute) == [eight, eight + 14])
    }

    @Test func nothingElseIsChangedByASchedule() throws {
        var alone = stage([], Stage.endpoint(value: 200), history: Stage.timerHistory)
        var both = stage(
            [try schedule("0 3 1 1 *")],
            Stage.endpoint(value: 200),
            history: Stage.timerHistory
        )
        alone.run(to: monday + day)
        both.run(to: monday + day)
        #expect(both.pings == alone.pings)
        #expect(!alone.pings.isEmpty)
    }

    @Test(arguments: [
        (
            "shadow mode decides", Stage.endpoint(mode: .shadow, value: 1e-6),
            [Decision.Action.shadowPing], 0
        ),
        ("a paused endpoint does nothing", Stage.endpoint(value: 1e-6, isPaused: true), [], 0),
        (
            "a person's schedule is stronger than quiet hours",
            Stage.endpoint(
                value: 1e-6,
                quietWindows: [QuietWindow("00:00-23:59")].compactMap { $0 }
            ),
            [.ping], 1
        ),
    ])
    func modesHold(
        requirement: String,
        endpoint: Endpoint,
        actions: [Decision.Action],
        pings: Int
    ) throws {
        var stage = stage([try schedule("30 8 * * *")], endpoint)
        stage.run(to: monday + day)
        #expect(stage.decisions.map(\.action) == actions)
        #expect(stage.pings.count == pings)
    }

    /// By hand: a failure holds back for the time that instances are kept, ten minutes.
    @Test func aFailingEndpointIsNotPingedEachMinute() throws {
        var stage = stage([try schedule("* 8 * * *")])
        stage.platform = {
            PingOutcome(minute: $0.minute, instances: 1, hasFailed: true)
        }
        stage.run(to: eight + 15)
        #expect(stage.pings.map(\.minute) == [eight, eight + 10])
        #expect(stage.decisions.filter { $0.action == .heldBack }.count == 13)
    }

    @Test func aBudgetHoldsForSchedulesToo() throws {
        var endpoint = Stage.endpoint(value: 1e-6)
        endpoint.prices = [.figure(.perRequest, 1_000_000)]
        var stage = stage([try schedule("*/10 8 * * *")], endpoint)
        let budget = Budget(
            id: 1,
            scope: .fleet,
            period: .days(1),
            limit: Money(nanos: 2500, currency: "USD")
        )
        let period = budget.period.range(containing: stage.now, offsets: .utc)
        stage.run(to: monday + 1)
        stage.send(
            .budgeted([
                PacedBudget(
                    status: BudgetStatus(
                        budget: budget,
                        period: period
                            .upperBound..<period.upperBound.advanced(by: .seconds(86_400)),
                        spend: .zero
                    ),
                    offsets: .utc
                )
            ])
        )
        stage.run(to: eight + 60)
        #expect(stage.pings.count == 2)
        #expect(stage.decisions.filter { $0.action == .overBudget }.count == 4)
    }

    @Test func whatIsUpcomingIsWhatHappens() throws {
        var stage = stage(
            [try schedule("08:00-10:00", instances: 2), try schedule("*/40 * * * *", id: 2)],
            Stage.endpoint(value: 200),
            history: Stage.timerHistory
        )
        let upcoming = stage.engine.upcomingWarmUps(
            of: Stage.id,
            at: stage.now,
            until: Timestamp(minute: monday + day)
        ).filter { $0.refusal == nil }
        stage.run(to: monday + day + 1)
        #expect(upcoming.map(\.moment) == stage.pings.map(\.scheduledAt))
        #expect(upcoming.map(\.instances) == stage.pings.map(\.instances))
        #expect(Set(upcoming.map(\.scheduleID)).isSuperset(of: [1, 2]))
    }
}
