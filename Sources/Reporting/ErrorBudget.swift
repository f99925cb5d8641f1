/// How many cold minutes a latency target allows, and how many are left.
///
/// The rate of cold starts is that of minutes: of those with requests, the share in which an instance
/// was cold. Later requests of a minute find its instances warm.
package struct ErrorBudget: Equatable, Sendable {
    /// Below this share of what is allowed, little is left.
    package static let littleShare = 0.2

    package var requestedMinutes: Int
    package var coldMinutes: Int
    /// The share of requested minutes that may be cold, from 0 to 1.
    package var allowedShare: Double

    package init(requestedMinutes: Int, coldMinutes: Int, allowedShare: Double) {
        self.requestedMinutes = requestedMinutes
        self.coldMinutes = coldMinutes
        self.allowedShare = allowedShare
    }

    /// The share of requested minutes that were not cold; `nil` where none was requested.
    package var attainment: Double? {
        requestedMinutes > 0 ? 1 - Double(coldMinutes) / Double(requestedMinutes) : nil
    }

    /// Whole minutes that may be cold.
    package var allowedMinutes: Int {
        // Shares are decimals of at most six places: as binary fractions, whole products lie a hair
        // below the number.
        Int((allowedShare * Double(requestedMinutes) + 1e-6).rounded(.down))
    }

    /// Negative when more were cold than are allowed.
    package var leftMinutes: Int { allowedMinutes - coldMinutes }

    /// The share of the allowed minutes that is left; `nil` where none is allowed.
    package var leftShare: Double? {
        allowedMinutes > 0 ? Double(leftMinutes) / Double(allowedMinutes) : nil
    }

    package var isMissed: Bool { leftMinutes < 0 }

    /// Whether the target is met and less than a fifth of its budget is left.
    package var isLow: Bool { !isMissed && (leftShare.map { $0 < Self.littleShare } ?? false) }
}
