internal import Domain

extension SpendReport {
    private func table(_ rows: [Row]) -> TextTable {
        var table = TextTable(header: [
            grouping.rawValue.uppercased(), "NEXT", "WARM-UPS", "80 % BAND", "SPENDING (80 % BAND)",
        ])
        for row in rows {
            let pings = row.forecast.pings
            let band = pings?.band.map {
                "\(briefText($0.lowerBound)) to \(briefText($0.upperBound))"
            }
            table.add([
                row.key, row.horizon.rawValue, pings.map { briefText($0.mean) } ?? "–", band ?? "–",
                pings == nil ? "too little history" : row.forecast.amountsText,
            ])
        }
        return table
    }

    private var sentences: [String] {
        guard let forecast = total.first?.forecast else { return ["no endpoint yet"] }
        guard forecast.model != .tooLittle else {
            return ["nothing can be forecast: \(forecast.method)"]
        }
        var sentences = [
            "\(forecast.method); a month is 30 days; the bands take days as independent and hold "
                + "while it goes on like that"
        ]
        if forecast.pings?.band == nil {
            sentences.append("a single day does not tell how much days differ: no band yet")
        }
        return sentences
    }

    /// The report as a table, and how it was made.
    package var tableText: String {
        """
        from \(rfc3339(period.until))\(period.zone == "UTC" ? "" : ", hours of \(period.zone)")
        \(table(rows + total).text)

        \(sentences.joined(separator: "\n"))
        """
    }

    // MARK: - CSV

    package var csvText: String {
        csv(
            header: [
                grouping.rawValue, "horizon", "from", "until", "warm_ups", "warm_ups_lower",
                "warm_ups_upper", "cost_nanos", "cost_nanos_lower", "cost_nanos_upper", "currency",
            ],
            rows: rows.flatMap { row in
                let amounts: [SpendForecast.Amount?] =
                    row.forecast.amounts.isEmpty ? [nil] : row.forecast.amounts
                return amounts.map { Self.cells(row, $0) }
            }
        )
    }

    private static func cells(_ row: Row, _ amount: SpendForecast.Amount?) -> [String] {
        let pings = row.forecast.pings
        let counts = [pings?.mean, pings?.band?.lowerBound, pings?.band?.upperBound]
        let nanos = [amount?.mean, amount?.lower, amount?.upper]
        return [
            row.key, row.horizon.rawValue, rfc3339(row.forecast.since),
            rfc3339(row.forecast.until),
        ] + counts.map { $0.map { decimal($0, places: 2) } ?? "" }
            + nanos.map { $0.map { "\($0.nanos)" } ?? "" } + [amount?.mean.currency ?? ""]
    }

    // MARK: - HTML

    /// The report as one page of HTML.
    ///
    /// - Parameter days: The same report by day, for its chart.
    /// - Returns: A whole document.
    package func htmlText(days: SpendReport) -> String {
        let currencies = days.rows.first?.forecast.amounts.map(\.mean.currency) ?? []
        return HTMLPage(
            title: "What warming will cost",
            paragraphs: ["from \(rfc3339(period.until))"] + sentences,
            sections: [
                HTMLPage.Section(
                    heading: "Day by day",
                    charts: currencies.map { days.chart(of: $0) }
                ),
                HTMLPage.Section(
                    heading: "Figures",
                    tables: [.init(caption: "What is expected", table: table(rows + total))]
                ),
            ]
        ).text
    }

    /// The next days' spending in one currency; whole days, so that they compare.
    private func chart(of currency: String) -> String {
        let whole = rows.filter { row in
            row.forecast.since.duration(to: row.forecast.until) >= .seconds(23 * 3600)
        }
        let amounts = whole.compactMap { row in
            row.forecast.amounts.first { $0.mean.currency == currency }
        }
        let start = whole.first?.forecast.since.minute ?? period.until.minute
        func units(_ money: Money?) -> Double { Double(money?.nanos ?? 0) / 1e9 }
        let hasBand = amounts.contains { $0.lower != nil }
        return TimeChart(
            title: "Expected spending a day",
            unit: "\(currency) a day",
            zone: period.zone,
            offsets: period.offsets,
            minutes: start..<start + 1440 * max(amounts.count, 1),
            series: [
                TimeChart.Series(
                    name: "forecast (mean)",
                    role: .forecast,
                    startMinute: start,
                    binMinutes: 1440,
                    values: amounts.map { units($0.mean) }
                )
            ],
            bands: hasBand
                ? [
                    TimeChart.Band(
                        name: "80 %",
                        startMinute: start,
                        binMinutes: 1440,
                        lower: amounts.map { units($0.lower) },
                        upper: amounts.map { units($0.upper) }
                    )
                ] : []
        ).svg(width: 920, height: 300)
    }
}
