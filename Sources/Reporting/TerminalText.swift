/// Text on its way into a terminal.
enum TerminalText {
    /// A text of one line that a terminal shows and does not obey: controls and what turns the
    /// direction of writing become U+FFFD, line ends and tabs blanks.
    static func shown(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar == "\n" || scalar == "\t": shown.append(" ")
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate,
                .unassigned, .privateUse:
                shown.append("\u{FFFD}")
            case .nonspacingMark, .enclosingMark: break
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }

    static func width(of text: String) -> Int { text.reduce(0) { $0 + width(of: $1) } }

    /// Two columns for what East Asian scripts and pictures take, one for anything else.
    static func width(of character: Character) -> Int {
        character.unicodeScalars.contains(where: isWide) ? 2 : 1
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x1100: false
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF,
            0x20000...0x3FFFD:
            true
        default: scalar.properties.isEmojiPresentation
        }
    }
}
