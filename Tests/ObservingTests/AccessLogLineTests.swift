import Testing

@testable import Observing

/// What a line says, as text.
private struct Said: Equatable {
    var second: Int64 = 1_431_857_103  // 2015-05-17 10:05:03 UTC.
    var host: String?
    var target = "/a"
    var agent: String?
}

private func read(_ text: String) throws -> Said {
    try Array(text.utf8).withUnsafeBytes { bytes in
        let line = try AccessLogLine(bytes)
        return Said(
            second: line.secondsSinceEpoch,
            host: line.host?.text,
            target: line.target.text,
            agent: line.userAgent?.text
        )
    }
}

private let stamp = "[17/May/2015:10:05:03 +0000]"

@Suite struct AccessLogLineTests {
    @Test(arguments: [
        ("the common format", "1.2.3.4 - - \(stamp) \"GET /a HTTP/1.1\" 200 12", Said()),
        ("nothing behind the status", "1.2.3.4 - - \(stamp) \"GET /a HTTP/1.1\" 200", Said()),
        (
            "the combined format",
            "1.2.3.4 - - \(stamp) \"GET /a HTTP/1.1\" 200 12 \"-\" \"curl/8\"",
            Said(agent: "curl/8")
        ),
        (
            "more fields behind the agent",
            "1.2.3.4 - - \(stamp) \"GET /a HTTP/1.1\" 200 12 \"-\" \"curl/8\" \"10.0.0.1\" 0.1",
            Said(agent: "curl/8")
        ),
        (
            "escaped quotes end no field",
            #"1.2.3.4 - - \#(stamp) "GET /a?\"\x22 HTTP/1.1" 200 1 "a\"b\\" "c\"d""#,
            Said(target: #"/a?\"\x22"#, agent: #"c\"d"#)
        ),
        ("a user with spaces", "1.2.3.4 - Ann Lee \(stamp) \"GET /a HTTP/1.1\" 200 1", Said()),
        ("a user in brackets", "1.2.3.4 - [x] \(stamp) \"GET /a HTTP/1.1\" 200 1", Said()),
        (
            "a virtual host and port",
            "www.example.com:443 1.2.3.4 - - \(stamp) \"GET /a HTTP/1.1\" 200 1",
            Said(host: "www.example.com:443")
        ),
        (
            "a virtual host without a port",
            "www.example.com 1.2.3.4 - ann \(stamp) \"GET /a HTTP/1.1\" 200 1",
            Said(host: "www.example.com")
        ),
        (
            "a virtual host that is an address",
            "[::1]:80 ::1 - - \(stamp) \"GET /a HTTP/1.1\" 200 1", Said(host: "[::1]:80")
        ),
        (
            "an IPv6 client and a user with a space are no virtual host",
            "2001:db8::1 - ann lee \(stamp) \"GET /a HTTP/1.1\" 200 1", Said()
        ),
        (
            "an absolute URI",
            "1.2.3.4 - - \(stamp) \"GET HTTP://u:p@Example.com:80/a HTTP/1.1\" 200 1",
            Said(host: "Example.com:80")
        ),
        (
            "an absolute URI without a path",
            "1.2.3.4 - - \(stamp) \"GET http://example.com?q=1 HTTP/1.1\" 200 1",
            Said(host: "example.com", target: "?q=1")
        ),
        (
            "the virtual host that served it goes before the URI",
            "a.example:80 1.2.3.4 - - \(stamp) \"GET http://b.example/a HTTP/1.1\" 200 1",
            Said(host: "a.example:80")
        ),
        ("no protocol, as in HTTP/0.9", "h - - \(stamp) \"GET /a\" 200 1", Said()),
        (
            "spaces within the target", "h - - \(stamp) \"GET /a b  c HTTP/1.1\" 400 1",
            Said(target: "/a b  c")
        ),
        ("another protocol", "h - - \(stamp) \"OPTIONS /a RTSP/1.0\" 400 1", Said()),
        ("a method of one's own", "h - - \(stamp) \"M-SEARCH /a HTTP/1.1\" 400 1", Said()),
    ])
    private func reads(requirement: String, line: String, expected: Said) throws {
        #expect(try read(line) == expected)
    }

    @Test(arguments: [
        ("no stamp", "1.2.3.4 - - \"GET / HTTP/1.1\" 200 1", AccessLogLine.Flaw.noTimestamp),
        ("an error log", "2015/05/17 10:05:03 [error] 1#1: *1 open() failed", .noTimestamp),
        ("a stamp cut short", "h - - [17/May/2015:10:05:03 +00", .badTimestamp),
        (
            "a year before 1970", "h - - [31/Dec/1969:23:59:59 +0000] \"GET / HTTP/1.1\" 200 1",
            .badTimestamp
        ),
        ("no request", "h - - \(stamp) 200 1", .noRequest),
        ("an open request", "h - - \(stamp) \"GET / HTTP/1.1 200 1", .openRequest),
        ("a request closed by an escaped quote", #"h - - \#(stamp) "GET /\" 200 1"#, .openRequest),
        (
            "an agent without its closing quote",
            "h - - \(stamp) \"GET /a HTTP/1.1\" 200 12 \"-\" \"Bot (http://b/", .openField
        ),
        ("a dash", "h - - \(stamp) \"-\" 400 0 \"-\" \"-\"", .noMethodAndTarget),
        ("nothing", "h - - \(stamp) \"\" 400 0 \"-\" \"-\"", .noMethodAndTarget),
        ("a method alone", "h - - \(stamp) \"GET\" 400 0", .noMethodAndTarget),
        ("no target", "h - - \(stamp) \"GET  HTTP/1.1\" 400 0", .noMethodAndTarget),
        ("escaped TLS", #"h - - \#(stamp) "\x16\x03 \x01" 400 0"#, .noMethodAndTarget),
        ("raw TLS", "h - - \(stamp) \"\u{16}\u{3} \u{1}\" 400 0", .noMethodAndTarget),
        ("no status", "h - - \(stamp) \"GET / HTTP/1.1\" - 0", .noStatus),
        ("a status of four digits", "h - - \(stamp) \"GET / HTTP/1.1\" 2000 0", .noStatus),
        ("a cut behind the request", "h - - \(stamp) \"GET / HTTP/1.1\" 20", .noStatus),
    ])
    func refuses(requirement: String, line: String, flaw: AccessLogLine.Flaw) {
        #expect(throws: flaw) { try read(line) }
    }

    @Test(arguments: [
        ("east of UTC it is earlier", "17/May/2015:10:05:03 +0130", 1_431_857_103 - 5400),
        ("west of UTC it is later", "17/May/2015:10:05:03 -0700", 1_431_857_103 + 25_200),
        ("the epoch", "01/Jan/1970:00:00:00 +0000", 0),
        ("a leap day", "29/Feb/2024:12:00:00 +0000", 1_709_208_000),
        ("the leap day of a fourth century", "29/Feb/2000:00:00:00 +0000", 951_782_400),
        ("the day after a leap day", "01/Mar/2000:00:00:00 +0000", 951_868_800),
        ("the last day of a year", "31/Dec/2026:23:59:59 +0000", 1_798_761_599),
        ("a fraction is dropped", "17/May/2015:10:05:03.987 +0000", 1_431_857_103),
    ])
    func readsTheTime(requirement: String, time: String, second: Int64) throws {
        #expect(try read("h - - [\(time)] \"GET /a HTTP/1.1\" 200 1").second == second)
    }

    @Test(arguments: [
        ("29/Feb/2023:00:00:00 +0000"), "29/Feb/1900:00:00:00 +0000", "31/Apr/2024:00:00:00 +0000",
        "00/Jan/2024:00:00:00 +0000", "32/Jan/2024:00:00:00 +0000", "01/Jam/2024:00:00:00 +0000",
        "01/Jan/2024:24:00:00 +0000", "01/Jan/2024:00:60:00 +0000", "01/Jan/2024:00:00:60 +0000",
        "01/Jan/2024:00:00:00 +2400", "01/Jan/2024:00:00:00 +0060", "01/Jan/2024:00:00:00 0000",
        "01/Jan/2024:00:00:0x +0000", "01/Jan/20x4:00:00:00 +0000", "01/Jan/2024:00:00:00+0000 ",
    ])
    func refusesMomentsThatAreNone(time: String) {
        #expect(throws: AccessLogLine.Flaw.badTimestamp) {
            try read("h - - [\(time)] \"GET /a HTTP/1.1\" 200 1")
        }
    }

    @Test func everyPieceOfALineIsReadWithoutATrap() throws {
        let whole = Array(
            "a:1 h - - \(stamp) \"GET http://u@h:1/a?b HTTP/1.1\" 200 1 \"r\\\"\" \"preheat/1\""
                .utf8
        )
        var random = SplitMix64(seed: 7)
        var readable = 0
        for round in 0..<20_000 {
            var bytes = Array(whole[..<Int.random(in: 0...whole.count, using: &random)])
            for _ in 0..<(round % 4) where !bytes.isEmpty {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] = UInt8.random(in: 0...255, using: &random)
            }
            bytes.withUnsafeBytes { bytes in
                guard let line = try? AccessLogLine(bytes) else { return }  // Flaws are the point.
                readable += 1
                #expect((line.host?.count ?? 0) <= bytes.count)
                _ = line.isOwnPing
            }
        }
        #expect(readable > 500)
    }
}
