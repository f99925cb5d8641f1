import Domain
import Forecasting
import Planning
import Testing

@testable import Simulating

/// A platform that keeps idle instances for 10 minutes and, from the fourth day on, for 6.
@Suite struct PlatformChangeTests {
    private static let change = PlatformChange(
        atMinute: 3 * 1440,
        platform: .hard(.seconds(360))
    )

    /// Ten requests an hour in the office hours of Monday to Thursday.
    private static let function: RecordedFunction = {
        var generator = SeededGenerator(seed: 3)
        let origin = SimulatedWorld.originMinute
        let arrivals = SyntheticDemand.officeHours(perHour: 10).arrivals(
            in: origin..<origin + 4 * 1440,
            using: &generator
        )
        let minutes = Set(arrivals.map { Int($0 / 60) - origin }).sorted()
        return RecordedFunction(
            name: "office",
            minutes: minutes,
            counts: minutes.map { _ in 1 },
            traceMinutes: 4 * 1440
        )
    }()

    /// The median timeouts believed before the change and a day after it.
    private func beliefs() async throws -> [Duration] {
        var engine = Engine(prior: FleetPrior.shipped.hazardTable())
        var world = SimulatedWorld(
            of: [Self.function],
            platform: .hard(.seconds(600)),
            change: Self.change,
            tellsTemperature: true
        ) { id, function in
            Endpoint(
                id: id,
                name: function.name,
                mode: .active,
                warmUp: WarmUpRequest(url: "http://localhost/"),
                coldStartValue: 10
            )
        }
        var moments = [0, 1440 - 1].map {
            Timestamp(minute: SimulatedWorld.originMinute + Self.change.atMinute + $0)
        }[...]
        var beliefs: [Duration] = []
        while let (event, now) = world.next(), let moment = moments.first {
            if now >= moment {
                moments.removeFirst()
                let explanation = engine.explanation(of: EndpointID(rawValue: 1), at: moment)
                beliefs.append(try #require(explanation).idle.median)
            }
            world.perform(engine.handle(event, at: now))
        }
        return beliefs
    }

    @Test func theTimeoutIsFoundAndItsChangeWithinADay() async throws {
        let beliefs = try await beliefs()
        try #require(beliefs.count == 2)
        #expect((.seconds(570)...Duration.seconds(660)).contains(beliefs[0]), "\(beliefs[0])")
        #expect((.seconds(330)...Duration.seconds(420)).contains(beliefs[1]), "\(beliefs[1])")
    }
}
