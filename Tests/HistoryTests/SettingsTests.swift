import Domain
import Testing

@testable import History

@Suite struct SettingsTests {
    private static let now = Timestamp(millisecondsSinceEpoch: 1_790_000_000_000)
    private static let offsets = ["UTC": UTCOffsets.utc]

    private func endpoint(_ name: String, currency: String? = nil) -> Endpoint {
        var endpoint = Endpoint(
            id: EndpointID(rawValue: 0),
            name: name,
            warmUp: WarmUpRequest(url: "http://a/")
        )
        if let currency {
            endpoint.prices = [.currency(currency), .figure(.perPing, 1_000_000)]
        }
        return endpoint
    }

    private func budget(
        _ scope: BudgetSettings.Scope,
        _ currency: String = "USD",
        nanos: Int64 = 5
    ) -> BudgetSettings {
        BudgetSettings(
            key: .init(scope: scope, period: .days(1)),
            limit: Money(nanos: nanos, currency: currency)
        )
    }

    private func replace(_ store: HistoryStore, with target: FleetSettings) async throws {
        try await store.replace(
            await store.settings(),
            with: target,
            at: Self.now,
            offsets: Self.offsets
        )
    }

    @Test func whatIsWrittenIsRead() async throws {
        let store = try HistoryStore.inMemory()
        let full = fullEndpoint(named: "full")
        let schedule = Schedule(endpointID: full.id, name: "a", expression: "@daily")
        try await replace(
            store,
            with: FleetSettings(
                endpoints: [
                    EndpointSettings(endpoint: full, schedules: [schedule]),
                    EndpointSettings(endpoint: endpoint("plain")),
                ],
                budgets: [
                    budget(.endpoint("full"), "EUR"), budget(.group(full.group ?? ""), "EUR"),
                    budget(.endpoint("plain")),
                ]
            )
        )
        let stored = try await store.settings().settings
        #expect(stored.endpoints.map(\.endpoint) == (try await store.endpoints()))
        #expect(stored.endpoints.flatMap(\.schedules) == (try await store.schedules()))
        #expect(
            stored.budgets.map(\.key.scope.description) == [
                "group:\(full.group ?? "")", "full", "plain",
            ]
        )
        var same = stored.endpoints[0].endpoint
        same.id = full.id
        #expect(same == full)
    }

    @Test func whatIsEqualIsNotWritten() async throws {
        let store = try HistoryStore.inMemory()
        _ = try await store.add(endpoint("a"))
        let stored = try await store.settings()
        try await replace(store, with: stored.settings)
        #expect(try await store.configurationRevision() == stored.revision)
    }

    @Test func aChangeSinceReadingIsNotOverwritten() async throws {
        let store = try HistoryStore.inMemory()
        let stored = try await store.settings()
        _ = try await store.add(endpoint("a"))
        await #expect(throws: StoreError.settingsChanged) {
            try await store.replace(
                stored,
                with: .empty,
                at: Self.now,
                offsets: Self.offsets
            )
        }
        #expect(try await store.endpoints().map(\.name) == ["a"])
    }

    @Test func aRefusalUndoesEverything() async throws {
        let store = try HistoryStore.inMemory()
        _ = try await store.add(endpoint("a"))
        await #expect(
            throws: StoreError.otherCurrencies(
                budget: "USD",
                endpoints: [.init(name: "b", currency: "EUR")]
            )
        ) {
            try await replace(
                store,
                with: FleetSettings(
                    endpoints: [EndpointSettings(endpoint: endpoint("b", currency: "EUR"))],
                    budgets: [budget(.fleet)]
                )
            )
        }
        #expect(try await store.endpoints().map(\.name) == ["a"])
        #expect(try await store.budgets().isEmpty)
    }

    @Test func currenciesOfEndpointsAndBudgetsChangeTogether() async throws {
        let store = try HistoryStore.inMemory()
        _ = try await store.add(endpoint("a", currency: "USD"))
        try await store.set(
            Budget(scope: .fleet, period: .days(1), limit: Money(nanos: 5, currency: "USD")),
            at: Self.now,
            offsets: Self.offsets
        )
        var target = try await store.settings().settings
        target.endpoints[0].endpoint.prices = [.currency("EUR"), .figure(.perPing, 1_000_000)]
        target.budgets[0].limit.currency = "EUR"
        let before = try await store.budgets()[0]
        try await replace(store, with: target)
        let after = try await store.budgets()[0]
        #expect(after.limit.currency == "EUR" && after.id != before.id, "it counts anew")
        target.budgets[0].limit.nanos = 6
        try await replace(store, with: target)
        #expect(try await store.budgets().map(\.id) == [after.id], "the same, with another limit")
        #expect(try await store.budgets()[0].limit.nanos == 6)
    }

    @Test func whatIsNotInTheTargetGoes() async throws {
        let store = try HistoryStore.inMemory()
        let id = try await store.add(endpoint("a"))
        let gone = try await store.add(endpoint("b"))
        for name in ["x", "y"] {
            _ = try await store.addSchedule(
                Schedule(endpointID: id, name: name, expression: "@daily")
            )
        }
        try await store.set(
            Budget(scope: .endpoint(gone), period: .month, limit: Money(nanos: 5, currency: "USD")),
            at: Self.now,
            offsets: Self.offsets
        )
        var target = try await store.settings().settings
        target.endpoints.removeLast()
        target.endpoints[0].schedules.removeFirst()
        target.budgets = []
        try await replace(store, with: target)
        #expect(try await store.endpoints().map(\.id) == [id])
        #expect(try await store.schedules().map(\.name) == ["y"])
        #expect(try await store.budgets().isEmpty)
    }
}
