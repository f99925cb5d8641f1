import ArgumentParser
import Domain
import Simulating

/// Made-up endpoints that show what the engine does, over four weeks from a Monday.
enum ExampleDemand: String, CaseIterable, ExpressibleByArgument {
    case timer
    case officeHours = "office-hours"
    case sparse

    static let days = 28

    /// The recorded demand of one such endpoint; equal seeds give equal ones.
    func function(seed: UInt64) -> RecordedFunction {
        let demand: SyntheticDemand =
            switch self {
            case .timer: .timer(everyMinutes: 60)
            case .officeHours: .officeHours(perHour: 6)
            case .sparse: .bursts(perDay: 2, requests: 4)
            }
        var generator = SeededGenerator(seed: seed)
        let origin = SimulatedWorld.originMinute
        let arrivals = demand.arrivals(
            in: origin..<origin + Self.days * 1440,
            using: &generator
        )
        var counts: [Int: Int64] = [:]
        for arrival in arrivals { counts[Int(arrival / 60) - origin, default: 0] += 1 }
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
