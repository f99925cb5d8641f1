/// One line that could not be used, and why.
package struct MalformedLine: Equatable, Sendable {
    /// Counted from 1.
    package var number: Int
    /// A few words, such as `no time stamp in [ ]`.
    package var reason: String
    /// The start of the line in printable ASCII, other bytes as `\x16`; at most 80 characters.
    package var excerpt: String

    package init(number: Int, reason: String, excerpt: String) {
        self.number = number
        self.reason = reason
        self.excerpt = excerpt
    }
}

/// How many lines could not be used, and the first few of them.
package struct MalformedLines: Equatable, Sendable {
    /// All of them.
    package private(set) var count = 0
    /// The first five, in file order.
    package private(set) var first: [MalformedLine] = []

    package init() {}

    mutating func note(_ line: LineReader.Line, _ reason: String) {
        count += 1
        guard first.count < 5 else { return }
        first.append(
            MalformedLine(
                number: line.number,
                reason: reason,
                excerpt: printable(line.bytes, limit: 80)
            )
        )
    }
}

/// Returns the start of `bytes` as text that is safe on a terminal: at most `limit` characters.
func printable(_ bytes: UnsafeRawBufferPointer, limit: Int) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        let isPlain = (0x20...0x7e).contains(byte)
        let width = isPlain ? 1 : 4
        guard text.count + width <= limit else { break }
        if isPlain {
            text.append(byte)
        } else {
            text += [
                UInt8(ascii: "\\"), UInt8(ascii: "x"), digits[Int(byte >> 4)],
                digits[Int(byte & 15)],
            ]
        }
    }
    return String(decoding: text, as: UTF8.self)
}
