import Hummingbird
import Logging

/// A platform that scales to zero, as an HTTP server: for the demo and for tests.
///
/// Any request is one to the function that its path's first component names (`/` is a function,
/// too). The answer says which instance took it, and whether that had to be started:
/// `X-Instance-Id`, `X-Cold-Start` (`true` or `false`), `X-Requests` (of this instance so far).
/// `GET /-/instances` lists the functions as JSON.
package struct EmulatedServer: Sendable {
    private let host: String
    private let port: Int
    private let logger: Logger
    private let instances: SharedInstances

    /// Prepares a server; nothing listens yet.
    ///
    /// - Parameters:
    ///   - platform: How instances are started, kept and reaped.
    ///   - host: The address to listen on. It has no defence: keep to loopback.
    ///   - port: 0 takes a free one.
    ///   - logger: Hears of start and stop.
    /// - Precondition: `port` is from 0 to 65535; the operating system would take it modulo 65536.
    package init(
        _ platform: EmulatedPlatform,
        host: String = "127.0.0.1",
        port: Int,
        logger: Logger
    ) {
        precondition((0...65_535).contains(port), "a port is from 0 to 65535")
        self.host = host
        self.port = port
        self.logger = logger
        instances = SharedInstances(platform)
    }

    /// Serves until the task is cancelled or a graceful shutdown begins.
    ///
    /// No signal handlers are installed. A graceful shutdown lets the requests at hand end; a
    /// cancellation drops them. Both are ordinary ends: nothing is thrown.
    ///
    /// - Parameter onListening: Called once with the port, when connections are accepted.
    /// - Throws: What the operating system says when the address cannot be listened on.
    package func run(
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        try await application(onListening: onListening).run()
    }

    /// The server as a service, to run beside others in one group.
    ///
    /// - Parameter onListening: Called once with the port, when connections are accepted.
    /// - Returns: An application that has not been started.
    package func application(
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let fallback = port
        return Application(
            responder: CallbackResponder { (request, _: BasicRequestContext) in
                try await respond(to: request)
            },
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { await onListening($0.localAddress?.port ?? fallback) },
            logger: logger
        )
    }

    private func respond(to request: Request) async throws -> Response {
        let path = request.uri.path
        let isListing = request.method == .get && path == "/-/instances"
        let response =
            isListing ? try Self.answer(instances.summaries()) : try await call(path)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func call(_ path: String) async throws -> Response {
        guard let function = Self.function(ofPath: path) else { return Self.pathIsTooLong() }
        let assignment: InstancePool.Assignment
        do {
            assignment = try await instances.take(function)
        } catch let refused as SharedInstances.Refused {
            return Self.answer(refused.refusal)
        }
        defer { instances.release(assignment) }
        try await Task.sleep(for: assignment.occupiedFor, tolerance: .zero)
        return Self.answer(assignment)
    }
}
