/// A text as XML content or as a quoted attribute's value.
///
/// What XML 1.0 cannot hold at all, such as most control characters, becomes U+FFFD.
///
/// - Complexity: O(*n*) in the length of the text.
package func xmlText(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    // By scalar: a combining mark after `<` makes one Character of both and would hide it.
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
        case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
        case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
        case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
        case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
        case "\t", "\n", "\r", "\u{20}"..."\u{FFFD}", "\u{10000}"...: escaped.append(scalar)
        default: escaped.append("\u{FFFD}")
        }
    }
    return String(escaped)
}
