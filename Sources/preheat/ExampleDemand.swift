import ArgumentParser
import Domain
import Simulating

/// Made-up endpoints that show what the engine does, over four weeks from a Monday.
enum ExampleDemand: String, CaseIterable, ExpressibleByArgument {
    case timer
    case officeHours = "office-hours"
    case sparse
    /// Office hours that after two weeks begin eight hours later, twice as busy.
    case shift

    static let days = 28
    private static let shiftMinutes = 8 * 60

    /// The recorded demand of one such endpoint; equal seeds give equal ones.
    func function(seed: UInt64) -> RecordedFunction {
        let demand: SyntheticDemand =
            switch self {
            case .timer: .timer(everyMinutes: 60)
            case .officeHours: .officeHours(perHour: 6)
            case .sparse: .bursts(perDay: 2, requests: 4)
            case .shift: .officeHours(perHour: 6)
            }
        var generator = SeededGenerator(seed: seed)
        let origin = SimulatedWorld.originMinute
        let arrivals = demand.arrivals(
            in: origin..<origin + Self.days * 1440,
            using: &generator
        )
        var counts: [Int: Int64] = [:]
        let change = Self.days / 2 * 1440
        for arrival in arrivals {
            let minute = Int(arrival / 60) - origin
            if self != .shift || minute < change { counts[minute, default: 0] += 1 }
        }
        if self == .shift {
            let later = SyntheticDemand.officeHours(perHour: 12).arrivals(
                in: origin + change..<origin + Self.days * 1440 - Self.shiftMinutes,
                using: &generator
            )
            for arrival in later {
                counts[Int(arrival / 60) - origin + Self.shiftMinutes, default: 0] += 1
            }
        }
        let minutes = counts.keys.sorted()
        return RecordedFunction(
            name: rawValue,
            source: "example",
            minutes: minutes,
            counts: minutes.map { counts[$0] ?? 0 },
            traceMinutes: Self.days * 1440
        )
    }
}

/// What `simulate` groups its figures by.
enum GroupKey: String, CaseIterable, ExpressibleByArgument {
    case source
    case `class`
}
