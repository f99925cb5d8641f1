import Testing

@testable import Observing

private typealias Entry = FunctionTrace.Entry

@Suite struct FunctionTraceTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func trace(_ rows: String..., until: Int? = nil) throws -> FunctionTrace {
        let content = (["function,minute,count"] + rows).joined(separator: "\n")
        let plain = try FunctionTrace(ofFileAt: folder.file(content), until: until)
        #expect(try FunctionTrace(ofFileAt: folder.gzip(content), until: until) == plain)
        return plain
    }

    @Test func minutesAscendAndRepeatedOnesAreSummed() throws {
        let trace = try trace("b,5,1", "a,3,2", "b,2,4", " a , 3 , 5 ", "b,5,1", "a,3,1.0")
        #expect(trace.functions == ["a", "b"])
        #expect(
            trace.entries == [
                "a": [Entry(minute: 3, count: 8)],
                "b": [Entry(minute: 2, count: 4), Entry(minute: 5, count: 2)],
            ]
        )
        #expect(trace.rows == 6)
    }

    @Test func quotedNamesMayHoldCommasAndQuotes() throws {
        let trace = try trace(#""a,""b""",1,2"#, #""a,""b""","2","3""#)
        let expected = [Entry(minute: 1, count: 2), Entry(minute: 2, count: 3)]
        #expect(trace.entries == [#"a,"b""#: expected])
    }

    @Test func rowsFromTheEndMinuteOnArePassedOver() throws {
        let trace = try trace("a,0,1", "a,9,2", "a,10,4", "b,10,1", "b,11,x", until: 10)
        #expect(trace.entries == ["a": [Entry(minute: 0, count: 1), Entry(minute: 9, count: 2)]])
        #expect(trace.rows == 3)
        #expect(trace.malformed.count == 1)
        #expect(try self.trace("a,5,1", until: 5).entries.isEmpty)
    }

    @Test func aCountOfZeroNamesAFunctionOnly() throws {
        #expect(
            try trace("a,1,0", "b,1,1").entries == ["a": [], "b": [Entry(minute: 1, count: 1)]]
        )
    }

    @Test func sumsStayWithinWhatIsACount() throws {
        let trace = try trace("a,1,1000000000000", "a,1,1")
        #expect(trace.entries["a"] == [Entry(minute: 1, count: 1_000_000_000_000)])
    }

    @Test(arguments: [
        ("a field is missing", "a,1", "not three fields"),
        ("a field too many", "a,1,1,1", "not three fields"),
        ("no name", " ,1,1", "the function has no name"),
        (
            "a negative minute", "a,-1,1",
            "the minute is no whole number from 0 on, within ten years"
        ),
        (
            "a minute beyond ten years", "a,5270400,1",
            "the minute is no whole number from 0 on, within ten years"
        ),
        ("an empty minute", "a,,1", "the minute is no whole number from 0 on, within ten years"),
        ("an empty count", "a,1,", "the count is no whole number from 0 to 1000000000000"),
        ("an unknown count", "a,1,NaN", "the count is no whole number from 0 to 1000000000000"),
        (
            "more requests than there are", "a,1,1000000000001",
            "the count is no whole number from 0 to 1000000000000"
        ),
        ("half a request", "a,1,0.5", "the count is no whole number from 0 to 1000000000000"),
        ("an open quote", "\"a,1,1", "not three fields"),
        ("words behind a quote", "\"a\"b,1,1", "not three fields"),
    ])
    func countsMalformedRows(requirement: String, row: String, reason: String) throws {
        let trace = try trace("f,1,1", row, "f,2,1")
        #expect(trace.entries["f"]?.count == 2)
        #expect(
            trace.malformed.first == [MalformedLine(number: 3, reason: reason, excerpt: row)]
        )
    }

    @Test func otherHeadersAreRefused() throws {
        for header in ["function,minute,count,host", "minute,function,count", "a,1,1"] {
            let path = try folder.file(header + "\na,1,1\n")
            let expected = ObservingError.wrongHeader(
                path: path,
                line: 1,
                found: header,
                expected: "function,minute,count"
            )
            #expect(throws: expected) { try FunctionTrace(ofFileAt: path) }
        }
    }

    @Test func withoutUsableRowsThereIsNoTrace() throws {
        let path = try folder.file("function,minute,count\n\n")
        #expect(throws: ObservingError.noRows(path: path, flaw: nil)) {
            try FunctionTrace(ofFileAt: path)
        }
    }
}
