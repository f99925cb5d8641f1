internal import Domain
internal import History
internal import Logging
internal import Planning
internal import Warming

/// Sends the warm-ups that the engine ordered and settles each in the ledger.
struct PingDispatcher: Sendable {
    /// A warm-up whose intent is in the ledger.
    struct Order: Sendable {
        var ping: PingRecord
        var endpoint: Endpoint
    }

    let warmer: HTTPWarmer
    let store: HistoryStore
    let clock: any WallClock
    let mailbox: Mailbox<LiveWorld.Letter>
    let logger: Logger
    /// The most warm-ups under way at once; the rest wait in line.
    let mostInFlight: Int

    /// Sends `orders` until they end, then waits for those under way.
    func run(_ orders: AsyncStream<Order>) async {
        await withTaskGroup(of: Void.self) { group in
            var started = 0
            for await order in orders {
                if started >= mostInFlight { await group.next() }
                started += 1
                group.addTask { await send(order) }
            }
        }
    }

    private func send(_ order: Order) async {
        var ping = order.ping
        let endpoint = order.endpoint
        ping.firedAt = clock.now
        let result = await warmer.warm(endpoint.warmUp, instances: ping.instances)
        // Given up at the deadline: it stays pending, and the service marks it when it has stopped.
        guard !Task.isCancelled else { return }
        ping.settle(with: result, of: endpoint)
        do {
            try await store.settle(ping)
        } catch {
            logger.error(
                "a ping's answer could not be kept; it counts as interrupted at the next start",
                metadata: ["endpoint": "\(endpoint.name)", "error": "\(error)"]
            )
        }
        if ping.failedInstances > 0 {
            logger.warning(
                "a warm-up failed",
                metadata: [
                    "endpoint": "\(endpoint.name)", "outcome": "\(ping.outcome.rawValue)",
                    "detail": "\(ping.detail ?? "")",
                ]
            )
        } else {
            logger.debug(
                "warmed up",
                metadata: [
                    "endpoint": "\(endpoint.name)", "instances": "\(ping.instances)",
                    "temperature": "\(ping.temperature.rawValue)",
                    "firstByteMs": "\(ping.firstByteMs ?? -1)",
                ]
            )
        }
        mailbox.post(.finished(ping))
    }
}

extension PingRecord {
    /// Enters what was measured, and what the endpoint pays for it: one exact sum over all instances,
    /// rounded up once.
    ///
    /// The bill follows the measured times, which hold the network's and the start-up's as well: an
    /// upper bound. No request is charged for longer than its timeout; one that was sent and never
    /// answered to its end is charged until then, whoever broke the connection, and one that found no
    /// connection costs nothing.
    mutating func settle(with result: WarmUpResult, of endpoint: Endpoint) {
        outcome = result.outcome
        warmInstances = result.warmInstances
        coldInstances = result.coldInstances
        failedInstances = result.failedInstances
        connectMs = result.connectMs
        firstByteMs = result.firstByteMs
        totalMs = result.totalMs
        detail = result.detail
        let timeout = endpoint.warmUp.timeout
        // A function that runs out of memory resets the connection: it is billed like any other.
        let sent = result.instances.filter { $0.outcome != .unreachable || $0.connectMs != nil }
        let usages = sent.map { instance in
            let took = instance.totalMs.map { Duration.milliseconds($0) } ?? timeout
            return endpoint.usage(execution: min(took, timeout), idle: endpoint.idleTimeout)
        }
        cost = endpoint.priceModel.cost(of: usages)
    }
}
