import Domain
import Testing

@testable import Planning

private let midnight = Stage.monday
private let eight = midnight + 480
private let ten = midnight + 600
private let day = 1440

private func moment(_ minute: Int, _ seconds: Int64 = 0) -> Timestamp {
    Timestamp(minute: minute).advanced(by: .seconds(seconds))
}

private func planned(
    _ expression: String,
    jitter: Duration = .zero,
    exceptions: [CalendarDay] = [],
    isEnabled: Bool = true
) throws -> PlannedSchedule {
    PlannedSchedule(
        Schedule(
            id: 1,
            endpointID: Stage.id,
            name: "s",
            expression: expression,
            jitter: jitter,
            exceptions: exceptions,
            isEnabled: isEnabled
        ),
        expression: try ScheduleExpression(expression)
    )
}

@Suite struct ScheduleWishTests {
    @Test(
        arguments: [
            ("a minute before", "0 8 * * *", eight - 1, .run(at: moment(eight))),
            ("in its minute", "0 8 * * *", eight, .run(at: moment(eight))),
            ("in its minute, seconds later", "30 0 8 * * *", eight, .run(at: moment(eight, 30))),
            ("a minute after", "0 8 * * *", eight + 1, .run(at: moment(eight + day))),
            ("before a window", "08:00-10:00", eight - 1, .window(from: moment(eight))),
            ("after a window", "08:00-10:00", ten, .window(from: moment(eight + day))),
            ("after the only one", "2020-01-01 08:00 +1h", eight, nil),
            (
                "over midnight", "22:00-06:00", midnight,
                .held(until: moment(midnight + 360), pingMinute: nil)
            ),
        ] as [(String, String, Int, ScheduleWish.Want?)]
    )
    func aScheduleWants(
        requirement: String,
        expression: String,
        minute: Int,
        want: ScheduleWish.Want?
    ) throws {
        let wish = try planned(expression).wish(inMinute: minute) { _ in .max }
        #expect(wish?.want == want)
    }

    /// From 08:00 to 10:00.
    @Test(
        arguments: [
            ("nothing is warm", eight, Int.min, eight as Int?),
            ("it is warm for a while", eight + 5, eight + 9, eight + 9),
            ("it has to be used now", eight + 9, eight + 9, eight + 9),
            ("it should have been used before", eight + 20, eight + 9, eight + 20),
            ("until its last minute", eight + 115, ten - 1, ten - 1),
            ("beyond its end", eight + 115, ten, nil),
            ("in its last minute", ten - 1, eight, ten - 1),
        ]
    )
    func aWindowIsPingedAgain(
        requirement: String,
        minute: Int,
        hold: Int,
        pingMinute: Int?
    ) throws {
        let wish = try #require(try planned("08:00-10:00").wish(inMinute: minute) { _ in hold })
        #expect(wish.want == .held(until: moment(ten), pingMinute: pingMinute))
        #expect(wish.isDue(inMinute: minute) == (pingMinute == minute))
    }

    @Test func aRunComesByItsJitterAndNotOnItsExceptions() throws {
        let late = try planned("0 8 * * *", jitter: .seconds(3600))
        let due = late.schedule.jitteredAt(moment(eight))
        try #require(due.minute > eight)
        for minute in [midnight, eight, due.minute] {
            #expect(late.wish(inMinute: minute) { _ in 0 }?.want == .run(at: due))
        }
        let next = late.schedule.jitteredAt(moment(eight + day))
        #expect(late.wish(inMinute: due.minute + 1) { _ in 0 }?.want == .run(at: next))
        let today = UTCOffsets.utc.local(eight).day
        let free = try planned("0 8 * * *", exceptions: [today])
        #expect(free.wish(inMinute: midnight) { _ in 0 }?.want == .run(at: moment(eight + day)))
    }

    /// By hand: kept for ten minutes, pinged at 08:00 and every nine minutes.
    @Test func theEngineKnowsHowLongAWindowIsWarm() throws {
        var stage = Stage(startingAt: midnight)
        let schedules = [try planned("08:00-10:00"), try planned("@daily", isEnabled: false)]
        let endpoint = Stage.endpoint(value: 1e-6)
        stage.send(.configured([ConfiguredEndpoint(endpoint: endpoint, schedules: schedules)]))
        stage.run(to: eight + 5)
        let wishes = stage.engine.scheduleWishes(of: Stage.id, inMinute: eight + 5)
        #expect(wishes.map(\.want) == [.held(until: moment(ten), pingMinute: eight + 9)])
        #expect(wishes.map(\.schedule) == [schedules[0].schedule])
        let nobody = EndpointID(rawValue: 9)
        #expect(stage.engine.scheduleWishes(of: nobody, inMinute: eight).isEmpty)
    }
}
