import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A server on loopback that answers one request after the other as it is told; the last answer
/// stays.
final class ScriptedServer: Sendable {
    struct Request: Sendable {
        var head: HTTPRequestHead
        var body: String
    }

    private struct State {
        var requests: [Request] = []
        var answers: ArraySlice<String?>
    }

    private let state: Mutex<State>
    /// An element for each request that has come in.
    let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation

    private init(_ answers: [String?]) {
        state = Mutex(State(answers: answers[...]))
        (arrivals, arrival) = AsyncStream.makeStream()
    }

    var requests: [Request] { state.withLock { $0.requests } }

    /// Runs a server while `body` does, which gets it and its port.
    ///
    /// - Parameters:
    ///   - answers: Whole answers; `nil` stays silent.
    ///   - body: The test.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, and `IOError` without a port.
    static func with<Result: Sendable>(
        _ answers: [String?],
        _ body: (ScriptedServer, Int) async throws -> Result
    ) async throws -> Result {
        let server = ScriptedServer(answers)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    try pipeline.addHandler(Reader(server))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        guard let port = channel.localAddress?.port else {
            preconditionFailure("a bound socket has a port")
        }
        do {
            let result = try await body(server, port)
            try await channel.close()
            return result
        } catch {
            try await channel.close()
            throw error
        }
    }

    /// An answer without a body.
    static func answer(_ status: String, _ header: String = "X-Nothing: 0") -> String {
        "HTTP/1.1 \(status)\r\n\(header)\r\nContent-Length: 0\r\n\r\n"
    }

    fileprivate func received(_ request: Request, on channel: any Channel) {
        let answer = state.withLock { state -> String? in
            state.requests.append(request)
            guard state.answers.count > 1 else { return state.answers.first ?? nil }
            return state.answers.removeFirst()
        }
        arrival.yield()
        guard let answer else { return }
        channel.writeAndFlush(ByteBuffer(string: answer), promise: nil)
    }
}

/// Tells the server of each request on one connection.
private final class Reader: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let server: ScriptedServer
    private var head: HTTPRequestHead?
    private var body = ""

    init(_ server: ScriptedServer) { self.server = server }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let buffer): body += String(buffer: buffer)
        case .end:
            guard let head else { return }
            server.received(ScriptedServer.Request(head: head, body: body), on: context.channel)
            self.head = nil
            body = ""
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
