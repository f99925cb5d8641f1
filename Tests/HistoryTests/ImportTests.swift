import Domain
import Testing

@testable import History

@Suite struct ImportTests {
    private let store: HistoryStore
    private let a: EndpointID
    private let b: EndpointID

    init() async throws {
        store = try HistoryStore.inMemory()
        a = try await store.add(plainEndpoint(named: "a"))
        b = try await store.add(plainEndpoint(named: "b"))
    }

    /// An unknown hour is a gap, and no gap where a count is known.
    @Test func anUnknownCountBecomesAnUnknownBinWhereThereIsNone() async throws {
        func importing(_ counts: [Int64: Int64?]) async throws -> ImportOutcome {
            try await store.importBins(
                counts.sorted { $0.key < $1.key }.map { start, count in
                    (a, TrafficBin(startedAtS: start, widthS: 3600, requests: count))
                },
                as: record(),
                dryRun: false
            )
        }
        let first = try await importing([0: 5, 3600: nil])
        #expect(first.binsChanged == 2 && first.added == [a: 5])
        #expect(try await store.requests(of: a) == [0: 5, 3600: nil])
        #expect(try await importing([0: nil, 3600: nil]).binsChanged == 0)
        let second = try await importing([3600: 7])
        #expect(second.added == [a: 7])
        #expect(try await store.requests(of: a) == [0: 5, 3600: 7])
        _ = try await store.undoImport(try #require(second.importID))
        #expect(try await store.requests(of: a) == [0: 5, 3600: nil])
        _ = try await store.undoImport(try #require(first.importID))
        #expect(try await store.requests(of: a).isEmpty)
    }

    private func importLines(_ lines: [Int64: [UInt32]]) async throws -> ImportOutcome {
        try await store.importLines([a: lines], as: record(), dryRun: false)
    }

    @Test(
        arguments: [
            ("a first import adds all", [[60: [1, 2], 120: [3]]], [60: 2, 120: 1], 3, 0),
            ("a second import adds nothing", [[60: [1, 2]], [60: [2, 1]]], [60: 2], 0, 2),
            (
                "a grown file adds its new lines", [[60: [1, 2]], [60: [1, 2, 3], 120: [4]]],
                [60: 3, 120: 1], 2, 2
            ),
            (
                "a rotated file adds what came after",
                [[60: [1, 2], 120: [3]], [120: [4], 180: [5]]],
                [60: 2, 120: 2, 180: 1], 2, 0
            ),
            (
                "an overlapping file adds the rest",
                [[60: [1, 2], 120: [3]], [120: [3, 4], 180: [5]]],
                [60: 2, 120: 2, 180: 1], 2, 1
            ),
            ("equal lines of one file count each", [[60: [7, 7, 7]]], [60: 3], 3, 0),
            (
                "equal lines count as often as the file with the most has them",
                [[60: [7, 7]], [60: [7, 7, 7]]], [60: 3], 1, 2
            ),
            ("fewer equal lines add nothing", [[60: [7, 7, 7]], [60: [7]]], [60: 3], 0, 1),
            (
                "three parts of a minute add up", [[60: [1]], [60: [2]], [60: [1, 2, 3]]], [60: 3],
                1, 2
            ),
            (
                "an equal line of another minute is another line", [[60: [1]], [120: [1]]],
                [60: 1, 120: 1], 1, 0
            ),
            (
                "the largest and smallest digests are kept", [[60: [.max, 0]], [60: [0, .max]]],
                [60: 2], 0, 2
            ),
            ("an empty file adds nothing", [[:]], [:], 0, 0),
        ] as [(String, [[Int64: [UInt32]]], [Int64: Int64], Int64, Int64)]
    )
    func theSameLineCountsOnce(
        requirement: String,
        files: [[Int64: [UInt32]]],
        expected: [Int64: Int64],
        added: Int64,
        alreadyKnown: Int64
    ) async throws {
        var last = ImportOutcome()
        for file in files { last = try await importLines(file) }
        #expect(try await store.requests(of: a) == expected.mapValues { $0 }, "\(requirement)")
        #expect(last.added[a, default: 0] == added, "\(requirement)")
        #expect(last.alreadyKnown == alreadyKnown, "\(requirement)")
        #expect((last.importID == nil) == (added == 0), "\(requirement)")
    }

    @Test func twoEndpointsKnowTheirOwnLines() async throws {
        let lines: [EndpointID: [Int64: [UInt32]]] = [a: [60: [1, 2]], b: [60: [1]]]
        let first = try await store.importLines(lines, as: record(), dryRun: false)
        #expect(first.added == [a: 2, b: 1])
        #expect(first.binsChanged == 2)
        let second = try await store.importLines([b: [60: [1, 2]]], as: record(), dryRun: false)
        #expect(second.added == [b: 1])
        #expect(try await store.requests(of: a) == [60: 2])
        #expect(try await store.requests(of: b) == [60: 2])
    }

    @Test func linesAddToWhatIsThere() async throws {
        try await store.write([
            (a, TrafficBin(startedAtS: 60, requests: 5, coldStarts: 4, durationMs: 9)),
            (a, TrafficBin(startedAtS: 120, requests: nil, durationMs: 9)),
        ])
        _ = try await importLines([60: [1], 120: [2]])
        let bins = try await store.traffic(of: a, in: 0..<180, limit: 9)
        #expect(
            bins == [
                TrafficBin(startedAtS: 60, requests: 6, coldStarts: 4, durationMs: 9),
                TrafficBin(startedAtS: 120, requests: 1, durationMs: 9),
            ]
        )
    }

    @Test func aDryRunSaysTheSameAndWritesNothing() async throws {
        _ = try await importLines([60: [1]])
        let revision = try await store.trafficRevision()
        let lines: [EndpointID: [Int64: [UInt32]]] = [a: [60: [1, 2], 120: [3]]]
        let dry = try await store.importLines(lines, as: record(), dryRun: true)
        let bins = [(a, TrafficBin(startedAtS: 60, requests: 9))]
        let dryBins = try await store.importBins(bins, as: record(), dryRun: true)
        #expect(dryBins.added == [a: 8] && dryBins.importID == nil)
        #expect(try await store.trafficRevision() == revision)
        #expect(try await store.imports(limit: 10).count == 1)
        var wet = try await store.importLines(lines, as: record(), dryRun: false)
        #expect(wet.importID != nil)
        wet.importID = nil
        #expect(dry == wet)
    }

    @Test func anImportIsOneRevision() async throws {
        let before = try await store.trafficRevision()
        _ = try await importLines([60: [1], 120: [2], 180: [3]])
        #expect(try await store.trafficRevision() == before + 1)
        #expect(try await store.trafficChanges(after: before, limit: 9).bins.count == 3)
    }

    @Test func aSeriesReplacesRequestsAndKeepsTheRest() async throws {
        try await store.write([
            (a, TrafficBin(startedAtS: 60, requests: 5, coldStarts: 4, durationMs: 9)),
            (a, TrafficBin(startedAtS: 120, requests: 5, coldStarts: 4, durationMs: 9)),
            (a, TrafficBin(startedAtS: 180, requests: 5)),
            (a, TrafficBin(startedAtS: 240, requests: 5)),
        ])
        let before = try await store.trafficRevision()
        let outcome = try await store.importBins(
            [
                (a, TrafficBin(startedAtS: 60, requests: 4)),
                (a, TrafficBin(startedAtS: 120, requests: 3)),
                (a, TrafficBin(startedAtS: 180, requests: 5)),
                (a, TrafficBin(startedAtS: 240, requests: nil)),
                (a, TrafficBin(startedAtS: 300, requests: 1)),
                (a, TrafficBin(startedAtS: 300, requests: 7)),
            ],
            as: record(),
            dryRun: false
        )
        #expect(outcome.added == [a: 4])
        #expect(outcome.alreadyKnown == 1)
        #expect(outcome.binsChanged == 3)
        #expect(
            try await store.traffic(of: a, in: 0..<600, limit: 9) == [
                TrafficBin(startedAtS: 60, requests: 4, coldStarts: 4, durationMs: 9),
                TrafficBin(startedAtS: 120, requests: 3, durationMs: 9),
                TrafficBin(startedAtS: 180, requests: 5),
                TrafficBin(startedAtS: 240, requests: 5),
                TrafficBin(startedAtS: 300, requests: 7),
            ]
        )
        #expect(try await store.trafficChanges(after: before, limit: 9).bins.count == 3)
    }

    @Test func whatTheSchemaRefusesLeavesNothingBehind() async throws {
        let refusal = await storeError { _ = try await importLines([60: [1], 61: [2]]) }
        #expect(
            refusal
                == .ruleBroken(rule: "a bin starts at a whole minute from the year 1 to 9999")
        )
        let gone: [EndpointID: [Int64: [UInt32]]] = [EndpointID(rawValue: 99): [60: [1]]]
        let orphan = await storeError {
            _ = try await store.importLines(gone, as: record(), dryRun: false)
        }
        #expect(orphan == .endpointIsGone)
        #expect(try await store.imports(limit: 10).isEmpty)
        #expect(try await store.requests(of: a).isEmpty)
    }

    @Test func importsAreRememberedTheNewestFirst() async throws {
        var told = record("a.log", fingerprint: "abc")
        told.originS = 600
        told.lines = 12
        told.malformed = 3
        told.unmatched = 4
        told.ownPings = 2
        let first = try await store.importLines([a: [60: [1, 2, 3]]], as: told, dryRun: false)
        let second = try await store.importLines([a: [60: [1, 9]]], as: record("b"), dryRun: false)
        told.id = try #require(first.importID)
        told.counted = 3
        let imports = try await store.imports(limit: 10)
        #expect(imports.map(\.source) == ["b", "a.log"])
        #expect(imports.last == told)
        #expect(imports.first?.alreadyKnown == 1)
        #expect(imports.first?.id == second.importID)
        #expect(try await store.imports(limit: 1).count == 1)
    }

    @Test func theOriginOfAKnownSourceIsFoundAgain() async throws {
        for (origin, second) in [(600, 60), (1200, 120)] as [(Int64, Int64)] {
            var told = record(fingerprint: "abc")
            told.originS = origin
            _ = try await store.importLines([a: [second: [1]]], as: told, dryRun: false)
        }
        #expect(try await store.originOfImport(withFingerprint: "abc") == 1200)
        #expect(try await store.originOfImport(withFingerprint: "xyz") == nil)
        let newest = try #require(try await store.imports(limit: 1).first?.id)
        _ = try await store.undoImport(newest)
        #expect(try await store.originOfImport(withFingerprint: "abc") == 600)
    }

    @Test(
        arguments: [
            ("nothing known", [3, 1, 2], [], [1, 2, 3]), ("all known", [1, 2], [2, 1], []),
            ("each known one takes one away", [5, 5, 5, 1], [5, 9, 5], [1, 5]),
            ("more known than found", [5], [5, 5], []), ("nothing found", [], [1], []),
        ] as [(String, [UInt32], [UInt32], [UInt32])]
    )
    func theDifferenceIsThatOfMultisets(
        requirement: String,
        found: [UInt32],
        known: [UInt32],
        expected: [UInt32]
    ) {
        #expect(digests(found, without: known) == expected, "\(requirement)")
    }
}
