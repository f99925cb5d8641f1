internal import Domain

extension SavingsReport.Policy {
    /// As a heading.
    var title: String {
        switch self {
        case .preheat: "THESE PINGS"
        case .nothing: "NOTHING"
        case .everyFiveMinutes: "EVERY 5 MIN"
        case .provisioned: "PROVISIONED"
        }
    }

    /// As the end of a sentence.
    var name: String {
        switch self {
        case .preheat: "these pings"
        case .nothing: "doing nothing"
        case .everyFiveMinutes: "a warmer every 5 minutes"
        case .provisioned: "instances held by the platform"
        }
    }
}

extension SavingsReport.Row {
    /// A cell for every policy; a dash for those that it is not compared with.
    fileprivate func cells(_ text: (SavingsReport.Outcome) -> String) -> [String] {
        SavingsReport.Policy.allCases.map { policies.contains($0) ? text(self[$0]) : "–" }
    }
}

extension SavingsReport {
    private static var others: [Policy] { Policy.allCases.filter { $0 != .preheat } }

    private var head: String { grouping.rawValue.uppercased() }

    private var coldStartTable: TextTable {
        var table = TextTable(header: [head, "REQUESTS"] + Policy.allCases.map(\.title))
        for row in rows + [total] {
            table.add(
                [row.key, "\(row.requests)"]
                    + row.cells { "\($0.coldStarts)" }
            )
        }
        return table
    }

    private var costTable: TextTable {
        var table = TextTable(header: [head] + Policy.allCases.map(\.title))
        for row in rows + [total] {
            table.add([row.key] + row.cells(Self.cost))
        }
        return table
    }

    private static func cost(_ outcome: Outcome) -> String {
        outcome.unpriced > 0 ? "–" : amountsText(outcome.costs.amounts)
    }

    /// The report as two tables, and sentences on what was saved.
    package var tableText: String {
        """
        \(period.sentence)
        Cold starts of the same requests, replayed with
        \(coldStartTable.text)

        What warmth would have cost, without the requests themselves
        \(costTable.text)

        \(sentences.joined(separator: "\n"))
        """
    }

    private var sentences: [String] {
        savings + attribution + [estimateSentence] + disagreement
    }

    /// What rows of schedules are made of.
    private var attribution: [String] {
        guard grouping == .schedule else { return [] }
        return [
            "a schedule's row has the cold starts that its pings avoided, each by the last ping before "
                + "the request; requests, and cold starts that were met, stand with "
                + "'\(ReportKeys.plan)'"
        ]
    }

    /// What these pings saved against each other policy, a sentence each.
    var savings: [String] {
        Self.others.map { policy in
            let avoided = total.avoided(against: policy)
            let starts = counted(abs(avoided), "cold start")
            let comparison =
                avoided < 0
                ? "met \(starts) more" : avoided > 0 ? "avoided \(starts)" : "met as many"
            return "against \(policy.name), these pings \(comparison) and \(money(against: policy))"
        }
    }

    private func money(against policy: Policy) -> String {
        guard let saved = total.saved(against: policy) else {
            return
                "how much money that saved is unknown: some endpoints have no price for it; give "
                + "theirs with 'preheat endpoint set NAME --price'"
        }
        func sentence(_ amounts: [Money], _ words: (String, String)) -> [String] {
            amounts.isEmpty ? [] : [words.0 + amountsSentence(amounts) + words.1]
        }
        let gains = saved.amounts.filter { $0.nanos > 0 }
        let losses = saved.amounts.filter { $0.nanos < 0 }
            .map { Money(nanos: -$0.nanos, currency: $0.currency) }
        let parts = sentence(gains, ("saved ", "")) + sentence(losses, ("cost ", " more"))
        return parts.isEmpty ? "cost the same" : parts.joined(separator: ", but ")
    }

    /// What the withheld pings say.
    var estimateSentence: String {
        let drawn = "\(estimate.withheld) withheld and \(estimate.sent) sent pings"
        guard let effect = estimate.effect, let total = estimatedMinutesAvoided else {
            return "from pings withheld by chance: too few withheld pings yet "
                + "(\(estimate.withheld) of at least \(WithholdingEstimate.fewest))"
        }
        func number(_ value: Double) -> String { decimal(value, places: 4) }
        func whole(_ value: Double) -> String { decimal(value, places: 0) }
        return "from pings withheld by chance (\(drawn); weights by inverse chance, interval after "
            + "Newcombe 1998): a ping avoided \(number(effect.mean)) cold minutes "
            + "(\(number(effect.interval.lowerBound)) to \(number(effect.interval.upperBound)) with "
            + "95 % confidence), \(sentPings) pings \(whole(total.mean)) "
            + "(\(whole(total.interval.lowerBound)) to \(whole(total.interval.upperBound))); by "
            + "replay \(replayedMinutesAvoided)"
    }

    /// What to check when the two do not fit.
    var disagreement: [String] {
        guard replayDisagrees else { return [] }
        return [
            "the replay and the withheld pings disagree: check that the idle timeout is right "
                + "('preheat endpoint show'), that all requests are imported, and that the pings "
                + "reach what the requests reach"
        ]
    }

    // MARK: - CSV

    package var csvText: String {
        csv(
            header: [
                grouping.rawValue, "policy", "requests", "cold_starts", "pings", "cost_nanos",
                "currency", "avoided_cold_starts", "saved_nanos",
            ],
            rows: rows.flatMap { row in
                row.policies.flatMap { policy in Self.cells(row, policy) }
            }
        )
    }

    /// A row for each currency of the policy or of these pings; empty cells for what has no price.
    private static func cells(_ row: Row, _ policy: Policy) -> [[String]] {
        let outcome = row[policy]
        let saved = row.saved(against: policy)
        let known = saved?.amounts.map(\.currency) ?? []
        let currencies = known.isEmpty ? [""] : known
        return currencies.map { currency in
            let cost = outcome.costs[currency]?.nanos ?? 0
            return [
                row.key, policy.rawValue, "\(row.requests)", "\(outcome.coldStarts)",
                "\(outcome.pings)", saved == nil ? "" : "\(cost)", currency,
                "\(row.avoided(against: policy))",
                saved.map { "\($0[currency]?.nanos ?? 0)" } ?? "",
            ]
        }
    }

    // MARK: - HTML

    /// The report as one page of HTML.
    ///
    /// - Parameter days: The same report by day, for its chart.
    /// - Returns: A whole document.
    package func htmlText(days: SavingsReport) -> String {
        let coldStarts = BarChart(
            title: "Cold starts of the same requests",
            bars: Policy.allCases.map { policy in
                let count = total[policy].coldStarts
                return BarChart.Bar(
                    label: policy.name,
                    value: Double(count),
                    text: "\(count)",
                    isMain: policy == .preheat
                )
            }
        )
        let currencies = CurrencyAmounts(Policy.allCases.flatMap { total[$0].costs.amounts })
            .amounts.map(\.currency)
        let costs = currencies.map { currency in
            BarChart(
                title: "What warmth costs, \(currency)",
                bars: Policy.allCases.map { Self.bar(total[$0], $0, currency) }
            )
        }
        return HTMLPage(
            title: "What warming saved",
            paragraphs: [period.sentence] + sentences,
            sections: [
                HTMLPage.Section(
                    heading: "Side by side",
                    charts: ([coldStarts] + costs).map { $0.svg(width: 920) }
                ),
                HTMLPage.Section(
                    heading: "Day by day",
                    charts: [
                        days.period.coldStartChart(
                            preheat: days.rows.map { Double($0[.preheat].coldStarts) },
                            nothing: days.rows.map { Double($0[.nothing].coldStarts) }
                        )
                    ]
                ),
                HTMLPage.Section(
                    heading: "Figures",
                    tables: [
                        .init(caption: "Cold starts with", table: coldStartTable),
                        .init(caption: "What warmth would have cost", table: costTable),
                    ]
                ),
            ]
        ).text
    }

    private static func bar(
        _ outcome: Outcome,
        _ policy: Policy,
        _ currency: String
    ) -> BarChart.Bar {
        let money = outcome.costs[currency] ?? .zero(currency)
        let isKnown = outcome.unpriced == 0
        return BarChart.Bar(
            label: policy.name,
            value: isKnown ? Double(money.nanos) / 1e9 : nil,
            text: isKnown ? money.description : "no price known",
            isMain: policy == .preheat
        )
    }
}
