package import Domain
package import Forecasting

/// A demand forecast as a picture, with the history before it.
///
/// - Parameters:
///   - forecast: What is to come.
///   - history: What came; its newest bins are shown: three horizons of them, two days at least.
///   - title: Whose demand it is.
///   - zone: The name of the zone that `offsets` are of.
///   - offsets: The wall clock of the axis.
/// - Returns: The history as a line, the forecast with two bands, troughs and peaks as spans.
/// - Complexity: O(*n*) in the bins shown.
package func forecastChart(
    _ forecast: DemandForecast,
    history: DemandSeries,
    title: String,
    zone: String,
    offsets: UTCOffsets
) -> TimeChart {
    let shown = history.suffix(3 * max(forecast.bins.count, 2 * history.binsPerDay / 3))
    let end = forecast.minute(ofBin: forecast.bins.count)
    let unit = "requests per \(durationText(.seconds(forecast.binMinutes * 60)))"
    func band(_ name: String, _ lower: Int, _ upper: Int) -> TimeChart.Band {
        TimeChart.Band(
            name: name,
            startMinute: forecast.startMinute,
            binMinutes: forecast.binMinutes,
            lower: forecast.bins.map { $0.quantiles[lower] },
            upper: forecast.bins.map { $0.quantiles[upper] }
        )
    }
    func text(_ extreme: DemandExtreme) -> String {
        "\(extreme.kind.rawValue) \(clockText(offsets.local(extreme.startMinute)))–"
            + "\(clockText(offsets.local(extreme.endMinute))), about \(briefText(extreme.level))"
    }
    let marks = forecast.extremes.map { extreme in
        TimeChart.Span(
            minutes: extreme.startMinute..<extreme.endMinute,
            kind: extreme.kind == .peak ? .peak : .trough,
            label: text(extreme)
        )
    }
    let suspects = forecast.suspects.map {
        TimeChart.Span(minutes: $0, kind: .suspect, label: "no data?")
    }
    return TimeChart(
        title: title,
        unit: unit,
        zone: zone,
        offsets: offsets,
        minutes: shown.startMinute..<end,
        now: forecast.startMinute,
        series: [
            TimeChart.Series(
                name: "history",
                role: .history,
                startMinute: shown.startMinute,
                binMinutes: shown.binMinutes,
                values: shown.counts
            ),
            TimeChart.Series(
                name: "forecast (mean)",
                role: .forecast,
                startMinute: forecast.startMinute,
                binMinutes: forecast.binMinutes,
                values: forecast.bins.map(\.mean)
            ),
        ],
        bands: [band("10–90 %", 0, 8), band("30–70 %", 2, 6)],
        spans: gaps(of: shown) + suspects + marks
    )
}

/// Stretches of unknown bins.
private func gaps(of series: DemandSeries) -> [TimeChart.Span] {
    series.counts.indices.split { series.counts[$0] != nil }.map { run in
        TimeChart.Span(
            minutes: series.startMinute + run.startIndex * series.binMinutes..<series.startMinute
                + run.endIndex * series.binMinutes,
            kind: .gap,
            label: "no data"
        )
    }
}
