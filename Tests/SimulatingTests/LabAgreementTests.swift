import Domain
import Forecasting
import Foundation
import Simulating
import Testing

/// What an independent program (in Python, on its own physics) found for ``LabTrace``: pinged
/// instances, those that were cold, cold starts of requests, idle warm hours to a tenth.
struct Figures: CustomTestStringConvertible {
    var pings: Int
    var coldPings: Int
    var coldStarts: Int
    var idleHours: Double

    init(_ pings: Int, _ coldPings: Int, _ coldStarts: Int, _ idleHours: Double) {
        self.pings = pings
        self.coldPings = coldPings
        self.coldStarts = coldStarts
        self.idleHours = idleHours
    }

    var testDescription: String { "\(pings) pings, \(coldStarts) cold starts" }

    func expect(_ tally: Tally, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(tally.pings == pings, sourceLocation: sourceLocation)
        #expect(tally.coldPings == coldPings, sourceLocation: sourceLocation)
        #expect(tally.coldStarts == coldStarts, sourceLocation: sourceLocation)
        let hours = tally.idleWarmS / 3600
        #expect(abs(hours - idleHours) < 0.0501, "\(hours)", sourceLocation: sourceLocation)
    }
}

@Suite struct LabAgreementTests {
    @Test(arguments: verdicts)
    func everyFunctionAgrees(
        name: String,
        idleTimeoutMinutes: Int,
        policy: Policy,
        expected: Figures
    ) async throws {
        let function = try #require(LabTrace.all.first { $0.name == name })
        let tally = try await Self.tally(function, policy, idleTimeoutMinutes, scoredFromS: 0)
        expected.expect(tally)
        #expect(tally.requests == function.requests)
        #expect(tally.activeMinutes == function.minutes.count)
    }

    /// Counted from the middle of the second day on; what came before warms instances.
    @Test(arguments: lateVerdicts)
    func allTogetherAgreeOnTheSecondHalf(
        idleTimeoutMinutes: Int,
        policy: Policy,
        expected: Figures
    ) async throws {
        var sum = Tally()
        for function in LabTrace.all {
            let late = try await Self.tally(
                function,
                policy,
                idleTimeoutMinutes,
                scoredFromS: 1.5 * 86_400
            )
            sum = sum + late
        }
        expected.expect(sum)
    }

    private static func tally(
        _ function: RecordedFunction,
        _ policy: Policy,
        _ idleTimeoutMinutes: Int,
        scoredFromS: Double
    ) async throws -> Tally {
        let settings = SimulationSettings(
            idleTimeout: .seconds(60 * idleTimeoutMinutes),
            coldStartValue: 10
        )
        let pings = try await pings(
            of: policy,
            over: [function],
            settings: settings,
            prior: FleetPrior().hazardTable()
        )[0]
        return replay(
            function,
            pings: pings,
            idleTimeoutS: 60 * Double(idleTimeoutMinutes),
            scoredFromS: scoredFromS
        )
    }

    /// Writes the trace for that program into the folder that LAB_TRACE names.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["LAB_TRACE"] != nil))
    func theTraceIsWrittenWhenAskedFor() throws {
        let path = try #require(ProcessInfo.processInfo.environment["LAB_TRACE"])
        let folder = URL(filePath: path)
        for (name, text) in [
            ("invocations.csv", LabTrace.invocationsCSV),
            ("functions.csv", LabTrace.functionsCSV),
        ] {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
    }
}

/// By function, idle timeout in minutes, and policy.
private let verdicts: [(String, Int, Policy, Figures)] = [
    ("bursty", 5, .none, Figures(0, 0, 46, 6.5)),
    ("bursty", 5, .alwaysOn, Figures(960, 1, 0, 71.1)),
    ("bursty", 5, .keepWarm(minutes: 60), Figures(282, 0, 18, 25.4)),
    ("bursty", 5, .keepWarm(minutes: 240), Figures(806, 0, 8, 64.4)),
    ("bursty", 5, .hybridHistogram, Figures(810, 0, 8, 64.6)),
    ("dense", 5, .none, Figures(0, 0, 8, 11.0)),
    ("dense", 5, .alwaysOn, Figures(960, 1, 0, 22.4)),
    ("dense", 5, .keepWarm(minutes: 60), Figures(91, 0, 8, 17.8)),
    ("dense", 5, .keepWarm(minutes: 240), Figures(140, 0, 1, 20.9)),
    ("dense", 5, .hybridHistogram, Figures(0, 0, 8, 11.0)),
    ("edges", 5, .none, Figures(0, 0, 58, 5.7)),
    ("edges", 5, .alwaysOn, Figures(960, 1, 0, 72.0)),
    ("edges", 5, .keepWarm(minutes: 60), Figures(322, 0, 16, 27.4)),
    ("edges", 5, .keepWarm(minutes: 240), Figures(928, 0, 1, 72.0)),
    ("edges", 5, .hybridHistogram, Figures(928, 0, 1, 72.0)),
    ("sparse", 5, .none, Figures(0, 0, 5, 0.4)),
    ("sparse", 5, .alwaysOn, Figures(960, 1, 0, 72.1)),
    ("sparse", 5, .keepWarm(minutes: 60), Figures(41, 0, 4, 3.5)),
    ("sparse", 5, .keepWarm(minutes: 240), Figures(161, 0, 4, 12.5)),
    ("sparse", 5, .hybridHistogram, Figures(161, 0, 4, 12.5)),
    ("timer", 5, .none, Figures(0, 0, 173, 14.4)),
    ("timer", 5, .alwaysOn, Figures(960, 1, 0, 72.0)),
    ("timer", 5, .keepWarm(minutes: 60), Figures(862, 0, 1, 71.9)),
    ("timer", 5, .keepWarm(minutes: 240), Figures(862, 0, 1, 71.9)),
    ("timer", 5, .hybridHistogram, Figures(212, 162, 1, 24.5)),
    ("wide", 5, .none, Figures(0, 0, 668, 55.7)),
    ("wide", 5, .alwaysOn, Figures(960, 1, 428, 103.8)),
    ("wide", 5, .keepWarm(minutes: 60), Figures(276, 0, 431, 70.5)),
    ("wide", 5, .keepWarm(minutes: 240), Figures(396, 0, 431, 79.5)),
    ("wide", 5, .hybridHistogram, Figures(23, 13, 648, 56.4)),
    ("bursty", 10, .none, Figures(0, 0, 19, 8.5)),
    ("bursty", 10, .alwaysOn, Figures(455, 1, 0, 71.1)),
    ("bursty", 10, .keepWarm(minutes: 60), Figures(114, 0, 18, 26.5)),
    ("bursty", 10, .keepWarm(minutes: 240), Figures(363, 0, 7, 64.8)),
    ("bursty", 10, .hybridHistogram, Figures(362, 0, 8, 64.8)),
    ("dense", 10, .none, Figures(0, 0, 8, 11.6)),
    ("dense", 10, .alwaysOn, Figures(455, 1, 0, 22.5)),
    ("dense", 10, .keepWarm(minutes: 60), Figures(42, 0, 8, 18.3)),
    ("dense", 10, .keepWarm(minutes: 240), Figures(63, 0, 1, 21.0)),
    ("dense", 10, .hybridHistogram, Figures(0, 0, 8, 11.6)),
    ("edges", 10, .none, Figures(0, 0, 40, 10.1)),
    ("edges", 10, .alwaysOn, Figures(455, 1, 0, 72.0)),
    ("edges", 10, .keepWarm(minutes: 60), Figures(138, 0, 16, 28.4)),
    ("edges", 10, .keepWarm(minutes: 240), Figures(426, 0, 1, 72.1)),
    ("edges", 10, .hybridHistogram, Figures(426, 0, 1, 72.1)),
    ("sparse", 10, .none, Figures(0, 0, 5, 0.8)),
    ("sparse", 10, .alwaysOn, Figures(455, 1, 0, 72.2)),
    ("sparse", 10, .keepWarm(minutes: 60), Figures(19, 0, 4, 3.7)),
    ("sparse", 10, .keepWarm(minutes: 240), Figures(76, 0, 4, 12.8)),
    ("sparse", 10, .hybridHistogram, Figures(76, 0, 4, 12.8)),
    ("timer", 10, .none, Figures(0, 0, 173, 28.8)),
    ("timer", 10, .alwaysOn, Figures(455, 1, 0, 72.0)),
    ("timer", 10, .keepWarm(minutes: 60), Figures(345, 0, 1, 72.0)),
    ("timer", 10, .keepWarm(minutes: 240), Figures(345, 0, 1, 72.0)),
    ("timer", 10, .hybridHistogram, Figures(182, 162, 1, 38.1)),
    ("wide", 10, .none, Figures(0, 0, 113, 93.0)),
    ("wide", 10, .alwaysOn, Figures(455, 1, 110, 128.9)),
    ("wide", 10, .keepWarm(minutes: 60), Figures(18, 0, 113, 95.8)),
    ("wide", 10, .keepWarm(minutes: 240), Figures(75, 0, 113, 104.8)),
    ("wide", 10, .hybridHistogram, Figures(3, 0, 113, 93.4)),
    ("bursty", 20, .none, Figures(0, 0, 19, 11.7)),
    ("bursty", 20, .alwaysOn, Figures(222, 1, 0, 71.2)),
    ("bursty", 20, .keepWarm(minutes: 60), Figures(57, 0, 17, 29.9)),
    ("bursty", 20, .keepWarm(minutes: 240), Figures(172, 0, 7, 65.7)),
    ("bursty", 20, .hybridHistogram, Figures(175, 0, 7, 66.6)),
    ("dense", 20, .none, Figures(0, 0, 8, 13.0)),
    ("dense", 20, .alwaysOn, Figures(222, 1, 0, 22.6)),
    ("dense", 20, .keepWarm(minutes: 60), Figures(21, 0, 8, 19.8)),
    ("dense", 20, .keepWarm(minutes: 240), Figures(28, 0, 1, 21.1)),
    ("dense", 20, .hybridHistogram, Figures(0, 0, 8, 13.0)),
    ("edges", 20, .none, Figures(0, 0, 22, 15.7)),
    ("edges", 20, .alwaysOn, Figures(222, 1, 0, 72.2)),
    ("edges", 20, .keepWarm(minutes: 60), Figures(60, 0, 16, 31.4)),
    ("edges", 20, .keepWarm(minutes: 240), Figures(196, 0, 1, 72.1)),
    ("edges", 20, .hybridHistogram, Figures(196, 0, 1, 72.1)),
    ("sparse", 20, .none, Figures(0, 0, 4, 1.6)),
    ("sparse", 20, .alwaysOn, Figures(222, 1, 0, 72.3)),
    ("sparse", 20, .keepWarm(minutes: 60), Figures(9, 0, 4, 4.5)),
    ("sparse", 20, .keepWarm(minutes: 240), Figures(36, 0, 4, 13.2)),
    ("sparse", 20, .hybridHistogram, Figures(36, 0, 4, 13.2)),
    ("timer", 20, .none, Figures(0, 0, 173, 57.7)),
    ("timer", 20, .alwaysOn, Figures(222, 1, 0, 72.2)),
    ("timer", 20, .keepWarm(minutes: 60), Figures(172, 0, 1, 72.0)),
    ("timer", 20, .keepWarm(minutes: 240), Figures(172, 0, 1, 72.0)),
    ("timer", 20, .hybridHistogram, Figures(172, 162, 1, 65.2)),
    ("wide", 20, .none, Figures(0, 0, 113, 111.8)),
    ("wide", 20, .alwaysOn, Figures(222, 1, 110, 147.4)),
    ("wide", 20, .keepWarm(minutes: 60), Figures(9, 0, 113, 114.7)),
    ("wide", 20, .keepWarm(minutes: 240), Figures(36, 0, 113, 123.5)),
    ("wide", 20, .hybridHistogram, Figures(0, 0, 113, 111.8)),
]

/// By idle timeout in minutes and policy.
private let lateVerdicts: [(Int, Policy, Figures)] = [
    (5, .none, Figures(0, 0, 513, 49.6)),
    (5, .alwaysOn, Figures(2880, 0, 238, 208.4)),
    (5, .keepWarm(minutes: 60), Figures(948, 0, 262, 111.6)),
    (5, .keepWarm(minutes: 240), Figures(1680, 0, 245, 165.6)),
    (5, .hybridHistogram, Figures(1033, 92, 376, 121.0)),
    (10, .none, Figures(0, 0, 182, 81.0)),
    (10, .alwaysOn, Figures(1362, 0, 60, 222.1)),
    (10, .keepWarm(minutes: 60), Figures(338, 0, 84, 127.0)),
    (10, .keepWarm(minutes: 240), Figures(685, 0, 66, 180.0)),
    (10, .hybridHistogram, Figures(517, 86, 70, 149.5)),
    (20, .none, Figures(0, 0, 173, 110.9)),
    (20, .alwaysOn, Figures(666, 0, 60, 232.5)),
    (20, .keepWarm(minutes: 60), Figures(164, 0, 83, 141.5)),
    (20, .keepWarm(minutes: 240), Figures(324, 0, 66, 190.5)),
    (20, .hybridHistogram, Figures(287, 86, 70, 175.4)),
]
