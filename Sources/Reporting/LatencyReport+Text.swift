internal import Domain

extension LatencyReport {
    private var head: String { grouping.rawValue.uppercased() }

    private var requestTable: TextTable {
        var table = TextTable(header: [
            head, "REQUESTS", "MINUTES", "COLD MINUTES", "COLD RATE", "MEASURED",
        ])
        for row in rows + [total] {
            table.add([
                row.key, "\(row.requests)", "\(row.requestedMinutes)", "\(row.coldMinutes)",
                row.coldRate.map(Self.rate) ?? "–", Self.measured(row),
            ])
        }
        return table
    }

    private static func rate(_ share: Double) -> String { decimal(share * 100, places: 2) + " %" }

    /// Where the cold minutes are known from.
    private static func measured(_ row: Row) -> String {
        switch row.measuredMinutes {
        case _ where row.requestedMinutes == 0: "–"
        case row.requestedMinutes: "all"
        case 0: "none: by replay"
        default: "\(row.measuredMinutes), others by replay"
        }
    }

    private var pingTable: TextTable {
        var table = TextTable(header: [
            head, "PINGS", "COUNT", "BYTE P50", "P90", "P99", "TOTAL P50", "P90", "P99",
        ])
        for row in rows + [total] {
            for (name, times) in [("warm", row.warm), ("cold", row.cold)] {
                let cells = [times.firstByte, times.total].flatMap { times in
                    [times?.p50, times?.p90, times?.p99].map {
                        $0.map { decimal($0, places: 0) } ?? "–"
                    }
                }
                let count = max(times.firstByte?.count ?? 0, times.total?.count ?? 0)
                table.add([row.key, name, "\(count)"] + cells)
            }
        }
        return table
    }

    private var targetTable: TextTable {
        var table = TextTable(header: [
            "ENDPOINT", "TARGET", "WINDOW", "COLD RATE", "ALLOWED RATE", "ALLOWED", "MET", "LEFT",
            "STANDS",
        ])
        for target in targets {
            let attainment = target.attainment
            let budget = attainment.budget
            table.add([
                target.endpoint, attainment.target.description, durationText(attainment.window),
                budget?.attainment.map { Self.rate(1 - $0) } ?? "–",
                budget.map { Self.rate($0.allowedShare) } ?? "–",
                budget.map { "\($0.allowedMinutes)" } ?? "–",
                budget.map { "\($0.coldMinutes)" } ?? "–",
                budget.map { "\($0.leftMinutes)" } ?? "–", attainment.standing,
            ])
        }
        return table
    }

    private static let explanation = """
        A cold minute is a minute with requests that met a cold start; rates are cold minutes of \
        minutes with requests.
        """

    private static let targetHeading = "Targets; cold minutes over each one's window"

    /// The report as tables, and what their figures mean.
    package var tableText: String {
        var parts = [
            """
            \(period.sentence)
            \(requestTable.text)
            \(Self.explanation)

            What pings took, in milliseconds, of their slowest instance
            \(pingTable.text)
            """
        ]
        if !targets.isEmpty { parts.append("\(Self.targetHeading)\n\(targetTable.text)") }
        return parts.joined(separator: "\n\n")
    }

    // MARK: - CSV

    package var csvText: String {
        let times = ["warm", "cold"].flatMap { temperature in
            ["first_byte", "total"].flatMap { time in
                ["p50", "p90", "p99"].map { "\(temperature)_\(time)_\($0)_ms" }
            }
        }
        return csv(
            header: [
                grouping.rawValue, "requests", "requested_minutes", "cold_minutes",
                "measured_minutes",
            ] + times + [
                "target", "target_window_s", "allowed_cold_share", "window_requested_minutes",
                "window_cold_minutes", "allowed_cold_minutes", "left_cold_minutes",
            ],
            rows: rows.map { row in
                let cells = [
                    row.key, "\(row.requests)", "\(row.requestedMinutes)", "\(row.coldMinutes)",
                    "\(row.measuredMinutes)",
                ]
                let times = [row.warm, row.cold].flatMap { [$0.firstByte, $0.total] }
                    .flatMap { [$0?.p50, $0?.p90, $0?.p99] }
                    .map { $0.map { decimal($0, places: 1) } ?? "" }
                return cells + times + Self.cells(row.target)
            }
        )
    }

    private static func cells(_ target: TargetAttainment?) -> [String] {
        guard let target else { return Array(repeating: "", count: 7) }
        let budget = target.budget
        return [
            target.target.description, "\(target.window.milliseconds / 1000)",
            budget.map { decimal($0.allowedShare, places: 6) } ?? "",
            budget.map { "\($0.requestedMinutes)" } ?? "", budget.map { "\($0.coldMinutes)" } ?? "",
            budget.map { "\($0.allowedMinutes)" } ?? "", budget.map { "\($0.leftMinutes)" } ?? "",
        ]
    }

    // MARK: - HTML

    /// The report as one page of HTML.
    ///
    /// - Parameter days: The same report by day, for its chart.
    /// - Returns: A whole document.
    package func htmlText(days: LatencyReport) -> String {
        let rates = days.rows.map { row in row.coldRate.map { $0 * 100 } }
        let chart = days.period.dayChart(
            title: "Cold-start rate by day",
            unit: "% of the minutes with requests",
            series: [days.period.daySeries("cold minutes, %", .forecast, rates)]
        )
        let targets = HTMLPage.Section(
            heading: "Targets",
            tables: [.init(caption: Self.targetHeading, table: targetTable)]
        )
        let others = [
            HTMLPage.Section(heading: "Day by day", charts: [chart]),
            HTMLPage.Section(
                heading: "Requests",
                tables: [
                    .init(caption: "Requests and minutes with a cold start", table: requestTable)
                ]
            ),
            HTMLPage.Section(
                heading: "Pings",
                tables: [
                    .init(
                        caption: "What pings took, in milliseconds, of their slowest instance",
                        table: pingTable
                    )
                ]
            ),
        ]
        return HTMLPage(
            title: "How often requests met a cold start",
            paragraphs: [period.sentence, Self.explanation],
            sections: (self.targets.isEmpty ? [] : [targets]) + others
        ).text
    }
}

extension TargetAttainment {
    /// Where it stands, in a word or a few.
    package var standing: String {
        guard let budget else { return "unknown: no warm ping was measured yet" }
        if budget.requestedMinutes == 0 { return "met: no requests" }
        if isMissed { return "missed" }
        guard let left = budget.leftShare else { return "met: none allowed" }
        return isLow ? "low: \(percentage(left)) left" : "met: \(percentage(left)) left"
    }
}

extension EndpointTarget {
    /// One sentence on a target that is missed, or about to be.
    package var sentence: String {
        let target = "the target \(attainment.target) of '\(endpoint)'"
        guard let budget = attainment.budget else { return "\(target) is \(attainment.standing)" }
        let window = "in the last \(durationText(attainment.window))"
        let figures = "\(counted(budget.coldMinutes, "cold minute")) \(window)"
        return attainment.isMissed
            ? "\(target) is missed: \(figures), \(budget.allowedMinutes) allowed"
            : "\(target) has \(percentage(budget.leftShare ?? 1)) of its error budget left: "
                + "\(figures) of \(budget.allowedMinutes) allowed"
    }
}
