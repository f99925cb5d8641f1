import Domain
import Forecasting
import Testing

@testable import Planning

private let monday = Stage.monday

private func stage(_ endpoint: Endpoint = Stage.endpoint()) -> Stage {
    var stage = Stage.timer(endpoint)
    stage.tick(until: monday + 120)
    return stage
}

/// Lets the clock run to the minute before the next ping.
private func beforeTheNextPing(_ stage: inout Stage) throws -> Int {
    let next = try #require(
        stage.engine.upcomingWarmUps(
            of: Stage.id,
            at: stage.now,
            until: Timestamp(minute: monday + 1440)
        ).first
    )
    stage.run(to: next.moment.minute - 1)
    return next.moment.minute
}

@Suite struct ExplanationTests {
    @Test func aPingIsExplainedByEveryNumberBehindIt() throws {
        var stage = stage()
        let minute = try beforeTheNextPing(&stage)
        let why = try #require(stage.engine.explanation(of: Stage.id, at: stage.now))
        #expect(why.minute == minute)
        #expect(why.level == 1)
        #expect(why.elapsedMinutes == minute - (monday + 90))
        #expect(why.nextPingMinute == minute)
        #expect(try #require(why.runnerUpMinute) > minute)
        #expect(try #require(why.saving) > 0)
        #expect((0..<5).allSatisfy { (0...1).contains(why.opinion.hazards[$0]) })
        #expect((0..<5).allSatisfy { (0...1).contains(why.opinion.weights[$0]) })
        #expect(abs(why.opinion.weights.sum() - 1) < 1e-12)
        let mixture = (why.opinion.weights * why.opinion.hazards).sum()
        #expect(abs(why.opinion.hazard - min(mixture, 0.99)) < 1e-12)
        #expect((0...1).contains(why.opinion.survival))
        #expect(why.prices == PingPrices(warm: 0.05, cold: 0.05))
        #expect(why.coldStartValue == 20)
        #expect(why.idle == IdleBelief(stated: .seconds(600)))
        #expect(why.credit > 0.5)
        #expect(why.spentInGap == 0)
        // A week of ticks on the dot beats any constant.
        #expect(why.memorylessHazard == nil)
    }

    @Test func aQuietMinuteIsExplainedByThePingThatComesLater() throws {
        var stage = stage()
        let why = try #require(stage.engine.explanation(of: Stage.id, at: stage.now))
        #expect(why.minute == monday + 92)
        #expect(why.elapsedMinutes == 2)
        #expect(why.saving == nil)
        #expect(why.runnerUpMinute == monday + 92)
        let ping = try beforeTheNextPing(&stage)
        #expect(why.nextPingMinute == ping)
        #expect(abs(why.opinion.weights.sum() - 1) < 1e-12)
        #expect(why.idle.observations == 0)
        #expect(why.opinion.hazard < 0.2)
    }

    /// By hand: a ping is worth a twentieth of a cold start, and counts twice.
    @Test(arguments: [false, true])
    func anAssumedFactorIsInThePrice(isWarm: Bool) throws {
        var stage = stage()
        if !isWarm { _ = try beforeTheNextPing(&stage) }
        stage.engine.assume(priceFactor: 2, of: Stage.id)
        let why = try #require(stage.engine.explanation(of: Stage.id, at: stage.now))
        #expect(why.priceFactor == 2)
        #expect(why.prices.warm == 0.1)
        stage.engine.assume(priceFactor: 1, of: Stage.id)
        let own = try #require(stage.engine.explanation(of: Stage.id, at: stage.now))
        #expect(own.priceFactor == 1)
        #expect(own.prices.warm == 0.05)
    }

    @Test func aPausedEndpointIsExplainedWithoutAPing() throws {
        let stage = stage(Stage.endpoint(isPaused: true))
        let why = try #require(stage.engine.explanation(of: Stage.id, at: stage.now))
        #expect(why.nextPingMinute == nil)
        #expect(why.saving == nil)
    }

    @Test func aLearnedIdleTimeoutIsExplainedAsBelieved() throws {
        var endpoint = Stage.endpoint(idleMinutes: nil)
        endpoint.platform = .awsLambda
        var stage = stage(endpoint)
        _ = try beforeTheNextPing(&stage)
        let idle = try #require(stage.engine.explanation(of: Stage.id, at: stage.now)).idle
        #expect(idle.low < idle.median)
        #expect(idle.median < idle.high)
        // The measured five to seven minutes are the likeliest.
        #expect((Duration.seconds(270)...Duration.seconds(480)).contains(idle.median))
        #expect(idle.sharedChance > 0.9)
    }

    @Test func explainingChangesNothing() throws {
        var watched = stage()
        var unwatched = stage()
        for minute in monday + 121..<monday + 180 {
            watched.run(to: minute)
            _ = watched.engine.explanation(of: Stage.id, at: watched.now)
        }
        unwatched.run(to: monday + 179)
        #expect(watched.decisions == unwatched.decisions)
        #expect(!watched.decisions.isEmpty)
    }

    @Test func whoIsUnknownOrNotReadYetHasNoExplanation() {
        let stage = stage()
        #expect(stage.engine.explanation(of: EndpointID(rawValue: 2), at: stage.now) == nil)
        var fresh = Stage(startingAt: monday)
        let configured = Event.configured([ConfiguredEndpoint(endpoint: Stage.endpoint())])
        _ = fresh.engine.handle(configured, at: fresh.now)
        #expect(fresh.engine.explanation(of: Stage.id, at: fresh.now) == nil)
    }

    @Test func whoseHistoryIsReadAnewHasNoExplanation() {
        var stage = stage()
        let late = EndpointTraffic(endpointID: Stage.id, bins: [Stage.bin(monday - 7)])
        _ = stage.engine.handle(.traffic([late]), at: stage.now)
        #expect(stage.engine.explanation(of: Stage.id, at: stage.now) == nil)
    }

    @Test func aDecisionIsReasonedLikeItsExplanation() throws {
        var stage = stage()
        let minute = try beforeTheNextPing(&stage)
        let why = try #require(stage.engine.explanation(of: Stage.id, at: stage.now))
        stage.decisions = []
        stage.run(to: minute + 1)
        let decision = try #require(stage.decisions.first { $0.minute == minute })
        func value(_ name: Reason.Name) -> Double {
            decision.reasons.first { $0.name == name }?.value ?? .nan
        }
        let hazards: [Reason.Name] = [
            .hazardOfProduct, .hazardOfClockwork, .hazardOfSharpGaps, .hazardOfWideGaps,
            .hazardOfFleet,
        ]
        let weights: [Reason.Name] = [
            .weightOfProduct, .weightOfClockwork, .weightOfSharpGaps, .weightOfWideGaps,
            .weightOfFleet,
        ]
        for expert in 0..<5 {
            #expect(value(hazards[expert]) == why.opinion.hazards[expert])
            #expect(value(weights[expert]) == why.opinion.weights[expert])
        }
        #expect(value(.hazard) == why.opinion.hazard)
        #expect(value(.survival) == why.opinion.survival)
        #expect(abs(value(.saving) - 20 * (why.saving ?? .nan)) < 1e-12)
        #expect(value(.runnerUpMinutesLater) == Double((why.runnerUpMinute ?? 0) - minute))
        #expect(value(.credit) == 20 * why.credit)
        #expect(value(.spentInGap) == 0)
        #expect(value(.idleTimeoutMinutes) == 10)
        #expect(value(.idleTimeoutLowMinutes) == 10)
        #expect(value(.idleTimeoutHighMinutes) == 10)
        #expect(value(.coldChance) == 1)
        #expect(value(.price) == 1)
        #expect(Set(decision.reasons.map(\.name)).count == decision.reasons.count)
    }
}
