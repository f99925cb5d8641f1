internal import Domain

extension FrontierChart {
    /// The sizes that pictures have; others are brought within.
    private static let sizes = (width: 480...4000, height: 320...4000)

    /// The picture as one SVG document, light or dark as its reader's system asks.
    ///
    /// - Parameters:
    ///   - width: In pixels, from 480 to 4000.
    ///   - height: In pixels, from 320 to 4000.
    /// - Returns: The document; it ends with a line's end.
    package func svg(width: Int, height: Int) -> String {
        FrontierChartDrawing(
            self,
            width: min(max(width, Self.sizes.width.lowerBound), Self.sizes.width.upperBound),
            height: min(max(height, Self.sizes.height.lowerBound), Self.sizes.height.upperBound)
        ).svg
    }
}

/// Draws a ``FrontierChart`` as SVG.
///
/// All lengths are in tenths of a pixel.
struct FrontierChartDrawing {
    let chart: FrontierChart
    let width: Int
    let height: Int
    let amounts: AmountAxis
    let values: ValueAxis
    let legend: [LegendEntry]
    let plot: (left: Int, right: Int, top: Int, bottom: Int)

    static let margin = 160
    static let legendRow = 190
    /// Half the size of a mark.
    static let radius = 50

    /// The width of a text of the size that axes and labels have.
    static func width(_ text: String) -> Int { ChartText.width(of: text, fontSize: 110) }

    init(_ chart: FrontierChart, width: Int, height: Int) {
        self.chart = chart
        self.width = width * 10
        self.height = height * 10
        amounts = chart.amountAxis(ticks: max(2, width / 80))
        values = chart.valueAxis(steps: max(2, (height - 200) / 45))
        legend = Self.legend(of: chart, width: width * 10)
        let rows = (legend.map(\.row).max() ?? 0) + 1
        let top = Self.margin + (chart.subtitle.isEmpty ? 190 : 370) + rows * Self.legendRow + 330
        let texts = values.ticks.map { Self.width(briefText($0) + chart.yUnit) }
        plot = (
            Self.margin + (texts.max() ?? 0) + 80, width * 10 - Self.margin - 120, top,
            height * 10 - 480
        )
    }

    var svg: String {
        ChartDocument(
            name: "frontier-chart",
            width: width / 10,
            height: height / 10,
            title: chart.title,
            description: chart.description,
            rules: Self.rules,
            elements: header + [#"<g class="legend">"#, legendElements, "</g>"] + grid
                + axisElements + [#"<g class="data">"#] + line + markElements
                + ["</g>"] + labelElements
        ).svg
    }

    func place(of point: FrontierChart.Point) -> (x: Int, y: Int) {
        (
            plot.left + amounts.position(of: point.x, length: plot.right - plot.left),
            y(point.y)
        )
    }

    private func y(_ value: Double) -> Int {
        let value = value.isFinite ? value : 0
        return plot.bottom - values.position(of: value, length: plot.bottom - plot.top)
    }

    private var header: [String] {
        let room = width - 2 * Self.margin
        let title = ChartText.cut(chart.title, to: room) {
            // Semibold letters are about a tenth wider.
            ChartText.width(of: $0, fontSize: 187)
        }
        let bold = #" font-size="17" font-weight="600""#
        var elements = [
            textElement(title, x: Self.margin, y: Self.margin + 130, "ink", bold)
        ]
        if !chart.subtitle.isEmpty {
            let text = ChartText.cut(chart.subtitle, to: room) {
                ChartText.width(of: $0, fontSize: 120)
            }
            elements.append(textElement(text, x: Self.margin, y: Self.margin + 310, "dim"))
        }
        return elements
    }

    private func x(ofTick tick: Double) -> Int {
        plot.left + amounts.position(of: tick, length: plot.right - plot.left)
    }

    private var grid: [String] {
        var lines = ChartPath()
        for tick in values.ticks {
            lines.move(x: plot.left, y: y(tick) + 5)
            lines.line(x: plot.right, y: y(tick) + 5)
        }
        for tick in amounts.ticks {
            lines.move(x: x(ofTick: tick), y: plot.top)
            lines.line(x: x(ofTick: tick), y: plot.bottom)
        }
        return [pathElement("grid", lines)]
    }

    private var axisElements: [String] {
        var path = ChartPath()
        path.move(x: plot.left, y: plot.bottom + 5)
        if let end = amounts.zeroEnd(length: plot.right - plot.left) {
            // The scale breaks between 0 and the least amount.
            let middle = plot.left + end / 2
            path.line(x: middle - 30, y: plot.bottom + 5)
            for slash in [middle - 30, middle + 30] {
                path.move(x: slash - 20, y: plot.bottom + 45)
                path.line(x: slash + 20, y: plot.bottom - 35)
            }
            path.move(x: middle + 30, y: plot.bottom + 5)
        }
        path.line(x: plot.right, y: plot.bottom + 5)
        for tick in amounts.ticks {
            path.move(x: x(ofTick: tick), y: plot.bottom + 5)
            path.line(x: x(ofTick: tick), y: plot.bottom + 50)
        }
        let small = #" font-size="11""#
        var elements = [pathElement("axis", path)]
        for tick in values.ticks {
            elements.append(
                textElement(
                    briefText(tick) + chart.yUnit,
                    x: plot.left - 70,
                    y: y(tick) + 45,
                    "dim",
                    small + #" text-anchor="end""#
                )
            )
        }
        for tick in amounts.ticks {
            elements.append(
                textElement(
                    briefText(tick),
                    x: x(ofTick: tick),
                    y: plot.bottom + 180,
                    "dim",
                    small + #" text-anchor="middle""#
                )
            )
        }
        elements.append(textElement(chart.yName, x: Self.margin, y: plot.top - 150, "ink", small))
        elements.append(
            textElement(
                chart.xName,
                x: plot.right,
                y: plot.bottom + 350,
                "ink",
                small + #" text-anchor="end""#
            )
        )
        return elements
    }
}
