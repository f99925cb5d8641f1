internal import Domain

extension TimeChart {
    /// The picture for a terminal: braille lines, the bands as shades behind them.
    ///
    /// - Parameters:
    ///   - width: The most columns of a line.
    ///   - height: The most lines.
    ///   - style: What the terminal can show.
    /// - Returns: Lines without trailing blanks where no colour is used; nothing where the width is
    ///   below 24 or the height below 6.
    /// - Complexity: O(*n*) in the shown bins.
    package func terminal(width: Int, height: Int, style: TerminalStyle) -> String {
        guard width >= 24, height >= 6 else { return "" }
        var drawing = TimeChartText(self, width: min(width, 1000), height: min(height, 1000), style)
        drawing.draw()
        return drawing.canvas.lines(style).joined(separator: "\n")
    }
}

/// Draws a ``TimeChart`` on a canvas of characters.
struct TimeChartText {
    private let chart: TimeChart
    private let style: TerminalStyle
    private let values: ValueAxis
    private let time: TimeScale
    private let timeAxis: TimeAxis
    /// In cells; the axis stands left of it and below.
    private let plot: (left: Int, top: Int, width: Int, height: Int)
    private let hasSubtitle: Bool
    private let hasLegend: Bool
    private let spanRows: Int
    private(set) var canvas: TerminalCanvas

    init(_ chart: TimeChart, width: Int, height: Int, _ style: TerminalStyle) {
        self.chart = chart
        self.style = style
        canvas = TerminalCanvas(width: width, height: height)
        hasSubtitle = !chart.subtitle.isEmpty && height >= 14
        hasLegend = height >= 10
        spanRows = min(chart.labelledSpans.count, height < 14 ? 1 : height < 20 ? 2 : 3)
        let head = 2 + (hasSubtitle ? 1 : 0) + (hasLegend ? 1 : 0)
        values = chart.valueAxis(steps: max(2, (height - head - 3 - spanRows) / 3))
        let left = (values.ticks.map { briefText($0).count }.max() ?? 0) + 2
        time = TimeScale(minutes: chart.shown, length: (width - left) * 2)
        let axis = TimeAxis(
            TimeScale(minutes: chart.shown, length: width - left - 1),
            offsets: chart.offsets,
            zone: TerminalText.shown(chart.zone),
            TimeAxis.Metrics(gap: 2, room: (left, 1), width: TerminalText.width)
        )
        timeAxis = axis
        let foot = 1 + axis.rows.count + spanRows
        plot = (left, head, width - left, max(1, height - head - foot))
    }

    mutating func draw() {
        drawHead()
        drawSpans()
        drawNow()
        for band in chart.bands { draw(band) }
        for series in chart.series { draw(series) }
        drawValueAxis()
        drawTimeAxis()
        drawSpanLabels()
    }

    private func cut(_ text: String, to most: Int) -> String {
        ChartText.cut(TerminalText.shown(text), to: most, width: TerminalText.width)
    }

    private mutating func drawHead() {
        canvas.write(cut(chart.title, to: canvas.width), x: 0, y: 0, .strong)
        if hasSubtitle { canvas.write(cut(chart.subtitle, to: canvas.width), x: 0, y: 1, .faint) }
        if hasLegend { drawLegend(y: hasSubtitle ? 2 : 1) }
        let now = nowColumn.map { min(max(0, $0 - 1), canvas.width - 3) }
        let unit = cut(chart.unit, to: canvas.width)
        let isFree = now.map { TerminalText.width(of: unit) + 1 <= $0 } ?? true
        let shown = isFree ? unit : cut(chart.unit, to: max(0, (now ?? 0) - 1))
        canvas.write(shown, x: 0, y: plot.top - 1, .faint)
        if let now { canvas.write("now", x: now, y: plot.top - 1, .strong) }
    }

    private mutating func drawLegend(y: Int) {
        var entries = chart.series.map { series in
            (mark: mark(of: series), ink: Self.ink(of: series.role), shade: 0, text: series.name)
        }
        entries += chart.bands.enumerated().map { ("  ", .plain, $0.offset + 1, $0.element.name) }
        if chart.shownSpans.contains(where: { $0.kind == .gap }) {
            entries.append(("··", .faint, 0, "no data"))
        }
        var x = 0
        for entry in entries {
            let text = cut(entry.text, to: 32)
            guard x + 3 + TerminalText.width(of: text) <= canvas.width else { return }
            canvas.write(entry.mark, x: x, y: y, entry.ink)
            if entry.shade > 0 {
                for column in x..<x + 2 { canvas[column, y].shade = entry.shade }
            }
            canvas.write(text, x: x + 3, y: y, .faint)
            x += 3 + TerminalText.width(of: text) + 2
        }
    }

    private func mark(of series: TimeChart.Series) -> String {
        if series.style == .bars { return "⣿⣿" }
        return isDotted(series) ? "⠂⠂" : "⠒⠒"
    }

    /// Without colours, every other dot tells a forecast from a history.
    private func isDotted(_ series: TimeChart.Series) -> Bool {
        !style.usesColor && series.role != .history
    }

    private static func ink(of role: TimeChart.Series.Role) -> TerminalCanvas.Ink {
        switch role {
        case .history: .blue
        case .forecast: .vermillion
        case .other(let number): [.green, .purple, .amber, .faint][number & 3]
        }
    }

    private func column(ofMinute minute: Int) -> Int {
        plot.left + min(time.x(ofMinute: minute) / 2, plot.width - 1)
    }

    private var nowColumn: Int? {
        guard let now = chart.now, chart.shown.contains(now) else { return nil }
        return column(ofMinute: now)
    }

    /// The columns of a span, at least one.
    private func columns(of span: TimeChart.Span) -> ClosedRange<Int> {
        let first = column(ofMinute: span.minutes.lowerBound)
        return first...max(first, column(ofMinute: span.minutes.upperBound - 1))
    }

    private mutating func drawSpans() {
        for span in chart.shownSpans where span.kind == .gap || span.kind == .suspect {
            let columns = columns(of: span)
            for y in plot.top..<plot.top + plot.height {
                for x in columns where (x + y * 2) % 4 == 0 {
                    canvas.write("·", x: x, y: y, .faint)
                }
            }
            guard span.kind == .gap else { continue }
            let text = " \(TerminalText.shown(span.label)) "
            let width = TerminalText.width(of: text)
            guard width > 2, width <= columns.count else { continue }
            let x = columns.lowerBound + (columns.count - width) / 2
            canvas.write(text, x: x, y: plot.top + plot.height / 2, .faint)
        }
    }

    private mutating func drawNow() {
        guard let x = nowColumn else { return }
        for y in plot.top..<plot.top + plot.height { canvas.write("┊", x: x, y: y, .faint) }
    }

    private mutating func drawValueAxis() {
        for y in plot.top..<plot.top + plot.height {
            canvas.write("│", x: plot.left - 1, y: y, .faint)
        }
        for tick in values.ticks {
            let text = briefText(tick)
            let y = dotY(tick) / 4
            canvas.write(text, x: plot.left - 2 - text.count, y: y)
            canvas.write("┤", x: plot.left - 1, y: y, .faint)
        }
    }

    private mutating func drawTimeAxis() {
        let y = plot.top + plot.height
        canvas.write(
            "└" + String(repeating: "─", count: plot.width),
            x: plot.left - 1,
            y: y,
            .faint
        )
        for tick in timeAxis.ticks { canvas.write("┬", x: plot.left + tick, y: y, .faint) }
        for boundary in timeAxis.boundaries {
            canvas.write("┼", x: plot.left + boundary, y: y, .faint)
        }
        for (row, labels) in timeAxis.rows.enumerated() {
            for label in labels {
                canvas.write(label.text, x: plot.left + label.x, y: y + 1 + row)
            }
        }
    }
}

// MARK: - Data

extension TimeChartText {
    /// Down from the canvas's top.
    private func dotY(_ value: Double) -> Int {
        let most = plot.height * 4 - 1
        return plot.top * 4 + most - values.position(of: value, length: most)
    }

    private mutating func draw(_ series: TimeChart.Series) {
        let ink = Self.ink(of: series.role)
        let isDotted = isDotted(series) && series.style != .bars
        for run in series.runs(time, columnWidth: 1) {
            var last: (x: Int, y: Int)?
            for point in run.points {
                let y = dotY(point.value)
                let corners: [Int]
                switch series.style {
                case .bars:
                    for x in point.left..<max(point.right, point.left + 1) {
                        stroke((x, dotY(0)), (x, y), ink, isDotted)
                    }
                    continue
                case .line where run.points.count > 1: corners = [point.middle]
                case .line, .steps: corners = [point.left, max(point.left, point.right - 1)]
                }
                for x in corners {
                    stroke(last ?? (x, y), (x, y), ink, isDotted)
                    last = (x, y)
                }
            }
        }
    }

    /// A straight line of dots; of a dotted one only those of even columns.
    private mutating func stroke(
        _ start: (x: Int, y: Int),
        _ end: (x: Int, y: Int),
        _ ink: TerminalCanvas.Ink,
        _ isDotted: Bool
    ) {
        let (right, down) = (end.x - start.x, end.y - start.y)
        let steps = max(abs(right), abs(down), 1)
        for step in 0...steps {
            let x = start.x + (right * step * 2 + steps * right.signum()) / (steps * 2)
            let y = start.y + (down * step * 2 + steps * down.signum()) / (steps * 2)
            let isLeftOut = isDotted && (abs(right) >= abs(down) ? x : y) % 2 != 0
            if !isLeftOut { canvas.setDot(x: plot.left * 2 + min(x, time.length - 1), y: y, ink) }
        }
    }

    /// Shades each cell of which the band covers at least three of eight dots.
    private mutating func draw(_ band: TimeChart.Band) {
        var covered = [Int](repeating: 0, count: canvas.width * canvas.height)
        for run in band.runs(time, columnWidth: 1) {
            guard let first = run.points.first, let last = run.points.last else { continue }
            var points = [(x: first.left, value: first.value)]
            points += run.points.map { ($0.middle, $0.value) }
            points.append((max(first.left, last.right - 1), last.value))
            var column = first.left
            for (start, end) in zip(points, points.dropFirst()) {
                while column <= end.x {
                    let share = Double(column - start.x) / Double(max(1, end.x - start.x))
                    let lower = start.value.lower + (end.value.lower - start.value.lower) * share
                    let upper = start.value.upper + (end.value.upper - start.value.upper) * share
                    let x = plot.left + min(column, time.length - 1) / 2
                    for y in dotY(upper)...dotY(lower) { covered[y / 4 * canvas.width + x] += 1 }
                    column += 1
                }
            }
        }
        for y in 0..<canvas.height {
            for x in 0..<canvas.width where covered[y * canvas.width + x] >= 3 {
                canvas[x, y].shade += 1
            }
        }
    }
}

// MARK: - Labels of spans

extension TimeChartText {
    /// Brackets below the axis, with the label between their ends or beside them.
    private mutating func drawSpanLabels() {
        let top = plot.top + plot.height + 1 + timeAxis.rows.count
        var rows = LabelRows(count: spanRows, within: 0..<canvas.width + 1, gap: 1)
        for span in chart.labelledSpans {
            let columns = columns(of: span)
            let (symbol, ink) = Self.symbol(of: span.kind)
            let label = cut(span.label, to: canvas.width - columns.count - 1)
            let text = "\(symbol) \(label)"
            let textWidth = TerminalText.width(of: text)
            if textWidth + 4 <= columns.count {
                guard let place = rows.place(width: columns.count, at: [columns.lowerBound]) else {
                    continue
                }
                let y = top + place.row
                drawBracket(columns, y: y, ink)
                let x = columns.lowerBound + (columns.count - textWidth) / 2
                canvas.write(" \(text) ", x: x - 1, y: y, ink)
                continue
            }
            let width = columns.count + 1 + textWidth
            let left = columns.lowerBound - 1 - textWidth
            guard let place = rows.place(width: width, at: [columns.lowerBound, left]) else {
                continue
            }
            drawBracket(columns, y: top + place.row, ink)
            let x = place.x == left ? left : columns.upperBound + 2
            canvas.write(text, x: x, y: top + place.row, ink)
        }
    }

    private mutating func drawBracket(
        _ columns: ClosedRange<Int>,
        y: Int,
        _ ink: TerminalCanvas.Ink
    ) {
        let inner = String(repeating: "─", count: max(0, columns.count - 2))
        canvas.write(columns.count == 1 ? "╵" : "╰\(inner)╯", x: columns.lowerBound, y: y, ink)
    }

    private static func symbol(
        of kind: TimeChart.Span.Kind
    ) -> (text: String, ink: TerminalCanvas.Ink) {
        switch kind {
        case .peak: ("▲", .vermillion)
        case .trough: ("▼", .green)
        case .gap, .suspect: ("?", .faint)
        }
    }
}
