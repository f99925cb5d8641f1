import ArgumentParser
import Domain
import Forecasting
import History
import Reporting
import Serving

/// Shows what is expected of an endpoint's next day.
struct ForecastCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast",
        abstract: "Forecast the requests per hour of the next 24 hours.",
        discussion: """
            The band holds the same hour of the last 14 days from their 10 % to their 90 % quantile.

            Example: preheat forecast shop
            """
    )

    @Argument(help: "The endpoint's name.")
    var endpoint: String

    @Option(help: "table or json.")
    var format = OutputFormat.table

    @OptionGroup var store: StoreOptions

    func run() async throws {
        let now = SystemClock().now
        try await store.withStore(.existing) { store in
            let endpoint = try await store.endpoint(named: endpoint)
            let view = try await ForecastView(of: endpoint, in: store, at: now)
            switch format {
            case .table: print(view.text)
            case .json: try printJSON(view)
            }
        }
    }
}

/// A forecast as commands print it.
struct ForecastView: Encodable {
    private let endpoint: Endpoint
    private let offsets: UTCOffsets
    private let forecast: HourlyForecast

    /// Forecasts from what `store` holds.
    ///
    /// - Throws: `CommandError` when there is no history to forecast from.
    init(of endpoint: Endpoint, in store: HistoryStore, at now: Timestamp) async throws {
        self.endpoint = endpoint
        offsets = try utcOffsets(ofZone: endpoint.timeZone, endpoint: endpoint.name)
        let start = now.advanced(by: .seconds(-16 * 86_400)).secondsSinceEpoch
        let bins = try await store.traffic(
            of: endpoint.id,
            in: start..<now.secondsSinceEpoch,
            limit: EngineInput.mostBins
        )
        guard let forecast = hourlyForecast(from: bins, at: now, offsets: offsets) else {
            let totals = try await store.requestTotals(of: endpoint.id)
            guard let last = totals.lastStartedAtS else {
                throw CommandError(
                    "'\(endpoint.name)' has no traffic yet; import some with 'preheat import FILE "
                        + "--endpoint \(endpoint.name)'"
                )
            }
            throw CommandError(
                "'\(endpoint.name)' has no traffic in the last 14 days (the last is of "
                    + "\(rfc3339(Timestamp(secondsSinceEpoch: last)))); import newer traffic first"
            )
        }
        self.forecast = forecast
    }

    var text: String {
        let days = forecast.hours.map(\.days).max() ?? 0
        return """
            \(endpoint.name): requests per hour, next 24 h, \(endpoint.timeZone) \
            (█ 10 %  ▓ median  ░ 90 % of \(days) \(days == 1 ? "day" : "days"))
            \(ForecastChart(forecast, offsets: offsets).text)
            \(sentence(forecast.trough, name: "trough"))
            \(sentence(forecast.peak, name: "peak"))
            """
    }

    private func sentence(_ extreme: HourlyForecast.Extreme?, name: String) -> String {
        guard let extreme else {
            return "next \(name): none: no daily pattern found (the hour of the day explains "
                + "\(percentage(forecast.dailyPattern)) of the variation)"
        }
        return "next \(name): \(weekdayText(offsets.local(extreme.startMinute)))–"
            + "\(clockText(offsets.local(extreme.endMinute))) \(endpoint.timeZone), about "
            + "\(decimal(extreme.level, places: 1)) requests an hour"
    }

    // MARK: - JSON

    private enum CodingKeys: String, CodingKey {
        case endpoint, timezone, hours, trough, peak
        case dailyPattern = "daily_pattern_share"
    }

    private struct Hour: Encodable {
        var start: String
        var mean: Double
        var q10: Double
        var q50: Double
        var q90: Double
        var days: Int
    }

    private struct Extreme: Encodable {
        var start: String
        var end: String
        var requestsPerHour: Double

        private enum CodingKeys: String, CodingKey {
            case start, end
            case requestsPerHour = "requests_per_hour"
        }

        init(_ extreme: HourlyForecast.Extreme) {
            start = rfc3339(Timestamp(minute: extreme.startMinute))
            end = rfc3339(Timestamp(minute: extreme.endMinute))
            requestsPerHour = extreme.level
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(endpoint.name, forKey: .endpoint)
        try container.encode(endpoint.timeZone, forKey: .timezone)
        let hours = forecast.hours.map { hour in
            Hour(
                start: rfc3339(Timestamp(minute: hour.startMinute)),
                mean: hour.mean,
                q10: hour.lower,
                q50: hour.median,
                q90: hour.upper,
                days: hour.days
            )
        }
        try container.encode(hours, forKey: .hours)
        try container.encode(forecast.dailyPattern, forKey: .dailyPattern)
        try container.encode(forecast.trough.map(Extreme.init), forKey: .trough)
        try container.encode(forecast.peak.map(Extreme.init), forKey: .peak)
    }
}
