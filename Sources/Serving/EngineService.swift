package import Domain
package import Forecasting
package import History
package import Logging
package import Planning
import ServiceLifecycle
package import Warming

/// The engine in real time, from start to graceful shutdown.
package struct EngineService: Service {
    /// What `serve` can be told.
    package struct Settings: Sendable {
        /// Randomised decisions; `nil` for none.
        package var exploration: Exploration?
        /// How long before its minute a ping fires; under a minute.
        package var lead: Duration
        /// The longest time that a new row or setting goes unnoticed.
        package var pollInterval: Duration
        /// How long warm-ups under way may take once the service is told to stop.
        package var drainDeadline: Duration
        /// The most warm-ups under way at once.
        package var mostInFlight: Int

        package init(
            lead: Duration = .zero,
            exploration: Exploration? = nil,
            pollInterval: Duration = .seconds(1),
            drainDeadline: Duration = .seconds(20),
            mostInFlight: Int = 256
        ) {
            self.lead = lead
            self.exploration = exploration
            self.pollInterval = pollInterval
            self.drainDeadline = drainDeadline
            self.mostInFlight = mostInFlight
        }
    }

    private let store: HistoryStore
    private let clock: any WallClock
    private let warmer: HTTPWarmer
    private let prior: HazardTable
    private let notifier: SystemdNotifier
    private let settings: Settings
    private let logger: Logger

    package init(
        store: HistoryStore,
        clock: any WallClock,
        warmer: HTTPWarmer,
        prior: HazardTable,
        notifier: SystemdNotifier,
        settings: Settings,
        logger: Logger
    ) {
        self.store = store
        self.clock = clock
        self.warmer = warmer
        self.prior = prior
        self.notifier = notifier
        self.settings = settings
        self.logger = logger
    }

    /// Runs until graceful shutdown; then warm-ups under way get their deadline.
    ///
    /// - Throws: `StoreError` when the history can no longer be read or written: a ping that cannot
    ///   be recorded is not sent.
    package func run() async throws {
        let interrupted = try await store.interruptPendingPings(
            at: clock.now,
            includingService: true
        )
        if interrupted > 0 {
            logger.warning(
                "warm-ups of an earlier process were never settled; they count as interrupted",
                metadata: ["pings": "\(interrupted)"]
            )
        }
        let mailbox = Mailbox<LiveWorld.Letter>()
        let (orders, sender) = AsyncStream.makeStream(of: PingDispatcher.Order.self)
        let dispatcher = PingDispatcher(
            warmer: warmer,
            store: store,
            clock: clock,
            mailbox: mailbox,
            logger: logger,
            mostInFlight: settings.mostInFlight
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await dispatcher.run(orders) }
            defer { sender.finish() }
            var world = try await LiveWorld(
                store: store,
                clock: clock,
                mailbox: mailbox,
                orders: sender,
                notifier: notifier,
                logger: logger,
                pollInterval: settings.pollInterval
            )
            var engine = Engine(
                prior: prior,
                settings: EngineSettings(
                    lead: settings.lead,
                    exploration: settings.exploration,
                    saves: true
                ),
                saved: try await EngineInput(store: store).sharedState()
            )
            notifier.notify("READY=1")
            logger.info("serving", metadata: ["version": "\(Preheat.version)"])
            try await withTaskCancellationOrGracefulShutdownHandler {
                try await Planning.run(&engine, in: &world)
            } onCancelOrGracefulShutdown: {
                mailbox.close()
            }
            notifier.notify("STOPPING=1")
            sender.finish()
            group.addTask { [settings, logger] in
                try await Task.sleep(for: settings.drainDeadline)
                logger.warning("warm-ups under way at the deadline are interrupted")
            }
            // The first to end decides: the dispatcher when all is settled, else the deadline.
            try await group.next()
            group.cancelAll()
            try await world.noteAtWork()
        }
        _ = try await store.interruptPendingPings(at: clock.now, includingService: true)
        logger.info("stopped")
    }
}
