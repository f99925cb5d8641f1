import Domain
import History
import Testing

@Suite struct JudgedModelTests {
    private let store: HistoryStore

    init() throws { store = try HistoryStore.inMemory() }

    private func judged(_ model: String, _ ratio: Double? = nil, minute: Int = 1) -> JudgedModel {
        JudgedModel(judgedAt: Timestamp(minute: minute), model: model, errorRatio: ratio)
    }

    @Test func theLastJudgementHolds() async throws {
        let first = try await store.add(plainEndpoint(named: "a"))
        let second = try await store.add(plainEndpoint(named: "b"))
        try await store.write([
            (first, judged("seasonal-regression", 0.8)), (second, judged("short-history")),
        ])
        try await store.write([(first, judged("seasonal-naive", 1.25, minute: 61))])
        #expect(
            try await store.judgedModels() == [
                first: judged("seasonal-naive", 1.25, minute: 61), second: judged("short-history"),
            ]
        )
    }

    @Test func anEndpointThatIsGoneIsPassedOver() async throws {
        let gone = try await store.add(plainEndpoint(named: "a"))
        try await store.remove(gone)
        try await store.write([(gone, judged("short-history"))])
        #expect(try await store.judgedModels().isEmpty)
    }

    @Test func aModelThatIsNoneIsRefusedAndNothingIsWritten() async throws {
        let first = try await store.add(plainEndpoint(named: "a"))
        let second = try await store.add(plainEndpoint(named: "b"))
        let error = await storeError {
            try await store.write([
                (first, judged("short-history")), (second, judged("crystal-ball")),
            ])
        }
        #expect(error == .ruleBroken(rule: "a demand model is one of four"))
        #expect(try await store.judgedModels().isEmpty)
    }
}
