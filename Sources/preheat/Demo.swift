import Domain
import Emulating
import Forecasting
import Foundation
import History
import Logging
import Planning
import Reporting
import Serving
import Simulating
import Warming

/// Four endpoints with different rhythms, four weeks of their past and 90 minutes of their present, in
/// which a person wants more of one of them for a launch.
struct Demo {
    let folder: URL
    let live: Duration
    let seed: UInt64

    private static let scale = 120.0
    private static let idleTimeout = Duration.seconds(600)
    private static let coldStartValue = 20.0
    /// Two thousandths of a dollar: room for what two instances at once might cost.
    private static let dailyNanos: Int64 = 2_000_000
    private static let historyMinutes = 28 * 1440
    private static let rhythms: [(name: String, demand: SyntheticDemand, says: String)] = [
        ("timer", .timer(everyMinutes: 15), "a request every 15 minutes"),
        ("office", .officeHours(perHour: 8), "8 requests an hour, weekdays 08:00–18:00"),
        ("bursts", .bursts(perDay: 5, requests: 8), "5 bursts a day of 8 requests each"),
        ("rare", .rare(perDay: 2), "2 requests a day"),
    ]

    func run() async throws {
        let origin = Self.lastWednesdayMorning(before: SystemClock().now)
        let arrivals = arrivals(around: origin)
        let platform = EmulatedPlatform(
            startUp: .milliseconds(300),
            idleTimeout: Self.idleTimeout / Self.scale,
            handling: .milliseconds(5)
        )
        let logger = journal(level: .warning)
        // It is cancelled at the end, which Hummingbird calls an error.
        let server = EmulatedServer(platform, port: 0, logger: journal(level: .critical))
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.run { port in announce.yield(port) }
                announce.finish()
            }
            guard let port = await ports.first(where: { _ in true }) else {
                try await group.next()
                throw CommandError("the emulated platform ended before it listened")
            }
            try await show(origin: origin, arrivals: arrivals, port: port, logger: logger)
            group.cancelAll()
        }
    }

    private func show(
        origin: Timestamp,
        arrivals: [[Double]],
        port: Int,
        logger: Logger
    ) async throws {
        let store = try HistoryStore(
            at: folder.appending(path: "preheat.db").path,
            access: .create
        )
        heading("1. Four endpoints, four weeks of an access log (made up from these rates)")
        let past = Timestamp(minute: origin.minute - Self.historyMinutes)
        let endpoints = try await addEndpoints(to: store, since: past, port: port)
        try await setBudget(in: store, at: origin)
        try await importHistory(arrivals, before: origin, endpoints: endpoints, into: store)
        heading("2. What the next day looks like")
        let demand = try await EndpointDemand(
            of: endpoints[1],
            in: store,
            at: origin
        )
        let view = try ForecastView(of: demand, horizonBins: demand.series.binsPerDay)
        print(view.text(.plain(width: 80)))
        heading("3. Four weeks replayed: the engine beside fixed rules")
        try await compare(arrivals, origin: origin)
        heading("4. The next pings, and a launch that no history tells")
        let schedules = try await addLaunch(to: endpoints[1], in: store)
        try await plan(endpoints, schedules: schedules, store: store, at: origin)
        let minutes = Int(live.inSeconds * Self.scale / 60)
        heading(
            "5. \(durationText(live)) of the real service: \(minutes) minutes from "
                + "\(rfc3339(origin)), \(Int(Self.scale)) times faster, real HTTP"
        )
        let latencies = try await serve(
            endpoints,
            arrivals: arrivals,
            from: origin,
            store: store,
            logger: logger
        )
        heading("6. What it cost and what it saved")
        let end = origin.advanced(by: live * Self.scale)
        let budgets = try await BudgetView.all(in: store, at: end).map { view in
            BudgetLine(scope: view.scope, per: view.per, status: view.status)
        }
        let costs = try await costReport(
            from: store,
            budgets: budgets,
            since: origin,
            until: end,
            by: .endpoint
        )
        print(costs.tableText)
        let period = ReportPeriod(since: origin, until: end, zone: "UTC", offsets: .utc)
        print(try await savingsReport(from: store, in: period, by: .endpoint).tableText)
        print(try await latencyReport(from: store, in: period, by: .endpoint).tableText)
        print(latencies)
        try store.close()
    }

    // MARK: - The past

    private func arrivals(around origin: Timestamp) -> [[Double]] {
        let past = origin.minute - Self.historyMinutes
        let future = origin.minute + Int((live.inSeconds * Self.scale / 60).rounded(.up))
        return Self.rhythms.enumerated().map { index, rhythm in
            var generator = SeededGenerator(seed: seed &* 31 &+ UInt64(index))
            let arrivals = rhythm.demand.arrivals(in: past..<future, using: &generator)
            // The platform starts cold: nobody came just before, so that replays start alike. (A
            // timer's last request has gone cold by its next one.)
            if case .timer = rhythm.demand { return arrivals }
            let quiet = origin.minute - 11..<origin.minute
            return arrivals.filter { !quiet.contains(Int($0 / 60)) }
        }
    }

    private func addEndpoints(
        to store: HistoryStore,
        since past: Timestamp,
        port: Int
    ) async throws -> [Endpoint] {
        var endpoints: [Endpoint] = []
        for (name, _, says) in Self.rhythms {
            var endpoint = Endpoint(
                id: EndpointID(rawValue: 0),
                name: name,
                mode: .active,
                warmUp: WarmUpRequest(url: "http://127.0.0.1:\(port)/\(name)"),
                platform: .awsLambda,
                memoryMB: 512,
                statedIdleTimeout: Self.idleTimeout,
                coldStartValue: Self.coldStartValue,
                match: MatchRules(pathPrefix: "/\(name)")
            )
            endpoint.id = try await store.add(endpoint, at: past)
            endpoints.append(endpoint)
            print("  \(name): \(says)")
        }
        return endpoints
    }

    /// A hard budget for all of them.
    private func setBudget(in store: HistoryStore, at now: Timestamp) async throws {
        let limit = Money(nanos: Self.dailyNanos, currency: "USD")
        let budget = Budget(scope: .fleet, period: .days(1), limit: limit)
        try await store.set(budget, at: now, offsets: ["UTC": .utc])
        print("  all together: at most \(limit) a day")
    }

    private func importHistory(
        _ arrivals: [[Double]],
        before origin: Timestamp,
        endpoints: [Endpoint],
        into store: HistoryStore
    ) async throws {
        let lines = zip(Self.rhythms, arrivals).flatMap { rhythm, moments in
            moments.filter { $0 < Double(origin.secondsSinceEpoch) }.map { ($0, rhythm.name) }
        }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.enumerated().map { index, line in
            Self.logLine(at: Int64(line.0), path: "/\(line.1)/\(index)")
        }
        let log = folder.appending(path: "access.log")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: log)
        let importer = Importer(
            store: store,
            endpoints: endpoints,
            only: nil,
            rules: MatchRules(),
            start: nil,
            isDryRun: false
        )
        for line in try await importer.importFile(log.path) {
            print(line.replacing(log.path, with: "access.log"))
        }
    }

    private static func logLine(at seconds: Int64, path: String) -> String {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let moment = rfc3339(Timestamp(secondsSinceEpoch: seconds))
        let parts = moment.split { "-T:Z".contains($0) }
        let month = months[(Int(parts[1]) ?? 1) - 1]
        let time = "\(parts[2])/\(month)/\(parts[0]):\(parts[3]):\(parts[4]):\(parts[5]) +0000"
        return "192.0.2.1 - - [\(time)] \"GET \(path) HTTP/1.1\" 200 42 \"-\" \"demo\""
    }

    private func compare(_ arrivals: [[Double]], origin: Timestamp) async throws {
        let start = origin.minute - Self.historyMinutes
        // A simulated trace begins on a Monday; the history before a Wednesday does not.
        let mondays = floorDivision(start + 3 * 1440, 7 * 1440) * 7 * 1440 - 3 * 1440
        let functions = zip(Self.rhythms, arrivals).map { rhythm, moments in
            var counts: [Int: Int64] = [:]
            for moment in moments where moment < Double(origin.secondsSinceEpoch) {
                counts[Int(moment / 60) - mondays, default: 0] += 1
            }
            let minutes = counts.keys.sorted()
            return RecordedFunction(
                name: rhythm.name,
                minutes: minutes,
                counts: minutes.map { counts[$0] ?? 0 },
                traceMinutes: origin.minute - mondays
            )
        }
        let bar = ProgressBar("simulating")
        var comparison = PolicyComparison(
            functions: functions,
            settings: SimulationSettings(
                idleTimeout: Self.idleTimeout,
                coldStartValue: Self.coldStartValue
            )
        )
        for policy in PolicyArgument.compared {
            try await comparison.run(policy) { bar.show($0) }
        }
        bar.finish()
        print(comparison.tableText)
    }

    /// Holds more instances than the plan would while it pings as well, and says how.
    ///
    /// - Parameters:
    ///   - endpoint: Whose schedule it is.
    ///   - store: The history.
    /// - Returns: The schedule's name by its key.
    /// - Throws: `StoreError`.
    private func addLaunch(
        to endpoint: Endpoint,
        in store: HistoryStore
    ) async throws -> [Int64: String] {
        let schedule = try await store.addSchedule(
            Schedule(
                endpointID: endpoint.id,
                name: "launch",
                expression: "09:00-09:15 Wed",
                timeZone: endpoint.timeZone,
                instances: 2
            )
        )
        print(
            "$ preheat schedule add \(endpoint.name) '\(schedule.expression)' "
                + "--instances \(schedule.instances) --name \(schedule.name)\n"
                + "(beside the plan, which holds one instance: the stronger one holds)\n"
        )
        return [schedule.id: schedule.name]
    }

    private func plan(
        _ endpoints: [Endpoint],
        schedules: [Int64: String],
        store: HistoryStore,
        at now: Timestamp
    ) async throws {
        let engine = try await EngineInput(store: store).engine(
            prior: FleetPrior.shipped.hazardTable(),
            of: endpoints,
            at: now
        )
        let input = EngineInput(store: store)
        let horizon = Duration.seconds(8 * 3600)
        for endpoint in endpoints {
            print(
                try PlanView(
                    of: endpoint,
                    engine: engine,
                    past: try await input.past(of: endpoint, at: now, horizon: horizon),
                    schedules: schedules,
                    at: now,
                    horizon: horizon,
                    limit: 3
                ).text()
            )
        }
    }

    // MARK: - The present

    private func serve(
        _ endpoints: [Endpoint],
        arrivals: [[Double]],
        from origin: Timestamp,
        store: HistoryStore,
        logger: Logger
    ) async throws -> String {
        let clock = ScaledClock(from: origin, scale: Self.scale)
        return try await withWarmingClient { client in
            let engine = EngineService(
                store: store,
                clock: clock,
                warmer: HTTPWarmer(client: client),
                prior: FleetPrior.shipped.hazardTable(),
                notifier: SystemdNotifier(environment: [:]),
                settings: EngineService.Settings(
                    lead: .seconds(50),
                    pollInterval: .milliseconds(100)
                ),
                logger: logger
            )
            let visitors = DemoVisitors(
                endpoints: endpoints,
                arrivals: arrivals,
                clock: clock,
                store: store,
                client: client,
                end: origin.advanced(by: live * Self.scale)
            )
            try await preheat.run([engine, visitors], untilOneEndsWith: logger)
            return visitors.summary
        }
    }

    private func heading(_ text: String) { print("\n\(text)\n") }

    /// 08:50 UTC of the last Wednesday that is over: office hours, wherever the demo runs.
    private static func lastWednesdayMorning(before now: Timestamp) -> Timestamp {
        let monday = floorDivision(now.minute + 3 * 1440, 7 * 1440) * 7 * 1440 - 3 * 1440
        let wednesday = monday + 2 * 1440 + 8 * 60 + 50
        return Timestamp(minute: wednesday + 1440 <= now.minute ? wednesday : wednesday - 7 * 1440)
    }
}
