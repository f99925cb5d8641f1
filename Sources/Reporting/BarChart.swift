/// A picture of a few amounts beside each other: a horizontal bar for each.
struct BarChart: Equatable, Sendable {
    struct Bar: Equatable, Sendable {
        var label: String
        /// `nil` where unknown, and without a bar then.
        var value: Double?
        /// The amount in words.
        var text: String
        /// The one that the others are compared with.
        var isMain = false
    }

    var title: String
    var bars: [Bar]

    private static let margin = 160
    private static let rowHeight = 300

    /// The picture as one SVG document, light or dark as its reader's system asks.
    ///
    /// - Parameter width: In pixels, at least 320.
    /// - Returns: The document; it ends with a line's end.
    /// - Complexity: O(*n*) in the bars.
    func svg(width: Int) -> String {
        let width = max(width, 320) * 10
        let labelWidth = min(bars.map { Self.width($0.label) }.max() ?? 0, width / 3)
        let textWidth = min(bars.map { Self.width($0.text) }.max() ?? 0, width / 3)
        let left = Self.margin + labelWidth + 120
        let room = max(width - left - textWidth - Self.margin - 120, 100)
        let values = bars.map { ValueAxis.clamped(max(0, $0.value ?? 0)) }
        let most = values.max().flatMap { $0 > 0 ? $0 : nil } ?? 1
        var elements = [
            textElement(
                ChartText.cut(title, to: width - 2 * Self.margin) {
                    ChartText.width(of: $0, fontSize: 165)
                },
                x: Self.margin,
                y: 290,
                "ink",
                #" font-size="15" font-weight="600""#
            )
        ]
        for (row, bar) in bars.enumerated() {
            let top = 480 + row * Self.rowHeight
            let length = Int(values[row] / most * Double(room))
            var path = ChartPath()
            if values[row] > 0 {
                let right = left + max(length, 10)
                path.polygon([
                    (left, top), (right, top), (right, top + 200), (left, top + 200),
                ])
            }
            let label = ChartText.cut(bar.label, to: labelWidth, width: Self.width)
            elements += [
                textElement(
                    label,
                    x: left - 80,
                    y: top + 145,
                    "ink",
                    #" text-anchor="end""#
                ),
                pathElement(bar.isMain ? "main" : "bar", path),
                textElement(bar.text, x: left + length + 80, y: top + 145, "dim"),
            ]
        }
        return ChartDocument(
            name: "bar-chart",
            width: width / 10,
            height: (480 + bars.count * Self.rowHeight + 60) / 10,
            title: title,
            description: bars.map { "\($0.label): \($0.text)" }.joined(separator: "; ") + ".",
            rules: [
                ChartStyle.fill("main", ChartStyle.vermillion),
                ChartStyle.fill("bar", ChartStyle.blue),
            ],
            elements: elements
        ).svg
    }

    private static func width(_ text: String) -> Int { ChartText.width(of: text, fontSize: 120) }
}
