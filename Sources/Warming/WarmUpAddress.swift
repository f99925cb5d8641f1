import FoundationEssentials
import NIOCore

/// Where a URL leads: what a connection is made to.
struct WarmUpAddress: Hashable {
    let host: String
    let port: Int
    /// Whether TLS is spoken there.
    let isSecure: Bool

    /// - Throws: ``OutgoingRequest/Invalid``.
    init(_ text: String) throws(OutgoingRequest.Invalid) {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = url.host(), !host.isEmpty
        else {
            throw OutgoingRequest.Invalid(
                sentence: "the URL of the warm-up is not an absolute http or https URL"
            )
        }
        isSecure = scheme == "https"
        port = url.port ?? (isSecure ? 443 : 80)
        guard (1...65_535).contains(port) else {
            throw OutgoingRequest.Invalid(
                sentence: "the URL of the warm-up has port \(port); use 1 to 65535"
            )
        }
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        self.host = isBracketed ? String(host.dropFirst().dropLast()) : host
    }
}

extension WarmUpAddress {
    /// Whether the host is an IP address, which TLS does not name.
    var isNumeric: Bool {
        do {
            _ = try SocketAddress(ipAddress: host, port: port)
            return true
        } catch {
            return false
        }
    }
}

extension WarmUpAddress: CustomStringConvertible {
    /// Host and port, for sentences: a URL may carry secrets in its query.
    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
