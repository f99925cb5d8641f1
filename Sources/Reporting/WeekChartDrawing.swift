internal import Domain

/// Draws the days of a ``WeekChart``: the frame as elements, the data as one path for each layer.
struct WeekChartDrawing {
    let title: String
    let subtitle: String
    let days: [ChartDay]

    // Lengths in pixels. A column of pixels is a column of a day.
    static let left = 112
    static let right = left + ChartDay.columnCount
    static let width = right + 80
    static let top = 120
    static let rowHeight = 90
    static let hourWidth = ChartDay.columnCount / 24

    // Heights within a row.
    static let bandTop = 6
    static let pingTip = 17
    static let hazardTop = 20
    static let baseline = 58
    static let coldStartLane = 80
    static let bandBottom = 84

    var bottom: Int { Self.top + days.count * Self.rowHeight }
    private var height: Int { bottom + 34 }

    func top(of row: Int) -> Int { Self.top + row * Self.rowHeight }

    var svg: String {
        ChartDocument(
            name: "week-chart",
            width: Self.width,
            height: height,
            title: title,
            description: description,
            rules: Self.rules,
            elements: [
                text(title, x: 20, y: 36, "ink", #" font-size="19" font-weight="600""#, most: 84),
                text(subtitle, x: 20, y: 57, "dim", #" font-size="13""#, most: 130),
                #"<g class="legend">"#,
                legend,
                "</g>",
                #"<g class="data">"#,
                pathElement("warm", warm),
                frame,
                pathElement("hazard", hazard),
                pathElement("axis", baselines),
                pathElement("cold", coldStartStems),
                pathElement("request", requests),
                pathElement("dot", coldStartDots),
                pathElement("ping", pings),
                "</g>",
                days.indices.map(labels).joined(separator: "\n"),
            ]
        ).svg
    }

    /// What the picture says in words.
    private var description: String {
        let requests = days.map(\.requestTotal).reduce(0, saturatingSum)
        let coldStarts = days.map(\.coldStartTotal).reduce(0, saturatingSum)
        let pings = days.map(\.pingTotal).reduce(0, saturatingSum)
        let dates = [days.first, days.last].compactMap { $0.map(Self.dayText) }
        return
            "\(subtitle). A row for each day from \(dates.joined(separator: " to ")), midnight to "
            + "midnight. Requests: \(requests). Cold starts: \(coldStarts). "
            + "Pinged instances: \(pings)."
    }

    private static func dayText(_ day: ChartDay) -> String {
        let midnight = LocalMinute(minutesSinceEpoch: day.midnight)
        return "\(midnight.weekdayName) \(dateText(midnight))"
    }
}

extension WeekChartDrawing {
    /// The middle of a column, in tenths of a pixel.
    private func x(ofColumn column: Int) -> Int { (Self.left + column) * 10 + 5 }

    /// The beginning of a minute of the day, in tenths of a pixel.
    private func x(ofMinute minute: Int) -> Int {
        Self.left * 10 + minute * ChartDay.columnCount * 10 / 1440
    }

    private var warm: ChartPath {
        var path = ChartPath()
        for (row, day) in days.enumerated() {
            let (upper, lower) = (
                (top(of: row) + Self.bandTop) * 10, (top(of: row) + Self.bandBottom) * 10
            )
            for minutes in day.warm {
                let (start, end) = (
                    x(ofMinute: minutes.lowerBound), x(ofMinute: minutes.upperBound)
                )
                path.polygon([(start, upper), (end, upper), (end, lower), (start, lower)])
            }
        }
        return path
    }

    private var baselines: ChartPath {
        var path = ChartPath()
        for (row, day) in days.enumerated() {
            let y = (top(of: row) + Self.baseline) * 10 + 5
            path.move(x: x(ofMinute: day.shown.lowerBound), y: y)
            path.line(x: x(ofMinute: day.shown.upperBound), y: y)
        }
        return path
    }

    private var hazard: ChartPath {
        var path = ChartPath()
        let scale = Double((Self.baseline - Self.hazardTop) * 10)
        for (row, day) in days.enumerated() {
            let baseline = (top(of: row) + Self.baseline) * 10
            let curve = zip(day.hazardMinutes, day.hazard).map { minute, hazard in
                let rise = Int((hazard.squareRoot() * scale).rounded())
                return (x: (x(ofMinute: minute) + x(ofMinute: minute + 1)) / 2, y: baseline - rise)
            }
            for run in curve.split(whereSeparator: { $0.y == baseline }) {
                path.polygon(outline(of: run, over: baseline))
            }
        }
        return path
    }

    /// A run of points above the baseline, from there and back to it, without points that change
    /// nothing.
    private func outline(
        of run: ArraySlice<(x: Int, y: Int)>,
        over baseline: Int
    ) -> [(x: Int, y: Int)] {
        // The curve falls to the baseline within a minute and a half.
        let foot = (x(ofMinute: 3) - x(ofMinute: 0)) / 2
        let (first, last) = (run.startIndex, run.endIndex - 1)
        var points = [(x: max(x(ofMinute: 0), run[first].x - foot), y: baseline)]
        for point in run.indices {
            let isWithinALevel =
                point > first && point < last
                && run[point - 1].y == run[point].y && run[point + 1].y == run[point].y
            if !isWithinALevel { points.append(run[point]) }
        }
        points.append((min(x(ofMinute: 1440), run[last].x + foot), baseline))
        return points
    }

    private var requests: ChartPath {
        var path = ChartPath()
        for (row, day) in days.enumerated() {
            let baseline = (top(of: row) + Self.baseline) * 10
            for (column, count) in day.requests.enumerated() where count > 0 {
                path.move(x: x(ofColumn: column), y: baseline)
                path.line(x: x(ofColumn: column), y: baseline + Self.tickLength(count))
            }
        }
        return path
    }

    /// In tenths of a pixel: 8 pixels for one request and one more for each doubling, at most 20.
    private static func tickLength(_ count: Int64) -> Int {
        min(200, 80 + Int((binaryLogarithm(count) * 10).rounded()))
    }

    private var coldStartStems: ChartPath {
        var path = ChartPath()
        for (row, day) in days.enumerated() {
            let top = top(of: row)
            for (column, count) in day.coldStarts.enumerated() where count > 0 {
                path.move(x: x(ofColumn: column), y: (top + Self.baseline) * 10)
                path.line(x: x(ofColumn: column), y: (top + Self.coldStartLane) * 10)
            }
        }
        return path
    }

    /// Lines with round ends; a line to where it begins is a dot.
    private var coldStartDots: ChartPath {
        var path = ChartPath()
        for (row, day) in days.enumerated() {
            let y = (top(of: row) + Self.coldStartLane) * 10
            for run in day.coldStarts.indices.split(whereSeparator: { day.coldStarts[$0] == 0 }) {
                path.move(x: x(ofColumn: run.startIndex), y: y)
                path.line(x: x(ofColumn: run.endIndex - 1), y: y)
            }
        }
        return path
    }

    private var pings: ChartPath {
        var path = ChartPath()
        for (row, day) in days.enumerated() {
            let tip = (top(of: row) + Self.pingTip) * 10
            let runs = day.pings.indices.split(whereSeparator: { day.pings[$0] == 0 })
                .map { $0.startIndex..<$0.endIndex }
            for (index, run) in runs.enumerated() {
                let before = index > 0 ? run.lowerBound - runs[index - 1].upperBound + 1 : .max
                let after =
                    index + 1 < runs.count
                    ? runs[index + 1].lowerBound - run.upperBound + 1 : .max
                // Triangles close together are slim, so that they stay apart.
                let half = max(20, min(before, after, 7) * 5)
                let instances = day.pings[run].max() ?? 1
                let height = min(100, 65 + Int(binaryLogarithm(instances) * 10))
                let (first, last) = (x(ofColumn: run.lowerBound), x(ofColumn: run.upperBound - 1))
                let tips = first == last ? [(first, tip)] : [(last, tip), (first, tip)]
                path.polygon(tips + [(first - half, tip - height), (last + half, tip - height)])
            }
        }
        return path
    }
}

/// The logarithm to the base 2, by chords between the powers of two: at most 0.09 below it, and the
/// same on every machine.
///
/// - Precondition: `count` is above 0.
private func binaryLogarithm(_ count: Int64) -> Double {
    let value = Double(count)
    return Double(value.exponent) + value.significand - 1
}
