extension WarmUpRequest.Header {
    /// The secret that takes the place of the value's last word when the header is sent.
    ///
    /// `Bearer env:SHOP_TOKEN` sends `Bearer ` and what the variable SHOP_TOKEN holds.
    package var secret: SecretReference? { SecretReference(lastWord) }

    /// The value with the text of its secret in the place of the reference.
    package func value(with text: String) -> String { value.dropLast(lastWord.count) + text }

    /// Whether the header's name says that its value is a secret: its last word is one such as
    /// authorization, cookie, token, secret, key or password.
    package var isSensitive: Bool {
        let words = name.lowercased().utf8.split { "-_.".utf8.contains($0) }
        guard let last = words.last.map({ String(Substring($0)) }) else { return false }
        return Self.sensitiveWords.contains(last)
            || Self.sensitiveEndings.contains { last.hasSuffix($0) }
    }

    /// The value as it may be shown: what a sensitive header holds in plain text is not.
    package var shownValue: String {
        holdsSecret ? "(hidden; refer to it with env:, file: or credential:)" : value
    }

    /// Whether the secret itself stands in the value.
    package var holdsSecret: Bool {
        guard isSensitive, !value.isEmpty else { return false }
        return secret == nil || !isScheme(value.dropLast(lastWord.count))
    }

    /// Why a header may not be configured so; `nil` when it may.
    package var secretFlaw: SecretFlaw? {
        if let place = SecretReference.place(of: lastWord), secret == nil {
            return .unusableReference(header: name, place)
        }
        return holdsSecret ? .plainSecret(header: name) : nil
    }

    private var lastWord: Substring {
        value.lastIndex(of: " ").map { value[value.index(after: $0)...] } ?? value[...]
    }

    /// Whether a text is empty, or one short word and a blank, such as `Bearer `.
    private func isScheme(_ text: Substring) -> Bool {
        let letters = text.dropLast()
        return text.isEmpty
            || (1...Self.longestScheme).contains(letters.count)
                && letters.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }

    /// Of the registered schemes the longest is SCRAM-SHA-256.
    private static let longestScheme = 16

    private static let sensitiveWords: Set = [
        "authorization", "auth", "cookie", "key", "credential", "credentials", "jwt", "passwd",
    ]
    private static let sensitiveEndings = ["token", "secret", "password", "apikey", "accesskey"]
}
