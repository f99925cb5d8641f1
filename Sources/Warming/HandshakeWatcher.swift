import AsyncHTTPClient
import NIOCore
import NIOTLS

/// Tells whether TLS came about on a new connection.
final class HandshakeWatcher: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private let ended: EventLoopPromise<Void>

    /// - Parameter ended: Of the channel's own event loop; only what comes first counts.
    init(_ ended: EventLoopPromise<Void>) { self.ended = ended }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent { ended.succeed() }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        ended.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        ended.fail(HTTPClientError.remoteConnectionClosed)
        context.fireChannelInactive()
    }
}
