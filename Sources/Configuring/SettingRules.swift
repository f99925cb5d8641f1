package import Domain
import Foundation
import Synchronization

/// Rules of single settings that more than one command or key applies.
package enum SettingRules {
    /// Checks a name: 1 to 200 visible code points that are no option.
    package static func check(name: String, of key: String) throws(SettingFlaw) {
        // As nearly all names are.
        let isASCII = name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        let isVisible =
            isASCII
            || name.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator,
                    .lineSeparator, .paragraphSeparator:
                    false
                default: scalar != "\u{FFFD}"
                }
            }
        guard (1...200).contains(name.unicodeScalars.count), isVisible, !name.hasPrefix("-") else {
            throw SettingFlaw(
                key,
                sentence:
                    "'\(name)' is no name; write 1 to 200 characters without blanks, not beginning with '-'"
            )
        }
        guard
            isASCII
                || name.precomposedStringWithCanonicalMapping.unicodeScalars.elementsEqual(
                    name.unicodeScalars
                )
        else {
            throw SettingFlaw(
                key,
                sentence: "'\(name)' is not in Unicode's composed form (NFC); type it anew"
            )
        }
    }

    /// Checks a URL: absolute, of printable ASCII, without a password, which would be shown.
    package static func check(url: String) throws(SettingFlaw) {
        let sentence: String
        switch WebURL.flaw(of: url) {
        case nil: return
        case .notAbsolute:
            // What stands before an '@' may be a password.
            let shown = url.contains("@") ? "the URL" : "'\(url)'"
            sentence =
                "\(shown) is no absolute http or https URL; write one such as https://example.com/health"
        case .tooLong:
            sentence = "the URL has more than \(WebURL.mostCharacters) characters; shorten it"
        case .holdsSecret:
            sentence =
                "a URL may not hold a user or a password, which would be shown; send a header instead"
        }
        throw SettingFlaw(EndpointKey.url.rawValue, sentence: sentence)
    }

    package static func check(pattern: String) throws(SettingFlaw) {
        let key = EndpointKey.match.rawValue
        guard !pattern.isEmpty else {
            throw SettingFlaw(key, "is empty; write a regular expression")
        }
        guard !PlainPattern.holds(pattern) else { return }
        do {
            _ = try Regex(pattern)
        } catch {
            throw SettingFlaw(key, "'\(pattern)' is no regular expression: \(error)")
        }
    }

    /// Checks that a zone is in the zone database.
    package static func check(zone: String, of key: String) throws(SettingFlaw) {
        // A file names the same few zones thousands of times.
        if knownZones.withLock({ $0.contains(zone) }) { return }
        guard zone.utf8.count <= 100, zone == "UTC" || TimeZone(identifier: zone) != nil else {
            throw SettingFlaw(
                key,
                sentence:
                    "the time zone '\(zone.prefix(100))' is not in the zone database; write an IANA name such as Europe/Berlin"
            )
        }
        _ = knownZones.withLock { $0.insert(zone) }
    }

    private static let knownZones = Mutex<Set<String>>([])

    static func check(_ text: String, isAtMost most: Int, of key: String) throws(SettingFlaw) {
        guard text.unicodeScalars.count <= most else {
            throw SettingFlaw(key, "has more than \(most) characters; shorten it")
        }
    }

    /// Reads a header such as `Accept: text/plain`.
    package static func header(_ text: String) throws(SettingFlaw) -> WarmUpRequest.Header {
        let key = EndpointKey.header.rawValue
        let parts = text.split(separator: ":", maxSplits: 1).map {
            trimmed($0)
        }
        guard parts.count == 2, isToken(parts[0]),
            !parts[1].unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else {
            // What follows may be a secret.
            let start = text.prefix { $0 != ":" && !$0.isWhitespace }
            throw SettingFlaw(key, "'\(start)' is no header; write 'Name: value'")
        }
        guard parts[0].utf8.count <= 256, parts[1].unicodeScalars.count <= 65_536 else {
            throw SettingFlaw(
                key,
                "is too long; its name has at most 256 characters, its value 65536"
            )
        }
        let header = WarmUpRequest.Header(name: parts[0], value: parts[1])
        if let flaw = header.secretFlaw { throw SettingFlaw(key, flaw.description) }
        return header
    }

    /// A text without blanks and tabs around it.
    private static func trimmed(_ text: Substring) -> String {
        let isBlank: (Unicode.Scalar) -> Bool = { scalar in
            scalar == "\t" || scalar.properties.generalCategory == .spaceSeparator
        }
        var scalars = text.unicodeScalars.drop(while: isBlank)
        while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        return String(scalars)
    }

    /// Whether a text is a token as HTTP defines it (RFC 9110, 5.6.2).
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// Reads prices such as `per-request=0.0000002`, each key once.
    package static func prices(_ texts: [String]) throws(SettingFlaw) -> [PriceOverride] {
        do throws(PriceFlaw) {
            var overrides: [PriceOverride] = []
            for text in texts {
                let override = try PriceOverride(text)
                guard !overrides.contains(where: { $0.key == override.key }) else {
                    throw .doubledKey(override.key)
                }
                overrides.append(override)
            }
            return overrides
        } catch {
            throw SettingFlaw(EndpointKey.price.rawValue, sentence: error.description)
        }
    }

    /// Checks that prices, memory and platform fit each other.
    package static func checkPrices(of endpoint: Endpoint) throws(SettingFlaw) {
        guard let flaw = endpoint.priceFlaw else { return }
        let key: EndpointKey = if case .tooMuchMemory = flaw { .memory } else { .price }
        throw SettingFlaw(key.rawValue, sentence: flaw.description)
    }

    static func flaw(
        ofChoice word: String,
        among words: [String],
        of key: String
    ) -> SettingFlaw {
        let near = nearestNames(to: word, among: words)
        return SettingFlaw(
            key,
            "is \(quoted(word)); "
                + (near.isEmpty
                    ? "write one of \(words.joined(separator: ", "))"
                    : "did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?")
        )
    }
}
