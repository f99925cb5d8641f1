import Foundation
import Glibc

/// Tells systemd how the service is (sd_notify(3)), when systemd asked to be told.
package struct SystemdNotifier: Sendable {
    /// The path of a datagram socket, `@` first for an abstract one; `nil` when nobody listens.
    private let socketPath: String?
    /// How often systemd wants a sign of life; `nil` when it does not watch.
    package let watchdogInterval: Duration?

    /// - Parameter environment: The process's, where systemd puts NOTIFY_SOCKET and WATCHDOG_USEC.
    package init(environment: [String: String]) {
        socketPath = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        watchdogInterval = environment["WATCHDOG_USEC"].flatMap(Int64.init)
            .map { .microseconds($0) }
    }

    /// Sends lines such as `READY=1`.
    ///
    /// - Returns: Whether nobody listens or the message was sent.
    @discardableResult
    package func notify(_ state: String) -> Bool {
        guard let socketPath else { return true }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(socketPath.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let message = Array(state.utf8)
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
        return sent == message.count
    }
}
