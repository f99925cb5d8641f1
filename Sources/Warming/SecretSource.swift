import Domain
import Glibc

/// Reads the secrets that headers refer to, at the moment of sending: from the environment that the
/// process was started with, from files, and from the credentials that systemd gave it.
///
/// Files are read anew each time, so that a secret that was replaced is the one that is sent.
package struct SecretSource: Sendable {
    /// The most bytes of a secret.
    package static let mostBytes = 64 << 10

    private let environment: [String: String]

    /// - Parameter environment: The process's; `CREDENTIALS_DIRECTORY` in it is where credentials
    ///   are.
    package init(environment: [String: String]) { self.environment = environment }

    /// The text that a reference stands for, without the line end that a file may close with.
    ///
    /// - Throws: ``SecretFailure``: nothing is there, or it is no value of a header.
    package func text(of reference: SecretReference) throws(SecretFailure) -> String {
        var text: String
        switch reference.place {
        case .environment:
            guard let value = environment[reference.name] else {
                throw SecretFailure(reference, .absent)
            }
            text = value
        case .file:
            text = try read(reference.name, for: reference)
        case .credential:
            guard let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty else {
                throw SecretFailure(reference, .noCredentials)
            }
            text = try read("\(folder)/\(reference.name)", for: reference)
        }
        if text.unicodeScalars.last == "\n" { text.unicodeScalars.removeLast() }
        if text.unicodeScalars.last == "\r" { text.unicodeScalars.removeLast() }
        guard !text.isEmpty else { throw SecretFailure(reference, .empty) }
        guard text.utf8.count <= Self.mostBytes else { throw SecretFailure(reference, .tooLong) }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw SecretFailure(reference, .notOneLine)
        }
        return text
    }

    /// A request with the text of each secret in the place of its reference.
    ///
    /// - Throws: The ``SecretFailure`` of the first header that has one.
    func resolved(_ request: WarmUpRequest) throws(SecretFailure) -> WarmUpRequest {
        var request = request
        for (index, header) in request.headers.enumerated() {
            guard let secret = header.secret else { continue }
            request.headers[index].value = header.value(with: try text(of: secret))
        }
        return request
    }

    /// Every secret of a request that cannot be read now.
    package func failures(of request: WarmUpRequest) -> [SecretFailure] {
        var failures: [SecretFailure] = []
        for header in request.headers {
            guard let secret = header.secret else { continue }
            do throws(SecretFailure) { _ = try text(of: secret) } catch { failures.append(error) }
        }
        return failures
    }

    /// Reads a regular file, and never waits: a pipe or a device is none.
    private func read(
        _ path: String,
        for reference: SecretReference
    ) throws(SecretFailure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            let code = errno
            let isAbsent = code == ENOENT || code == ENOTDIR
            throw SecretFailure(reference, isAbsent ? .absent : .notReadable)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw SecretFailure(reference, .noFile)
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        // A line end beyond the limit is still trimmed.
        while bytes.count <= Self.mostBytes + 2 {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw SecretFailure(reference, .notReadable) }
            if count == 0 { break }
            bytes += buffer.prefix(count)
        }
        guard bytes.count <= Self.mostBytes + 2 else {
            throw SecretFailure(reference, .tooLong)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SecretFailure(reference, .notText)
        }
        return text
    }
}

/// Services are described in the journal with all that they hold: this says nothing of it.
extension SecretSource: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "SecretSource" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
