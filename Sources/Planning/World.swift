package import Domain

/// Where the engine lives: it supplies events with their moments and performs effects.
package protocol World {
    /// The next event, in order of time; `nil` at the end of the world.
    mutating func next() async throws -> (Event, Timestamp)?
    mutating func perform(_ effects: [Effect]) async throws
}

/// Drives the engine until its world ends: the same loop live, in simulation and in replay.
package func run(_ engine: inout Engine, in world: inout some World) async throws {
    while let (event, now) = try await world.next() {
        try await world.perform(engine.handle(event, at: now))
    }
}
