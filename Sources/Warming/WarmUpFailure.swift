import AsyncHTTPClient
import Domain
import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Why one request of a warm-up got no whole answer: an outcome and a sentence for the operator.
struct WarmUpFailure: Equatable {
    var outcome: PingRecord.Outcome
    var detail: String

    /// Longer descriptions of unknown errors are cut.
    private static let longestReason = 200

    init(_ outcome: PingRecord.Outcome, _ detail: String) {
        self.outcome = outcome
        self.detail = detail
    }

    /// Sorts an error of the client.
    ///
    /// - Parameters:
    ///   - error: What the client threw.
    ///   - address: Host and port.
    ///   - timeout: The deadline that was set for the whole.
    ///   - answer: How far the request had come.
    init(
        _ error: any Error,
        address: String,
        timeout: Duration,
        answer: AnswerRecorder.Answer
    ) {
        switch error {
        case let error as HTTPClientError:
            self = Self.sort(error, address: address, timeout: timeout, answer: answer)
        case let error as NIOConnectionError:
            self = Self.sort(error, address: address)
        case let error as IOError:
            self.init(.unreachable, Self.sentence(error.errnoCode, error, address: address))
        case is SocketAddressError, is SocketAddressError.UnknownHost:
            self.init(.unreachable, Self.unknownName(address))
        case is HTTPParserError:
            self.init(.unreachable, "\(address) answered something that is not HTTP/1.1")
        case let error as ChannelError:
            self = Self.sort(error, address: address)
        default:
            self.init(.unreachable, Self.sentence(unknown: error, address: address))
        }
    }

    /// What happens to requests when this service stops.
    static func interrupted(_ address: String) -> WarmUpFailure {
        WarmUpFailure(.interrupted, "the service stopped before \(address) had answered")
    }

    private static func sort(
        _ error: HTTPClientError,
        address: String,
        timeout: Duration,
        answer: AnswerRecorder.Answer
    ) -> WarmUpFailure {
        switch error {
        case .deadlineExceeded, .readTimeout, .writeTimeout:
            return WarmUpFailure(.timedOut, late(address, timeout, answer))
        case .cancelled, .alreadyShutdown:
            return interrupted(address)
        case .connectTimeout, .getConnectionFromPoolTimeout:
            return WarmUpFailure(
                .unreachable,
                "no connection to \(address) came about; check its address and the firewalls"
            )
        case .tlsHandshakeTimeout:
            return WarmUpFailure(.unreachable, "the TLS handshake with \(address) did not end")
        case .remoteConnectionClosed:
            return WarmUpFailure(
                .unreachable,
                "\(address) closed the connection before it had answered"
            )
        case .traceRequestWithBody:
            return WarmUpFailure(
                .unreachable,
                "the warm-up is a TRACE request with a body; leave the body out"
            )
        default:
            return WarmUpFailure(.unreachable, refusal(error, address: address))
        }
    }

    /// Headers that HTTP does not allow are named without their values, which may be secret.
    private static func refusal(_ error: HTTPClientError, address: String) -> String {
        switch error.shortDescription {
        case HTTPClientError.invalidHeaderFieldNames([]).shortDescription:
            "a header of the warm-up has a name that HTTP does not allow; rename it"
        case HTTPClientError.invalidHeaderFieldValues([]).shortDescription:
            "a header of the warm-up has a value that HTTP does not allow; it must be one line"
        default:
            "the request to \(address) failed: \(error.shortDescription)"
        }
    }

    private static func late(
        _ address: String,
        _ timeout: Duration,
        _ answer: AnswerRecorder.Answer
    ) -> String {
        let limit = timeout.milliseconds
        let span = limit % 1000 == 0 ? "\(limit / 1000) s" : "\(limit) ms"
        if let status = answer.status {
            return "\(address) answered \(status) but had not ended its answer within \(span)"
        }
        return answer.connectedAt == nil
            ? "no connection to \(address) came about within \(span)"
            : "\(address) did not answer within \(span)"
    }

    private static func sort(_ error: NIOConnectionError, address: String) -> WarmUpFailure {
        guard let failure = error.connectionErrors.first else {
            return WarmUpFailure(.unreachable, unknownName(address))
        }
        switch failure.error {
        case let error as IOError:
            return WarmUpFailure(
                .unreachable,
                sentence(error.errnoCode, error, address: address)
            )
        case let error as ChannelError:
            return sort(error, address: address)
        default:
            return WarmUpFailure(.unreachable, sentence(unknown: failure.error, address: address))
        }
    }

    private static func sort(_ error: ChannelError, address: String) -> WarmUpFailure {
        switch error {
        case .connectTimeout:
            WarmUpFailure(
                .unreachable,
                "no connection to \(address) came about; check its address and the firewalls"
            )
        default:
            WarmUpFailure(
                .unreachable,
                "\(address) closed the connection before it had answered"
            )
        }
    }

    private static func unknownName(_ address: String) -> String {
        "the name in \(address) was not found; check its spelling and this machine's DNS"
    }

    private static func sentence(
        _ errnoCode: CInt,
        _ error: IOError,
        address: String
    ) -> String {
        switch errnoCode {
        case ECONNREFUSED:
            "\(address) refused the connection; check that it runs and listens on this port"
        case ECONNRESET, EPIPE:
            "\(address) reset the connection before it had answered"
        case ETIMEDOUT:
            "no connection to \(address) came about; check its address and the firewalls"
        case ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL:
            "this machine has no network route to \(address)"
        case EMFILE, ENFILE:
            "this machine has no free file descriptor for \(address); raise LimitNOFILE"
        default:
            "the connection to \(address) failed: \(String(cString: strerror(errnoCode)))"
        }
    }

    /// The TLS library's errors are told by their names: its module is not among our dependencies.
    private static func sentence(unknown error: any Error, address: String) -> String {
        let description = String(String(describing: error).prefix(longestReason))
        guard String(reflecting: type(of: error)).hasPrefix("NIOSSL.") else {
            return "the request to \(address) failed: \(description)"
        }
        if description.contains("CERTIFICATE_VERIFY_FAILED") {
            return "the TLS certificate of \(address) is not trusted by this machine"
        }
        if description.contains("WRONG_VERSION_NUMBER") {
            return "\(address) does not speak TLS; check the URL's scheme and port"
        }
        return "the TLS connection to \(address) failed: \(description)"
    }
}
