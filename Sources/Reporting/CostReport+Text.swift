package import Domain
internal import History

extension CostReport {
    private var head: String { grouping.rawValue.uppercased() }

    private var ledgerTable: TextTable {
        var table = TextTable(header: [
            head, "REQUESTS", "COLD STARTS", "PINGS", "WARM", "COLD", "FAILED", "UNKNOWN", "SPENT",
        ])
        for row in rows + [total] {
            table.add([
                row.key, "\(row.requests)", Self.known(row), "\(row.pings)", "\(row.warm)",
                "\(row.cold)", "\(row.failed)", "\(row.unknown)", amountsText(row.spent),
            ])
        }
        return table
    }

    private var outcomeTable: TextTable {
        var table = TextTable(header: [
            head, "WARM-UPS", "SUCCEEDED", "UNEXPECTED", "TIMED OUT", "UNREACHABLE", "INTERRUPTED",
            "PENDING", "COST UNKNOWN",
        ])
        for row in rows + [total] {
            let ledger = row.ledger
            table.add([
                row.key, "\(ledger.pings)", "\(ledger[.succeeded])",
                "\(ledger[.unexpectedStatus])", "\(ledger[.timedOut])", "\(ledger[.unreachable])",
                "\(ledger[.interrupted])", "\(ledger[.pending])", "\(ledger.withoutCost)",
            ])
        }
        return table
    }

    private var replayTable: TextTable {
        var table = TextTable(header: [
            head, "THESE PINGS", "NONE", "ALWAYS-ON", "ALWAYS-ON PINGS",
            "COST PER AVOIDED COLD START",
        ])
        for row in rows + [total] {
            table.add([
                row.key, "\(row.replayed.coldStarts)", "\(row.none.coldStarts)",
                "\(row.alwaysOn.coldStarts)", "\(row.alwaysOn.pings)",
                amountsText(row.costPerAvoidedColdStart),
            ])
        }
        return table
    }

    /// The report as three tables, the ledger's, its outcomes' and the replay's, and sentences on
    /// what they mean.
    package var tableText: String {
        ([
            """
            \(period.sentence)
            \(ledgerTable.text)

            Warm-ups, each of one or more instances, by their outcome
            \(outcomeTable.text)

            Cold starts of the same requests, replayed with
            \(replayTable.text)

            \(summary)
            """
        ] + notes + budgetText).joined(separator: "\n")
    }

    private var budgetTable: TextTable {
        var table = TextTable(header: [
            "BUDGET", "PER", "LIMIT", "SPENT", "RESERVED", "UNCERTAIN", "LEFT", "USED", "UNTIL",
        ])
        for line in budgets {
            let status = line.status
            table.add([
                line.scope, line.per, "\(status.budget.limit)", "\(status.settled)",
                "\(status.reserved)", "\(status.uncertain)", "\(status.left)",
                percentage(status.shareUsed), rfc3339(status.period.upperBound),
            ])
        }
        return table
    }

    private var budgetText: [String] {
        budgets.isEmpty ? [] : ["", "Budgets", budgetTable.text]
    }

    /// One sentence: what the pings avoided by replay.
    private var summary: String {
        var text =
            "by replay \(total.pings) pings avoided \(total.avoided) of "
            + "\(total.none.coldStarts) cold starts"
        if total.pings > 0 {
            text += ", \(decimal(Double(total.avoided) / Double(total.pings), places: 2)) a ping"
        }
        let price = total.costPerAvoidedColdStart.filter { $0.nanos > 0 }
        if !price.isEmpty { text += ", at \(amountsSentence(price)) each" }
        if total.alwaysOn.pings > 0 {
            text +=
                "; a warmer that is always on would have sent \(total.alwaysOn.pings) pings"
                + " and met \(total.alwaysOn.coldStarts)"
        }
        return text
    }

    /// What is unknown yet, and what is to come.
    private var notes: [String] {
        var notes: [String] = []
        let unknown = total.ledger.withoutCost
        if unknown > 0 {
            var bounds = total.ledger.reserved
            bounds.add(total.ledger.uncertain)
            let most = bounds.amounts.isEmpty ? "" : " up to \(amountsSentence(bounds.amounts))"
            notes.append(
                "the cost of \(counted(Int(unknown), "warm-up")) is not known: pending or "
                    + "interrupted; the platform may charge\(most) for it"
            )
        }
        if let rest {
            let until = rfc3339(until)
            notes.append(
                rest.model == .tooLittle
                    ? "what is to come until \(until) cannot be told: \(rest.method)"
                    : "until \(until) \(rest.amountsText) more is expected, "
                        + "\(amountsSentence(expectedTotal)) in all: \(rest.method); the range holds "
                        + "with a chance of 80 %"
            )
        }
        return notes
    }

    /// Spent so far and expected until the period's end; empty without a forecast.
    package var expectedTotal: [Money] {
        guard let rest, rest.model != .tooLittle else { return [] }
        var sum = CurrencyAmounts(total.spent)
        for amount in rest.amounts { sum.add(amount.mean) }
        return sum.amounts
    }

    /// Cold starts that real requests met; a dash where none is known, a note where not all are.
    private static func known(_ row: Row) -> String {
        guard row.requestsWithKnownStart > 0 else { return "–" }
        guard row.requestsWithKnownStart < row.requests else { return "\(row.coldStartsMet)" }
        return "\(row.coldStartsMet) of \(row.requestsWithKnownStart) known"
    }

    // MARK: - CSV

    package var csvText: String {
        csv(
            header: [
                grouping.rawValue, "requests", "cold_starts", "requests_with_known_start", "pings",
                "warm", "cold", "failed", "unknown", "cost_nanos", "currency",
                "replay_cold_starts", "none_cold_starts", "always_on_cold_starts",
                "always_on_pings", "warm_ups", "succeeded", "unexpected_status", "timed_out",
                "unreachable", "interrupted", "pending", "warm_ups_without_known_cost",
            ],
            rows: rows.flatMap { row in
                (row.spent.isEmpty ? [Money(nanos: 0, currency: "")] : row.spent)
                    .map { Self.cells(row, $0) }
            }
        )
    }

    private static func cells(_ row: Row, _ money: Money) -> [String] {
        let ledger = row.ledger
        let met = row.requestsWithKnownStart > 0 ? "\(row.coldStartsMet)" : ""
        return [
            row.key, "\(row.requests)", met, "\(row.requestsWithKnownStart)",
            "\(row.pings)", "\(row.warm)", "\(row.cold)", "\(row.failed)", "\(row.unknown)",
            "\(money.nanos)", money.currency, "\(row.replayed.coldStarts)",
            "\(row.none.coldStarts)", "\(row.alwaysOn.coldStarts)", "\(row.alwaysOn.pings)",
            "\(ledger.pings)", "\(ledger[.succeeded])", "\(ledger[.unexpectedStatus])",
            "\(ledger[.timedOut])", "\(ledger[.unreachable])", "\(ledger[.interrupted])",
            "\(ledger[.pending])", "\(ledger.withoutCost)",
        ]
    }

    // MARK: - HTML

    private func spendingChart(of currency: String, in period: ReportPeriod) -> String {
        let units = rows.map { row in
            Double(row.ledger.costs[currency]?.nanos ?? 0) / 1e9
        }
        return period.dayChart(
            title: "Spent a day, \(currency)",
            unit: "\(currency) a day",
            series: [period.daySeries("spent", .history, units)]
        )
    }

    private var budgetSection: [HTMLPage.Section] {
        guard !budgets.isEmpty else { return [] }
        let table = HTMLPage.Table(caption: "In their present periods", table: budgetTable)
        return [HTMLPage.Section(heading: "Budgets", tables: [table])]
    }

    /// The report as one page of HTML.
    ///
    /// - Parameter days: The same report by day, for its charts.
    /// - Returns: A whole document.
    package func htmlText(days: CostReport) -> String {
        let counted = days.period.ending(at: countedUntil)
        let charts =
            days.total.spent.map { days.spendingChart(of: $0.currency, in: counted) } + [
                counted.coldStartChart(
                    preheat: days.rows.map { Double($0.replayed.coldStarts) },
                    nothing: days.rows.map { Double($0.none.coldStarts) }
                )
            ]
        return HTMLPage(
            title: "What warming cost",
            paragraphs: [period.sentence, summary] + notes,
            sections: [
                HTMLPage.Section(heading: "Day by day", charts: charts),
                HTMLPage.Section(
                    heading: "The ledger",
                    tables: [
                        .init(caption: "Requests, pinged instances and money", table: ledgerTable),
                        .init(caption: "Warm-ups by their outcome", table: outcomeTable),
                    ]
                ),
                HTMLPage.Section(
                    heading: "The same requests, replayed",
                    tables: [.init(caption: "Cold starts with", table: replayTable)]
                ),
            ] + budgetSection
        ).text
    }
}

extension ReportPeriod {
    /// Cold starts a day with the ledger's pings, and without any.
    func coldStartChart(preheat: [Double], nothing: [Double]) -> String {
        dayChart(
            title: "Cold starts a day, replayed",
            unit: "cold starts a day",
            series: [
                daySeries("without pings", .history, nothing, style: .steps),
                daySeries("with these pings", .forecast, preheat),
            ]
        )
    }
}
