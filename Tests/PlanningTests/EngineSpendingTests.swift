import Domain
import Testing

@testable import Planning

private let monday = Stage.monday

extension Decision {
    fileprivate func value(_ name: Reason.Name) -> Double {
        reasons.first { $0.name == name }?.value ?? .nan
    }
}

@Suite struct EngineSpendingTests {
    /// A new endpoint has half a cold start of credit: by hand, ten pings at a value of 20.
    @Test func anEndpointThatWasNeverCalledSpendsNoMoreThanItsOpeningCredit() {
        var stage = Stage(startingAt: monday)
        // Endlessly many chances of a first request, each of which would pay for a ping.
        let curve = IdleCurve.hard(halfMinutes: 2)
        stage.send(
            .configured([
                ConfiguredEndpoint(endpoint: Stage.endpoint(value: 20), idleCurve: curve)
            ])
        )
        stage.run(to: monday + 600)
        #expect(stage.pings.count <= 10)
        for decision in stage.decisions where decision.action == .unaffordable {
            #expect(decision.value(.credit) < 1)
        }
    }

    @Test func aTimerThatStopsIsPingedForThreeColdStartsAtMost() {
        var stage = Stage.timer(Stage.endpoint(value: 3))
        stage.tick(until: monday + 120)
        let known = stage.pings.count
        stage.run(to: monday + 4 * 1440)
        #expect(Double(stage.pings.count - known) / 3 <= 3 + 1e-9)
    }

    /// A timer's scene whose endpoint has that account, from after the last tick before ``monday``.
    private func stage(credit: Double, spentInGap: Double) -> Stage {
        let configured = ConfiguredEndpoint(endpoint: Stage.endpoint())
        var shared = SharedKnowledge(shipped: Stage.prior)
        var workspace = PlanWorkspace()
        var planner = EndpointPlanner(configured, shared: shared)
        planner.relearn(
            from: Stage.timerHistory,
            pings: [],
            now: monday - 29,
            shared: &shared,
            with: &workspace
        )
        planner.account = SpendingGuard(credit: credit, spentInGap: spentInGap)
        var stage = Stage(startingAt: monday - 29)
        stage.saved[Stage.id] = planner.serialized
        stage.send(.configured([configured]))
        return stage
    }

    /// By hand: the cold start of the first tick adds 0.1, which are two pings of 0.05; each cold
    /// start that they avoid pays back 1.1.
    @Test func refusedPingsAreRecordedOnceAndNotSent() throws {
        var stage = stage(credit: 0.049, spentInGap: 0)
        #expect(stage.loadsAfresh.isEmpty)
        stage.run(to: monday)
        let refused = try #require(stage.decisions.first)
        #expect(stage.decisions.map(\.action) == [.unaffordable])
        #expect(abs(refused.value(.credit) - 0.98) < 1e-9)
        #expect(stage.pings.isEmpty)
        stage.request(minute: monday)
        let rich = try #require(stage.engine.explanation(of: Stage.id, at: stage.now))
        #expect(abs(rich.credit - 0.149) < 1e-9)
        stage.tick(from: monday + 30, until: monday + 61)
        #expect(stage.decisions.dropFirst().allSatisfy { $0.action == .ping })
        #expect(stage.pings.count == stage.decisions.count - 1)
        let sent = try #require(stage.decisions.dropFirst().first)
        #expect(abs(sent.value(.credit) - 20 * 0.149) < 1e-9)
        let last = try #require(stage.engine.explanation(of: Stage.id, at: stage.now))
        let expected = 0.149 + 2 * 1.1 - 0.05 * Double(stage.pings.count)
        #expect(abs(last.credit - expected) < 1e-9)
    }

    @Test func aGapThatHasCostItsShareIsPingedNoMore() {
        var stage = stage(credit: 100, spentInGap: 2.96)
        stage.run(to: monday)
        #expect(!stage.decisions.isEmpty)
        #expect(stage.decisions.allSatisfy { $0.action == .unaffordable })
        stage.tick(until: monday + 31)
        #expect(stage.decisions.last?.action == .ping)
        #expect(stage.decisions.last?.value(.spentInGap) == 0)
    }

    @Test func justEnoughIsEnough() {
        var stage = stage(credit: 0.05, spentInGap: 2.9)
        stage.run(to: monday)
        #expect(stage.decisions.first?.action == .ping)
        #expect(stage.decisions.dropFirst().allSatisfy { $0.action == .unaffordable })
    }

    /// Pings were paid for, whatever is read again.
    @Test func readingTheHistoryAgainForgivesNoSpending() throws {
        var stage = Stage.timer(Stage.endpoint(value: 200))
        stage.tick(until: monday + 240)
        stage.run(to: monday + 300)
        let before = try #require(stage.engine.explanation(of: Stage.id, at: stage.now))
        #expect(before.spentInGap > 0.01)
        stage.hear(Stage.id, Stage.bin(monday - 7))
        #expect(stage.loadsAfresh == [Stage.id])
        let after = try #require(stage.engine.explanation(of: Stage.id, at: stage.now))
        #expect(abs(after.spentInGap - before.spentInGap) < 1e-9)
    }
}
