extension FrontierChartDrawing {
    static let rules = [
        ChartStyle.stroke("adaptive", ChartStyle.blue, "stroke-width:2;stroke-linejoin:round"),
        ChartStyle.fill("dot", ChartStyle.blue),
        ChartStyle.stroke("chosen", ChartStyle.blue, "stroke-width:2"),
        ChartStyle.fill("keep-warm", ChartStyle.amber),
        ChartStyle.fill("hybrid", ChartStyle.purple),
        ChartStyle.fill("always-on", ChartStyle.vermillion),
        ChartStyle.fill("provisioned", ChartStyle.green),
        ChartStyle.Rule("none", "stroke:#1f2328;stroke-width:2;fill:none", dark: "stroke:#f0f6fc"),
    ]

    /// The engine's points and the line through them.
    var line: [String] {
        var path = ChartPath()
        let places = chart.adaptive.map(place)
        for (index, place) in places.enumerated() {
            if index == 0 {
                path.move(x: place.x, y: place.y)
            } else {
                path.line(x: place.x, y: place.y)
            }
        }
        return [pathElement("adaptive", path)] + places.map { circle("dot", $0, radius: 32) }
    }

    var markElements: [String] {
        var elements = chart.marks.map { mark(of: $0.kind, at: place(of: $0.point)) }
        if let chosen = chart.chosen {
            elements.append(circle("chosen", place(of: chosen), radius: 70))
        }
        return elements
    }

    private func circle(_ style: String, _ place: (x: Int, y: Int), radius: Int) -> String {
        #"<circle class="\#(style)" cx="\#(tenths(place.x))" cy="\#(tenths(place.y))" "#
            + #"r="\#(tenths(radius))"/>"#
    }

    /// Each kind has a shape of its own, for those who see no colours.
    private func mark(of kind: FrontierChart.Kind, at place: (x: Int, y: Int)) -> String {
        let (x, y, size) = (place.x, place.y, Self.radius)
        var path = ChartPath()
        switch kind {
        case .none:
            path.move(x: x - size, y: y - size)
            path.line(x: x + size, y: y + size)
            path.move(x: x - size, y: y + size)
            path.line(x: x + size, y: y - size)
            return pathElement("none", path)
        case .keepWarm:
            path.polygon([(x, y - size), (x + size, y), (x, y + size), (x - size, y)])
            return pathElement("keep-warm", path)
        case .hybridHistogram:
            let half = size * 4 / 5
            path.polygon([
                (x - half, y - half), (x + half, y - half), (x + half, y + half),
                (x - half, y + half),
            ])
            return pathElement("hybrid", path)
        case .alwaysOn:
            path.polygon([(x, y - size), (x + size, y + size), (x - size, y + size)])
            return pathElement("always-on", path)
        case .provisioned:
            path.polygon([(x - size, y - size), (x + size, y - size), (x, y + size)])
            return pathElement("provisioned", path)
        }
    }
}

// MARK: - Legend

extension FrontierChartDrawing {
    /// A mark with its name; `nil` is the engine's line.
    struct LegendEntry {
        let kind: FrontierChart.Kind?
        let text: String
        let x: Int
        let row: Int
    }

    private static let markWidth = 160

    static func legend(of chart: FrontierChart, width: Int) -> [LegendEntry] {
        let kinds = FrontierChart.Kind.allCases.filter { kind in
            chart.marks.contains { $0.kind == kind }
        }
        let names: [(kind: FrontierChart.Kind?, text: String)] =
            [(nil, "adaptive, by the value of a cold start in pings")]
            + kinds.map { ($0, $0.name) }
        var entries: [LegendEntry] = []
        var (x, row) = (margin, 0)
        for (kind, text) in names {
            let end = x + markWidth + 60 + Self.width(text)
            if end > width - margin, x > margin { (x, row) = (margin, row + 1) }
            entries.append(LegendEntry(kind: kind, text: text, x: x, row: row))
            x += markWidth + 60 + Self.width(text) + 140
        }
        return entries
    }

    var legendElements: String {
        let top = Self.margin + (chart.subtitle.isEmpty ? 190 : 370)
        return legend.map { entry in
            let y = top + 140 + entry.row * Self.legendRow
            let middle = (x: entry.x + Self.markWidth / 2, y: y - 40)
            let symbol: String
            if let kind = entry.kind {
                symbol = mark(of: kind, at: middle)
            } else {
                var path = ChartPath()
                path.move(x: entry.x, y: middle.y)
                path.line(x: entry.x + Self.markWidth, y: middle.y)
                symbol = pathElement("adaptive", path) + circle("dot", middle, radius: 32)
            }
            return symbol
                + textElement(
                    entry.text,
                    x: entry.x + Self.markWidth + 60,
                    y: y,
                    "dim",
                    #" font-size="11""#
                )
        }.joined(separator: "\n")
    }
}

// MARK: - Labels

extension FrontierChartDrawing {
    private static let labelHeight = 130

    /// Each mark's name and the engine's values, as far as they find room beside their points.
    var labelElements: [String] {
        var field = LabelField(
            within: LabelField.Box(
                x: plot.left + 20,
                y: plot.top - 140,
                width: width - 60 - plot.left,
                height: plot.bottom - plot.top + 135
            )
        )
        for point in chart.points { field.block(box(around: place(of: point), Self.radius + 10)) }
        blockLine(in: &field)
        var elements: [String] = []
        func add(_ text: String, _ point: FrontierChart.Point, _ style: String) {
            let spot = field.place(
                width: Self.width(text),
                height: Self.labelHeight,
                beside: box(around: place(of: point), Self.radius + 10),
                gap: (50, 20)
            )
            if let spot { elements.append(label(text, style, spot.box, spot.side)) }
        }
        if let chosen = chart.chosen, let text = chart.chosenLabel { add(text, chosen, "ink") }
        let named = chart.marks.filter { $0.kind != .keepWarm }
        for mark in named { add(mark.point.label, mark.point, "ink") }
        for mark in chart.marks where mark.kind == .keepWarm {
            add(mark.point.label, mark.point, "keep-warm")
        }
        for point in chart.endsFirst { add(point.label, point, "dot") }
        return elements
    }

    /// What a reader's font makes narrower stays on the side of its point.
    private func label(
        _ text: String,
        _ style: String,
        _ box: LabelField.Box,
        _ side: LabelField.Side
    ) -> String {
        let (x, anchor) =
            switch side {
            case .right, .rightAbove, .rightBelow: (box.x, "")
            case .left, .leftAbove, .leftBelow: (box.x + box.width, #" text-anchor="end""#)
            case .above, .below: (box.x + box.width / 2, #" text-anchor="middle""#)
            }
        return textElement(text, x: x, y: box.y + 105, style, #" font-size="11""# + anchor)
    }

    private func box(around place: (x: Int, y: Int), _ half: Int) -> LabelField.Box {
        LabelField.Box(x: place.x - half, y: place.y - half, width: 2 * half, height: 2 * half)
    }

    private func blockLine(in field: inout LabelField) {
        let places = chart.adaptive.map(place)
        for (start, end) in zip(places, places.dropFirst()) {
            let steps = max(max(abs(end.x - start.x), abs(end.y - start.y)) / 40, 1)
            for step in 1..<max(steps, 2) {
                let x = start.x + (end.x - start.x) * step / steps
                let y = start.y + (end.y - start.y) * step / steps
                field.block(box(around: (x, y), 20))
            }
        }
    }
}
