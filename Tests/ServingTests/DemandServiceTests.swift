import Domain
import History
import InMemoryLogging
import Logging
import Serving
import Testing

@Suite struct DemandServiceTests {
    /// 2026-11-23 00:00 UTC, a Monday.
    private static let monday = 29_923_200

    private let store: HistoryStore
    private let log = InMemoryLogHandler()

    init() throws { store = try HistoryStore.inMemory() }

    private func service(minute: Int) -> DemandService {
        DemandService(
            store: store,
            clock: ScaledClock(from: Timestamp(minute: minute), scale: 1e-3),
            logger: Logger(label: "test", factory: { [log] _ in log })
        )
    }

    private func add(_ name: String, isPaused: Bool = false) async throws -> EndpointID {
        try await store.add(
            Endpoint(
                id: EndpointID(rawValue: 0),
                name: name,
                isPaused: isPaused,
                warmUp: WarmUpRequest(url: "http://127.0.0.1:9/")
            )
        )
    }

    /// Busy by day until a day on which the hours are swapped; `days` of them, up to Monday.
    private func hours(days: Int, swappedFrom swap: Int) -> [TrafficBin] {
        (0..<days * 24).map { hour in
            let isDay = (8..<20).contains(hour % 24)
            let isBusy = isDay == (hour / 24 < swap)
            return TrafficBin(
                startedAtS: Int64(Self.monday + (hour - days * 24) * 60) * 60,
                widthS: 3600,
                requests: (isBusy ? 100 : 4) + Int64(hour * 37 % 11)
            )
        }
    }

    private var said: [Logger.Level] { log.entries.map(\.level).filter { $0 > .debug } }

    @Test func driftIsToldOnceAndItsEndToo() async throws {
        let id = try await add("shop")
        try await store.write(hours(days: 35, swappedFrom: 28).map { (id, $0) })
        let service = service(minute: Self.monday)
        #expect(try await service.judgeAll() == 1)
        let judged = try #require(try await store.judgedModels()[id])
        #expect(judged.model == "seasonal-naive")
        #expect(judged.errorRatio ?? 0 > 1)
        #expect(judged.judgedAt.minute == Self.monday)
        #expect(said == [.warning])
        try await service.judgeAll()
        #expect(said == [.warning], "it is known already")
        try await store.write(hours(days: 35, swappedFrom: 0).map { (id, $0) })
        try await service.judgeAll()
        #expect(said == [.warning, .notice])
        #expect(try await store.judgedModels()[id]?.model == "seasonal-regression")
    }

    @Test func whatHasNoTrafficOrIsPausedIsNotJudged() async throws {
        _ = try await add("silent")
        let paused = try await add("paused", isPaused: true)
        let short = try await add("short")
        let day = hours(days: 1, swappedFrom: 1)
        try await store.write(day.map { (paused, $0) } + day.map { (short, $0) })
        #expect(try await service(minute: Self.monday).judgeAll() == 1)
        #expect(try await store.judgedModels().mapValues(\.model) == [short: "short-history"])
        #expect(said.isEmpty)
    }

    @Test func itEndsWhenItIsToldTo() async throws {
        let task = Task { [service = service(minute: Self.monday)] in try await service.run() }
        task.cancel()
        try await task.value
        #expect(said.isEmpty)
    }
}
