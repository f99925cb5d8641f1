import Domain
import Testing

@testable import Planning

private let monday = Stage.monday
/// Monday 08:00.
private let eight = monday + 480

private func moment(_ minute: Int, _ seconds: Int64 = 0) -> Timestamp {
    Timestamp(minute: minute).advanced(by: .seconds(seconds))
}

private func planned(
    _ expression: String,
    id: Int64 = 1,
    instances: Int = 1,
    grace: Duration = .seconds(60),
    jitter: Duration = .zero,
    isEnabled: Bool = true,
    lastRunAt: Timestamp? = nil
) throws -> PlannedSchedule {
    PlannedSchedule(
        Schedule(
            id: id,
            endpointID: Stage.id,
            name: "s\(id)",
            expression: expression,
            instances: instances,
            jitter: jitter,
            grace: grace,
            isEnabled: isEnabled
        ),
        expression: try ScheduleExpression(expression),
        lastRunAt: lastRunAt
    )
}

extension Timetable {
    fileprivate init(_ schedules: [PlannedSchedule], at now: Timestamp) {
        self.init(schedules, at: now, keeping: nil)
    }

    /// Instances never go cold.
    fileprivate mutating func take(_ now: Timestamp, before end: Timestamp? = nil) -> WarmUp {
        take(at: now, before: end ?? now.advanced(by: .milliseconds(1)), lead: .zero) { _ in .max }
    }

    fileprivate func next(lead: Duration = .zero, hold: Int = .max / 2) -> Timestamp {
        nextMoment(lead: lead) { _ in hold }
    }
}

@Suite struct TimetableTests {
    /// A run at 08:00:30 may be a minute late.
    @Test(arguments: [
        ("a millisecond early", Int64(29_999), 0, nil as Int64?),
        ("at its moment", 30_000, 2, 0),
        ("as late as it may be", 90_000, 2, 0),
        ("later: dropped and counted", 90_001, 0, 1),
    ])
    func aRunIsDueUntilItsGraceIsOver(
        requirement: String,
        ms: Int64,
        instances: Int,
        missed: Int64?
    ) throws {
        var timetable = Timetable([try planned("30 0 8 * * *", instances: 2)], at: moment(monday))
        #expect(timetable.next() == moment(eight, 30))
        let now = moment(eight).advanced(by: .milliseconds(ms))
        let warmUp = timetable.take(now)
        #expect(warmUp.instances == instances)
        #expect(warmUp.runs.map { Int64($0.missed) } == (missed.map { [$0] } ?? []))
        if instances > 0 {
            #expect(warmUp.dueAt == moment(eight, 30))
            #expect(warmUp.runs[0].lastRunAt == moment(eight, 30))
        }
        if missed != nil {
            #expect(timetable.next() == moment(eight + 1440, 30))
            #expect(timetable.take(now) == Timetable.WarmUp())
        }
    }

    /// The service was down for an hour; a run of every ten minutes came half a minute ago.
    @Test(arguments: [
        ("what has run is known", moment(eight - 60), 5, moment(eight) as Timestamp?),
        ("nothing is known of before", nil, 0, nil),
    ])
    func aRestartDropsWhatIsTooLate(
        requirement: String,
        lastRunAt: Timestamp?,
        missed: Int,
        ran: Timestamp?
    ) throws {
        let now = moment(eight, 30)
        var timetable = Timetable([try planned("*/10 * * * *", lastRunAt: lastRunAt)], at: now)
        let warmUp = timetable.take(now)
        #expect(warmUp.instances == (ran == nil ? 0 : 1))
        #expect(warmUp.runs.first?.missed ?? 0 == missed)
        #expect(warmUp.runs.first?.lastRunAt == ran)
        #expect(timetable.next() == moment(eight + 10))
    }

    @Test func yearsOfMissedRunsAreNotCountedOneByOne() throws {
        let now = moment(eight)
        let first = now.advanced(by: .seconds(-3 * 366 * 86_400))
        var timetable = Timetable([try planned("* * * * *", lastRunAt: first)], at: now)
        let warmUp = timetable.take(now)
        #expect(warmUp.instances == 1)
        #expect(warmUp.runs[0].missed == 100_000)
    }

    /// A jitter of six times the distance between runs: each is bounded by the next one.
    @Test func noRunIsLostToJitter() throws {
        var timetable = Timetable(
            [try planned("@every 10s", grace: .seconds(1), jitter: .seconds(60))],
            at: moment(monday)
        )
        var runs = 0
        while timetable.next() < moment(monday + 60) {
            let warmUp = timetable.take(timetable.next())
            #expect(warmUp.runs.map(\.missed) == [0])
            runs += 1
        }
        #expect((359...360).contains(runs))
    }

    @Test func theStrongestOfWhatIsDueIsTaken() throws {
        var timetable = Timetable(
            [
                try planned("0 8 * * *", id: 1, instances: 2),
                try planned("0 8 * * *", id: 2, instances: 5),
                try planned("@every 1h", id: 3, instances: 3),
            ],
            at: moment(eight - 1)
        )
        let warmUp = timetable.take(moment(eight))
        #expect(warmUp.instances == 5)
        #expect(warmUp.scheduleID == 2)
        #expect(warmUp.runs.map(\.scheduleID) == [1, 2, 3])
    }

    @Test func runsOfTheMinuteAreTakenAlong() throws {
        var timetable = Timetable([try planned("30 0 8 * * *", instances: 4)], at: moment(monday))
        let end = moment(eight + 1)
        let early = timetable.instances(before: moment(eight, 30), lead: .zero) { _ in .max / 2 }
        #expect(early == 0)
        let absorbed = timetable.instances(before: end, lead: .zero) { _ in .max / 2 }
        #expect(absorbed == 4)
        let warmUp = timetable.take(moment(eight), before: end)
        #expect(warmUp.instances == 4)
        #expect(timetable.next() == moment(eight + 1440, 30))
    }

    /// From 08:00 to 10:00, a ping whenever the instances were used eight minutes ago.
    @Test func aWindowIsHeldThroughout() throws {
        var timetable = Timetable([try planned("08:00-10:00", instances: 2)], at: moment(monday))
        let lead = Duration.seconds(10)
        #expect(timetable.next(lead: lead) == moment(eight, -10))
        var minutes: [Int] = []
        var hold = Int.min
        var now = moment(monday)
        var runs: [ScheduleRuns] = []
        while now < moment(eight + 300) {
            now = timetable.nextMoment(lead: lead) { _ in hold }
            let warmUp = timetable.take(
                at: now,
                before: now.advanced(by: .milliseconds(1)),
                lead: lead
            ) { _ in hold }
            runs += warmUp.runs
            guard warmUp.instances > 0 else { continue }
            #expect(warmUp.instances == 2)
            minutes.append(warmUp.dueAt.minute)
            hold = warmUp.dueAt.minute + 8
        }
        let held = Array(stride(from: eight, to: eight + 120, by: 8))
        #expect(minutes.prefix(held.count) == held[...])
        #expect(minutes[held.count] == eight + 1440)
        #expect(runs.map(\.lastRunAt) == [moment(eight), moment(eight + 1440)])
    }

    @Test func aWindowThatIsOpenAtTheStartIsHeldAtOnce() throws {
        let now = moment(eight + 60, 7)
        var timetable = Timetable([try planned("08:00-10:00")], at: now)
        #expect(timetable.next() == moment(eight))
        let warmUp = timetable.take(at: now, before: now, lead: .zero) { _ in .min }
        #expect(warmUp.instances == 1)
        #expect(warmUp.dueAt == moment(eight + 60))
    }

    @Test func aWindowThatPassedUnseenIsMissed() throws {
        var timetable = Timetable([try planned("08:00-10:00")], at: moment(monday))
        let warmUp = timetable.take(moment(eight + 120))
        #expect(warmUp.instances == 0)
        #expect(warmUp.runs.map(\.missed) == [1])
        #expect(timetable.next() == moment(eight + 1440))
    }

    @Test func aRefusedWindowAsksAgainLater() throws {
        var timetable = Timetable([try planned("08:00-10:00")], at: moment(monday))
        let first = timetable.take(at: moment(eight), before: moment(eight), lead: .zero) { _ in
            .min
        }
        #expect(first.instances == 1)
        timetable.refuse(until: eight + 7)
        #expect(timetable.next(hold: .min) == moment(eight + 7))
    }

    @Test func changesKeepWhatRunsAlike() throws {
        var timetable = Timetable([try planned("@every 1h", instances: 1)], at: moment(monday, 1))
        _ = timetable.take(moment(monday + 60))
        let now = moment(monday + 60, 2)
        let more = Timetable(
            [try planned("@every 1h", instances: 9)],
            at: now,
            keeping: timetable
        )
        #expect(more.next() == moment(monday + 120))
        let off = Timetable(
            [try planned("@every 1h", isEnabled: false)],
            at: now,
            keeping: timetable
        )
        #expect(off.isEmpty)
        let other = Timetable([try planned("@every 7m")], at: now, keeping: timetable)
        #expect(other.next() != more.next())
    }

    /// A line that was changed says nothing of the time before: its old runs are not its own.
    @Test func aChangedLineBeginsNow() throws {
        let now = moment(eight + 60, 5)
        let known = Timetable([try planned("0 3 * * *")], at: moment(monday))
        var changed = Timetable(
            [try planned("30 8 * * *", grace: .seconds(86_400), lastRunAt: moment(monday + 180))],
            at: now,
            keeping: known
        )
        #expect(changed.next() == moment(eight + 30 + 1440))
        #expect(changed.take(now).runs.isEmpty)
    }

    @Test func aClockThatIsSetBackRunsAgain() throws {
        var timetable = Timetable([try planned("0 8 * * *")], at: moment(monday))
        _ = timetable.take(moment(eight))
        timetable.setBack(to: moment(monday + 60))
        #expect(timetable.next() == moment(eight))
    }
}
