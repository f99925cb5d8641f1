import Foundation

/// What makes a text a URL that is requested or posted to.
package enum WebURL {
    package enum Flaw {
        case notAbsolute
        case tooLong
        /// A user or a password, which would be shown and logged.
        case holdsSecret
    }

    /// The most characters of a URL.
    package static let mostCharacters = 8192

    /// The first flaw of `url`: it has to be absolute, http or https, and of printable ASCII.
    package static func flaw(of url: String) -> Flaw? {
        guard url.utf8.count <= mostCharacters else { return .tooLong }
        let isPlain = url.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPlain, let parsed = URL(string: url), let scheme = parsed.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parsed.host(), !host.isEmpty,
            (1...65_535).contains(parsed.port ?? 80)
        else { return .notAbsolute }
        return parsed.user() == nil && parsed.password() == nil ? nil : .holdsSecret
    }
}
