import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

/// A server on loopback that answers every request with the same bytes.
final class LocalServer: Sendable {
    /// What is done once a request has come in whole.
    enum Script: Sendable {
        /// The bytes are written as they are: a whole answer, or anything else.
        case answers(String)
        /// The same, but not before so many requests are waiting at the same time.
        case answersTogether(String, requests: Int)
        /// The bytes are followed by more than any client wants to read.
        case neverEnds(String)
        case staysSilent
        case hangsUp
    }

    struct Request: Sendable {
        var head: HTTPRequestHead
        var body: String
    }

    private struct State {
        var requests: [Request] = []
        var connections = 0
        var waiting: [any Channel] = []
    }

    private let state = Mutex(State())
    private let script: Script
    /// An element for each request that has come in.
    let arrivals: AsyncStream<Void>
    /// An element for each connection that has ended.
    let departures: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation
    private let departure: AsyncStream<Void>.Continuation

    private init(_ script: Script) {
        self.script = script
        (arrivals, arrival) = AsyncStream.makeStream()
        (departures, departure) = AsyncStream.makeStream()
    }

    var requests: [Request] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }

    /// Runs a server while `body` does, which gets it and its port.
    static func with<Result: Sendable>(
        _ script: Script,
        _ body: (LocalServer, Int) async throws -> Result
    ) async throws -> Result {
        let server = LocalServer(script)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
                    try pipeline.addHandler(RequestReader(server))
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

    /// Lends a port of loopback on which nobody listens, and nobody else can meanwhile.
    static func withRefusingPort<Result>(
        _ body: (Int) async throws -> Result
    ) async throws -> Result {
        try await withPort(listens: false, body)
    }

    /// Lends a port on which connections are taken, and nobody ever says anything.
    static func withSilentPort<Result>(
        _ body: (Int) async throws -> Result
    ) async throws -> Result {
        try await withPort(listens: true, body)
    }

    private static func withPort<Result>(
        listens: Bool,
        _ body: (Int) async throws -> Result
    ) async throws -> Result {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isBound)
        if listens { try #require(listen(descriptor, 8) == 0) }
        return try await body(Int(UInt16(bigEndian: address.sin_port)))
    }

    fileprivate func connected() { state.withLock { $0.connections += 1 } }

    fileprivate func disconnected() { departure.yield() }

    fileprivate func received(_ request: Request, on channel: any Channel) {
        let ready = state.withLock { state -> [any Channel] in
            state.requests.append(request)
            guard case .answersTogether(_, let count) = script else { return [channel] }
            state.waiting.append(channel)
            return state.waiting.count < count ? [] : state.waiting
        }
        arrival.yield()
        for channel in ready { answer(on: channel) }
    }

    private func answer(on channel: any Channel) {
        switch script {
        case .answers(let text), .answersTogether(let text, _):
            channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
        case .neverEnds(let text):
            channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
            write(ByteBuffer(repeating: UInt8(ascii: "x"), count: 1 << 16), to: channel)
        case .staysSilent: break
        case .hangsUp: channel.close(promise: nil)
        }
    }

    /// Until the other side has had enough and closes.
    private func write(_ chunk: ByteBuffer, to channel: any Channel) {
        channel.writeAndFlush(chunk).whenSuccess { self.write(chunk, to: channel) }
    }
}

/// Tells the server of each request on one connection.
private final class RequestReader: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let server: LocalServer
    private var head: HTTPRequestHead?
    private var body = ""

    init(_ server: LocalServer) { self.server = server }

    func channelActive(context: ChannelHandlerContext) { server.connected() }

    func channelInactive(context: ChannelHandlerContext) { server.disconnected() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let buffer): body += String(buffer: buffer)
        case .end:
            guard let head else { return }
            server.received(LocalServer.Request(head: head, body: body), on: context.channel)
            self.head = nil
            body = ""
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
