import Domain
import Forecasting
import Planning
import Testing

private func bin(_ minute: Int, _ count: Int64? = 1) -> TrafficBin {
    Stage.bin(minute, count)
}

private func outcome(of minute: Int, hasFailed: Bool) -> PingOutcome {
    PingOutcome(minute: minute, instances: 1, hasFailed: hasFailed)
}

private let id = Stage.id
private let monday = Stage.monday
private let timerHistory = Stage.timerHistory

private func endpoint(
    _ id: EndpointID = id,
    mode: Endpoint.Mode = .active,
    value: Double = 20,
    idleMinutes: Int = 10,
    isPaused: Bool = false,
    instances: Int = 1
) -> Endpoint {
    Stage.endpoint(
        id,
        mode: mode,
        value: value,
        idleMinutes: idleMinutes,
        isPaused: isPaused,
        instances: instances
    )
}

private func timerStage(
    _ endpoint: Endpoint = endpoint(),
    lead: Duration = .zero,
    days: Int = 7
) -> Stage {
    Stage.timer(endpoint, EngineSettings(lead: lead), days: days)
}

@Suite struct EngineTests {
    @Test func aTimerIsWarmWhenItsRequestComes() {
        var stage = timerStage()
        for tick in stride(from: monday, to: monday + 1440, by: 30) {
            stage.request(id, minute: tick)
        }
        let covered = stride(from: monday + 30, to: monday + 1440, by: 30).filter { tick in
            stage.pings.contains { $0.minute <= tick && tick < $0.minute + 10 }
        }
        #expect(covered.count == 47)
        #expect(stage.pings.count <= 60)
    }

    @Test func shadowModeDecidesAlikeAndSendsNothing() {
        var active = timerStage()
        var shadow = timerStage(endpoint(mode: .shadow))
        for tick in stride(from: monday, to: monday + 360, by: 30) {
            active.request(id, minute: tick)
            shadow.request(id, minute: tick)
        }
        #expect(shadow.pings.isEmpty)
        #expect(!active.pings.isEmpty)
        #expect(shadow.decisions.map(\.minute) == active.decisions.map(\.minute))
        #expect(shadow.decisions.allSatisfy { $0.action == .shadowPing })
        #expect(active.decisions.allSatisfy { $0.action == .ping })
    }

    @Test func everyPingHasItsReasons() throws {
        var stage = timerStage()
        for tick in stride(from: monday, to: monday + 120, by: 30) {
            stage.request(id, minute: tick)
        }
        let decision = try #require(stage.decisions.last)
        let value = { (name: Reason.Name) in
            decision.reasons.first { $0.name == name }?.value ?? .nan
        }
        #expect(value(.coldStartValue) == 20)
        #expect(value(.price) == 1)
        #expect(value(.idleTimeoutMinutes) == 10)
        #expect(value(.requestProbability) > 0.5)
        #expect(value(.saving) > 0)
        #expect(value(.elapsedMinutes) == Double(decision.minute - (monday + 60)))
        let weights = [
            value(.weightOfProduct), value(.weightOfClockwork), value(.weightOfSharpGaps),
            value(.weightOfWideGaps), value(.weightOfFleet),
        ]
        #expect(abs(weights.reduce(0, +) - 1) < 1e-9)
    }

    @Test func aPausedEndpointIsNotPlannedAndLearnsOn() {
        var stage = timerStage(endpoint(isPaused: true))
        for tick in stride(from: monday, to: monday + 360, by: 30) {
            stage.request(id, minute: tick)
        }
        #expect(stage.decisions.isEmpty)
        stage.send(.configured([ConfiguredEndpoint(endpoint: endpoint())]))
        #expect(stage.loads.count == 1)
        stage.request(id, minute: monday + 360)
        stage.run(to: monday + 391)
        #expect(stage.pings.contains { (monday + 381...monday + 390).contains($0.minute) })
    }

    @Test func anEndpointThatWasNeverCalledIsPingedAtFirstAndThenLeftAlone() {
        var stage = Stage(startingAt: monday)
        stage.send(.configured([ConfiguredEndpoint(endpoint: endpoint())]))
        stage.run(to: monday + 1440)
        #expect(stage.pings.first?.minute == monday)
        #expect(stage.pings.allSatisfy { $0.minute < monday + 60 })
    }

    @Test func anEndpointThatHasBeenSilentForAWeekIsLeftAlone() {
        var stage = Stage(startingAt: monday)
        let silent = ConfiguredEndpoint(
            endpoint: endpoint(),
            knownSince: Timestamp(minute: monday - 7 * 1440)
        )
        stage.send(.configured([silent]))
        stage.run(to: monday + 1440)
        #expect(stage.decisions.isEmpty)
    }

    @Test func whatTheConfigurationNoLongerNamesIsForgotten() {
        var stage = timerStage()
        stage.send(.configured([]))
        stage.run(to: monday + 1440)
        #expect(stage.pings.isEmpty)
    }

    @Test func aRequestFromThePastMakesTheHistoryBeReadAnew() {
        var stage = timerStage()
        #expect(stage.loads == [id])
        stage.request(id, minute: monday)
        stage.send(.traffic([EndpointTraffic(endpointID: id, bins: [bin(monday - 7)])]))
        #expect(stage.loads == [id, id])
    }

    @Test func theSameMinuteAgainIsNoNews() {
        var stage = timerStage()
        stage.request(id, minute: monday)
        stage.send(.traffic([EndpointTraffic(endpointID: id, bins: [bin(monday, 5)])]))
        #expect(stage.loads == [id])
    }

    @Test(arguments: [
        ("an unknown count", TrafficBin(startedAtS: Int64(monday - 30) * 60, requests: nil), 1),
        ("a count taken back", TrafficBin(startedAtS: Int64(monday - 30) * 60, requests: 0), 2),
        ("a quiet minute", TrafficBin(startedAtS: Int64(monday - 1) * 60, requests: 0), 1),
        ("a bin of the year 1", TrafficBin(startedAtS: -62_135_596_800, requests: 1), 1),
        (
            "a wide bin",
            TrafficBin(startedAtS: Int64(monday - 60) * 60, widthS: 3600, requests: 9), 1
        ),
    ])
    func hearsBins(requirement: String, bin: TrafficBin, loads: Int) {
        var stage = timerStage()
        stage.send(.traffic([EndpointTraffic(endpointID: id, bins: [bin])]))
        #expect(stage.loads.count == loads)
    }

    @Test func aRequestFromTheFutureCountsWhenItsTimeHasCome() {
        var early = timerStage()
        early.send(
            .traffic([
                EndpointTraffic(
                    endpointID: id,
                    bins: [bin(monday), bin(monday + 30), bin(monday + 47)]
                )
            ])
        )
        early.run(to: monday + 80)
        var timely = timerStage()
        for minute in [monday, monday + 30, monday + 47] { timely.request(id, minute: minute) }
        timely.run(to: monday + 80)
        #expect(!early.pings.isEmpty)
        #expect(early.pings.allSatisfy(timely.pings.contains))
        #expect(early.loads == [id])
    }

    /// An alarm that rang again and again until the time has come would never end this test.
    @Test func aRequestFromTheFutureRingsOnceWhateverTheLead() {
        var stage = timerStage(lead: .seconds(20))
        stage.send(.traffic([EndpointTraffic(endpointID: id, bins: [bin(monday + 5)])]))
        stage.run(to: monday + 17)
        #expect(stage.pings.allSatisfy { $0.minute <= monday + 1 || $0.minute > monday + 15 })
        #expect(stage.loads == [id])
    }

    @Test func whatShadowModeWouldHavePingedHoldsNothingWarm() {
        var stage = timerStage(endpoint(mode: .shadow, value: 1000))
        stage.request(id, minute: monday)
        stage.run(to: monday + 33)
        let would = stage.decisions.last?.minute ?? 0
        #expect(would > monday + 23)
        stage.send(.configured([ConfiguredEndpoint(endpoint: endpoint(value: 1000))]))
        stage.run(to: monday + 35)
        #expect(stage.pings.first?.minute == monday + 33)
    }

    @Test func aPingThatCameTooLateIsDroppedAndCounted() throws {
        var stage = timerStage()
        stage.request(id, minute: monday)
        let alarm = try #require(stage.alarm)
        // The machine slept through the timer's minute.
        stage.pings = []
        stage.now = alarm.advanced(by: .seconds(25 * 60))
        stage.alarm = nil
        stage.send(.woke)
        stage.run(to: monday + 120)
        #expect(!stage.pings.isEmpty)
        #expect(stage.pings.allSatisfy { $0.minute >= alarm.minute + 25 })
    }

    @Test func aFailingEndpointIsHeldBackEverLonger() {
        var stage = timerStage(endpoint(value: 1000))
        var sent = 0
        for minute in monday..<monday + 600 {
            stage.run(to: minute + 1)
            while sent < stage.pings.count {
                let order = stage.pings[sent]
                sent += 1
                stage.send(.pinged(id, outcome(of: order.minute, hasFailed: true)))
            }
        }
        let gaps = zip(stage.pings, stage.pings.dropFirst()).map { $1.minute - $0.minute }
        #expect(gaps.allSatisfy { $0 >= 10 })
        #expect((gaps.last ?? 0) >= 60)
        #expect(stage.decisions.contains { $0.action == .heldBack })
        stage.send(.pinged(id, outcome(of: stage.now.minute, hasFailed: false)))
        let before = stage.pings.count
        stage.run(to: stage.now.minute + 25)
        #expect(stage.pings.count > before)
    }

    @Test func aClockThatStepsBackNeverPlansInThePast() {
        var stage = timerStage()
        stage.request(id, minute: monday)
        stage.run(to: monday + 60)
        stage.now = Timestamp(minute: monday)
        stage.send(.woke)
        let steppedBack = stage.pings.count
        stage.now = Timestamp(minute: monday + 61)
        stage.send(.woke)
        #expect(stage.pings.dropFirst(steppedBack).allSatisfy { $0.minute >= monday + 60 })
    }

    @Test(arguments: [("no lead", Duration.zero), ("twenty seconds", .seconds(20))])
    func pingsFireTheLeadBeforeTheirMinute(requirement: String, lead: Duration) throws {
        var stage = timerStage(lead: lead)
        stage.request(id, minute: monday)
        let alarm = try #require(stage.alarm)
        #expect(alarm.advanced(by: lead).millisecondsSinceEpoch % 60_000 == 0)
        stage.decisions = []
        stage.run(to: monday + 60)
        for decision in stage.decisions {
            #expect(decision.decidedAt.advanced(by: lead) == Timestamp(minute: decision.minute))
        }
        #expect(!stage.decisions.isEmpty)
    }

    @Test func aWarmUpHoldsAtLeastTheConfiguredInstances() {
        var stage = timerStage(endpoint(instances: 3))
        for tick in stride(from: monday, to: monday + 120, by: 30) {
            stage.request(id, minute: tick)
        }
        #expect(!stage.pings.isEmpty)
        #expect(stage.pings.allSatisfy { $0.instances == 3 })
    }

    @Test func pingsBeforeARestartStillHoldTheirInstances() {
        var fresh = Stage(startingAt: monday + 25)
        let configured = Event.configured([ConfiguredEndpoint(endpoint: endpoint(value: 1000))])
        _ = fresh.engine.handle(configured, at: fresh.now)
        let pinged = [RecentPing(minute: monday + 24, instances: 1)]
        fresh.perform(
            fresh.engine.handle(
                .loaded(id, timerHistory + [bin(monday)], recentPings: pinged, saved: nil),
                at: fresh.now
            )
        )
        fresh.run(to: monday + 33)
        #expect(fresh.pings.isEmpty)
        fresh.run(to: monday + 40)
        #expect(fresh.pings.first?.minute == monday + 34)
    }

    @Test func endpointsOfOneEngineDoNotDisturbEachOther() {
        let other = EndpointID(rawValue: 2)
        var both = Stage(startingAt: monday)
        both.history = [id: timerHistory, other: timerHistory]
        both.send(
            .configured([
                ConfiguredEndpoint(endpoint: endpoint(other)),
                ConfiguredEndpoint(endpoint: endpoint()),
            ])
        )
        var alone = timerStage()
        for tick in stride(from: monday, to: monday + 360, by: 30) {
            both.request(id, minute: tick)
            alone.request(id, minute: tick)
        }
        #expect(both.pings.filter { $0.endpointID == id } == alone.pings)
        #expect(both.pings.contains { $0.endpointID == other })
    }

    @Test func whatIsUpcomingIsWhatHappens() {
        var stage = timerStage(endpoint(value: 200))
        stage.request(id, minute: monday)
        let upcoming = stage.engine.upcomingWarmUps(
            of: id,
            at: stage.now,
            until: Timestamp(minute: monday + 1440)
        )
        stage.pings = []
        stage.run(to: monday + 1441)
        #expect(!upcoming.isEmpty)
        #expect(upcoming.map(\.moment) == stage.pings.map(\.scheduledAt))
    }

    @Test func busyMinutesAreServedByTheirLevels() {
        // Two requests of 50 s each need two instances; every half hour for a week.
        var busy = endpoint(value: 100)
        busy.meanDuration = .seconds(50)
        var stage = Stage(startingAt: monday)
        stage.history[id] = timerHistory.map {
            TrafficBin(startedAtS: $0.startedAtS, requests: 2)
        }
        stage.send(.configured([ConfiguredEndpoint(endpoint: busy)]))
        for tick in stride(from: monday, to: monday + 360, by: 30) {
            stage.request(id, minute: tick, count: 2)
        }
        #expect(stage.pings.contains { $0.instances == 2 })
        #expect(stage.pings.allSatisfy { $0.instances <= 2 })
    }

    @Test(arguments: 0..<12)
    func noInputMakesItTrapOrPlanInThePast(seed: UInt64) {
        var state = seed &* 2_654_435_761 &+ 99
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var stage = timerStage(
            endpoint(value: Double(1 + random(500)), idleMinutes: 1 + random(30)),
            days: 1
        )
        // Pings by stretches of time in which the clock was not set back.
        var stretches: [[Int]] = []
        var latest = stage.now
        for _ in 0..<300 {
            stage.now = stage.now.advanced(by: .seconds(random(4000) - 600))
            if latest > stage.now.advanced(by: Engine.clockTolerance) {
                stretches.append(stage.pings.map(\.minute))
                stage.pings = []
                latest = stage.now
            }
            latest = max(latest, stage.now)
            switch random(4) {
            case 0: stage.send(.woke)
            case 1:
                stage.send(.pinged(id, outcome(of: stage.now.minute, hasFailed: random(2) == 0)))
            default:
                let minute = stage.now.minute + random(200) - 150
                let count: Int64? = [nil, 0, 1, -5, .max, 10_000][random(6)]
                stage.send(.traffic([EndpointTraffic(endpointID: id, bins: [bin(minute, count)])]))
            }
        }
        stretches.append(stage.pings.map(\.minute))
        #expect(stretches.count > 10)
        for minutes in stretches {
            #expect(minutes == minutes.sorted())
            #expect(Set(minutes).count == minutes.count)
        }
        for decision in stage.decisions where decision.action == .ping {
            #expect(decision.minute >= decision.decidedAt.minute)
        }
    }
}
