import Domain
import Forecasting
import Reporting
import Simulating

/// Draws the last week of a simulated function.
func weekChart(
    of function: RecordedFunction,
    settings: SimulationSettings
) async throws -> String {
    let days = min(7, max(1, (function.traceMinutes + 1439) / 1440))
    let start = max(0, function.traceMinutes - days * 1440)
    let run = try await WatchedRun(
        of: function,
        watching: start..<function.traceMinutes,
        settings: settings,
        prior: FleetPrior.shipped.hazardTable()
    )
    let origin = SimulatedWorld.originMinute
    let cold = run.arrivals.reduce(0) { $0 + $1.coldStarts }
    let pings = run.pings.reduce(0) { $0 + $1.instances }
    return WeekChart(
        title: "\(function.name), week \(start / (7 * 1440) + 1)",
        subtitle: "\(counted(cold, "cold start")), \(counted(pings, "ping")); "
            + "an avoided cold start is worth \(decimal(settings.coldStartValue, places: 1)) pings, "
            + "idle timeout \(durationText(settings.idleTimeout))",
        firstMinute: origin + start,
        minuteCount: function.traceMinutes - start,
        requests: run.arrivals.map { (origin + $0.minute, $0.count, $0.coldStarts) },
        pings: run.pings.map { (origin + Int($0.timeS / 60), $0.instances) },
        hazard: run.hazard,
        warm: run.warm.map { origin + $0.lowerBound..<origin + $0.upperBound }
    ).svg
}
