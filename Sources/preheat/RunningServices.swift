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

/// Runs `body`, which SIGTERM and SIGINT ask to stop gracefully.
func untilSignalled<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let (values, sender) = AsyncStream.makeStream(of: Value.self)
    let once = OneTask { sender.yield(try await body()) }
    try await run([once], untilOneEndsWith: journal(level: .warning))
    sender.finish()
    for await value in values { return value }
    throw CancellationError()
}

/// What is done once, as a service.
private struct OneTask: Service {
    let body: @Sendable () async throws -> Void

    func run() async throws { try await body() }
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
