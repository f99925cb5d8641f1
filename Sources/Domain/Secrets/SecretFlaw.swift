/// Why a header may not be configured as it is written; its value is not repeated.
package enum SecretFlaw: Equatable, Sendable {
    /// A header whose name or value speaks of a secret holds it in plain text.
    case plainSecret(header: String)
    /// A reference that names nothing.
    case unusableReference(header: String, SecretReference.Place)
}

extension SecretFlaw: CustomStringConvertible {
    /// One sentence without its full stop: what is wrong, and the ways to do it right.
    package var description: String {
        switch self {
        case .plainSecret(let header):
            "'\(header)' would keep its secret in the database; refer to it by env:NAME, "
                + "file:/PATH or credential:NAME (of systemd), such as 'Bearer env:NAME'"
        case .unusableReference(let header, .environment):
            "'\(header)' refers to no variable; write env: and its name, of letters, digits and _"
        case .unusableReference(let header, .file):
            "'\(header)' refers to no file; write file: and an absolute path without blanks"
        case .unusableReference(let header, .credential):
            "'\(header)' refers to no credential; write credential: and its name in systemd"
        }
    }
}
