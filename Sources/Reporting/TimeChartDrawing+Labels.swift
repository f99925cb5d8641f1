extension TimeChartDrawing {
    /// A mark of the legend with its name.
    struct LegendEntry {
        enum Mark {
            case line(String)
            case bar(String)
            /// The band of this index and all before it.
            case band(Int)
            case gap
            case suspect
        }

        let mark: Mark
        let text: String
        let x: Int
    }

    private static let markWidth = 160

    /// The legend in rows; what finds no room is left out.
    static func legend(of chart: TimeChart, width: Int, mostRows: Int) -> [[LegendEntry]] {
        var entries = chart.series.map { series in
            let name = name(of: series.role)
            let mark = series.style == .bars ? LegendEntry.Mark.bar(name) : .line(name)
            return (mark: mark, text: series.name)
        }
        entries += chart.bands.enumerated().map { (.band($0.offset), $0.element.name) }
        let kinds = chart.shownSpans.map(\.kind)
        if kinds.contains(.gap) { entries.append((.gap, "no data")) }
        if kinds.contains(.suspect) { entries.append((.suspect, "suspect")) }
        var rows: [[LegendEntry]] = []
        var x = width
        for entry in entries {
            let text = ChartText.cut(entry.text, to: 2200, width: Self.width)
            let end = x + markWidth + 60 + Self.width(text)
            if end > width - margin {
                guard rows.count < mostRows else { break }
                rows.append([])
                x = margin
            }
            rows[rows.count - 1].append(LegendEntry(mark: entry.mark, text: text, x: x))
            x += markWidth + 60 + Self.width(text) + 140
        }
        return rows
    }

    /// The baseline of a row of the legend.
    private func legendY(_ row: Int) -> Int {
        Self.head(of: chart, height: height) + 140 + row * 190
    }

    var legendElements: String {
        legend.enumerated().flatMap { row, entries in
            entries.map { entry in
                let y = legendY(row)
                return mark(entry.mark, x: entry.x, y: y)
                    + textElement(
                        entry.text,
                        x: entry.x + Self.markWidth + 60,
                        y: y,
                        "dim",
                        #" font-size="11""#
                    )
            }
        }.joined(separator: "\n")
    }

    private func mark(_ mark: LegendEntry.Mark, x: Int, y: Int) -> String {
        switch mark {
        case .line(let name):
            var path = ChartPath()
            path.move(x: x, y: y - 40)
            path.line(x: x + Self.markWidth, y: y - 40)
            return pathElement(name, path)
        case .bar(let name): return swatch(#"class="\#(name)-bar""#, x: x, y: y)
        case .band(let index):
            let rectangle = swatch(#"class="band""#, x: x, y: y)
            return String(repeating: rectangle, count: min(index + 1, 8))
        case .gap: return swatch(#"fill="url(#time-chart-hatch)""#, x: x, y: y)
        case .suspect: return swatch(#"class="suspect""#, x: x, y: y)
        }
    }

    private func swatch(_ attribute: String, x: Int, y: Int) -> String {
        #"<rect \#(attribute) x="\#(tenths(x))" y="\#(tenths(y - 90))" "#
            + #"width="\#(tenths(Self.markWidth))" height="11"/>"#
    }

    /// A label in a row above the plot; row 0 is the lowest.
    struct PlacedLabel {
        let text: String
        let style: String
        let x: Int
        let width: Int
        let row: Int
    }

    /// Now, the spans that find room, and the unit of the values at the left.
    static func labels(
        of chart: TimeChart,
        _ time: TimeScale,
        left: Int,
        mostRows: Int
    ) -> [PlacedLabel] {
        let right = left + time.length
        var rows = LabelRows(count: mostRows, within: margin..<right + 1, gap: 120)
        var labels: [PlacedLabel] = []
        func add(_ text: String, _ style: String, over ends: ClosedRange<Int>) {
            let text = ChartText.cut(text, to: right - margin, width: Self.width)
            let width = Self.width(text)
            guard !text.isEmpty, let place = rows.place(width: width, over: ends) else { return }
            labels.append(
                PlacedLabel(text: text, style: style, x: place.x, width: width, row: place.row)
            )
        }
        if let now = chart.now, chart.shown.contains(now) {
            let x = left + time.x(ofMinute: now)
            add("now", "ink", over: x...x)
        }
        add(chart.unit, "dim", over: margin...margin)
        for span in chart.labelledSpans {
            let start = left + time.x(ofMinute: span.minutes.lowerBound)
            let end = left + time.x(ofMinute: span.minutes.upperBound)
            let (symbol, style) = Self.symbol(of: span.kind)
            add("\(symbol) \(span.label)", style, over: start...end)
        }
        return labels
    }

    var labelElements: [String] {
        labels.map { label in
            textElement(
                label.text,
                x: label.style == "dim" ? label.x : label.x + label.width / 2,
                y: plot.top - 110 - label.row * Self.rowHeight,
                label.style,
                #" font-size="11""# + (label.style == "dim" ? "" : #" text-anchor="middle""#)
            )
        } + gapLabels
    }

    private static func symbol(of kind: TimeChart.Span.Kind) -> (text: String, style: String) {
        switch kind {
        case .peak: ("▲", "peak")
        case .trough: ("▼", "trough")
        case .gap, .suspect: ("?", "dim")
        }
    }

    /// The labels of gaps in their middle where they fit.
    private var gapLabels: [String] {
        chart.shownSpans.filter { $0.kind == .gap }.compactMap { span in
            let start = x(time.x(ofMinute: span.minutes.lowerBound))
            let end = x(time.x(ofMinute: span.minutes.upperBound))
            guard !span.label.isEmpty, Self.width(span.label) + 80 <= end - start else {
                return nil
            }
            return textElement(
                span.label,
                x: (start + end) / 2,
                y: (plot.top + plot.bottom) / 2,
                "dim",
                #" font-size="11" text-anchor="middle""#
            )
        }
    }
}
