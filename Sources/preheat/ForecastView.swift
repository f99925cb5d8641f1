import Domain
import Forecasting
import Foundation
import Reporting
import Serving

/// A demand forecast as commands print it.
struct ForecastView {
    let name: String
    let zone: String
    let offsets: UTCOffsets
    let history: DemandSeries
    let forecast: DemandForecast
    /// The mean duration of a request in seconds, and whether it was measured.
    private var duration: (seconds: Double, isMeasured: Bool)?
    /// Whether a duration can be stated: an endpoint's can.
    private let isEndpoint: Bool

    /// Forecasts an endpoint's demand.
    ///
    /// - Throws: `CommandError` when not a single bin is known.
    init(of demand: EndpointDemand, horizonBins: Int) throws {
        isEndpoint = true
        name = demand.endpoint.name
        zone = demand.endpoint.timeZone
        offsets = demand.offsets
        history = demand.series
        let forecast = forecastDemand(
            of: demand.series,
            horizonBins: horizonBins,
            offsets: demand.offsets,
            specialDates: demand.endpoint.specialDates
        )
        guard let forecast else {
            throw CommandError(
                "nothing is known of '\(name)' in the last weeks: all of its bins are gaps; import what "
                    + "is missing"
            )
        }
        self.forecast = forecast
        duration = demand.meanSeconds.map { ($0, demand.isMeasured) }
    }

    /// A forecast of a series that is no endpoint's.
    init(
        name: String,
        zone: String,
        offsets: UTCOffsets,
        history: DemandSeries,
        forecast: DemandForecast
    ) {
        isEndpoint = false
        self.name = name
        self.zone = zone
        self.offsets = offsets
        self.history = history
        self.forecast = forecast
    }

    var title: String {
        let bin = durationText(.seconds(forecast.binMinutes * 60))
        let horizon = durationText(.seconds(forecast.bins.count * forecast.binMinutes * 60))
        return "\(name): requests per \(bin), next \(horizon), \(zone)"
    }

    var chart: TimeChart {
        forecastChart(forecast, history: history, title: title, zone: zone, offsets: offsets)
    }

    /// The chart and what it says in sentences.
    func text(_ terminal: Terminal) -> String {
        let picture = chart.terminal(
            width: terminal.width,
            height: 22,
            style: terminal.style
        )
        let lines = ForecastText(forecast, zone: zone, offsets: offsets).lines
        return ([picture] + lines + [instancesSentence].compactMap { $0 })
            .joined(separator: "\n")
    }

    // MARK: - Instances

    /// Instances that are enough 95 % of the time in a bin as busy as its 90 % quantile; `nil`
    /// where nobody knows how long a request takes.
    func instances(_ bin: DemandForecast.Distribution) -> Int? {
        duration.map {
            instancesNeeded(
                requests: bin.upper,
                binMinutes: forecast.binMinutes,
                meanSeconds: $0.seconds
            )
        }
    }

    private var instancesSentence: String? {
        guard let duration else {
            guard isEndpoint else { return nil }
            return "instances: unknown; state how long a request takes with 'preheat endpoint set "
                + "\(name) --mean-duration 120ms'"
        }
        let needed = forecast.bins.map { instances($0) ?? 0 }
        guard let most = needed.max(), let bin = needed.firstIndex(of: most) else { return nil }
        let when = weekdayText(offsets.local(forecast.minute(ofBin: bin)))
        return "instances: \(most) at most, first at \(when) (90 % quantile of the requests, "
            + "\(durationText(.milliseconds(Int64(duration.seconds * 1000)))) each, "
            + "\(duration.isMeasured ? "measured" : "stated"); enough 95 % of the time)"
    }

    // MARK: - Rows

    static let header = ["timestamp", "mean"] + (1...9).map { "q\($0)0" }

    /// A number in six significant digits.
    static func number(_ value: Double) -> String { String(format: "%.6g", value) }

    /// `timestamp,mean,q10,q20,…,q90`, and where durations are known `instances`.
    var csvText: String {
        let header = Self.header + (duration == nil ? [] : ["instances"])
        return csv(
            header: header,
            rows: forecast.bins.enumerated().map { index, bin in
                let start = rfc3339(Timestamp(minute: forecast.minute(ofBin: index)))
                return [start] + ([bin.mean] + bin.quantiles).map(Self.number)
                    + [instances(bin).map(String.init)].compactMap { $0 }
            }
        )
    }

    var tableText: String {
        var table = TextTable(header: ["WHEN", "MEAN", "10 %", "MEDIAN", "90 %", "INSTANCES"])
        for (index, bin) in forecast.bins.enumerated() {
            let start = offsets.local(forecast.minute(ofBin: index))
            table.add(
                ["\(dateText(start)) \(clockText(start))"]
                    + [bin.mean, bin.lower, bin.median, bin.upper].map {
                        decimal($0, places: $0 < 100 ? 1 : 0)
                    } + [instances(bin).map(String.init) ?? "–"]
            )
        }
        return table.text
    }
}

// MARK: - JSON

extension ForecastView: Encodable {
    private enum CodingKeys: String, CodingKey {
        case endpoint, timezone, model, bins, extremes, recurring, suspects
        case binS = "bin_s"
        case knownBins = "known_bins"
        case dailyPattern = "daily_pattern_share"
        case weeklyPattern = "weekly_pattern_share"
        case hasDailyPattern = "has_daily_pattern"
    }

    private struct Model: Encodable {
        var name: String
        var errorRatio: Double?
        var worseDays: Int?
        var why: String

        enum CodingKeys: String, CodingKey {
            case name, why
            case errorRatio = "error_ratio_to_seasonal_naive"
            case worseDays = "worse_days_of_7"
        }
    }

    private struct Bin: Encodable {
        var start: String
        var mean: Double
        var quantiles: [Double]
        var instances: Int?
    }

    private struct Extreme: Encodable {
        var kind: String
        var start: String
        var end: String
        var level: Double
        var q10: Double
        var q90: Double
        var prominence: Double
    }

    private struct Recurring: Encodable {
        var kind: String
        var days: String
        var startLocal: String
        var endLocal: String
        var level: Double

        enum CodingKeys: String, CodingKey {
            case kind, days, level
            case startLocal = "start_local"
            case endLocal = "end_local"
        }
    }

    private struct Stretch: Encodable {
        var start: String
        var end: String
    }

    private func start(_ minute: Int) -> String { rfc3339(Timestamp(minute: minute)) }

    private var model: Model {
        let week = forecast.model.week
        return Model(
            name: forecast.model.name,
            errorRatio: week?.errorRatio,
            worseDays: week?.worseDays,
            why: ForecastText(forecast, zone: zone, offsets: offsets).model
        )
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .endpoint)
        try container.encode(zone, forKey: .timezone)
        try container.encode(forecast.binMinutes * 60, forKey: .binS)
        try container.encode(model, forKey: .model)
        try container.encode(forecast.knownBins, forKey: .knownBins)
        try container.encode(forecast.pattern.isDaily, forKey: .hasDailyPattern)
        try container.encodeIfPresent(forecast.pattern.dayShare, forKey: .dailyPattern)
        try container.encodeIfPresent(forecast.pattern.weekShare, forKey: .weeklyPattern)
        let bins = forecast.bins.enumerated().map { index, bin in
            Bin(
                start: start(forecast.minute(ofBin: index)),
                mean: bin.mean,
                quantiles: bin.quantiles,
                instances: instances(bin)
            )
        }
        try container.encode(bins, forKey: .bins)
        try container.encode(forecast.extremes.map(extreme), forKey: .extremes)
        try container.encode(forecast.recurring.map(recurring), forKey: .recurring)
        let suspects = forecast.suspects.map {
            Stretch(start: start($0.lowerBound), end: start($0.upperBound))
        }
        try container.encode(suspects, forKey: .suspects)
    }

    private func extreme(_ extreme: DemandExtreme) -> Extreme {
        Extreme(
            kind: extreme.kind.rawValue,
            start: start(extreme.startMinute),
            end: start(extreme.endMinute),
            level: extreme.level,
            q10: extreme.lower,
            q90: extreme.upper,
            prominence: extreme.prominence
        )
    }

    private func recurring(_ extreme: RecurringExtreme) -> Recurring {
        func clock(_ minute: Int) -> String { clockText(LocalMinute(minutesSinceEpoch: minute)) }
        return Recurring(
            kind: extreme.kind.rawValue,
            days: extreme.days.word,
            startLocal: clock(extreme.startMinuteOfDay),
            endLocal: clock(extreme.endMinuteOfDay),
            level: extreme.level
        )
    }
}
