import AsyncHTTPClient
import Domain
import Testing
import Warming

@Suite(.timeLimit(.minutes(1))) struct WarmUpFailureTests {
    @Test(arguments: [
        ("the end of the range is expected", 399, PingRecord.Outcome.succeeded),
        ("beyond the range is unexpected", 400, .unexpectedStatus),
        ("a server's failure is unexpected", 503, .unexpectedStatus),
    ])
    func comparesTheStatus(
        requirement: String,
        status: Int,
        expected: PingRecord.Outcome
    ) async throws {
        let result = try await warm(
            .answers("HTTP/1.1 \(status) Any\r\nContent-Length: 0\r\n\r\n")
        )
        #expect(result.outcome == expected)
        #expect(result.instances.first?.status == status)
        let sentence = "answered \(status), expected 200-399"
        #expect(result.detail == (expected == .succeeded ? nil : sentence))
    }

    @Test func silenceTimesOut() async throws {
        let result = try await warm(.staysSilent, path: "/?key=secret", timeout: .milliseconds(500))
        let instance = try #require(result.instances.first)
        #expect(instance.outcome == .timedOut)
        #expect(instance.connectMs != nil)
        #expect(instance.firstByteMs == nil && instance.totalMs == nil)
        let detail = try #require(instance.detail)
        #expect(detail.hasSuffix("did not answer within 500 ms"))
        #expect(!detail.contains("secret"))
    }

    @Test func anAnswerThatDoesNotEndTimesOutWithItsStatus() async throws {
        let result = try await warm(
            .answers("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
            timeout: .milliseconds(800)
        )
        #expect(result.outcome == .timedOut)
        #expect(result.instances.first?.status == 200)
        #expect(result.detail?.contains("answered 200 but had not ended") == true)
    }

    @Test func aClosedPortIsUnreachableAtOnce() async throws {
        let (port, result, took) = try await LocalServer.withRefusingPort { port in
            try await withWarmer { warmer in
                let started = ContinuousClock.now
                let result = await warmer.warm(
                    request(port: port, path: "/?key=secret"),
                    instances: 3
                )
                return (port, result, started.duration(to: .now))
            }
        }
        // A client that tried again would do so for 10 s.
        #expect(took < .seconds(9))
        #expect(result.instances.map(\.outcome) == [.unreachable, .unreachable, .unreachable])
        #expect(result.failedInstances == 3)
        let detail = try #require(result.detail)
        #expect(detail.hasPrefix("127.0.0.1:\(port) refused the connection"))
        #expect(!detail.contains("secret"))
    }

    @Test(arguments: [
        ("hanging up", LocalServer.Script.hangsUp, "connection before it had answered"),
        ("another protocol", .answers("220 mail.example ESMTP\r\n"), "is not HTTP/1.1"),
    ])
    func whatIsNoAnswerIsUnreachable(
        requirement: String,
        script: LocalServer.Script,
        sentence: String
    ) async throws {
        let result = try await warm(script)
        #expect(result.outcome == .unreachable)
        #expect(result.connectMs != nil, "it was sent, and may be billed")
        #expect(result.detail?.contains(sentence) == true, "\(result.detail ?? "no sentence")")
    }

    @Test func aServerWithoutTLSIsUnreachableByHTTPS() async throws {
        let result = try await LocalServer.with(.hangsUp) { _, port in
            try await withWarmer { warmer in
                await warmer.warm(
                    WarmUpRequest(url: "https://127.0.0.1:\(port)/", timeout: .seconds(10)),
                    instances: 1
                )
            }
        }
        #expect(result.outcome == .unreachable)
        #expect(result.instances.first?.connectMs == nil)
    }

    @Test(arguments: [
        ("no URL at all", "GET", "", "X-A", "1", "not an absolute http or https URL"),
        ("no scheme", "GET", "example.com/warm", "X-A", "1", "not an absolute http or https URL"),
        ("another scheme", "GET", "ftp://localhost/", "X-A", "1", "not an absolute http"),
        ("a socket's scheme", "GET", "http+unix://%2Frun%2Fx/", "X-A", "1", "not an absolute"),
        ("no host", "GET", "http:///warm", "X-A", "1", "not an absolute http or https URL"),
        ("port 0", "GET", "http://127.0.0.1:0/", "X-A", "1", "has port 0"),
        ("a port too high", "GET", "http://127.0.0.1:65536/", "X-A", "1", "has port 65536"),
        ("a second request line", "GET / HTTP/1.1\r\nX:", "http://[::1]/", "X-A", "1", "method"),
        ("an empty method", "", "http://[::1]/", "X-A", "1", "method"),
        ("a header's name with a space", "GET", "http://[::1]/", "X A", "1", "name that HTTP"),
        ("a value of two lines", "GET", "http://[::1]/", "X-A", "1\r\nB: 2", "one line"),
    ])
    func whatCannotBeSentIsUnreachableWithASentence(
        requirement: String,
        method: String,
        url: String,
        header: String,
        value: String,
        sentence: String
    ) async throws {
        let warmUp = WarmUpRequest(
            method: method,
            url: url,
            headers: [.init(name: header, value: value)]
        )
        let result = try await withWarmer { await $0.warm(warmUp, instances: 1) }
        #expect(result.outcome == .unreachable)
        #expect(result.detail?.contains(sentence) == true, "\(result.detail ?? "no sentence")")
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .seconds(Int64.min)])
    func aTimeoutThatIsOverTimesOut(timeout: Duration) async throws {
        #expect(try await warm(.staysSilent, timeout: timeout).outcome == .timedOut)
    }

    @Test func aClientThatWasShutDownInterrupts() async throws {
        let client = HTTPWarmer.makeClient()
        try await client.shutdown()
        let result = await HTTPWarmer(client: client).warm(request(port: 9), instances: 1)
        #expect(result.outcome == .interrupted)
    }
}
