import Domain
import Reporting

/// 2026-11-23 00:00 UTC, a Monday.
let timeChartMonday = 29_923_200

/// Berlin's clocks around the autumn of 2026: back from 03:00 to 02:00 on 25 October.
let berlinAutumn = UTCOffsets(
    earliestOffsetMinutes: 120,
    stretches: [UTCOffsets.Stretch(fromMinute: 29_881_500, offsetMinutes: 60)]
)

/// Requests of an office in a quarter of an hour, as many as a person would make up.
func officeRequests(minute: Int) -> Double {
    let byHour: [Double] = [
        0, 0, 0, 0, 0, 1, 4, 20, 60, 90, 100, 95, 70, 85, 100, 90, 70, 40, 15, 6, 3, 1, 0, 0,
    ]
    let local = LocalMinute(minutesSinceEpoch: minute)
    let (hour, part) = (local.hourOfDay, Double(local.minuteOfHour) / 60)
    let level = byHour[hour] * (1 - part) + byHour[(hour + 1) % 24] * part
    let isWeekend = local.dayOfWeek > 4
    let wobble = Double(minute / 15 * 7 % 11 - 5) / 30
    return (level * (1 + wobble) * (isWeekend ? 0.1 : 3)).rounded()
}

/// Five days of history and two of forecast, with a peak and a trough.
func officeWeek() -> TimeChart {
    let (start, now) = (timeChartMonday - 3 * 1440, timeChartMonday + 2 * 1440 + 605)
    let end = timeChartMonday + 4 * 1440
    let past = Array(stride(from: start, to: now - 14, by: 15))
    let future = Array(stride(from: timeChartMonday + 2 * 1440 + 600, to: end, by: 15))
    let mean = future.map { officeRequests(minute: $0 - 7 * 1440) + 2 }
    let day = timeChartMonday + 3 * 1440
    return TimeChart(
        title: "shop-checkout",
        subtitle: "Demand, and what is expected of the next days",
        unit: "requests per 15 min",
        zone: "UTC",
        minutes: start..<end,
        now: now,
        series: [
            TimeChart.Series(
                name: "history",
                role: .history,
                startMinute: start,
                binMinutes: 15,
                values: past.map { officeRequests(minute: $0) }
            ),
            TimeChart.Series(
                name: "forecast (mean)",
                role: .forecast,
                startMinute: future[0],
                binMinutes: 15,
                values: mean
            ),
        ],
        bands: [
            TimeChart.Band(
                name: "q10–q90",
                startMinute: future[0],
                binMinutes: 15,
                lower: mean.map { $0 * 0.6 },
                upper: mean.map { $0 * 1.5 + 4 }
            ),
            TimeChart.Band(
                name: "q30–q70",
                startMinute: future[0],
                binMinutes: 15,
                lower: mean.map { $0 * 0.85 },
                upper: mean.map { $0 * 1.2 + 2 }
            ),
        ],
        spans: [
            TimeChart.Span(
                minutes: day + 550..<day + 700,
                kind: .peak,
                label: "peak 09:10–11:40, about 320"
            ),
            TimeChart.Span(
                minutes: day - 120..<day + 300,
                kind: .trough,
                label: "trough 22:00–05:00, almost none"
            ),
        ]
    )
}

/// The day with 25 hours, in hourly steps.
func berlinDay() -> TimeChart {
    // Local midnights: two hours, and one hour, east of UTC.
    let minutes = 29_881_320..<29_882_820
    return TimeChart(
        title: "A day of 25 hours",
        unit: "requests per hour",
        zone: "Europe/Berlin",
        offsets: berlinAutumn,
        minutes: minutes,
        series: [
            TimeChart.Series(
                name: "history",
                role: .history,
                style: .steps,
                startMinute: minutes.lowerBound,
                binMinutes: 60,
                values: (0..<25).map { Double($0 * 5 % 13 + $0) }
            )
        ]
    )
}

/// A chart of one day's history.
func dayChart(
    _ title: String,
    style: TimeChart.Series.Style = .line,
    binMinutes: Int = 15,
    spans: [TimeChart.Span] = [],
    _ values: [Double?]
) -> TimeChart {
    TimeChart(
        title: title,
        subtitle: "a test",
        unit: "requests per \(binMinutes) min",
        minutes: timeChartMonday..<timeChartMonday + 1440,
        series: [
            TimeChart.Series(
                name: "history",
                role: .history,
                style: style,
                startMinute: timeChartMonday,
                binMinutes: binMinutes,
                values: values
            )
        ],
        spans: spans
    )
}

func allZero() -> TimeChart { dayChart("Nothing", [Double?](repeating: 0, count: 96)) }

func spike() -> TimeChart { dayChart("Spike", (0..<96).map { $0 == 40 ? 1_000_000 : 1 }) }

func sparse() -> TimeChart {
    dayChart("Sparse", style: .bars, (0..<96).map { [13, 14, 50, 77].contains($0) ? 1 : 0 })
}

func gap() -> TimeChart {
    let start = timeChartMonday
    return dayChart(
        "Gap",
        spans: [
            TimeChart.Span(minutes: start + 600..<start + 840, kind: .gap, label: "no data"),
            TimeChart.Span(
                minutes: start + 1080..<start + 1140,
                kind: .suspect,
                label: "suspect: one log of two"
            ),
        ],
        (0..<96).map { (40..<56).contains($0) ? nil : officeRequests(minute: start + $0 * 15) }
    )
}
