import Domain

/// Why a secret cannot be sent; what it reads is never repeated.
package struct SecretFailure: Error, Equatable, Sendable {
    package enum Reason: Equatable, Sendable {
        /// The variable is not set, or the file is not there.
        case absent
        /// systemd gave this process no credentials.
        case noCredentials
        case notReadable
        /// A folder, a pipe or a device.
        case noFile
        case empty
        case tooLong
        case notText
        /// A control character in it, such as the end of a line.
        case notOneLine
    }

    package var reference: SecretReference
    package var reason: Reason

    package init(_ reference: SecretReference, _ reason: Reason) {
        self.reference = reference
        self.reason = reason
    }
}

extension SecretFailure: CustomStringConvertible {
    /// One line: what of which secret is missing, and what to do.
    package var description: String {
        switch reason {
        case .absent: absence
        case .noCredentials:
            "systemd gave this process no credentials, so \(reference) is not there; add "
                + "LoadCredential=\(reference.name):PATH to the service"
        case .notReadable:
            "\(place) may not be read by this user; give it the right, or load the file as a "
                + "credential of systemd"
        case .noFile: "\(place) is no regular file; name one that holds the secret alone"
        case .empty: "\(place) is empty; put the secret there"
        case .tooLong:
            "\(place) is longer than \(SecretSource.mostBytes >> 10) kB; it must hold the secret "
                + "alone"
        case .notText: "\(place) is not UTF-8 text; it must hold the secret alone"
        case .notOneLine:
            "\(place) holds a line end or another control character; a header takes one line"
        }
    }

    private var absence: String {
        switch reference.place {
        case .environment: "\(place) is not set; set it where preheat runs"
        case .file: "\(place) is not there; write the secret to it"
        case .credential:
            "\(place) is not there; add LoadCredential=\(reference.name):PATH to the service"
        }
    }

    private var place: String {
        switch reference.place {
        case .environment: "the environment variable \(reference.name)"
        case .file: "the secret's file \(reference.name)"
        case .credential: "the credential \(reference.name)"
        }
    }
}
