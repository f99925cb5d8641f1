import AsyncHTTPClient
import Domain
import Forecasting
import History
import InMemoryLogging
import Logging
import NIOHTTP1
import Planning
import Serving
import Synchronization
import Testing
import Warming

@Suite struct NoticeServiceTests {
    /// A clock that stands still until it is set, or goes on by a step with every look at it.
    private final class SetClock: WallClock {
        private let moment: Mutex<Timestamp>
        private let step: Duration

        init(minute: Int, step: Duration = .zero) {
            moment = Mutex(Timestamp(minute: minute))
            self.step = step
        }

        var now: Timestamp {
            moment.withLock { moment in
                defer { moment = moment.advanced(by: step) }
                return moment
            }
        }
        var minimumResolution: Duration { .milliseconds(1) }

        func pass(minutes: Int) {
            moment.withLock { $0 = $0.advanced(by: .seconds(60 * minutes)) }
        }

        func sleep(until deadline: Timestamp, tolerance: Duration?) async throws {
            try await Task.sleep(for: .seconds(3600))
        }
    }

    private static let start = 29_923_200
    private static let ok = ScriptedServer.answer("204 No Content")

    private let store: HistoryStore
    private let log = InMemoryLogHandler()
    private let clock = SetClock(minute: start)

    init() throws { store = try HistoryStore.inMemory() }

    private var logger: Logger { Logger(label: "test", factory: { [log] _ in log }) }

    private var warnings: [String] {
        log.entries.filter { $0.level == .warning }.map { "\($0.message)" }
    }

    /// Nothing fits a budget of zero.
    private func addReachedBudget(_ period: Budget.Period = .days(1)) async throws {
        try await store.set(
            Budget(scope: .fleet, period: period, limit: .zero("USD")),
            at: clock.now,
            offsets: ["UTC": .utc]
        )
    }

    private func withService(
        _ url: String,
        deadline: Duration = .seconds(5),
        clock: SetClock? = nil,
        _ body: (NoticeService) async throws -> Void
    ) async throws {
        let client = HTTPWarmer.makeClient()
        let service = NoticeService(
            store: store,
            clock: clock ?? self.clock,
            webhook: WebhookPoster(client: client, url: url, deadline: deadline),
            logger: logger
        )
        do {
            try await body(service)
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    private func notices() async throws -> [Notice] {
        try await store.notices(since: Timestamp(minute: 0), limit: 100)
    }

    // MARK: - Telling

    @Test func eachIsWrittenAndLoggedOnce() async throws {
        try await addReachedBudget()
        let service = NoticeService(store: store, clock: clock, webhook: nil, logger: logger)
        try await service.tell()
        try await service.tell()
        try await service.send()
        #expect(try await notices().map(\.kind) == [.budgetReached])
        #expect(try await notices().map(\.noticedAt.minute) == [Self.start])
        #expect(warnings.count == 1)
        #expect(warnings.first?.hasPrefix("fleet per day is used up") == true)
        clock.pass(minutes: 1440)
        try await service.tell()
        #expect(warnings.count == 2, "a new period")
    }

    /// A warm-up of three instances is the least that is sent.
    @Test(arguments: [0, 1] as [Int64])
    func aBudgetIsReachedWhenNoWholeWarmUpFits(missing: Int64) async throws {
        let endpoint = Endpoint(
            id: EndpointID(rawValue: 0),
            name: "shop",
            mode: .active,
            warmUp: WarmUpRequest(url: "http://127.0.0.1:9/"),
            platform: .awsLambda,
            instances: 3
        )
        _ = try await store.add(endpoint)
        var limit = endpoint.reservation(instances: 3)
        limit.nanos -= missing
        try await store.set(
            Budget(scope: .fleet, period: .days(1), limit: limit),
            at: clock.now,
            offsets: ["UTC": .utc]
        )
        let service = NoticeService(store: store, clock: clock, webhook: nil, logger: logger)
        try await service.tell()
        #expect(try await notices().map(\.kind) == (missing > 0 ? [.budgetReached] : []))
    }

    @Test func aMissedTargetIsToldAndSoIsItsEnd() async throws {
        var endpoint = Endpoint(
            id: EndpointID(rawValue: 0),
            name: "shop",
            warmUp: WarmUpRequest(url: "http://127.0.0.1:9/")
        )
        endpoint.target = LatencyTarget("cold-rate<10%")
        let id = try await store.add(endpoint)
        let service = NoticeService(store: store, clock: clock, webhook: nil, logger: logger)
        for cold in [5.0, 11, 12, 9.6, 9, 8] {
            let state = TargetState(
                endpointID: id,
                rate: 0.1,
                requestedMinutes: 100,
                coldMinutes: cold,
                value: 30,
                priceFactor: 1,
                verdict: .feasible
            )
            try await store.save(
                PriceState(budgets: [], targets: [state]),
                modelVersion: HazardModel.version,
                at: clock.now
            )
            try await service.tell()
        }
        #expect(try await notices().map(\.kind) == [.targetMissed, .targetMet])
        #expect(warnings.count == 2)
    }

    // MARK: - Sending

    @Test func aRefusedNoticeIsSentAgainAMinuteLaterAndThenNoMore() async throws {
        try await addReachedBudget()
        let answers = [ScriptedServer.answer("500 Internal Server Error"), Self.ok]
        try await ScriptedServer.with(answers) { server, port in
            try await withService("http://127.0.0.1:\(port)/hook?key=secret") { service in
                try await service.tell()
                try await service.send()
                try await service.send()
                #expect(server.requests.count == 1, "a minute has not passed")
                clock.pass(minutes: 1)
                for _ in 0..<3 { try await service.send() }
                clock.pass(minutes: 100)
                try await service.send()
            }
            let requests = server.requests
            try #require(requests.count == 2)
            let request = requests[1]
            #expect(request.head.method == .POST)
            #expect(request.head.uri == "/hook?key=secret")
            #expect(request.head.headers["Content-Type"] == ["application/json"])
            #expect(request.head.headers["User-Agent"] == ["preheat/\(Preheat.version)"])
            #expect(request.head.headers["X-Preheat"] == ["notice"])
            #expect(request.body.contains(#""kind":"budget-reached""#))
            #expect(requests[0].body == request.body, "with the same id")
        }
        let notice = try #require(try await notices().first)
        #expect(notice.attempts == 2)
        #expect(notice.deliveredAt?.minute == Self.start + 1)
        let said = log.entries.map { "\($0.message) \($0.metadata)" }.joined()
        #expect(said.contains("answered 500"))
        #expect(!said.contains("secret"))
    }

    @Test func aRedirectIsNotFollowedAndDoesNotDeliver() async throws {
        try await addReachedBudget()
        try await ScriptedServer.with([Self.ok]) { other, otherPort in
            let redirect = ScriptedServer.answer(
                "307 Temporary Redirect",
                "Location: http://127.0.0.1:\(otherPort)/"
            )
            try await ScriptedServer.with([redirect]) { server, port in
                try await withService("http://127.0.0.1:\(port)/") { service in
                    try await service.tell()
                    try await service.send()
                }
                #expect(server.requests.count == 1)
            }
            #expect(other.requests.isEmpty)
        }
        #expect(try await notices().map(\.deliveredAt) == [nil])
    }

    /// Two are due, and only one of them waits for the deadline.
    @Test func aSilentWebhookIsWaitedForOnce() async throws {
        try await addReachedBudget()
        try await addReachedBudget(.month)
        try await ScriptedServer.with([nil]) { _, port in
            let url = "http://127.0.0.1:\(port)/"
            try await withService(url, deadline: .milliseconds(50)) { service in
                try await service.tell()
                try await service.send()
                #expect(try await notices().map(\.attempts) == [1, 0])
                try await service.send()
                #expect(try await notices().map(\.attempts) == [1, 1], "the other comes first")
                try await service.send()
                #expect(try await notices().map(\.attempts) == [1, 1], "both wait now")
            }
        }
    }

    /// Each post is between two looks at the clock, the second of which comes a minute after the start.
    @Test func aSlowWebhookIsLeftAloneWhenItIsTimeToTell() async throws {
        try await addReachedBudget()
        try await addReachedBudget(.month)
        let slow = SetClock(minute: Self.start, step: .seconds(20))
        let answers = [ScriptedServer.answer("500 Internal Server Error")]
        try await ScriptedServer.with(answers) { server, port in
            try await withService("http://127.0.0.1:\(port)/", clock: slow) { service in
                try await service.tell()
                try await service.send()
                #expect(try await notices().map(\.attempts) == [1, 0])
                try await service.send()
                #expect(try await notices().map(\.attempts) == [1, 1], "the other comes first")
            }
            #expect(server.requests.count == 2)
        }
    }

    @Test func nobodyThereIsGivenUpAfterADay() async throws {
        try await addReachedBudget(.month)
        try await withService("http://127.0.0.1:1/") { service in
            try await service.tell()
            for pause in [1, 2, 4, 8, 16, 32] + [Int](repeating: 60, count: 25) {
                try await service.send()
                clock.pass(minutes: pause - 1)
                try await service.send()
                clock.pass(minutes: 1)
            }
        }
        let notice = try #require(try await notices().first)
        // At 0, 1, 3, 7, 15, 31 and 63 minutes, then every hour: 1383 is the last within a day.
        #expect(notice.attempts == 7 + 22)
        #expect(notice.deliveredAt == nil)
        #expect(warnings.count == 2)
        #expect(warnings.last == "the webhook took a notice in no attempt of a day")
    }

    @Test func whatWasNoticedWithoutAWebhookIsNotSentDaysLater() async throws {
        try await addReachedBudget(.month)
        try await NoticeService(store: store, clock: clock, webhook: nil, logger: logger).tell()
        clock.pass(minutes: 1441)
        try await ScriptedServer.with([Self.ok]) { server, port in
            try await withService("http://127.0.0.1:\(port)/") { try await $0.send() }
            #expect(server.requests.isEmpty)
        }
        #expect(warnings.last?.contains("more than a day ago") == true)
    }

    // MARK: - Running

    @Test func aPostUnderWayIsGivenUpAtOnceWhenTheServiceEnds() async throws {
        try await addReachedBudget()
        try await ScriptedServer.with([nil]) { server, port in
            let client = HTTPWarmer.makeClient()
            let service = NoticeService(
                store: store,
                clock: ScaledClock(from: clock.now, scale: 1000),
                webhook: WebhookPoster(client: client, url: "http://127.0.0.1:\(port)/"),
                logger: logger
            )
            let task = Task { try await service.run() }
            var arrivals = server.arrivals.makeAsyncIterator()
            await arrivals.next()
            let asked = ContinuousClock.now
            task.cancel()
            try await task.value
            #expect(ContinuousClock.now - asked < .seconds(2))
            try await client.shutdown()
        }
        #expect(try await notices().map(\.attempts) == [0], "it is sent after the next start")
    }
}
