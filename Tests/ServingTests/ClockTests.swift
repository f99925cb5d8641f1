import Domain
import Serving
import Testing

@Suite struct ClockTests {
    @Test func aScaledClockRunsSoManyTimesFaster() async throws {
        let origin = Timestamp(minute: 1000)
        let clock = ScaledClock(from: origin, scale: 600)
        let started = ContinuousClock.now
        try await clock.sleep(until: origin.advanced(by: .seconds(60)), tolerance: .zero)
        let took = ContinuousClock.now - started
        #expect(clock.now >= Timestamp(minute: 1001))
        #expect(took >= .milliseconds(95))
        #expect(origin.duration(to: clock.now) >= took * 600 - .seconds(60))
    }

    @Test func theSystemClockIsTheMachines() {
        let before = Timestamp(secondsSinceEpoch: 1_790_000_000)
        #expect(SystemClock().now > before)
    }

    @Test func offsetsOfAZoneFollowItsTransitions() throws {
        let berlin = try utcOffsets(ofZone: "Europe/Berlin")
        // 2026-03-29 01:00 UTC: from UTC+1 to UTC+2; 2026-10-25 01:00 UTC: back.
        let spring = 29_579_100
        let autumn = 29_881_500
        #expect(berlin.offsetMinutes(atMinute: spring - 1) == 60)
        #expect(berlin.offsetMinutes(atMinute: spring) == 120)
        #expect(berlin.offsetMinutes(atMinute: autumn - 1) == 120)
        #expect(berlin.offsetMinutes(atMinute: autumn) == 60)
        #expect(try utcOffsets(ofZone: "UTC") == .utc)
        #expect(try utcOffsets(ofZone: "Asia/Kolkata").offsetMinutes(atMinute: spring) == 330)
    }

    @Test func anUnknownZoneIsRefusedByName() {
        #expect(throws: ServingError.unknownTimeZone("Mars/Olympus", endpoint: "shop")) {
            try utcOffsets(ofZone: "Mars/Olympus", endpoint: "shop")
        }
    }
}
