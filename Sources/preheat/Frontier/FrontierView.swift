import Domain
import Reporting
import Simulating

/// A frontier as commands print it.
struct FrontierView {
    let record: FrontierRecord
    let frontier: Frontier
    let vertical: FrontierChart.Vertical
    let wish: FrontierWish
    /// `nil` where nothing is wished for.
    let choice: FrontierChoice?
    let currency: String?

    init(
        record: FrontierRecord,
        frontier: Frontier,
        vertical: FrontierChart.Vertical,
        wish: FrontierWish,
        choice: FrontierChoice?
    ) throws {
        self.record = record
        self.frontier = frontier
        self.vertical = vertical
        self.wish = wish
        self.choice = choice
        currency = try record.currency
    }

    /// The point that was chosen.
    var chosen: Int? {
        if case .point(let index)? = choice { return index }
        return nil
    }

    var chart: FrontierChart {
        FrontierChart(
            frontier,
            title: "\(record.name): money against \(vertical.name)",
            subtitle: summary,
            currency: currency,
            vertical: vertical,
            chosen: chosen
        )
    }

    /// The record and what it is paid by, such as `3 functions, 14 d of record, …`.
    var summary: String {
        let fleet = frontier.points.first?.fleet ?? FrontierFigures()
        let timeouts = Set(record.members.map(\.endpoint.idleTimeout)).sorted()
            .map(durationText)
        let platforms = Set(record.members.map { $0.endpoint.priceModel.name }).sorted()
        let startUps = Set(record.members.map(\.endpoint.startUp)).map {
            $0 ?? PriceExample.assumedStartUp
        }
        let starts = Set(startUps).sorted().map(durationText)
        let lengths = Set(record.members.map(\.function.traceMinutes)).sorted()
            .map { durationText(.seconds($0 * 60)) }
        return [
            counted(record.members.count, "function"),
            "\(Self.range(lengths)) of record",
            "\(fleet.requests) requests in \(counted(fleet.requestedMinutes, "minute"))",
            record.softPlatform == nil
                ? "idle timeout \(Self.range(timeouts))" : "a soft idle timeout",
            "start-up \(Self.range(starts))",
            "prices of \(platforms.joined(separator: ", "))",
        ].joined(separator: ", ")
    }

    private static func range(_ texts: [String]) -> String {
        guard let first = texts.first, let last = texts.last else { return "–" }
        return first == last ? first : "\(first) to \(last)"
    }

    /// The name of the file with a policy's pings.
    static func fileName(of policy: FrontierPolicy) -> String {
        if let value = policy.coldStartValue {
            return "adaptive-\(briefText(value, wholeBelow: 1e6)).csv"
        }
        if let minutes = policy.windowMinutes { return "keep-warm-\(Int(minutes))m.csv" }
        return "\(policy.name).csv"
    }

    // MARK: - Text

    var tableText: String {
        var header = [
            "POLICY", "PARAMETER", "PINGS", "COLD STARTS", "COLD MINUTES", "RATE",
        ]
        if vertical != .coldStartRate { header.append(vertical.name.uppercased()) }
        var table = TextTable(header: header + ["A MONTH", ""])
        for (index, point) in frontier.points.enumerated() {
            let fleet = point.fleet
            var row = [
                point.policy.name, Self.parameter(of: point.policy), "\(fleet.pings)",
                "\(fleet.coldStarts)", "\(fleet.coldMinutes)",
                fleet.coldStartRate.map { decimal($0 * 100, places: 2) + " %" } ?? "–",
            ]
            if vertical != .coldStartRate { row.append(text(ofLatency: fleet)) }
            let mark = (point.isDominated ? "" : "*") + (index == chosen ? " chosen" : "")
            table.add(row + [money(fleet.costNanosPerMonth), mark])
        }
        return "\(record.name): \(summary)\n\(table.text)"
    }

    private func text(ofLatency figures: FrontierFigures) -> String {
        vertical.value(of: figures).map { decimal($0, places: 1) + vertical.unit } ?? "–"
    }

    private static func parameter(of policy: FrontierPolicy) -> String {
        if let value = policy.coldStartValue { return briefText(value, wholeBelow: 1e6) }
        return policy.windowMinutes.map { durationText(.seconds(Int64($0 * 60))) } ?? ""
    }

    private func money(_ nanos: Int64) -> String {
        Money(nanos: nanos, currency: currency ?? record.members[0].endpoint.priceModel.currency)
            .description
    }

    /// A point with what is to be expected of it.
    private func text(ofPoint index: Int) -> String {
        let point = frontier.points[index]
        let name =
            point.policy.coldStartValue.map {
                "adaptive, a cold start worth \(briefText($0, wholeBelow: 1e6)) pings"
            } ?? point.policy.name
        let rate = (point.fleet.coldStartRate ?? 0) * 100
        let latency =
            vertical == .coldStartRate
            ? "" : ", \(vertical.name) \(text(ofLatency: point.fleet))"
        return "\(name): \(money(point.fleet.costNanosPerMonth)) a month, cold-start rate "
            + "\(decimal(rate, places: 2)) %\(latency)"
    }

    var chosenSentence: String? { chosen.map { "chosen: \(text(ofPoint: $0))" } }

    /// - Throws: `CommandError` with the nearest points where none meets the goal.
    func refuseInfeasible() throws {
        guard case .infeasible(let meetingRate, let withinMoney)? = choice else { return }
        let asked = [
            record.target(with: wish).map { "meets \($0)" },
            record.limit(with: wish).map { "costs at most \($0) a month" },
        ].compactMap(\.self).joined(separator: " and ")
        let needed =
            meetingRate.map { "money needed for this target: \(text(ofPoint: $0))" }
            ?? "no policy reaches this target"
        let reachable =
            withinMoney.map { "target reachable with this money: \(text(ofPoint: $0))" }
            ?? "no point of the engine is within this money"
        throw CommandError(
            "no point of the engine \(asked); \(needed); \(reachable); nothing was set"
        )
    }
}
