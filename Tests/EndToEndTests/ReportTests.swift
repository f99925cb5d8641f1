import Foundation
import Testing

/// The reports of the built binary, and the gates that they can be.
@Suite struct ReportTests {
    private static let kinds = ["cost", "savings", "latency", "forecast"]
    /// 2025-11-20 00:00 UTC.
    private static let startMs = 1_763_596_800_000
    private static let period = ["--since", "2025-11-20", "--until", "2025-11-22"]

    private func object(_ text: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(value as? [String: Any], "no JSON object: \(text)")
    }

    /// Two endpoints: three pings of 1 USD each of the first at 00:00, 12:00 and 23:30, one of 2 EUR
    /// of the second; requests of the first at 00:05 and every hour from 01:05 to 09:05.
    private func workshop(target: String = "none") async throws -> Workshop {
        let workshop = try Workshop()
        try await workshop.done(
            "endpoint",
            "add",
            "shop",
            "http://127.0.0.1:9/",
            "--idle-timeout",
            "10m",
            "--platform",
            "aws-lambda",
            "--group",
            "retail",
            "--target",
            target,
            "--target-window",
            "2d"
        )
        try await workshop.done(
            "endpoint",
            "add",
            "tax",
            "http://127.0.0.1:9/",
            "--price",
            "currency=EUR"
        )
        let pings = [(1, 0, 1, "USD"), (1, 720, 1, "USD"), (1, 1410, 1, "USD"), (2, 60, 2, "EUR")]
        for (endpoint, minute, units, currency) in pings {
            let moment = Self.startMs + minute * 60_000
            try await workshop.sqlite(
                """
                INSERT INTO ping (endpointID, scheduledAtMs, firedAtMs, outcome, instances,
                    warmInstances, coldInstances, failedInstances, firstByteMs, totalMs, costNanos,
                    currency)
                VALUES (\(endpoint), \(moment), \(moment), 'succeeded', 1, 1, 0, 0, 90, 100,
                    \(units)000000000, '\(currency)')
                """
            )
        }
        for hour in 0..<10 {
            let second = Self.startMs / 1000 + hour * 3600 + 300
            try await workshop.sqlite(
                "INSERT INTO traffic (endpointID, startedAtS, requests) VALUES (1, \(second), 1)"
            )
        }
        return workshop
    }

    private func report(
        _ workshop: Workshop,
        _ kind: String,
        _ options: String...
    ) async throws -> PreheatProcess.Outcome {
        try await workshop.preheat(["report", kind] + Self.period + options)
    }

    @Test(arguments: kinds)
    func everyReportHasEveryForm(kind: String) async throws {
        let workshop = try await workshop()
        let table = try await report(workshop, kind)
        #expect(table.code == 0 && table.errors.isEmpty)
        #expect(table.output.contains("ENDPOINT") && table.output.contains("shop"))
        let csv = try await report(workshop, kind, "--format", "csv", "--by", "group")
        #expect(csv.output.hasPrefix("group,"))
        #expect(csv.output.contains("\nretail,"))
        let json = try await report(workshop, kind, "--format", "json", "--by", "platform")
        let parsed = try object(json.output)
        #expect(parsed["by"] as? String == "platform")
        #expect(parsed["since"] as? String == "2025-11-20T00:00:00Z")
        let rows = try #require(parsed["rows"] as? [[String: Any]])
        #expect(Set(rows.compactMap { $0["key"] as? String }) == ["aws-lambda", "generic-http"])
        let html = try await report(workshop, kind, "--format", "html")
        #expect(html.code == 0 && html.errors.isEmpty)
        #expect(html.output.hasPrefix("<!DOCTYPE html>"))
        #expect(html.output.contains("shop"))
    }

    /// The ping at noon was a schedule's.
    @Test(arguments: ["cost", "savings", "forecast"])
    func schedulesAreToldApart(kind: String) async throws {
        let workshop = try await workshop()
        try await workshop.sqlite("UPDATE ping SET schedule = 'noon' WHERE id = 2")
        let json = try await report(workshop, kind, "--by", "schedule", "--format", "json")
        let rows = try #require(try object(json.output)["rows"] as? [[String: Any]])
        let keys = rows.compactMap { $0["key"] as? String }
        #expect(Set(keys) == ["adaptive", "shop/noon"])
        #expect(keys.first == "adaptive")
        for format in ["table", "csv", "html"] {
            let outcome = try await report(workshop, kind, "--by", "schedule", "--format", format)
            #expect(outcome.code == 0 && outcome.output.contains("shop/noon"))
        }
    }

    @Test(arguments: kinds)
    func anEmptyHistoryHasEveryReport(kind: String) async throws {
        let workshop = try Workshop()
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        try await workshop.done("endpoint", "remove", "shop", "--yes")
        for format in ["table", "csv", "json", "html"] {
            let outcome = try await report(workshop, kind, "--format", format)
            #expect(outcome.code == 0, "\(outcome.errors)")
        }
    }

    @Test func daysAreThoseOfTheZone() async throws {
        let workshop = try await workshop()
        func keys(_ zone: String, _ by: String) async throws -> [String: Int] {
            let outcome = try await report(
                workshop,
                "cost",
                "--by",
                by,
                "--timezone",
                zone,
                "--format",
                "json"
            )
            let rows = try #require(try object(outcome.output)["rows"] as? [[String: Any]])
            var counts: [String: Int] = [:]
            for row in rows {
                let key = try #require(row["key"] as? String)
                counts[key] = try #require(row["pings"] as? Int)
            }
            return counts.filter { $0.value > 0 }
        }
        #expect(try await keys("UTC", "day") == ["2025-11-20": 4])
        // In Berlin the period begins at 23:00 UTC the day before, and 23:30 is of the next day.
        #expect(try await keys("Europe/Berlin", "day") == ["2025-11-20": 3, "2025-11-21": 1])
        let hours = try await keys("Asia/Kathmandu", "hour")
        #expect(hours["2025-11-20T05:00:00+05:45"] == 1)
        #expect(hours["2025-11-20T17:00:00+05:45"] == 1)
    }

    @Test(
        arguments: [
            (
                "what was spent is over the limit", ["--fail-over", "2.999999999USD"], 4,
                "preheat: 3.00 USD spent is over 2.999999999 USD\n"
            ),
            ("what was spent is the limit", ["--fail-over", "3USD"], 0, ""),
            (
                "the limit's own currency counts", ["--fail-over", "1.5 EUR"], 4,
                "preheat: 2.00 EUR spent is over 1.50 EUR\n"
            ),
            (
                "a warning ends well", ["--warn-over", "1USD", "--fail-over", "3USD"], 0,
                "preheat: warning: 3.00 USD spent is over 1.00 USD\n"
            ),
            (
                "a failure needs no warning", ["--warn-over", "1USD", "--fail-over", "2USD"], 4,
                "preheat: 3.00 USD spent is over 2.00 USD\n"
            ),
        ] as [(String, [String], Int32, String)]
    )
    func spendingIsAGate(
        requirement: String,
        options: [String],
        code: Int32,
        errors: String
    ) async throws {
        let workshop = try await workshop()
        let plain = try await report(workshop, "cost")
        let outcome = try await workshop.preheat(["report", "cost"] + Self.period + options)
        #expect(outcome.code == code)
        #expect(outcome.errors == errors)
        #expect(outcome.output == plain.output, "the report is printed whatever it says")
    }

    @Test func aLimitInACurrencyOfNobodyIsRefused() async throws {
        let workshop = try await workshop()
        let outcome = try await report(workshop, "cost", "--fail-over", "5CHF")
        #expect(outcome.code == 2)
        #expect(outcome.output.isEmpty)
        #expect(
            outcome.errors.hasPrefix(
                "preheat: --fail-over is in CHF, and no endpoint pays in that; write one in their currency (EUR, USD)"
            )
        )
    }

    /// Ten minutes were requested; the ping at 00:00 keeps one of them warm: nine were cold.
    @Test(
        arguments: [
            (
                "missed", "cold-rate<89%", 4,
                "the target cold-rate<89% of 'shop' is missed: 9 cold minutes in the last 2d, 8 allowed"
            ),
            (
                "all of its budget is used", "cold-rate<90%", 0,
                "warning: the target cold-rate<90% of 'shop' has 0.0 % of its error budget left: 9 cold minutes in the last 2d of 9 allowed"
            ),
        ] as [(String, String, Int32, String)]
    )
    func aTargetIsAGate(
        requirement: String,
        target: String,
        code: Int32,
        sentence: String
    ) async throws {
        let workshop = try await workshop(target: target)
        for kind in ["latency", "cost"] {
            let outcome = try await report(workshop, kind, "--fail-target-missed")
            #expect(outcome.code == code)
            #expect(outcome.errors == "preheat: \(sentence)\n")
            #expect(outcome.output.contains("shop"))
        }
        let plain = try await report(workshop, "latency")
        #expect(plain.code == 0)
        #expect(plain.output.contains("Targets; cold minutes"))
    }

    @Test func whatIsToComeIsPartOfAReportThatGoesOn() async throws {
        let workshop = try await workshop()
        let outcome = try await workshop.preheat(
            "report",
            "cost",
            "--since",
            "30d",
            "--until",
            "2099-01-01",
            "--format",
            "json"
        )
        #expect(outcome.code == 2)
        #expect(outcome.errors.contains("--since and --until must lie within ten years"))
        let near = try await workshop.preheat(
            "report",
            "cost",
            "--since",
            "2025-11-20",
            "--until",
            "2030-01-01",
            "--format",
            "json"
        )
        let parsed = try object(near.output)
        #expect(parsed["until"] as? String == "2030-01-01T00:00:00Z")
        let rest = try #require(parsed["rest"] as? [String: Any])
        #expect((rest["amounts"] as? [Any])?.isEmpty == true)
    }

    @Test func budgetsArePartOfTheCosts() async throws {
        let workshop = try await workshop()
        try await workshop.done("budget", "set", "group:retail", "5USD", "--per", "month")
        let table = try await report(workshop, "cost")
        #expect(table.output.contains("Budgets\n"))
        #expect(table.output.contains("group:retail"))
        let json = try object(try await report(workshop, "cost", "--format", "json").output)
        let budgets = try #require(json["budgets"] as? [[String: Any]])
        #expect(budgets.first?["limit_nanos"] as? Int == 5_000_000_000)
    }
}
