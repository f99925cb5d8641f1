package import Domain

/// What became of a schedule's runs.
package struct ScheduleCount: Equatable, Sendable {
    /// The scheduled time of the last run that was not dropped.
    package var lastRunAt: Timestamp?
    /// Runs that came later than the schedule's grace allows, and were dropped.
    package var missedRuns: Int
    /// When the schedule was added, or was given other runs: earlier ones are not missed.
    ///
    /// `nil` where nobody knows.
    package var countedFrom: Timestamp?

    package static let none = ScheduleCount(lastRunAt: nil, missedRuns: 0)

    package init(lastRunAt: Timestamp?, missedRuns: Int, countedFrom: Timestamp? = nil) {
        self.lastRunAt = lastRunAt
        self.missedRuns = missedRuns
        self.countedFrom = countedFrom
    }
}
