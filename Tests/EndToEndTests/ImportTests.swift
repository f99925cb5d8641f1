import Foundation
import Testing

@Suite struct ImportTests {
    private let workshop: Workshop

    init() async throws {
        workshop = try Workshop()
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
    }

    private var requests: Int {
        get async throws {
            try await workshop.number("SELECT coalesce(sum(requests), 0) FROM traffic")
        }
    }

    /// Imports files for the endpoint and returns the first line that is said.
    private func importFiles(_ files: String..., options: [String] = []) async throws -> String {
        let arguments = ["import"] + files + ["--endpoint", "shop"] + options
        let outcome = try await workshop.preheat(arguments)
        try #require(outcome.code == 0, "\(outcome.errors)")
        return String(outcome.output.split(separator: "\n").first ?? "")
    }

    @Test func aSecondImportAddsNothing() async throws {
        let log = try workshop.file("access.log", AccessLog.lines(0..<50))
        let first = try await importFiles(log)
        #expect(first.contains("50 lines, 50 new requests, 0 known already"))
        let second = try await importFiles(log)
        #expect(second.contains("50 lines, 0 new requests, 50 known already"))
        #expect(try await requests == 50)
    }

    @Test func aGrownLogAddsOnlyWhatIsNew() async throws {
        let log = try workshop.file("access.log", AccessLog.lines(0..<50))
        _ = try await importFiles(log)
        try workshop.file("access.log", AccessLog.lines(0..<80))
        let grown = try await importFiles(log)
        #expect(grown.contains("80 lines, 30 new requests, 50 known already"))
        #expect(try await requests == 80)
    }

    @Test func aRotatedAndCompressedLogAddsNothing() async throws {
        let log = try workshop.file("access.log", AccessLog.lines(0..<50))
        _ = try await importFiles(log)
        let rotated = workshop.path("access.log.1")
        try FileManager.default.moveItem(atPath: log, toPath: rotated)
        try await workshop.run("/bin/gzip", rotated)
        try workshop.file("access.log", AccessLog.lines(50..<60))
        let outcome = try await workshop.preheat(
            "import",
            log,
            rotated + ".gz",
            "--endpoint",
            "shop"
        )
        #expect(outcome.output.contains("access.log: 10 lines, 10 new requests"))
        #expect(outcome.output.contains("access.log.1.gz: 50 lines, 0 new requests"))
        #expect(try await requests == 60)
    }

    @Test func overlappingLogsCountTheCommonLinesOnce() async throws {
        let one = try workshop.file("one.log", AccessLog.lines(0..<50))
        let other = try workshop.file("other.log", AccessLog.lines(30..<70))
        _ = try await importFiles(one, other)
        #expect(try await requests == 70)
    }

    @Test func ownPingsAreNotCounted() async throws {
        let moment = Date(timeIntervalSince1970: 1_790_000_000)
        let log = try workshop.file(
            "access.log",
            [
                AccessLog.line(at: moment, number: 1, agent: "preheat/0.1.0"),
                AccessLog.line(at: moment, number: 2, agent: "Preheat/9.9 (+https://x.example)"),
                AccessLog.line(at: moment, number: 3, agent: "a reader of preheat/0.1.0"),
                AccessLog.line(at: moment, number: 4),
            ].joined(separator: "\n") + "\n"
        )
        let said = try await importFiles(log)
        #expect(said.contains("4 lines, 2 new requests") && said.contains("2 own pings"))
        #expect(try await requests == 2)
    }

    @Test func malformedLinesAreCountedAndShownWithFileAndLine() async throws {
        let lines = AccessLog.lines(0..<2)
        let log = try workshop.file("access.log", lines + "what is this\n" + AccessLog.lines(2..<3))
        let outcome = try await workshop.preheat("import", log, "--endpoint", "shop")
        #expect(outcome.code == 0)
        #expect(outcome.output.contains("4 lines, 3 new requests"))
        #expect(outcome.output.contains("1 malformed"))
        #expect(outcome.output.contains("  \(log):3: no time stamp in [ ]: what is this\n"))
    }

    /// A moment that the history has no room for makes its line malformed, not the whole file.
    @Test func aLineFromTheYearZeroIsMalformed() async throws {
        let old = """
            192.0.2.1 - - [01/Jan/0001:00:00:00 +1400] "GET / HTTP/1.1" 200 42 "-" "visitor"

            """
        let log = try workshop.file("access.log", AccessLog.lines(0..<2) + old)
        let outcome = try await workshop.preheat("import", log, "--endpoint", "shop")
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("3 lines, 2 new requests"))
        #expect(outcome.output.contains("\(log):3: "))
    }

    @Test func aCountThatTheHistoryHasNoRoomForIsMalformed() async throws {
        let series = try workshop.file(
            "series.csv",
            "timestamp,count\n2026-11-01T00:00:00Z,5\n2026-11-01T00:01:00Z,1000000000001\n"
        )
        let outcome = try await workshop.preheat("import", series, "--endpoint", "shop")
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(
            outcome.output.contains("2 rows, 1 bins of 1m")
                && outcome.output.contains("1 malformed")
        )
        #expect(outcome.output.contains("\(series):3: "))
        #expect(try await requests == 5)
    }

    @Test func matchRulesTellWhoseALineIs() async throws {
        try await workshop.done("endpoint", "set", "shop", "--path", "/shop")
        try await workshop.done(
            "endpoint",
            "add",
            "api",
            "http://127.0.0.1:9/",
            "--match",
            "^/v[12]/"
        )
        let log = try workshop.file(
            "access.log",
            AccessLog.lines(0..<3, path: "/shop/cart") + AccessLog.lines(3..<5, path: "/v2/orders")
                + AccessLog.lines(5..<6, path: "/shopping")
        )
        let said = try await workshop.done("import", log)
        #expect(said.contains("6 lines, 5 new requests") && said.contains("1 of no endpoint"))
        #expect(said.contains("  shop: added 3 requests\n"))
        #expect(said.contains("  api: added 2 requests\n"))
    }

    @Test func aDryRunChangesNothing() async throws {
        let log = try workshop.file("access.log", AccessLog.lines(0..<50))
        let outcome = try await workshop.preheat(
            "import",
            log,
            "--endpoint",
            "shop",
            "--dry-run"
        )
        #expect(outcome.output.contains("50 new requests"))
        #expect(outcome.output.contains("  shop: would add 50 requests\n"))
        #expect(try await workshop.number("SELECT count(*) FROM traffic") == 0)
        #expect(try await workshop.number("SELECT count(*) FROM import") == 0)
    }

    @Test func aSeriesReplacesEarlierBins() async throws {
        let series = try workshop.file(
            "series.csv",
            "timestamp,count\n2026-11-01T00:00:00Z,5\n2026-11-01T00:01:00Z,7\n"
        )
        _ = try await importFiles(series)
        try workshop.file(
            "series.csv",
            "timestamp,count\n2026-11-01T00:01:00Z,1\n2026-11-01T00:02:00Z,2\n"
        )
        _ = try await importFiles(series)
        let counts = try await workshop.sqlite("SELECT requests FROM traffic ORDER BY startedAtS")
        #expect(counts == ["5", "1", "2"])
    }

    @Test func aTraceGoesToTheEndpointsOfItsFunctionsNames() async throws {
        try await workshop.done("endpoint", "add", "api", "http://127.0.0.1:9/")
        let trace = try workshop.file(
            "trace.csv",
            "function,minute,count\nshop,0,2\nshop,15,1\napi,3,4\nother,1,9\n"
        )
        let said = try await workshop.done("import", trace, "--start", "2026-11-02")
        #expect(said.contains("4 rows of 3 functions, minute 0 is 2026-11-02T00:00:00Z"))
        #expect(said.contains("1 function without an endpoint of that name (other)"))
        let rows = try await workshop.sqlite(
            """
            SELECT name, startedAtS, requests FROM traffic JOIN endpoint ON id = endpointID
            ORDER BY name, startedAtS
            """
        )
        #expect(rows == ["api|1793577780|4", "shop|1793577600|2", "shop|1793578500|1"])
    }

    @Test func anUndoneImportLeavesNothingAndCanBeRepeated() async throws {
        let log = try workshop.file("access.log", AccessLog.lines(0..<50))
        let other = try workshop.file("other.log", AccessLog.lines(40..<60))
        _ = try await importFiles(log)
        _ = try await importFiles(other)
        let undone = try await workshop.done("imports", "undo", "1")
        #expect(undone == "undid import 1: 50 bins are as they were before it\n")
        #expect(try await workshop.done("imports").contains("undone"))
        let again = try await workshop.preheat("imports", "undo", "1")
        #expect(again.code == 1)
        #expect(
            again.errors == "preheat: import 1 was undone already; there is nothing left to undo\n"
        )
        _ = try await importFiles(log)
        #expect(try await requests == 60)
    }
}
