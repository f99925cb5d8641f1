import Domain
import Planning
import Testing

private let monday = Stage.monday

/// A timer on the half hours of `hours` hours.
private func stage(hours: Int, _ endpoint: Endpoint = Stage.endpoint()) -> Stage {
    var stage = Stage.timer(endpoint)
    stage.tick(until: monday + 60 * hours)
    return stage
}

@Suite struct EngineClockTests {
    @Test func aClockThatIsSetBackAnHourHasEveryHistoryReadAnew() {
        let second = EndpointID(rawValue: 2)
        var stage = Stage(startingAt: monday)
        stage.history = [Stage.id: Stage.timerHistory, second: Stage.timerHistory]
        stage.send(
            .configured(
                [Stage.id, second].map { ConfiguredEndpoint(endpoint: Stage.endpoint($0)) }
            )
        )
        stage.tick(until: monday + 240)
        stage.now = Timestamp(minute: monday + 180)
        stage.pings = []
        stage.decisions = []
        stage.alarm = nil
        stage.send(.woke)
        #expect(stage.loadsAfresh == [Stage.id, second])
        #expect(stage.alarm != nil)
        stage.tick(from: monday + 180, until: monday + 600)
        #expect(!stage.decisions.contains { $0.minute < monday + 180 })
        #expect(stage.decisions.allSatisfy { Timestamp(minute: $0.minute) == $0.decidedAt })
        for tick in stride(from: monday + 360, to: monday + 600, by: 30) {
            #expect(stage.pings.contains { (tick - 9...tick).contains($0.minute) }, "\(tick)")
        }
        #expect(stage.loadsAfresh.count == 2)
    }

    @Test(arguments: [("half a minute", 30, false), ("two minutes", 120, false)])
    func aSmallStepBackChangesNothing(requirement: String, seconds: Int, reads: Bool) {
        var stepped = stage(hours: 2)
        var steady = stage(hours: 2)
        stepped.now = stepped.now.advanced(by: .seconds(-seconds))
        stepped.send(.traffic([]))
        #expect(stepped.loadsAfresh.isEmpty)
        stepped.now = steady.now
        stepped.tick(from: monday + 120, until: monday + 360)
        steady.tick(from: monday + 120, until: monday + 360)
        #expect(stepped.decisions == steady.decisions)
        #expect(stepped.pings == steady.pings)
    }

    @Test func justMoreThanTwoMinutesIsBelieved() {
        var stage = stage(hours: 2)
        stage.now = stage.now.advanced(by: .milliseconds(-120_001))
        stage.send(.traffic([]))
        #expect(stage.loadsAfresh == [Stage.id])
    }

    @Test func aDayThatWasSleptThroughDropsItsPingAndPlansOnce() throws {
        var stage = stage(hours: 2)
        let planned = try #require(stage.alarm)
        stage.decisions = []
        stage.pings = []
        stage.now = planned.advanced(by: .seconds(86_400))
        stage.alarm = nil
        stage.send(.woke)
        #expect(stage.decisions.count <= 2)
        #expect(stage.decisions.filter { $0.action == .misfire }.count <= 1)
        #expect(stage.pings.allSatisfy { $0.minute == stage.now.minute })
        let alarm = try #require(stage.alarm)
        #expect(alarm > stage.now)
        stage.tick(from: monday + 1560, until: monday + 1800)
        #expect(stage.decisions.filter { $0.action == .misfire }.count <= 1)
        #expect(
            stage.pings.contains { (monday + 1771...monday + 1780).contains($0.minute) } == false
        )
        #expect(stage.pings.contains { (monday + 1761...monday + 1770).contains($0.minute) })
    }

    /// A machine that starts with a clock that is a year ahead.
    @Test func whatFailedInAFutureThatWasTakenBackDoesNotHoldPingsBack() {
        var stage = Stage.timer(Stage.endpoint(value: 5000))
        let wrong = monday + 365 * 1440
        stage.now = Timestamp(minute: wrong)
        stage.send(
            .pinged(Stage.id, PingOutcome(minute: wrong, instances: 1, hasFailed: true))
        )
        stage.now = Timestamp(minute: monday)
        stage.send(.woke)
        stage.tick(until: monday + 240)
        #expect(!stage.pings.isEmpty)
    }

    @Test func whatWasSavedInAFutureThatWasTakenBackIsSavedAgain() {
        var stage = Stage.timer(Stage.endpoint(), EngineSettings(saves: true))
        stage.now = Timestamp(minute: monday + 30 * 1440)
        stage.request(minute: monday + 30 * 1440)
        stage.tick(from: monday + 30 * 1440 + 30, until: monday + 30 * 1440 + 420)
        #expect(!stage.savings.isEmpty)
        stage.savings = []
        stage.history[Stage.id] = Stage.timerHistory
        stage.now = Timestamp(minute: monday)
        stage.send(.woke)
        stage.tick(until: monday + 780)
        #expect(!stage.savings.isEmpty)
    }
}
