import Domain
import Testing

@testable import Planning

private let monday = Stage.monday
private let saves = EngineSettings(saves: true)

/// A timer whose engine saves, and what it saved.
private func savedStage(until end: Int) throws -> (stage: Stage, saving: Stage.Saving) {
    var stage = Stage.timer(Stage.endpoint(), saves, days: 2)
    stage.tick(until: end)
    return (stage, try #require(stage.savings.last))
}

/// An engine that starts at `minute` on what was saved and on newer bins.
private func restarted(
    _ bytes: [UInt8],
    at minute: Int,
    endpoint: Endpoint = Stage.endpoint(),
    newer: [TrafficBin] = [],
    pings: [RecentPing] = [],
    history: ArraySlice<TrafficBin> = Stage.timerHistory[...]
) -> Stage {
    var stage = Stage(saves, startingAt: minute)
    stage.saved[endpoint.id] = bytes
    stage.newer[endpoint.id] = newer
    stage.recentPings[endpoint.id] = pings
    stage.history[endpoint.id] = Array(history)
    stage.send(.configured([ConfiguredEndpoint(endpoint: endpoint)]))
    return stage
}

@Suite struct SavedStateTests {
    @Test func whatWasLearnedIsSavedEverySixHoursWithNews() throws {
        var stage = Stage.timer(Stage.endpoint(), saves, days: 1)
        stage.tick(until: monday + 19 * 60)
        let minutes = stage.savings.map { $0.minute - monday }
        #expect(minutes.count >= 3)
        let gaps = zip(minutes, minutes.dropFirst()).map { $1 - $0 }
        #expect(gaps.allSatisfy { $0 >= 360 && $0 < 420 }, "\(minutes)")
        #expect(stage.savings.allSatisfy { $0.id == Stage.id })
        #expect(stage.savedShared.count == 1)
    }

    @Test func withoutNewsNothingIsSaved() {
        var stage = Stage.timer(Stage.endpoint(value: 5000), saves, days: 1)
        stage.request(minute: monday)
        stage.run(to: monday + 12 * 60)
        // At first, and the request.
        #expect(stage.savings.count == 2)
        #expect(stage.decisions.count > 10)
        stage.run(to: monday + 36 * 60)
        #expect(stage.savings.count == 2)
    }

    @Test func whoDoesNotSaveAsksForNoSaving() {
        var stage = Stage.timer(Stage.endpoint(), days: 1)
        stage.tick(until: monday + 8 * 60)
        #expect(stage.savings.isEmpty)
        #expect(stage.savedShared.isEmpty)
    }

    @Test func anEngineThatStartsOnTheSavingDecidesLikeTheOneThatLivedOn() throws {
        var (lived, saving) = try savedStage(until: monday + 7 * 60)
        var stage = restarted(saving.bytes, at: saving.minute)
        #expect(stage.loadsAfresh.isEmpty)
        // The saving comes with the decision of its minute; requests go on from there for both.
        lived = Stage.timer(Stage.endpoint(), saves, days: 2)
        lived.tick(until: saving.minute)
        lived.run(to: saving.minute + 1)
        stage.run(to: saving.minute + 1)
        lived.decisions = []
        stage.decisions = []
        let next = monday + (saving.minute - monday + 29) / 30 * 30
        lived.tick(from: next, until: next + 720)
        stage.tick(from: next, until: next + 720)
        #expect(lived.decisions.count > 12)
        #expect(stage.decisions == lived.decisions)
    }

    /// While an endpoint is paused the newer bins say all there is to know.
    @Test func newerBinsBringTheSavingUpToDate() throws {
        let endpoint = Stage.endpoint(isPaused: true)
        var lived = Stage.timer(endpoint, saves, days: 2)
        lived.tick(until: monday + 7 * 60)
        lived.run(to: monday + 7 * 60)
        // Who decides nothing saves nothing: the state is the planner's own.
        var planner = EndpointPlanner(
            ConfiguredEndpoint(endpoint: endpoint),
            shared: SharedKnowledge(shipped: Stage.prior)
        )
        var shared = SharedKnowledge(shipped: Stage.prior)
        var workspace = PlanWorkspace()
        let early = Stage.timerHistory.suffix(96)
        planner.relearn(
            from: Array(early),
            pings: [],
            now: monday,
            shared: &shared,
            with: &workspace
        )
        var stage = restarted(
            planner.serialized,
            at: monday + 7 * 60,
            endpoint: endpoint,
            newer: (lived.history[Stage.id] ?? []).filter { $0.minute >= monday }.reversed()
        )
        #expect(stage.loadsAfresh.isEmpty)
        let active = Event.configured([ConfiguredEndpoint(endpoint: Stage.endpoint())])
        stage.send(active)
        lived.send(active)
        stage.tick(from: monday + 420, until: monday + 720)
        lived.tick(from: monday + 420, until: monday + 720)
        #expect(lived.decisions.count >= 9)
        #expect(stage.decisions == lived.decisions)
    }

    /// A ping that was paid for between the saving and the restart is owed for all the same, and
    /// the cold start that it avoided is paid back.
    @Test func whatWasPingedSinceTheSavingIsAccountedFor() throws {
        let (lived, saving) = try savedStage(until: monday + 11 * 60)
        let since = lived.pings.filter { $0.minute > saving.minute }
        #expect(since.count > 3)
        let stage = restarted(
            saving.bytes,
            at: lived.now.minute,
            newer: (lived.history[Stage.id] ?? []).filter { $0.minute >= saving.minute },
            pings: since.map { RecentPing(minute: $0.minute, instances: $0.instances) }
        )
        let old = try #require(lived.engine.explanation(of: Stage.id, at: lived.now))
        let new = try #require(stage.engine.explanation(of: Stage.id, at: stage.now))
        #expect(old.nextPingMinute == new.nextPingMinute)
        #expect(abs(old.credit - new.credit) < 1e-9)
    }

    @Test(arguments: [
        ("the same settings", Stage.endpoint(), 0),
        ("another value", Stage.endpoint(value: 33), 0),
        ("shadow mode", Stage.endpoint(mode: .shadow), 1),
        ("another idle timeout", Stage.endpoint(idleMinutes: 9), 1),
        ("no stated idle timeout", Stage.endpoint(idleMinutes: nil), 1),
    ])
    func settingsDecideWhetherASavingFits(
        requirement: String,
        endpoint: Endpoint,
        loadsAfresh: Int
    ) throws {
        let (_, saving) = try savedStage(until: monday + 7 * 60)
        let stage = restarted(saving.bytes, at: saving.minute, endpoint: endpoint)
        #expect(stage.loadsAfresh.count == loadsAfresh)
    }

    @Test func anotherZoneOrDurationOrPlatformNeedsTheWholeHistory() throws {
        let (_, saving) = try savedStage(until: monday + 7 * 60)
        var zone = Stage.endpoint()
        zone.timeZone = "Europe/Berlin"
        var duration = Stage.endpoint()
        duration.meanDuration = .seconds(1)
        var platform = Stage.endpoint()
        platform.platform = .container
        for other in [zone, duration, platform] {
            var stage = restarted(saving.bytes, at: monday + 420, endpoint: other)
            #expect(stage.loadsAfresh == [Stage.id])
            // It works on the history.
            stage.tick(from: monday + 420, until: monday + 600)
            #expect(!stage.pings.isEmpty)
        }
    }

    @Test(arguments: [[], [0], [255, 255, 255, 255], [UInt8](repeating: 7, count: 20_000)])
    func garbageNeedsTheWholeHistory(bytes: [UInt8]) {
        var stage = restarted(bytes, at: monday)
        #expect(stage.loadsAfresh == [Stage.id])
        stage.tick(until: monday + 240)
        #expect(!stage.pings.isEmpty)
    }

    @Test func newerBinsThatContradictTheSavingNeedTheWholeHistory() throws {
        let (_, saving) = try savedStage(until: monday + 7 * 60)
        let late = Stage.bin(monday - 45)
        #expect(restarted(saving.bytes, at: monday + 420, newer: [late]).loadsAfresh.count == 1)
        // What it has learned from already is no news.
        let known = Stage.bin((saving.minute - 1) / 30 * 30)
        #expect(restarted(saving.bytes, at: monday + 420, newer: [known]).loadsAfresh.isEmpty)
    }

    @Test func truncatedOrFlippedBytesNeverTrap() throws {
        let (_, saving) = try savedStage(until: monday + 7 * 60)
        let few = Stage.timerHistory.suffix(3)
        for length in stride(from: 0, to: saving.bytes.count, by: 97) {
            let part = Array(saving.bytes.prefix(length))
            let stage = restarted(part, at: saving.minute, history: few)
            #expect(stage.loadsAfresh == [Stage.id], "\(length) bytes")
        }
        #expect(restarted(saving.bytes + [0], at: saving.minute).loadsAfresh == [Stage.id])
        var dice = PlatformDice(seed: 5)
        for _ in 0..<60 {
            var bytes = saving.bytes
            // The model's integers come first and are spared: a wild minute means a walk for ever.
            let place = 120 + Int(dice.next() % UInt64(bytes.count - 160))
            bytes[place] ^= UInt8(1 << (dice.next() % 8))
            var stage = restarted(bytes, at: saving.minute, history: few)
            stage.request(minute: saving.minute + 5)
            let hazard = stage.engine.hazard(of: Stage.id, inMinute: saving.minute + 9)
            #expect((0...1).contains(try #require(hazard)), "byte \(place)")
        }
    }

    @Test func aSharedSavingThatIsGarbageIsAsGoodAsNone() {
        for bytes in [[], [1, 2, 3], [UInt8](repeating: 255, count: 5000)] as [[UInt8]] {
            var engine = Engine(prior: Stage.prior, settings: saves, saved: bytes)
            let now = Timestamp(minute: monday)
            let event = Event.configured([ConfiguredEndpoint(endpoint: Stage.endpoint())])
            #expect(engine.handle(event, at: now) == [.load(Stage.id, afresh: false)])
        }
    }
}
