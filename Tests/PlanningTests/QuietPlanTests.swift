import Domain
import Planning
import Testing

private let monday = Stage.monday

/// A timer on the half hours that is pinged ahead of each tick, with quiet times.
private func stage(_ quiet: String..., offsets: UTCOffsets = .utc, value: Double = 20) -> Stage {
    let windows = quiet.compactMap { QuietWindow($0) }
    precondition(windows.count == quiet.count, "a window that cannot be read")
    let endpoint = Stage.endpoint(value: value, quietWindows: windows)
    return Stage.timer(endpoint, offsets: offsets)
}

extension Stage {
    /// Minutes of pings after ``monday``.
    fileprivate var minutes: [Int] { pings.map { $0.minute - Stage.monday } }
}

@Suite struct QuietPlanTests {
    @Test func nothingIsPingedInAQuietWindowAndThePlanResumesAfterIt() {
        var quiet = stage("02:10-06:40")
        var loud = stage()
        quiet.tick(until: monday + 600)
        loud.tick(until: monday + 600)
        #expect(loud.minutes.contains { (130..<400).contains($0) })
        #expect(!quiet.minutes.contains { (130..<400).contains($0) })
        #expect(!quiet.decisions.contains { (130..<400).contains($0.minute - monday) })
        // The ticks on both sides are served.
        #expect(quiet.minutes.contains { (111...120).contains($0) })
        #expect(quiet.minutes.contains { (411...420).contains($0) })
        #expect(quiet.minutes.filter { $0 > 430 } == loud.minutes.filter { $0 > 430 })
    }

    /// The tick of 03:00 can be served from a minute before the window.
    @Test func aPingComesEarlyWhereTheQuietWindowWouldForbidIt() throws {
        var loud = stage()
        loud.tick(until: monday + 240)
        let usual = try #require(loud.minutes.last { $0 <= 180 })
        #expect(usual == 172)
        var quiet = stage("02:52-03:20")
        quiet.tick(until: monday + 240)
        #expect(!quiet.minutes.contains { (172..<200).contains($0) })
        #expect(quiet.minutes.contains(171))
    }

    /// What is pinged before 02:51 is gone at 03:00.
    @Test func noPingIsWastedBeforeAWindowThatOutlastsIt() {
        var quiet = stage("02:51-03:20")
        quiet.tick(until: monday + 240)
        #expect(!quiet.minutes.contains { (151..<200).contains($0) })
        #expect(quiet.minutes.contains { (201...210).contains($0) })
    }

    @Test func aPingMayFireInTheMinuteThatEndsTheWindow() {
        // Worth a ping at any time.
        var quiet = stage("00:40-01:15", value: 5000)
        quiet.tick(until: monday + 120)
        #expect(!quiet.minutes.contains { (40..<75).contains($0) })
        #expect(quiet.minutes.contains(75))
    }

    @Test func theWindowLiesInTheEndpointsZone() {
        let east = UTCOffsets(earliestOffsetMinutes: 120, stretches: [])
        var quiet = stage("04:00-06:00", offsets: east)
        quiet.tick(until: monday + 360)
        #expect(!quiet.minutes.contains { (120..<240).contains($0) })
        #expect(quiet.minutes.contains { (91..<120).contains($0) })
        #expect(quiet.minutes.contains { (240...300).contains($0) })
    }

    /// Clocks go back by an hour at 01:00 UTC: 02:00 to 03:00 comes twice.
    @Test func anHourThatComesTwiceIsQuietTwice() {
        let back = UTCOffsets(
            earliestOffsetMinutes: 120,
            stretches: [UTCOffsets.Stretch(fromMinute: monday + 60, offsetMinutes: 60)]
        )
        var quiet = stage("02:00-03:00", offsets: back, value: 5000)
        quiet.tick(until: monday + 240)
        #expect(!quiet.minutes.contains { (0..<120).contains($0) })
        #expect(quiet.minutes.contains(120))
    }

    @Test func aWindowThatIsTakenAwayIsPlannedWithout() {
        var quiet = stage("00:00-00:00")
        quiet.tick(until: monday + 120)
        #expect(quiet.pings.isEmpty)
        quiet.send(.configured([ConfiguredEndpoint(endpoint: Stage.endpoint())]))
        #expect(quiet.loads.count == 1)
        quiet.tick(from: monday + 120, until: monday + 240)
        #expect(quiet.minutes.contains { (141...150).contains($0) })
    }

    /// A ping goes out a lead before its minute: that moment, too, must not be quiet.
    @Test func theLeadDoesNotReachIntoTheWindow() {
        let endpoint = Stage.endpoint(
            value: 5000,
            quietWindows: [QuietWindow("00:40-01:15")].compactMap { $0 }
        )
        var stage = Stage.timer(endpoint, EngineSettings(lead: .seconds(20)))
        stage.tick(until: monday + 120)
        let quiet = Timestamp(minute: monday + 40)..<Timestamp(minute: monday + 75)
        let sent = stage.decisions.filter { $0.action == .ping }.map(\.decidedAt)
        #expect(sent.contains { $0 >= quiet.upperBound })
        #expect(!sent.contains { quiet.contains($0) })
    }
}
