import Domain
import Testing

@testable import History

@Suite struct LearnedStateTests {
    private let store: HistoryStore
    private let id: EndpointID
    private let now = Timestamp(minute: 1)

    init() async throws {
        store = try HistoryStore.inMemory()
        id = try await store.add(plainEndpoint(named: "a"))
    }

    private func bin(_ minute: Int) -> TrafficBin {
        TrafficBin(startedAtS: Int64(minute) * 60, requests: 1)
    }

    private func save(_ bytes: [UInt8], modelVersion: Int = 1) async throws {
        let state = LearnedState(
            bytes: bytes,
            trafficRevision: try await store.trafficRevision(),
            savedAt: now
        )
        try await store.save(state, of: id, modelVersion: modelVersion)
    }

    @Test func whatIsSavedLastIsRead() async throws {
        try await save([1])
        try await save([2, 0, 255])
        #expect(try await store.learnedState(of: id, modelVersion: 1)?.bytes == [2, 0, 255])
    }

    @Test func anotherVersionOfTheModelReadsNothing() async throws {
        try await save([1])
        #expect(try await store.learnedState(of: id, modelVersion: 2) == nil)
    }

    @Test func whatCameSinceIsRead() async throws {
        let other = try await store.add(plainEndpoint(named: "b"))
        try await store.write([(id, bin(1))])
        try await save([1])
        try await store.write([(id, bin(3)), (other, bin(4)), (id, bin(2))])
        let state = try #require(try await store.learnedState(of: id, modelVersion: 1))
        let newer = try await store.traffic(of: id, after: state.trafficRevision, limit: 10)
        #expect(newer.map(\.minute).sorted() == [2, 3])
    }

    @Test func binsThatVanishedMakeItWorthless() async throws {
        try await store.write([(id, bin(1))])
        try await save([1])
        try await store.shell("DELETE FROM traffic")
        #expect(try await store.learnedState(of: id, modelVersion: 1) == nil)
        try await save([2])
        #expect(try await store.learnedState(of: id, modelVersion: 1)?.bytes == [2])
    }

    @Test func anEndpointThatIsGoneIsPassedOver() async throws {
        try await store.remove(id)
        try await save([1])
        #expect(try await store.learnedState(of: id, modelVersion: 1) == nil)
    }

    @Test func theSharedStateIsOne() async throws {
        try await store.saveSharedState([1], modelVersion: 1, at: now)
        try await store.saveSharedState([2], modelVersion: 1, at: now)
        #expect(try await store.sharedState(modelVersion: 1) == [2])
        #expect(try await store.sharedState(modelVersion: 2) == nil)
    }
}
