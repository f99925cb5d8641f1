/// The value of one setting, whoever gave it.
package enum SettingValue: Equatable, Sendable {
    case text(String)
    case list([String])
    case whole(Int)
    case decimal(Double)
    case duration(Duration)
    case flag(Bool)
}

extension SettingValue: CustomStringConvertible {
    /// On one line, for people.
    package var description: String {
        switch self {
        case .text(let text): Self.visible(text)
        case .list(let parts):
            parts.isEmpty ? "none" : parts.map(Self.visible).joined(separator: "; ")
        case .whole(let number): "\(number)"
        case .decimal(let number): decimalText(number)
        case .duration(let duration): exactText(of: duration)
        case .flag(let isSet): isSet ? "yes" : "no"
        }
    }

    /// A text as it is, or in quotation marks where nothing, a blank or a control would not be seen.
    private static func visible(_ text: String) -> String {
        let isPlain =
            !text.isEmpty && text.first != " " && text.last != " "
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate,
                    .privateUse, .unassigned:
                    false
                default: true
                }
            }
        guard !isPlain else { return text }
        return "\""
            + text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined() + "\""
    }
}

/// A number in its shortest form: without `.0`.
func decimalText(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
}
