internal import Domain

/// What an endpoint's manual schedules want warm, and when.
///
/// A single run is due at its moment, its jitter added. A window holds its instances throughout: a
/// ping is due whenever they would go cold before the next minute, and at its beginning.
struct Timetable: Equatable, Sendable {
    /// What is due now.
    struct WarmUp: Equatable, Sendable {
        /// 0 where nothing is.
        var instances = 0
        /// The schedule that wants so many, and when it wants them.
        var scheduleID: Int64?
        var dueAt = Timestamp(millisecondsSinceEpoch: 0)
        /// Runs that were begun or dropped.
        var runs: [ScheduleRuns] = []
    }

    private struct Entry: Equatable, Sendable {
        var planned: PlannedSchedule
        /// The run or the window that is not over.
        var next: ScheduleRun?
        /// Whether the window was counted.
        var hasBegun = false
        /// No ping of the window is due before this minute: the last one was refused.
        var refusedUntil = Int.min

        /// When there is something to do: a run, a window's beginning, ping or end.
        func due(lead: Duration, hold: (Int) -> Int) -> Timestamp {
            guard let next else { return .distantFuture }
            guard let window = next.window else { return planned.moment(of: next) }
            let start = window.lowerBound
            guard hasBegun else { return start.advanced(by: .zero - lead) }
            let minute = max(hold(planned.schedule.instances), refusedUntil, start.minute)
            guard minute < window.upperBound.minute else { return window.upperBound }
            return Timestamp(minute: minute).advanced(by: .zero - lead)
        }
    }

    private var entries: [Entry] = []
    var isEmpty: Bool { entries.isEmpty }
    /// More runs are not counted one by one: the service was off for years.
    private static let mostMissed = 100_000

    init() {}

    /// - Parameters:
    ///   - schedules: Those that are enabled run.
    ///   - now: What was due earlier and is not known to have run is dropped and counted.
    ///   - earlier: Known ones go on from where they are, others begin now; `nil` at the start of the
    ///     service, when what has run is read from the history.
    init(_ schedules: [PlannedSchedule], at now: Timestamp, keeping earlier: Timetable?) {
        entries = schedules.filter(\.schedule.isEnabled).map { planned in
            if var known = earlier?.entries.first(where: { $0.planned.runs(like: planned) }) {
                known.planned = planned
                return known
            }
            return Entry(
                planned: planned,
                next: planned.window(containing: now)
                    ?? planned.nextRun(
                        after: earlier == nil ? min(planned.lastRunAt ?? now, now) : now
                    )
            )
        }
    }

    /// The clock was set back: what has run may run again, what was to come comes later.
    mutating func setBack(to now: Timestamp) {
        for index in entries.indices {
            let planned = entries[index].planned
            entries[index].next = planned.window(containing: now) ?? planned.nextRun(after: now)
            entries[index].hasBegun = false
            entries[index].refusedUntil = .min
        }
    }

    /// The next moment with something to do.
    ///
    /// - Parameters:
    ///   - lead: How long before its minute a window's ping fires.
    ///   - hold: The minute in which so many instances have to be used again to stay warm.
    /// - Returns: `distantFuture` where there is none.
    func nextMoment(lead: Duration, hold: (Int) -> Int) -> Timestamp {
        entries.reduce(.distantFuture) { min($0, $1.due(lead: lead, hold: hold)) }
    }

    /// What each schedule wants in a minute, and next, by the calendar alone; those of which nothing
    /// more comes are left out.
    func wishes(inMinute minute: Int, hold: (Int) -> Int) -> [ScheduleWish] {
        entries.compactMap { $0.planned.wish(inMinute: minute, hold: hold) }
    }

    /// The most instances that are wanted before `end`, single runs and windows alike.
    func instances(before end: Timestamp, lead: Duration, hold: (Int) -> Int) -> Int {
        var most = 0
        for entry in entries where entry.due(lead: lead, hold: hold) < end {
            if let window = entry.next?.window, window.upperBound < end { continue }
            most = max(most, entry.planned.schedule.instances)
        }
        return most
    }

    /// Takes what is due, and counts what came too late.
    ///
    /// - Parameters:
    ///   - now: The present moment.
    ///   - end: Single runs before it are taken as well; after `now`.
    ///   - lead: How long before its minute a window's ping fires.
    ///   - hold: The minute in which so many instances have to be used again to stay warm.
    /// - Returns: The strongest of what is due.
    /// - Complexity: O(*n*) in schedules and runs.
    mutating func take(
        at now: Timestamp,
        before end: Timestamp,
        lead: Duration,
        hold: (Int) -> Int
    ) -> WarmUp {
        var warmUp = WarmUp()
        for index in entries.indices {
            if entries[index].next?.window == nil {
                takeRuns(of: index, at: now, before: end, into: &warmUp)
            } else {
                takeWindow(of: index, at: now, lead: lead, hold: hold, into: &warmUp)
            }
        }
        return warmUp
    }

    private mutating func takeRuns(
        of index: Int,
        at now: Timestamp,
        before end: Timestamp,
        into warmUp: inout WarmUp
    ) {
        let schedule = entries[index].planned.schedule
        var runs = ScheduleRuns(scheduleID: schedule.id)
        while let run = entries[index].next {
            let dueAt = entries[index].planned.moment(of: run)
            guard dueAt < end else { break }
            var last = run.scheduledAt
            if now > dueAt.advanced(by: schedule.grace) {
                runs.missed += 1
                if runs.missed >= Self.mostMissed {
                    last = max(last, now.advanced(by: .zero - schedule.grace))
                }
            } else {
                runs.lastRunAt = run.scheduledAt
                warmUp.add(schedule, dueAt: dueAt)
            }
            entries[index].next = entries[index].planned.nextRun(after: last)
        }
        if runs.lastRunAt != nil || runs.missed > 0 { warmUp.runs.append(runs) }
    }

    private mutating func takeWindow(
        of index: Int,
        at now: Timestamp,
        lead: Duration,
        hold: (Int) -> Int,
        into warmUp: inout WarmUp
    ) {
        let schedule = entries[index].planned.schedule
        var runs = ScheduleRuns(scheduleID: schedule.id)
        while let window = entries[index].next?.window, window.upperBound <= now {
            if !entries[index].hasBegun, runs.missed < Self.mostMissed { runs.missed += 1 }
            let isFarBehind = runs.missed >= Self.mostMissed
            entries[index].next = entries[index].planned.nextRun(
                after: isFarBehind ? now : window.lowerBound
            )
            entries[index].hasBegun = false
            entries[index].refusedUntil = .min
        }
        if let window = entries[index].next?.window,
            window.lowerBound <= now.advanced(by: lead)
        {
            if !entries[index].hasBegun {
                entries[index].hasBegun = true
                runs.lastRunAt = window.lowerBound
            }
            let dueAt = entries[index].due(lead: lead, hold: hold)
            if dueAt <= now, dueAt < window.upperBound {
                let minute = Timestamp(minute: now.advanced(by: lead).minute)
                warmUp.add(schedule, dueAt: minute)
            }
        }
        if runs.lastRunAt != nil || runs.missed > 0 { warmUp.runs.append(runs) }
    }

    /// The warm-up that was taken was refused: windows ask again only from `minute` on.
    mutating func refuse(until minute: Int) {
        for index in entries.indices where entries[index].hasBegun {
            entries[index].refusedUntil = max(entries[index].refusedUntil, minute)
        }
    }
}

extension Timetable.WarmUp {
    fileprivate mutating func add(_ schedule: Schedule, dueAt: Timestamp) {
        let wanted = min(schedule.instances, Preheat.mostInstances)
        guard wanted > instances else { return }
        instances = wanted
        scheduleID = schedule.id
        self.dueAt = dueAt
    }
}
