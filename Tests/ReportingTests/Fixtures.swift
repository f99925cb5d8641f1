import Domain
import History

extension HistoryStore {
    /// Registers an endpoint on loopback that is never called, long before what reports tell of
    /// unless told otherwise.
    func addEndpoint(
        _ name: String,
        idleTimeout: Duration? = nil,
        meanDuration: Duration? = nil,
        registered: Timestamp = Timestamp(minute: 0)
    ) async throws -> EndpointID {
        try await add(
            Endpoint(
                id: EndpointID(rawValue: 0),
                name: name,
                warmUp: WarmUpRequest(url: "http://127.0.0.1/\(name)"),
                meanDuration: meanDuration,
                statedIdleTimeout: idleTimeout
            ),
            at: registered
        )
    }

    /// Writes the requests of single minutes.
    func addRequests(of endpoint: EndpointID, _ requests: [Int: Int64]) async throws {
        try await write(
            requests.map { minute, count in
                (endpoint, TrafficBin(startedAtS: Int64(minute) * 60, requests: count))
            }
        )
    }

    /// Writes the pings of one instance each that fired at the given seconds.
    func addPings(of endpoint: EndpointID, atS seconds: [Int64]) async throws {
        let intents = seconds.map { second in
            let moment = Timestamp(secondsSinceEpoch: second)
            return PingRecord(
                id: 0,
                endpointID: endpoint,
                scheduledAt: moment,
                firedAt: moment,
                outcome: .succeeded,
                instances: 1,
                warmInstances: 1
            )
        }
        _ = try await record([], intents: intents)
    }
}

extension HistoryStore {
    /// Records where no budget is in the way, and returns the pings' ids.
    func record(_ decisions: [Decision], intents: [PingRecord]) async throws -> [Int64] {
        try await record(
            decisions,
            intents: intents,
            at: intents.last?.scheduledAt ?? Timestamp(minute: 0),
            offsets: [:]
        ).compactMap(\.id)
    }
}
