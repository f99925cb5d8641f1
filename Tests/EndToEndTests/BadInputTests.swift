import Foundation
import Testing

/// Files that cannot be used and names that nobody has: exit code 1 and one sentence.
@Suite struct BadInputTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var requirement: String
        var arguments: [String]
        /// Without `preheat: ` before it.
        var sentence: String

        init(_ requirement: String, _ arguments: [String], _ sentence: String) {
            self.requirement = requirement
            self.arguments = arguments
            self.sentence = sentence
        }

        var testDescription: String { requirement }
    }

    private static let neither = """
        is neither an access log in common or combined format nor a CSV file that starts with \
        'timestamp,count' or 'function,minute,count'; it starts with
        """

    private static let rows: [Row] = [
        Row(
            "an unknown endpoint suggests the nearest names",
            ["endpoint", "show", "shp"],
            "no endpoint is named 'shp'; did you mean 'shop'?"
        ),
        Row(
            "an unknown endpoint like no other leads to the list",
            ["plan", "zzzzzz"],
            "no endpoint is named 'zzzzzz'; list the known ones with 'preheat endpoint list'"
        ),
        Row(
            "neither an endpoint nor a price list has the name",
            ["price", "show", "aws-lamda"],
            "no endpoint or list is named 'aws-lamda'; did you mean 'aws-lambda'?"
        ),
        Row(
            "nor anything like it",
            ["price", "show", "zzzzzz"],
            """
            no endpoint or list is named 'zzzzzz'; see 'preheat endpoint list' and 'preheat price \
            list'
            """
        ),
        Row(
            "a name is taken",
            ["endpoint", "add", "shop", "http://127.0.0.1:9/"],
            "an endpoint is already named 'shop'; choose another name"
        ),
        Row(
            "a new name is taken",
            ["endpoint", "rename", "shop", "api"],
            "an endpoint is already named 'api'; choose another name"
        ),
        Row(
            "an endpoint without traffic has no forecast",
            ["forecast", "shop"],
            """
            'shop' has no traffic yet; import some with 'preheat import FILE --endpoint shop'
            """
        ),
        Row(
            "an import is unknown",
            ["imports", "undo", "7"],
            "there is no import 7; choose the number of a listed one"
        ),
        Row(
            "a file is missing",
            ["import", "absent.log", "--endpoint", "shop"],
            "no file is at 'absent.log'; check the path"
        ),
        Row(
            "a file is a folder",
            ["import", ".", "--endpoint", "shop"],
            "'.' is a folder; name one of the files in it"
        ),
        Row(
            "a file is a pipe",
            ["import", "pipe", "--endpoint", "shop"],
            "'pipe' is not a regular file; save the content to a file and name that"
        ),
        Row(
            "a file is empty",
            ["import", "empty.log", "--endpoint", "shop"],
            "'empty.log' is empty; name a file that has lines"
        ),
        Row(
            "a gzip file ends in the middle",
            ["import", "cut.log.gz", "--endpoint", "shop"],
            """
            the gzip file 'cut.log.gz' ends in the middle; nothing was taken from it, copy it \
            again
            """
        ),
        Row(
            "a CSV file has no header",
            ["import", "headless.csv", "--endpoint", "shop"],
            "'headless.csv' \(neither) '2026-11-01T00:00:00Z,5'"
        ),
        Row(
            "a CSV file has another header",
            ["import", "other.csv", "--endpoint", "shop"],
            """
            'other.csv', line 1: the header is 'timestamp,value' and must be 'timestamp,count'; \
            name the columns so
            """
        ),
        Row(
            "a series is nobody's",
            ["import", "series.csv"],
            "series.csv is a series and names no endpoint; say whose it is with --endpoint"
        ),
        Row(
            "no endpoint says which lines are its own",
            ["import", "access.log"],
            """
            no endpoint has a match rule to tell which lines are its own; name one with \
            --endpoint, or give rules with 'preheat endpoint set NAME --path /…'
            """
        ),
        Row(
            "a trace's folder is missing",
            ["simulate", "--trace", "absent"],
            "absent holds no invocations.csv or invocations.csv.gz; name a folder with a trace"
        ),
        Row(
            "no function is selected",
            ["simulate", "--trace", "trace", "--only", "nobody"],
            "no function of trace matches 'nobody'; widen --only"
        ),
        Row(
            "pings cannot be written",
            ["simulate", "--trace", "trace", "--pings", "no/pings.csv"],
            "cannot write no/pings.csv: No such file or directory; name another file with --pings"
        ),
    ]

    @Test(arguments: rows)
    func itEndsWithCodeOneAndOneSentence(_ row: Row) async throws {
        let workshop = try await Self.workshop()
        let before = try await workshop.sqlite(".dump")
        let outcome = try await workshop.preheat(row.arguments)
        #expect(outcome.code == 1)
        #expect(outcome.errors == "preheat: \(row.sentence)\n")
        #expect(outcome.output.isEmpty)
        #expect(try await workshop.sqlite(".dump") == before, "a failure changes nothing")
    }

    private static func workshop() async throws -> Workshop {
        let workshop = try Workshop()
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        try await workshop.done("endpoint", "add", "api", "http://127.0.0.1:9/")
        try workshop.file("empty.log", "")
        try workshop.file("access.log", AccessLog.lines(0..<100))
        try workshop.file("headless.csv", "2026-11-01T00:00:00Z,5\n")
        try workshop.file("other.csv", "timestamp,value\n2026-11-01T00:00:00Z,5\n")
        try workshop.file("series.csv", "timestamp,count\n2026-11-01T00:00:00Z,5\n")
        let script = """
            mkfifo pipe
            gzip -c access.log | head -c 300 > cut.log.gz
            mkdir trace
            printf 'function,minute,count\\nshop,0,1\\nshop,15,1\\n' > trace/invocations.csv
            """
        try await workshop.run("/bin/sh", "-ec", script)
        return workshop
    }

    @Test func countsNearTheLargestNumberDoNotTrap() async throws {
        let workshop = try Workshop()
        try workshop.file(
            "invocations.csv",
            "function,minute,count\nf,0,\(Int64.max)\nf,1,\(Int64.max)\nf,2,1\n"
        )
        let outcome = try await workshop.preheat("simulate", "--trace", workshop.folder.path)
        #expect(outcome.code == 0 || outcome.code == 1, "\(outcome.errors.prefix(300))")
    }

    /// 8000 years of minutes are either refused or done with in no time.
    @Test func aTraceWithoutEndIsRefused() async throws {
        let workshop = try Workshop()
        try workshop.file("invocations.csv", "function,minute,count\nf,0,1\nf,4222222220,1\n")
        let outcome = try await workshop.preheat(
            ["simulate", "--trace", workshop.folder.path, "--policy", "always-on"],
            within: .seconds(90)
        )
        #expect(outcome.code == 0 || outcome.code == 1)
    }

    @Test func nobodyWhoReadsTheErrorsIsNoReasonToTrap() async throws {
        let workshop = try Workshop()
        let outcome = try await workshop.start(
            "/bin/sh",
            ["-c", "\"$0\" endpoint show x 2> /dev/full", PreheatProcess.binary]
        ).outcome()
        #expect(outcome.code == 1)
    }

    @Test func outputThatCannotBeWrittenIsAFailure() async throws {
        let workshop = try Workshop()
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        let outcome = try await workshop.start(
            "/bin/sh",
            ["-c", "\"$0\" endpoint list > /dev/full", PreheatProcess.binary]
        ).outcome()
        #expect(outcome.code == 1)
        #expect(outcome.errors.hasPrefix("preheat: "))
    }
}
