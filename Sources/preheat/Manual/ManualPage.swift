import Foundation

/// A manual page in man(7)'s macros, put together from paragraphs.
struct ManualPage {
    private(set) var text: String

    /// - Parameters:
    ///   - name: Such as `preheat`.
    ///   - section: 1 for commands, 5 for files.
    ///   - version: Of the release.
    init(_ name: String, section: Int, version: String) {
        text =
            ".TH \(Self.escaped(name.uppercased())) \(section) \"\" \"preheat \(version)\" "
            + "\"\(section == 1 ? "User Commands" : "File Formats")\"\n"
    }

    mutating func section(_ title: String) { text += ".SH \(Self.escaped(title.uppercased()))\n" }

    mutating func subsection(_ title: String) { text += ".SS \"\(Self.escaped(title))\"\n" }

    /// One paragraph; empty lines begin others.
    mutating func paragraph(_ words: String) {
        for part in words.components(separatedBy: "\n\n") {
            text += ".PP\n\(Self.line(part))\n"
        }
    }

    /// A line set as it is.
    mutating func example(_ lines: String) {
        text += ".PP\n.nf\n.RS 4\n\(Self.line(lines, keepsBreaks: true))\n.RE\n.fi\n"
    }

    /// A term in bold and what it means.
    mutating func item(_ term: String, _ meaning: String) {
        text += ".TP\n.B \"\(Self.escaped(term))\"\n\(Self.line(meaning))\n"
    }

    private static func line(_ words: String, keepsBreaks: Bool = false) -> String {
        let joined = keepsBreaks ? words : words.split(separator: "\n").joined(separator: " ")
        return joined.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let escaped = escaped(String(line))
            // A dot or an apostrophe at a line's beginning would be a macro.
            return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
        }
        .joined(separator: "\n")
    }

    private static func escaped(_ words: String) -> String {
        var escaped = ""
        for character in words {
            switch character {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "\"": escaped += "\\(dq"
            case "'": escaped += "\\(aq"
            case "^": escaped += "\\(ha"
            case "~": escaped += "\\(ti"
            case "`": escaped += "\\(ga"
            default:
                for scalar in character.unicodeScalars {
                    if scalar.isASCII {
                        escaped.unicodeScalars.append(scalar)
                    } else {
                        let digits = String(scalar.value, radix: 16, uppercase: true)
                        let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
                        escaped += "\\[u\(zeros)\(digits)]"
                    }
                }
            }
        }
        return escaped
    }
}
