package import Domain

/// A planned ping that chance let go out or withheld.
package struct DrawnDecision: Equatable, Sendable {
    /// When it was decided.
    package var decidedAt: Timestamp
    /// The minute that it is about, since the epoch.
    package var minute: Int
    package var isWithheld: Bool
    /// The chance with which this very choice was drawn.
    package var probability: Double

    package init(decidedAt: Timestamp, minute: Int, isWithheld: Bool, probability: Double) {
        self.decidedAt = decidedAt
        self.minute = minute
        self.isWithheld = isWithheld
        self.probability = probability
    }
}
