package import Domain
internal import Forecasting
package import History
package import Logging
import ServiceLifecycle

/// Judges every hour which model serves each endpoint's demand, and raises an alarm where the
/// regression has drifted.
///
/// A judgement fits the models anew from the history: milliseconds on a thread of the pool, which
/// lets others go between endpoints, so that a ping waits for one judgement at most.
package struct DemandService: Service {
    /// How long after the start, and how often after that.
    package static let delay = Duration.seconds(300)
    package static let interval = Duration.seconds(3600)
    /// Judgements are written so many at a time.
    private static let batch = 100

    private let store: HistoryStore
    private let clock: any WallClock
    private let logger: Logger

    package init(store: HistoryStore, clock: any WallClock, logger: Logger) {
        self.store = store
        self.clock = clock
        self.logger = logger
    }

    /// Runs until graceful shutdown.
    ///
    /// What cannot be read or written is logged and tried again an hour later: it is the engine that
    /// stops when the history is gone.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                try await clock.sleep(until: clock.now.advanced(by: Self.delay), tolerance: nil)
                while true {
                    let start = clock.now
                    do {
                        try await judgeAll()
                    } catch let error as StoreError {
                        logger.error("demand was not judged", metadata: ["reason": "\(error)"])
                    }
                    // A clock that was set back shall not make the next round wait for years.
                    let now = clock.now
                    let next = min(start, now).advanced(by: Self.interval)
                    try await clock.sleep(until: max(next, now), tolerance: nil)
                }
            }
        } catch is CancellationError {
            // Being asked to stop is the only way out, and no failure.
            return
        }
    }

    /// One endpoint's judgement.
    private struct Judged {
        var endpoint: Endpoint
        var model: JudgedModel
    }

    /// Judges all endpoints once.
    ///
    /// - Returns: How many were judged; those without traffic are not.
    /// - Throws: `StoreError`; what was judged before in batches of a hundred is written.
    /// - Complexity: The fit of a model for each endpoint.
    @discardableResult
    package func judgeAll() async throws -> Int {
        let earlier = try await store.judgedModels()
        var offsets: [String: UTCOffsets] = [:]
        var batch: [Judged] = []
        var count = 0
        for endpoint in try await store.endpoints() where !endpoint.isPaused {
            try Task.checkCancellation()
            guard let model = try await judgement(of: endpoint, &offsets) else { continue }
            batch.append(Judged(endpoint: endpoint, model: model))
            count += 1
            if batch.count == Self.batch {
                try await write(batch, earlier)
                batch = []
            }
            await Task.yield()
        }
        try await write(batch, earlier)
        logger.debug("demand judged", metadata: ["endpoints": "\(count)"])
        return count
    }

    /// Tells only of what is written, so that a failed write does not tell it twice.
    private func write(_ batch: [Judged], _ earlier: [EndpointID: JudgedModel]) async throws {
        try await store.write(batch.map { ($0.endpoint.id, $0.model) })
        for judged in batch { tell(judged, earlier[judged.endpoint.id]) }
    }

    private func judgement(
        of endpoint: Endpoint,
        _ offsets: inout [String: UTCOffsets]
    ) async throws -> JudgedModel? {
        do {
            let demand = try await EndpointDemand(
                of: endpoint,
                in: store,
                at: clock.now,
                offsets: offsets[endpoint.timeZone]
            )
            offsets[endpoint.timeZone] = demand.offsets
            let model = demandModel(
                of: demand.series,
                offsets: demand.offsets,
                specialDates: endpoint.specialDates
            )
            return model.map {
                JudgedModel(
                    judgedAt: clock.now,
                    model: $0.name,
                    errorRatio: $0.week?.errorRatio
                )
            }
        } catch is DemandError {
            // An endpoint without traffic has nothing to judge.
            return nil
        } catch let error as ServingError {
            logger.warning("demand was not judged", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    /// Says when a model drifts and when it does no more.
    private func tell(_ judged: Judged, _ earlier: JudgedModel?) {
        let isDrift = judged.model.model == DemandForecast.Model.driftName
        guard isDrift != (earlier?.model == DemandForecast.Model.driftName) else { return }
        let metadata: Logger.Metadata = [
            "endpoint": "\(judged.endpoint.name)", "model": "\(judged.model.model)",
            "errorRatio": "\(judged.model.errorRatio.map { "\($0)" } ?? "unknown")",
        ]
        if isDrift {
            logger.warning(
                "the demand forecast was worse than the day before for a week; that serves now",
                metadata: metadata
            )
        } else {
            logger.notice("the demand forecast has drifted no more", metadata: metadata)
        }
    }
}
