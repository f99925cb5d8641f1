/// What is wrong with a schedule's text, worded for whoever wrote it.
package struct ScheduleFlaw: Error, Equatable, Sendable {
    /// What is wrong and what to write instead, without a full stop.
    package let sentence: String
    /// Of the first wrong character, from 1; `nil` where the whole text is meant.
    package let position: Int?

    init(_ sentence: String) {
        self.sentence = sentence
        position = nil
    }

    /// A flaw of `word`, a part of the whole text.
    init(_ sentence: String, at word: Substring) {
        self.sentence = sentence
        let text = word.base.unicodeScalars
        position = text.distance(from: text.startIndex, to: word.startIndex) + 1
    }
}

extension ScheduleFlaw: CustomStringConvertible {
    /// One line, without a full stop.
    package var description: String {
        position.map { "\(sentence) (at character \($0))" } ?? sentence
    }
}

/// A word of someone's text in quotation marks: on one line, and not too long for it.
package func quoted(_ word: some StringProtocol) -> String {
    let most = 40
    var scalars = String.UnicodeScalarView()
    for scalar in word.unicodeScalars.prefix(most) {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            scalars.append("\u{FFFD}")
        default: scalars.append(scalar)
        }
    }
    return "'\(String(scalars))\(word.unicodeScalars.count > most ? "…" : "")'"
}

extension StringProtocol {
    /// A number of ASCII digits only: no sign, no blanks.
    ///
    /// - Returns: `nil` for any other text; `Int.max` for a number beyond it.
    var wholeNumber: Int? {
        guard !isEmpty, utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(self) ?? .max
    }
}
