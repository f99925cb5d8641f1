import AsyncHTTPClient
import Logging
import ServiceLifecycle
import UnixSignals
import Warming

/// Runs services until the first one ends or SIGTERM or SIGINT asks; then all stop gracefully.
func run(
    _ services: [any Service],
    untilOneEndsWith logger: Logger
) async throws {
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
            services: services.map {
                .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
            },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
    )
    try await group.run()
}

/// Lends an HTTP client for warm-ups and shuts it down, whatever comes of `body`.
func withWarmingClient<Value>(_ body: (HTTPClient) async throws -> Value) async throws -> Value {
    let client = HTTPWarmer.makeClient()
    let result = await Result.init { try await body(client) }
    try await client.shutdown()
    return try result.get()
}

extension Result where Failure == any Error {
    /// The outcome of `body`, kept until what it used is put away.
    init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
