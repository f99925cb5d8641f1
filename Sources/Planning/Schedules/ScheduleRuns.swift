package import Domain

/// What became of some runs of a schedule, to be added to its counts.
package struct ScheduleRuns: Equatable, Sendable {
    package var scheduleID: Int64
    /// When the last one that was not dropped was due; `nil` where all were.
    package var lastRunAt: Timestamp?
    /// Runs that came later than the schedule's grace allows, and were dropped.
    package var missed = 0
}
