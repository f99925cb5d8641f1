import Testing

/// Command lines whose own words are off: exit code 2 and one sentence, whatever the database.
@Suite struct BadWordsTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var requirement: String
        var arguments: [String]
        /// Without `preheat: ` before it and `(see …)` after it.
        var sentence: String

        init(_ requirement: String, _ arguments: [String], _ sentence: String) {
            self.requirement = requirement
            self.arguments = arguments
            self.sentence = sentence
        }

        var testDescription: String { requirement }
    }

    private static let add = ["endpoint", "add", "shop", "http://127.0.0.1:9/"]

    private static func plainSecret(_ header: String) -> String {
        """
        --header '\(header)' would keep its secret in the database; refer to it by env:NAME, \
        file:/PATH or credential:NAME (of systemd), such as 'Bearer env:NAME'
        """
    }

    private static func noURL(_ text: String) -> String {
        "'\(text)' is no absolute http or https URL; write one such as https://example.com/health"
    }

    private static func noName(_ text: String) -> String {
        "'\(text)' is no name; write 1 to 200 characters without blanks, not beginning with '-'"
    }

    private static func budgetPings(
        _ requirement: String,
        _ value: String,
        _ argument: String? = nil
    ) -> Row {
        Row(
            requirement,
            ["simulate", "--example", "timer"]
                + (argument.map { [$0] } ?? ["--budget-pings", value]),
            """
            The value '\(value)' is invalid for '--budget-pings <pings/period>'; write pings for a \
            day, a week or some days, such as 200/day or 5000/28d
            """
        )
    }

    private static func maxColdRate(
        _ requirement: String,
        _ value: String,
        _ shown: String
    ) -> Row {
        Row(
            requirement,
            ["simulate", "--example", "timer", "--max-cold-rate=\(value)"],
            "--max-cold-rate is \(shown); it must be above 0 and below 1"
        )
    }

    private static let commands: [Row] = [
        Row("an option is unknown", ["--bogus"], "Unknown option '--bogus'"),
        Row("a command is like no other", ["cool"], "there is no command 'cool'"),
        Row(
            "a command is mistyped",
            ["explian", "shop"],
            "there is no command 'explian'; did you mean 'explain'?"
        ),
        Row(
            "a command has a letter more",
            ["planm"],
            "there is no command 'planm'; did you mean 'plan'?"
        ),
        Row(
            "a group of commands is mistyped",
            ["schedul", "list"],
            "there is no command 'schedul'; did you mean 'schedule'?"
        ),
        Row(
            "a subcommand is mistyped",
            ["schedule", "lst"],
            "there is no command 'schedule lst'; did you mean 'schedule list'?"
        ),
        Row(
            "a subcommand is mistyped before its options",
            ["schedule", "nxt", "--cron", "@daily"],
            "there is no command 'schedule nxt'; did you mean 'schedule next'?"
        ),
        Row(
            "a subcommand is mistyped before its arguments",
            ["schedule", "ad", "shop", "x"],
            "there is no command 'schedule ad'; did you mean 'schedule add'?"
        ),
        Row(
            "a subcommand is mistyped where one is usual",
            ["imports", "lst"],
            "there is no command 'imports lst'; did you mean 'imports list'?"
        ),
        Row(
            "help is wanted for a mistyped command",
            ["explian", "--help"],
            "there is no command 'explian'; did you mean 'explain'?"
        ),
        Row("help is wanted for no command", ["help", "nope"], "there is no command 'nope'"),
        Row(
            "help is wanted for a mistyped subcommand",
            ["help", "schedule", "lst"],
            "there is no command 'schedule lst'; did you mean 'schedule list'?"
        ),
        Row(
            "an option is mistyped",
            ["plan", "--horizn", "1h"],
            "Unknown option '--horizn'; did you mean '--horizon'?"
        ),
        Row(
            "no instance is to be warmed up",
            ["warm", "shop", "--instances", "0"],
            "--instances is 0; it must be 1 to 64"
        ),
        Row(
            "more instances are to be warmed up than there can be",
            ["warm", "shop", "--instances", "65"],
            "--instances is 65; it must be 1 to 64"
        ),
        Row("nothing is named to warm up", ["warm"], "Missing expected argument '<endpoint>'"),
        Row(
            "a status is wanted in another form",
            ["status", "--format", "yaml"],
            "The value 'yaml' is invalid for '--format <format>'; write one of 'table', 'json' or 'csv'"
        ),
        Row(
            "a doctor is asked for one endpoint",
            ["doctor", "shop"],
            "Unexpected argument 'shop'"
        ),
        Row("an argument is missing", ["endpoint", "add"], "Missing expected argument '<name>'"),
        Row(
            "a configuration is missing",
            ["apply"],
            "Missing expected argument '--file <file>'"
        ),
        Row(
            "a difference is neither text nor JSON",
            ["diff", "-f", "x.yaml", "--format", "yaml"],
            "The value 'yaml' is invalid for '--format <format>'; write one of 'text' and 'json'"
        ),
        Row("files are missing", ["import"], "Missing expected argument '<files> ...'"),
        Row(
            "a rule without an endpoint is nobody's",
            ["import", "a.log", "--path", "/x"],
            "--path, --host and --match need --endpoint to say whose they are"
        ),
        Row(
            "a value is none of the known ones",
            ["endpoint", "list", "--format", "yaml"],
            "The value 'yaml' is invalid for '--format <format>'; write one of 'table', 'json' or 'csv'"
        ),
        Row(
            "a grouping is unknown",
            ["report", "cost", "--by", "week"],
            """
            The value 'week' is invalid for '--by <by>'; write one of endpoint, group, platform, day, \
            hour, schedule
            """
        ),
        Row(
            "a period has not begun",
            ["report", "savings", "--since", "2999-01-01", "--until", "2999-02-01"],
            "--since must lie in the past"
        ),
        Row(
            "a report's zone is in no zone database",
            ["report", "latency", "--timezone", "Mars/Base"],
            """
            the time zone 'Mars/Base' is not in the zone database; write an IANA name such as \
            Europe/Berlin
            """
        ),
        Row(
            "a limit has no currency",
            ["report", "cost", "--fail-over", "10"],
            """
            --fail-over: '10' has no currency of three capital letters; write an amount such as 5USD \
            or '0.50 EUR'
            """
        ),
        Row(
            "a period ends before it begins",
            ["report", "cost", "--since", "2026-02-01", "--until", "2026-01-01"],
            "--since must lie before --until"
        ),
        Row(
            "a period is too long",
            ["report", "cost", "--since", "1970-01-01"],
            "--since and --until must lie within ten years"
        ),
        Row(
            "a day is in no calendar",
            ["report", "cost", "--since", "2026-02-31"],
            """
            The value '2026-02-31' is invalid for '--since <time>'; write a time such as \
            2026-11-21T08:00:00Z, 2026-11-21 or 7d
            """
        ),
        Row(
            "no ping is asked for",
            ["plan", "--limit", "0"],
            "--limit is 0; it must be at least 1"
        ),
        Row(
            "a negative limit is taken for an option",
            ["plan", "--limit", "-1"],
            """
            Missing value for '--limit <limit>'; a value that begins with a dash is written --limit=-1
            """
        ),
        Row("a horizon is too far", ["plan", "--horizon", "8d"], "--horizon must be 1m to 7d"),
        Row(
            "a lead reaches into the next minute",
            ["serve", "--lead", "1m"],
            "--lead must be under 1m: a ping is decided for its minute"
        ),
        Row(
            "time stands still",
            ["serve", "--time-scale", "0"],
            "--time-scale is 0.0; it must be 0.001 to 10000"
        ),
        Row(
            "a notice would go nowhere",
            ["serve", "--notify-url", "hooks.example/secret"],
            """
            --notify-url is no absolute http or https URL; write one such as https://example.com/hook
            """
        ),
        Row(
            "a notice would go to a file",
            ["serve", "--notify-url", "file:///tmp/hook"],
            """
            --notify-url is no absolute http or https URL; write one such as https://example.com/hook
            """
        ),
        Row(
            "a webhook's URL holds a password",
            ["serve", "--notify-url", "https://me:secret@example.com/"],
            "--notify-url may not hold a user or a password; put a secret into its path or query"
        ),
        Row(
            "notices are asked for since no time",
            ["notices", "--since", "yesterday"],
            """
            The value 'yesterday' is invalid for '--since <time>'; write a time such as \
            2026-11-21T08:00:00Z, 2026-11-21 or 7d
            """
        ),
        Row(
            "a log level is unknown",
            ["serve", "--log-level", "loud"],
            "--log-level 'loud' is none of trace, debug, info, notice, warning, error, critical"
        ),
        Row(
            "a trace is not named",
            ["simulate"],
            "name one of --trace and --example"
        ),
        Row(
            "an expression for functions is off",
            ["simulate", "--trace", ".", "--only", "("],
            "--only '(' is no regular expression: expected ')'"
        ),
        budgetPings("a budget is half a ping", "0.5/day"),
        budgetPings("a budget has months, which are not equally long", "20/month"),
        budgetPings("a budget has no period", "20"),
        budgetPings("a budget is no number", "x/day"),
        budgetPings("a budget is empty", "/day"),
        budgetPings("a budget has two periods", "20/day/2"),
        budgetPings("a budget's period is longer than a year", "20/367d"),
        budgetPings("a budget's period is no time at all", "20/0d"),
        budgetPings("a budget is more than a billion pings", "1000000001/day"),
        budgetPings("a budget is more than 64 bits hold", "99999999999999999999/day"),
        budgetPings("a budget is negative", "-3/day", "--budget-pings=-3/day"),
        Row(
            "a negative budget is taken for an option",
            ["simulate", "--example", "timer", "--budget-pings", "-3/day"],
            """
            Missing value for '--budget-pings <pings/period>'; a value that begins with a dash is \
            written --budget-pings=-3/day
            """
        ),
        maxColdRate("nobody may meet a cold start", "0", "0.0"),
        maxColdRate("everybody may meet a cold start", "1", "1.0"),
        maxColdRate("a rate is no number", "nan", "nan"),
        maxColdRate("a rate is negative", "-0.1", "-0.1"),
        maxColdRate("a rate is infinite", "inf", "inf"),
        Row(
            "a rate is a percentage",
            ["simulate", "--example", "timer", "--max-cold-rate", "10%"],
            """
            The value '10%' is invalid for '--max-cold-rate <rate>'; write a number between 0 and 1, \
            such as 0.1
            """
        ),
        Row(
            "a port is out of range",
            ["emulate", "--port", "65536"],
            "--port is 65536; it must be 0 to 65535"
        ),
        Row("a demo is too short", ["demo", "--live", "1s"], "--live must be 5s to 10m"),
    ]

    private static let settings: [Row] = [
        Row(
            "a duration has no unit",
            add + ["--idle-timeout", "5"],
            """
            The value '5' is invalid for '--idle-timeout <duration>'; write a duration such as 90s, \
            10m or 1h30m
            """
        ),
        Row(
            "an idle timeout is too short",
            add + ["--idle-timeout", "59s"],
            "--idle-timeout must be at least 1m: pings are planned by the minute"
        ),
        Row(
            "a timeout is nothing",
            add + ["--timeout", "0s"],
            "--timeout must be more than zero"
        ),
        Row(
            "a number is none",
            add + ["--memory", "abc"],
            "The value 'abc' is invalid for '--memory <MB>'"
        ),
        Row(
            "a number is out of range",
            add + ["--memory", "1048577"],
            "--memory is 1048577; it must be 1 to 1048576 MB"
        ),
        Row(
            "a worth is no number",
            add + ["--cold-start-value", "nan"],
            "--cold-start-value is nan; it must be 1e-6 to 1e9"
        ),
        Row(
            "there are too many instances",
            add + ["--instances", "65"],
            "--instances is 65; it must be 1 to 64"
        ),
        Row(
            "a platform is unknown",
            add + ["--platform", "mainframe"],
            """
            The value 'mainframe' is invalid for '--platform <platform>'; write one of aws-lambda, \
            aws-lambda-arm64, gcp-cloudrun, gcp-cloudrun-instance, azure-functions, \
            azure-functions-flex, cloudflare-workers, container, generic-http
            """
        ),
        Row(
            "a zone is in no zone database",
            add + ["--timezone", "Mars/Base"],
            """
            the time zone 'Mars/Base' is not in the zone database; write an IANA name such as \
            Europe/Berlin
            """
        ),
        Row(
            "an expression is off",
            add + ["--match", "("],
            "--match '(' is no regular expression: expected ')'"
        ),
        Row("a path is none", add + ["--path", "x"], "--path 'x' must begin with a slash"),
        Row(
            "a header has no value",
            add + ["--header", "x"],
            "--header 'x' is no header; write 'Name: value'"
        ),
        Row(
            "what may be a secret is not repeated",
            add + ["--header", "Authorization Bearer s3cr3t"],
            "--header 'Authorization' is no header; write 'Name: value'"
        ),
        Row(
            "a header holds a secret",
            add + ["--header", "Authorization: Bearer s3cr3t"],
            plainSecret("Authorization")
        ),
        Row(
            "a cookie holds a secret",
            ["endpoint", "set", "shop", "--header", "Cookie: session=s3cr3t"],
            plainSecret("Cookie")
        ),
        Row(
            "a key is a secret, whatever is before it",
            add + ["--header", "X-Functions-Key: s3cr3t"],
            plainSecret("X-Functions-Key")
        ),
        Row(
            "a secret's word is not the last of a name",
            add + ["--header", "X-Auth-Token-V2: s3cr3t"],
            plainSecret("X-Auth-Token-V2")
        ),
        Row(
            "a value begins like credentials",
            add + ["--header", "X-Stage: Basic dTpw"],
            plainSecret("X-Stage")
        ),
        Row(
            "a variable has no name",
            add + ["--header", "X-Stage: env:my-stage"],
            "--header 'X-Stage' refers to no variable; write env: and its name, of letters, digits and _"
        ),
        Row(
            "a secret's file is relative",
            add + ["--header", "Authorization: Bearer file:token"],
            """
            --header 'Authorization' refers to no file; write file: and an absolute path without \
            blanks
            """
        ),
        Row(
            "a credential is a path",
            add + ["--header", "X-Api-Key: credential:shop/token"],
            "--header 'X-Api-Key' refers to no credential; write credential: and its name in systemd"
        ),
        Row("a method is none", add + ["--method", "A B"], "--method 'A B' is no HTTP method"),
        Row(
            "a status is none",
            add + ["--expect-status", "999-1"],
            "--expect-status '999-1' is no list of codes; write 200, 2xx or 200-299,401"
        ),
    ]

    private static func noTarget(_ text: String) -> Row {
        Row(
            "'\(text)' is no target",
            add + ["--target", text],
            """
            --target '\(text)' is no target; write 'cold-rate<2%' (more than 0% and less than 100%), \
            'p99<400ms' (p50 to p99.99, 1ms to 3600s), or none
            """
        )
    }

    private static let money: [Row] = [
        Row("a group has no name", add + ["--group", ""], noName("")),
        Row(
            "a priority is too low",
            add + ["--priority", "0.0009"],
            "--priority is 0.0009; it must be 0.001 to 1000"
        ),
        Row(
            "a priority is no number",
            add + ["--priority", "nan"],
            "--priority is nan; it must be 0.001 to 1000"
        ),
        noTarget("p99<400"),
        noTarget("cold-rate<100%"),
        Row(
            "a target's window is too short",
            add + ["--target-window", "23h"],
            "--target-window must be 1d to 366d"
        ),
        Row(
            "a price has no value",
            add + ["--price", "per-request"],
            "'per-request' is no price; write KEY=VALUE, such as per-request=0.0000002"
        ),
        Row(
            "a price is unknown",
            add + ["--price", "per-requst=1"],
            "there is no price 'per-requst'; did you mean 'per-request'?"
        ),
        Row(
            "a price is negative",
            add + ["--price", "per-ping=-1"],
            """
            per-ping is '-1'; it must be an amount from 0 to 1000000 with at most 12 decimals, such \
            as 0.0000002
            """
        ),
        Row(
            "a price is given twice",
            add + ["--price", "per-ping=1", "--price", "per-ping=2"],
            "per-ping is given twice; give it once"
        ),
        Row(
            "no prices and some",
            add + ["--price", "none", "--price", "per-ping=2"],
            "--price none stands alone; leave it out or the others"
        ),
        Row(
            "a list stays in its own currency",
            add + ["--platform", "cloudflare-workers", "--price", "currency=EUR"],
            """
            the currency is EUR, but of cloudflare-workers these figures are in USD: per-request, \
            per-cpu-ms; give each in EUR
            """
        ),
        Row(
            "an instance is larger than there are any",
            add + ["--platform", "aws-lambda", "--memory", "10241"],
            """
            an instance of 10241 MB is more than the 10240 MB of aws-lambda; give less memory, or \
            the price most-memory-mb
            """
        ),
    ]

    private static func schedule(_ words: String...) -> [String] {
        ["schedule", "add", "shop", "@daily"] + words
    }

    private static let schedules: [Row] = [
        Row(
            "a cron line lacks a field",
            ["schedule", "add", "shop", "* * * *"],
            "a cron line has 5 fields, or 6 with the second first; '* * * *' has 4"
        ),
        Row(
            "a line's option is mistyped",
            ["schedule", "next", "--crom", "30 2 * * *"],
            "Unknown option '--crom'; did you mean '--cron' or '--from'?"
        ),
        Row(
            "a negative number of runs is taken for an option",
            ["schedule", "next", "--cron", "@daily", "--count", "-1"],
            """
            Missing value for '--count <number>'; a value that begins with a dash is written \
            --count=-1
            """
        ),
        Row(
            "a negative number of runs is asked for",
            ["schedule", "next", "--cron", "@daily", "--count=-1"],
            "--count is -1; it must be 1 to 10000"
        ),
        Row(
            "a line that begins with a dash is taken for an option",
            ["schedule", "next", "--cron", "-1 * * * *"],
            """
            Missing value for '--cron <line>'; a value that begins with a dash is written \
            --cron='-1 * * * *'
            """
        ),
        Row(
            "an option follows one that lacks its value",
            ["schedule", "next", "--cron", "--count", "1"],
            "Missing value for '--cron <line>'"
        ),
        Row(
            "a weekday is misspelt",
            ["schedule", "next", "--cron", "0 8 * * Mno"],
            "weekday 'Mno' is no number or name; did you mean 'Mon'? (at character 9)"
        ),
        Row(
            "a line never runs",
            ["schedule", "next", "--cron", "0 0 30 2 *"],
            """
            '0 0 30 2 *' never runs: none of its months has such a day; change the day or the month
            """
        ),
        Row(
            "a line's zone is in no zone database",
            ["schedule", "next", "--cron", "@daily", "--timezone", "Mars/Base"],
            """
            the time zone 'Mars/Base' is not in the zone database; write an IANA name such as \
            Europe/Berlin
            """
        ),
        Row(
            "runs are asked for from no time",
            ["schedule", "next", "--cron", "@daily", "--from", "yesterday"],
            """
            The value 'yesterday' is invalid for '--from <time>'; write a time such as \
            2026-11-21T08:00:00Z, 2026-11-21 or 7d
            """
        ),
        Row(
            "no run is asked for",
            ["schedule", "next", "--cron", "@daily", "--count", "0"],
            "--count is 0; it must be 1 to 10000"
        ),
        Row(
            "too many runs are asked for",
            ["schedule", "next", "--cron", "@daily", "--count", "10001"],
            "--count is 10001; it must be 1 to 10000"
        ),
        Row(
            "neither a schedule nor a line is given",
            ["schedule", "next", "shop"],
            "name an endpoint and its schedule, or give --cron"
        ),
        Row(
            "both are given",
            ["schedule", "next", "shop", "a", "--cron", "@daily"],
            "give --cron or a schedule's name, not both"
        ),
        Row(
            "a schedule's zone is its own",
            ["schedule", "next", "shop", "a", "--timezone", "UTC"],
            "--timezone goes with --cron; a schedule has its own"
        ),
        Row(
            "a schedule's name has a blank",
            schedule("--name", "a b"),
            """
            --name 'a b' is no name; write 1 to 100 letters, digits, '-', '_' and '.', not beginning \
            with '-'
            """
        ),
        Row(
            "a schedule warms nobody",
            schedule("--instances", "0"),
            "--instances is 0; it must be 1 to 64"
        ),
        Row("jitter is too long", schedule("--jitter", "3601s"), "--jitter must be 0s to 1h"),
        Row("grace is nothing", schedule("--grace", "0s"), "--grace must be 1s to 1d"),
        Row(
            "an exception is no date",
            schedule("--except", "2026-02-30"),
            "--except '2026-02-30' is no date; write one such as 2026-12-25"
        ),
    ]

    private static let names: [Row] = [
        Row("a URL is relative", ["endpoint", "add", "shop", "health"], noURL("health")),
        Row(
            "a URL has another scheme",
            ["endpoint", "add", "shop", "ftp://127.0.0.1/"],
            noURL("ftp://127.0.0.1/")
        ),
        Row(
            "a URL holds a blank",
            ["endpoint", "add", "shop", "http://127.0.0.1/ x"],
            noURL("http://127.0.0.1/ x")
        ),
        Row(
            "a URL holds a line feed",
            ["endpoint", "add", "shop", "http://127.0.0.1/\nx"],
            noURL("http://127.0.0.1/ x")
        ),
        Row(
            "a URL's port is out of range",
            ["endpoint", "add", "shop", "http://127.0.0.1:99999/"],
            noURL("http://127.0.0.1:99999/")
        ),
        Row(
            "a URL holds a password",
            ["endpoint", "add", "shop", "http://user:secret@127.0.0.1/"],
            "a URL may not hold a user or a password, which would be shown; send a header instead"
        ),
        Row("a name is empty", ["endpoint", "add", "", "http://127.0.0.1:9/"], noName("")),
        Row(
            "a name holds a blank",
            ["endpoint", "add", "a b", "http://127.0.0.1:9/"],
            noName("a b")
        ),
        Row(
            "a name is longer than the history takes, in code points",
            ["endpoint", "add", String(repeating: "e\u{301}", count: 101), "http://127.0.0.1:9/"],
            noName(String(repeating: "e\u{301}", count: 101))
        ),
        Row(
            "a name cannot be seen",
            ["endpoint", "add", "\u{200b}", "http://127.0.0.1:9/"],
            noName("\u{200b}")
        ),
        Row(
            "a name turns what follows it around",
            ["endpoint", "add", "a\u{202e}b", "http://127.0.0.1:9/"],
            noName("a\u{202e}b")
        ),
    ]

    private static func budget(_ words: String...) -> [String] {
        ["budget", "set", "fleet"] + words
    }

    private static let amounts: [Row] = [
        Row(
            "an amount is negative",
            budget("--per", "day", "--", "-5USD"),
            "'-5USD' is negative; write an amount from 0 on, such as 5USD"
        ),
        Row(
            "a negative amount looks like an option",
            budget("-5USD", "--per", "day"),
            "Missing expected argument '<amount>'; '-5USD' is negative, and taken for an option"
        ),
        Row(
            "an amount has no currency",
            budget("5", "--per", "day"),
            """
            '5' has no currency of three capital letters; write an amount such as 5USD or \
            '0.50 EUR'
            """
        ),
        Row(
            "a currency is none",
            budget("5usd", "--per", "day"),
            """
            '5usd' has no currency of three capital letters; write an amount such as 5USD or \
            '0.50 EUR'
            """
        ),
        Row(
            "an amount is too fine",
            budget("0.0000000001USD", "--per", "day"),
            "'0.0000000001USD' is finer than a billionth; write at most nine decimals"
        ),
        Row(
            "an amount is too large",
            budget("9223372037USD", "--per", "day"),
            "'9223372037USD' is too large; the most is 9223372036"
        ),
        Row(
            "an amount is no number",
            budget("1e3USD", "--per", "day"),
            """
            '1e3USD' has no currency of three capital letters; write an amount such as 5USD or \
            '0.50 EUR'
            """
        ),
        Row(
            "a period is missing",
            budget("5USD"),
            """
            Missing expected argument '--per <period>'; write day, week, month, or a number of days \
            such as 28d
            """
        ),
        Row(
            "a period is unknown",
            budget("5USD", "--per", "year"),
            """
            The value 'year' is invalid for '--per <period>'; write day, week, month, or a number of \
            days such as 28d
            """
        ),
        Row(
            "a zone of a budget is in no zone database",
            budget("5USD", "--per", "day", "--timezone", "Mars/Base"),
            """
            the time zone 'Mars/Base' is not in the zone database; write an IANA name such as \
            Europe/Berlin
            """
        ),
        Row(
            "a share is none",
            budget("5USD", "--per", "day", "--warn", "0.8"),
            "The value '0.8' is invalid for '--warn <share>'; write a share such as 80%"
        ),
        Row(
            "a share is more than all",
            budget("5USD", "--per", "day", "--warn", "100.001%"),
            "The value '100.001%' is invalid for '--warn <share>'; write a share such as 80%"
        ),
        Row(
            "a group has no name",
            ["budget", "set", "group:", "5USD", "--per", "day"],
            noName("")
        ),
    ]

    @Test(arguments: commands + settings + money + schedules + names + amounts)
    func itEndsWithCodeTwoAndOneSentence(_ row: Row) async throws {
        let workshop = try Workshop()
        let outcome = try await workshop.preheat(row.arguments)
        #expect(outcome.code == 2)
        #expect(outcome.errors.hasPrefix("preheat: \(row.sentence) (see 'preheat"))
        #expect(outcome.errors.hasSuffix(" --help')\n"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.output.isEmpty)
        let entries = try workshop.visibleFiles()
        #expect(entries.isEmpty, "a refused command leaves nothing behind")
    }
}
