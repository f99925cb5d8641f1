/// Pictures over the same time below one another, as one SVG document.
package struct ChartStack: Equatable, Sendable {
    package var title: String
    /// What the pictures show together, in words.
    package var description: String
    package var charts: [TimeChart]

    package init(title: String, description: String, charts: [TimeChart]) {
        self.title = title
        self.description = description
        self.charts = charts
    }

    /// The document; it ends with a line's end.
    ///
    /// - Parameters:
    ///   - width: In pixels, as ``TimeChart/svg(width:height:)`` takes it.
    ///   - rowHeight: Of each picture.
    /// - Returns: Light or dark as its reader's system asks.
    package func svg(width: Int, rowHeight: Int) -> String {
        let rows = charts.enumerated().map { place, chart in
            #"<g transform="translate(0 \#(place * rowHeight))">"#
                + "\n\(chart.svg(width: width, height: rowHeight))</g>"
        }
        let head = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" \
            height="\(charts.count * rowHeight)" \
            viewBox="0 0 \(width) \(charts.count * rowHeight)" role="img">
            <title>\(xmlText(title))</title>
            <desc>\(xmlText(description))</desc>
            """
        return ([head] + rows + ["</svg>\n"]).joined(separator: "\n")
    }
}
