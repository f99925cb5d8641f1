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

    /// What Foundation takes for a zone and IANA does not name, and what is near to a name.
    @Test(arguments: [
        ("UTC+1", nil), ("GMT+0530", nil), ("PST", nil), ("AST", nil), ("ART", nil),
        ("europe/berlin", "Europe/Berlin"), ("Europe/Berln", "Europe/Berlin"),
        ("../etc/passwd", nil), ("", nil), ("/usr/share/zoneinfo/UTC", nil), ("Europe/", nil),
    ])
    func onlyNamesOfTheDatabaseAreZones(name: String, nearest: String?) {
        let error = #expect(throws: ServingError.self) { try utcOffsets(ofZone: name) }
        guard case .unknownTimeZone(name, endpoint: nil, let names)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        if let nearest { #expect(names.first == nearest) }
    }

    @Test(arguments: [
        "Europe/Berlin", "Etc/GMT+1", "EST", "Asia/Calcutta", "America/Argentina/Ushuaia",
    ])
    func otherNamesAreZones(name: String) throws { _ = try utcOffsets(ofZone: name) }

    @Test func anUnknownZoneIsRefusedByName() {
        #expect(throws: ServingError.unknownTimeZone("Mars/Olympus", endpoint: "shop", nearest: []))
        {
            try utcOffsets(ofZone: "Mars/Olympus", endpoint: "shop")
        }
    }
}
