package import Domain

/// One ping of the ledger that a manual schedule asked for.
package struct ScheduledPing: Equatable, Sendable {
    /// When it fired, or was to.
    package var moment: Timestamp
    /// Those that did not fail: at least one.
    package var instances: Int
}
