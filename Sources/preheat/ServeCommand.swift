import ArgumentParser
import Domain
import Forecasting
import Foundation
import History
import Logging
import Planning
import Serving
import Warming

/// Runs the engine on the wall clock.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the service: learn, plan, ping and keep the ledger until told to stop.",
        discussion: """
            SIGTERM and SIGINT finish the warm-ups that are under way. Other commands work beside it; \
            what they change is taken up within two seconds.

            What there is to tell of budgets and latency targets is logged once; with --notify-url it \
            is posted as JSON, too, and tried again for a day where that fails. 'preheat notices' \
            lists it.

            Example: preheat serve
            """
    )

    @Option(
        help: ArgumentHelp(
            "How long before its minute a ping fires, under 1m.",
            valueName: "duration"
        )
    )
    var lead = DurationArgument(.seconds(10))

    @Option(
        help: ArgumentHelp(
            "Run the engine's clock so many times faster than the wall; for demos and tests.",
            valueName: "factor"
        )
    )
    var timeScale = 1.0

    @Flag(
        inversion: .prefixedNo,
        help: "Withhold one ping in a hundred by chance, so that what warming saves is measured."
    )
    var explore = true

    @Option(
        help: ArgumentHelp(
            "Where notices are posted to. (default: PREHEAT_NOTIFY_URL, else nowhere)",
            valueName: "url"
        )
    )
    var notifyURL: String?

    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel = "info"

    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    func validate() throws {
        guard lead.duration < .seconds(60) else {
            throw ValidationError("--lead must be under 1m: a ping is decided for its minute.")
        }
        guard (0.001...10_000).contains(timeScale) else {
            throw ValidationError(
                "--time-scale is \(timeScale); it must be 0.001 to 10000."
            )
        }
        _ = try webhookURL
        guard Logger.Level(rawValue: logLevel) != nil else {
            throw ValidationError(
                "--log-level '\(logLevel)' is none of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))."
            )
        }
    }

    private var webhookURL: String? {
        get throws {
            try NotifyURL.resolved(
                flag: notifyURL,
                environment: ProcessInfo.processInfo.environment
            )
        }
    }

    func run() async throws {
        let webhookURL = try webhookURL
        try checkZoneDatabase()
        let logger = journal(level: Logger.Level(rawValue: logLevel) ?? .info)
        let lockedFile = try store.lockedFile
        try await store.withStore(.create) { store in
            let lock = try ServeLock(forDatabaseAt: lockedFile)
            let clock: any WallClock =
                timeScale == 1
                ? SystemClock() : ScaledClock(from: SystemClock().now, scale: timeScale)
            let secrets = SecretSource(environment: ProcessInfo.processInfo.environment)
            try await warnOfMissingSecrets(in: store, from: secrets, logger: logger)
            try await withWarmingClient { client in
                let engine = EngineService(
                    store: store,
                    clock: clock,
                    warmer: HTTPWarmer(client: client, secrets: secrets),
                    prior: FleetPrior.shipped.hazardTable(),
                    notifier: SystemdNotifier(environment: ProcessInfo.processInfo.environment),
                    settings: EngineService.Settings(
                        lead: lead.duration,
                        exploration: explore ? Exploration(seed: 0) : nil
                    ),
                    logger: logger
                )
                let demand = DemandService(store: store, clock: clock, logger: logger)
                let notices = NoticeService(
                    store: store,
                    clock: clock,
                    webhook: webhookURL.map { WebhookPoster(client: client, url: $0) },
                    logger: logger
                )
                try await preheat.run([notices, demand, engine], untilOneEndsWith: logger)
            }
            withExtendedLifetime(lock) {}
        }
    }
}
