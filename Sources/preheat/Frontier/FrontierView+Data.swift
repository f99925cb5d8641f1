import Domain
import Reporting
import Simulating

// MARK: - CSV

extension FrontierView {
    /// A row for each policy over all functions, whose function is empty, and, where there are
    /// several functions, one for each of them.
    var csvText: String {
        let header = [
            "function", "policy", "cold_start_value_pings", "window_s", "pings", "cold_pings",
            "cold_starts", "cold_minutes", "requested_minutes", "requests", "cold_start_rate",
            "latency_ms", "cost_nanos_per_month", "currency", "dominated", "chosen",
        ]
        let all = frontier.points.enumerated().map { index, point in
            row("", point.policy, point.fleet)
                + ["\(point.isDominated)", "\(index == chosen)"]
        }
        guard record.members.count > 1 else { return csv(header: header, rows: all) }
        let functions = record.members.indices.flatMap { place in
            frontier.points.map { point in
                row(
                    record.members[place].function.name,
                    point.policy,
                    point.functions[place]
                ) + ["", ""]
            }
        }
        return csv(header: header, rows: all + functions)
    }

    private func row(
        _ function: String,
        _ policy: FrontierPolicy,
        _ figures: FrontierFigures
    ) -> [String] {
        let value = policy.coldStartValue.map { briefText($0, wholeBelow: 1e6) } ?? ""
        let window = policy.windowMinutes.map { "\(Int($0 * 60))" } ?? ""
        let latency = latency(of: figures).map { "\($0)" } ?? ""
        return [
            function, policy.name, value, window, "\(figures.pings)", "\(figures.coldPings)",
            "\(figures.coldStarts)", "\(figures.coldMinutes)", "\(figures.requestedMinutes)",
            "\(figures.requests)", figures.coldStartRate.map { "\($0)" } ?? "", latency,
            "\(figures.costNanosPerMonth)", currency ?? "",
        ]
    }

    private func latency(of figures: FrontierFigures) -> Double? {
        vertical == .coldStartRate ? nil : vertical.value(of: figures)
    }
}

// MARK: - JSON

extension FrontierView: Encodable {
    private struct Point: Encodable {
        var policy: String
        var coldStartValue: Double?
        var windowS: Double?
        var pings: Int
        var coldPings: Int
        var coldStarts: Int
        var coldMinutes: Int
        var requestedMinutes: Int
        var requests: Int64
        var coldStartRate: Double?
        var latencyMs: Double?
        var costNanosPerMonth: Int64
        var isDominated: Bool?
        var isChosen: Bool?

        enum CodingKeys: String, CodingKey {
            case policy, pings, requests
            case coldStartValue = "cold_start_value_pings"
            case windowS = "window_s"
            case coldPings = "cold_pings"
            case coldStarts = "cold_starts"
            case coldMinutes = "cold_minutes"
            case requestedMinutes = "requested_minutes"
            case coldStartRate = "cold_start_rate"
            case latencyMs = "latency_ms"
            case costNanosPerMonth = "cost_nanos_per_month"
            case isDominated = "dominated"
            case isChosen = "chosen"
        }
    }

    private struct Function: Encodable {
        var function: String
        var recordS: Int
        var points: [Point]

        enum CodingKeys: String, CodingKey {
            case function, points
            case recordS = "record_s"
        }
    }

    private struct Choice: Encodable {
        var target: String?
        var budgetNanosPerMonth: Int64?
        var isFeasible: Bool
        /// The chosen point, or the nearest ones.
        var chosen: Point?
        var meetingTarget: Point?
        var withinMoney: Point?

        enum CodingKeys: String, CodingKey {
            case target, chosen
            case budgetNanosPerMonth = "budget_nanos_per_month"
            case isFeasible = "feasible"
            case meetingTarget = "meeting_target"
            case withinMoney = "within_money"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case name, currency, percentile, points, functions, choice
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(record.name, forKey: .name)
        try container.encodeIfPresent(currency, forKey: .currency)
        if case .latency(let percentile, _) = vertical {
            try container.encode(percentile, forKey: .percentile)
        }
        try container.encode(frontier.points.indices.map(fleetPoint), forKey: .points)
        let functions = record.members.enumerated().map { place, member in
            Function(
                function: member.function.name,
                recordS: member.function.traceMinutes * 60,
                points: frontier.points.map { point($0.policy, $0.functions[place]) }
            )
        }
        try container.encode(functions, forKey: .functions)
        try container.encodeIfPresent(encodedChoice, forKey: .choice)
    }

    private var encodedChoice: Choice? {
        choice.map { choice in
            var encoded = Choice(
                target: record.target(with: wish)?.description,
                budgetNanosPerMonth: record.limit(with: wish)?.nanos,
                isFeasible: chosen != nil
            )
            switch choice {
            case .point(let index): encoded.chosen = fleetPoint(index)
            case .infeasible(let meetingRate, let withinMoney):
                encoded.meetingTarget = meetingRate.map(fleetPoint)
                encoded.withinMoney = withinMoney.map(fleetPoint)
            }
            return encoded
        }
    }

    private func fleetPoint(_ index: Int) -> Point {
        let known = frontier.points[index]
        var encoded = point(known.policy, known.fleet)
        encoded.isDominated = known.isDominated
        encoded.isChosen = index == chosen
        return encoded
    }

    private func point(_ policy: FrontierPolicy, _ figures: FrontierFigures) -> Point {
        Point(
            policy: policy.name,
            coldStartValue: policy.coldStartValue,
            windowS: policy.windowMinutes.map { $0 * 60 },
            pings: figures.pings,
            coldPings: figures.coldPings,
            coldStarts: figures.coldStarts,
            coldMinutes: figures.coldMinutes,
            requestedMinutes: figures.requestedMinutes,
            requests: figures.requests,
            coldStartRate: figures.coldStartRate,
            latencyMs: latency(of: figures),
            costNanosPerMonth: figures.costNanosPerMonth
        )
    }
}
