import AsyncHTTPClient
import Domain
import Warming

/// The shortest whole answer.
let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

/// A warm-up of a server on loopback that may take 10 s: far more than it needs.
func request(
    port: Int,
    path: String = "/",
    timeout: Duration = .seconds(10)
) -> WarmUpRequest {
    WarmUpRequest(url: "http://127.0.0.1:\(port)\(path)", timeout: timeout)
}

/// Runs `body` with a warmer whose client is shut down after.
func withWarmer<Result: Sendable>(
    _ secrets: SecretSource = SecretSource(environment: [:]),
    _ body: (HTTPWarmer) async throws -> Result
) async throws -> Result {
    let client = HTTPWarmer.makeClient()
    do {
        let result = try await body(HTTPWarmer(client: client, secrets: secrets))
        try await client.shutdown()
        return result
    } catch {
        try await client.shutdown()
        throw error
    }
}

/// Warms up a server that follows `script`.
func warm(
    _ script: LocalServer.Script,
    path: String = "/",
    timeout: Duration = .seconds(10),
    instances: Int = 1
) async throws -> WarmUpResult {
    try await LocalServer.with(script) { _, port in
        try await withWarmer { warmer in
            await warmer.warm(
                request(port: port, path: path, timeout: timeout),
                instances: instances
            )
        }
    }
}
