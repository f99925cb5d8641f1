import Foundation
import Glibc
import Testing

extension TimedTests {
    /// Warm-ups that a person asks for.
    @Suite struct WarmTests {
        private let workshop: Workshop

        init() throws { workshop = try Workshop() }

        private func add(_ url: String, _ options: String...) async throws {
            let words = ["endpoint", "add", "shop", url, "--platform", "aws-lambda"] + options
            #expect(try await workshop.preheat(words).code == 0)
        }

        private func object(_ text: String) throws -> [String: Any] {
            let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
            return try #require(value as? [String: Any])
        }

        @Test func eachInstanceIsToldColdFirstAndWarmThen() async throws {
            try await emulating(in: workshop, "--init", "300ms", "--duration", "200ms") { port in
                try await add("http://127.0.0.1:\(port)/shop")
                let first = try await workshop.done("warm", "shop", "--instances", "3")
                let lines = first.split(separator: "\n").map(String.init)
                #expect(lines.count == 6)
                #expect(
                    lines[0].hasPrefix("NO  FOUND  STATUS  CONNECT MS  FIRST BYTE MS  TOTAL MS")
                )
                for line in lines[1...3] { #expect(line.contains("cold      200")) }
                #expect(lines[4].hasPrefix("shop: 3 cold; cost 0.00"))
                #expect(lines[5].contains("is warm now"))
                let second = try await workshop.done(
                    "warm",
                    "shop",
                    "--instances",
                    "3",
                    "--format",
                    "json"
                )
                let view = try object(second)
                #expect(view["warm"] as? Int == 3 && view["cold"] as? Int == 0)
                #expect(view["all_warm"] as? Bool == true)
                #expect(view["distinct_instances"] as? Int == 3)
                let attempts = try #require(view["attempts"] as? [[String: Any]])
                let instances = try #require(attempts.first?["instances"] as? [[String: Any]])
                #expect(attempts.count == 1 && instances.count == 3)
                for instance in instances {
                    #expect(instance["status"] as? Int == 200)
                    let total = try #require(instance["total_ms"] as? Int)
                    #expect(total >= 200 && total < 10_000)
                }
                // Both are in the ledger, with what they cost.
                let cost = try #require(attempts.first?["cost_nanos"] as? Int)
                let rows = try await workshop.sqlite(
                    """
                    SELECT outcome, instances, warmInstances, coldInstances,
                        firedAtMs IS NOT NULL, costNanos < reservedNanos FROM ping ORDER BY id
                    """
                )
                #expect(rows == ["succeeded|3|0|3|1|1", "succeeded|3|3|0|1|1"])
                #expect(
                    try await workshop.number("SELECT costNanos FROM ping WHERE id = 2") == cost
                )
            }
        }

        @Test func waitingRepeatsUntilAllAreWarm() async throws {
            try await emulating(in: workshop, "--init", "300ms") { port in
                try await add("http://127.0.0.1:\(port)/shop", "--instances", "2")
                let outcome = try await workshop.preheat("warm", "shop", "--wait")
                #expect(outcome.code == 0)
                #expect(outcome.errors == "attempt 1: 2 cold; again in 1 s\n")
                #expect(outcome.output.contains("shop: 2 warm in attempt 2; cost "))
                #expect(try await workshop.number("SELECT count(*) FROM ping") == 2)
            }
        }

        @Test func aFailureIsCodeSix() async throws {
            let port = try Loopback.freePort()
            try await add("http://127.0.0.1:\(port)/")
            let outcome = try await workshop.preheat("warm", "shop")
            #expect(outcome.code == 6)
            #expect(outcome.errors.isEmpty)
            #expect(outcome.output.contains("failed"))
            #expect(outcome.output.contains("127.0.0.1:\(port) refused the connection"))
            #expect(try await workshop.sqlite("SELECT outcome FROM ping") == ["unreachable"])
        }

        @Test func aPausedEndpointIsWarmedWithANote() async throws {
            try await emulating(in: workshop, "--init", "1ms") { port in
                try await add("http://127.0.0.1:\(port)/shop")
                try await workshop.done("endpoint", "pause", "shop")
                let outcome = try await workshop.preheat("warm", "shop")
                #expect(outcome.code == 0)
                #expect(
                    outcome.errors == "shop is paused: it is warmed up now, and not kept warm\n"
                )
            }
        }

        @Test func aHardBudgetRefusesAndNothingIsSent() async throws {
            try await emulating(in: workshop, "--init", "1ms") { port in
                try await add("http://127.0.0.1:\(port)/shop")
                try await workshop.done("budget", "set", "fleet", "0.000001USD", "--per", "day")
                let outcome = try await workshop.preheat("warm", "shop")
                #expect(outcome.code == 1)
                #expect(outcome.output.isEmpty)
                #expect(
                    outcome.errors == """
                        preheat: shop was not warmed up: the budget of fleet per day has \
                        0.000001 USD left in this period, less than the ping may cost; see \
                        'preheat budget list'

                        """
                )
                #expect(try await workshop.number("SELECT count(*) FROM ping") == 0)
                try await workshop.done("budget", "set", "fleet", "1USD", "--per", "day")
                try await workshop.done("warm", "shop")
                let spent = try await workshop.sqlite(
                    """
                    SELECT settledNanos = (SELECT sum(costNanos) FROM ping), reservedNanos
                    FROM budgetSpend
                    """
                )
                #expect(spent == ["1|0"])
            }
        }

        @Test func withoutTheHeaderTheTemperatureIsUnknown() async throws {
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
            try await add("http://127.0.0.1:\(port)/")
            let output = try await workshop.done("warm", "shop", "--wait")
            #expect(output.contains("unknown"))
            #expect(output.contains("without X-Cold-Start in an answer nothing tells"))
        }

        /// Two processes, one ledger: the service neither loses its own pings nor this one.
        @Test func itWorksBesideTheService() async throws {
            try await emulating(in: workshop, "--init", "1s") { port in
                try await add("http://127.0.0.1:\(port)/shop")
                try await workshop.done("budget", "set", "fleet", "1USD", "--per", "day")
                try await serving(in: workshop) { server in
                    let first = try await workshop.done("warm", "shop")
                    #expect(first.contains("shop: 1 cold"))
                    // The service ends while the answer is awaited: that is not its own to give up.
                    let warm = try workshop.start(["warm", "shop", "--instances", "2"])
                    try await workshop.waitUntil(
                        "SELECT count(*) FROM ping WHERE outcome = 'pending'",
                        isAtLeast: 1,
                        within: .seconds(10)
                    )
                    server.send(SIGTERM)
                    #expect(try await server.outcome(within: .seconds(10)).code == 0)
                    #expect(try await warm.outcome(within: .seconds(10)).code == 0)
                }
                let rows = try await workshop.sqlite("SELECT outcome FROM ping ORDER BY id")
                #expect(rows == ["succeeded", "succeeded"])
                let spent = try await workshop.sqlite(
                    """
                    SELECT settledNanos = (SELECT sum(costNanos) FROM ping), reservedNanos,
                        uncertainNanos
                    FROM budgetSpend
                    """
                )
                #expect(spent == ["1|0|0"])
            }
        }

        /// A service that starts and ends while the answer is awaited gives nothing up, and a killed
        /// sender's ping is given up when its time is over, by the service that runs then.
        @Test func theServiceGivesUpOnlyWhatNobodyAwaits() async throws {
            try await emulating(in: workshop, "--init", "30s") { port in
                try await add("http://127.0.0.1:\(port)/shop", "--timeout", "50s")
                try await workshop.done("budget", "set", "fleet", "1USD", "--per", "day")
                let before = Int(Date().timeIntervalSince1970 * 1000)
                let warm = try workshop.start(["warm", "shop"])
                try await workshop.waitUntil(
                    "SELECT count(*) FROM ping WHERE outcome = 'pending'",
                    isAtLeast: 1,
                    within: .seconds(10)
                )
                // Its timeout and a minute.
                let awaited = try await workshop.number("SELECT awaitedUntilMs FROM ping")
                let after = Int(Date().timeIntervalSince1970 * 1000) + 1
                #expect((before + 110_000...after + 110_000).contains(awaited))
                try await serving(in: workshop) { server in
                    server.send(SIGTERM)
                    let outcome = try await server.outcome(within: .seconds(10))
                    #expect(outcome.code == 0)
                }
                #expect(try await workshop.sqlite("SELECT outcome FROM ping") == ["pending"])
                warm.send(SIGKILL)
                #expect(try await warm.outcome(within: .seconds(10)).code == 128 + SIGKILL)
                try await serving(in: workshop) { server in
                    #expect(try await workshop.sqlite("SELECT outcome FROM ping") == ["pending"])
                    try await workshop.sqlite("UPDATE ping SET awaitedUntilMs = 1")
                    try await server.line(containing: "of another process were never settled")
                }
                let spent = try await workshop.sqlite(
                    """
                    SELECT outcome, settledNanos = ping.reservedNanos, budgetSpend.reservedNanos,
                        uncertainNanos = ping.reservedNanos
                    FROM ping, budgetSpend
                    """
                )
                #expect(spent == ["interrupted|1|0|1"])
            }
        }

        @Test func aSignalSettlesWhatIsUnderWayAsInterrupted() async throws {
            try await emulating(in: workshop, "--init", "30s") { port in
                try await add("http://127.0.0.1:\(port)/shop")
                let warm = try workshop.start(["warm", "shop", "--wait"])
                try await workshop.waitUntil(
                    "SELECT count(*) FROM ping WHERE outcome = 'pending'",
                    isAtLeast: 1,
                    within: .seconds(10)
                )
                warm.send(SIGINT)
                let outcome = try await warm.outcome(within: .seconds(5))
                #expect(outcome.code == 6)
                #expect(try await workshop.sqlite("SELECT outcome FROM ping") == ["interrupted"])
            }
        }
    }
}
