import Domain
import GRDB
import Testing

@testable import History

private struct Spoiling: Sendable {
    let requirement: String
    let change: @Sendable (inout Endpoint) -> Void

    init(_ requirement: String, _ change: @escaping @Sendable (inout Endpoint) -> Void) {
        self.requirement = requirement
        self.change = change
    }
}

@Suite struct EndpointTests {
    private let store: HistoryStore

    init() throws { store = try HistoryStore.inMemory() }

    @Test func everythingThatIsRegisteredComesBack() async throws {
        var expected = fullEndpoint(named: "Größe 1")
        expected.id = try await store.add(expected)
        #expect(try await store.endpoint(named: "Größe 1") == expected)
        #expect(try await store.endpoints() == [expected])
    }

    @Test func whatNobodySaidStaysUnsaid() async throws {
        var expected = plainEndpoint(named: "a")
        expected.id = try await store.add(expected)
        #expect(try await store.endpoint(named: "a") == expected)
    }

    /// What a row of an older release gets by its migrations is what a new endpoint has.
    @Test func aRowThatSaysTheLeastIsAPlainEndpoint() async throws {
        try await store.shell("INSERT INTO endpoint (name, url) VALUES ('a', 'http://127.0.0.1/a')")
        var expected = plainEndpoint(named: "a")
        expected.id = EndpointID(rawValue: 1)
        #expect(try await store.endpoints() == [expected])
    }

    @Test func endpointsComeByName() async throws {
        for name in ["b", "c", "a"] { _ = try await store.add(plainEndpoint(named: name)) }
        #expect(try await store.endpoints().map(\.name) == ["a", "b", "c"])
    }

    @Test func anUpdateReplacesEverythingAndRenames() async throws {
        let id = try await store.add(fullEndpoint(named: "a"))
        var changed = plainEndpoint(named: "b")
        changed.id = id
        try await store.update(changed)
        #expect(try await store.endpoints() == [changed])
        changed = fullEndpoint(named: "c")
        changed.id = id
        try await store.update(changed)
        #expect(try await store.endpoints() == [changed])
    }

    @Test func twoEndpointsDoNotShareAName() async throws {
        let id = try await store.add(plainEndpoint(named: "a"))
        _ = try await store.add(plainEndpoint(named: "b"))
        let refusal = await storeError { _ = try await store.add(plainEndpoint(named: "a")) }
        #expect(refusal == .duplicateName("a"))
        var renamed = plainEndpoint(named: "b")
        renamed.id = id
        let rename = renamed
        #expect(await storeError { try await store.update(rename) } == .duplicateName("b"))
    }

    @Test func whatIsGoneIsSaid() async throws {
        let id = EndpointID(rawValue: 99)
        var gone = plainEndpoint(named: "a")
        gone.id = id
        let endpoint = gone
        #expect(await storeError { try await store.update(endpoint) } == .endpointIsGone)
        #expect(await storeError { try await store.remove(id) } == .endpointIsGone)
    }

    @Test(arguments: [
        Spoiling("no name") { $0.name = "" },
        Spoiling("a name of 201 characters") { $0.name = String(repeating: "n", count: 201) },
        Spoiling("no instance") { $0.instances = 0 },
        Spoiling("65 instances") { $0.instances = 65 },
        Spoiling("a worthless cold start") { $0.coldStartValue = 0 },
        Spoiling("a priceless cold start") { $0.coldStartValue = .infinity },
        Spoiling("a value that is no number") { $0.coldStartValue = .nan },
        Spoiling("a URL without scheme") { $0.warmUp.url = "example.org" },
        Spoiling("no timeout") { $0.warmUp.timeout = .zero },
        Spoiling("no memory") { $0.memoryMB = 0 },
        Spoiling("a negative duration") { $0.meanDuration = .seconds(-1) },
        Spoiling("a group without a name") { $0.group = "" },
        Spoiling("a priority below 0.001") { $0.priority = 0.0009 },
        Spoiling("a priority above 1000") { $0.priority = 1000.1 },
        Spoiling("a priority that is no number") { $0.priority = .nan },
        Spoiling("a target's window below a day") { $0.targetWindow = .seconds(86_399) },
        Spoiling("a target's window above 366 days") { $0.targetWindow = .seconds(366 * 86_401) },
        Spoiling("endless prices") {
            $0.prices = [PriceOverride](repeating: .currency("EUR"), count: 200)
        },
    ])
    fileprivate func theSchemaRefuses(spoiling: Spoiling) async throws {
        let requirement = spoiling.requirement
        var endpoint = plainEndpoint(named: "a")
        spoiling.change(&endpoint)
        let changed = endpoint
        let refusal = await storeError { _ = try await store.add(changed) }
        guard case .ruleBroken = refusal else {
            Issue.record("\(requirement): \(String(describing: refusal))")
            return
        }
        #expect(try await store.endpoints().isEmpty)
    }

    @Test(arguments: [
        ("target = 'p99<4'", "endpoint.target", "p99<4"),
        ("prices = 'currency=EUR; per-request=-1'", "endpoint.prices", "per-request=-1"),
    ])
    func whatOnlyALaterReleaseReadsIsSaid(
        change: String,
        column: String,
        text: String
    ) async throws {
        _ = try await store.add(plainEndpoint(named: "a"))
        try await store.shell("UPDATE endpoint SET \(change)")
        let refusal = await storeError { _ = try await store.endpoint(named: "a") }
        #expect(refusal == .unreadableValue(text, column: column))
    }

    @Test func theLargestValuesComeBack() async throws {
        var expected = plainEndpoint(named: String(repeating: "n", count: 200))
        expected.instances = 64
        expected.coldStartValue = 1e9
        expected.memoryMB = .max
        expected.priority = 1000
        expected.targetWindow = .seconds(366 * 86_400)
        expected.meanDuration = .milliseconds(Int64.max)
        expected.id = try await store.add(expected)
        #expect(try await store.endpoints() == [expected])
    }

    @Test(arguments: [
        ("a letter too many", "chekout-api", ["checkout-api"]),
        ("another case", "CHECKOUT-API", ["checkout-api"]),
        ("the nearest first, three at most", "job-0", ["job-1", "job-2", "job-3"]),
        ("nothing alike", "weather", []),
    ])
    func nearNamesAreOffered(requirement: String, name: String, nearest: [String]) async throws {
        for known in ["checkout-api", "job-1", "job-2", "job-3", "job-4"] {
            _ = try await store.add(plainEndpoint(named: known))
        }
        let refusal = await storeError { _ = try await store.endpoint(named: name) }
        #expect(refusal == .unknownEndpoint(name: name, nearest: nearest), "\(requirement)")
    }

    @Test func removalTakesAlongAllThatIsHeldOfIt() async throws {
        let id = try await store.add(fullEndpoint(named: "a"))
        let other = try await store.add(fullEndpoint(named: "b"))
        for endpoint in [id, other] {
            let schedule = try await store.addSchedule(
                Schedule(endpointID: endpoint, expression: "0 8 * * *")
            )
            try await store.count([(schedule.id, .none)])
            _ = try await store.importLines([endpoint: [60: [1, 2]]], as: record(), dryRun: false)
            _ = try await store.importBins(
                [(endpoint, TrafficBin(startedAtS: 120, requests: 5))],
                as: record(),
                dryRun: false
            )
            try await store.shell("DELETE FROM traffic WHERE startedAtS = 120")
            let now = Timestamp(minute: 10)
            let amount = Money(nanos: 1, currency: fullEndpoint(named: "").payingCurrency ?? "USD")
            let budget = Budget(scope: .endpoint(endpoint), period: .month, limit: amount)
            try await store.set(budget, at: now, offsets: ["UTC": .utc])
            _ = try await store.record(
                [
                    Decision(
                        endpointID: endpoint,
                        decidedAt: now,
                        minute: 10,
                        action: .ping,
                        instances: 1,
                        reasons: [Reason(.price, 1)]
                    )
                ],
                intents: [
                    PingRecord(
                        id: 0,
                        endpointID: endpoint,
                        scheduledAt: now,
                        instances: 1,
                        reserved: amount
                    )
                ],
                at: now,
                offsets: ["UTC": .utc]
            )
            let paid = try #require(try await store.budgets().last?.id)
            try await store.save(
                PriceState(
                    budgets: [PriceState.OfBudget(budgetID: paid, price: 1, learned: [1])],
                    targets: [id, other].map { targeted in
                        TargetState(
                            endpointID: targeted,
                            rate: 0.1,
                            requestedMinutes: 5,
                            coldMinutes: 1,
                            value: 10,
                            priceFactor: 1,
                            verdict: .unknown
                        )
                    }
                ),
                modelVersion: 1,
                at: now
            )
            try await store.shell(
                """
                INSERT INTO notice (kind, endpointID, target, subject, noticedAtMs, sentence, details)
                VALUES ('target-missed', \(endpoint.rawValue), 'cold-rate<2%', 's', 0, 's', '{}')
                """
            )
        }
        let judged = JudgedModel(
            judgedAt: Timestamp(minute: 1),
            model: "short-history",
            errorRatio: nil
        )
        try await store.write([(id, judged), (other, judged)])
        for endpoint in [id, other] {
            let state = LearnedState(
                bytes: [1, 2],
                trafficRevision: 0,
                savedAt: Timestamp(minute: 1)
            )
            try await store.save(state, of: endpoint, modelVersion: 1)
        }
        try await store.saveSharedState([3], modelVersion: 1, at: Timestamp(minute: 1))
        let holdings = try await store.holdings(of: id)
        #expect(
            holdings
                == Holdings(
                    bins: 1,
                    requests: 2,
                    pings: 1,
                    decisions: 1,
                    first: Timestamp(secondsSinceEpoch: 60),
                    last: Timestamp(minute: 10)
                )
        )
        try await store.shell("INSERT INTO serviceRun (fromMs, untilMs) VALUES (0, 1)")
        let before = try await rowCounts()
        try await store.remove(id)
        let after = try await rowCounts()
        for (table, count) in before
        where ![
            "import", "ledgerQuarter", "revision", "serviceRun", "sharedState",
        ].contains(table) {
            #expect(after[table] == count / 2, "\(table)")
        }
        #expect(
            try await store.holdings(of: id)
                == Holdings(bins: 0, requests: 0, pings: 0, decisions: 0)
        )
        #expect(try await store.holdings(of: other).requests == 2)
    }

    @Test func anIdIsNeverGivenTwice() async throws {
        let first = try await store.add(plainEndpoint(named: "a"))
        try await store.remove(first)
        #expect(try await store.add(plainEndpoint(named: "b")) > first)
    }

    @Test(arguments: [
        ("a new endpoint", "INSERT INTO endpoint (name, url) VALUES ('z', 'http://z')"),
        ("a changed endpoint", "UPDATE endpoint SET mode = 'active' WHERE name = 'a'"),
        ("a removed endpoint", "DELETE FROM endpoint WHERE name = 'a'"),
        ("a new header", "INSERT INTO endpointHeader VALUES (1, 9, 'a', 'b')"),
        ("a changed header", "UPDATE endpointHeader SET value = 'c'"),
        ("a removed header", "DELETE FROM endpointHeader WHERE position = 0"),
        ("a new schedule", "INSERT INTO schedule (endpointID, expression) VALUES (1, '@daily')"),
        ("a changed schedule", "UPDATE schedule SET isEnabled = 0"),
        ("a removed schedule", "DELETE FROM schedule"),
        (
            "a new budget",
            "INSERT INTO budget (periodDays, limitNanos, currency) VALUES (1, 1, 'USD')"
        ),
        ("a changed budget", "UPDATE budget SET isHard = 0"),
        ("a removed budget", "DELETE FROM budget"),
    ])
    func whoeverWritesIsNoticed(requirement: String, sql: String) async throws {
        let id = try await store.add(fullEndpoint(named: "a"))
        _ = try await store.addSchedule(Schedule(endpointID: id, expression: "@hourly"))
        try await store.shell("INSERT INTO budget (limitNanos, currency) VALUES (1, 'USD')")
        let before = try await store.configurationRevision()
        try await store.shell(sql)
        #expect(try await store.configurationRevision() > before, "\(requirement)")
    }

    private func rowCounts() async throws -> [String: Int] {
        try await store.read { db in
            let names = try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM sqlite_schema
                    WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
                        AND name <> 'grdb_migrations'
                    """
            )
            var counts: [String: Int] = [:]
            for name in names {
                counts[name] = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(name)") ?? 0
                #expect(counts[name] != 0, "\(name) is not covered by this test")
            }
            return counts
        }
    }
}
