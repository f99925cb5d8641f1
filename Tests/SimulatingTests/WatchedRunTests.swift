import Domain
import Forecasting
import Testing

@testable import Simulating

/// An hourly timer over eight days; the last day is watched.
@Suite struct WatchedRunTests {
    private let function = RecordedFunction(
        name: "timer",
        minutes: Array(stride(from: 0, to: 8 * 1440, by: 60)),
        counts: Array(repeating: 1, count: 8 * 24),
        traceMinutes: 8 * 1440
    )

    private func run() async throws -> WatchedRun {
        try await WatchedRun(
            of: function,
            watching: 7 * 1440..<8 * 1440,
            settings: SimulationSettings(idleTimeout: .seconds(600), coldStartValue: 20),
            prior: FleetPrior.shipped.hazardTable()
        )
    }

    @Test func everyWatchedMinuteHasAHazard() async throws {
        let run = try await run()
        #expect(run.hazard.count == 1440)
        // Minute 60 is a timer's, as was known at its start; minute 30 is none.
        #expect(run.hazard[60] > 0.8)
        #expect(run.hazard[30] < 0.01)
    }

    @Test func whatIsDrawnIsWhatTheReplayCounts() async throws {
        let run = try await run()
        #expect(run.arrivals.count == 24)
        #expect(run.arrivals.allSatisfy { $0.coldStarts == 0 && $0.count == 1 })
        #expect(run.pings.count == 24)
        let pings = try await pings(
            of: .adaptive,
            over: [function],
            settings: SimulationSettings(idleTimeout: .seconds(600), coldStartValue: 20),
            prior: FleetPrior.shipped.hazardTable()
        )[0]
        #expect(run.pings == pings.filter { $0.timeS >= 7 * 86_400 })
    }

    @Test func warmthBeginsWithAPingAndEndsTenMinutesAfterTheLastUse() async throws {
        let run = try await run()
        let first = try #require(run.warm.first { $0.lowerBound > 7 * 1440 })
        let ping = try #require(run.pings.first { $0.timeS > 7 * 86_400 })
        #expect(first.lowerBound == Int(ping.timeS / 60))
        // The request of minute 60 ends half a minute in: warm through minute 69.
        #expect(first.upperBound == 7 * 1440 + 70)
    }
}
