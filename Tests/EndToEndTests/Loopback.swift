import Glibc
import Testing

/// Plain HTTP on 127.0.0.1, without a client library between the test and the clock.
enum Loopback {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Answers of a request, as far as tests look.
    struct Answer {
        var isOK: Bool
        var took: Duration
    }

    /// A port that nobody listens on at the moment.
    static func freePort() throws -> UInt16 {
        let descriptor = try socket()
        defer { close(descriptor) }
        var address = address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            } ? UInt16(bigEndian: pointer.pointee.sin_port) : nil
        }
        return try #require(port, "no free port: \(String(cString: strerror(errno)))")
    }

    /// Whether somebody listens on `port`; no request is sent.
    static func isListening(on port: UInt16) throws -> Bool {
        let descriptor = try socket()
        defer { close(descriptor) }
        return isConnected(descriptor, to: port)
    }

    /// Sends a GET on a connection of its own and reads the whole answer.
    static func get(_ path: String = "/", port: UInt16) throws -> Answer {
        let start = ContinuousClock.now
        let descriptor = try socket()
        defer { close(descriptor) }
        guard isConnected(descriptor, to: port) else {
            throw Failure(description: "port \(port): \(String(cString: strerror(errno)))")
        }
        let request = "GET \(path) HTTP/1.0\r\nHost: localhost\r\n\r\n"
        guard send(descriptor, request, request.utf8.count, Int32(MSG_NOSIGNAL)) > 0 else {
            throw Failure(description: "port \(port): the request was not taken")
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while answer.count < 1 << 20 {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { throw Failure(description: "port \(port): no answer in 10 s") }
            if count == 0 { break }
            answer += buffer.prefix(count)
        }
        let head = String(decoding: answer.prefix(12), as: UTF8.self)
        return Answer(isOK: head.hasSuffix(" 200"), took: ContinuousClock.now - start)
    }

    private static func socket() throws -> Int32 {
        let descriptor = Glibc.socket(
            AF_INET,
            Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue),
            0
        )
        try #require(descriptor >= 0, "no socket: \(String(cString: strerror(errno)))")
        var deadline = timeval(tv_sec: 10, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &deadline, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &deadline, size)
        return descriptor
    }

    private static func isConnected(_ descriptor: Int32, to port: UInt16) -> Bool {
        var address = address(port: port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func address(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }
}
