package import Domain

/// A manual schedule that has been read, with what the clocks of its zone show.
package struct PlannedSchedule: Equatable, Sendable {
    package var schedule: Schedule
    package var expression: ScheduleExpression
    package var offsets: UTCOffsets
    /// When its last run was due before the engine started, or what is due after that is missed where
    /// it has never run; `nil` where nothing is known of that.
    package var lastRunAt: Timestamp?

    package init(
        _ schedule: Schedule,
        expression: ScheduleExpression,
        offsets: UTCOffsets = .utc,
        lastRunAt: Timestamp? = nil
    ) {
        self.schedule = schedule
        self.expression = expression
        self.offsets = offsets
        self.lastRunAt = lastRunAt
    }

    func nextRun(after moment: Timestamp) -> ScheduleRun? {
        expression.nextRun(
            after: moment,
            offsets: offsets,
            seed: schedule.seed,
            except: schedule.exceptions
        )
    }

    func window(containing moment: Timestamp) -> ScheduleRun? {
        expression.window(containing: moment, offsets: offsets, except: schedule.exceptions)
    }

    /// A single run's moment, its jitter added: before the next run, which a late draw would hold up.
    func moment(of run: ScheduleRun) -> Timestamp {
        let jittered = schedule.jitteredAt(run.scheduledAt)
        guard jittered > run.scheduledAt, let following = nextRun(after: run.scheduledAt)
        else { return jittered }
        return min(jittered, following.scheduledAt.advanced(by: .milliseconds(-1)))
    }

    /// Whether its runs are those of `other`, whatever else was changed.
    func runs(like other: PlannedSchedule) -> Bool {
        schedule.id == other.schedule.id && expression == other.expression
            && offsets == other.offsets && schedule.exceptions == other.schedule.exceptions
            && schedule.seed == other.schedule.seed
    }
}
