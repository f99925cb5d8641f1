import Domain
import Planning
import Testing

private let monday = Stage.monday
private let year = 365 * 1440

@Suite struct LongSilenceTests {
    @Test func aYearOfSilenceAndABurstDoNotStopATimerFromBeingServed() {
        var busy = Stage.endpoint()
        busy.meanDuration = .milliseconds(200)
        var stage = Stage.timer(busy, days: 1)
        stage.now = Timestamp(minute: monday + year)
        stage.alarm = nil
        stage.send(.woke)
        stage.request(minute: monday + year, count: 10_000)
        stage.tick(from: monday + year + 30, until: monday + year + 1440)
        let served = stride(from: year + 720, to: year + 1440, by: 30).filter { tick in
            stage.pings.contains { (tick - 9...tick).contains($0.minute - monday) }
        }
        #expect(served.count > 20, "\(served.count) of 24")
        #expect(stage.pings.allSatisfy { (1...64).contains($0.instances) })
    }

    @Test func aYearOfAlarmsIsQuiet() {
        var stage = Stage.timer(days: 1)
        stage.request(minute: monday)
        let known = stage.decisions.count
        stage.run(to: monday + 60 * 1440)
        // Half a year of waking for nothing would be a thousand plans; each is short.
        #expect(stage.decisions.count - known < 100)
        stage.tick(from: monday + 60 * 1440, until: monday + 61 * 1440)
        let last = monday + 61 * 1440
        #expect(stage.pings.contains { (last - 39...last - 30).contains($0.minute) })
    }
}
