import ArgumentParser
import Configuring
import Domain
import History
import Observing
import Reporting
import Serving

/// Reads files of past traffic into the history.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read access logs, series or traces into the history.",
        discussion: """
            Takes combined access logs of nginx and Apache (plain or .gz), CSV series with the header \
            timestamp,count, and traces with the header function,minute,count. A line of a log goes \
            to the endpoint whose match rules it meets; with --endpoint and no rule, every line goes \
            to that one. The same lines count once, however often a file is imported, grown or \
            rotated; the bins of a CSV file replace earlier ones. Undo with 'preheat imports undo'.

            Example: preheat import /var/log/nginx/access.log* --endpoint shop
            """
    )

    @Argument(help: "The files.", completion: .file())
    var files: [String]

    @Option(help: "The endpoint that the traffic belongs to.", completion: .endpointNames)
    var endpoint: String?

    @Option(name: .customLong("path"), help: "Only requests whose path lies under this one.")
    var pathPrefix: String?

    @Option(help: "Only requests for this host.")
    var host: String?

    @Option(
        name: .customLong("match"),
        help: ArgumentHelp(
            "Only requests whose target this expression finds something in.",
            valueName: "regex"
        )
    )
    var pattern: String?

    @Option(
        help: ArgumentHelp(
            """
            When minute 0 of a trace was. (default: the last Monday 00:00 UTC from which the whole \
            trace lies in the past; the same file keeps its start)
            """,
            valueName: "time"
        )
    )
    var start: MomentArgument?

    @Flag(help: "Say what would happen, and change nothing.")
    var dryRun = false

    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    func validate() throws {
        guard endpoint != nil || (pathPrefix == nil && host == nil && pattern == nil) else {
            throw ValidationError(
                "--path, --host and --match need --endpoint to say whose they are."
            )
        }
        if let pathPrefix, !pathPrefix.hasPrefix("/") {
            throw ValidationError("--path '\(pathPrefix)' must begin with a slash.")
        }
        if let pattern {
            try asUsage { () throws(SettingFlaw) in
                try SettingRules.check(pattern: pattern)
            }
        }
    }

    func run() async throws {
        try await store.withStore(.existing) { store in
            let rules = MatchRules(pathPrefix: pathPrefix, host: host, pattern: pattern)
            let importer = Importer(
                store: store,
                endpoints: try await store.endpoints(),
                only: try await only(in: store),
                rules: rules,
                start: start?.resolved(at: SystemClock().now),
                isDryRun: dryRun
            )
            for file in files {
                for line in try await importer.importFile(file) { print(line) }
            }
        }
    }

    private func only(in store: HistoryStore) async throws -> Endpoint? {
        guard let endpoint else { return nil }
        return try await store.endpoint(named: endpoint)
    }
}

/// What was imported, and how to take it back.
struct ImportsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "imports",
        abstract: "List imports, and undo a wrong one.",
        subcommands: [List.self, Undo.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the newest imports.",
            discussion: "Example: preheat imports list"
        )

        @Option(help: "table, json or csv.")
        var format = OutputFormat.table

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func run() async throws {
            let imports = try await store.withStore(.existing) { try await $0.imports(limit: 100) }
            var table = TextTable(
                header: ["ID", "TIME", "FORMAT", "COUNTED", "KNOWN", "MALFORMED", "FILE", ""])
            for record in imports {
                table.add([
                    "\(record.id)", rfc3339(record.importedAt), record.format,
                    "\(record.counted)", "\(record.alreadyKnown)", "\(record.malformed)",
                    record.source, record.undoneAt == nil ? "" : "undone",
                ])
            }
            try format.show(
                imports.map(ImportView.init),
                table: imports.isEmpty ? "nothing was imported yet" : table.text
            )
        }
    }

    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take back what an import added or replaced.",
            discussion: "Example: preheat imports undo 3"
        )

        @Argument(help: "The import's number, as 'preheat imports' lists it.")
        var id: Int64

        @OptionGroup var store: StoreOptions
        @OptionGroup var manners: Manners

        func run() async throws {
            let outcome = try await store.withStore(.existing) { try await $0.undoImport(id) }
            acknowledge(
                "undid import \(id): \(outcome.binsChanged) bins are as they were before it"
            )
        }
    }

    private struct ImportView: Encodable {
        var id: Int64
        var importedAt: String
        var source: String
        var format: String
        var lines: Int64
        var counted: Int64
        var alreadyKnown: Int64
        var malformed: Int64
        var unmatched: Int64
        var ownPings: Int64
        var isUndone: Bool

        enum CodingKeys: String, CodingKey {
            case id, source, format, lines, counted, malformed, unmatched
            case importedAt = "imported_at"
            case alreadyKnown = "already_known"
            case ownPings = "own_pings"
            case isUndone = "undone"
        }

        init(_ record: ImportRecord) {
            id = record.id
            importedAt = rfc3339(record.importedAt)
            source = record.source
            format = record.format
            lines = record.lines
            counted = record.counted
            alreadyKnown = record.alreadyKnown
            malformed = record.malformed
            unmatched = record.unmatched
            ownPings = record.ownPings
            isUndone = record.undoneAt != nil
        }
    }
}
