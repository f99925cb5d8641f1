import AsyncHTTPClient
import Domain
import FoundationEssentials
import NIOHTTP1

/// A warm-up request that has been checked and can be sent.
struct OutgoingRequest {
    /// Why a request cannot be sent, worded for who wrote it.
    struct Invalid: Error, Equatable {
        var sentence: String
    }

    let request: HTTPClient.Request
    /// Host and port, for sentences: a URL may carry secrets in its query.
    let address: String

    /// Checks what was configured, and adds what marks the request as ours.
    ///
    /// - Throws: ``Invalid``.
    init(_ warmUp: WarmUpRequest, purpose: String) throws(Invalid) {
        guard Self.isToken(warmUp.method) else {
            throw Invalid(sentence: "the method of the warm-up is not an HTTP method such as GET")
        }
        address = try WarmUpAddress(warmUp.url).description
        do {
            request = try HTTPClient.Request(
                url: warmUp.url,
                method: HTTPMethod(rawValue: warmUp.method),
                headers: Self.headers(warmUp.headers, purpose: purpose),
                body: warmUp.body.map { .string($0) }
            )
        } catch {
            throw Invalid(sentence: "the URL of the warm-up cannot be requested (\(error))")
        }
    }

    /// The configured headers, under our own name: it tells pings apart in the endpoint's log.
    private static func headers(
        _ configured: [WarmUpRequest.Header],
        purpose: String
    ) -> HTTPHeaders {
        var headers = HTTPHeaders(configured.map { ($0.name, $0.value) })
        headers.replaceOrAdd(name: "User-Agent", value: "preheat/\(Preheat.version)")
        headers.replaceOrAdd(name: "X-Preheat", value: purpose)
        return headers
    }

    /// A method with a space or a line end in it would write a request of its own.
    private static func isToken(_ method: String) -> Bool {
        (1...32).contains(method.utf8.count)
            && method.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
