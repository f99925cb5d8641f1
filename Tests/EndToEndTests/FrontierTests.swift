import Foundation
import Testing

/// Two days: a request every half hour.
private let invocations =
    "function,minute,count\n"
    + stride(from: 20, to: 2880, by: 30).map { "timer,\($0),1\n" }.joined()
    + "rare,100,1\nrare,1700,2\n"

private let functions = """
    function,days,avg_duration_ms,p50_ms,p99_ms,source
    timer,2,100,80,90,cron
    rare,2,100,,,people

    """

/// What ways to keep warm cost: `frontier`.
@Suite struct FrontierTests {
    private let workshop: Workshop
    private let trace: String

    init() throws {
        workshop = try Workshop()
        try workshop.file("invocations.csv", invocations)
        try workshop.file("functions.csv", functions)
        trace = workshop.folder.path
    }

    private func object(_ text: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(value as? [String: Any], "no JSON object: \(text)")
    }

    /// The point of a policy with this parameter.
    private func point(
        _ frontier: [String: Any],
        _ policy: String,
        _ key: String? = nil,
        _ value: Double = 0
    ) throws -> [String: Any] {
        let points = try #require(frontier["points"] as? [[String: Any]])
        return try #require(
            points.first { point in
                guard point["policy"] as? String == policy else { return false }
                guard let key else { return true }
                return point[key] as? Double == value
            }
        )
    }

    /// Registers 'shop' on Lambda and imports the timer's requests by the minute, of November 2026.
    private func addShop(_ options: String...) async throws {
        let outcome = try await workshop.preheat(
            [
                "endpoint", "add", "shop", "http://127.0.0.1:9/", "--platform", "aws-lambda",
                "--idle-timeout", "10m", "--mean-duration", "100ms", "--start-up", "1s",
            ] + options
        )
        try #require(outcome.code == 0, "\(outcome.errors)")
        let start = Date(timeIntervalSince1970: 1_795_132_800)
        let rows = (0..<2880).map { minute in
            "\((start + Double(minute) * 60).ISO8601Format()),\(minute % 30 == 20 ? 1 : 0)"
        }
        let file = try workshop.file(
            "requests.csv",
            "timestamp,count\n" + rows.joined(separator: "\n") + "\n"
        )
        _ = try await workshop.done("import", file, "--endpoint", "shop")
    }

    /// Of 96 requests 30 minutes apart all are cold; a window of 20 minutes pings twice after each,
    /// one of an hour thrice, at 570, 1140 and 1710 s, so that all but the first are warm.
    @Test func pointsAreThoseOfTheTrace() async throws {
        let shown = try object(
            try await workshop.done(
                "frontier",
                "--trace",
                trace,
                "--only",
                "timer",
                "--format",
                "json"
            )
        )
        #expect(shown["currency"] as? String == "USD")
        let none = try point(shown, "none")
        #expect(none["cold_starts"] as? Int == 96)
        #expect(none["cold_start_rate"] as? Double == 1)
        #expect(none["cost_nanos_per_month"] as? Int == 0)
        let hour = try point(shown, "keep-warm", "window_s", 3600)
        #expect(hour["cold_starts"] as? Int == 1)
        #expect(hour["requested_minutes"] as? Int == 96)
        // In each of 95 gaps; 570 s after the last request the record ends.
        #expect(hour["pings"] as? Int == 285)
        // 409 billionths each, in two of thirty days.
        #expect(hour["cost_nanos_per_month"] as? Int == 285 * 409 * 15)
        let held = try point(shown, "provisioned")
        #expect(held["cold_starts"] as? Int == 0)
        #expect(held["cost_nanos_per_month"] as? Int == 1_350_010_800)
        let eager = try point(shown, "adaptive", "cold_start_value_pings", 10_000)
        #expect(eager["cold_starts"] as? Int ?? 99 < 5)
        #expect((shown["functions"] as? [[String: Any]])?.count == 1)
    }

    @Test func aTableMarksWhatNothingBeats() async throws {
        let table = try await workshop.done("frontier", "--trace", trace)
        #expect(table.contains("2 functions, 2d of record, 99 requests in 98 minutes"))
        #expect(table.contains("keep-warm         1d"))
        #expect(table.split(separator: "\n").contains { $0.hasPrefix("none") && $0.hasSuffix("*") })
        let csv = try await workshop.done("frontier", "--trace", trace, "--format", "csv")
        let lines = csv.split(separator: "\n")
        #expect(lines[0].hasPrefix("function,policy,cold_start_value_pings,window_s,pings,"))
        // 24 points of the sum, of 'rare' and of 'timer'.
        #expect(lines.count == 1 + 3 * 24)
        #expect(lines.count { $0.hasPrefix("timer,") } == 24)
    }

    @Test func picturesAndPingsAreWritten() async throws {
        let svg = workshop.path("frontier.svg")
        let folder = workshop.path("pings")
        let shown = try object(
            try await workshop.done(
                "frontier",
                "--trace",
                trace,
                "--only",
                "timer",
                "--format",
                "json",
                "--svg",
                svg,
                "--pings-dir",
                folder
            )
        )
        let picture = try String(contentsOfFile: svg, encoding: .utf8)
        #expect(picture.hasPrefix("<svg") && picture.contains("timer: money against cold-start"))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count == 24 && names.contains("adaptive-10000.csv"))
        for (name, policy, key, value) in [
            ("keep-warm-60m", "keep-warm", "window_s", 3600.0),
            ("adaptive-30", "adaptive", "cold_start_value_pings", 30),
        ] {
            let rows = try String(contentsOfFile: "\(folder)/\(name).csv", encoding: .utf8)
                .split(separator: "\n")
            #expect(rows[0] == "function,time_s,instances")
            let pings = try point(shown, policy, key, value)["pings"] as? Int
            #expect(rows.count - 1 == pings)
        }
    }

    /// p50 and p99 are 80 and 90 ms, a cold start takes a second more.
    @Test func latencyIsShownWhereItIsKnown() async throws {
        let shown = try object(
            try await workshop.done(
                "frontier",
                "--trace",
                trace,
                "--only",
                "timer",
                "--axis",
                "p99",
                "--start-up",
                "1s",
                "--format",
                "json"
            )
        )
        #expect(shown["percentile"] as? Double == 99)
        let cold = try point(shown, "none")["latency_ms"] as? Double ?? 0
        #expect(abs(cold - 1090) < 1)
        let warm = try point(shown, "always-on")["latency_ms"] as? Double ?? 0
        #expect(abs(warm - 90) < 1)
        let unknown = try await workshop.preheat(
            "frontier",
            "--trace",
            trace,
            "--only",
            "rare",
            "--axis",
            "p99"
        )
        #expect(unknown.code == 1)
        #expect(unknown.errors.contains("needs p50_ms and p99_ms"))
        let several = try await workshop.preheat("frontier", "--trace", trace, "--axis", "p99")
        #expect(several.code == 1 && several.errors.contains("name one"))
    }

    @Test func aTargetIsChosenAndSet() async throws {
        try await addShop()
        let text = try await workshop.done("frontier", "shop", "--choose", "cold-rate<20%")
        #expect(text.contains("\nchosen: adaptive, a cold start worth "))
        #expect(text.contains("\nset the target of 'shop' to cold-rate<20%\n"))
        let shown = try object(
            try await workshop.done("endpoint", "show", "shop", "--format", "json")
        )
        #expect(shown["target"] as? String == "cold-rate<20%")
        #expect(try await workshop.number("SELECT count(*) FROM budget") == 0)
    }

    @Test func anAmountIsChosenAndSet() async throws {
        try await addShop()
        let text = try await workshop.done("frontier", "shop", "--choose", "<5 USD/month")
        #expect(text.contains("set the hard monthly budget of 'shop' to 5.00 USD\n"))
        let rows = try await workshop.sqlite(
            "SELECT limitNanos, currency, isHard, periodDays IS NULL FROM budget"
        )
        #expect(rows == ["5000000000|USD|1|1"])
    }

    @Test func whatCannotBeMetSetsNothingAndSaysWhatCould() async throws {
        try await addShop()
        let outcome = try await workshop.preheat(
            "frontier",
            "shop",
            "--choose",
            "cold-rate<20%",
            "--choose",
            "<0.000001 USD/month"
        )
        #expect(outcome.code == 1)
        #expect(
            outcome.errors.contains(
                "no point of the engine meets cold-rate<20% and costs at most 0.000001 USD a month; money needed for this target: adaptive"
            ),
            "\(outcome.errors)"
        )
        #expect(outcome.errors.contains("; target reachable with this money: adaptive"))
        #expect(outcome.errors.hasSuffix("; nothing was set\n"))
        #expect(try await workshop.number("SELECT count(*) FROM budget") == 0)
        #expect(
            try await workshop.number("SELECT count(*) FROM endpoint WHERE target IS NOT NULL") == 0
        )
    }

    /// What was set before binds a wish.
    @Test func anEarlierBudgetBindsATarget() async throws {
        try await addShop()
        try await workshop.done("budget", "set", "shop", "0.000001USD", "--per", "month")
        let outcome = try await workshop.preheat("frontier", "shop", "--choose", "cold-rate<20%")
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("costs at most 0.000001 USD a month"))
    }

    @Test(arguments: [
        (["--choose", "fast"], 2, "write 'cold-rate<2%'"),
        (["--choose", "<5 dollars/month"], 2, "'<5 USD/month'"),
        (["--choose", "cold-rate<2%", "--choose", "p99<1s"], 2, "one target is enough"),
        (["shop"], 2, "name an endpoint, or give --trace or --example, not both"),
        (["--days", "3"], 2, "a trace is taken whole"),
        (["--idle-timeout", "1m"], 2, "must be more than 1m"),
        (["--platform", "azure-functions-flex", "--memory", "8192"], 2, "4096"),
        (["--axis", "p200"], 2, "--axis"),
        (["--only", "nobody"], 1, "no function of"),
        (["--choose", "<5 EUR/month"], 1, "prices are in USD"),
    ])
    func whatCannotBeDoneIsSaid(arguments: [String], code: Int32, part: String) async throws {
        let outcome = try await workshop.preheat(["frontier", "--trace", trace] + arguments)
        #expect(outcome.code == code)
        #expect(outcome.errors.contains(part), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    /// One of those of the README's first picture, without a database.
    @Test func aMadeUpEndpointHasAFrontier() async throws {
        let drawing = workshop.folder.appending(path: "example.svg").path
        let outcome = try await workshop.preheat(
            ["frontier", "--example", "--only", "sparse", "--svg", drawing]
        )
        #expect(outcome.code == 0)
        #expect(outcome.output.hasPrefix("made-up endpoints: 1 function, 28d of record"))
        #expect(try String(contentsOfFile: drawing, encoding: .utf8).hasPrefix("<svg"))
        let both = try await workshop.preheat("frontier", "--example", "--trace", trace)
        #expect(both.code == 2 && both.errors.contains("give --trace or --example, not both"))
    }

    @Test func anEndpointsSettingsAreItsOwn() async throws {
        let outcome = try await workshop.preheat("frontier", "shop", "--memory", "512")
        #expect(outcome.code == 2 && outcome.errors.contains("'preheat endpoint set'"))
    }

    @Test func wideBinsAreNoRecord() async throws {
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        let file = try workshop.file(
            "hours.csv",
            "timestamp,count\n2026-11-16T00:00:00Z,3\n2026-11-16T01:00:00Z,4\n"
        )
        _ = try await workshop.done("import", file, "--endpoint", "shop")
        let outcome = try await workshop.preheat("frontier", "shop")
        #expect(outcome.code == 1 && outcome.errors.contains("only wider bins"))
    }
}
