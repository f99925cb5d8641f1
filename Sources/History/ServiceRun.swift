package import Domain

/// A time through which a service was at work on the history.
package struct ServiceRun: Equatable, Sendable {
    package var from: Timestamp
    /// When it was last seen at work.
    package var until: Timestamp

    package init(from: Timestamp, until: Timestamp) {
        self.from = from
        self.until = until
    }
}
