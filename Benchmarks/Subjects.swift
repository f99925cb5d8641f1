import Domain
import Forecasting
import Planning
import Simulating

/// The endpoints that are measured, from documented rates and fixed seeds.
enum Subjects {
    static let table = FleetPrior.shipped.hazardTable()
    static let setting = HazardSetting(table: table)
    static let origin = SimulatedWorld.originMinute

    /// Minutes with a request over some days from the origin on.
    static func minutes(_ demand: SyntheticDemand, days: Int) -> [Int] {
        var generator = SeededGenerator(seed: 1)
        let arrivals = demand.arrivals(in: origin..<origin + days * 1440, using: &generator)
        return Set(arrivals.map { Int($0 / 60) }).sorted()
    }

    /// A model that has learned from some minutes.
    static func model(
        _ minutes: [Int],
        with workspace: inout HazardWorkspace
    ) -> HazardModel {
        var model = HazardModel(watchedFrom: origin)
        for minute in minutes { model.observe(eventAt: minute, in: setting, with: &workspace) }
        return model
    }

    /// A soft curve that rises from 0 at one idle time to 1 at another, in half-minutes.
    static func curve(from first: Int, to last: Int) -> IdleCurve {
        .soft((0...last).map { $0 <= first ? 0 : Double($0 - first) / Double(last - first) })
    }

    static func endpoint(_ id: EndpointID) -> Endpoint {
        Endpoint(
            id: id,
            name: "e\(id.rawValue)",
            mode: .active,
            warmUp: WarmUpRequest(url: "http://localhost/"),
            statedIdleTimeout: .seconds(600)
        )
    }

    /// A fleet over some days: 40 % never called, 30 % five requests a day, 20 % timers, 10 % office
    /// hours with 30 requests an hour.
    static func fleet(_ count: Int, days: Int = 1) -> [RecordedFunction] {
        var generator = SeededGenerator(seed: 1)
        return (0..<count).map { place in
            let demand: SyntheticDemand? =
                switch place % 10 {
                case 0...3: nil
                case 4...6: .rare(perDay: 5)
                case 7, 8: .timer(everyMinutes: [15, 30, 60][place / 10 % 3])
                default: .officeHours(perHour: 30)
                }
            var counts: [Int: Int64] = [:]
            let arrivals =
                demand?.arrivals(in: origin..<origin + days * 1440, using: &generator) ?? []
            for arrival in arrivals { counts[Int(arrival / 60) - origin, default: 0] += 1 }
            let minutes = counts.keys.sorted()
            return RecordedFunction(
                name: "f\(place)",
                minutes: minutes,
                counts: minutes.map { counts[$0] ?? 0 },
                traceMinutes: days * 1440
            )
        }
    }
}
