import Domain
import Forecasting
import Simulating
import Testing

/// One request in each of these minutes.
private func function(_ minutes: [Int], traceMinutes: Int) -> RecordedFunction {
    RecordedFunction(
        name: "f",
        minutes: minutes,
        counts: minutes.map { _ in 1 },
        traceMinutes: traceMinutes
    )
}

/// The moments of the pings on a platform that keeps idle instances for ten minutes.
private func moments(
    of policy: Policy,
    over function: RecordedFunction
) async throws -> [Double] {
    let pings = try await pings(
        of: policy,
        over: [function],
        settings: SimulationSettings(idleTimeout: .seconds(600), coldStartValue: 10),
        prior: FleetPrior().hazardTable()
    )[0]
    #expect(pings.allSatisfy { $0.instances == 1 })
    return pings.map(\.timeS)
}

/// By hand: pings come 570 s apart; a lone request of minute 10 comes and ends at 630 s.
@Suite struct BaselineTests {
    @Test func neverSendsNothing() async throws {
        #expect(try await moments(of: .none, over: function([10], traceMinutes: 1440)).isEmpty)
    }

    @Test func alwaysOnPingsHalfAMinuteBeforeTheTimeoutFromTheStartOn() async throws {
        let upToAPing = try await moments(of: .alwaysOn, over: function([], traceMinutes: 19))
        #expect(upToAPing == [0, 570])
        let longer = try await moments(of: .alwaysOn, over: function([], traceMinutes: 20))
        #expect(longer == [0, 570, 1140])
    }

    @Test(arguments: [
        ("two pings", 20.0, [1200.0, 1770]),
        ("none", 9, []),
        ("the window's last moment is part of it", 9.5, [1200]),
    ])
    func keepWarmPingsForAWhileAfterARequest(
        requirement: String,
        minutes: Double,
        expected: [Double]
    ) async throws {
        let once = function([10], traceMinutes: 1440)
        #expect(try await moments(of: .keepWarm(minutes: minutes), over: once) == expected)
    }

    @Test func keepWarmStartsOverWithEachRequestAndEndsWithTheTrace() async throws {
        let twice = function([10, 25], traceMinutes: 45)
        let sent = try await moments(of: .keepWarm(minutes: 60), over: twice)
        #expect(sent == [1200, 2100, 2670])
    }

    @Test(arguments: [
        // The histogram knows 19 gaps of an hour and one of 15 minutes, its 5th percentile: the
        // first ping comes 0.9 · 15 minutes after the request, the last within 1.1 · 61 minutes.
        ("a twentieth is the 5th percentile", 1, [810.0, 1380, 1950, 2520, 3090, 3660]),
        // Of 20 gaps of an hour: 0.9 · 60 minutes.
        ("a clear rhythm waits for it", 0, [3240, 3810]),
    ])
    func theHybridHistogramWaitsAndThenHolds(
        requirement: String,
        short: Int,
        expected: [Double]
    ) async throws {
        var minutes = [0]
        for gap in 0..<20 { minutes.append((minutes.last ?? 0) + (gap < short ? 15 : 60)) }
        let last = try #require(minutes.last)
        let rhythm = function(minutes, traceMinutes: last + 1440)
        let end = Double(last) * 60 + 30
        let sent = try await moments(of: .hybridHistogram, over: rhythm)
        #expect(sent.filter { $0 > end }.map { $0 - end } == expected)
    }

    @Test(arguments: [
        ("nine gaps are too few", 9, 25), ("ten say enough", 10, 2),
    ])
    func theHybridHistogramHoldsForFourHoursUntilItKnowsTenGaps(
        requirement: String,
        gaps: Int,
        expected: Int
    ) async throws {
        let last = 60 * gaps
        let minutes = Array(stride(from: 0, through: last, by: 60))
        let rhythm = function(minutes, traceMinutes: last + 1440)
        let sent = try await moments(of: .hybridHistogram, over: rhythm)
        #expect(sent.count { $0 > Double(last) * 60 + 30 } == expected)
    }

    @Test(arguments: [Policy.alwaysOn, .keepWarm(minutes: 60), .hybridHistogram])
    func baselinesAreCausal(policy: Policy) async throws {
        let whole = try await moments(of: policy, over: LabTrace.bursty)
        for cut in [1, 500, 1440, 2500, 4001] {
            let alone = try await moments(of: policy, over: LabTrace.bursty.cut(at: cut))
            #expect(alone == whole.filter { $0 < 60 * Double(cut) }, "cut at \(cut)")
        }
    }
}
