package import Domain
import Foundation

/// The machine's own clock.
package struct SystemClock: WallClock {
    package init() {}

    package var now: Timestamp {
        Timestamp(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1000))
    }

    package var minimumResolution: Duration { .milliseconds(1) }

    package func sleep(until deadline: Timestamp, tolerance: Duration?) async throws {
        try await Task.sleep(for: now.duration(to: deadline), tolerance: tolerance)
    }
}

/// A clock that starts at a moment and runs so many times faster than the wall: for demos and
/// tests, in which a timeout of six minutes shall take six seconds.
package struct ScaledClock: WallClock {
    private let origin: Timestamp
    private let start: ContinuousClock.Instant
    private let scale: Double

    /// - Precondition: `scale` is positive.
    package init(from origin: Timestamp, scale: Double) {
        precondition(scale > 0, "time runs forwards")
        self.origin = origin
        self.scale = scale
        start = ContinuousClock.now
    }

    package var now: Timestamp { origin.advanced(by: (ContinuousClock.now - start) * scale) }
    package var minimumResolution: Duration { .milliseconds(1) }

    package func sleep(until deadline: Timestamp, tolerance: Duration?) async throws {
        try await Task.sleep(for: now.duration(to: deadline) / scale, tolerance: tolerance)
    }
}
