extension WarmUpRequest.Header {
    /// The secret that takes the place of the value's last word when the header is sent.
    ///
    /// `Bearer env:SHOP_TOKEN` sends `Bearer ` and what the variable SHOP_TOKEN holds.
    package var secret: SecretReference? { SecretReference(lastWord) }

    /// The value with the text of its secret in the place of the reference.
    package func value(with text: String) -> String { value.dropLast(lastWord.count) + text }

    /// Whether the header's name says that its value is a secret: it has a word such as key or auth,
    /// or authorization, cookie, token, secret or password anywhere.
    package var isSensitive: Bool {
        let name = name.lowercased()
        return Self.sensitiveParts.contains { name.contains($0) }
            || name.split { "-_.".contains($0) }.contains {
                Self.sensitiveWords.contains(String($0))
            }
    }

    /// Whether the value begins like credentials, whatever the header's name: `Bearer `, `Basic `.
    private var beginsWithScheme: Bool {
        let value = value.lowercased()
        return ["bearer", "basic"].contains { scheme in
            value.hasPrefix(scheme)
                && value.dropFirst(scheme.count).first.map { " \t".contains($0) } == true
        }
    }

    /// The value as it may be shown: a secret in plain text is not.
    package var shownValue: String {
        holdsSecret ? "(hidden; refer to it with env:, file: or credential:)" : value
    }

    /// Whether the secret itself stands in the value.
    package var holdsSecret: Bool {
        guard isSensitive || beginsWithScheme, !value.isEmpty else { return false }
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

    /// Too short to be looked for within other words, such as monkey and author.
    private static let sensitiveWords: Set = ["auth", "key", "jwt", "bearer"]
    private static let sensitiveParts = [
        "authorization", "cookie", "credential", "passwd", "password", "token", "secret", "apikey",
        "accesskey",
    ]
}
