package import Domain
package import History
package import Planning

/// Reads from the history what the engine wants to hear: one door for the daemon and for commands
/// that plan.
package struct EngineInput: Sendable {
    private let store: HistoryStore

    /// How far back the engine learns: a weight of 1 % is left of what is older.
    package static let memory = Duration.seconds(180 * 86_400)
    /// The most bins that are read of one endpoint.
    package static let mostBins = 400_000

    package init(store: HistoryStore) { self.store = store }

    /// The whole configuration, as an event.
    package func configuration() async throws -> [ConfiguredEndpoint] {
        var offsets: [String: UTCOffsets] = [:]
        return try await store.endpoints().map { endpoint in
            if offsets[endpoint.timeZone] == nil {
                offsets[endpoint.timeZone] = try utcOffsets(
                    ofZone: endpoint.timeZone,
                    endpoint: endpoint.name
                )
            }
            return ConfiguredEndpoint(
                endpoint: endpoint,
                offsets: offsets[endpoint.timeZone] ?? .utc
            )
        }
    }

    /// All that is known of an endpoint, as an event.
    package func knowledge(of endpoint: Endpoint, at now: Timestamp) async throws -> Event {
        let start = now.advanced(by: .zero - Self.memory).secondsSinceEpoch
        let bins = try await store.traffic(
            of: endpoint.id,
            in: start..<Int64.max,
            limit: Self.mostBins
        )
        let warmSince = now.advanced(by: .zero - endpoint.idleTimeout)
        let pings = try await store.pings(of: endpoint.id, in: warmSince..<now, limit: 1000)
        return .loaded(
            endpoint.id,
            bins,
            recentPings: pings.filter { $0.outcome == .succeeded || $0.outcome == .pending }
                .map { RecentPing(minute: $0.scheduledAt.minute, instances: $0.instances) }
        )
    }

    /// An engine that knows all that the history knows at `now`.
    package func engine(_ engine: Engine, at now: Timestamp) async throws -> Engine {
        var engine = engine
        var effects = engine.handle(.configured(try await configuration()), at: now)
        let endpoints = try await store.endpoints()
        while let effect = effects.popLast() {
            guard case .load(let id) = effect,
                let endpoint = endpoints.first(where: { $0.id == id })
            else { continue }
            effects += engine.handle(try await knowledge(of: endpoint, at: now), at: now)
        }
        return engine
    }
}
