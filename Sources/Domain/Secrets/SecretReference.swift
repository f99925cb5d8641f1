/// Where a secret is kept, as a configuration names it: `env:NAME`, `file:/PATH` or
/// `credential:NAME`; never the secret itself.
package struct SecretReference: Hashable, Sendable {
    package enum Place: String, CaseIterable, Sendable {
        /// A variable of the environment.
        case environment = "env"
        /// The text of a file.
        case file
        /// A credential that systemd gave the service.
        case credential
    }

    package let place: Place
    /// A variable's name, an absolute path, or a credential's name.
    package let name: String

    /// - Returns: `nil` when `text` refers to nothing.
    package init?(_ text: some StringProtocol) {
        guard let place = Self.place(of: text) else { return nil }
        let name = text.dropFirst(place.rawValue.count + 1)
        guard Self.isName(String(name), of: place) else { return nil }
        self.place = place
        self.name = String(name)
    }

    /// The place that `text` begins with, whether or not a name of that place follows.
    ///
    /// `file://…` is none: it is a URL.
    static func place(of text: some StringProtocol) -> Place? {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            let place = Place(rawValue: String(text[..<colon])),
            !text[colon...].hasPrefix("://")
        else { return nil }
        return place
    }

    private static func isName(_ name: String, of place: Place) -> Bool {
        let bytes = name.utf8
        switch place {
        case .environment:
            return (1...256).contains(bytes.count) && !isDigit(bytes[bytes.startIndex])
                && bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
        case .file:
            return (2...4096).contains(bytes.count) && name.hasPrefix("/")
                && name.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
        case .credential:
            return (1...255).contains(bytes.count) && name != "." && name != ".."
                && bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

extension SecretReference: CustomStringConvertible {
    /// As it is written.
    package var description: String { "\(place.rawValue):\(name)" }
}
