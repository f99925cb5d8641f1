import Foundation
import Testing

/// docs/json.md is what the commands print, and the other way round.
@Suite struct JSONTests {
    private static let tomorrow = (Date() + 86_400).ISO8601Format()

    /// What is run of each documented command: together these show every key.
    private static let lines: [String: [String]] = [
        "preheat endpoint list": [""], "preheat endpoint show": ["shop"],
        "preheat schedule list": [""], "preheat schedule show": ["shop hourly", "shop window"],
        "preheat schedule next": ["shop window"],
        "preheat budget list": [""], "preheat budget show": ["dead"],
        "preheat price list": [""], "preheat price show": ["shop", "generic-http"],
        "preheat apply": ["-f preheat.yaml --dry-run"],
        "preheat diff": ["-f preheat.yaml", "-f preheat.yaml --prune"],
        "preheat imports list": [""], "preheat plan": ["shop --horizon 2h", "dead --horizon 2h"],
        "preheat explain": ["shop", "shop --at 190m"],
        "preheat warm": ["shop", "busy"],
        "preheat status": [""], "preheat doctor": ["--no-network"], "preheat notices": [""],
        "preheat report cost": ["--since 3d --until \(tomorrow)"],
        "preheat report savings": ["--since 3d"], "preheat report latency": ["--since 3d"],
        "preheat report forecast": ["--since 3d"],
        "preheat forecast": ["busy"], "preheat backtest": ["busy --origins 2"],
        "preheat simulate": ["--trace . --policy always-on", "--trace . --policy none"],
        "preheat simulate --by": ["source --trace . --policy none"],
        "preheat frontier": [
            "--trace . --choose p99<2s --start-up 1s",
            "--trace . --choose cold-rate<50% --choose <0.000000001USD/month",
        ],
    ]

    @Test func whatCommandsPrintIsWhatIsDocumented() async throws {
        let workshop = try Workshop()
        try await emulating(in: workshop, "--init", "1ms", "--duration", "1ms") { port in
            _ = try await JSONFleet(in: workshop, port: port)
            var check = JSONCheck(try JSONContract.ofCommands())
            for command in check.contract.commands {
                let lines = try #require(Self.lines[command.name], "\(command.name)")
                for line in lines {
                    try await run(command, line, in: workshop, &check)
                }
            }
            #expect(check.flaws.isEmpty, "\(check.flaws.joined(separator: "\n"))")
            let paths = check.contract.sections.sorted { $0.key < $1.key }
                .flatMap { JSONCheck.paths(of: $0.value, at: $0.key) }
            let unmet = paths.map(\.path).filter { !check.met.contains($0) }
            #expect(unmet.isEmpty, "never printed:\n\(unmet.joined(separator: "\n"))")
        }
    }

    private func run(
        _ command: JSONContract.Command,
        _ line: String,
        in workshop: Workshop,
        _ check: inout JSONCheck
    ) async throws {
        let words = "\(command.name.dropFirst("preheat ".count)) \(line)"
            .split(separator: " ").map(String.init)
        let json = try await workshop.preheat(words + ["--format", "json"])
        do {
            check.check(try JSONValue(json.output), of: command)
        } catch {
            Issue.record("\(command.name) \(line): \(json.output.prefix(400)) \(json.errors)")
        }
        guard command.csv != "none" else { return }
        let csv = try await workshop.preheat(words + ["--format", "csv"])
        check.check(csv: csv.output, of: command)
    }

    /// Every command whose help knows --format is documented, and no other.
    @Test func noCommandIsForgotten() throws {
        let goldens = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Goldens")
        let names = try FileManager.default.contentsOfDirectory(atPath: goldens.path)
        let printing = try names.filter { name in
            try String(contentsOf: goldens.appending(path: name), encoding: .utf8)
                .contains("--format ")
        }
        let documented = try JSONContract.ofCommands().commands.map(\.name).filter {
            !$0.contains(" --")
        }
        #expect(
            documented.map { $0.replacing(" ", with: "-") + ".txt" }.sorted() == printing.sorted()
        )
    }

    @Test func keysAndWordsKeepTheirCase() throws {
        for (section, node) in try JSONContract.ofCommands().sections {
            for (path, _) in JSONCheck.paths(of: node, at: "") {
                let isSnake =
                    path.range(of: "^[a-z0-9_.\\[\\]]+$", options: .regularExpression) != nil
                #expect(isSnake || path == ".runs[].scheduledAt", "\(section)\(path)")
            }
            for word in words(of: node) {
                let isKebab = word.range(of: "^[a-z0-9-]+$", options: .regularExpression) != nil
                #expect(isKebab, "\(section): \(word)")
            }
        }
    }

    private func words(of node: JSONContract.Node) -> [String] {
        node.words.sorted() + (node.element + node.members.values).flatMap(words)
    }

    // MARK: - The check itself

    private static let small = """
        ## Commands

        | Command | JSON | CSV |
        |---|---|---|
        | `preheat x` | list of [thing](#thing) | keys |
        | `preheat y` | [thing](#thing) | columns |

        ## Thing

        | Key | Type | Meaning |
        |---|---|---|
        | `name` | text | |
        | `mode` | word? | `on`, `off` |
        | `chance` | share? | |
        | `at` | time? | |
        | `pings` | integer? | |
        | `parts[].is_good` | bool | |
        | `costs[]?` | [part](#part) | |

        CSV: `name,mode`, and `more`

        ## Part

        | Key | Type | Meaning |
        |---|---|---|
        | `cost_nanos` | integer | |
        """

    @Test(arguments: [
        (#"[{"name": "a", "parts": []}]"#, []),
        (#"[{"name": "a", "parts": [{"is_good": true}], "mode": "on", "chance": 1}]"#, []),
        (#"[{"name": "a", "parts": [], "costs": [{"cost_nanos": 1}], "pings": 2}]"#, []),
        (#"[{"name": "a", "parts": [], "at": "2026-11-21T00:00:00Z"}]"#, []),
        (#"{}"#, ["preheat x prints no list"]),
        (#"[{"name": "a"}]"#, ["preheat x.parts is missing"]),
        (#"[{"name": "a", "parts": [], "new": 1}]"#, ["preheat x.new is not documented"]),
        (#"[{"name": 1, "parts": []}]"#, ["preheat x.name is no text: integer(1)"]),
        (#"[{"name": null, "parts": []}]"#, ["preheat x.name is no text: null"]),
        (
            #"[{"name": "a", "parts": [], "mode": "in"}]"#,
            [#"preheat x.mode is no word: text("in")"#]
        ),
        (
            #"[{"name": "a", "parts": [], "chance": 1.5}]"#,
            ["preheat x.chance is no share: number(1.5)"]
        ),
        (
            #"[{"name": "a", "parts": [], "pings": 1.5}]"#,
            ["preheat x.pings is no integer: number(1.5)"]
        ),
        (
            #"[{"name": "a", "parts": [], "at": "2026-11-21T00:00:00+01:00"}]"#,
            [#"preheat x.at is no time: text("2026-11-21T00:00:00+01:00")"#]
        ),
        (#"[{"name": "a", "parts": [{}]}]"#, ["preheat x.parts[].is_good is missing"]),
        (
            #"[{"name": "a", "parts": [{"is_good": 1}]}]"#,
            ["preheat x.parts[].is_good is no bool: integer(1)"]
        ),
        (#"[{"name": "a", "parts": {}}]"#, ["preheat x.parts is no list"]),
        (#"[{"name": "a", "parts": [], "costs": [1]}]"#, ["preheat x.costs[] is no object"]),
    ])
    func eachKindOfFlawIsFound(json: String, flaws: [String]) throws {
        var check = JSONCheck(try JSONContract(Self.small))
        check.check(try JSONValue(json), of: check.contract.commands[0])
        #expect(check.flaws == flaws)
    }

    @Test(arguments: [
        (0, "name,costs.cost_nanos,parts.is_good", true), (0, "parts", true), (0, "cost", false),
        (1, "name,mode", true), (1, "name,mode,more", true), (1, "name", false),
        (1, "name,mode,less", false), (1, "mode,name", false),
    ])
    func columnsAreCompared(command: Int, header: String, isGood: Bool) throws {
        var check = JSONCheck(try JSONContract(Self.small))
        check.check(csv: header + "\n1\n", of: check.contract.commands[command])
        #expect(check.flaws.isEmpty == isGood, "\(check.flaws)")
    }

    @Test func whatIsNeverShownIsTold() throws {
        var check = JSONCheck(try JSONContract(Self.small))
        check.check(try JSONValue(#"[{"name": "a", "parts": []}]"#), of: check.contract.commands[0])
        let thing = try #require(check.contract.sections["thing"])
        let unmet = JSONCheck.paths(of: thing, at: "thing").map(\.path)
            .filter { !check.met.contains($0) }
        #expect(
            unmet == [
                "thing.at", "thing.chance", "thing.costs[]", "thing.mode", "thing.parts[].is_good",
                "thing.pings",
            ]
        )
    }

    @Test(arguments: [
        "## A\n| `a` | [b](#b) | |", "## A\n| `a` | texts | |", "## A\n| `a` | text |",
    ])
    func aBadTableIsRefused(document: String) {
        #expect(throws: JSONContract.Flaw.self) { try JSONContract(document) }
    }
}
