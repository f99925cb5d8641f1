import Foundation
import Glibc
import Serving
import Testing

@Suite struct SystemdNotifierTests {
    /// A datagram socket such as systemd listens on.
    private final class Listener {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)

        init(path: String) throws {
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            var bytes = Array(path.utf8)
            if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
            let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, length)
                }
            }
            try #require(result == 0)
        }

        deinit { close(descriptor) }

        func receive() -> String {
            var buffer = [UInt8](repeating: 0, count: 256)
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
        }
    }

    @Test(arguments: ["/tmp/preheat-notify-", "@preheat-notify-"])
    func systemdHearsIt(prefix: String) throws {
        let path = prefix + UUID().uuidString
        defer { unlink(path) }
        let listener = try Listener(path: path)
        let notifier = SystemdNotifier(environment: [
            "NOTIFY_SOCKET": path, "WATCHDOG_USEC": "3000000",
        ])
        #expect(notifier.notify("READY=1"))
        #expect(listener.receive() == "READY=1")
        #expect(notifier.watchdogInterval == .seconds(3))
    }

    @Test func nobodyListensIsNoFailure() {
        let notifier = SystemdNotifier(environment: [:])
        #expect(notifier.notify("READY=1"))
        #expect(notifier.watchdogInterval == nil)
    }

    @Test func aSocketThatIsGoneIsTold() {
        let notifier = SystemdNotifier(environment: ["NOTIFY_SOCKET": "/nowhere/socket"])
        #expect(!notifier.notify("READY=1"))
    }
}
