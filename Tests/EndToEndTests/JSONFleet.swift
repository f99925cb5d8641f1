import Foundation
import Testing

/// A small made-up fleet that has something to tell in every key that commands print.
struct JSONFleet {
    let workshop: Workshop

    /// Fills a workshop's database and folder, against an emulated platform at a port of loopback.
    init(in workshop: Workshop, port: UInt16) async throws {
        self.workshop = workshop
        try await addEndpoints(port: port)
        try await addSettings()
        try await addDemand()
        try await workshop.sqlite(Self.pings + Self.decisions + Self.states + Self.notices)
        try addFiles()
    }

    private func run(_ line: String) async throws {
        let words = line.split(separator: " ").map(String.init)
        let outcome = try await workshop.preheat(words)
        try #require(outcome.code == 0, "\(line): \(outcome.errors)")
    }

    /// shop (1) has every setting, busy (2) a daily pattern; of dead (3) nothing is known, and its
    /// budget allows no ping.
    private func addEndpoints(port: UInt16) async throws {
        try await run(
            "endpoint add shop http://127.0.0.1:\(port)/shop --mode active --method POST "
                + "--header Accept:text/plain --body {} --platform aws-lambda --memory 1024 "
                + "--mean-duration 250ms --start-up 1s --idle-timeout 10m --path /api --host a.example "
                + "--match ^/api --quiet 12:00-12:01 --holiday 2026-12-25 --group web --priority 2 "
                + "--target p99<400ms --price per-request=0.0000003"
        )
        try await run(
            "endpoint add busy http://127.0.0.1:9/ --mode active --platform aws-lambda "
                + "--timezone Europe/Berlin --mean-duration 250ms --target cold-rate<5%"
        )
        try await run("endpoint add dead http://127.0.0.1:9/ --mode active --platform aws-lambda")
    }

    private func addSettings() async throws {
        try await run("schedule add shop @hourly --name hourly --except 2026-12-25")
        try await run("schedule add shop 08:00-18:00 --name window --timezone Europe/Berlin")
        try await run("schedule add dead @hourly --name often")
        try await run("budget set fleet 5USD --per month --timezone Europe/Berlin --hard")
        try await run("budget set dead 0.000000001USD --per day --hard")
    }

    /// Two days of a timer by the minute, at 20 and 50 past; three weeks of busy by the hour, of which
    /// twelve hours of the last day but one lack requests.
    private func addDemand() async throws {
        let timer = try series("timer.csv", step: 60, bins: 2880) { bin, _ in
            bin % 30 == 20 ? 1 : 0
        }
        try await run("import \(timer) --endpoint shop")
        let busy = try series("busy.csv", step: 3600, bins: 21 * 24) { bin, place in
            let isOutage = (20 * 24 - 12..<20 * 24).contains(place)
            return isOutage ? 0 : 100 + (bin % 24 >= 8 ? 400 : 0) + place % 7
        }
        try await run("import \(busy) --endpoint busy")
    }

    /// Writes the newest bins, each told its number since the epoch and in the series.
    private func series(
        _ name: String,
        step: Int,
        bins: Int,
        requests: (Int, Int) -> Int
    ) throws -> String {
        let end = Int(Date().timeIntervalSince1970) / step
        let rows = (0..<bins).map { place in
            let bin = end - bins + place
            let moment = Date(timeIntervalSince1970: Double(bin * step))
            return "\(moment.ISO8601Format()),\(requests(bin, place))\n"
        }
        return try workshop.file(name, "timestamp,count\n" + rows.joined())
    }

    private static let pings = """
        UPDATE traffic SET coldStarts = 1 WHERE endpointID = 1 AND requests = 1
            AND startedAtS % 7200 < 3600;
        UPDATE scheduleCount SET lastRunAtMs = unixepoch() * 1000
        WHERE scheduleID = (SELECT id FROM schedule WHERE name = 'hourly');
        WITH RECURSIVE step (number) AS (
            SELECT 1 UNION ALL SELECT number + 1 FROM step WHERE number < 60
        )
        INSERT INTO ping (endpointID, scheduledAtMs, firedAtMs, recordedAtMs, outcome, instances,
            warmInstances, coldInstances, failedInstances, firstByteMs, totalMs, costNanos,
            currency, schedule)
        SELECT 1, at, at, at, 'succeeded', 1, number % 2, 1 - number % 2, 0, 90, 100, 1000, 'USD',
            'hourly'
        FROM (SELECT number, (unixepoch() / 3600 * 60 - number * 60 + 15) * 60000 AS at FROM step);
        INSERT INTO ping (endpointID, scheduledAtMs, firedAtMs, recordedAtMs, outcome, instances,
            warmInstances, coldInstances, failedInstances, detail, reservedNanos, reservedCurrency)
        SELECT endpointID, at, at, at, outcome, 1, 0, 0, outcome = 'unexpectedStatus',
            iif(outcome = 'unexpectedStatus', 'answered 500, expected 200-399', NULL), 7, 'USD'
        FROM (SELECT (unixepoch() - 300) * 1000 AS at), (
            SELECT 2 AS endpointID, 'pending' AS outcome UNION ALL SELECT 2, 'interrupted'
            UNION ALL SELECT 2, 'unexpectedStatus'
        );

        """

    private static let decisions: String = {
        let names = [
            "elapsedMinutes", "survival", "hazard", "memorylessHazard", "requestProbability",
            "coldChance", "coldStartValue", "price", "saving", "runnerUpMinutesLater",
            "idleTimeoutMinutes", "idleTimeoutLowMinutes", "idleTimeoutHighMinutes", "credit",
            "spentInGap", "priceFactor", "probabilityOfDecision", "schedule",
        ]
        let experts = ["Product", "Clockwork", "SharpGaps", "WideGaps", "Fleet"]
        let reasons = names + experts.flatMap { ["weightOf\($0)", "hazardOf\($0)"] }
        let withheld = (0..<60).map { number in
            """
            INSERT INTO decision (endpointID, decidedAtMs, minute, action, instances)
            SELECT 1, minute * 60000, minute, '\(number % 2 == 0 ? "withheld" : "ping")', 1
            FROM (SELECT unixepoch() / 60 - 120 - \(number) * 30 AS minute);
            INSERT INTO decisionReason SELECT max(id), 0, 'probabilityOfDecision', 0.5
            FROM decision;

            """
        }
        let last = """
            INSERT INTO decision (endpointID, decidedAtMs, minute, action, instances)
            SELECT 1, minute * 60000, minute, 'shadowPing', 1
            FROM (SELECT unixepoch() / 60 - 2 AS minute);

            """
        let numbers = reasons.enumerated().map { place, name in
            "INSERT INTO decisionReason SELECT max(id), \(place), '\(name)', 1 FROM decision;\n"
        }
        return (withheld + [last] + numbers).joined()
    }()

    private static let states = """
        INSERT INTO budgetPrice (budgetID, pricedAtMs, price, modelVersion, learned)
        SELECT id, 0, 0.5, NULL, NULL FROM budget;
        INSERT INTO targetState (endpointID, statedAtMs, rate, requestedMinutes, coldMinutes, value,
            priceFactor, verdict, presentRate, bestRate, presentMonthlyNanos, neededMonthlyNanos,
            currency)
        SELECT id, 0, 0.05, 100, 6, 30, 1, 'unaffordable', 0.06, 0.01, 5000, 9000, 'USD'
        FROM endpoint WHERE id < 3;

        """

    private static let notices = """
        INSERT INTO notice (kind, budgetID, periodStartMs, subject, noticedAtMs, sentence, details,
            deliveredAtMs)
        SELECT 'budget-warning', id, unixepoch('now', 'start of day') * 1000, 'dead per day',
            unixepoch() * 1000, 'a sentence', '{"budget": {"scope": "dead", "period": "day",
            "limit_nanos": 1, "spent_nanos": 1, "reserved_nanos": 0, "uncertain_nanos": 0,
            "currency": "USD", "period_start": "2026-11-21T00:00:00Z",
            "period_end": "2026-11-22T00:00:00Z"}}', unixepoch() * 1000
        FROM budget WHERE periodDays = 1;
        INSERT INTO notice (kind, endpointID, target, subject, noticedAtMs, sentence, details)
        VALUES ('target-infeasible', 1, 'p99<400ms', 'shop', unixepoch() * 1000, 'a sentence',
            '{"target": {"endpoint": "shop", "target": "p99<400ms", "rate": 0.05,
            "requested_minutes": 100, "cold_minutes": 6, "verdict": "unaffordable",
            "needed_monthly_nanos": 9000, "present_monthly_nanos": 5000, "present_rate": 0.06,
            "best_rate": 0.01, "currency": "USD"}}');
        """

    private func addFiles() throws {
        try workshop.file(
            "preheat.yaml",
            """
            version: 1
            endpoints:
              shop:
                url: http://127.0.0.1:9/
                schedules: {nightly: "@daily"}
              till:
                url: http://127.0.0.1:9/
            budgets:
              - {scope: fleet, limit: 10USD, per: week}

            """
        )
        try workshop.file(
            "invocations.csv",
            "function,minute,count\n"
                + stride(from: 20, to: 1440, by: 60).map { "timer,\($0),1\n" }.joined()
        )
        try workshop.file(
            "functions.csv",
            "function,days,avg_duration_ms,p50_ms,p99_ms,source\ntimer,1,100,80,90,cron\n"
        )
    }
}
