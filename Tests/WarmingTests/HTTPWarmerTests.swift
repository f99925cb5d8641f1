import Domain
import NIOHTTP1
import Testing
import Warming

@Suite(.timeLimit(.minutes(1))) struct HTTPWarmerTests {
    @Test(arguments: [
        ("true is cold", "X-Cold-Start: true", Temperature.cold),
        ("1 is cold", "X-Cold-Start: 1", .cold),
        ("yes is cold, in any case", "x-cold-start: YES", .cold),
        ("cold is cold", "X-Cold-Start: cold", .cold),
        ("false is warm", "X-Cold-Start: false", .warm),
        ("0 is warm", "X-Cold-Start: 0", .warm),
        ("no is warm", "X-Cold-Start: no", .warm),
        ("warm is warm", "X-Cold-Start: Warm", .warm),
        ("another word tells nothing", "X-Cold-Start: perhaps", .unknown),
        ("another header tells nothing", "X-Warm-Start: true", .unknown),
    ])
    func readsTheTemperature(
        requirement: String,
        header: String,
        expected: Temperature
    ) async throws {
        let answer = "HTTP/1.1 200 OK\r\n\(header)\r\nContent-Length: 0\r\n\r\n"
        let result = try await warm(.answers(answer))
        #expect(result.outcome == .succeeded)
        #expect(result.instances.map(\.temperature) == [expected])
        #expect(result.coldInstances == (expected == .cold ? 1 : 0))
        #expect(result.warmInstances == (expected == .warm ? 1 : 0))
    }

    @Test func anAnswerIsMeasuredAndItsInstanceNamed() async throws {
        let answer = "HTTP/1.1 204 No Content\r\nX-Instance-Id: i-000007\r\n\r\n"
        let result = try await warm(.answers(answer))
        let instance = try #require(result.instances.first)
        #expect(instance.outcome == .succeeded)
        #expect(instance.status == 204)
        #expect(instance.instance == "i-000007")
        #expect(instance.detail == nil)
        let connect = try #require(instance.connectMs)
        let firstByte = try #require(instance.firstByteMs)
        let total = try #require(instance.totalMs)
        #expect(connect >= 0 && firstByte >= 0)
        #expect(total >= max(connect, firstByte))
        #expect(total < 10_000)
    }

    @Test func anEndlessBodyIsReadUpToALimitAndSucceeds() async throws {
        let result = try await warm(
            .neverEnds("HTTP/1.1 200 OK\r\nX-Cold-Start: false\r\n\r\n")
        )
        #expect(result.outcome == .succeeded)
        #expect(result.warmInstances == 1)
        #expect(result.totalMs != nil)
        #expect(result.detail == nil)
    }

    @Test func aRedirectIsAnAnswerAndNotFollowed() async throws {
        let redirect = "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n"
        try await LocalServer.with(.answers(redirect)) { server, port in
            let result = try await withWarmer { warmer in
                await warmer.warm(request(port: port), instances: 1)
            }
            #expect(result.outcome == .succeeded)
            #expect(result.instances.first?.status == 302)
            #expect(server.requests.map(\.head.uri) == ["/"])
        }
    }

    @Test(arguments: [3, Preheat.mostInstances])
    func instancesAreRequestedAtTheSameTimeOnConnectionsOfTheirOwn(count: Int) async throws {
        // Nobody is answered before all have asked: one after the other would time out.
        let script = LocalServer.Script.answersTogether(ok, requests: count)
        try await LocalServer.with(script) { server, port in
            let result = try await withWarmer { warmer in
                await warmer.warm(request(port: port), instances: count)
            }
            #expect(result.outcome == .succeeded)
            #expect(result.instances.count == count)
            #expect(server.connections == count)
        }
    }

    @Test func theNextWarmUpDoesNotReuseAConnection() async throws {
        try await LocalServer.with(.answers(ok)) { server, port in
            try await withWarmer { warmer in
                for _ in 0..<3 {
                    let result = await warmer.warm(request(port: port), instances: 1)
                    #expect(result.outcome == .succeeded)
                }
            }
            #expect(server.connections == 3)
        }
    }

    @Test func whatIsConfiguredIsSentUnderOurOwnName() async throws {
        try await LocalServer.with(.answers(ok)) { server, port in
            let warmUp = WarmUpRequest(
                method: "POST",
                url: "http://127.0.0.1:\(port)/warm?deep=1",
                headers: [
                    .init(name: "user-agent", value: "Mozilla/5.0"),
                    .init(name: "X-PREHEAT", value: "no"),
                    .init(name: "X-Key", value: "one"),
                    .init(name: "X-Key", value: "two"),
                ],
                body: "{}"
            )
            let result = try await withWarmer { await $0.warm(warmUp, instances: 1) }
            #expect(result.outcome == .succeeded)
            let seen = try #require(server.requests.first)
            #expect(seen.head.method == .POST)
            #expect(seen.head.uri == "/warm?deep=1")
            #expect(seen.body == "{}")
            #expect(seen.head.headers["User-Agent"] == ["preheat/\(Preheat.version)"])
            #expect(seen.head.headers["X-Preheat"] == ["warm-up"])
            #expect(seen.head.headers["X-Key"] == ["one", "two"])
        }
    }

    @Test func cancellationInterruptsAndHangsUp() async throws {
        try await LocalServer.with(.staysSilent) { server, port in
            let result = try await withWarmer { warmer in
                let warmUp = Task {
                    await warmer.warm(
                        request(port: port, timeout: .seconds(3600)),
                        instances: 2
                    )
                }
                var arrivals = server.arrivals.makeAsyncIterator()
                for _ in 0..<2 { await arrivals.next() }
                warmUp.cancel()
                return await warmUp.value
            }
            #expect(result.instances.map(\.outcome) == [.interrupted, .interrupted])
            #expect(result.failedInstances == 0)
            var departures = server.departures.makeAsyncIterator()
            for _ in 0..<2 { await departures.next() }
        }
    }

    @Test func aCancelledTaskSendsNothing() async throws {
        try await LocalServer.with(.answers(ok)) { server, port in
            let result = try await withWarmer { warmer in
                let warmUp = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return await warmer.warm(request(port: port), instances: 2)
                }
                return await warmUp.value
            }
            #expect(result.instances.map(\.outcome) == [.interrupted, .interrupted])
            #expect(server.requests.isEmpty)
        }
    }

    @Test(arguments: [
        ("none becomes one", 0, 1),
        ("a negative number becomes one", Int.min, 1),
        ("one more than the most becomes the most", Preheat.mostInstances + 1, 64),
        ("any number becomes the most", Int.max, 64),
    ])
    func theNumberOfInstancesIsLimited(requirement: String, asked: Int, sent: Int) async throws {
        let result = try await warm(.answers(ok), instances: asked)
        #expect(result.instances.count == sent)
    }

    @Test(arguments: [
        ("a timeout beyond 64 bits of nanoseconds", Duration.seconds(Int64.max)),
        ("a timeout of an hour", .seconds(3600)),
    ])
    func aLongTimeoutDoesNotOverflow(requirement: String, timeout: Duration) async throws {
        #expect(try await warm(.answers(ok), timeout: timeout).outcome == .succeeded)
    }
}
