package import Domain

/// What a manual schedule wanted in one minute, and what it was to want next, by the calendar.
package struct ScheduleWish: Equatable, Sendable {
    package enum Want: Equatable, Sendable {
        /// A run was due, its jitter added: in the minute or later.
        case run(at: Timestamp)
        /// A window was to begin later.
        case window(from: Timestamp)
        /// A window was held, and its next ping due in that minute if no request came before; `nil`
        /// where it needed none until its end.
        case held(until: Timestamp, pingMinute: Int?)
    }

    package var schedule: Schedule
    /// What the clocks of its zone show.
    package var offsets: UTCOffsets
    package var want: Want

    /// Whether it wanted a ping in `minute` itself.
    package func isDue(inMinute minute: Int) -> Bool {
        switch want {
        case .run(let moment): moment.minute == minute
        case .window: false
        case .held(_, let pingMinute): pingMinute == minute
        }
    }
}

extension PlannedSchedule {
    /// What it wants in a minute, and next.
    ///
    /// - Parameters:
    ///   - minute: Since the epoch.
    ///   - hold: The minute in which so many instances have to be used again to stay warm.
    /// - Returns: `nil` where nothing more comes.
    func wish(inMinute minute: Int, hold: (Int) -> Int) -> ScheduleWish? {
        want(inMinute: minute, hold: hold).map {
            ScheduleWish(schedule: schedule, offsets: offsets, want: $0)
        }
    }

    private func want(inMinute minute: Int, hold: (Int) -> Int) -> ScheduleWish.Want? {
        let now = Timestamp(minute: minute)
        if let window = window(containing: now)?.window {
            let due = max(hold(schedule.instances), minute)
            let needsPing = due < window.upperBound.minute
            return .held(until: window.upperBound, pingMinute: needsPing ? due : nil)
        }
        guard !expression.isWindow else {
            return nextRun(after: now).map { .window(from: $0.scheduledAt) }
        }
        // A run of before may come only now, by its jitter.
        var next = nextRun(after: now.advanced(by: .milliseconds(-1) - schedule.jitter))
        while let run = next, moment(of: run) < now { next = nextRun(after: run.scheduledAt) }
        return next.map { .run(at: moment(of: $0)) }
    }
}
