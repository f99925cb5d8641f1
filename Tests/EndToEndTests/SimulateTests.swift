import Foundation
import Testing

/// Three made-up functions of a day: a timer every half hour, a rare one, one that is never called
/// again.
private let invocations =
    "function,minute,count\n"
    + stride(from: 0, to: 2880, by: 30).map { "timer,\($0),1\n" }.joined()
    + "rare,100,1\nrare,1700,2\nonce,5,1\n"

private let functions = """
    function,days,avg_duration_ms,source
    timer,2,100,cron
    rare,2,100,people
    once,2,100,people

    """

@Suite struct SimulateTests {
    private let workshop: Workshop
    private let trace: String

    init() throws {
        workshop = try Workshop()
        _ = try workshop.file("invocations.csv", invocations)
        _ = try workshop.file("functions.csv", functions)
        trace = workshop.folder.path
    }

    private func rows(_ arguments: String...) async throws -> [[String: Any]] {
        let outcome = try await workshop.preheat(
            ["simulate", "--trace", trace, "--format", "json"] + arguments
        )
        #expect(outcome.code == 0, "\(outcome.errors)")
        let data = Data(outcome.output.utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    }

    @Test func figuresComeBySource() async throws {
        let rows = try await rows("--by", "source", "--policy", "none")
        #expect(rows.map { $0["group"] as? String } == ["cron", "people"])
        #expect(rows.map { $0["functions"] as? Int } == [1, 2])
        let cold = rows.map { ($0["figures"] as? [String: Any])?["cold_starts"] as? Int }
        #expect(cold == [96, 3])
    }

    @Test func figuresComeByClass() async throws {
        _ = try workshop.file(
            "function_patterns.csv",
            "function,class\ntimer,timer\nrare,sparse\nonce,sparse\n"
        )
        let rows = try await rows("--by", "class", "--policy", "none")
        #expect(rows.map { $0["group"] as? String } == ["sparse", "timer"])
    }

    @Test func aHiddenTimeoutIsLearned() async throws {
        let known = try await rows("--only", "timer", "--policy", "adaptive")
        let learned = try await rows(
            "--only",
            "timer",
            "--policy",
            "adaptive",
            "--learn-idle-timeout"
        )
        let cold = [known, learned].map { $0.first?["cold_starts"] as? Int ?? .max }
        #expect(cold[0] < 10 && cold[1] < 15, "\(cold)")
    }

    @Test func aSoftPlatformHasColdStartsToExpect() async throws {
        let curve = try workshop.file("curve.csv", "idle_minutes,p_cold\n0,0\n29,0\n30,0.5\n60,1\n")
        let rows = try await rows("--only", "timer", "--policy", "none", "--idle-curve", curve)
        // The first request is cold for sure, 95 have idled for half an hour: 1 + 47.5.
        #expect(rows.first?["total_cost_cold_starts"] as? Double == 48.5)
    }

    @Test func oneInAHundredIsWithheldOnlyWhenAsked() async throws {
        let without = try await rows("--policy", "adaptive", "--only", "timer")
        let again = try await rows("--policy", "adaptive", "--only", "timer", "--seed", "7")
        let exploring = try await rows("--policy", "adaptive", "--only", "timer", "--explore")
        let pings = [without, again, exploring].map { $0.first?["pings"] as? Int ?? 0 }
        #expect(pings[0] == pings[1])
        #expect(abs(pings[2] - pings[0]) <= 5)
    }

    /// The pings of the three functions by period of so many days.
    private func pingsByPeriod(_ budget: String, days: Int) async throws -> [Int] {
        let path = workshop.path("pings.csv")
        _ = try await rows("--policy", "adaptive", "--budget-pings", budget, "--pings", path)
        var sums = [Int](repeating: 0, count: (2 + days - 1) / days)
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            .dropFirst()
        {
            let cells = line.split(separator: ",")
            let second = try #require(Int(cells[1]))
            sums[second / (days * 86_400)] += try #require(Int(cells[2]))
        }
        return sums
    }

    /// The timer alone could use 48 a day.
    @Test func aDailyBudgetHoldsEachDay() async throws {
        let days = try await pingsByPeriod("20/day", days: 1)
        #expect(days.allSatisfy { (10...20).contains($0) }, "\(days)")
        #expect(try await pingsByPeriod("0/day", days: 1) == [0, 0])
    }

    @Test func aBudgetOfFourWeeksIsNotSpentInTwoDays() async throws {
        let rich = try await pingsByPeriod("5000/28d", days: 28)
        let poor = try await pingsByPeriod("200/28d", days: 28)
        #expect((90...800).contains(rich[0]), "\(rich)")
        #expect((5...40).contains(poor[0]), "\(poor)")
    }

    @Test func moreMayBeColdForLess() async throws {
        let strict = try await rows(
            "--policy",
            "adaptive",
            "--only",
            "timer",
            "--max-cold-rate",
            "0.1"
        )
        let lax = try await rows(
            "--policy",
            "adaptive",
            "--only",
            "timer",
            "--max-cold-rate",
            "0.7"
        )
        let cold = [strict, lax].map { $0.first?["cold_starts"] as? Int ?? .max }
        #expect(cold[0] <= 14, "\(cold)")
        #expect((cold[0] + 1...67).contains(cold[1]), "\(cold)")
    }

    @Test func anExampleIsDrawn() async throws {
        let path = workshop.path("week.svg")
        _ = try await workshop.done(
            "simulate",
            "--example",
            "timer",
            "--policy",
            "none",
            "--chart",
            path
        )
        let svg = try String(contentsOfFile: path, encoding: .utf8)
        #expect(svg.hasPrefix("<svg") && svg.contains("timer, week 4"))
    }

    @Test(arguments: [
        (["--chart", "week.svg"], "--chart draws one function and 3 are selected"),
        (["--idle-curve", "functions.csv"], "line 1"),
        (["--by", "class"], "function_patterns.csv"),
    ])
    func whatCannotBeDoneIsSaid(arguments: [String], part: String) async throws {
        let full = arguments.map {
            $0.hasSuffix(".csv") || $0.hasSuffix(".svg") ? workshop.path($0) : $0
        }
        let outcome = try await workshop.preheat(["simulate", "--trace", trace] + full)
        #expect(outcome.code != 0)
        #expect(outcome.errors.contains(part), "\(outcome.errors)")
    }
}
