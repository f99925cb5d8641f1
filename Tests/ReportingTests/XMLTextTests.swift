import Reporting
import Testing

@Suite struct XMLTextTests {
    @Test(arguments: [
        ("plain text", "shop", "shop"),
        ("nothing", "", ""),
        ("markup", "<a b=\"c\" d='e'>", "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;"),
        ("what is escaped already", "&amp;", "&amp;amp;"),
        ("a bracket that carries an accent", "<\u{301}", "&lt;\u{301}"),
        ("white space", "a\t\n\rb", "a\t\n\rb"),
        ("the first control character", "\u{0}", "\u{FFFD}"),
        ("the last before the blank", "\u{1F} ", "\u{FFFD} "),
        ("the last of two bytes that is allowed", "\u{FFFD}", "\u{FFFD}"),
        ("what is no character", "\u{FFFE}\u{FFFF}", "\u{FFFD}\u{FFFD}"),
        ("the first beyond two bytes", "\u{10000}", "\u{10000}"),
        ("letters and pictures", "é–√🔥", "é–√🔥"),
    ])
    func escapesWhatMarkupWouldTake(requirement: String, text: String, expected: String) {
        // Compared by scalars: equal Strings may differ in them.
        #expect(Array(xmlText(text).unicodeScalars) == Array(expected.unicodeScalars))
    }
}
