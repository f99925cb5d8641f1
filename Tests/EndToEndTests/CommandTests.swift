import Foundation
import Testing

@Suite struct CommandTests {
    private func object(_ text: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(value as? [String: Any], "no JSON object: \(text)")
    }

    private func objects(_ text: String) throws -> [[String: Any]] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(value as? [[String: Any]], "no JSON array of objects: \(text)")
    }

    @Test func anEndpointIsAddedListedAndShown() async throws {
        let workshop = try Workshop()
        let added = try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/health")
        #expect(added == "added shop, in shadow mode: it decides, and pings nothing\n")
        let list = try await workshop.done("endpoint", "list")
        #expect(list.contains("shop") && list.contains("http://127.0.0.1:9/health"))
        let listed = try objects(try await workshop.done("endpoint", "list", "--format", "json"))
        #expect(listed.map { $0["name"] as? String } == ["shop"])
        let shown = try object(
            try await workshop.done("endpoint", "show", "shop", "--format", "json")
        )
        #expect(shown["mode"] as? String == "shadow")
        #expect(shown["url"] as? String == "http://127.0.0.1:9/health")
        #expect(shown["cold_start_value_pings"] as? Double == 30)
    }

    @Test func everySettingIsKept() async throws {
        let workshop = try Workshop()
        try await workshop.done(
            "endpoint",
            "add",
            "shop",
            "http://127.0.0.1:9/",
            "--method",
            "POST",
            "--header",
            "X-One: 1",
            "--header",
            "X-Two: 2",
            "--body",
            "{}",
            "--timeout",
            "5s",
            "--expect-status",
            "204",
            "--platform",
            "aws-lambda",
            "--memory",
            "1024",
            "--mean-duration",
            "250ms",
            "--idle-timeout",
            "10m",
            "--cold-start-value",
            "12.5",
            "--timezone",
            "Europe/Berlin",
            "--path",
            "/api",
            "--host",
            "shop.example",
            "--match",
            "^/api/v[0-9]",
            "--mode",
            "active",
            "--instances",
            "3"
        )
        let shown = try object(
            try await workshop.done("endpoint", "show", "shop", "--format", "json")
        )
        #expect(shown["method"] as? String == "POST")
        #expect(shown["headers"] as? [String] == ["X-One: 1", "X-Two: 2"])
        #expect(shown["body"] as? String == "{}")
        #expect(shown["timeout_s"] as? Double == 5)
        #expect(shown["expected_status"] as? String == "204")
        #expect(shown["platform"] as? String == "aws-lambda")
        #expect(shown["memory_mb"] as? Int == 1024)
        #expect(shown["mean_duration_ms"] as? Int == 250)
        #expect(shown["idle_timeout_s"] as? Double == 600)
        #expect(shown["cold_start_value_pings"] as? Double == 12.5)
        #expect(shown["timezone"] as? String == "Europe/Berlin")
        #expect(shown["path"] as? String == "/api")
        #expect(shown["host"] as? String == "shop.example")
        #expect(shown["match"] as? String == "^/api/v[0-9]")
        #expect(shown["mode"] as? String == "active")
        #expect(shown["instances"] as? Int == 3)
    }

    @Test func settingChangesWhatIsNamedAndNothingElse() async throws {
        let workshop = try Workshop()
        try await workshop.done(
            "endpoint",
            "add",
            "shop",
            "http://127.0.0.1:9/",
            "--memory",
            "1024"
        )
        let changed = try await workshop.done("endpoint", "set", "shop", "--mode", "active")
        #expect(changed == "changed shop\n")
        let again = try await workshop.done("endpoint", "set", "shop", "--mode", "active")
        #expect(again == "shop is as it was\n")
        let shown = try object(
            try await workshop.done("endpoint", "show", "shop", "--format", "json")
        )
        #expect(shown["mode"] as? String == "active")
        #expect(shown["memory_mb"] as? Int == 1024)
    }

    @Test func aPausedEndpointResumesInTheModeThatItHad() async throws {
        let workshop = try Workshop()
        try await workshop.done(
            "endpoint",
            "add",
            "shop",
            "http://127.0.0.1:9/",
            "--mode",
            "active"
        )
        #expect(try await workshop.done("endpoint", "pause", "shop") == "paused shop\n")
        let plan = try await workshop.done("plan", "shop")
        #expect(plan.contains("preheat endpoint resume shop"))
        let list = try objects(try await workshop.done("endpoint", "list", "--format", "json"))
        #expect(list.first?["mode"] as? String == "paused")
        #expect(try await workshop.done("endpoint", "resume", "shop") == "resumed shop, active\n")
    }

    @Test func aRenamedEndpointKeepsItsHistory() async throws {
        let workshop = try Workshop()
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        let log = try workshop.file("access.log", AccessLog.lines(0..<10))
        try await workshop.done("import", log, "--endpoint", "shop")
        let renamed = try await workshop.done("endpoint", "rename", "shop", "store")
        #expect(renamed == "renamed shop to store\n")
        #expect(try await workshop.done("endpoint", "show", "store").contains("10 requests"))
    }

    @Test func removingAsksAndSaysWhatHappensToTheHistory() async throws {
        let workshop = try Workshop()
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        let log = try workshop.file("access.log", AccessLog.lines(0..<10))
        try await workshop.done("import", log, "--endpoint", "shop")
        let refused = try await workshop.preheat("endpoint", "remove", "shop")
        #expect(refused.code == 1)
        let sentence = try #require(refused.errors.split(separator: "\n").first)
        #expect(sentence.hasPrefix("preheat: nothing was removed: its history (10 requests in 10 "))
        #expect(sentence.contains("would go with shop; confirm with --yes"))
        #expect(try await workshop.number("SELECT count(*) FROM traffic") == 10)
        let removed = try await workshop.done("endpoint", "remove", "shop", "--yes")
        #expect(removed.hasPrefix("removed shop and its history (10 requests in 10 bins"))
        #expect(try await workshop.number("SELECT count(*) FROM traffic") == 0)
        let list = try await workshop.done("endpoint", "list")
        #expect(list == "no endpoint yet; add one with 'preheat endpoint add NAME URL'\n")
    }

    @Test func aWeekOfHistoryIsForecastPlannedAndReported() async throws {
        let workshop = try Workshop()
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
        let log = try workshop.file("access.log", AccessLog.everyQuarterOfAnHour())
        try await workshop.done("import", log, "--endpoint", "shop")

        let chart = try await workshop.done("forecast", "shop")
        #expect(chart.hasPrefix("shop: requests per 15m, next 1d, UTC\n"))
        #expect(chart.contains("no daily pattern found: the hour of the day explains 0.0 %"))
        let forecast = try object(
            try await workshop.done("forecast", "shop", "--format", "json")
        )
        let bins = try #require(forecast["bins"] as? [[String: Any]])
        #expect(bins.count == 96)
        #expect(bins.allSatisfy { ($0["quantiles"] as? [Double])?[4] == 1 })

        let plan = try await workshop.done("plan", "shop")
        #expect(plan.contains("WHEN") && plan.contains("BENEFIT") && plan.contains("COST"))
        let plans = try objects(try await workshop.done("plan", "--format", "json"))
        let pings = try #require(plans.first?["pings"] as? [[String: Any]])
        #expect(!pings.isEmpty)
        #expect(pings.allSatisfy { ($0["reasons"] as? [String: Any])?.isEmpty == false })

        let report = try object(
            try await workshop.done("report", "cost", "--since", "8d", "--format", "json")
        )
        let total = try #require(report["total"] as? [String: Any])
        #expect(total["requests"] as? Int == 672)
        #expect((total["none"] as? [String: Any])?["cold_starts"] as? Int == 672)
        let csv = try await workshop.done(
            "report",
            "cost",
            "--since",
            "8d",
            "--by",
            "day",
            "--format",
            "csv"
        )
        #expect(csv.hasPrefix("day,requests,cold_starts,"))
        let table = try await workshop.done("report", "cost", "--since", "8d")
        #expect(table.contains("by replay 0 pings avoided 0 of 672 cold starts"))
    }
}
