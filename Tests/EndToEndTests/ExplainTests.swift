import Foundation
import Testing

/// 2026-11-16, a Monday, 00:00 UTC.
private let monday = 1_794_787_200

/// Why an endpoint was pinged, or was not: `explain`; and what is to come: `plan`.
@Suite struct ExplainTests {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    /// Registers 'shop', which a timer called every half hour for a week.
    private func addShop() async throws {
        try await workshop.done(
            "endpoint",
            "add",
            "shop",
            "http://127.0.0.1:9/",
            "--idle-timeout",
            "10m",
            "--cold-start-value",
            "20"
        )
        let lines = (0..<7 * 1440).map { index in
            let moment = Date(timeIntervalSince1970: Double(monday + 60 * index))
            return "\(moment.formatted(.iso8601)),\(index % 30 == 0 ? 1 : 0)\n"
        }
        let file = try workshop.file("series.csv", "timestamp,count\n" + lines.joined())
        let outcome = try await workshop.preheat("import", file, "--endpoint", "shop")
        try #require(outcome.code == 0, "\(outcome.errors)")
    }

    private func insertDecision(_ action: String, _ reasons: [String: Double]) async throws {
        let minute = monday / 60 + 8 * 60 + 29
        _ = try await workshop.sqlite(
            """
            INSERT INTO decision (endpointID, decidedAtMs, minute, action, instances)
            VALUES (1, \(minute * 60_000), \(minute), '\(action)', 2);
            """
                + reasons.sorted { $0.key < $1.key }.enumerated().map { index, reason in
                    """
                    INSERT INTO decisionReason VALUES
                    ((SELECT max(id) FROM decision), \(index), '\(reason.key)', \(reason.value));
                    """
                }.joined()
        )
    }

    @Test func aStoredDecisionSpeaksInSentences() async throws {
        try await addShop()
        try await insertDecision(
            "ping",
            [
                "requestProbability": 0.83, "elapsedMinutes": 29, "coldStartValue": 20,
                "price": 1.5, "saving": 4.5, "priceFactor": 1.5, "idleTimeoutMinutes": 10,
                "idleTimeoutLowMinutes": 8, "idleTimeoutHighMinutes": 12,
                "weightOfClockwork": 0.9, "hazardOfClockwork": 0.8, "weightOfFleet": 0.05,
                "hazardOfFleet": 0.01, "runnerUpMinutesLater": 3,
            ]
        )
        let text = try await workshop.done("explain", "shop")
        #expect(
            text == """
                A warm-up of 2 instances was ordered for Mon 08:29.
                Within the warmth that a ping buys a request was 83.0 % likely, 29m after the last one.
                That comes from a timer's regular calls (weight 90.0 %, 80.0 % in this minute).
                An idle instance is believed to be kept for 10m: with a chance of 80 % for 8m to 12m.
                An avoided cold start was worth 20.0 pings, and the ping counted 1.50, for budgets made each count 1.50 times (λ = 0.50).
                It saves 4.50 pings against the best plan without it, which pings next at 08:32.
                It would not have been sent had an avoided cold start been worth less than about 1.8 pings, or pings counted more than about 11.1 times as much.

                """
        )
        let same = try await workshop.done("explain", "shop", "--at", "2026-11-16T08:29:30Z")
        #expect(same == text)
    }

    @Test(arguments: [
        ("heldBack", "the endpoint had been failing"), ("withheld", "withheld by chance"),
        ("overBudget", "a hard budget had no room"), ("shadowPing", "shadow mode"),
        ("unaffordable", "had been spent"), ("misfire", "dropped"),
    ])
    func everyActionHasItsSentence(action: String, part: String) async throws {
        try await addShop()
        try await insertDecision(action, ["requestProbability": 0.5])
        let text = try await workshop.done("explain", "shop")
        #expect(text.contains(part), "\(text)")
    }

    private func object(_ words: String...) async throws -> [String: Any] {
        let outcome = try await workshop.preheat(["explain", "shop", "--format", "json"] + words)
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        return try #require(object as? [String: Any])
    }

    /// What a schedule alone asked for is stored without a plan's numbers.
    @Test func aScheduleIsNamedAndItsNumbersAreWorkedOut() async throws {
        try await addShop()
        try await workshop.done("schedule", "add", "shop", "0 8 * * Mon-Fri", "--name", "office")
        try await insertDecision("ping", ["schedule": 1])
        let text = try await workshop.done("explain", "shop")
        let sentences = text.split(separator: "\n")
        #expect(
            sentences.prefix(3) == [
                "A warm-up of 2 instances was ordered for Mon 08:29.",
                "The schedule 'office' (0 8 * * MON-FRI, UTC) asked for it.",
                "No numbers are stored with it. From the traffic and the pings that the history holds of the time before, they are worked out:",
            ]
        )
        #expect(text.contains("likely, 29m after the last one."))
        #expect(text.contains("An idle instance is kept for 10m, as stated."))
        #expect(text.contains("the ping counted 1.00.\n"))
        #expect(!text.contains("It would not have been sent"))
        let numbers = try #require(try await object()["numbers"] as? [String: Double])
        #expect(numbers["elapsed_minutes"] == 29)
        #expect(numbers["price_pings"] == 1)
    }

    @Test func aRemovedScheduleIsNamedByTheLedger() async throws {
        try await addShop()
        try await workshop.done("schedule", "add", "shop", "29 8 * * *", "--name", "each")
        try await insertDecision("ping", ["schedule": 1])
        try await workshop.done("schedule", "remove", "shop", "each")
        let unnamed = try await object()
        #expect(unnamed["schedule"] as? String == "1 (removed)")
        let without = try await workshop.done("explain", "shop")
        #expect(without.contains("\nA schedule, removed since, asked for it.\n"))
        let moment = (monday + 8 * 3600 + 29 * 60) * 1000
        _ = try await workshop.sqlite(
            """
            INSERT INTO ping (endpointID, scheduledAtMs, firedAtMs, outcome, instances,
                warmInstances, coldInstances, failedInstances, schedule)
            VALUES (1, \(moment), \(moment), 'succeeded', 2, 2, 0, 0, 'each')
            """
        )
        let text = try await workshop.done("explain", "shop")
        #expect(text.contains("\nThe schedule 'each', removed since, asked for it.\n"))
        #expect(try await object()["schedule"] as? String == "each")
        // The next schedule gets the key of the removed one.
        try await workshop.done("schedule", "add", "shop", "29 8 * * *", "--name", "other")
        #expect(try await workshop.done("explain", "shop") == text)
    }

    /// By hand: the timer rings at 08:30 and an instance is kept through 08:40.
    @Test func theLastFactorIsInThePrice() async throws {
        try await addShop()
        try await insertDecision("ping", ["requestProbability": 0.5, "priceFactor": 1.934])
        let words = ["explain", "shop", "--at", "2026-11-16T08:35:00Z"]
        let text = try await workshop.preheat(words).output
        #expect(text.contains("The instance was warm anyway, through 08:40."))
        let price = "the ping counted 1.93, for budgets made each count 1.93 times (λ = 0.93)."
        #expect(text.contains(price), "\(text)")
        let numbers = try await object("--at", "2026-11-16T08:35:00Z")["numbers"]
        let values = try #require(numbers as? [String: Double])
        #expect(values["price_factor"] == 1.934)
        #expect(abs((values["price_pings"] ?? 0) - 1.934) < 1e-9)
    }

    @Test func whoWasNotThereIsSaid() async throws {
        try await addShop()
        let words = ["explain", "shop", "--at", "2026-11-20T08:05:00Z"]
        func text() async throws -> String { try await workshop.preheat(words).output }
        func run(_ from: Int, _ until: Int) async throws {
            let times = [from, until].map { (monday + $0 * 60) * 1000 }
            _ = try await workshop.sqlite(
                "INSERT INTO serviceRun (fromMs, untilMs) VALUES (\(times[0]), \(times[1]))"
            )
        }
        #expect(try await text().contains("\nThe endpoint was added later, on "))
        _ = try await workshop.sqlite("UPDATE endpoint SET createdAtMs = 0")
        #expect(
            try await text().contains("\nNo service is known to have been at work by then.\n")
        )
        let friday = 4 * 1440 + 8 * 60
        try await run(friday + 30, friday + 40)
        #expect(
            try await text().contains(
                "\nNo service is known to have been at work by then: the first one was from Fri 20 Nov 2026 08:30 on.\n"
            )
        )
        try await run(friday - 60, friday)
        #expect(
            try await text().contains(
                "\nNo service was at work then: one was until Fri 20 Nov 2026 08:00, and the next from Fri 20 Nov 2026 08:30 on.\n"
            )
        )
        _ = try await workshop.sqlite("DELETE FROM serviceRun WHERE id = 1")
        #expect(
            try await text().contains(
                "\nNo service was at work then: the last one was until Fri 20 Nov 2026 08:00.\n"
            )
        )
        try await run(friday - 1, friday + 30)
        #expect(try await !text().contains("service"))
    }

    /// Asked now, the engine would have pinged then; who was at work did not.
    @Test func aServiceThatDecidedOtherwiseIsSaid() async throws {
        try await addShop()
        _ = try await workshop.sqlite("UPDATE endpoint SET createdAtMs = 0")
        let quiet = try await workshop.done("explain", "shop", "--at", "2026-11-20T08:15:00Z")
        let next = try #require(quiet.firstMatch(of: /was planned for Fri (08:\d\d)\./)).1
        let words = ["explain", "shop", "--at", "2026-11-20T\(next):00Z"]
        let otherwise = "\nThe service decided otherwise then: what it knew at that time"
        let absent = try await workshop.preheat(words).output
        #expect(absent.contains("it would have been pinged."), "\(absent)")
        #expect(!absent.contains(otherwise))
        _ = try await workshop.sqlite(
            "INSERT INTO serviceRun (fromMs, untilMs) VALUES (0, \((monday + 7 * 86_400) * 1000))"
        )
        #expect(try await workshop.preheat(words).output.contains(otherwise))
        #expect(
            try await !workshop.done("explain", "shop", "--at", "2026-11-20T08:15:00Z")
                .contains(otherwise)
        )
        try await workshop.done("endpoint", "pause", "shop")
        let paused = try await workshop.preheat(words).output
        #expect(paused.contains("The endpoint is paused.\n") && !paused.contains(otherwise))
    }

    /// Before runs were recorded only decisions tell of a service.
    @Test(arguments: [(59, false), (60, true)])
    func olderDecisionsTellOfAService(distance: Int, isFar: Bool) async throws {
        try await addShop()
        _ = try await workshop.sqlite("UPDATE endpoint SET createdAtMs = 0")
        try await insertDecision("ping", [:])
        try await schedule("\((29 + distance) % 60) \(8 + (29 + distance) / 60) * * *", "due")
        let minute = 8 * 60 + 29 + distance
        let clock = "0\(minute / 60):\(minute % 60)"
        let text = try await workshop.done("explain", "shop", "--at", "2026-11-16T\(clock):00Z")
        let seems =
            "\nNo service seems to have been at work then: nothing was decided for any endpoint since Mon 16 Nov 2026 08:29.\n"
        #expect(text.contains(seems) == isFar, "\(text)")
        #expect(text.contains("decided otherwise then") == !isFar)
    }

    @Test func timesWithoutAnOffsetAreOfTheEndpointsClocks() async throws {
        try await addShop()
        try await workshop.done("endpoint", "set", "shop", "--timezone", "Europe/Berlin")
        let utc = try await workshop.done("explain", "shop", "--at", "2026-11-20T08:05:00Z")
        #expect(utc.hasPrefix("Nothing was pinged at Fri 09:05, Europe/Berlin."))
        for same in ["2026-11-20T09:05", "2026-11-20T09:05:30", "2026-11-20T03:05:00-05:00"] {
            #expect(try await workshop.done("explain", "shop", "--at", same) == utc, "\(same)")
        }
    }

    @Test func aServiceLeavesItsTrace() async throws {
        try await serving(in: workshop) { server in
            let count = "SELECT count(*) FROM serviceRun"
            try await workshop.waitUntil(count, isAtLeast: 1, within: .seconds(20))
            server.send(SIGTERM)
            _ = try await server.outcome(within: .seconds(10))
        }
        let now = Int(Date().timeIntervalSince1970)
        let run = "SELECT count(*) FROM serviceRun WHERE untilMs >= fromMs"
        #expect(try await workshop.number("\(run) AND fromMs > \((now - 120) * 1000)") == 1)
    }

    /// By hand: the timer rings at 08:00 and 08:30, an instance is kept through 08:10.
    @Test(arguments: [
        ("2026-11-20T08:05:00Z", "The instance was warm anyway, through 08:10."),
        (
            "2026-11-20T08:15:00Z",
            "The next ping, if no request came before, was planned for Fri 08:"
        ),
    ])
    func aMomentWithoutADecisionIsWorkedOut(moment: String, part: String) async throws {
        try await addShop()
        let text = try await workshop.done("explain", "shop", "--at", moment)
        #expect(text.hasPrefix("Nothing was pinged at Fri 08:"))
        #expect(text.contains(part), "\(text)")
        #expect(text.contains("likely"))
        let json = try await workshop.done("explain", "shop", "--at", moment, "--format", "json")
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(object?["action"] as? String == "wait")
        let sentences = try #require(object?["sentences"] as? [String])
        #expect(sentences.joined(separator: "\n") + "\n" == text)
    }

    private func schedule(_ line: String, _ name: String, _ options: String...) async throws {
        let words = ["schedule", "add", "shop", line, "--name", name] + options
        #expect(try await workshop.preheat(words).code == 0)
    }

    /// Of Friday 08:05, a minute without a decision.
    ///
    /// By hand: the request at 08:00 keeps its instance until 08:10, and a window uses it again a
    /// minute before; a second instance is cold.
    @Test func whatSchedulesWantedIsSaid() async throws {
        try await addShop()
        let words = ["explain", "shop", "--at", "2026-11-20T08:05:00Z"]
        let before = try await workshop.preheat(words).output
        #expect(!before.contains("chedule"))
        try await schedule("0 8 * * 1-5", "mornings", "--timezone", "Europe/Berlin")
        try await schedule("@yearly", "year")
        try await schedule("0 12 * * *", "noon")
        try await schedule("08:00-18:00 Fri", "office")
        try await schedule("20:00-22:00", "evening")
        try await schedule("2020-01-01 08:00 +1h", "over")
        let text = try await workshop.preheat(words).output
        let sentences = text.split(separator: "\n").filter { $0.hasPrefix("The schedule '") }
        #expect(
            sentences == [
                "The schedule 'evening' (20:00-22:00 daily, UTC) was next to be held from Fri 20:00.",
                "The schedule 'mornings' (0 8 * * 1-5, Europe/Berlin) was next due Mon 08:00 (Mon 07:00, UTC).",
                "The schedule 'noon' (0 12 * * *, UTC) was next due Fri 12:00.",
                "The schedule 'office' (08:00-18:00 Fri, UTC) was holding 1 instance warm until Fri 18:00; unless a request came before, its next ping was due Fri 08:09.",
                "The schedule 'year' (@yearly, UTC) was next due Fri 1 Jan 2027 00:00.",
            ]
        )
        #expect(!text.contains("as they are now"))
        try await schedule("08:00-18:00 Fri", "twice", "--instances", "2")
        try await schedule("5 8 * * *", "now")
        let due = try await workshop.preheat(words).output
        #expect(due.contains("until Fri 18:00, and wanted a ping in this minute.\n"))
        #expect(due.contains("The schedule 'now' (5 8 * * *, UTC) was due in this minute.\n"))
        #expect(due.contains("With the schedules as they are now, a service at work would have"))
        try await workshop.done("endpoint", "pause", "shop")
        #expect(try await !workshop.preheat(words).output.contains("as they are now"))
    }

    @Test func beforeTheFirstDecisionThePresentIsExplained() async throws {
        try await addShop()
        let text = try await workshop.done("explain", "shop")
        #expect(text.hasPrefix("Nothing was pinged at "))
        #expect(text.contains("No service is known to have been at work by then."))
        let before = try await workshop.done("explain", "shop", "--at", "2020-01-01")
        #expect(before.contains("none had been seen yet"))
    }

    @Test func anEndpointWithoutHistoryIsSaid() async throws {
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        let outcome = try await workshop.preheat("explain", "shop")
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("nothing is known of 'shop' yet; import its traffic"))
    }

    /// The plan of a schedule: when, by whom, and what is to be expected.
    @Test func aPlanNamesSchedulesAndBudgets() async throws {
        try await addShop()
        try await workshop.done("endpoint", "set", "shop", "--mode", "active")
        try await workshop.done("schedule", "add", "shop", "@every 1h", "--name", "hourly")
        try await workshop.done("budget", "set", "fleet", "5USD", "--per", "month")
        let plan = try await workshop.done("plan", "shop", "--horizon", "6h")
        #expect(plan.contains("schedule 'hourly'"))
        #expect(plan.contains("are expected to be sent until"))
        #expect(plan.contains("the next request comes by then with"))
        // By hand: the timer rings twice an hour.
        #expect(plan.contains("cold starts are expected, 12 (12 to 12) without these warm-ups"))
        #expect(plan.contains("days of late, should they come again"))
        #expect(plan.contains("BUDGET"))
    }
}
