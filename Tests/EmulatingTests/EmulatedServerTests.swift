import AsyncHTTPClient
import Emulating
import FoundationEssentials
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Testing

/// Hears nothing.
private let silence = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

private struct Answer: Equatable, Sendable {
    var status: Int
    var instance: String?
    var coldStart: String?
    var requests: String?
    var body: String
}

private func ask(
    _ port: Int,
    _ path: String = "/",
    method: HTTPMethod = .GET
) async throws -> Answer {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
    request.method = method
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    let body = try await response.body.collect(upTo: 1 << 20)
    return Answer(
        status: Int(response.status.code),
        instance: response.headers.first(name: "X-Instance-Id"),
        coldStart: response.headers.first(name: "X-Cold-Start"),
        requests: response.headers.first(name: "X-Requests"),
        body: String(buffer: body)
    )
}

/// Runs a server while `body` does, which gets its port; then cancels it and waits for its end.
private func withServer(
    _ platform: EmulatedPlatform,
    _ body: (Int) async throws -> Void
) async throws {
    let server = EmulatedServer(platform, port: 0, logger: silence)
    let (ports, listening) = AsyncStream<Int>.makeStream()
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { listening.finish() }
            do {
                try await server.run { listening.yield($0) }
            } catch is CancellationError {}
        }
        let port = try #require(await ports.first { _ in true })
        try await body(port)
        group.cancelAll()
    }
}

@Suite(.timeLimit(.minutes(1))) struct EmulatedServerTests {
    @Test func aSecondRequestIsWarmAndColdAgainAfterTheIdleTimeout() async throws {
        let idleTimeout = Duration.milliseconds(500)
        let platform = EmulatedPlatform(
            startUp: .milliseconds(50),
            idleTimeout: idleTimeout,
            handling: .milliseconds(1)
        )
        try await withServer(platform) { port in
            let started = ContinuousClock.now
            let first = try await ask(port)
            #expect(started.duration(to: .now) >= .milliseconds(51))
            #expect(
                first
                    == Answer(
                        status: 200,
                        instance: "i-000001",
                        coldStart: "true",
                        requests: "1",
                        body: "instance i-000001 cold\n"
                    )
            )
            #expect(
                try await ask(port)
                    == Answer(
                        status: 200,
                        instance: "i-000001",
                        coldStart: "false",
                        requests: "2",
                        body: "instance i-000001 warm\n"
                    )
            )
            try await Task.sleep(for: idleTimeout + .milliseconds(50))
            let third = try await ask(port)
            #expect(third.instance == "i-000002")
            #expect(third.coldStart == "true")
        }
    }

    @Test(arguments: [
        ("deeper paths are the same function", "/api/one", "/api/two?x=1", true),
        ("another first component is another function", "/api", "/web", false),
        ("the root is a function of its own", "/", "/api", false),
    ])
    func theFirstComponentNamesTheFunction(
        requirement: String,
        first: String,
        second: String,
        isSame: Bool
    ) async throws {
        let platform = EmulatedPlatform(
            startUp: .milliseconds(1),
            idleTimeout: .seconds(600),
            handling: .zero
        )
        try await withServer(platform) { port in
            let one = try await ask(port, first)
            let two = try await ask(port, second)
            #expect((one.instance == two.instance) == isSame)
        }
    }

    @Test(arguments: [HTTPMethod.POST, .PUT, .DELETE, .OPTIONS, .HEAD])
    func anyMethodIsARequest(method: HTTPMethod) async throws {
        let platform = EmulatedPlatform(startUp: .milliseconds(1), handling: .zero)
        try await withServer(platform) { port in
            let answer = try await ask(port, "/f", method: method)
            #expect(answer.status == 200)
            #expect(answer.coldStart == "true")
            #expect(answer.body == (method == .HEAD ? "" : "instance i-000001 cold\n"))
            // A connection that is kept alive is still in step.
            #expect(try await ask(port, "/f").instance == "i-000001")
        }
    }

    @Test func requestsInLineGetTheirTurn() async throws {
        let platform = EmulatedPlatform(
            startUp: .milliseconds(20),
            idleTimeout: .seconds(600),
            handling: .milliseconds(5),
            mostInstances: 1
        )
        try await withServer(platform) { port in
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<8 { group.addTask { try await ask(port) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.instance == "i-000001" })
            #expect(answers.count { $0.coldStart == "true" } == 1)
            #expect(Set(answers.map(\.requests)).count == 8)
        }
    }

    @Test func aFullLineIsAnsweredWith429() async throws {
        let platform = EmulatedPlatform(
            startUp: .seconds(3600),
            handling: .zero,
            mostInstances: 1,
            mostWaiting: 0
        )
        try await withServer(platform) { port in
            // One of the two gets the instance, which is not ready before an hour has passed.
            let status = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<2 { group.addTask { try await ask(port).status } }
                let first = try #require(await group.next())
                group.cancelAll()
                return first
            }
            #expect(status == 429)
        }
    }

    @Test func cancellationEndsRequestsAtWorkAndInLine() async throws {
        let platform = EmulatedPlatform(startUp: .seconds(3600), mostInstances: 1)
        let clock = ContinuousClock()
        let started = clock.now
        let asked = try await withThrowingTaskGroup(of: Void.self) { group in
            try await withServer(platform) { port in
                for _ in 0..<3 { group.addTask { _ = try await ask(port) } }
                var waiting = ""
                while !waiting.contains("\"waiting\" : 2") {
                    waiting = try await ask(port, "/-/instances").body
                }
            }
            return await group.nextResult()
        }
        #expect(asked != nil)
        #expect(started.duration(to: clock.now) < .seconds(15))
    }

    @Test func aGracefulShutdownLetsTheRequestAtHandEnd() async throws {
        let platform = EmulatedPlatform(startUp: .milliseconds(300), handling: .zero)
        let server = EmulatedServer(platform, port: 0, logger: silence)
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let services = ServiceGroup(
            services: [server.application { listening.yield($0) }],
            logger: silence
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            let port = try #require(await ports.first { _ in true })
            async let answer = ask(port)
            var busy = ""
            while !busy.contains("\"busyInstances\" : 1") {
                busy = try await ask(port, "/-/instances").body
            }
            await services.triggerGracefulShutdown()
            #expect(try await answer.coldStart == "true")
            try await group.waitForAll()
        }
    }

    @Test func theListingIsJSON() async throws {
        struct Listing: Decodable {
            struct Function: Decodable {
                var name: String
                var instances: Int
                var requests: Int
                var coldStarts: Int
            }
            var functions: [Function]
        }
        let platform = EmulatedPlatform(startUp: .milliseconds(1), handling: .zero)
        try await withServer(platform) { port in
            for path in ["/b", "/a/x", "/a/y"] { _ = try await ask(port, path) }
            let answer = try await ask(port, "/-/instances")
            let listing = try JSONDecoder().decode(Listing.self, from: Data(answer.body.utf8))
            #expect(listing.functions.map(\.name) == ["/a", "/b"])
            #expect(listing.functions.map(\.instances) == [1, 1])
            #expect(listing.functions.map(\.requests) == [2, 1])
            #expect(listing.functions.map(\.coldStarts) == [1, 1])
        }
    }

    @Test(arguments: [
        ("a short name is a function", 1, 200),
        ("the longest name is a function", 128, 200),
        ("a longer one is refused", 129, 414),
    ])
    func aPathThatIsTooLongIsRefused(
        requirement: String,
        length: Int,
        status: Int
    ) async throws {
        let platform = EmulatedPlatform(startUp: .milliseconds(1), handling: .zero)
        try await withServer(platform) { port in
            let path = "/" + String(repeating: "x", count: length)
            let answer = try await ask(port, path)
            #expect(answer.status == status)
        }
    }

    @Test func aTakenPortIsAnError() async throws {
        let platform = EmulatedPlatform()
        try await withServer(platform) { port in
            let second = EmulatedServer(platform, port: port, logger: silence)
            await #expect(throws: (any Error).self) { try await second.run() }
        }
    }
}
