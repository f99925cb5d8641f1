/// A chart as one self-contained SVG document, light or dark as its reader's system asks.
struct ChartDocument {
    /// The class of the whole picture, to which its style is confined.
    let name: String
    let width: Int
    let height: Int
    let title: String
    /// What the picture says in words.
    let description: String
    /// What the picture's style says beyond ``ChartStyle/frame``.
    let rules: [ChartStyle.Rule]
    /// Empty ones are left out.
    let elements: [String]

    var svg: String {
        let lines = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" class="\(name)" width="\(width)" \
            height="\(height)" viewBox="0 0 \(width) \(height)" role="img" \
            font-family="system-ui, -apple-system, 'Segoe UI', sans-serif" font-size="12">
            """,
            "<title>\(xmlText(title))</title>",
            "<desc>\(xmlText(description))</desc>",
            ChartStyle.sheet(of: name, ChartStyle.frame + rules),
            #"<rect class="paper" width="\#(width)" height="\#(height)"/>"#,
        ]
        return (lines + elements.filter { !$0.isEmpty } + ["</svg>\n"]).joined(separator: "\n")
    }
}

/// A text element at a point in tenths of a pixel, the left end of its baseline unless the
/// attributes say otherwise.
func textElement(
    _ text: String,
    x: Int,
    y: Int,
    _ style: String,
    _ attributes: String = ""
) -> String {
    #"<text class="\#(style)" x="\#(tenths(x))" y="\#(tenths(y))"\#(attributes)>"#
        + "\(xmlText(text))</text>"
}

/// A layer of the data as a path element, or nothing for a path without points.
func pathElement(_ name: String, _ path: ChartPath) -> String {
    path.data.isEmpty ? "" : #"<path class="\#(name)" d="\#(path.data)"/>"#
}
