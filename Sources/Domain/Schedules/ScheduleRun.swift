/// One run of a schedule: a moment, or the window that begins at it.
package struct ScheduleRun: Equatable, Sendable {
    package var scheduledAt: Timestamp
    /// Until when to keep warm, exclusively; `nil` where a single warm-up is meant.
    package var until: Timestamp?

    package init(scheduledAt: Timestamp, until: Timestamp? = nil) {
        self.scheduledAt = scheduledAt
        self.until = until
    }

    /// The window as a half-open range.
    package var window: Range<Timestamp>? {
        until.map { scheduledAt..<max(scheduledAt, $0) }
    }
}
