internal import Domain

extension WeekChartDrawing {
    static let rules = [
        ChartStyle.fill("warm", ChartStyle.sand),
        ChartStyle.fill("hazard", ("#9aa5b1", "#748093")),
        ChartStyle.stroke("request", ChartStyle.blue, "stroke-width:1.5"),
        ChartStyle.stroke("cold", ChartStyle.vermillion, "stroke-width:1.2"),
        ChartStyle.stroke("dot", ChartStyle.vermillion, "stroke-width:6;stroke-linecap:round"),
        ChartStyle.fill("ping", ChartStyle.green),
    ]

    func text(
        _ text: String,
        x: Int,
        y: Int,
        _ style: String,
        _ attributes: String = "",
        most: Int = .max
    ) -> String {
        let shown = text.count <= most ? text : text.prefix(most - 1) + "…"
        return textElement(String(shown), x: x * 10, y: y * 10, style, attributes)
    }

    var legend: String {
        let y = 84
        let entries: [(mark: (Int) -> String, width: Int, text: String)] = [
            ({ Self.pingMark(x: $0 + 4, y: y) }, 9, "ping (taller: more instances)"),
            (
                { #"<path class="hazard" d="M\#($0) \#(y)l6-3l5-7l5 6l6 4z"/>"# }, 22,
                "hazard (chance of a request in the minute), √ scale"
            ),
            ({ Self.requestMark(x: $0 + 2, y: y) }, 5, "requests, log scale"),
            ({ Self.coldStartMark(x: $0 + 3, y: y) }, 7, "cold start"),
            (
                { #"<rect class="warm" x="\#($0)" y="\#(y - 10)" width="20" height="12"/>"# }, 20,
                "instance warm"
            ),
        ]
        var x = 20
        var elements: [String] = []
        for entry in entries {
            elements.append(entry.mark(x))
            elements.append(text(entry.text, x: x + entry.width + 6, y: y, "dim"))
            x += entry.width + 6 + entry.text.count * 13 / 2 + 24
        }
        return elements.joined(separator: "\n")
    }

    private static func pingMark(x: Int, y: Int) -> String {
        #"<path class="ping" d="M\#(x) \#(y - 1)l-3.5-6.5h7z"/>"#
    }

    private static func requestMark(x: Int, y: Int) -> String {
        #"<path class="request" d="M\#(x).5 \#(y - 9)v10"/>"#
    }

    private static func coldStartMark(x: Int, y: Int) -> String {
        #"<path class="cold" d="M\#(x).5 \#(y - 10)v7"/>"#
            + #"<path class="dot" d="M\#(x).5 \#(y - 3)h0"/>"#
    }

    /// Lines at every third hour, with the hours above and below all rows.
    var frame: String {
        var lines = ChartPath()
        var ticks = ChartPath()
        var labels: [String] = []
        for hour in 0...24 {
            let x = Self.left + hour * Self.hourWidth
            let isLabelled = hour % 3 == 0
            for (end, sign) in [(Self.top, -1), (bottom, 1)] {
                ticks.move(x: x * 10 + 5, y: end * 10)
                ticks.line(x: x * 10 + 5, y: (end + sign * (isLabelled ? 5 : 3)) * 10)
            }
            guard isLabelled else { continue }
            lines.move(x: x * 10 + 5, y: Self.top * 10)
            lines.line(x: x * 10 + 5, y: bottom * 10)
            let clock = "\(hour < 10 ? "0" : "")\(hour):00"
            for y in [Self.top - 9, bottom + 17] {
                labels.append(
                    text(clock, x: x, y: y, "dim", #" font-size="11" text-anchor="middle""#)
                )
            }
        }
        return ([pathElement("grid", lines), pathElement("axis", ticks)] + labels).joined(
            separator: "\n"
        )
    }

    /// What stands left and right of a row: the day, the hazard's scale, and the day's totals.
    func labels(of row: Int) -> String {
        let (day, top) = (days[row], top(of: row))
        let midnight = LocalMinute(minutesSinceEpoch: day.midnight)
        let small = #" font-size="11""#
        let scale = #" font-size="9" text-anchor="end""#
        let middle = Self.baseline - (Self.baseline - Self.hazardTop) / 2
        return [
            text(
                midnight.weekdayName,
                x: 20,
                y: top + 38,
                "ink",
                #" font-size="14" font-weight="600""#
            ),
            text(dateText(midnight), x: 20, y: top + 54, "dim", small),
            text("1", x: Self.left - 6, y: top + Self.hazardTop + 4, "faint", scale),
            text("¼", x: Self.left - 6, y: top + middle + 3, "faint", scale),
            text("0", x: Self.left - 6, y: top + Self.baseline + 3, "faint", scale),
            total(day.pingTotal, Self.pingMark, y: top + 18, "dim"),
            total(day.requestTotal, Self.requestMark, y: top + 67, "dim"),
            total(day.coldStartTotal, Self.coldStartMark, y: top + 83, "ink"),
        ].joined(separator: "\n")
    }

    /// A day's total beside the mark that it counts; a 0 stands back.
    private func total(
        _ count: Int64,
        _ mark: (_ x: Int, _ y: Int) -> String,
        y: Int,
        _ style: String
    ) -> String {
        let number = text(
            briefText(Double(count), wholeBelow: 10_000),
            x: Self.right + 27,
            y: y,
            count > 0 ? style : "faint",
            #" font-size="11""#
        )
        let symbol = mark(Self.right + 17, y)
        return count > 0 ? symbol + number : #"<g opacity=".35">\#(symbol)</g>\#(number)"#
    }
}
