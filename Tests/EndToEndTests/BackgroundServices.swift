import Foundation
import Glibc
import Testing

/// A `preheat serve` of a test; ended when the test is over, however it went.
func serving<Result>(
    in workshop: Workshop,
    _ options: String...,
    body: (PreheatProcess) async throws -> Result
) async throws -> Result {
    let server = try workshop.start(["serve"] + options)
    do {
        try await server.line(containing: "serving")
        let result = try await body(server)
        server.send(SIGTERM)
        return result
    } catch {
        server.send(SIGKILL)
        throw error
    }
}

/// A `preheat emulate` of a test and the port that it listens on.
func emulating<Result>(
    in workshop: Workshop,
    _ options: String...,
    body: (UInt16) async throws -> Result
) async throws -> Result {
    let platform = try workshop.start(["emulate", "--port", "0"] + options)
    defer { platform.send(SIGKILL) }
    let line = try await platform.line(containing: "emulating on http://127.0.0.1:")
    let port = try #require(UInt16(line.split { ":/".contains($0) }.last ?? ""))
    return try await body(port)
}
