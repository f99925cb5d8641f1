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

    @Test func aScheduleIsNamed() async throws {
        try await addShop()
        try await workshop.done("schedule", "add", "shop", "0 8 * * Mon-Fri", "--name", "office")
        try await insertDecision("ping", ["schedule": 1])
        let text = try await workshop.done("explain", "shop")
        #expect(
            text == """
                A warm-up of 2 instances was ordered for Mon 08:29.
                The schedule 'office' (0 8 * * MON-FRI, UTC) asked for it.

                """
        )
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

    @Test func nothingDecidedYetIsSaid() async throws {
        try await addShop()
        let outcome = try await workshop.preheat("explain", "shop")
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("nothing has been decided about 'shop' yet"))
        let before = try await workshop.done("explain", "shop", "--at", "2020-01-01")
        #expect(before.contains("none had been seen yet"))
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
        #expect(plan.contains("(the mean of 5 days of late"))
        #expect(plan.contains("BUDGET"))
    }
}
