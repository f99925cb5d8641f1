/// What is wrong with one setting, worded for whoever gave it.
///
/// The command line says it of an option (`--timeout must be more than zero`), a file of a key
/// (`endpoints.shop.timeout: must be more than zero`).
package struct SettingFlaw: Error, Equatable, Sendable {
    /// The key, without the dashes of its option.
    package let key: String
    /// What is wrong and what to do, without a full stop.
    package let words: String
    /// Whether the words go on after the key, or stand alone as a sentence.
    package let isPredicate: Bool

    /// - Parameters:
    ///   - key: Of the setting.
    ///   - predicate: Goes on after the key.
    package init(_ key: String, _ predicate: String) {
        self.key = key
        words = predicate
        isPredicate = true
    }

    /// - Parameters:
    ///   - key: Of the setting.
    ///   - sentence: Needs no key before it.
    package init(_ key: String, sentence: String) {
        self.key = key
        words = sentence
        isPredicate = false
    }

    /// As the command line says it, without a full stop.
    package var ofOption: String { isPredicate ? "--\(key) \(words)" : words }
}
