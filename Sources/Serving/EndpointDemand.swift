package import Domain
package import Forecasting
package import History
import Reporting

/// The newest weeks of an endpoint's traffic in regular bins: one door for the daemon and for
/// commands that forecast.
package struct EndpointDemand: Sendable {
    /// How far back a forecast looks.
    package static let days = 56
    /// The narrowest bins that are forecast unless others are asked for.
    private static let narrowestBin: Int64 = 900

    package let endpoint: Endpoint
    package let offsets: UTCOffsets
    package let series: DemandSeries
    /// The mean duration of a request in seconds: measured where known, else stated.
    package let meanSeconds: Double?
    package let isMeasured: Bool

    /// Reads what `store` holds.
    ///
    /// - Parameters:
    ///   - endpoint: A registered one.
    ///   - store: The history.
    ///   - bin: The width of the bins: whole minutes that divide a day; `nil` for the narrowest from
    ///     a quarter of an hour that the history has.
    ///   - now: The last bin ends at or before it.
    ///   - days: How far back.
    ///   - known: Those of the endpoint's zone, where they are at hand.
    /// - Throws: ``DemandError`` when there is nothing to forecast from, and `StoreError`.
    package init(
        of endpoint: Endpoint,
        in store: HistoryStore,
        bin: Duration? = nil,
        at now: Timestamp,
        days: Int = Self.days,
        offsets known: UTCOffsets? = nil
    ) async throws {
        self.endpoint = endpoint
        offsets = try known ?? utcOffsets(ofZone: endpoint.timeZone, endpoint: endpoint.name)
        var days = days
        var (start, traffic) = try await Self.traffic(of: endpoint.id, in: store, now, days: days)
        // Where rows are too many, the newest are what counts.
        while traffic.count == EngineInput.mostBins, days > 1 {
            days /= 2
            (start, traffic) = try await Self.traffic(of: endpoint.id, in: store, now, days: days)
        }
        guard let finest = traffic.map(\.widthS).min() else {
            let last = try await store.lastTraffic(of: endpoint.id, before: .max)
            throw last.map {
                DemandError.noRecentTraffic(
                    endpoint: endpoint.name,
                    days: days,
                    last: Timestamp(secondsSinceEpoch: $0)
                )
            } ?? DemandError.noTraffic(endpoint: endpoint.name)
        }
        let bin =
            bin.map { Int64($0.inSeconds) }
            ?? Self.dayDivisor(atLeast: max(finest, Self.narrowestBin))
        guard bin >= finest else {
            throw DemandError.coarserBins(endpoint: endpoint.name, width: .seconds(finest))
        }
        // On the grid of the zone's present clock, so that wide bins begin at its hours.
        let offset = offsets.offsetMinutes(atMinute: now.minute)
        let minutes = Int(bin / 60)
        let end = floorDivision(now.minute + offset, minutes) * minutes - offset
        // Silence before the first row is known where rows are still older.
        let isOlder = try await store.lastTraffic(of: endpoint.id, before: start) != nil
        let series = DemandSeries(
            traffic: traffic,
            binMinutes: minutes,
            endMinute: end,
            knownSince: isOlder ? Int(floorDivision(start + 59, 60)) : nil
        )
        guard let series else {
            throw DemandError.noWholeBin(endpoint: endpoint.name, width: .seconds(bin))
        }
        self.series = series
        let timed = traffic.filter { $0.durationMs != nil && $0.requests ?? 0 > 0 }
        let requests = timed.reduce(0) { $0 + Double($1.requests ?? 0) }
        let milliseconds = timed.reduce(0) { $0 + Double($1.durationMs ?? 0) }
        isMeasured = requests > 0
        meanSeconds =
            isMeasured ? milliseconds / requests / 1000 : endpoint.meanDuration?.inSeconds
    }

    private static func traffic(
        of endpoint: EndpointID,
        in store: HistoryStore,
        _ now: Timestamp,
        days: Int
    ) async throws -> (start: Int64, bins: [TrafficBin]) {
        let start = now.advanced(by: .seconds(-days * 86_400)).secondsSinceEpoch
        let bins = try await store.traffic(
            of: endpoint,
            in: start..<now.secondsSinceEpoch,
            limit: EngineInput.mostBins
        )
        return (start, bins)
    }

    /// The narrowest bins of whole minutes that divide a day and are as wide as so many seconds; a
    /// day at most.
    private static func dayDivisor(atLeast seconds: Int64) -> Int64 {
        let least = min((seconds + 59) / 60, 1440)
        return ((least...1440).first { 1440 % $0 == 0 } ?? 1440) * 60
    }
}

/// Why there is nothing to forecast from, worded for the person who asked.
package enum DemandError: Error, Equatable, Sendable {
    case noTraffic(endpoint: String)
    case noRecentTraffic(endpoint: String, days: Int, last: Timestamp)
    case coarserBins(endpoint: String, width: Duration)
    case noWholeBin(endpoint: String, width: Duration)
}

extension DemandError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noTraffic(let name):
            "'\(name)' has no traffic yet; import some with 'preheat import FILE --endpoint \(name)'"
        case .noRecentTraffic(let name, let days, let last):
            "'\(name)' has no traffic in the last \(days) days (the last is of \(rfc3339(last))); "
                + "import newer traffic first"
        case .coarserBins(let name, let width):
            "the history of '\(name)' is in bins of \(durationText(width)); "
                + (width > .seconds(86_400)
                    ? "import it in bins of a day or less" : "ask for no narrower ones with --bin")
        case .noWholeBin(let name, let width):
            "'\(name)' has no whole bin of \(durationText(width)) yet; ask for narrower ones with "
                + "--bin"
        }
    }
}
