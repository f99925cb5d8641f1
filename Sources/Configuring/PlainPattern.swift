/// Regular expressions that need no compiling to be known as such: most match rules are.
///
/// Compiling takes tens of microseconds for each of thousands of endpoints.
enum PlainPattern {
    /// Whether a text is surely a regular expression.
    ///
    /// - Parameter pattern: Any text.
    /// - Returns: Whether it is made of letters, digits, `/`, `_`, `-`, `.`, `\.`, `\d`, `\w` and
    ///   classes such as `[a-z0-9_]`, each followed by at most one of `*`, `+` and `?`, between an
    ///   optional `^` and an optional `$`; `false` says nothing.
    static func holds(_ pattern: String) -> Bool {
        var bytes = Array(pattern.utf8)[...]
        if bytes.first == UInt8(ascii: "^") { bytes.removeFirst() }
        if bytes.last == UInt8(ascii: "$") { bytes.removeLast() }
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "\\"):
                guard let escaped = bytes.popFirst(), ".dw".utf8.contains(escaped) else {
                    return false
                }
            case UInt8(ascii: "["): guard dropClass(from: &bytes) else { return false }
            default: guard kind(byte) != nil || "/_-.".utf8.contains(byte) else { return false }
            }
            if let sign = bytes.first, "*+?".utf8.contains(sign) { bytes.removeFirst() }
        }
        return true
    }

    /// Drops a class of letters, digits, `_` and ascending ranges, whose bracket is open.
    private static func dropClass(from bytes: inout ArraySlice<UInt8>) -> Bool {
        var isEmpty = true
        while let byte = bytes.popFirst() {
            guard byte != UInt8(ascii: "]") else { return !isEmpty }
            isEmpty = false
            guard kind(byte) != nil || byte == UInt8(ascii: "_") else { return false }
            guard bytes.first == UInt8(ascii: "-") else { continue }
            bytes.removeFirst()
            guard let end = bytes.popFirst(), let kind = kind(byte), kind == Self.kind(end),
                byte <= end
            else { return false }
        }
        return false
    }

    private enum Kind {
        case digit
        case capital
        case letter
    }

    private static func kind(_ byte: UInt8) -> Kind? {
        switch byte {
        case 0x30...0x39: .digit
        case 0x41...0x5A: .capital
        case 0x61...0x7A: .letter
        default: nil
        }
    }
}
