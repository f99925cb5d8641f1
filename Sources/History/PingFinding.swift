package import Domain

/// What one ping of the ledger found: as much as replays and latencies need of it.
package struct PingFinding: Equatable, Sendable {
    /// When it fired, or was to.
    package var moment: Timestamp
    package var instances: Int
    package var warmInstances: Int
    package var coldInstances: Int
    package var failedInstances: Int
    /// Of the slowest instance.
    package var firstByteMs: Int64?
    package var totalMs: Int64?

    /// Cold when any instance was, warm when all were.
    package var temperature: Temperature {
        if coldInstances > 0 { return .cold }
        return warmInstances == instances ? .warm : .unknown
    }
}
