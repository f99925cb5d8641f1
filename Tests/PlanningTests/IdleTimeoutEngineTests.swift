import Domain
import Testing

@testable import Planning

private let monday = Stage.monday

private func lambda(isPaused: Bool = false) -> Endpoint {
    var endpoint = Stage.endpoint(value: 5000, idleMinutes: nil, isPaused: isPaused)
    endpoint.platform = .awsLambda
    return endpoint
}

extension Stage {
    /// What the engine believes of the timeout; of a paused endpoint it is said without a plan.
    fileprivate func belief() throws -> IdleBelief {
        var engine = engine
        let paused = ConfiguredEndpoint(endpoint: lambda(isPaused: true))
        _ = engine.handle(.configured([paused]), at: now)
        return try #require(engine.explanation(of: Stage.id, at: now)).idle
    }

    /// The usual minutes from a ping to the next of late.
    fileprivate var usualGap: Int {
        let recent = pings.suffix(16).map(\.minute)
        let gaps = zip(recent, recent.dropFirst()).map { $1 - $0 }.sorted()
        return gaps.isEmpty ? 0 : gaps[gaps.count / 2]
    }
}

@Suite struct IdleTimeoutEngineTests {
    /// Requests every two hours, pings all the time; each ping tells what it found.
    private func run(_ stage: inout Stage, from start: Int, until end: Int, keptMinutes: Int) {
        var lastUse = 2 * start + 1
        for minute in start..<end {
            let known = stage.pings.count
            stage.run(to: minute + 1)
            for order in stage.pings[known...] {
                let isCold = 2 * order.minute - lastUse > 2 * keptMinutes
                lastUse = 2 * order.minute
                let outcome = PingOutcome(
                    minute: order.minute,
                    instances: order.instances,
                    warm: isCold ? 0 : 1,
                    cold: isCold ? 1 : 0
                )
                stage.send(.pinged(Stage.id, outcome))
            }
            guard minute % 120 == 0 else { continue }
            let isCold = 2 * minute + 1 - lastUse > 2 * keptMinutes
            lastUse = 2 * minute + 1
            stage.request(minute: minute, coldStarts: isCold ? 1 : 0)
        }
    }

    private func stage() -> Stage {
        Stage.timer(lambda(), days: 1)
    }

    @Test func anUnknownTimeoutIsFoundAndItsChangeFollowed() throws {
        var stage = stage()
        run(&stage, from: monday, until: monday + 180, keptMinutes: 10)
        let first = try stage.belief()
        #expect(first.observations > 12)
        #expect((Duration.seconds(570)...Duration.seconds(660)).contains(first.median))
        #expect(stage.usualGap == 10)
        run(&stage, from: monday + 180, until: monday + 360, keptMinutes: 6)
        let second = try stage.belief()
        #expect((Duration.seconds(330)...Duration.seconds(420)).contains(second.median))
        #expect(stage.usualGap == 6)
    }

    @Test func whatNobodyToldTeachesNothing() throws {
        var stage = stage()
        stage.run(to: monday + 60)
        #expect(try stage.belief().observations == 0)
        #expect(!stage.pings.isEmpty)
    }

    @Test func aStatedTimeoutIsNotOverruled() throws {
        var stage = Stage.timer(Stage.endpoint(value: 5000), days: 1)
        run(&stage, from: monday, until: monday + 600, keptMinutes: 5)
        let idle = try #require(stage.engine.explanation(of: Stage.id, at: stage.now)).idle
        #expect(idle == IdleBelief(stated: .seconds(600)))
    }

    @Test(arguments: [
        ("an answer to another minute", 1, 1, 0), ("an answer that says nothing", 0, 0, 0),
        ("warm", 0, 1, 0), ("cold", 0, 0, 1),
    ])
    func onlyTheAnswerToTheLastPingTeachesAndOnce(
        requirement: String,
        minutesOff: Int,
        warm: Int,
        cold: Int
    ) throws {
        var stage = stage()
        stage.request(minute: monday)
        stage.run(to: monday + 30)
        let order = try #require(stage.pings.last)
        let before = try stage.belief().observations
        let found = PingOutcome(
            minute: order.minute + minutesOff,
            instances: 1,
            warm: warm,
            cold: cold
        )
        stage.send(.pinged(Stage.id, found))
        let taught = try stage.belief().observations - before
        #expect(taught == (minutesOff == 0 && warm + cold > 0 ? 1 : 0))
        stage.send(.pinged(Stage.id, found))
        #expect(try stage.belief().observations - before == taught)
    }

    @Test func requestsTeachWhatTheyFound() throws {
        var stage = Stage(startingAt: monday)
        stage.send(.configured([ConfiguredEndpoint(endpoint: lambda(isPaused: true))]))
        for step in 0..<40 {
            stage.request(minute: monday + 7 * step, coldStarts: step == 0 ? 1 : 0)
        }
        let idle = try stage.belief()
        #expect(idle.observations == 39)
        #expect(idle.low >= .seconds(390))
    }
}
