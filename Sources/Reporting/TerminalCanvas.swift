/// A rectangle of character cells with text, and with dots of 2 by 4 a cell as braille patterns.
struct TerminalCanvas {
    enum Ink: Equatable {
        case plain
        case strong
        case faint
        case blue
        case vermillion
        case green
        case purple
        case amber
    }

    struct Cell {
        /// `nil` for the second half of a wide character.
        var glyph: Character? = " "
        var dots: UInt8 = 0
        var ink = Ink.plain
        /// How many bands lie behind.
        var shade = 0
    }

    let width: Int
    let height: Int
    private var cells: [Cell]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        cells = Array(repeating: Cell(), count: width * height)
    }

    subscript(x: Int, y: Int) -> Cell {
        get { cells[y * width + x] }
        set { cells[y * width + x] = newValue }
    }

    /// Writes a text without control characters; what does not fit is not written.
    mutating func write(_ text: String, x: Int, y: Int, _ ink: Ink = .plain) {
        var x = x
        guard (0..<height).contains(y) else { return }
        for character in text {
            let count = TerminalText.width(of: character)
            guard x >= 0, x + count <= width else { return }
            self[x, y].glyph = character
            self[x, y].ink = ink
            if count == 2 { self[x + 1, y].glyph = nil }
            x += count
        }
    }

    /// Sets a dot; cells keep the ink of the last.
    mutating func setDot(x: Int, y: Int, _ ink: Ink) {
        // Dots 1 to 8 of a braille pattern, by row and column.
        let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
        guard (0..<width * 2).contains(x), (0..<height * 4).contains(y) else { return }
        self[x / 2, y / 4].dots |= bits[y % 4 * 2 + x % 2]
        self[x / 2, y / 4].ink = ink
    }

    /// The lines, without trailing blanks.
    func lines(_ style: TerminalStyle) -> [String] {
        (0..<height).map { y in
            var row = (0..<width).map { self[$0, y] }
            while let last = row.last, last.glyph == " ", last.dots == 0, last.shade == 0 {
                row.removeLast()
            }
            return Self.line(row, style)
        }
    }

    private static func line(_ row: [Cell], _ style: TerminalStyle) -> String {
        var line = ""
        var code = ""
        for cell in row {
            guard let glyph = glyph(of: cell, style) else { continue }
            let next = style.usesColor ? self.code(of: cell, glyph, style) : ""
            if next != code {
                line += code.isEmpty ? "" : "\u{1B}[0m"
                line += next.isEmpty ? "" : "\u{1B}[\(next)m"
                code = next
            }
            line.append(glyph)
        }
        return line + (code.isEmpty ? "" : "\u{1B}[0m")
    }

    private static func glyph(of cell: Cell, _ style: TerminalStyle) -> Character? {
        if cell.dots > 0, let scalar = Unicode.Scalar(0x2800 + UInt32(cell.dots)) {
            return Character(scalar)
        }
        guard cell.glyph == " ", cell.shade > 0, !style.usesColor else { return cell.glyph }
        return cell.shade == 1 ? "░" : "▒"
    }

    private static func code(of cell: Cell, _ glyph: Character, _ style: TerminalStyle) -> String {
        var codes: [String] = []
        if glyph != " " {
            switch cell.ink {
            case .plain: break
            case .strong: codes.append("1")
            case .faint: codes.append("38;5;245")
            case .blue: codes.append("38;5;32")
            case .vermillion: codes.append("38;5;\(style.isLight ? 166 : 208)")
            case .green: codes.append("38;5;35")
            case .purple: codes.append("38;5;169")
            case .amber: codes.append("38;5;\(style.isLight ? 136 : 178)")
            }
        }
        if cell.shade > 0 {
            let shades = style.isLight ? [223, 215] : [236, 240]
            codes.append("48;5;\(shades[min(cell.shade, 2) - 1])")
        }
        return codes.joined(separator: ";")
    }
}
