internal import Domain

extension FrontierChart {
    /// The picture for a terminal: the engine's line in braille, other policies as signs.
    ///
    /// - Parameters:
    ///   - width: The most columns of a line.
    ///   - height: The most lines.
    ///   - style: What the terminal can show.
    /// - Returns: Lines without trailing blanks where no colour is used; nothing where the width is
    ///   below 32 or the height below 10.
    package func terminal(width: Int, height: Int, style: TerminalStyle) -> String {
        guard width >= 32, height >= 10 else { return "" }
        var drawing = FrontierChartText(self, width: min(width, 1000), height: min(height, 1000))
        drawing.draw()
        return drawing.canvas.lines(style).joined(separator: "\n")
    }
}

/// Draws a ``FrontierChart`` on a canvas of characters.
struct FrontierChartText {
    private let chart: FrontierChart
    private let amounts: AmountAxis
    private let values: ValueAxis
    private let legend: [(sign: String, ink: TerminalCanvas.Ink, text: String, x: Int, y: Int)]
    /// In cells; the axis stands left of it and below.
    private let plot: (left: Int, top: Int, width: Int, height: Int)
    private(set) var canvas: TerminalCanvas

    init(_ chart: FrontierChart, width: Int, height: Int) {
        self.chart = chart
        canvas = TerminalCanvas(width: width, height: height)
        legend = Self.legend(of: chart, width: width, mostRows: height < 16 ? 1 : 3)
        let top = (legend.map(\.y).max() ?? 0) + 2
        values = chart.valueAxis(steps: max(2, (height - top - 4) / 3))
        let texts = values.ticks.map { (briefText($0) + chart.yUnit).count }
        let left = (texts.max() ?? 0) + 2
        amounts = chart.amountAxis(ticks: max(2, (width - left) / 9))
        plot = (left, top, width - left, max(1, height - top - 3))
    }

    mutating func draw() {
        let title = ChartText.cut(
            TerminalText.shown(chart.title),
            to: canvas.width,
            width: TerminalText.width
        )
        canvas.write(title, x: 0, y: 0, .strong)
        for entry in legend {
            canvas.write(entry.sign, x: entry.x, y: entry.y, entry.ink)
            canvas.write(entry.text, x: entry.x + entry.sign.count + 1, y: entry.y, .faint)
        }
        canvas.write(chart.yName, x: 0, y: plot.top - 1, .faint)
        drawAxes()
        drawLine()
        drawMarks()
        drawLabels()
    }

    private static func sign(
        of kind: FrontierChart.Kind
    ) -> (text: String, ink: TerminalCanvas.Ink) {
        switch kind {
        case .none: ("×", .strong)
        case .keepWarm: ("◆", .amber)
        case .hybridHistogram: ("■", .purple)
        case .alwaysOn: ("▲", .vermillion)
        case .provisioned: ("▼", .green)
        }
    }

    /// The legend in rows below the title; what finds no room is left out.
    private static func legend(
        of chart: FrontierChart,
        width: Int,
        mostRows: Int
    ) -> [(sign: String, ink: TerminalCanvas.Ink, text: String, x: Int, y: Int)] {
        let kinds = FrontierChart.Kind.allCases.filter { kind in
            chart.marks.contains { $0.kind == kind }
        }
        var entries = [(sign: "⠤●⠤", ink: TerminalCanvas.Ink.blue, text: "adaptive, by value")]
        entries += kinds.map { kind in
            let sign = sign(of: kind)
            return (sign.text, sign.ink, kind.name)
        }
        var placed: [(sign: String, ink: TerminalCanvas.Ink, text: String, x: Int, y: Int)] = []
        var (x, y) = (0, 1)
        for entry in entries {
            let length = entry.sign.count + 1 + entry.text.count
            if x + length > width, x > 0 { (x, y) = (0, y + 1) }
            guard y <= mostRows else { break }
            placed.append((entry.sign, entry.ink, entry.text, x, y))
            x += length + 2
        }
        return placed
    }

    private mutating func drawAxes() {
        for y in plot.top..<plot.top + plot.height {
            canvas.write("│", x: plot.left - 1, y: y, .faint)
        }
        for tick in values.ticks {
            let text = briefText(tick) + chart.yUnit
            let y = dotY(tick) / 4
            canvas.write(text, x: plot.left - 2 - text.count, y: y)
            canvas.write("┤", x: plot.left - 1, y: y, .faint)
        }
        let y = plot.top + plot.height
        let rule = String(repeating: "─", count: plot.width)
        canvas.write("└" + rule, x: plot.left - 1, y: y, .faint)
        if let end = amounts.zeroEnd(length: plot.width * 2 - 1) {
            canvas.write("╱╱", x: plot.left + max(end / 4, 1), y: y, .faint)
        }
        var free = 0
        for tick in amounts.ticks {
            let (text, column) = (briefText(tick), column(of: tick))
            canvas.write("┬", x: column, y: y, .faint)
            let x = min(max(column - text.count / 2, 0), canvas.width - text.count)
            guard x >= free else { continue }
            canvas.write(text, x: x, y: y + 1)
            free = x + text.count + 1
        }
        canvas.write(chart.xName, x: canvas.width - chart.xName.count, y: y + 2, .faint)
    }

    // MARK: - Data

    /// Right from the canvas's left edge.
    private func dotX(_ amount: Double) -> Int {
        plot.left * 2 + amounts.position(of: amount, length: plot.width * 2 - 1)
    }

    private func column(of amount: Double) -> Int { dotX(amount) / 2 }

    /// Down from the canvas's top.
    private func dotY(_ value: Double) -> Int {
        let most = plot.height * 4 - 1
        let value = value.isFinite ? value : 0
        return plot.top * 4 + most - values.position(of: value, length: most)
    }

    private func cell(of point: FrontierChart.Point) -> (x: Int, y: Int) {
        (column(of: point.x), dotY(point.y) / 4)
    }

    private mutating func drawLine() {
        let places = chart.adaptive.map { (x: dotX($0.x), y: dotY($0.y)) }
        for (start, end) in zip(places, places.dropFirst()) {
            let (right, down) = (end.x - start.x, end.y - start.y)
            let steps = max(abs(right), abs(down), 1)
            for step in 0...steps {
                let x = start.x + (right * step * 2 + steps * right.signum()) / (steps * 2)
                let y = start.y + (down * step * 2 + steps * down.signum()) / (steps * 2)
                canvas.setDot(x: x, y: y, .blue)
            }
        }
    }

    /// A sign takes its cell, whatever was drawn there.
    private mutating func drawSign(
        _ sign: String,
        at point: FrontierChart.Point,
        _ ink: TerminalCanvas.Ink
    ) {
        let cell = cell(of: point)
        canvas[cell.x, cell.y].dots = 0
        canvas.write(sign, x: cell.x, y: cell.y, ink)
    }

    private mutating func drawMarks() {
        for point in chart.adaptive { drawSign("●", at: point, .blue) }
        for mark in chart.marks {
            let sign = Self.sign(of: mark.kind)
            drawSign(sign.text, at: mark.point, sign.ink)
        }
        if let chosen = chart.chosen { drawSign("◉", at: chosen, .strong) }
    }

    private mutating func drawLabels() {
        var field = LabelField(
            within: LabelField.Box(
                x: plot.left,
                y: plot.top,
                width: plot.width,
                height: plot.height
            )
        )
        for y in plot.top..<plot.top + plot.height {
            for x in plot.left..<canvas.width
            where canvas[x, y].dots > 0 || canvas[x, y].glyph != " " {
                field.block(LabelField.Box(x: x, y: y, width: 1, height: 1))
            }
        }
        var labels: [(text: String, point: FrontierChart.Point, ink: TerminalCanvas.Ink)] = []
        if let chosen = chart.chosen, let text = chart.chosenLabel {
            labels.append((text, chosen, .strong))
        }
        labels += chart.marks.filter { $0.kind != .none && $0.kind != .keepWarm }
            .map { ($0.point.label, $0.point, Self.sign(of: $0.kind).ink) }
        labels += chart.marks.filter { $0.kind == .none || $0.kind == .keepWarm }
            .map { ($0.point.label, $0.point, Self.sign(of: $0.kind).ink) }
        labels += chart.endsFirst.map { ($0.label, $0, .blue) }
        for label in labels {
            let cell = cell(of: label.point)
            let spot = field.place(
                width: label.text.count,
                height: 1,
                beside: LabelField.Box(x: cell.x, y: cell.y, width: 1, height: 1),
                gap: (1, 0)
            )
            guard let spot else { continue }
            canvas.write(label.text, x: spot.box.x, y: spot.box.y, label.ink)
        }
    }
}
