import Domain
import Testing

@testable import Planning

private let monday = Stage.monday
private let day = 1440

/// What the latest days would bring if they came again.
@Suite struct RehearsalTests {
    /// A timer of half an hour, through the week before monday and until 01:00, seen at 01:01.
    private func stage(_ endpoint: Endpoint = Stage.endpoint(value: 200)) -> Stage {
        var stage = Stage.timer(endpoint)
        stage.tick(until: monday + 61)
        return stage
    }

    private func rehearsals(
        _ stage: Stage,
        hours: Int = 24,
        since: Int = monday - 7 * day
    ) -> [Rehearsal] {
        stage.engine.rehearsals(
            of: Stage.id,
            at: stage.now,
            until: stage.now.advanced(by: .seconds(3600 * hours)),
            past: PastTraffic(
                stage.history[Stage.id] ?? [],
                since: Timestamp(minute: since),
                until: stage.now.advanced(by: .seconds(60))
            )
        )
    }

    /// By hand: a day has 48 ticks, each 30 minutes after the last; instances are kept for ten.
    ///
    /// The rest is what the engine then does.
    @Test func aRehearsalIsWhatThenHappens() {
        var stage = stage()
        let rehearsals = rehearsals(stage)
        stage.pings = []
        stage.tick(from: monday + 90, until: monday + day + 61)
        stage.run(to: monday + day + 62)
        #expect(stage.pings.count > 40)
        #expect(rehearsals.count == 6)
        for rehearsal in rehearsals {
            #expect(rehearsal.requestedMinutes == 48)
            #expect(rehearsal.coldStartsWithout == 48)
            #expect(rehearsal.coldStarts == 0)
            #expect(rehearsal.warmUps == stage.pings.count)
        }
    }

    /// Where no ping pays both are the same.
    @Test func withoutWarmUpsBothAreTheSame() {
        for rehearsal in rehearsals(stage(Stage.endpoint(value: 1e-6))) {
            #expect(rehearsal.warmUps == 0)
            #expect(rehearsal.costNanos == 0)
            #expect(rehearsal.coldStarts == 48)
            #expect(rehearsal.coldStartsWithout == 48)
        }
    }

    /// What is rehearsed is nobody's knowledge: the engine goes on as if it had not been asked.
    @Test func rehearsingTeachesNothing() {
        let stage = stage()
        let end = stage.now.advanced(by: .seconds(86_400))
        let before = stage.engine.upcomingWarmUps(of: Stage.id, at: stage.now, until: end)
        _ = rehearsals(stage)
        let after = stage.engine.upcomingWarmUps(of: Stage.id, at: stage.now, until: end)
        #expect(before == after)
    }

    /// What is warm at the start stays so for a first request, with warm-ups and without.
    @Test func theStartIsWhatIsWarmNow() {
        var stage = stage(Stage.endpoint(value: 1e-6))
        stage.run(to: monday + 82)
        // Kept for ten minutes, through the tick at 01:30; the one at 02:00 is cold.
        stage.send(.warmed(Stage.id, RecentPing(minute: monday + 81, instances: 1)))
        let rehearsal = rehearsals(stage, hours: 1)[0]
        #expect(rehearsal.requestedMinutes == 2)
        #expect(rehearsal.coldStartsWithout == 1)
    }

    /// A schedule pings on every day, whatever comes, at what a warm ping and a cold one cost.
    @Test func schedulesAreKept() throws {
        var endpoint = Stage.endpoint(value: 1e-6)
        endpoint.platform = .awsLambda
        let schedule = PlannedSchedule(
            Schedule(id: 1, endpointID: Stage.id, name: "hourly", expression: "@hourly"),
            expression: try ScheduleExpression("@hourly")
        )
        var stage = Stage(startingAt: monday + 1)
        stage.history[Stage.id] = Stage.timerHistory
        stage.send(.configured([ConfiguredEndpoint(endpoint: endpoint, schedules: [schedule])]))
        let cost = Double(endpoint.warmPingCost(instances: 1).nanos)
        #expect(cost > 0)
        let rehearsals = rehearsals(stage, hours: 5)
        #expect(rehearsals.count == 6)
        for rehearsal in rehearsals {
            #expect(rehearsal.warmUps == 5)
            #expect(rehearsal.costNanos == 5 * cost)
            // The ticks at the full hour find it warm, those at the half do not.
            #expect(rehearsal.coldStarts == 5)
            #expect(rehearsal.coldStartsWithout == 10)
        }
    }

    /// A minute that needs three instances can meet three cold starts.
    @Test func instancesAreCountedOneByOne() {
        var endpoint = Stage.endpoint(value: 1e-6)
        endpoint.meanDuration = .seconds(60)
        var stage = Stage(startingAt: monday)
        let needed = endpoint.instancesNeeded(forRequestsPerMinute: 3)
        #expect(needed > 1)
        stage.history[Stage.id] = (1...7).map { Stage.bin(monday - $0 * day + 600, 3) }
        stage.send(.configured([ConfiguredEndpoint(endpoint: endpoint)]))
        let rehearsals = rehearsals(stage)
        #expect(rehearsals.map(\.coldStarts) == Array(repeating: Double(needed), count: 6))
    }

    /// In shadow mode pings would hold it warm, but those of the past have not.
    @Test func shadowModeIsRehearsedAsIfActive() {
        for rehearsal in rehearsals(stage(Stage.endpoint(mode: .shadow, value: 200))) {
            #expect(rehearsal.coldStarts == 0)
            #expect(rehearsal.coldStartsWithout == 48)
            #expect(rehearsal.warmUps >= 48)
        }
    }

    @Test func pausedEndpointsAreNotPinged() {
        for rehearsal in rehearsals(stage(Stage.endpoint(value: 200, isPaused: true))) {
            #expect(rehearsal.warmUps == 0)
            #expect(rehearsal.coldStarts == 48)
        }
    }

    /// By hand: a daily budget for five warm pings is used up; at midnight, 23 hours ahead, it begins
    /// anew.
    @Test func budgetsBeginAnewInRehearsals() throws {
        var endpoint = Stage.endpoint(value: 200)
        endpoint.platform = .awsLambda
        let cost = endpoint.reservation(instances: 1).nanos
        var stage = stage(endpoint)
        let budget = Budget(
            id: 1,
            scope: .fleet,
            period: .days(1),
            limit: Money(nanos: 5 * cost, currency: "USD")
        )
        let period = Timestamp(minute: monday)..<Timestamp(minute: monday + day)
        let status = BudgetStatus(
            budget: budget,
            period: period,
            spend: BudgetSpend(settledNanos: 5 * cost)
        )
        stage.send(.budgeted([PacedBudget(status: status, offsets: .utc)]))
        #expect(rehearsals(stage, hours: 22).map(\.warmUps) == Array(repeating: 0, count: 6))
        for rehearsal in rehearsals(stage, hours: 47) {
            #expect(rehearsal.warmUps > 4)
            #expect(rehearsal.costNanos > Double(4 * endpoint.warmPingCost(instances: 1).nanos))
            #expect(rehearsal.costNanos <= Double(5 * cost))
        }
    }

    @Test func strangersHaveNone() {
        let stage = stage()
        let rehearsals = stage.engine.rehearsals(
            of: EndpointID(rawValue: 99),
            at: stage.now,
            until: stage.now.advanced(by: .seconds(3600)),
            past: PastTraffic([], since: Timestamp(minute: 0), until: stage.now)
        )
        #expect(rehearsals.isEmpty)
    }

    /// Two weeks at most, and whole days only; a horizon of days reaches back so many more.
    @Test(arguments: [
        (24, 30, 14), (24, 15, 14), (24, 14, 13), (24, 2, 1), (24, 1, 0), (25, 16, 14),
        (25, 15, 13),
        (168, 21, 14), (168, 20, 13), (168, 8, 1), (168, 7, 0), (1, 2, 1), (1, 1, 0),
    ])
    func onlyWholeDaysAreRehearsed(hours: Int, knownDays: Int, rehearsed: Int) {
        var stage = Stage(startingAt: monday)
        stage.send(.configured([ConfiguredEndpoint(endpoint: Stage.endpoint())]))
        // Two hours more than whole days are wanted, for clocks may change.
        let rehearsals = rehearsals(stage, hours: hours, since: monday - knownDays * day)
        #expect(rehearsals.count == rehearsed)
    }
}

/// Which days are rehearsed for which.
@Suite struct RehearsedWindowTests {
    private func rehearsals(_ coldStarts: (Int) -> Double) -> [Rehearsal] {
        (1...28).map { Rehearsal(daysBefore: $0, coldStartsWithout: coldStarts($0)) }
    }

    private func chosen(
        from start: Int,
        minutes: Int = day,
        _ coldStarts: (Int) -> Double
    ) -> [Int] {
        RehearsedWindow(minutes: start..<start + minutes, .utc).chosen(of: rehearsals(coldStarts))
            .map(\.daysBefore)
    }

    /// A monday's workdays of late are 3 to 7 days before it, and those a week earlier.
    @Test func workdaysAreTakenWhereWeekendsDiffer() {
        let weekend = { (days: Int) in [1, 2].contains((days - 1) % 7 + 1) }
        let chosen = chosen(from: monday) { weekend($0) ? Double($0 % 2) : 10 + Double($0 % 2) }
        #expect(chosen == Array((1...28).filter { !weekend($0) }.prefix(14)))
    }

    /// Seen from a sunday the nearest day is a saturday, and eight days of four weeks are alike.
    @Test func weekendsAreTakenOnWeekends() {
        let alike = [1, 7, 8, 14, 15, 21, 22, 28]
        let chosen = chosen(from: monday - day) { alike.contains($0) ? 0 : 10 }
        #expect(chosen == alike)
    }

    @Test(
        arguments: [
            { _ in 5.0 }, { Double($0 % 5) },
            { Double($0 % 9) + ([1, 2].contains(($0 - 1) % 7 + 1) ? 0.5 : 0) },
        ] as [@Sendable (Int) -> Double]
    )
    func otherwiseTheLatestAreTaken(coldStarts: @Sendable (Int) -> Double) {
        #expect(chosen(from: monday, coldStarts) == Array(1...14))
    }

    /// By the middle: most of a day from sunday 23:00 on is a monday.
    @Test(arguments: [
        (monday - 60, day, 3), (monday - 60, 60, 1), (monday - 800, day, 1), (monday - 700, day, 3),
    ])
    func aStretchIsOfTheDayOfItsMiddle(start: Int, minutes: Int, nearestAlike: Int) {
        let middle = start + minutes / 2
        let isWeekend = UTCOffsets.utc.local(middle).dayOfWeek >= 5
        let chosen = chosen(from: start, minutes: minutes) { days in
            (UTCOffsets.utc.local(middle - days * day).dayOfWeek >= 5) == isWeekend ? 0 : 10
        }
        #expect(chosen.first == nearestAlike)
    }
}

/// Past requests at the same times of a later day's clocks.
@Suite struct PastTrafficTests {
    private let past = PastTraffic(
        [
            Stage.bin(monday - 2 * day, 1), Stage.bin(monday - day - 1, 2),
            Stage.bin(monday - day, 3), Stage.bin(monday - 1, 4), Stage.bin(monday, 5),
        ],
        since: Timestamp(minute: monday - 3 * day),
        until: Timestamp(minute: monday + 1)
    )

    @Test func aDayIsMovedWithItsEdges() throws {
        let moved = try #require(past.moved(byDays: 1, into: monday..<monday + day, .utc))
        #expect(moved == [Stage.bin(monday, 3), Stage.bin(monday + day - 1, 4)])
        let before = try #require(past.moved(byDays: 2, into: monday..<monday + day, .utc))
        #expect(before == [Stage.bin(monday, 1), Stage.bin(monday + day - 1, 2)])
    }

    @Test func anUnknownMinuteMakesADayUnknown() {
        var bins = past.bins
        bins[3].requests = nil
        let past = PastTraffic(bins, since: past.since, until: past.until)
        #expect(past.moved(byDays: 1, into: monday..<monday + day, .utc) == nil)
        #expect(past.moved(byDays: 2, into: monday..<monday + day, .utc) != nil)
    }

    /// An hour's sum says nothing of its minutes, unless it is none or they have bins of their own.
    @Test(
        arguments: [
            (-day - 30, 7, nil, nil), (-day - 30, 0, nil, 1), (-day - 90, 7, nil, 1),
            (-61, 7, nil, nil),
            (-1, 7, nil, nil), (0, 7, nil, 1), (-61, 7, -10, 2),
        ] as [(Int, Int64, Int?, Int?)]
    )
    func widerBinsMakeADayUnknown(from minute: Int, requests: Int64, own: Int?, known: Int?) {
        let hour = TrafficBin(
            startedAtS: Int64(monday + minute) * 60,
            widthS: 3600,
            requests: requests
        )
        let past = PastTraffic(
            [Stage.bin(monday - day + 45), hour] + (own.map { [Stage.bin(monday + $0)] } ?? []),
            since: Timestamp(minute: monday - 3 * day),
            until: Timestamp(minute: monday + day)
        )
        #expect(past.moved(byDays: 1, into: monday..<monday + day, .utc)?.count == known)
    }

    /// What lies ahead is not known to be quiet: by an hour where clocks go forward meanwhile.
    @Test(arguments: [(0, false), (1, true)])
    func aDayHasToBeOver(minutes: Int, isKnown: Bool) {
        let offsets = UTCOffsets(
            earliestOffsetMinutes: 60,
            stretches: [.init(fromMinute: monday + 60, offsetMinutes: 120)]
        )
        func moved(until: Int, _ offsets: UTCOffsets) -> [TrafficBin]? {
            PastTraffic([], since: Timestamp(minute: 0), until: Timestamp(minute: until + minutes))
                .moved(byDays: 1, into: monday + 1..<monday + day + 1, offsets)
        }
        #expect((moved(until: monday, .utc) != nil) == isKnown)
        #expect((moved(until: monday + 60, offsets) != nil) == isKnown)
    }

    /// By hand: clocks go forward an hour at monday 01:00, so that what came at 09:00 the day before
    /// comes again an hour of UTC earlier, and what came at 01:30 right after the change.
    @Test func clocksThatChangeAreFollowed() throws {
        let offsets = UTCOffsets(
            earliestOffsetMinutes: 60,
            stretches: [.init(fromMinute: monday + 60, offsetMinutes: 120)]
        )
        let past = PastTraffic(
            [Stage.bin(monday - day + 90), Stage.bin(monday - day + 480)],
            since: Timestamp(minute: monday - 3 * day),
            until: Timestamp(minute: monday + 2 * day)
        )
        let moved = try #require(past.moved(byDays: 1, into: monday..<monday + day, offsets))
        #expect(moved.map(\.minute) == [monday + 60, monday + 420])
    }

    /// By hand: clocks go back an hour at monday 01:00 UTC (02:00 to 01:00); the hour shown twice on
    /// the day is met once.
    @Test func anHourShownTwiceComesOnce() throws {
        let offsets = UTCOffsets(
            earliestOffsetMinutes: 60,
            stretches: [.init(fromMinute: monday + 60, offsetMinutes: 0)]
        )
        let past = PastTraffic(
            [Stage.bin(monday + 30), Stage.bin(monday + 90)],
            since: Timestamp(minute: monday - 3 * day),
            until: Timestamp(minute: monday + 2 * day)
        )
        let moved = try #require(
            past.moved(byDays: 1, into: monday + day..<monday + 2 * day, offsets)
        )
        #expect(moved.map(\.minute) == [monday + day + 90])
    }
}
