internal import Domain
package import History
package import Logging
package import Warming

/// The most endpoints that are named one by one.
private let mostNamed = 20

/// Says once, of each endpoint that is not paused, which of its secrets cannot be read: its pings
/// will fail until they can be.
///
/// - Throws: `StoreError`.
package func warnOfMissingSecrets(
    in store: HistoryStore,
    from secrets: SecretSource,
    logger: Logger
) async throws {
    let endpoints = try await store.endpoints().filter { !$0.isPaused }
    let missing = endpoints.compactMap { endpoint in
        secrets.failures(of: endpoint.warmUp).first.map { (endpoint.name, $0) }
    }
    for (name, failure) in missing.prefix(mostNamed) {
        logger.warning(
            "a secret cannot be read; warm-ups of this endpoint fail without being sent",
            metadata: ["endpoint": "\(name)", "reason": "\(failure)"]
        )
    }
    if missing.count > mostNamed {
        logger.warning(
            "secrets of more endpoints cannot be read; 'preheat doctor' names them",
            metadata: ["endpoints": "\(missing.count - mostNamed)"]
        )
    }
}
