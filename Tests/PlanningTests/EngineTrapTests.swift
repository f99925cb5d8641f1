import Domain
import Testing

@testable import Planning

private let monday = Stage.monday

@Suite struct EngineTrapTests {
    private func stage() -> Stage {
        var stage = Stage.timer(Stage.endpoint(value: 5000, idleMinutes: nil), days: 1)
        stage.request(minute: monday)
        stage.run(to: monday + 20)
        return stage
    }

    @Test(arguments: [.min, -1, .max] as [Int64])
    func coldStartsThatCannotBeAreBounded(coldStarts: Int64) {
        var stage = stage()
        stage.request(minute: monday + 30, coldStarts: coldStarts)
        #expect(stage.alarm != nil)
    }

    @Test(arguments: [(1, Int.max, 1), (1, 1, .max), (1, .min, .min), (-1, 1, 0), (.max, 3, 3)])
    func answersThatCannotBeAreBounded(instances: Int, warm: Int, cold: Int) throws {
        var stage = stage()
        let minute = try #require(stage.pings.last).minute
        stage.send(
            .pinged(
                Stage.id,
                PingOutcome(minute: minute, instances: instances, warm: warm, cold: cold)
            )
        )
        #expect(stage.alarm != nil)
    }

    @Test(arguments: [Int.max, .min])
    func aFailureAtNoTimeIsBounded(minute: Int) {
        var stage = stage()
        stage.send(
            .pinged(Stage.id, PingOutcome(minute: minute, instances: 1, hasFailed: true))
        )
        #expect(stage.decisions.allSatisfy { $0.minute < monday + 20 })
    }

    @Test func aSavingWithoutSlotsIsHeardOnTopOf() {
        let configured = ConfiguredEndpoint(endpoint: Stage.endpoint())
        var shared = SharedKnowledge(shipped: Stage.prior)
        var workspace = PlanWorkspace()
        var planner = EndpointPlanner(configured, shared: shared)
        planner.relearn(
            from: [Stage.bin(monday)],
            pings: [],
            now: monday + 1,
            shared: &shared,
            with: &workspace
        )
        planner.slots = []
        var stage = Stage(startingAt: monday + 1)
        stage.saved[Stage.id] = planner.serialized
        stage.newer[Stage.id] = [Stage.bin(monday)]
        stage.send(.configured([configured]))
        #expect(stage.alarm != nil)
    }
}
