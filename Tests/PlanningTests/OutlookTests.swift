import Domain
import Testing

@testable import Planning

private let monday = Stage.monday

/// A timer of half an hour on a platform that keeps instances for ten minutes.
private func stage(value: Double = 200) -> Stage {
    var stage = Stage.timer(Stage.endpoint(value: value))
    stage.tick(until: monday + 61)
    return stage
}

@Suite struct OutlookTests {
    private func outlook(
        _ stage: Stage,
        minutes: Int,
        pings: Bool = true
    ) throws -> (Outlook, [UpcomingWarmUp]) {
        let end = stage.now.advanced(by: .seconds(60 * minutes))
        let warmUps =
            pings ? stage.engine.upcomingWarmUps(of: Stage.id, at: stage.now, until: end) : []
        let outlook = stage.engine.outlook(
            of: Stage.id,
            at: stage.now,
            until: end,
            with: warmUps
        )
        return (try #require(outlook), warmUps)
    }

    @Test func pingsMakeTheNextRequestWarm() throws {
        let (outlook, warmUps) = try outlook(stage(), minutes: 60)
        #expect(!warmUps.isEmpty)
        #expect(outlook.requestProbability > 0.95)
        #expect(outlook.coldProbabilityWithout > 0.7)
        #expect(outlook.coldProbability < 0.1)
        #expect(outlook.chances.count == warmUps.count)
        #expect(outlook.chances == outlook.chances.sorted(by: >))
    }

    /// A request within ten minutes of the last one finds it warm, whatever is pinged.
    @Test func nothingIsColdBeforeTheTimeout() throws {
        let (outlook, _) = try outlook(stage(), minutes: 9)
        #expect(outlook.coldProbabilityWithout == 0)
        #expect(outlook.coldProbability == 0)
    }

    @Test func withoutPingsBothAreTheSame() throws {
        let (outlook, _) = try outlook(stage(), minutes: 1500, pings: false)
        #expect(outlook.coldProbability == outlook.coldProbabilityWithout)
        #expect(outlook.requestProbability <= 1)
        #expect(outlook.chances.isEmpty)
    }

    /// Stretches of the hazard are put together without a seam: a longer look adds to a shorter one.
    @Test func aLongerLookAddsToAShorterOne() throws {
        let stage = stage(value: 1e-6)
        var last = 0.0
        for minutes in [30, 480, 481, 482, 960, 1440, 10_080] {
            let (outlook, _) = try outlook(stage, minutes: minutes)
            #expect(outlook.requestProbability >= last)
            last = outlook.requestProbability
        }
    }

    @Test func nothingIsKnownOfAStranger() {
        let stage = stage()
        let outlook = stage.engine.outlook(
            of: EndpointID(rawValue: 99),
            at: stage.now,
            until: stage.now.advanced(by: .seconds(3600)),
            with: []
        )
        #expect(outlook == nil)
    }
}
