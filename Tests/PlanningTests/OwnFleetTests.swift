import Domain
import Testing

@testable import Forecasting
@testable import Planning

private let monday = Stage.monday

@Suite struct OwnFleetTests {
    /// So many endpoints that were called every seven minutes, and a new one after its first request.
    private func stage(endpoints: Int, gaps: Int = 120, restarts: Int = 0) -> Stage {
        let start = monday - 1440
        var stage = Stage(startingAt: start)
        let bins = (0...gaps).map { Stage.bin(start + 7 * $0) }
        let ids = (0..<endpoints).map { EndpointID(rawValue: Int64(10 + $0)) }
        stage.now = Timestamp(minute: start + 7 * gaps + 1)
        for id in ids { stage.history[id] = bins }
        var configured = ids.map { ConfiguredEndpoint(endpoint: Stage.endpoint($0)) }
        stage.send(.configured(configured))
        for _ in 0..<restarts {
            for mode in [Endpoint.Mode.shadow, .active] {
                for index in configured.indices { configured[index].endpoint.mode = mode }
                stage.send(.configured(configured))
            }
        }
        configured.append(ConfiguredEndpoint(endpoint: Stage.endpoint()))
        stage.send(.configured(configured))
        stage.run(to: monday)
        stage.request(minute: monday)
        return stage
    }

    private func hazard(_ stage: Stage) throws -> Double {
        try #require(stage.engine.hazard(of: Stage.id, inMinute: monday + 7))
    }

    @Test func aFleetTeachesItsNewEndpoints() throws {
        let alone = try hazard(stage(endpoints: 0))
        let taught = try hazard(stage(endpoints: 25))
        #expect(taught > 1.5 * alone, "\(taught) and \(alone)")
    }

    @Test func aFewEndpointsTeachNobody() throws {
        let alone = try hazard(stage(endpoints: 0))
        #expect(try hazard(stage(endpoints: 3)) == alone)
        #expect(try hazard(stage(endpoints: 4)) == alone)
    }

    /// An endpoint's voice counts from its hundredth gap on.
    @Test func endpointsThatHaveShownLittleDoNotCount() throws {
        let alone = try hazard(stage(endpoints: 0))
        #expect(try hazard(stage(endpoints: 8, gaps: 99)) == alone)
        #expect(try hazard(stage(endpoints: 8, gaps: 100)) > alone)
    }

    @Test func readingAHistoryAgainCountsNothingTwice() throws {
        let alone = try hazard(stage(endpoints: 0))
        let again = try hazard(stage(endpoints: 1, restarts: 6))
        #expect(again == alone)
    }

    @Test func whatTheFleetTaughtOutlivesARestart() throws {
        var shared = SharedKnowledge(shipped: Stage.prior)
        for endpoint in 0..<25 {
            for number in 1...120 {
                shared.count(gap: 7, row: 25, number: number)
                _ = endpoint
            }
        }
        #expect(shared.qualified == 25)
        var restored = SharedKnowledge(shipped: Stage.prior)
        let fits = restored.restore(shared.serialized)
        #expect(fits)
        #expect(restored.qualified == 25)
        shared.renewTable(openGaps: [])
        restored.renewTable(openGaps: [])
        #expect(restored.table.hazards == shared.table.hazards)
        #expect(restored.table.hazards != Stage.prior.hazards)
        let isShort = restored.restore(Array(shared.serialized.dropLast()))
        let isLong = restored.restore(shared.serialized + [0])
        #expect(!isShort && !isLong)
        #expect(restored.qualified == 25)
    }
}
