/// How a platform that scales to zero treats its instances.
package struct EmulatedPlatform: Equatable, Sendable {
    /// From the order to start an instance until it can take its first request.
    package var startUp: Duration
    /// An instance that has been idle for longer is reaped.
    package var idleTimeout: Duration
    /// How long a request occupies its instance.
    package var handling: Duration
    /// The most instances of one function; further requests wait in line.
    package var mostInstances: Int
    /// The most requests of one function that wait in line; further ones are refused.
    package var mostWaiting: Int

    /// - Precondition: no duration is negative and there may be at least one instance.
    package init(
        startUp: Duration = .seconds(2),
        idleTimeout: Duration = .seconds(60),
        handling: Duration = .milliseconds(20),
        mostInstances: Int = 100,
        mostWaiting: Int = 1000
    ) {
        precondition(min(startUp, idleTimeout, handling) >= .zero, "durations are not negative")
        precondition(mostInstances > 0, "a function without instances would never answer")
        precondition(mostWaiting >= 0, "a line has a length")
        self.startUp = startUp
        self.idleTimeout = idleTimeout
        self.handling = handling
        self.mostInstances = mostInstances
        self.mostWaiting = mostWaiting
    }
}
