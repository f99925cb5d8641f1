internal import Domain

extension TimeChart {
    /// The sizes that pictures have; others are brought within.
    private static let sizes = (width: 320...4000, height: 200...4000)

    /// The picture as one SVG document of at most some 100 kB, light or dark as its reader's system
    /// asks.
    ///
    /// - Parameters:
    ///   - width: In pixels, from 320 to 4000.
    ///   - height: In pixels, from 200 to 4000.
    /// - Returns: The document; it ends with a line's end.
    /// - Complexity: O(*n*) in the shown bins.
    package func svg(width: Int, height: Int) -> String {
        TimeChartDrawing(
            self,
            width: min(max(width, Self.sizes.width.lowerBound), Self.sizes.width.upperBound),
            height: min(max(height, Self.sizes.height.lowerBound), Self.sizes.height.upperBound)
        ).svg
    }
}

/// Draws a ``TimeChart`` as SVG.
///
/// All lengths are in tenths of a pixel.
struct TimeChartDrawing {
    let chart: TimeChart
    let width: Int
    let height: Int
    let legend: [[LegendEntry]]
    let values: ValueAxis
    let time: TimeScale
    let timeAxis: TimeAxis
    /// What stands above the plot.
    let labels: [PlacedLabel]
    let plot: (left: Int, right: Int, top: Int, bottom: Int)

    static let margin = 160
    static let rowHeight = 160
    /// The width of a text of the size that axes and labels have.
    static func width(_ text: String) -> Int { ChartText.width(of: text, fontSize: 110) }

    init(_ chart: TimeChart, width: Int, height: Int) {
        self.chart = chart
        self.width = width * 10
        self.height = height * 10
        legend = Self.legend(of: chart, width: width * 10, mostRows: height < 240 ? 1 : 3)
        let head = Self.head(of: chart, height: height * 10) + legend.count * 190
        values = chart.valueAxis(steps: max(2, (height - head / 10 - 100) / 40))
        let left = Self.margin + (values.ticks.map { Self.width(briefText($0)) }.max() ?? 0) + 80
        let right = width * 10 - Self.margin
        time = TimeScale(minutes: chart.shown, length: right - left)
        timeAxis = TimeAxis(
            time,
            offsets: chart.offsets,
            zone: chart.zone,
            TimeAxis.Metrics(gap: 160, room: (left - 40, Self.margin - 40), width: Self.width)
        )
        labels = Self.labels(of: chart, time, left: left, mostRows: height < 240 ? 2 : 4)
        let labelRows = (labels.map(\.row).max() ?? 0) + 1
        let bottom = height * 10 - 130 - timeAxis.rows.count * 160
        plot = (left, right, head + labelRows * Self.rowHeight + 110, bottom)
    }

    /// The height of title and subtitle.
    static func head(of chart: TimeChart, height: Int) -> Int {
        margin + (chart.subtitle.isEmpty || height < 2600 ? 190 : 370)
    }

    var svg: String {
        ChartDocument(
            name: "time-chart",
            width: width / 10,
            height: height / 10,
            title: chart.title,
            description: chart.description,
            rules: Self.rules,
            elements: header + [#"<g class="legend">"#, legendElements, "</g>"] + [Self.hatch]
                + [#"<g class="data">"#] + spanAreas + grid + bandAreas + seriesLayers + nowLine
                + ["</g>"] + axisElements + labelElements
        ).svg
    }

    func x(_ position: Int) -> Int { plot.left + position }

    func y(_ value: Double) -> Int {
        plot.bottom - values.position(of: value, length: plot.bottom - plot.top)
    }

    private var header: [String] {
        let room = width - 2 * Self.margin
        let title = ChartText.cut(chart.title, to: room) {
            // Semibold letters are about a tenth wider.
            ChartText.width(of: $0, fontSize: 187)
        }
        var elements = [
            textElement(
                title,
                x: Self.margin,
                y: Self.margin + 130,
                "ink",
                #" font-size="17" font-weight="600""#
            )
        ]
        if !chart.subtitle.isEmpty, height >= 2600 {
            let text = ChartText.cut(chart.subtitle, to: room) {
                ChartText.width(of: $0, fontSize: 120)
            }
            elements.append(textElement(text, x: Self.margin, y: Self.margin + 310, "dim"))
        }
        return elements
    }

    /// Lines at every tick, stronger ones where a day, a month or a year begins.
    private var grid: [String] {
        var lines = ChartPath()
        for tick in values.ticks {
            lines.move(x: plot.left, y: y(tick) + 5)
            lines.line(x: plot.right, y: y(tick) + 5)
        }
        for tick in timeAxis.ticks {
            lines.move(x: x(tick), y: plot.top)
            lines.line(x: x(tick), y: plot.bottom)
        }
        var boundaries = ChartPath()
        for boundary in timeAxis.boundaries {
            boundaries.move(x: x(boundary), y: plot.top)
            boundaries.line(x: x(boundary), y: plot.bottom)
        }
        return [pathElement("grid", lines), pathElement("grid day", boundaries)]
    }

    private var axisElements: [String] {
        var path = ChartPath()
        path.move(x: plot.left, y: y(0) + 5)
        path.line(x: plot.right, y: y(0) + 5)
        for tick in timeAxis.ticks {
            path.move(x: x(tick), y: plot.bottom + 5)
            path.line(x: x(tick), y: plot.bottom + 50)
        }
        let small = #" font-size="11""#
        var elements = [pathElement("axis", path)]
        for tick in values.ticks {
            elements.append(
                textElement(
                    briefText(tick),
                    x: plot.left - 70,
                    y: y(tick) + 45,
                    "dim",
                    small + #" text-anchor="end""#
                )
            )
        }
        for (row, labels) in timeAxis.rows.enumerated() {
            for label in labels {
                // The middle of its room: what a reader's font makes narrower stays in place.
                let isCentred = row == 0
                elements.append(
                    textElement(
                        label.text,
                        x: x(isCentred ? label.x + label.width / 2 : label.x),
                        y: plot.bottom + 170 + row * 160,
                        row == 0 ? "dim" : "ink",
                        small + (isCentred ? #" text-anchor="middle""# : "")
                    )
                )
            }
        }
        return elements
    }
}
