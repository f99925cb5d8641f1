internal import Domain
internal import Forecasting
internal import History
internal import Logging
internal import Planning

/// The engine's world on the wall clock: traffic and configuration from the history, real pings.
struct LiveWorld: World {
    /// What other tasks tell the loop.
    enum Letter: Sendable {
        case finished(PingRecord)
    }

    private let store: HistoryStore
    private let input: EngineInput
    private let clock: any WallClock
    private let mailbox: Mailbox<Letter>
    private let orders: AsyncStream<PingDispatcher.Order>.Continuation
    private let notifier: SystemdNotifier
    private let logger: Logger
    /// The longest time that a new row or setting goes unnoticed.
    private let pollInterval: Duration

    private var endpoints: [EndpointID: Endpoint] = [:]
    /// Of the manual schedules, by key.
    private var scheduleNames: [Int64: String] = [:]
    /// As the engine heard it last.
    private var configuration: [ConfiguredEndpoint] = []
    /// What the clocks of the budgets' zones show, by name.
    private var budgetOffsets: [String: UTCOffsets] = [:]
    private var nextBudgetReading = ContinuousClock.now
    private var configurationRevision: Int64 = -1
    private var trafficRevision: Int64
    /// The newest ping of the ledger that is known, and those among later ones that are our own.
    private var knownPingID: Int64
    private var ownPingIDs: Set<Int64> = []
    /// Other processes' pings whose answers are awaited.
    private var awaitedPingIDs: [Int64]
    private var ready: ArraySlice<Event> = []
    private var alarm: Timestamp?
    private var nextPoll = ContinuousClock.now
    private var lastSignOfLife = ContinuousClock.now
    /// The number of this run in the history, once it is noted.
    private var serviceRun: Int64?
    private var nextRenewal = Timestamp(millisecondsSinceEpoch: .min)

    /// What other processes spend, and what was settled, is read so often; a change of the
    /// configuration at once.
    private static let budgetInterval = Duration.seconds(600)

    /// A world whose configuration is read: what is off in it is known before the service is ready.
    ///
    /// It hears of traffic that is written from now on; older rows come by loading.
    init(
        store: HistoryStore,
        clock: any WallClock,
        mailbox: Mailbox<Letter>,
        orders: AsyncStream<PingDispatcher.Order>.Continuation,
        notifier: SystemdNotifier,
        logger: Logger,
        pollInterval: Duration
    ) async throws {
        self.store = store
        self.clock = clock
        self.mailbox = mailbox
        self.orders = orders
        self.notifier = notifier
        self.logger = logger
        self.pollInterval = pollInterval
        input = EngineInput(store: store)
        trafficRevision = try await store.trafficRevision()
        knownPingID = try await store.lastPingID()
        awaitedPingIDs = try await store.pendingPings().map(\.id)
        try await readChanges()
    }

    mutating func next() async throws -> (Event, Timestamp)? {
        while true {
            giveSignOfLife()
            // What waits is history: it is read again by the next start.
            guard !mailbox.isClosed else { return nil }
            if let event = ready.popFirst() { return (event, clock.now) }
            for letter in mailbox.take() { hear(letter) }
            guard ready.isEmpty else { continue }
            if let alarm, clock.now >= alarm {
                // What was written until now is known before the decision.
                try await readChanges()
                self.alarm = nil
                ready.append(.woke)
            } else if ContinuousClock.now >= nextPoll {
                try await readChanges()
            } else {
                await waitForSomething()
            }
        }
    }

    mutating func perform(_ effects: [Effect]) async throws {
        var decisions: [Decision] = []
        var intents: [PingRecord] = []
        var runs: [ScheduleRuns] = []
        for effect in effects {
            switch effect {
            case .wake(let moment): alarm = moment
            case .record(let decision): decisions.append(decision)
            case .ping(let order):
                intents.append(
                    PingRecord(
                        id: 0,
                        endpointID: order.endpointID,
                        scheduledAt: order.scheduledAt,
                        instances: order.instances,
                        reserved: order.reserved,
                        schedule: order.scheduleID.flatMap { scheduleNames[$0] }
                    )
                )
            case .load(let id, let afresh):
                guard let endpoint = endpoints[id], !mailbox.isClosed else { continue }
                ready.append(
                    try await input.knowledge(of: endpoint, at: clock.now, afresh: afresh)
                )
            case .count(let more): runs += more
            case .save(let id, let bytes): try await save(bytes, of: id)
            case .savePrices(let state):
                try await keeping("what budgets and targets make of prices") {
                    try await store.save(state, modelVersion: HazardModel.version, at: clock.now)
                }
            case .saveShared(let bytes):
                try await keeping("the shared state") {
                    try await store.saveSharedState(
                        bytes,
                        modelVersion: HazardModel.version,
                        at: clock.now
                    )
                }
            }
        }
        if !decisions.isEmpty { try await send(intents, after: decisions) }
        guard !runs.isEmpty else { return }
        try await keeping("what became of schedules' runs") {
            try await store.count(
                runs.map {
                    ($0.scheduleID, ScheduleCount(lastRunAt: $0.lastRunAt, missedRuns: $0.missed))
                }
            )
        }
    }

    /// Records decisions and intents in one transaction, then sends the pings: a ping that is not in
    /// the ledger is never sent.
    private mutating func send(
        _ intents: [PingRecord],
        after decisions: [Decision]
    ) async throws {
        let outcomes: [IntentOutcome]
        do {
            outcomes = try await store.record(
                decisions,
                intents: intents,
                at: clock.now,
                offsets: budgetOffsets
            )
        } catch StoreError.endpointIsGone where Set(decisions.map(\.endpointID)).count > 1 {
            // One of them was removed meanwhile; the others' decisions hold.
            for id in Set(decisions.map(\.endpointID)).sorted() {
                try await send(
                    intents.filter { $0.endpointID == id },
                    after: decisions.filter { $0.endpointID == id }
                )
            }
            return
        } catch StoreError.endpointIsGone {
            return
        } catch StoreError.locked(let path) {
            logger.error(
                "the history stayed locked; what was decided is lost and not pinged",
                metadata: ["database": "\(path)", "pings": "\(intents.count)"]
            )
            for intent in intents {
                ready.append(.refused(intent.endpointID, minute: intent.scheduledAt.minute))
            }
            return
        }
        for (var intent, outcome) in zip(intents, outcomes) {
            guard let endpoint = endpoints[intent.endpointID] else { continue }
            switch outcome {
            case .recorded(let id):
                intent.id = id
                ownPingIDs.insert(id)
                orders.yield(PingDispatcher.Order(ping: intent, endpoint: endpoint))
            case .refused(let refusal):
                logger.notice(
                    "a ping was not sent",
                    metadata: ["endpoint": "\(endpoint.name)", "reason": "\(refusal)"]
                )
                ready.append(.refused(endpoint.id, minute: intent.scheduledAt.minute))
                nextBudgetReading = ContinuousClock.now
            }
        }
    }

    private func save(_ bytes: [UInt8], of id: EndpointID) async throws {
        // What was read and not handled yet is not in it: the next saving is soon enough.
        guard ready.isEmpty else { return }
        try await keeping("a learned state") {
            try await store.save(
                LearnedState(
                    bytes: bytes,
                    trafficRevision: trafficRevision,
                    savedAt: clock.now
                ),
                of: id,
                modelVersion: HazardModel.version
            )
        }
    }

    /// Runs `body`; a history that stays locked only means that more is read after a restart.
    private func keeping(_ what: String, _ body: () async throws -> Void) async throws {
        do { try await body() } catch StoreError.locked(let path) {
            logger.warning("\(what) was not saved: the history stayed locked at \(path)")
        }
    }

    // MARK: - Hearing

    private mutating func hear(_ letter: Letter) {
        switch letter {
        case .finished(let ping):
            ready.append(
                .pinged(
                    ping.endpointID,
                    PingOutcome(
                        minute: ping.scheduledAt.minute,
                        instances: ping.instances,
                        warm: ping.warmInstances,
                        cold: ping.coldInstances,
                        hasFailed: ping.failedInstances == ping.instances,
                        costNanos: ping.cost?.nanos
                    )
                )
            )
        }
    }

    private mutating func readChanges() async throws {
        nextPoll = ContinuousClock.now + pollInterval
        let revision = try await store.configurationRevision()
        let isNew = revision != configurationRevision
        if isNew {
            take(try await input.configuration())
            configurationRevision = revision
            nextBudgetReading = ContinuousClock.now
            tellOfConfiguration()
        }
        if ContinuousClock.now >= nextBudgetReading {
            nextBudgetReading = ContinuousClock.now + Self.budgetInterval
            if !isNew { try await readLatencies() }
            let budgets = try await input.budgets(at: clock.now)
            budgetOffsets = Dictionary(
                budgets.map { ($0.status.budget.timeZone, $0.offsets) },
                uniquingKeysWith: { first, _ in first }
            )
            ready.append(.budgeted(budgets))
        }
        try await readTraffic()
        try await readPings()
        if clock.now >= nextRenewal { try await noteAtWork() }
    }

    /// Notes in the history that this service is at work until now.
    mutating func noteAtWork() async throws {
        let now = clock.now
        nextRenewal = now.advanced(by: HistoryStore.runRenewal)
        let run = serviceRun
        var noted = run
        try await keeping("that the service is at work") {
            noted = try await store.noteServiceAtWork(run: run, at: now)
        }
        serviceRun = noted
    }

    /// What latency targets allow moves with what pings took.
    private mutating func readLatencies() async throws {
        let hasLatencyTargets = endpoints.values.contains { endpoint in
            if case .latency = endpoint.target { true } else { false }
        }
        guard hasLatencyTargets else { return }
        let read = try await input.configuration()
        guard read.map(\.settings) != configuration.map(\.settings) else { return }
        take(read)
    }

    /// Hands the engine a configuration, and sends and loads by the same from now on.
    private mutating func take(_ read: [ConfiguredEndpoint]) {
        configuration = read
        endpoints = Dictionary(uniqueKeysWithValues: read.map { ($0.endpoint.id, $0.endpoint) })
        ready.append(.configured(read))
        scheduleNames = Dictionary(
            read.flatMap { $0.schedules.map { ($0.schedule.id, $0.schedule.name) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Pings of other processes keep instances warm as well.
    ///
    /// Each is judged once it is settled; what its sender can no longer settle is interrupted.
    private mutating func readPings() async throws {
        let awaited =
            awaitedPingIDs.isEmpty ? [] : try await store.pings(numbered: awaitedPingIDs)
        let written = try await store.pings(writtenAfter: knownPingID, limit: 1000)
        if let last = written.last { knownPingID = last.id }
        awaitedPingIDs = []
        let now = clock.now
        var isAnyGivenUp = false
        for ping in awaited + written where ownPingIDs.remove(ping.id) == nil {
            switch ping.outcome {
            case .pending:
                guard let awaitedUntil = ping.awaitedUntil else { continue }
                awaitedPingIDs.append(ping.id)
                isAnyGivenUp = isAnyGivenUp || awaitedUntil <= now
            case .succeeded:
                let minute = ping.scheduledAt.minute
                let recent = RecentPing(minute: minute, instances: ping.instances)
                ready.append(.warmed(ping.endpointID, recent))
            case .unexpectedStatus, .timedOut, .unreachable, .interrupted: break
            }
        }
        guard isAnyGivenUp else { return }
        try await keeping("that pings were never settled") {
            let count = try await store.interruptPendingPings(at: now, includingService: false)
            guard count > 0 else { return }
            logger.warning(
                "warm-ups of another process were never settled; they count as interrupted",
                metadata: ["pings": "\(count)"]
            )
        }
    }

    private mutating func readTraffic() async throws {
        let changes = try await store.trafficChanges(after: trafficRevision, limit: 50_000)
        guard changes.revision > trafficRevision else { return }
        trafficRevision = changes.revision
        let reset = Set(changes.resetEndpoints)
        for id in reset.sorted() {
            guard let endpoint = endpoints[id] else { continue }
            ready.append(try await input.knowledge(of: endpoint, at: clock.now))
        }
        var bins: [EndpointID: [TrafficBin]] = [:]
        for (id, bin) in changes.bins where !reset.contains(id) {
            bins[id, default: []].append(bin)
        }
        guard !bins.isEmpty else { return }
        ready.append(
            .traffic(
                bins.keys.sorted().map { EndpointTraffic(endpointID: $0, bins: bins[$0] ?? []) }
            )
        )
    }

    private func tellOfConfiguration() {
        let active = endpoints.values.filter { $0.mode == .active && !$0.isPaused }.count
        notifier.notify("STATUS=endpoints: \(endpoints.count), pinged: \(active)")
        if endpoints.isEmpty {
            logger.notice("no endpoint is configured; add one with 'preheat endpoint add NAME URL'")
        } else if active == 0 {
            let name = endpoints.values.map(\.name).min() ?? "NAME"
            logger.notice(
                "every endpoint is in shadow mode or paused: decisions are recorded, nothing is pinged; activate one with 'preheat endpoint set \(name) --mode active'"
            )
        } else {
            logger.info(
                "configuration read",
                metadata: ["endpoints": "\(endpoints.count)", "active": "\(active)"]
            )
        }
    }

    // MARK: - Waiting

    private func waitForSomething() async {
        let clock = clock
        let poll = nextPoll
        let alarm = alarm
        await mailbox.wait {
            guard let alarm else { return try await Task.sleep(until: poll, clock: .continuous) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await clock.sleep(until: alarm, tolerance: .zero) }
                group.addTask { try await Task.sleep(until: poll, clock: .continuous) }
                try await group.next()
                group.cancelAll()
            }
        }
    }

    /// Tells systemd's watchdog, from the engine's own loop, at half the interval that it asked for.
    private mutating func giveSignOfLife() {
        guard let interval = notifier.watchdogInterval else { return }
        let now = ContinuousClock.now
        guard now - lastSignOfLife >= interval / 2 else { return }
        lastSignOfLife = now
        notifier.notify("WATCHDOG=1")
    }
}
