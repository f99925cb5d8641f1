package import Domain
internal import Forecasting
package import History
package import Logging
import ServiceLifecycle

/// Judges every hour which model serves each endpoint's demand, and raises an alarm where the
/// regression has drifted.
///
/// A judgement is a forecast, refitted from the history. It takes milliseconds on a thread of the
/// pool and lets others go between endpoints, so that no ping waits for it.
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
    /// - Throws: `StoreError` when the history can no longer be read or written.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                try await clock.sleep(until: clock.now.advanced(by: Self.delay), tolerance: nil)
                while true {
                    let start = clock.now
                    try await judgeAll()
                    let next = start.advanced(by: Self.interval)
                    try await clock.sleep(until: max(next, clock.now), tolerance: nil)
                }
            }
        } catch is CancellationError {
            // Being asked to stop is the only way out, and no failure.
            return
        }
    }

    /// Judges all endpoints once.
    ///
    /// - Returns: How many were judged; those without traffic are not.
    /// - Complexity: A forecast for each endpoint.
    @discardableResult
    package func judgeAll() async throws -> Int {
        let earlier = try await store.judgedModels()
        var judged: [(EndpointID, JudgedModel)] = []
        var count = 0
        for endpoint in try await store.endpoints() where !endpoint.isPaused {
            try Task.checkCancellation()
            guard let judgement = try await judgement(of: endpoint) else { continue }
            tell(judgement, earlier[endpoint.id], of: endpoint)
            judged.append((endpoint.id, judgement))
            count += 1
            if judged.count == Self.batch {
                try await store.write(judged)
                judged = []
            }
            await Task.yield()
        }
        try await store.write(judged)
        logger.debug("demand judged", metadata: ["endpoints": "\(count)"])
        return count
    }

    private func judgement(of endpoint: Endpoint) async throws -> JudgedModel? {
        let demand: EndpointDemand
        do {
            demand = try await EndpointDemand(of: endpoint, in: store, at: clock.now)
        } catch is DemandError {
            // An endpoint without traffic has nothing to judge.
            return nil
        }
        let forecast = forecastDemand(
            of: demand.series,
            horizonBins: demand.series.binsPerDay,
            offsets: demand.offsets,
            specialDates: endpoint.specialDates
        )
        return forecast.map {
            JudgedModel(
                judgedAt: clock.now,
                model: $0.model.name,
                errorRatio: $0.model.week?.errorRatio
            )
        }
    }

    /// Says when a model drifts and when it is back.
    private func tell(_ judgement: JudgedModel, _ earlier: JudgedModel?, of endpoint: Endpoint) {
        let drifted = "seasonal-naive"
        let isDrift = judgement.model == drifted
        guard isDrift != (earlier?.model == drifted) else { return }
        let metadata: Logger.Metadata = [
            "endpoint": "\(endpoint.name)", "model": "\(judgement.model)",
            "errorRatio": "\(judgement.errorRatio.map { "\($0)" } ?? "unknown")",
        ]
        if isDrift {
            logger.warning(
                "the demand forecast was worse than the day before for a week; that serves now",
                metadata: metadata
            )
        } else {
            logger.notice("the demand forecast is back from drift", metadata: metadata)
        }
    }
}
