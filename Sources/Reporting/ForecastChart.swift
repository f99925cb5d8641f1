package import Domain
package import Forecasting

/// A forecast as a chart for the terminal: a column for each hour, the band as shades.
///
/// A cell is filled up to the lower end of the band, half filled up to the median and dotted up to
/// the upper end.
package struct ForecastChart: Sendable {
    private let forecast: HourlyForecast
    private let offsets: UTCOffsets
    private static let height = 10
    private static let columnWidth = 2

    package init(_ forecast: HourlyForecast, offsets: UTCOffsets) {
        self.forecast = forecast
        self.offsets = offsets
    }

    /// The chart, at most 64 columns wide.
    package var text: String {
        let top = max(forecast.hours.map(\.upper).max() ?? 0, 1)
        let labels = [top, top / 2, 0].map { decimal($0, places: top < 10 ? 1 : 0) }
        let width = labels.map(\.count).max() ?? 1
        var lines: [String] = []
        for row in stride(from: Self.height, to: 0, by: -1) {
            let label: String
            switch row {
            case Self.height: label = labels[0]
            case Self.height / 2: label = labels[1]
            default: label = ""
            }
            let axis = label.isEmpty ? "│" : "┤"
            let bars = forecast.hours.map { cell($0, row: row, top: top) }.joined()
            lines.append(padded(label, to: width) + " " + axis + bars)
        }
        let baseline = forecast.hours.indices.map { $0 % 3 == 0 ? "┬─" : "──" }.joined()
        lines.append(padded(labels[2], to: width) + " └" + baseline)
        lines.append(String(repeating: " ", count: width + 2) + hourLabels)
        return lines.map(trimmed).joined(separator: "\n")
    }

    private func cell(_ hour: HourlyForecast.Hour, row: Int, top: Double) -> String {
        // A cell counts as reached when the value passes its middle; what is above nothing shows.
        let middle = (Double(row) - 0.5) / Double(Self.height) * top
        let glyph =
            switch middle {
            case ...hour.lower: "█"
            case ...hour.median: "▓"
            case ...hour.upper: "░"
            default: " "
            }
        return String(repeating: glyph, count: Self.columnWidth)
    }

    private var hourLabels: String {
        stride(from: 0, to: forecast.hours.count, by: 3).map { index in
            let local = offsets.local(forecast.hours[index].startMinute)
            return padded(clockText(local), to: 3 * Self.columnWidth, atEnd: true)
        }.joined()
    }

    private func padded(_ text: String, to width: Int, atEnd: Bool = false) -> String {
        let padding = String(repeating: " ", count: max(0, width - text.count))
        return atEnd ? text + padding : padding + text
    }

    private func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
