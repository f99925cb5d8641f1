import Foundation
import Glibc
import Testing

/// The fleet at a glance, and what the doctor finds.
@Suite struct StatusTests {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    private func status(_ arguments: String...) async throws -> [String: Any] {
        let outcome = try await workshop.preheat(["status", "--format", "json"] + arguments)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        return try #require(value as? [String: Any])
    }

    /// The findings of one check, as `verdict endpoint sentence`.
    private func findings(_ check: String, _ options: String...) async throws -> [String] {
        let outcome = try await workshop.preheat(["doctor", "--format", "json"] + options)
        let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        let rows = try #require(value as? [[String: String]])
        let fails = rows.contains { $0["verdict"] == "fail" }
        #expect(outcome.code == (fails ? 1 : 0))
        return rows.filter { $0["check"] == check }.map { row in
            "\(row["verdict"] ?? "") \(row["endpoint"] ?? "–") \(row["sentence"] ?? "")"
        }
    }

    // MARK: - Status

    @Test func anEmptyFleetIsToldHowToAddToIt() async throws {
        try await workshop.done("endpoint", "add", "x", "http://127.0.0.1:9/")
        try await workshop.done("endpoint", "remove", "x", "--yes")
        let text = try await workshop.done("status")
        #expect(text.contains("service    not running; start it with"))
        #expect(text.contains("endpoints  0: 0 active, 0 in shadow mode, 0 paused"))
        #expect(text.contains("no endpoint yet; add one with 'preheat endpoint add NAME URL'"))
    }

    /// a: failing; b: misses its target; c: without traffic; d: fine; e: paused, with all of it.
    private func addFleet() async throws {
        for (name, mode) in [
            ("d", "active"), ("c", "active"), ("b", "active"), ("a", "active"), ("e", "active"),
            ("f", "shadow"),
        ] {
            try await workshop.done(
                "endpoint",
                "add",
                name,
                "http://127.0.0.1:9/",
                "--mode",
                mode,
                "--target",
                "cold-rate<5%"
            )
        }
        try await workshop.done("endpoint", "pause", "e")
        try await workshop.sqlite(
            """
            INSERT INTO traffic (endpointID, startedAtS, widthS, requests)
            SELECT id, (unixepoch() / 60 - iif(name IN ('c', 'e'), 8 * 1440, 60)) * 60, 60, 1
            FROM endpoint;
            INSERT INTO targetState (endpointID, statedAtMs, rate, requestedMinutes, coldMinutes,
                value, priceFactor, verdict)
            SELECT id, 0, 0.05, 100, iif(name IN ('b', 'e'), 6, 5), 30, 1, 'feasible'
            FROM endpoint WHERE name <> 'd';
            INSERT INTO ping (endpointID, scheduledAtMs, firedAtMs, outcome, instances,
                warmInstances, coldInstances, failedInstances, detail, costNanos, currency)
            SELECT id, (unixepoch() - 600) * 1000, (unixepoch() - 600) * 1000,
                iif(name IN ('a', 'e'), 'unexpectedStatus', 'succeeded'), 1,
                name NOT IN ('a', 'e'), 0, name IN ('a', 'e'),
                iif(name IN ('a', 'e'), 'answered 500, expected 200-399', NULL), 7, 'USD'
            FROM endpoint
            """
        )
    }

    @Test func whatNeedsALookComesFirst() async throws {
        try await addFleet()
        try await workshop.done("budget", "set", "fleet", "1USD", "--per", "month")
        let view = try await status()
        let listed = try #require(view["listed"] as? [[String: Any]])
        let words = listed.map {
            "\($0["name"] ?? "") \($0["state"] ?? "") \($0["target_standing"] ?? "")"
        }
        #expect(
            words == [
                "a failing met", "b target-missed missed", "c no-traffic met", "d ok unknown",
                "e ok missed", "f ok met",
            ]
        )
        #expect(listed[0]["detail"] as? String == "answered 500, expected 200-399")
        let counts = try #require(view["endpoints"] as? [String: Int])
        #expect(
            counts == [
                "total": 6, "active": 4, "shadow": 1, "paused": 1, "failing": 1,
                "without_traffic": 1,
            ]
        )
        let targets = try #require(view["targets"] as? [String: Int])
        #expect(
            targets == ["total": 6, "met": 3, "missed": 2, "unknown": 1, "infeasible": 0]
        )
        let day = try #require(view["last_day"] as? [String: Any])
        #expect(day["pings"] as? Int == 6 && day["failed"] as? Int == 2)
        let costs = try #require(day["costs"] as? [[String: Any]])
        #expect(costs.map { $0["cost_nanos"] as? Int } == [42])
        let budgets = try #require(view["budgets"] as? [[String: Any]])
        #expect(budgets.map { $0["budget"] as? String } == ["fleet per month"])
        #expect(view["running"] as? Bool == false)
        let text = try await workshop.done("status")
        #expect(text.contains("endpoints  6: 4 active, 1 in shadow mode, 1 paused"))
        #expect(text.contains("pings      6 in the last day, 2 failed, cost 0.000000042 USD; "))
        #expect(text.contains("targets    6: 3 met, 2 missed, 1 unknown, 0 infeasible"))
    }

    @Test func onlyTheWorstTwentyAreListedUnlessAllAreAsked() async throws {
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        try await workshop.sqlite(
            """
            WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 24)
            INSERT INTO endpoint (name, url) SELECT 'e' || n, 'http://127.0.0.1:9/' FROM number
            """
        )
        let some = try await status()
        #expect((some["listed"] as? [Any])?.count == 20)
        let all = try await status("--all")
        #expect((all["listed"] as? [Any])?.count == 25)
        let text = try await workshop.done("status")
        #expect(text.contains("… and 5 more; --all lists every endpoint"))
        #expect(try await !workshop.done("status", "--all").contains("more"))
    }

    // MARK: - Doctor

    @Test func aSoundFleetHasNoFailure() async throws {
        try await emulating(in: workshop, "--init", "1ms") { port in
            try await workshop.done(
                "endpoint",
                "add",
                "shop",
                "http://127.0.0.1:\(port)/shop",
                "--mode",
                "active"
            )
            let outcome = try await workshop.preheat("doctor")
            #expect(outcome.code == 0)
            let lines = outcome.output.split(separator: "\n")
            #expect(lines.last == "9 ok, 2 warn, 0 fail")
            for check in ["zones", "clock", "database", "permissions", "disk", "network"] {
                #expect(lines.contains { $0.hasPrefix("ok    \(check)") }, "\(check)")
            }
            #expect(lines.contains { $0.hasPrefix("warn  service      it is not running") })
            #expect(
                lines.contains { $0.hasPrefix("warn  traffic      shop: no traffic was ever seen") }
            )
        }
    }

    @Test func anAbsentDatabaseIsAFindingAmongOthers() async throws {
        let found = try await findings("database")
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("fail – there is no database at '"))
        #expect(try await findings("zones").count == 1)
        #expect(try workshop.visibleFiles().isEmpty)
    }

    @Test func anEndpointThatRefusesIsFoundUnlessTheNetworkIsLeftAlone() async throws {
        let port = try Loopback.freePort()
        let url = "http://127.0.0.1:\(port)/"
        try await workshop.done("endpoint", "add", "shop", url, "--mode", "active")
        let found = try await findings("network")
        #expect(
            found == [
                """
                fail shop 127.0.0.1:\(port) refused the connection; check that it runs and listens \
                on this port
                """
            ]
        )
        #expect(try await findings("network", "--no-network").isEmpty)
        try await workshop.done("endpoint", "pause", "shop")
        #expect(try await findings("network") == ["ok – 0 active endpoints can be connected to"])
    }

    @Test func whatOthersMayOpenIsFound() async throws {
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        #expect(try await findings("permissions")[0].hasPrefix("ok – only its owner"))
        #expect(chmod(workshop.database, 0o640) == 0)
        #expect(
            try await findings("permissions") == [
                "warn – others than its owner may open \(workshop.database) (0640); run chmod 600"
            ]
        )
        #expect(chmod(workshop.database, 0o600) == 0)
        #expect(chmod(workshop.path("data"), 0o720) == 0)
        #expect(try await findings("permissions")[0].contains("may replace files in"))
    }

    @Test func aClockThatWasSetBackIsFound() async throws {
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        #expect(try await findings("clock").count == 1)
        try await workshop.sqlite("UPDATE endpoint SET createdAtMs = (unixepoch() + 3600) * 1000")
        let found = try await findings("clock")
        #expect(found.count == 2)
        #expect(found[1].hasPrefix("warn – the database was written at "))
    }

    @Test func damageIsFoundInADatabaseThatIsTooLargeToCheckWhenOpened() async throws {
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        try await workshop.sqlite(
            """
            WITH RECURSIVE minute(n) AS (
                SELECT 1 UNION ALL SELECT n + 1 FROM minute WHERE n < 200000)
            INSERT INTO traffic (endpointID, startedAtS, widthS, requests, revision)
            SELECT 1, n * 60, 60, 1, 1 FROM minute
            """
        )
        #expect(try await findings("database")[0].hasPrefix("ok – "))
        let handle = try FileHandle(forUpdating: URL(filePath: workshop.database))
        let size = try handle.seekToEnd()
        #expect(size > 4 << 20)
        // A page in the middle of the traffic.
        try handle.seek(toOffset: size / 2 / 4096 * 4096)
        try handle.write(contentsOf: Data(repeating: 0x58, count: 64))
        try handle.close()
        let found = try await findings("database")
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("fail – \(workshop.database) is damaged ("))
    }

    @Test func missingFilesFailAndVariablesWarn() async throws {
        let add = { (name: String, header: String, mode: String) in
            _ = try await workshop.done(
                "endpoint",
                "add",
                name,
                "http://127.0.0.1:9/",
                "--header",
                header,
                "--mode",
                mode
            )
        }
        try await add("a", "X-Api-Key: env:SHOP", "active")
        try await add("b", "X-Api-Key: file:/nowhere/key", "active")
        try await add("c", "X-Api-Key: file:/nowhere/key", "shadow")
        try await add("d", "X-Api-Key: env:HOME", "active")
        let found = try await findings("secrets", "--no-network")
        #expect(
            found == [
                "fail b the secret's file /nowhere/key is not there; write the secret to it",
                """
                warn a the environment variable SHOP is not set; set it where preheat runs (what \
                the service was started with may differ from this command's)
                """,
                "warn c the secret's file /nowhere/key is not there; write the secret to it",
            ]
        )
    }

    @Test func answersWithoutTheirTemperatureAreFound() async throws {
        for (name, options) in [("a", []), ("b", ["--idle-timeout", "10m"]), ("c", [])] {
            let words = ["endpoint", "add", name, "http://127.0.0.1:9/", "--mode", "active"]
            #expect(try await workshop.preheat(words + options).code == 0)
        }
        try await workshop.sqlite(
            """
            INSERT INTO ping (endpointID, scheduledAtMs, firedAtMs, outcome, instances,
                warmInstances, coldInstances, failedInstances)
            SELECT id, 60000, 60000, 'succeeded', 1, name = 'c', 0, 0 FROM endpoint
            """
        )
        let found = try await findings("temperature", "--no-network")
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("warn a its answers do not say whether they were warm"))
    }

    @Test func aLongListIsCutShort() async throws {
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        try await workshop.sqlite(
            """
            WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 30)
            INSERT INTO endpoint (name, url, mode)
            SELECT 'e' || n, 'http://127.0.0.1:9/', 'active' FROM number
            """
        )
        let found = try await findings("traffic", "--no-network")
        #expect(found.count == 21)
        #expect(found.last == "warn – 10 more like these")
    }
}
