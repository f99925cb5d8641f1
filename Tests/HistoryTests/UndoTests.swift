import Domain
import Testing

@testable import History

@Suite struct UndoTests {
    private let store: HistoryStore
    private let a: EndpointID

    init() async throws {
        store = try HistoryStore.inMemory()
        a = try await store.add(plainEndpoint(named: "a"))
    }

    /// One step of a story; imports are numbered from 1 in the order in which they are told.
    enum Step: Sendable {
        case lines([Int64: [UInt32]])
        case bins([Int64: Int64])
        case write(TrafficBin)
        case undo(Int64)
    }

    private func perform(_ step: Step) async throws {
        switch step {
        case .lines(let lines):
            _ = try await store.importLines([a: lines], as: record(), dryRun: false)
        case .bins(let counts):
            let bins = counts.map { (a, TrafficBin(startedAtS: $0.key, requests: $0.value)) }
            _ = try await store.importBins(bins, as: record(), dryRun: false)
        case .write(let bin): try await store.write([(a, bin)])
        case .undo(let id): _ = try await store.undoImport(id)
        }
    }

    @Test(
        arguments: [
            ("lines go as they came", [.lines([60: [1, 2], 120: [3]]), .undo(1)], [:]),
            (
                "what others counted stays",
                [
                    .write(TrafficBin(startedAtS: 60, requests: 5)), .lines([60: [1, 2]]), .undo(1),
                ], [60: 5]
            ),
            (
                "a known 0 stays a known 0",
                [
                    .write(TrafficBin(startedAtS: 60, requests: 0)), .lines([60: [1]]), .undo(1),
                ], [60: 0]
            ),
            (
                "an unknown is unknown again",
                [
                    .write(TrafficBin(startedAtS: 60, requests: nil, durationMs: 5)),
                    .lines([60: [1]]), .undo(1),
                ], [60: nil]
            ),
            (
                "undone lines can be imported again",
                [
                    .lines([60: [1, 2]]), .undo(1), .lines([60: [1, 2]]),
                ], [60: 2]
            ),
            (
                "a later import keeps its own lines",
                [
                    .lines([60: [1, 2]]), .lines([60: [1, 2, 3]]), .undo(1),
                ], [60: 1]
            ),
            (
                "in the order of import, nothing is left",
                [
                    .lines([60: [1, 2]]), .lines([60: [3]]), .undo(1), .undo(2),
                ], [:]
            ),
            (
                "in the other order, nothing is left",
                [
                    .lines([60: [1, 2]]), .lines([60: [3]]), .undo(2), .undo(1),
                ], [:]
            ),
            (
                "three imports, the middle one first",
                [
                    .lines([60: [1]]), .lines([60: [2]]), .lines([60: [3]]), .undo(2), .undo(1),
                    .undo(3),
                ], [:]
            ),
            (
                "a bin gets back what was there",
                [
                    .write(TrafficBin(startedAtS: 60, requests: 5)), .bins([60: 9, 120: 2]),
                    .undo(1),
                ], [60: 5]
            ),
            (
                "a bin gets back what was there and what lines added",
                [
                    .write(TrafficBin(startedAtS: 60, requests: 5)), .bins([60: 9]),
                    .lines([60: [1, 2]]), .undo(1),
                ], [60: 7]
            ),
            (
                "then those lines can go, too",
                [
                    .write(TrafficBin(startedAtS: 60, requests: 5)), .bins([60: 9]),
                    .lines([60: [1, 2]]), .undo(1), .undo(2),
                ], [60: 5]
            ),
            (
                "a bin under which nothing was leaves the lines",
                [
                    .bins([60: 9]), .lines([60: [1, 2]]), .undo(1),
                ], [60: 2]
            ),
            (
                "and then nothing",
                [
                    .bins([60: 9]), .lines([60: [1, 2]]), .undo(1), .undo(2),
                ], [:]
            ),
            (
                "a replaced bin gives its lines back",
                [
                    .lines([60: [1, 2]]), .bins([60: 9]), .undo(2),
                ], [60: 2]
            ),
            (
                "two series, the later first",
                [
                    .bins([60: 9]), .bins([60: 4]), .undo(2), .undo(1),
                ], [:]
            ),
            (
                "a bin that somebody removed stays removed",
                [
                    .lines([60: [1]]), .bins([120: 3]), .undo(2),
                ], [60: 1]
            ),
            (
                "a count that somebody lowered never falls below 0",
                [
                    .lines([60: [1, 2, 3]]), .write(TrafficBin(startedAtS: 60, requests: 1)),
                    .undo(1),
                ], [:]
            ),
            (
                "a later series of other bins is no hindrance",
                [
                    .lines([60: [1]]), .bins([120: 3]), .undo(1),
                ], [120: 3]
            ),
        ] as [(String, [Step], [Int64: Int64?])]
    )
    func undoing(requirement: String, steps: [Step], expected: [Int64: Int64?]) async throws {
        for step in steps { try await perform(step) }
        #expect(try await store.requests(of: a) == expected, "\(requirement)")
    }

    @Test func undoSaysWhatItChanged() async throws {
        try await perform(.lines([60: [1, 2], 120: [3]]))
        let outcome = try await store.undoImport(1)
        #expect(outcome.importID == 1)
        #expect(outcome.added == [a: -3])
        #expect(outcome.binsChanged == 2)
        #expect(try await store.imports(limit: 1).first?.undoneAt != nil)
    }

    @Test func undoIsNoticedByReaders() async throws {
        try await perform(.write(TrafficBin(startedAtS: 60, requests: 5)))
        try await perform(.lines([60: [1]]))
        var before = try await store.trafficRevision()
        _ = try await store.undoImport(1)
        var changes = try await store.trafficChanges(after: before, limit: 9)
        #expect(changes.bins.map(\.1) == [TrafficBin(startedAtS: 60, requests: 5)])
        try await perform(.lines([120: [1]]))
        before = try await store.trafficRevision()
        _ = try await store.undoImport(2)
        changes = try await store.trafficChanges(after: before, limit: 9)
        #expect(changes.resetEndpoints == [a])
    }

    @Test func coldStartsNeverOutnumberWhatIsLeft() async throws {
        try await perform(.write(TrafficBin(startedAtS: 60, requests: 1)))
        try await perform(.lines([60: [1, 2]]))
        try await perform(.write(TrafficBin(startedAtS: 60, requests: 3, coldStarts: 3)))
        try await perform(.undo(1))
        let bins = try await store.traffic(of: a, in: 0..<600, limit: 9)
        #expect(bins == [TrafficBin(startedAtS: 60, requests: 1)])
    }

    @Test func aLaterSeriesMustBeUndoneFirst() async throws {
        try await perform(.lines([60: [1], 120: [2]]))
        try await perform(.bins([60: 7]))
        try await perform(.bins([120: 8]))
        #expect(
            await storeError { try await perform(.undo(1)) }
                == .replacedByLaterImport(1, later: 3)
        )
        #expect(try await store.requests(of: a) == [60: 7, 120: 8])
        try await perform(.undo(3))
        #expect(
            await storeError { try await perform(.undo(1)) }
                == .replacedByLaterImport(1, later: 2)
        )
        try await perform(.undo(2))
        try await perform(.undo(1))
        #expect(try await store.requests(of: a).isEmpty)
    }

    @Test func whatCannotBeUndoneIsSaid() async throws {
        #expect(await storeError { try await perform(.undo(1)) } == .unknownImport(1))
        try await perform(.lines([60: [1]]))
        try await perform(.undo(1))
        #expect(await storeError { try await perform(.undo(1)) } == .alreadyUndone(1))
    }

    @Test func aBinThatWasRemovedInTheMeantimeStaysRemoved() async throws {
        try await perform(.write(TrafficBin(startedAtS: 60, requests: 5)))
        try await perform(.bins([60: 9]))
        try await store.shell("DELETE FROM traffic")
        let outcome = try await store.undoImport(1)
        #expect(outcome.binsChanged == 0)
        #expect(try await store.requests(of: a).isEmpty)
    }
}
