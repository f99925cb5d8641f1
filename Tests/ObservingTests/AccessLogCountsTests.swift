import CZlib
import Domain
import Testing

@testable import Observing

private let shop = EndpointID(rawValue: 1)

/// A line at some second, up to four minutes, after 2015-05-17 10:05 UTC.
private func line(_ second: Int, _ target: String, agent: String = "curl/8") -> String {
    let time = "10:0\(5 + second / 60):\(second % 60 / 10)\(second % 10)"
    return "h - - [17/May/2015:\(time) +0000] \"GET \(target) HTTP/1.1\" 200 1 \"-\" \"\(agent)\""
}

private func crc(_ text: String) -> UInt32 {
    let bytes = Array(text.utf8)
    return UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count)))
}

private let minute: Int64 = 1_431_857_100

@Suite struct AccessLogCountsTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func everything() throws -> LineMatcher {
        try LineMatcher(only: shop, name: "shop", rules: MatchRules())
    }

    @Test func linesAreDigestedByMinuteInFileOrder() throws {
        let lines = [
            line(3, "/a"), line(61, "/b"), line(3, "/a"), line(59, "/c"), line(60, "/d"),
        ]
        let expected: [EndpointID: [Int64: [UInt32]]] = [
            shop: [
                minute: [crc(lines[0]), crc(lines[2]), crc(lines[3])],
                minute + 60: [crc(lines[1]), crc(lines[4])],
            ]
        ]
        let content = lines.map { $0 + "\n" }.joined()
        for path in [try folder.file(content), try folder.gzip(content)] {
            let counts = try AccessLogCounts(ofFileAt: path, matcher: everything())
            #expect(counts.digests == expected)
            #expect(counts.lines == 5)
            #expect(counts.counted == 5)
            #expect(counts.earliestSecond == minute + 3)
            #expect(counts.latestSecond == minute + 61)
        }
    }

    @Test func theEndOfALineDoesNotChangeItsDigest() throws {
        let unix = try AccessLogCounts(
            ofFileAt: folder.file(line(1, "/a") + "\n"),
            matcher: everything()
        )
        for end in ["\r\n", ""] {
            let path = try folder.file(line(1, "/a") + end)
            #expect(try AccessLogCounts(ofFileAt: path, matcher: everything()) == unix)
        }
    }

    @Test func everyLineIsInOneOfTheTotals() throws {
        let lines = [
            line(1, "/api/x"), line(2, "/other"), "rubbish", "",
            line(3, "/api", agent: "preheat/1"),
            line(4, "/other", agent: "PreHeat/0.1.0 (+https://example.com)"),
            line(5, "/api", agent: "preheater/1"), line(9, "/api", agent: "x preheat/1"),
            String(repeating: "x", count: 70_000),
        ]
        let matcher = try LineMatcher(
            only: shop,
            name: "shop",
            rules: MatchRules(pathPrefix: "/api")
        )
        let path = try folder.file(lines.map { $0 + "\n" }.joined())
        let counts = try AccessLogCounts(ofFileAt: path, matcher: matcher)
        #expect(counts.lines == 8)
        #expect(counts.counted == 3)
        #expect(counts.unmatched == 1)
        #expect(counts.ownPings == 2)
        #expect(counts.malformed.count == 2)
        #expect(
            counts.malformed.first == [
                MalformedLine(number: 3, reason: "no time stamp in [ ]", excerpt: "rubbish"),
                MalformedLine(
                    number: 9,
                    reason: "the line is longer than 64 KiB",
                    excerpt: String(repeating: "x", count: 80)
                ),
            ]
        )
    }

    @Test func fiveMalformedLinesAreShownSafely() throws {
        let bad = "\u{1b}[31m" + String(repeating: "é", count: 50)
        let path = try folder.file(String(repeating: bad + "\n", count: 7) + line(1, "/"))
        let malformed = try AccessLogCounts(ofFileAt: path, matcher: everything()).malformed
        #expect(malformed.count == 7)
        #expect(malformed.first.map(\.number) == [1, 2, 3, 4, 5])
        #expect(
            malformed.first.first?.excerpt
                == #"\x1b[31m"# + String(repeating: #"\xc3\xa9"#, count: 9)
        )
    }

    @Test func aLastLineInTheWritingWaitsForItsEnd() throws {
        let cut = String(line(2, "/a").dropLast(3))
        let writing = try AccessLogCounts(
            ofFileAt: folder.file(line(1, "/a") + "\n" + cut),
            matcher: everything()
        )
        #expect(writing.counted == 1)
        #expect(writing.malformed.first.first?.reason == "a quoted field is not closed")
        let written = try AccessLogCounts(
            ofFileAt: folder.file(line(1, "/a") + "\n" + line(2, "/a")),
            matcher: everything()
        )
        #expect(written.counted == 2)
    }

    @Test func eachEndpointHasItsOwnLines() throws {
        let other = EndpointID(rawValue: 2)
        let endpoints = [(shop, "/a"), (other, "/a/b")].map { id, path in
            Endpoint(
                id: id,
                name: path,
                warmUp: WarmUpRequest(url: "http://localhost/"),
                match: MatchRules(pathPrefix: path)
            )
        }
        let lines = [line(1, "/a"), line(2, "/a/b"), line(3, "/a/c")]
        let counts = try AccessLogCounts(
            ofFileAt: folder.file(lines.joined(separator: "\n")),
            matcher: LineMatcher(endpoints: endpoints)
        )
        #expect(
            counts.digests == [
                shop: [minute: [crc(lines[0]), crc(lines[2])]],
                other: [minute: [crc(lines[1])]],
            ]
        )
    }

    @Test func anEmptyFileIsRefused() throws {
        for content in ["", "\n \n"] {
            let path = try folder.file(content)
            #expect(throws: ObservingError.empty(path: path)) {
                try AccessLogCounts(ofFileAt: path, matcher: everything())
            }
        }
    }
}
