import Foundation
import Testing

@Suite struct ScheduleTests {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    private func addShop() async throws {
        try await workshop.done(
            "endpoint",
            "add",
            "shop",
            "http://127.0.0.1:9/",
            "--timezone",
            "Europe/Berlin",
            "--instances",
            "3"
        )
    }

    private func json(_ text: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(text.utf8))
    }

    @Test func aScheduleIsAddedListedShownAndRemoved() async throws {
        try await addShop()
        let none = try await workshop.done("schedule", "list")
        #expect(none == "no schedule yet; add one with 'preheat schedule add NAME @hourly'\n")
        let added = try await workshop.done(
            "schedule",
            "add",
            "shop",
            "08:00–18:00 Mon–Fri",
            "--jitter",
            "30s",
            "--grace",
            "5s",
            "--except",
            "2026-12-25",
            "--except",
            "2026-12-24"
        )
        #expect(
            added.hasPrefix(
                "added window-1 to shop: 08:00-18:00 Mon-Fri, in Europe/Berlin\n\nLOCAL"
            )
        )
        #expect(added.split(separator: "\n").count == 7, "five runs")
        let shown = try #require(
            try json(
                try await workshop.done("schedule", "show", "shop", "window-1", "--format", "json")
            ) as? [String: Any]
        )
        #expect(shown["expression"] as? String == "08:00-18:00 Mon-Fri")
        #expect(shown["timezone"] as? String == "Europe/Berlin", "the endpoint's")
        #expect(shown["instances"] as? Int == 3, "the endpoint's")
        #expect(shown["jitter_ms"] as? Int == 30_000)
        #expect(shown["grace_ms"] as? Int == 5000)
        #expect(shown["except"] as? [String] == ["2026-12-24", "2026-12-25"])
        #expect(shown["enabled"] as? Bool == true)
        #expect(shown["missed_runs"] as? Int == 0)
        let next = try #require(shown["next"] as? [[String: String]])
        #expect(next.count == 5)
        #expect(next.allSatisfy { $0["local"]?.contains("T08:00:00+0") == true })
        #expect(next.allSatisfy { $0["until"]?.hasSuffix(":00:00Z") == true })
        let table = try await workshop.done("schedule", "show", "shop", "window-1")
        #expect(table.contains("grace        5s") && table.contains("UNTIL LOCAL TIME"))
        let list = try await workshop.done("schedule", "list", "shop")
        #expect(list.contains("shop      window-1  08:00-18:00 Mon-Fri  Europe/Berlin"))
        let csv = try await workshop.done("schedule", "list", "--format", "csv")
        #expect(csv.hasPrefix("endpoint,name,expression,timezone,instances,jitter_ms,grace_ms,"))
        #expect(csv.contains("\nshop,window-1,08:00-18:00 Mon-Fri,Europe/Berlin,3,30000,5000,"))
        let removed = try await workshop.done("schedule", "remove", "shop", "window-1")
        #expect(removed == "removed window-1 from shop\n")
        #expect(try await workshop.done("schedule", "list", "--format", "json") == "[\n\n]\n")
    }

    @Test func nextNeedsNoDatabase() async throws {
        let text = try await workshop.done(
            "schedule",
            "next",
            "--cron",
            "30 2 * * *",
            "--timezone",
            "Europe/Berlin",
            "--from",
            "2026-03-28T00:00:00Z",
            "--count",
            "3",
            "--format",
            "json"
        )
        let value = try #require(try json(text) as? [String: [[String: String]]])
        #expect(
            value == [
                "runs": [
                    [
                        "scheduledAt": "2026-03-28T01:30:00Z", "local": "2026-03-28T02:30:00+01:00",
                    ],
                    [
                        "scheduledAt": "2026-03-29T01:00:00Z", "local": "2026-03-29T03:00:00+02:00",
                    ],
                    [
                        "scheduledAt": "2026-03-30T00:30:00Z", "local": "2026-03-30T02:30:00+02:00",
                    ],
                ]
            ]
        )
    }

    /// The clocks went from 02:00 to 03:00 on 29 March.
    @Test(arguments: [
        ("2026-03-28T02:29", "2026-03-28T02:30:00+01:00"),
        ("2026-03-28T02:30:00", "2026-03-29T03:00:00+02:00"),
        ("2026-03-28T01:29:59Z", "2026-03-28T02:30:00+01:00"),
        ("2026-03-28T03:30:00+02:00", "2026-03-29T03:00:00+02:00"),
    ])
    func aTimeWithoutAnOffsetIsOfTheZonesClocks(from: String, local: String) async throws {
        let words = [
            "schedule", "next", "--cron", "30 2 * * *", "--timezone", "Europe/Berlin", "--from",
            from, "--count", "1", "--format", "csv",
        ]
        let output = try await workshop.preheat(words).output
        #expect(output.contains(local), "\(output)")
    }

    /// The zone that the system or the environment names means nothing.
    @Test(arguments: ["UTC", "Asia/Tokyo", "America/New_York"])
    func theSystemsZoneDoesNotMatter(zone: String) async throws {
        let outcome = try await workshop.preheat(
            "schedule",
            "next",
            "--cron",
            "0 8 * * *",
            "--from",
            "2026-07-01",
            "--count",
            "1",
            "--format",
            "csv",
            changes: ["TZ": zone]
        )
        #expect(
            outcome.output == """
                scheduled_at,local,until,until_local
                2026-07-01T08:00:00Z,2026-07-01T08:00:00Z,,

                """
        )
    }

    @Test func aStoredScheduleTellsItsNextRuns() async throws {
        try await addShop()
        try await workshop.done(
            "schedule",
            "add",
            "shop",
            "~ 8 * * *",
            "--name",
            "early",
            "--except",
            "2026-07-02"
        )
        let words = [
            "schedule", "next", "shop", "early", "--from", "2026-07-01", "--count", "2",
            "--format", "csv",
        ]
        let first = try await workshop.preheat(words).output.split(separator: "\n")
        let again = try await workshop.preheat(words).output.split(separator: "\n")
        #expect(first == again, "~ is chosen once")
        #expect(first.count == 3)
        #expect(first[1].contains("2026-07-01T08:") && first[2].contains("2026-07-03T08:"))
    }

    @Test(arguments: [
        (
            ["show", "shop", "nigts"],
            "preheat: 'shop' has no schedule named 'nigts'; did you mean 'nights'?\n"
        ),
        (
            ["remove", "shop", "x"],
            """
            preheat: 'shop' has no schedule named 'x'; list them with 'preheat schedule list shop'

            """
        ),
        (
            ["add", "shop", "@daily", "--name", "nights"],
            """
            preheat: the endpoint has a schedule named 'nights' already; choose another name, or \
            remove that one first

            """
        ),
        (["list", "shp"], "preheat: no endpoint is named 'shp'; did you mean 'shop'?\n"),
    ])
    func whatIsAmissIsTold(words: [String], sentence: String) async throws {
        try await addShop()
        try await workshop.done("schedule", "add", "shop", "22:00-06:00", "--name", "nights")
        let outcome = try await workshop.preheat(["schedule"] + words)
        #expect(outcome.code == 1)
        #expect(outcome.errors == sentence)
        #expect(outcome.output.isEmpty)
    }
}
