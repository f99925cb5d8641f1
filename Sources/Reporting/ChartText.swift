internal import Domain

/// How much room a text takes in a picture whose reader's font is not known.
enum ChartText {
    /// The width of a text in tenths of a pixel, by the advances of DejaVu Sans, which is wider than
    /// most system fonts.
    ///
    /// The font's size is in tenths of a pixel too.
    static func width(of text: String, fontSize: Int) -> Int {
        text.reduce(0) { $0 + thousandths(of: $1) } * fontSize / 1000 + 1
    }

    /// The text, shortened to an ellipsis where it is wider than `most`; nothing when not even
    /// two characters and an ellipsis fit.
    ///
    /// - Complexity: O(*n* log *n*) in the characters kept, whatever the length of the text.
    static func cut(_ text: String, to most: Int, width: (String) -> Int) -> String {
        // No character is narrower than a unit: a long text is not measured whole.
        let characters = Array(text.prefix(max(0, min(most, 1000))))
        if characters.count == text.count, width(text) <= most { return text }
        let fitting = Array(characters.indices).partitioningIndex {
            width(String(characters[...$0]) + "…") > most
        }
        var kept = characters[..<fitting]
        while kept.last == " " { kept.removeLast() }
        return kept.count < 2 ? "" : String(kept) + "…"
    }

    private static func thousandths(of character: Character) -> Int {
        switch character {
        case "i", "j", "l", "'", "|", " ", ".", ",", ":", ";", "!", "·": 340
        case "f", "t", "r", "I", "(", ")", "[", "]", "/", "-": 420
        case "m", "W", "M", "@", "%", "…", "—": 1000
        case "w", "N", "O", "Q", "G", "H", "D", "U", "+", "~", "≈", "√": 840
        case "a"..."z", "0"..."9", "–": 640
        case _ where character.isASCII: 720
        case _ where character.unicodeScalars.allSatisfy { $0.value < 0x500 }: 800
        default: 1400
        }
    }
}
