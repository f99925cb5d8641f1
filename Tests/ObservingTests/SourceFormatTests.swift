import Testing

@testable import Observing

private let logLine = "h - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 1"

@Suite struct SourceFormatTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test(arguments: [
        ("a log", logLine, SourceFormat.accessLog),
        ("a log behind blank and malformed lines", "\n-\n\(logLine)\n", .accessLog),
        ("a series", "timestamp,count\n", .series),
        ("in capitals, with a mark and spaces", "\u{feff} TimeStamp , COUNT \r\n", .series),
        ("a series with columns to be refused later", "timestamp,count,host\n", .series),
        ("a trace", "function,minute,count\n", .functionTrace),
        (
            "a trace, quoted, behind blank lines", "\n \n\"Function\",\"minute\",count\n",
            .functionTrace
        ),
    ])
    func tells(requirement: String, content: String, expected: SourceFormat) throws {
        #expect(try SourceFormat.detect(fileAt: folder.file(content)) == expected)
        #expect(try SourceFormat.detect(fileAt: folder.gzip(content)) == expected)
    }

    @Test func somethingElseIsRefusedWithItsFirstLine() throws {
        let path = try folder.file("\n{\"a\":1}\u{7}\n")
        #expect(throws: ObservingError.unknownFormat(path: path, firstLine: #"{"a":1}\x07"#)) {
            try SourceFormat.detect(fileAt: path)
        }
    }

    @Test func anEmptyFileIsRefused() throws {
        for content in ["", "\n\n", "\u{feff}"] {
            let path = try folder.file(content)
            #expect(throws: ObservingError.empty(path: path)) {
                try SourceFormat.detect(fileAt: path)
            }
        }
    }

    @Test func theSearchForALogHasAnEnd() throws {
        let rubbish = String(repeating: "x\n", count: 999)
        let near = try folder.file(rubbish + logLine, name: "near")
        #expect(try SourceFormat.detect(fileAt: near) == .accessLog)
        let far = try folder.file(rubbish + "x\n" + logLine, name: "far")
        #expect(throws: ObservingError.unknownFormat(path: far, firstLine: "x")) {
            try SourceFormat.detect(fileAt: far)
        }
    }
}
