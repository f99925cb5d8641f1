extension TimeChartDrawing {
    static let rules: [ChartStyle.Rule] = {
        let line = "stroke-width:1.8;stroke-linejoin:round"
        let colors: [(name: String, color: ChartStyle.Color)] = [
            ("history", ChartStyle.blue), ("forecast", ChartStyle.vermillion),
            ("other-0", ChartStyle.green), ("other-1", ChartStyle.purple),
            ("other-2", ChartStyle.amber), ("other-3", ("#59636e", "#9198a1")),
        ]
        return [ChartStyle.Rule("day", "stroke:#b9c0c8", dark: "stroke:#3d444d")]
            + colors.map { ChartStyle.stroke($0.name, $0.color, line) }
            + colors.map { ChartStyle.fill("\($0.name)-bar", $0.color) }
            + [
                ChartStyle.fill("area", ChartStyle.blue, ";opacity:.1"),
                ChartStyle.fill("band", ChartStyle.vermillion, ";opacity:.18"),
                ChartStyle.fill("peak", ChartStyle.vermillion),
                ChartStyle.fill("trough", ChartStyle.green),
                ChartStyle.Rule("shade", "opacity:.08", dark: "opacity:.13"),
                ChartStyle.fill("suspect", ChartStyle.sand),
                ChartStyle.stroke("hatching", ("#c4cad1", "#3d444d"), "stroke-width:1"),
                ChartStyle.stroke("now", ("#1f2328", "#f0f6fc"), "stroke-dasharray:4 3"),
            ]
    }()

    static let hatch =
        #"<defs><pattern id="time-chart-hatch" width="6" height="6" "#
        + #"patternUnits="userSpaceOnUse"><path class="hatching" d="M-1.5 1.5l3-3M0 6l6-6"#
        + #"M4.5 7.5l3-3"/></pattern></defs>"#

    /// What a series is called in the style.
    static func name(of role: TimeChart.Series.Role) -> String {
        switch role {
        case .history: "history"
        case .forecast: "forecast"
        case .other(let number): "other-\(number & 3)"
        }
    }

    var bandAreas: [String] {
        chart.bands.map { band in
            var path = ChartPath()
            for run in band.runs(time, columnWidth: 10) {
                guard let first = run.points.first, let last = run.points.last else { continue }
                let middles = run.points.map { (x: $0.middle, value: $0.value) }
                let points =
                    [(x: first.left, value: first.value)] + middles
                    + [(x: last.right, value: last.value)]
                let upper = points.map { (x: x($0.x), y: y($0.value.upper)) }
                let lower = points.reversed().map { (x: x($0.x), y: y($0.value.lower)) }
                path.polygon(upper + lower)
            }
            return pathElement("band", path)
        }
    }

    var seriesLayers: [String] {
        chart.series.flatMap { series in
            let runs = series.runs(time, columnWidth: 10)
            let name = Self.name(of: series.role)
            guard series.style != .bars else {
                return [pathElement("\(name)-bar", bars(runs))]
            }
            var line = ChartPath()
            var area = ChartPath()
            for run in runs {
                let points = outline(of: run, series.style)
                line.move(x: points[0].x, y: points[0].y)
                for point in points.dropFirst() { line.line(x: point.x, y: point.y) }
                let ends = [points[points.count - 1], points[0]].map { (x: $0.x, y: y(0)) }
                if series.role == .history { area.polygon(points + ends) }
            }
            return [pathElement("area", area), pathElement(name, line)]
        }
    }

    /// The corners of a run's line; the line of a lone bin reaches from its beginning to its end.
    private func outline(
        of run: ChartRun<Double>,
        _ style: TimeChart.Series.Style
    ) -> [(x: Int, y: Int)] {
        if style == .steps || run.points.count == 1 {
            return run.points.flatMap { point in
                let y = y(point.value)
                let right = run.points.count == 1 ? max(point.right, point.left + 20) : point.right
                return [(x: x(point.left), y: y), (x: x(right), y: y)]
            }
        }
        return run.points.map { (x: x($0.middle), y: y($0.value)) }
    }

    /// From 0 to each value; bars with room are a pixel apart.
    private func bars(_ runs: [ChartRun<Double>]) -> ChartPath {
        var path = ChartPath()
        for point in runs.flatMap(\.points) where y(point.value) != y(0) {
            let gap = point.right - point.left >= 40 ? 5 : 0
            let (left, right) = (point.left + gap, max(point.right, point.left + 10) - gap)
            let (top, bottom) = (y(point.value), y(0))
            path.polygon([(x(left), bottom), (x(left), top), (x(right), top), (x(right), bottom)])
        }
        return path
    }

    var nowLine: [String] {
        guard let now = chart.now, chart.shown.contains(now) else { return [] }
        var path = ChartPath()
        path.move(x: x(time.x(ofMinute: now)), y: plot.top)
        path.line(x: x(time.x(ofMinute: now)), y: plot.bottom)
        return [pathElement("now", path)]
    }

    /// Spans lie behind the data; those with a label end in a bar above the plot.
    var spanAreas: [String] {
        chart.shownSpans.map { span in
            let left = x(time.x(ofMinute: span.minutes.lowerBound))
            let right = max(left + 20, x(time.x(ofMinute: span.minutes.upperBound)))
            switch span.kind {
            case .gap:
                return rectangle(#"fill="url(#time-chart-hatch)""#, left, right)
            case .suspect: return rectangle(#"class="suspect""#, left, right)
            case .peak, .trough:
                let name = span.kind == .peak ? "peak" : "trough"
                var bar = ChartPath()
                bar.polygon([
                    (left, plot.top - 30), (right, plot.top - 30), (right, plot.top),
                    (left, plot.top),
                ])
                return rectangle(#"class="\#(name) shade""#, left, right)
                    + pathElement(name, bar)
            }
        }
    }

    private func rectangle(_ attribute: String, _ left: Int, _ right: Int) -> String {
        #"<rect \#(attribute) x="\#(tenths(left))" y="\#(tenths(plot.top))" "#
            + #"width="\#(tenths(right - left))" height="\#(tenths(plot.bottom - plot.top))"/>"#
    }
}
