import Testing

@testable import Observing

@Suite struct FunctionFactsTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test func theHeaderNamesTheColumns() throws {
        let path = try folder.file(
            """
            trigger,Days,function,source,avg_duration_ms
            http,14,"a,b",cloud,12.5

            ,,c,,
            """
        )
        #expect(
            try FunctionFacts.read(fileAt: path) == [
                FunctionFacts(name: "a,b", averageDurationMs: 12.5, days: 14, source: "cloud"),
                FunctionFacts(name: "c", averageDurationMs: nil, days: nil, source: ""),
            ]
        )
    }

    @Test func percentilesOfTheDurationAreRead() throws {
        let path = try folder.file("function,p50_ms,p99_ms\na,12.5,90\nb,,\n")
        let facts = try FunctionFacts.read(fileAt: path)
        #expect(facts.map(\.medianMs) == [12.5, nil])
        #expect(facts.map(\.p99Ms) == [90, nil])
    }

    @Test func onlyTheNameIsNeeded() throws {
        let facts = try FunctionFacts.read(fileAt: folder.gzip("function\na\n"))
        #expect(
            facts == [FunctionFacts(name: "a", averageDurationMs: nil, days: nil, source: "")]
        )
    }

    @Test(arguments: [
        ("a field is missing", "a,1", "the row has not the 3 fields of the header"),
        ("no name", ",1,2", "the function has no name"),
        ("a word", "a,fast,2", "avg_duration_ms is no number from 0 on"),
        ("a negative number", "a,1,-2", "days is no number from 0 on"),
        ("an infinite number", "a,inf,2", "avg_duration_ms is no number from 0 on"),
    ])
    func refusesRows(requirement: String, row: String, reason: String) throws {
        let path = try folder.file("function,avg_duration_ms,days\nf,1,2\n\(row)\n")
        #expect(throws: ObservingError.badRow(path: path, line: 3, reason: reason)) {
            try FunctionFacts.read(fileAt: path)
        }
    }

    @Test func aTableWithoutNamesIsRefused() throws {
        let path = try folder.file("name,days\na,1\n")
        let error = #expect(throws: ObservingError.self) {
            try FunctionFacts.read(fileAt: path)
        }
        #expect(
            error?.description == "'\(path)', line 1: the header is 'name,days' and must be "
                + "'function,…'; name the columns so"
        )
    }
}
