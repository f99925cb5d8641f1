import Foundation
import Testing

/// Demand from files and from the history: `forecast` and `backtest`.
@Suite struct ForecastTests {
    private static let header = "timestamp,mean,q10,q20,q30,q40,q50,q60,q70,q80,q90"

    /// Three weeks of hours from a Monday on: ten requests an hour by day, more at noon.
    private static func office(days: Int = 21, without skipped: Int? = nil) -> String {
        let start = Date(timeIntervalSince1970: 1_789_344_000)
        let rows = (0..<days * 24).filter { $0 != skipped }.map { hour -> String in
            let clock = hour % 24
            let isOpen = (8..<18).contains(clock) && hour / 24 % 7 < 5
            let count = isOpen ? 10 + (clock == 12 ? 40 : 0) + hour % 3 : 0
            return "\((start + Double(hour) * 3600).ISO8601Format()),\(count)"
        }
        return (["timestamp,count"] + rows).joined(separator: "\n") + "\n"
    }

    private func lines(_ workshop: Workshop, _ name: String) throws -> [String] {
        try String(contentsOfFile: workshop.path(name), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    @Test func aFileIsForecastIntoAFile() async throws {
        let workshop = try Workshop()
        try workshop.file("office.csv", Self.office())
        try await workshop.done(
            "forecast",
            "--input",
            workshop.path("office.csv"),
            "--output",
            workshop.path("ahead.csv")
        )
        let rows = try lines(workshop, "ahead.csv")
        #expect(rows.count == 25)
        #expect(rows[0] == Self.header)
        #expect(rows[1].hasPrefix("2026-10-05T00:00:00Z,"))
        #expect(rows[24].hasPrefix("2026-10-05T23:00:00Z,"))
        let means = rows.dropFirst().map { Double($0.split(separator: ",")[1]) ?? .nan }
        #expect(means.firstIndex(of: means.max() ?? 0) == 12)
        #expect(means[3] < 1 && (8...16).contains(means[9]))
        #expect(try workshop.visibleFiles() == ["ahead.csv", "office.csv"])
    }

    @Test func aFolderIsForecastIntoAFolderWithTheTimesTaken() async throws {
        let workshop = try Workshop()
        let folder = workshop.folder.appending(path: "in")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        for name in ["a", "b"] { try workshop.file("in/\(name).csv", Self.office()) }
        try workshop.file("in/notes.txt", "not a series")
        let outcome = try await workshop.preheat(
            "forecast",
            "--input",
            folder.path,
            "--output",
            workshop.path("out"),
            "--horizon",
            "2d"
        )
        #expect(outcome.code == 0)
        #expect(outcome.errors == "forecast 2 series into \(workshop.path("out"))\n")
        let written = try FileManager.default.contentsOfDirectory(atPath: workshop.path("out"))
        #expect(written.sorted() == ["a.csv", "b.csv", "times.csv"])
        #expect(try lines(workshop, "out/a.csv") == lines(workshop, "out/b.csv"))
        #expect(try lines(workshop, "out/a.csv").count == 49)
        let times = try lines(workshop, "out/times.csv")
        #expect(times[0] == "task,seconds")
        #expect(times[1].hasPrefix("a,") && times[2].hasPrefix("b,"))
        #expect(times.dropFirst().allSatisfy { (Double($0.dropFirst(2)) ?? -1) > 0 })
    }

    @Test func aBadSeriesIsRefusedByItsFirstOffendingLineAndNothingIsWritten() async throws {
        let workshop = try Workshop()
        try workshop.file("holed.csv", Self.office(without: 30))
        let outcome = try await workshop.preheat(
            "forecast",
            "--input",
            workshop.path("holed.csv"),
            "--output",
            workshop.path("ahead.csv")
        )
        #expect(outcome.code == 1)
        #expect(
            outcome.errors == """
                preheat: '\(workshop.path("holed.csv"))': 1 bin is missing before line 32: \
                expected 2026-09-15T06:00Z; add a row for each bin, with an empty count where it is \
                unknown

                """
        )
        #expect(try workshop.visibleFiles() == ["holed.csv"])
    }

    @Test(arguments: [
        ([], 2, "name an endpoint, or a file with --input (see 'preheat forecast --help')"),
        (
            ["shop", "--input", "a.csv"], 2,
            "name an endpoint, or a file with --input (see 'preheat forecast --help')"
        ),
        (
            ["shop", "--output", "b.csv"], 2,
            "--output goes with --input; print an endpoint's with --format csv (see 'preheat forecast --help')"
        ),
        (
            ["shop", "--timezone", "UTC"], 2,
            "--timezone goes with --input; an endpoint's is set with 'preheat endpoint set' (see 'preheat forecast --help')"
        ),
        (
            ["shop", "--bin", "7m"], 2,
            "--bin must be whole minutes that divide a day, such as 1m, 15m, 1h or 1d (see 'preheat forecast --help')"
        ),
        (
            ["shop", "--horizon", "32d"], 2,
            "--horizon must be 1m to 31d (see 'preheat forecast --help')"
        ),
        (
            ["--input", "absent.csv"], 1, "no file is at 'absent.csv'; check the path"
        ),
        (
            ["--input", "one.csv", "--output", "out", "--format", "json"], 2,
            "--output writes CSV and goes without --format and --svg; leave it out to see one (see 'preheat forecast --help')"
        ),
        (
            ["--input", "one.csv", "--output", "./one.csv"], 1,
            "./one.csv is the input and would be overwritten; name another with --output"
        ),
        (
            ["--input", "empty", "--output", "out"], 1,
            "empty holds no file *.csv; name a folder of series with --input"
        ),
        (
            ["--input", "timed", "--output", "out"], 1,
            "timed/times.csv would be overwritten by the times taken; rename that series"
        ),
        (
            ["--input", "unknown.csv"], 1,
            "nothing is known in unknown.csv: all of its counts are empty; fill in some"
        ),
        (
            ["--input", "one.csv"], 1,
            "'one.csv' has a single row, line 2, which does not tell how wide its bin is; name the width of the bins with '--bin'"
        ),
    ])
    func wordsThatDoNotFitGetASentence(
        arguments: [String],
        code: Int32,
        sentence: String
    ) async throws {
        let workshop = try Workshop()
        for folder in ["empty", "timed"] {
            try FileManager.default.createDirectory(
                at: workshop.folder.appending(path: folder),
                withIntermediateDirectories: false
            )
        }
        try workshop.file("timed/times.csv", Self.office())
        let unknown = ["timestamp,count", "2026-01-01T00:00:00Z,", "2026-01-01T01:00:00Z,NaN"]
        try workshop.file("unknown.csv", unknown.joined(separator: "\n"))
        try workshop.file("one.csv", "timestamp,count\n2026-01-01T00:00:00Z,5\n")
        let outcome = try await workshop.preheat(["forecast"] + arguments)
        #expect(outcome.code == code)
        #expect(outcome.errors == "preheat: \(sentence)\n")
        #expect(!FileManager.default.fileExists(atPath: workshop.path("out")))
    }

    @Test func aChartIsAsWideAsToldAndPlainWhereNobodyWatches() async throws {
        let workshop = try Workshop()
        try workshop.file("office.csv", Self.office())
        let outcome = try await workshop.preheat(
            ["forecast", "--input", workshop.path("office.csv"), "--svg", workshop.path("o.svg")],
            changes: ["COLUMNS": "100"]
        )
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(!outcome.output.contains("\u{1B}"))
        let chart = outcome.output.split(separator: "\n").prefix(22)
        let widest = chart.map(\.count).max() ?? 0
        #expect((90...100).contains(widest), "\(widest)")
        #expect(outcome.output.contains("recurring: peak on workdays "))
        #expect(outcome.output.contains("model: seasonal regression"))
        let drawn = try String(contentsOfFile: workshop.path("o.svg"), encoding: .utf8)
        #expect(drawn.hasPrefix("<svg ") && drawn.hasSuffix("</svg>\n"))
        #expect(drawn.contains("office.csv: requests per 1h, next 1d, UTC"))
    }

    @Test func aBacktestShowsTheModelsSideBySide() async throws {
        let workshop = try Workshop()
        try workshop.file("office.csv", Self.office(days: 28))
        let table = try await workshop.done(
            "backtest",
            "--input",
            workshop.path("office.csv"),
            "--origins",
            "5"
        )
        #expect(table.contains("a day ahead in bins of 1h, from 5 origins"))
        for model in ["preheat ", "seasonal naive (day) ", "empirical quantiles (14 days) "] {
            #expect(table.contains("\n\(model)"))
        }
        #expect(table.contains("\nserved by: seasonal regression"))
        let text = try await workshop.done(
            "backtest",
            "--input",
            workshop.path("office.csv"),
            "--format",
            "json"
        )
        let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let models = try #require(json?["models"] as? [[String: Any]])
        let losses = models.compactMap { $0["wql"] as? Double }
        #expect(losses.count == 3 && losses[0] < losses[1])
    }

    @Test func twoDaysAreTooFewForABacktest() async throws {
        let workshop = try Workshop()
        try workshop.file("short.csv", Self.office(days: 2))
        let outcome = try await workshop.preheat("backtest", "--input", workshop.path("short.csv"))
        #expect(outcome.code == 1)
        #expect(
            outcome.errors == """
                preheat: \(workshop.path("short.csv")) has less than three days of known history, and \
                no day to judge; come back with more

                """
        )
    }
}
