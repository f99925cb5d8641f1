package import Domain
internal import Forecasting
package import History
package import Logging
internal import Planning
import Reporting
import ServiceLifecycle
package import Warming

/// Tells every minute what there is to tell of budgets and targets: in the journal, and to a webhook.
///
/// What was told is kept, so that a restart loses none, and repeats at most what was being sent. A
/// webhook that does not answer, or is slow, holds up nothing but later notices, and them until the
/// next minute.
package struct NoticeService: Service {
    /// How long after the start, and how often after that.
    package static let interval = Duration.seconds(60)
    /// The most notices that are sent at once.
    private static let batch = 100

    private let store: HistoryStore
    private let clock: any WallClock
    private let webhook: WebhookPoster?
    private let logger: Logger

    /// - Parameters:
    ///   - store: The history.
    ///   - clock: The engine's.
    ///   - webhook: Who is told; `nil` for the journal alone.
    ///   - logger: The journal.
    package init(
        store: HistoryStore,
        clock: any WallClock,
        webhook: WebhookPoster?,
        logger: Logger
    ) {
        self.store = store
        self.clock = clock
        self.webhook = webhook
        self.logger = logger
    }

    /// Runs until graceful shutdown, which gives up a post that is under way.
    ///
    /// What cannot be read or written is logged and tried again a minute later: it is the engine
    /// that stops when the history is gone.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await clock.sleep(
                        until: clock.now.advanced(by: Self.interval),
                        tolerance: nil
                    )
                    try await logging("notices were not written") { try await tell() }
                    try await logging("notices were not sent") { try await send() }
                }
            }
        } catch is CancellationError {
            // Being asked to stop is the only way out, and no failure.
            return
        }
    }

    /// Runs `body`; what the history or a time zone refuses is a line in the journal.
    private func logging(_ what: String, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as StoreError {
            logger.error("\(what)", metadata: ["reason": "\(error)"])
        } catch let error as ServingError {
            logger.error("\(what)", metadata: ["reason": "\(error)"])
        }
    }

    // MARK: - Telling

    /// Writes and logs what is due.
    ///
    /// - Throws: `StoreError`, and ``ServingError/unknownTimeZone(_:endpoint:)``.
    package func tell() async throws {
        let now = clock.now
        let endpoints = try await store.endpoints()
        let due = DueNotices(
            endpoints: endpoints,
            pings: Dictionary(
                uniqueKeysWithValues: endpoints.map {
                    ($0.id, $0.reservation(instances: $0.instances))
                }
            ),
            earlier: try await store.latestNotices(),
            at: now
        ).notices(
            budgets: try await EngineInput(store: store).budgets(at: now).map(\.status),
            targets: try await store.priceState(modelVersion: HazardModel.version).targets
        )
        guard !due.isEmpty else { return }
        for notice in try await store.write(due) {
            logger.warning("\(notice.sentence)", metadata: ["notice": "\(notice.kind.rawValue)"])
        }
    }

    // MARK: - Sending

    /// Posts what is due to the webhook, oldest first.
    ///
    /// - Throws: `StoreError`, and `CancellationError` when the task is cancelled.
    package func send() async throws {
        guard let webhook else { return }
        let start = clock.now
        let old = try await store.giveUpNotices(
            before: start.advanced(by: .zero - Notice.longestTrying)
        )
        if old > 0 {
            logger.warning(
                "notices of more than a day ago are not sent to the webhook any more",
                metadata: ["notices": "\(old)"]
            )
        }
        for notice in try await store.noticesToSend(at: start, limit: Self.batch) {
            // It is time to tell again; the rest is sent after that.
            guard start.duration(to: clock.now) < Self.interval else { return }
            let outcome = await webhook.post(try NoticeMessage(notice).json())
            switch outcome {
            case .delivered:
                try await store.noticeWasDelivered(notice.id, at: clock.now)
            case .refused(let reason):
                try await postpone(notice, reason)
            case .unreachable(let reason):
                // The others would wait as long for the same: they come first in a minute.
                return try await postpone(notice, reason)
            case .interrupted:
                throw CancellationError()
            }
        }
    }

    private func postpone(_ notice: Notice, _ reason: String) async throws {
        let next = notice.nextAttempt(after: notice.attempts + 1, at: clock.now)
        try await store.noticeWasRefused(notice.id, nextAttempt: next)
        let metadata: Logger.Metadata = [
            "notice": "\(notice.kind.rawValue)", "subject": "\(notice.name)",
            "attempts": "\(notice.attempts + 1)", "reason": "\(reason)",
        ]
        if next == nil {
            logger.warning("the webhook took a notice in no attempt of a day", metadata: metadata)
        } else {
            logger.notice("the webhook did not take a notice", metadata: metadata)
        }
    }
}
