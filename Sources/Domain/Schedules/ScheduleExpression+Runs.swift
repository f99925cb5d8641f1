extension ScheduleExpression {
    /// 9999-12-31, after which there is nothing to look for.
    private static let lastDay = 2_932_896

    /// The first run after a moment.
    ///
    /// Single runs lie on whole seconds. What fixed wall-clock times do where clocks change is told
    /// in docs/schedules.md: skipped ones run once, right after the change; repeated ones once.
    ///
    /// - Parameters:
    ///   - moment: The run lies later; none lies before 1970.
    ///   - offsets: Of the schedule's zone.
    ///   - seed: Chooses the values of each `~`.
    ///   - except: Local dates on which nothing starts.
    /// - Returns: `nil` when nothing more comes.
    /// - Complexity: O(log *n*) in the zone's stretches and O(*m*) in the months up to the run; each
    ///   exception adds that much at most.
    package func nextRun(
        after moment: Timestamp,
        offsets: UTCOffsets,
        seed: UInt64 = 0,
        except: [CalendarDay] = []
    ) -> ScheduleRun? {
        var after = max(moment, Timestamp(millisecondsSinceEpoch: -1))
        while let run = nextRun(after: after, offsets: offsets, seed: seed) {
            let day = offsets.local(run.scheduledAt.minute).day
            guard except.contains(day) else { return run }
            let midnight = LocalMinute(minutesSinceEpoch: (day.daysSinceEpoch + 1) * 1440)
            let end = Timestamp(minute: offsets.firstMinute(showing: midnight))
            after = max(run.scheduledAt, end.advanced(by: .milliseconds(-1)))
        }
        return nil
    }

    private func nextRun(
        after moment: Timestamp,
        offsets: UTCOffsets,
        seed: UInt64
    ) -> ScheduleRun? {
        guard moment.minute < Self.lastDay * 1440 else { return nil }
        let second = Int(moment.secondsSinceEpoch)
        switch self {
        case .cron(let fields), .awsCron(let fields):
            return fields.resolved(seed: seed).nextRun(after: second, offsets: offsets)
                .map { ScheduleRun(scheduledAt: Timestamp(secondsSinceEpoch: Int64($0))) }
        case .every(let period), .rate(let period):
            let next = period.nextRun(after: second)
            return ScheduleRun(scheduledAt: Timestamp(secondsSinceEpoch: Int64(next)))
        case .window(let window):
            return window.next(after: moment.minute, offsets: offsets).map(Self.run)
        }
    }

    /// The window that holds a moment, half open: what is to be warm now, and until when.
    ///
    /// - Parameters:
    ///   - moment: From the window's start on and before its end.
    ///   - offsets: Of the schedule's zone.
    ///   - except: Local dates on which no window starts.
    /// - Returns: The one that lasts longest; `nil` outside of windows, and for what is none.
    /// - Complexity: O(log *n*) in the zone's stretches.
    package func window(
        containing moment: Timestamp,
        offsets: UTCOffsets,
        except: [CalendarDay] = []
    ) -> ScheduleRun? {
        guard case .window(let window) = self, abs(moment.minute) < Self.lastDay * 1440 else {
            return nil
        }
        return window.occurrence(containing: moment.minute, offsets: offsets, except: except)
            .map(Self.run)
    }

    private static func run(_ minutes: Range<Int>) -> ScheduleRun {
        ScheduleRun(
            scheduledAt: Timestamp(minute: minutes.lowerBound),
            until: Timestamp(minute: minutes.upperBound)
        )
    }
}
