package import Domain
package import Forecasting

/// What a demand forecast says, in sentences.
package struct ForecastText: Sendable {
    private let forecast: DemandForecast
    private let zone: String
    private let offsets: UTCOffsets

    package init(_ forecast: DemandForecast, zone: String, offsets: UTCOffsets) {
        self.forecast = forecast
        self.zone = zone
        self.offsets = offsets
    }

    private var perBin: String { "per \(durationText(.seconds(forecast.binMinutes * 60)))" }

    /// Which model serves, and why.
    package var model: String { Self.sentence(on: forecast.model) }

    /// Which model serves, and why.
    package static func sentence(on model: DemandForecast.Model) -> String {
        switch model {
        case .seasonalRegression(let week):
            "seasonal regression" + (week.map { ": \(comparison($0))" } ?? "")
        case .intermittentDemand: "intermittent demand: requests are few and far between"
        case .shortHistory(let days):
            "short history: \(days == 0 ? "less than a day" : counted(days, "whole day")) "
                + "\(days > 1 ? "are" : "is") known, the bands are as wide as that asks for"
        case .seasonalNaive(let week):
            "the day before, since the regression has drifted: \(comparison(week))"
        }
    }

    private static func comparison(_ week: WeekAgainstNaive) -> String {
        let difference = week.errorRatio - 1
        return "over the last week its error was \(percentage(abs(difference))) "
            + "\(difference > 0 ? "above" : "below") the seasonal naive's, and greater on "
            + "\(week.worseDays) of 7 days"
    }

    /// How much the time of day and of the week explain.
    package var pattern: String {
        let pattern = forecast.pattern
        guard let share = pattern.dayShare else {
            return "whether days are alike cannot be told from less than two, or from bins of a day"
        }
        let day = percentage(share)
        guard pattern.isDaily else {
            return "no daily pattern found: the hour of the day explains \(day) of the variation"
        }
        let week = pattern.weekShare.map { ", the hour of the week \(percentage($0))" } ?? ""
        return "the hour of the day explains \(day) of the variation\(week)"
    }

    /// The next trough and the next peak, each a line; nothing without a pattern.
    package var next: [String] {
        [DemandExtreme.Kind.trough, .peak].compactMap { kind in
            forecast.extremes.first { $0.kind == kind }.map { extreme in
                "next \(kind.rawValue): \(weekdayText(offsets.local(extreme.startMinute)))–"
                    + "\(clockText(offsets.local(extreme.endMinute))) \(zone), about "
                    + "\(briefText(extreme.level)) (\(briefText(extreme.lower)) to "
                    + "\(briefText(extreme.upper))) \(perBin), prominence "
                    + briefText(extreme.prominence)
            }
        }
    }

    /// What comes back, such as `peak on workdays 09:15–11:45 Europe/Berlin, about 320 per 15m`.
    package var recurring: [String] {
        forecast.recurring.map { extreme in
            let days =
                switch extreme.days {
                case .everyDay: "every day"
                case .workdays: "on workdays"
                case .weekends: "on weekends"
                }
            let start = clockText(LocalMinute(minutesSinceEpoch: extreme.startMinuteOfDay))
            let end = clockText(LocalMinute(minutesSinceEpoch: extreme.endMinuteOfDay))
            return "\(extreme.kind.rawValue) \(days) \(start)–\(end) \(zone), about "
                + "\(briefText(extreme.level)) \(perBin)"
        }
    }

    /// What was left out of the history.
    package var suspects: [String] {
        let most = 5
        let shown = forecast.suspects.suffix(most).map { minutes in
            let start = offsets.local(minutes.lowerBound)
            let end = offsets.local(minutes.upperBound)
            return "left out: \(dateText(start)) \(clockText(start)) to \(dateText(end)) "
                + "\(clockText(end)) \(zone): no request where like days had many; an outage of the "
                + "observation?"
        }
        let more = forecast.suspects.count - shown.count
        return shown + (more > 0 ? ["left out: \(more) more of that kind before"] : [])
    }

    /// All of it, a line each.
    package var lines: [String] {
        var lines = next + recurring.map { "recurring: \($0)" }
        lines.append("pattern: \(pattern)")
        lines.append("model: \(model)")
        return lines + suspects
    }
}
