import Domain
import Planning
import Reporting

extension ScheduleWish {
    /// What the schedule wanted in a minute, and next, in one sentence.
    ///
    /// - Parameters:
    ///   - minute: The one that was asked about.
    ///   - endpoint: Whose zone the other sentences speak in.
    ///   - offsets: Of that zone.
    /// - Returns: Times by the schedule's own clocks, and by the endpoint's where those differ.
    func sentence(at minute: Int, of endpoint: Endpoint, _ offsets: UTCOffsets) -> String {
        let name = "The schedule '\(schedule.name)' (\(schedule.expression), \(schedule.timeZone))"
        func clock(_ other: Int) -> String {
            let own = Self.text(of: self.offsets.local(other), seenFrom: self.offsets.local(minute))
            let theirs = Self.text(of: offsets.local(other), seenFrom: offsets.local(minute))
            return own == theirs ? own : "\(own) (\(theirs), \(endpoint.timeZone))"
        }
        switch want {
        case .run(let moment):
            return moment.minute == minute
                ? "\(name) was due in this minute."
                : "\(name) was next due \(clock(moment.minute))."
        case .window(let start):
            return "\(name) was next to be held from \(clock(start.minute))."
        case .held(let end, let pingMinute):
            let instances = counted(schedule.instances, "instance")
            let held = "\(name) was holding \(instances) warm until \(clock(end.minute))"
            guard let pingMinute else { return "\(held), and needed no ping before." }
            return pingMinute == minute
                ? "\(held), and wanted a ping in this minute."
                : "\(held); unless a request came before, its next ping was due "
                    + "\(clock(pingMinute))."
        }
    }

    /// A weekday tells the days of one week apart; farther ones have their date.
    private static func text(of minute: LocalMinute, seenFrom now: LocalMinute) -> String {
        abs(minute.day.daysSinceEpoch - now.day.daysSinceEpoch) < 7
            ? weekdayText(minute) : "\(longDateText(minute)) \(clockText(minute))"
    }
}
