package import Domain
package import Simulating

/// A picture of money against cold starts: the engine's points as a line, other policies as marks.
package struct FrontierChart: Equatable, Sendable {
    /// A policy beside the engine, which decides its mark.
    package enum Kind: Equatable, Sendable, CaseIterable {
        case none
        case keepWarm
        case hybridHistogram
        case alwaysOn
        case provisioned

        package var name: String {
            switch self {
            case .none: "none"
            case .keepWarm: "keep-warm, by its window"
            case .hybridHistogram: "hybrid histogram"
            case .alwaysOn: "always-on"
            case .provisioned: "provisioned"
            }
        }
    }

    /// A place in the picture; what is no finite number is drawn as 0.
    package struct Point: Equatable, Sendable {
        package var x: Double
        package var y: Double
        package var label: String

        package init(x: Double, y: Double, label: String) {
            self.x = x
            self.y = y
            self.label = label
        }
    }

    package struct Mark: Equatable, Sendable {
        package var kind: Kind
        package var point: Point

        package init(kind: Kind, point: Point) {
            self.kind = kind
            self.point = point
        }
    }

    /// What the vertical axis shows.
    package enum Vertical: Equatable, Sendable {
        /// The share of minutes with requests that meet a cold start, in percent.
        case coldStartRate
        /// A percentile of the latency in milliseconds.
        case latency(percentile: Double, LatencyMixture)
    }

    package var title: String
    package var subtitle: String
    /// What the axes show, such as `USD a month`.
    package var xName: String
    package var yName: String
    /// What follows a value of the vertical axis, such as ` %`.
    package var yUnit: String
    /// The engine's points in the order of the line.
    package var adaptive: [Point]
    package var marks: [Mark]
    /// The one of the engine's points that was chosen.
    package var chosen: Point?

    package init(
        title: String,
        subtitle: String = "",
        xName: String,
        yName: String,
        yUnit: String,
        adaptive: [Point],
        marks: [Mark],
        chosen: Point? = nil
    ) {
        self.title = title
        self.subtitle = subtitle
        self.xName = xName
        self.yName = yName
        self.yUnit = yUnit
        self.adaptive = adaptive
        self.marks = marks
        self.chosen = chosen
    }
}

// MARK: - Of a frontier

extension FrontierChart.Vertical {
    /// The value of a policy's figures on this axis; `nil` without requests.
    package func value(of figures: FrontierFigures) -> Double? {
        figures.coldStartRate.map { rate in
            switch self {
            case .coldStartRate: rate * 100
            case .latency(let percentile, let mixture):
                mixture.percentile(percentile, coldStartRate: rate)
            }
        }
    }

    /// `cold-start rate` or `p99`.
    package var name: String {
        switch self {
        case .coldStartRate: "cold-start rate"
        case .latency(let percentile, _): "p\(briefText(percentile))"
        }
    }

    /// What follows a value.
    package var unit: String { self == .coldStartRate ? " %" : " ms" }
}

extension FrontierChart {
    /// The picture of a fleet's frontier.
    ///
    /// - Parameters:
    ///   - frontier: Points without requests are left out, as is the window of 0, which is none.
    ///   - title: Whose it is.
    ///   - subtitle: On which record.
    ///   - currency: What is paid in; `nil` where nothing costs anything: pings are shown then.
    ///   - vertical: What is shown against it.
    ///   - chosen: An index into the frontier's points.
    package init(
        _ frontier: Frontier,
        title: String,
        subtitle: String,
        currency: String?,
        vertical: Vertical,
        chosen: Int? = nil
    ) {
        self.init(
            title: title,
            subtitle: subtitle,
            xName: currency.map { "\($0) a month" } ?? "pings in the record",
            yName: vertical.name,
            yUnit: vertical.unit,
            adaptive: [],
            marks: []
        )
        for (index, point) in frontier.points.enumerated() {
            guard let y = vertical.value(of: point.fleet) else { continue }
            let x =
                currency == nil
                ? Double(point.fleet.pings) : Double(point.fleet.costNanosPerMonth) / 1e9
            let place = Point(x: x, y: y, label: Self.label(of: point.policy))
            guard let kind = Kind(point.policy) else {
                adaptive.append(place)
                if index == chosen { self.chosen = place }
                continue
            }
            if point.policy.windowMinutes != 0 { marks.append(Mark(kind: kind, point: place)) }
        }
    }

    private static func label(of policy: FrontierPolicy) -> String {
        switch policy {
        case .adaptive(let value): briefText(value)
        case .keepWarm(let minutes): durationText(.seconds(Int64(minutes * 60)))
        case .hybridHistogram: "hybrid"
        case .none, .alwaysOn, .provisioned: policy.name
        }
    }
}

extension FrontierChart.Kind {
    /// `nil` for the engine's points, which are no marks.
    init?(_ policy: FrontierPolicy) {
        switch policy {
        case .adaptive: return nil
        case .none: self = .none
        case .keepWarm: self = .keepWarm
        case .hybridHistogram: self = .hybridHistogram
        case .alwaysOn: self = .alwaysOn
        case .provisioned: self = .provisioned
        }
    }
}

// MARK: - What pictures share

extension FrontierChart {
    /// All that is drawn, marks before the engine's points.
    var points: [Point] { marks.map(\.point) + adaptive }

    /// The engine's points, the ends of the line first: their labels matter most.
    var endsFirst: [Point] { adaptive.suffix(1) + adaptive.dropLast() }

    func amountAxis(ticks: Int) -> AmountAxis {
        AmountAxis(reaching: points.map(\.x), ticks: ticks)
    }

    func valueAxis(steps: Int) -> ValueAxis {
        let greatest = points.map(\.y).filter(\.isFinite).max() ?? 0
        return ValueAxis(reaching: (0, greatest), steps: steps)
    }

    /// What the chosen point's label says.
    var chosenLabel: String? { chosen.map { "chosen: \(text(of: $0))" } }

    private func text(of point: Point) -> String {
        "\(briefText(point.x)) \(xName), \(briefText(point.y))\(yUnit)"
    }

    /// What the picture shows, in words.
    var description: String {
        var sentences = [subtitle, "\(yName) against \(xName)"]
        for point in adaptive {
            sentences.append(
                "adaptive, a cold start worth \(point.label) pings: \(text(of: point))"
            )
        }
        for mark in marks {
            let name = mark.kind == .keepWarm ? "keep-warm \(mark.point.label)" : mark.kind.name
            sentences.append("\(name): \(text(of: mark.point))")
        }
        if let chosenLabel { sentences.append(chosenLabel) }
        return sentences.filter { !$0.isEmpty }.joined(separator: ". ") + "."
    }
}
