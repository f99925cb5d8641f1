import Domain
import Planning
import Testing

/// A timer every half hour on a platform that keeps instances for a minute: its ping fires for the
/// very minute of the request.
@Suite struct GraceTests {
    @Test(arguments: [
        ("in time", 20, EngineSettings(lead: .seconds(20)), Decision.Action.ping),
        ("later, and still before", 3, EngineSettings(lead: .seconds(20)), .ping),
        ("when the request is about to come", 1, EngineSettings(lead: .seconds(20)), .misfire),
        ("without a lead there is no grace", 0, EngineSettings(), .ping),
    ])
    func thePingIsSent(
        requirement: String,
        secondsBefore: Int,
        settings: EngineSettings,
        action: Decision.Action
    ) throws {
        var stage = Stage.timer(Stage.endpoint(value: 5, idleMinutes: 1), settings)
        stage.request(minute: Stage.monday)
        let tick = Stage.monday + 30
        stage.now = Timestamp(minute: tick).advanced(by: .seconds(-secondsBefore))
        stage.send(.woke)
        let decision = try #require(stage.decisions.last)
        #expect(decision.minute == tick)
        #expect(decision.action == action)
        #expect(stage.pings.contains { $0.minute == tick } == (action == .ping))
    }
}
