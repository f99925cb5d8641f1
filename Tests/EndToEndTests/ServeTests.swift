import Foundation
import Glibc
import Testing

extension TimedTests {
    @Suite struct ServeTests {
        private let workshop: Workshop

        init() throws { workshop = try Workshop() }

        /// An active endpoint that is asked every 15 minutes, and is worth nearly any ping.
        private func addBusyEndpoint(port: UInt16) async throws {
            try await workshop.done(
                "endpoint",
                "add",
                "shop",
                "http://127.0.0.1:\(port)/shop",
                "--idle-timeout",
                "6m",
                "--cold-start-value",
                "1000",
                "--mode",
                "active"
            )
            try await importWeek()
        }

        private func importWeek() async throws {
            let log = try workshop.file("access.log", AccessLog.everyQuarterOfAnHour())
            try await workshop.done("import", log, "--endpoint", "shop")
        }

        @Test func aSecondOneRefuses() async throws {
            try await serving(in: workshop) { _ in
                let second = try await workshop.preheat("serve")
                #expect(second.code == 1)
                #expect(
                    second.errors == """
                        preheat: another 'preheat serve' already serves \(workshop.database); stop \
                        it first, or serve another database with --database

                        """
                )
                // Other commands work beside it.
                try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
                try await workshop.done("endpoint", "list")
            }
        }

        @Test(arguments: [SIGTERM, SIGINT])
        func aSignalEndsItWithinTwoSeconds(signal: Int32) async throws {
            try await serving(in: workshop) { server in
                let start = ContinuousClock.now
                server.send(signal)
                let outcome = try await server.outcome(within: .seconds(10))
                #expect(outcome.code == 0)
                #expect(ContinuousClock.now - start < .seconds(2))
                #expect(outcome.errors.contains("stopped"))
            }
        }

        /// Forty histories of ten days by the minute take many seconds to learn from.
        @Test func aSignalEndsItWhileItLearns() async throws {
            for number in 0..<40 {
                try await workshop.done("endpoint", "add", "e\(number)", "http://127.0.0.1:9/")
            }
            _ = try await workshop.sqlite(
                """
                WITH RECURSIVE minute(n) AS (
                    SELECT 1 UNION ALL SELECT n + 1 FROM minute WHERE n < 14400)
                INSERT INTO traffic (endpointID, startedAtS, widthS, requests)
                SELECT id, (unixepoch() / 60 - n) * 60, 60, 1 FROM endpoint, minute WHERE n % 3 <> 0;
                """
            )
            try await serving(in: workshop) { server in
                let start = ContinuousClock.now
                server.send(SIGTERM)
                let outcome = try await server.outcome(within: .seconds(90))
                #expect(outcome.code == 0)
                #expect(ContinuousClock.now - start < .seconds(4))
            }
        }

        @Test func whatIsInFlightIsFinished() async throws {
            try await emulating(in: workshop, "--init", "1s") { port in
                try await addBusyEndpoint(port: port)
                try await serving(in: workshop, "--time-scale", "60") { server in
                    try await workshop.waitUntil(
                        "SELECT count(*) FROM ping",
                        isAtLeast: 1,
                        within: .seconds(10)
                    )
                    server.send(SIGTERM)
                    let outcome = try await server.outcome(within: .seconds(10))
                    #expect(outcome.code == 0)
                }
                let outcomes = try await workshop.sqlite("SELECT DISTINCT outcome FROM ping")
                #expect(outcomes == ["succeeded"])
            }
        }

        /// Five minutes after the start: half a second at this scale.
        @Test func demandIsJudgedSoonAfterTheStart() async throws {
            try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
            try await importWeek()
            try await serving(in: workshop, "--time-scale", "600") { server in
                try await workshop.waitUntil(
                    "SELECT count(*) FROM demandModel WHERE model = 'seasonal-regression'",
                    isAtLeast: 1,
                    within: .seconds(10)
                )
                server.send(SIGTERM)
                #expect(try await server.outcome(within: .seconds(10)).code == 0)
            }
        }

        @Test func aFleetInShadowModeIsToldTheCommandThatActivates() async throws {
            try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
            try await serving(in: workshop) { server in
                let line = try await server.line(containing: "shadow mode")
                #expect(line.contains("'preheat endpoint set shop --mode active'"))
            }
        }

        @Test func anEmptyFleetIsToldHowToAddToIt() async throws {
            try await serving(in: workshop) { server in
                let line = try await server.line(containing: "no endpoint is configured")
                #expect(line.contains("'preheat endpoint add NAME URL'"))
            }
        }

        @Test func newConfigurationIsTakenUpWithinTwoSeconds() async throws {
            try await serving(in: workshop) { server in
                try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
                try await server.line(containing: "set shop --mode active", within: .seconds(2))
                try await workshop.done("endpoint", "set", "shop", "--mode", "active")
                try await server.line(containing: "active=1", within: .seconds(2))
                try await workshop.done("endpoint", "add", "api", "http://127.0.0.1:9/")
                try await server.line(containing: "endpoints=2", within: .seconds(2))
            }
        }

        /// The last request was a quarter of an hour ago, so the first ping is due in the next
        /// minute: a second at this scale, beside the two in which rows are noticed.
        @Test func newTrafficIsTakenUpWithinTwoSeconds() async throws {
            try await serving(in: workshop, "--time-scale", "60") { _ in
                try await workshop.done(
                    "endpoint",
                    "add",
                    "shop",
                    "http://127.0.0.1:9/",
                    "--idle-timeout",
                    "6m",
                    "--cold-start-value",
                    "1000"
                )
                // Before the first request only the fleet has something to say.
                let learned = """
                    SELECT count(*) FROM decisionReason
                    WHERE name = 'weightOfProduct' AND value > 0
                    """
                try await Task.sleep(for: .seconds(3))
                #expect(try await workshop.number(learned) == 0)
                try await importWeek()
                try await workshop.waitUntil(
                    learned,
                    isAtLeast: 1,
                    within: .seconds(4)
                )
                #expect(try await workshop.number("SELECT count(*) FROM ping") == 0)
                let reasons = try await workshop.number("SELECT count(*) FROM decisionReason")
                #expect(reasons > 0)
            }
        }

        @Test func everyFiredPingIsInTheLedger() async throws {
            let port = try Loopback.freePort()
            let site = try workshop.start(
                "/usr/bin/python3",
                ["-m", "http.server", "--bind", "127.0.0.1", "\(port)"]
            )
            defer { site.send(SIGKILL) }
            let end = ContinuousClock.now + .seconds(10)
            while try !Loopback.isListening(on: port), ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(50))
            }
            try await addBusyEndpoint(port: port)
            try await workshop.done("endpoint", "set", "shop", "--url", "http://127.0.0.1:\(port)/")
            try await serving(in: workshop, "--time-scale", "600") { server in
                try await workshop.waitUntil(
                    "SELECT count(*) FROM ping WHERE outcome = 'succeeded'",
                    isAtLeast: 5,
                    within: .seconds(90)
                )
                server.send(SIGTERM)
                #expect(try await server.outcome(within: .seconds(10)).code == 0)
            }
            site.send(SIGTERM)
            let seen = try await site.outcome(within: .seconds(10)).errors
                .split(separator: "\n").filter { $0.contains("\"GET / HTTP/1.1\" 200") }.count
            let count = try await workshop.number("SELECT count(*) FROM ping")
            #expect(count == seen)
            let fired = try await workshop.number(
                "SELECT count(*) FROM ping WHERE firedAtMs IS NOT NULL AND outcome = 'succeeded'"
            )
            #expect(fired == seen)
            let decided = try await workshop.number(
                "SELECT count(*) FROM decision WHERE action = 'ping'"
            )
            #expect(decided == seen)
        }

        @Test func afterAKillItStartsAgainAndSettlesWhatWasPending() async throws {
            try await emulating(in: workshop, "--init", "30s") { port in
                try await addBusyEndpoint(port: port)
                try await serving(in: workshop, "--time-scale", "60") { server in
                    try await workshop.waitUntil(
                        "SELECT count(*) FROM ping WHERE outcome = 'pending'",
                        isAtLeast: 1,
                        within: .seconds(10)
                    )
                    server.send(SIGKILL)
                    #expect(try await server.outcome(within: .seconds(10)).code == 128 + SIGKILL)
                }
                let pending = try await workshop.number(
                    "SELECT count(*) FROM ping WHERE outcome = 'pending'"
                )
                #expect(pending >= 1)
                try await workshop.done("endpoint", "set", "shop", "--mode", "shadow")
                try await serving(in: workshop) { server in
                    try await server.line(containing: "pings=\(pending)")
                    server.send(SIGTERM)
                    #expect(try await server.outcome(within: .seconds(10)).code == 0)
                }
                let outcomes = try await workshop.sqlite(
                    "SELECT outcome, count(*) FROM ping GROUP BY outcome"
                )
                #expect(outcomes == ["interrupted|\(pending)"])
                #expect(try await workshop.sqlite("PRAGMA integrity_check") == ["ok"])
            }
        }
    }
}
