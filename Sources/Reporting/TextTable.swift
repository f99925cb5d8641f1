/// Rows under a header, in columns as wide as their widest cell: text to the left, numbers to the
/// right.
package struct TextTable: Sendable {
    private var rows: [[String]]

    package init(header: [String]) { rows = [header] }

    /// - Precondition: as many cells as the header has.
    package mutating func add(_ row: [String]) {
        precondition(row.count == rows[0].count, "a cell for each column")
        rows.append(row)
    }

    /// The table, one line a row, without trailing blanks.
    package var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let isNumeric = isNumeric
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += isNumeric[column] ? padding + cell : cell + padding
                line += "  "
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    /// The table as HTML, its first column as headings of rows; a total stands out.
    func html(caption: String) -> String {
        let isNumeric = isNumeric
        func row(_ cells: [String], isHeader: Bool) -> String {
            let parts = cells.enumerated().map { column, cell in
                let name = isHeader || column == 0 ? "th" : "td"
                let scope = isHeader ? #" scope="col""# : column == 0 ? #" scope="row""# : ""
                let style = isNumeric[column] && column > 0 ? #" class="n""# : ""
                return "<\(name)\(scope)\(style)>\(xmlText(cell))</\(name)>"
            }
            let style = cells[0] == "total" ? #" class="total""# : ""
            return "<tr\(style)>\(parts.joined())</tr>"
        }
        let body = rows.dropFirst().map { row($0, isHeader: false) }
        let lines =
            [
                "<table>", "<caption>\(xmlText(caption))</caption>",
                "<thead>\(row(rows[0], isHeader: true))</thead>", "<tbody>",
            ] + body + ["</tbody>", "</table>"]
        return lines.joined(separator: "\n")
    }

    private var isNumeric: [Bool] {
        rows[0].indices.map { column in
            rows.dropFirst().allSatisfy { Self.looksNumeric($0[column]) }
        }
    }

    private static func looksNumeric(_ cell: String) -> Bool {
        // A number, or an amount: a number and a unit.
        let words = cell.split(separator: " ")
        return words.isEmpty || cell == "–" || (words.count <= 2 && Double(words[0]) != nil)
    }
}

/// Rows as CSV after RFC 4180: quoted where a comma, a quote or a line's end asks for it.
package func csv(header: [String], rows: [[String]]) -> String {
    ([header] + rows).map { $0.map(csvCell).joined(separator: ",") }.joined(separator: "\n")
}

/// One cell of CSV; an accent after a comma or a quote hides neither.
package func csvCell(_ cell: String) -> String {
    let scalars = cell.unicodeScalars
    guard scalars.contains(where: { [",", "\"", "\n", "\r"].contains($0) }) else { return cell }
    var quoted = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in scalars {
        quoted.append(contentsOf: scalar == "\"" ? [scalar, scalar] : [scalar])
    }
    return String(quoted) + "\""
}
