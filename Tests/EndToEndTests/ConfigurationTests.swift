import Foundation
import Testing

/// `apply`, `diff`, `export` and `schema`, by the binary.
@Suite struct ConfigurationTests {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static let examples = ["preheat", "from-a-timer", "groups"]

    private static func example(_ name: String) -> String {
        root.appending(path: "deploy/\(name).example.yaml").path
    }

    private func revision() async throws -> Int {
        try await workshop.number("SELECT value FROM revision WHERE name = 'configuration'")
    }

    /// Three endpoints, set by commands.
    private func setByCommands() async throws {
        try await workshop.done(
            "endpoint",
            "add",
            "shop",
            "http://127.0.0.1:9/shop",
            "--mode",
            "active",
            "--header",
            "Accept: text/plain",
            "--group",
            "web",
            "--target",
            "p99<400ms",
            "--path",
            "/shop"
        )
        try await workshop.done(
            "endpoint",
            "add",
            "api",
            "http://127.0.0.1:9/api",
            "--timezone",
            "Asia/Kolkata",
            "--quiet",
            "22:00-06:00",
            "--holiday",
            "2026-12-25",
            "--one-off",
            "2026-11-27 x3"
        )
        try await workshop.done(
            "endpoint",
            "add",
            "night",
            "http://127.0.0.1:9/",
            "--mode",
            "active"
        )
        try await workshop.done("endpoint", "pause", "night")
        try await workshop.done("schedule", "add", "api", "08:00-18:00 Mon-Fri")
        try await workshop.done(
            "schedule",
            "add",
            "api",
            "*/10 * * * *",
            "--name",
            "often",
            "--jitter",
            "30s",
            "--except",
            "2026-12-25"
        )
        try await workshop.done("budget", "set", "fleet", "5USD", "--per", "month")
        try await workshop.done("budget", "set", "group:web", "1USD", "--per", "28d", "--soft")
        try await workshop.done("budget", "set", "shop", "0.50 USD", "--per", "day")
    }

    @Test func whatCommandsHaveSetComesBackFromItsExport() async throws {
        try await setByCommands()
        let before = try await workshop.sqlite(".dump")
        let text = try await workshop.done("export")
        try workshop.file("export.yaml", text)
        #expect(
            try await workshop.done("apply", "-f", "export.yaml", "--prune") == "nothing to do\n"
        )
        #expect(try await workshop.done("diff", "-f", "export.yaml") == "nothing to do\n")
        #expect(try await workshop.sqlite(".dump") == before)

        let other = workshop.path("other.db")
        let applied = try await workshop.done("apply", "-f", "export.yaml", "--database", other)
        #expect(applied.hasSuffix("\n\napplied: 8 added, 0 changed, 0 removed\n"))
        let again = try await workshop.done("diff", "-f", "export.yaml", "--database", other)
        #expect(again == "nothing to do\n")
        #expect(try await workshop.done("export", "--database", other) == text)
        let resumed = try await workshop.done("endpoint", "resume", "night", "--database", other)
        #expect(resumed == "resumed night, active\n")
    }

    @Test(arguments: examples)
    func anExampleIsAppliedAndHoldsFromThenOn(name: String) async throws {
        let path = Self.example(name)
        let pending = try await workshop.preheat("diff", "-f", path)
        #expect(pending.code == 5)
        #expect(pending.output.hasPrefix("+ endpoint "))
        #expect(!FileManager.default.fileExists(atPath: workshop.database), "diff makes none")
        let applied = try await workshop.done("apply", "-f", path)
        #expect(applied == pending.output.replacing("\npending: ", with: "\napplied: "))
        let revision = try await revision()
        #expect(try await workshop.done("apply", "-f", path) == "nothing to do\n")
        #expect(try await self.revision() == revision)
        #expect(try await workshop.preheat("diff", "-f", path).code == 0)
        try workshop.file("export.yaml", try await workshop.done("export"))
        #expect(
            try await workshop.done("diff", "-f", "export.yaml", "--prune") == "nothing to do\n"
        )
    }

    @Test func aDifferenceIsReadableAndHasJSON() async throws {
        try await setByCommands()
        try workshop.file(
            "wanted.yaml",
            """
            version: 1
            endpoints:
              shop: {url: 'http://127.0.0.1:9/shop', idle-timeout: 10m, mode: active, group: web}
              new: {url: 'http://127.0.0.1:9/new'}
            budgets:
              - {scope: fleet, limit: 6USD, per: month}
            """
        )
        let outcome = try await workshop.preheat("diff", "-f", "wanted.yaml")
        #expect(outcome.code == 5)
        #expect(
            outcome.output == """
                + endpoint new
                    url: http://127.0.0.1:9/new
                ~ endpoint shop
                    header: Accept: text/plain -> none
                    idle-timeout: unset -> 10m
                    target: p99<400ms -> unset
                    path: /shop -> unset
                ~ budget fleet per month
                    limit: 5.00 USD -> 6.00 USD

                pending: 1 added, 2 changed, 0 removed

                """
        )
        #expect(
            outcome.errors == """
                preheat: left alone, for the configuration does not name it: endpoint api, endpoint \
                night, budget group:web per 28d, budget shop per day; remove it with --prune

                """
        )
        let pruned = try await workshop.preheat(
            "diff",
            "-f",
            "wanted.yaml",
            "--prune",
            "--format",
            "json"
        )
        #expect(pruned.code == 5 && pruned.errors.isEmpty)
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(pruned.output.utf8)) as? [String: Any]
        )
        #expect(json["added"] as? Int == 1)
        #expect(json["changed"] as? Int == 2)
        #expect(json["removed"] as? Int == 4)
        let changes = try #require(json["changes"] as? [[String: Any]])
        let shop = try #require(changes.first { $0["endpoint"] as? String == "shop" })
        #expect(shop["what"] as? String == "endpoint" && shop["change"] as? String == "changed")
        let fields = try #require(shop["fields"] as? [[String: Any]])
        let idle = try #require(fields.first { $0["key"] as? String == "idle-timeout" })
        #expect(idle["before"] == nil && idle["after"] as? String == "10m")
        let dry = try await workshop.preheat("apply", "-f", "wanted.yaml", "--prune", "--dry-run")
        #expect(dry.code == 0)
        #expect(dry.output.contains("- endpoint api and its history\n"))
        #expect(dry.output.hasSuffix("would be applied: 1 added, 2 changed, 4 removed\n"))
        #expect(try await workshop.number("SELECT count(*) FROM endpoint") == 3)
        try await workshop.done("apply", "-f", "wanted.yaml", "--prune")
        #expect(
            try await workshop.sqlite("SELECT name FROM endpoint ORDER BY name") == ["new", "shop"]
        )
        #expect(try await workshop.number("SELECT count(*) FROM schedule") == 0)
        #expect(try await workshop.number("SELECT count(*) FROM budget") == 1)
    }

    @Test func aFolderIsOneConfiguration() async throws {
        try await workshop.run("/usr/bin/mkdir", "conf")
        try workshop.file("conf/b.yml", "version: 1\nendpoints: {b: {url: 'http://127.0.0.1/'}}")
        try workshop.file("conf/a.yaml", "version: 1\nendpoints: {a: {url: 'http://127.0.0.1/'}}")
        try workshop.file("conf/c.txt", "nothing")
        let applied = try await workshop.done("apply", "-f", "conf")
        #expect(applied.hasSuffix("applied: 2 added, 0 changed, 0 removed\n"))
    }

    @Test func standardInputIsAFile() async throws {
        let script = "echo 'version: 1' | \"$1\" apply -f - && echo 'version: 3' | \"$1\" diff -f -"
        let shell = try workshop.start("/bin/sh", ["-c", script, "sh", PreheatProcess.binary])
        let outcome = try await shell.outcome()
        #expect(outcome.output == "nothing to do\n")
        #expect(outcome.code == 3)
        #expect(
            outcome.errors
                == "preheat: standard input:1:10: version: is '3', which this release does not know; write 1\n"
        )
    }

    private static let refusals: [(yaml: String, code: Int32, sentence: String)] = [
        (
            "version: 1\nendpoints:\n  shop:\n    url: http://a/\n    idle-timout: 5m\n", 3,
            "x.yaml:5:5: endpoints.shop: there is no key 'idle-timout'; did you mean 'idle-timeout'?"
        ),
        (
            "version: 1\nbudgets: [{scope: 'group:wep', limit: 1USD, per: day}]\n", 3,
            "x.yaml:2:11: budgets: no endpoint is in a group 'wep'; did you mean 'web'?"
        ),
        (
            "version: 1\nbudgets: [{scope: fleet, limit: 1EUR, per: month}]\n", 3,
            "x.yaml:2:11: budgets: a budget in EUR cannot pay for 'api', which pays in USD; set budgets by group, or prices in EUR"
        ),
        (
            "version: 1\nbudgets: [{scope: fleet, limit: 1USD, per: month, timezone: Asia/Tokyo}]\n",
            1,
            "the budget fleet per month counts in USD and UTC, and would begin anew in USD and Asia/Tokyo; allow that with --prune"
        ),
        (
            "version: 1\nendpoints: {api: {url: 'http://127.0.0.1:9/', price: [currency=EUR, per-ping=1]}}\n",
            3,
            "x.yaml:2:13: endpoints.api: pays in EUR, and a stored budget in USD cannot pay for it; set budgets by group, or prices in USD"
        ),
    ]

    @Test(arguments: 0..<5)
    func whatIsRefusedChangesNothing(number: Int) async throws {
        let row = Self.refusals[number]
        try await workshop.done(
            "endpoint",
            "add",
            "api",
            "http://127.0.0.1:9/",
            "--group",
            "web",
            "--price",
            "per-ping=1"
        )
        try await workshop.done("budget", "set", "fleet", "5USD", "--per", "month")
        try workshop.file("x.yaml", row.yaml)
        let before = try await workshop.sqlite(".dump")
        let outcome = try await workshop.preheat("apply", "-f", "x.yaml")
        #expect(outcome.code == row.code)
        #expect(outcome.errors.hasSuffix("preheat: \(row.sentence)\n"))
        #expect(outcome.output.isEmpty)
        #expect(try await workshop.sqlite(".dump") == before)
    }

    @Test func aFileThatIsNotThereIsNamed() async throws {
        let outcome = try await workshop.preheat("diff", "-f", "absent.yaml")
        #expect(outcome.code == 1)
        #expect(
            outcome.errors
                == "preheat: cannot read 'absent.yaml': No such file or directory; check the path\n"
        )
    }

    /// Each example passes the schema by an independent validator, and a broken one does not.
    @Test func theSchemaTakesTheExamplesAndNoOtherKeys() async throws {
        try workshop.file("schema.json", try await workshop.done("schema"))
        try await setByCommands()
        try workshop.file("export.yaml", try await workshop.done("export"))
        let script = """
            import json, sys, yaml, jsonschema
            yaml.SafeLoader.yaml_implicit_resolvers = {
                sign: [rule for rule in rules if rule[0] != "tag:yaml.org,2002:timestamp"]
                for sign, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()}
            schema = json.load(open("schema.json"))
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(schema)
            for path in sys.argv[1:]:
                document = yaml.safe_load(open(path))
                for error in validator.iter_errors(document):
                    sys.exit(f"{path}: {error.message}")
                name = sorted(document["endpoints"])[0]
                document["endpoints"][name]["zzz"] = 1
                if validator.is_valid(document): sys.exit(f"{path}: takes an unknown key")
            """
        try await workshop.run(
            "/usr/bin/python3",
            ["-c", script, "export.yaml"] + Self.examples.map(Self.example)
        )
    }

    /// What a removed endpoint has spent stays spent, also where the budget begins anew.
    @Test func pruningGivesNoMoneyBack() async throws {
        for name in ["old", "new"] {
            try await workshop.done(
                "endpoint",
                "add",
                name,
                "http://127.0.0.1:9/",
                "--price",
                "per-request=0.6"
            )
        }
        try await workshop.done("budget", "set", "fleet", "1USD", "--per", "366d")
        let now = Int(Date().timeIntervalSince1970) * 1000
        try await workshop.sqlite(
            """
            INSERT INTO ping (endpointID, scheduledAtMs, recordedAtMs, outcome, instances,
                warmInstances, coldInstances, failedInstances, costNanos, currency, reservedNanos,
                reservedCurrency)
            VALUES (1, \(now), \(now), 'succeeded', 1, 1, 0, 0, 600000000, 'USD', 600000000, 'USD')
            """
        )
        try workshop.file(
            "wanted.yaml",
            """
            version: 1
            endpoints:
              new: {url: "http://127.0.0.1:9/", price: [per-request=0.6]}
            budgets:
              - {scope: fleet, limit: 1USD, per: 366d, timezone: Europe/Berlin}
            """
        )
        _ = try await workshop.done("apply", "-f", workshop.path("wanted.yaml"), "--prune")
        let spent = try await workshop.number("SELECT sum(settledNanos) FROM budgetSpend")
        #expect(spent == 600_000_000)
    }

    /// A budget of an endpoint that the same file removes has nothing to pay for.
    @Test func aBudgetOutlivesNoEndpoint() async throws {
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        try await workshop.done("budget", "set", "shop", "1USD", "--per", "day")
        let file = try workshop.file(
            "wanted.yaml",
            "version: 1\nbudgets:\n  - {scope: shop, limit: 1USD, per: day}\n"
        )
        let outcome = try await workshop.preheat("apply", "-f", file, "--prune")
        #expect(outcome.code == 3)
        #expect(outcome.errors.contains("no endpoint is named 'shop'"))
        #expect(try await workshop.number("SELECT count(*) FROM endpoint") == 1)
    }
}
