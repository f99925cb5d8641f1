import AsyncHTTPClient
import Domain
import NIOCore
import NIOPosix
import NIOSSL

/// Connects to endpoints, with TLS where they speak it, and hangs up: no request is sent, so that
/// nothing is started or charged.
package struct ConnectionProbe: Sendable {
    private let deadline: Duration
    private let mostAtOnce: Int
    private let trustRoots: NIOSSLTrustRoots

    package init() { self.init(deadline: .seconds(3)) }

    /// - Parameters:
    ///   - deadline: For finding the name, connecting and TLS together.
    ///   - mostAtOnce: The most connections under way.
    ///   - trustRoots: Whose certificates are trusted.
    init(deadline: Duration, mostAtOnce: Int = 8, trustRoots: NIOSSLTrustRoots = .default) {
        self.deadline = deadline
        self.mostAtOnce = max(mostAtOnce, 1)
        self.trustRoots = trustRoots
    }

    /// Why each of some URLs cannot be connected to; `nil` for one that can.
    ///
    /// Each host and port is connected to once.
    ///
    /// - Parameter urls: Absolute, http or https.
    /// - Returns: One sentence for each URL, in their order; it names host and port only.
    package func failures(connectingTo urls: [String]) async -> [String?] {
        let places = urls.map { url in
            Result { () throws(OutgoingRequest.Invalid) in try WarmUpAddress(url) }
        }
        var unseen: [WarmUpAddress] = []
        var seen = Set<WarmUpAddress>()
        for case .success(let address) in places where seen.insert(address).inserted {
            unseen.append(address)
        }
        let found = await failures(connectingTo: unseen)
        return places.map { place in
            switch place {
            case .success(let address): found[address] ?? nil
            case .failure(let invalid): invalid.sentence
            }
        }
    }

    private func failures(
        connectingTo addresses: [WarmUpAddress]
    ) async -> [WarmUpAddress: String] {
        // Reading the trusted certificates takes longer than a connection.
        let context = Result { try makeContext(for: addresses) }
        return await withTaskGroup(of: (WarmUpAddress, String?).self) { group in
            var failures: [WarmUpAddress: String] = [:]
            for (index, address) in addresses.enumerated() {
                if index >= mostAtOnce, let (ended, failure) = await group.next() {
                    failures[ended] = failure
                }
                group.addTask { (address, await failure(connectingTo: address, context)) }
            }
            for await (ended, failure) in group { failures[ended] = failure }
            return failures
        }
    }

    /// - Returns: `nil` where nobody speaks TLS.
    private func makeContext(for addresses: [WarmUpAddress]) throws -> NIOSSLContext? {
        guard addresses.contains(where: \.isSecure) else { return nil }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = trustRoots
        return try NIOSSLContext(configuration: configuration)
    }

    private func failure(
        connectingTo address: WarmUpAddress,
        _ context: Result<NIOSSLContext?, any Error>
    ) async -> String? {
        do {
            try await connect(to: address, address.isSecure ? try context.get() : nil)
            return nil
        } catch {
            return WarmUpFailure(
                error,
                address: "\(address)",
                timeout: deadline,
                answer: AnswerRecorder.Answer()
            ).detail
        }
    }

    /// Connects, as long as the deadline lets it; a connection that comes later is closed as well.
    private func connect(to address: WarmUpAddress, _ context: NIOSSLContext?) async throws {
        let limit = TimeAmount.milliseconds(deadline.milliseconds)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let ended = loop.makePromise(of: Void.self)
        let alarm = loop.scheduleTask(in: limit) { ended.fail(HTTPClientError.connectTimeout) }
        let connection = ClientBootstrap(group: loop).connectTimeout(limit)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let context else { return }
                    try channel.pipeline.syncOperations.addHandlers(
                        NIOSSLClientHandler(
                            context: context,
                            serverHostname: address.isNumeric ? nil : address.host
                        ),
                        HandshakeWatcher(ended)
                    )
                }
            }
            .connect(host: address.host, port: address.port)
        if context == nil {
            connection.map { _ in }.cascade(to: ended)
        } else {
            connection.cascadeFailure(to: ended)
        }
        connection.whenSuccess { channel in
            ended.futureResult.whenComplete { _ in channel.close(promise: nil) }
        }
        defer { alarm.cancel() }
        try await ended.futureResult.get()
    }
}
