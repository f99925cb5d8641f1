internal import Domain

/// Amounts as a cell of a table: with all nine decimals, so that columns stay aligned; a dash for
/// none.
func amountsText(_ amounts: [Money]) -> String {
    amounts.isEmpty
        ? "–" : amounts.map { "\($0.allDecimals) \($0.currency)" }.joined(separator: " + ")
}

/// Amounts in a sentence: exact and without trailing zeros.
func amountsSentence(_ amounts: [Money]) -> String {
    amounts.isEmpty ? "nothing" : amounts.map(\.description).joined(separator: " and ")
}

extension ReportPeriod {
    /// `from … to …`, in UTC, and the zone that cuts the days.
    var sentence: String {
        "from \(rfc3339(since)) to \(rfc3339(until))"
            + (zone == "UTC" ? "" : ", days and hours of \(zone)")
    }

    /// The days of the period as a chart counts them: from the midnight before its start.
    var chartMinutes: Range<Int> {
        let start = since.minute - offsets.local(since.minute).minuteOfDay
        return start..<max(start + 1440, until.minute)
    }

    /// A chart of a day's bars.
    func dayChart(title: String, unit: String, series: [TimeChart.Series]) -> String {
        TimeChart(
            title: title,
            unit: unit,
            zone: zone,
            offsets: offsets,
            minutes: chartMinutes,
            series: series
        ).svg(width: 920, height: 300)
    }

    /// One value for each day.
    func daySeries(
        _ name: String,
        _ role: TimeChart.Series.Role,
        _ values: [Double?],
        style: TimeChart.Series.Style = .bars
    ) -> TimeChart.Series {
        TimeChart.Series(
            name: name,
            role: role,
            style: style,
            startMinute: chartMinutes.lowerBound,
            binMinutes: 1440,
            values: values
        )
    }
}

extension SpendForecast {
    /// How it was made, as the end of a sentence.
    package var method: String {
        switch model {
        case .tooLittle: "the ledger has less than a day of pings, too little to go by"
        case .hoursOfDay(let days):
            "by the mean of the same hours of the day over \(counted(days, "day"))"
        case .hoursOfWeek(let days):
            "by the mean of the same hours of the week over \(counted(days, "day"))"
        }
    }

    /// `1.20 USD (1.10 USD to 1.30 USD)` for each currency.
    package var amountsText: String {
        guard !amounts.isEmpty else { return "nothing" }
        return amounts.map { amount in
            let mean = Self.brief(amount.mean)
            guard let lower = amount.lower, let upper = amount.upper else { return mean }
            return "\(mean) (\(Self.brief(lower)) to \(Self.brief(upper)))"
        }.joined(separator: " + ")
    }

    private static func brief(_ money: Money) -> String {
        "\(briefText(Double(money.nanos) / 1e9)) \(money.currency)"
    }
}
