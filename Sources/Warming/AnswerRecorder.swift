import AsyncHTTPClient
import Domain
import NIOCore
import NIOHTTP1
import Synchronization

/// Notes when one request reached which phase and what the answer's head said; drops the body.
///
/// A class because the client's delegates are: it is written on an event loop and read after.
final class AnswerRecorder: HTTPClientResponseDelegate {
    typealias Response = Void

    /// Ends a request whose answer is longer than is worth reading.
    struct EnoughRead: Error {}

    /// What is known so far.
    struct Answer {
        var connectedAt: ContinuousClock.Instant?
        var headAt: ContinuousClock.Instant?
        var endedAt: ContinuousClock.Instant?
        var status: Int?
        var temperature = Temperature.unknown
        var instance: String?
        var bodyBytes = 0
    }

    /// The most bytes of an answer's body that are read.
    static let mostBodyBytes = 1 << 20
    /// The most characters of an instance's name that are kept.
    private static let longestInstance = 128

    let startedAt = ContinuousClock.now
    private let state = Mutex(Answer())

    var answer: Answer { state.withLock { $0 } }

    func didSendRequestHead(task: HTTPClient.Task<Void>, _ head: HTTPRequestHead) {
        state.withLock { $0.connectedAt = .now }
    }

    func didReceiveHead(
        task: HTTPClient.Task<Void>,
        _ head: HTTPResponseHead
    ) -> EventLoopFuture<Void> {
        state.withLock { answer in
            answer.headAt = .now
            answer.status = Int(head.status.code)
            answer.temperature = Self.temperature(head.headers.first(name: "X-Cold-Start"))
            answer.instance = head.headers.first(name: "X-Instance-Id").map {
                String($0.prefix(Self.longestInstance))
            }
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(
        task: HTTPClient.Task<Void>,
        _ buffer: ByteBuffer
    ) -> EventLoopFuture<Void> {
        let isEnough = state.withLock { answer in
            answer.bodyBytes += buffer.readableBytes
            guard answer.bodyBytes > Self.mostBodyBytes else { return false }
            answer.endedAt = .now
            return true
        }
        return isEnough
            ? task.eventLoop.makeFailedFuture(EnoughRead())
            : task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) {
        state.withLock { $0.endedAt = .now }
    }

    /// What the header `X-Cold-Start` tells.
    static func temperature(_ header: String?) -> Temperature {
        switch header?.lowercased() {
        case "true", "1", "yes", "cold": .cold
        case "false", "0", "no", "warm": .warm
        default: .unknown
        }
    }
}
