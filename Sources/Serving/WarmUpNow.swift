package import Domain
package import History
import ServiceLifecycle
package import Warming

/// Sends a warm-up that a person asked for, by the same ledger, budgets and warmer as the service.
///
/// It works beside a running service: both reserve in one ledger. Until the ping has had the time to
/// be answered and settled, a service that starts or ends leaves it alone; then it is interrupted.
/// Settling one that was mends that.
package struct WarmUpNow: Sendable {
    /// What became of it.
    package enum Outcome: Sendable {
        /// It is settled in the ledger.
        case sent(PingRecord, WarmUpResult)
        /// A hard budget has no room for it: nothing was sent.
        case refused(BudgetRefusal)
    }

    /// How long after the request's timeout its answer may take to reach the ledger.
    static let settlingMargin = Duration.seconds(60)

    private let store: HistoryStore
    private let warmer: HTTPWarmer
    private let clock: any WallClock

    package init(store: HistoryStore, warmer: HTTPWarmer, clock: any WallClock) {
        self.store = store
        self.warmer = warmer
        self.clock = clock
    }

    /// Writes the intent down with its reservation, sends it, and settles it.
    ///
    /// Graceful shutdown gives the requests up: they are settled as interrupted.
    ///
    /// - Parameters:
    ///   - endpoint: As it is registered.
    ///   - instances: 1 to 64.
    ///   - offsets: Of the zones of all budgets, by name.
    /// - Returns: What became of it.
    /// - Throws: `StoreError`; where the answer could not be kept, the ping stays pending until a
    ///   service finds that nobody awaits it.
    package func send(
        _ endpoint: Endpoint,
        instances: Int,
        offsets: [String: UTCOffsets]
    ) async throws -> Outcome {
        let now = clock.now
        var ping = PingRecord(
            id: 0,
            endpointID: endpoint.id,
            scheduledAt: now,
            instances: instances,
            reserved: endpoint.reservation(instances: instances),
            awaitedUntil: now.advanced(by: endpoint.warmUp.timeout + Self.settlingMargin)
        )
        let outcomes = try await store.record([], intents: [ping], at: now, offsets: offsets)
        switch outcomes.first {
        case .recorded(let id): ping.id = id
        case .refused(let refusal): return .refused(refusal)
        case nil: preconditionFailure("one intent has one outcome")
        }
        ping.firedAt = clock.now
        let result = await cancelWhenGracefulShutdown {
            await warmer.warm(endpoint.warmUp, instances: instances)
        }
        ping.settle(with: result, of: endpoint)
        guard try await store.settle(ping) else { throw StoreError.endpointIsGone }
        return .sent(ping, result)
    }
}
