import ArgumentParser
import Domain
import Forecasting
import Reporting
import Simulating

/// Runs the production engine over a recorded trace in virtual time, beside the baselines.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run the engine over a recorded trace in virtual time, beside fixed rules.",
        discussion: """
            Minute 0 is Monday 00:00 UTC for every function. The functions are one fleet: from about 20 \
            of them on, they teach each other what gaps are like. Equal inputs print equal results.

            Policies: adaptive, none, always-on, keep-warm:60m, hybrid-histogram.

            Example: preheat simulate --trace DIR --cold-start-value 10 --pings pings.csv
            """
    )

    @OptionGroup var trace: TraceOptions
    @OptionGroup var manners: Manners

    @Option(
        help:
            "A made-up endpoint over four weeks instead: timer, office-hours, sparse, or shift (office hours that move into the night and double after two weeks)."
    )
    var example: ExampleDemand?

    @Option(
        help: ArgumentHelp(
            "How long the platform keeps an idle instance.",
            valueName: "duration"
        )
    )
    var idleTimeout = DurationArgument(.seconds(600))

    @Option(help: "Only this policy. (default: a table of all)")
    var policy: PolicyArgument?

    @Option(
        help: ArgumentHelp("What an avoided cold start is worth, in pings.", valueName: "pings")
    )
    var coldStartValue = 30.0

    @Option(
        help: ArgumentHelp(
            "A hard budget of pinged instances for all functions together, such as 200/day or 5000/28d: what a cold start is worth comes from it alone.",
            valueName: "pings/period"
        )
    )
    var budgetPings: PingBudgetArgument?

    @Option(
        help: ArgumentHelp(
            "Each function's own target: the share of its requested minutes that may meet a cold start, above 0 and below 1; what a cold start is worth comes from it.",
            valueName: "rate"
        )
    )
    var maxColdRate: Double?

    @Option(help: ArgumentHelp("Rows from this minute on are not read.", valueName: "minute"))
    var until: Int?

    @Flag(help: "Hide the idle timeout from the engine: it has to learn it.")
    var learnIdleTimeout = false

    @Option(
        help: ArgumentHelp(
            "A soft platform: CSV with the header idle_minutes,p_cold. Cold starts are then those to expect.",
            valueName: "file"
        ),
        completion: .file()
    )
    var idleCurve: String?

    @Flag(help: "Withhold one ping in a hundred by chance, as the service does.")
    var explore = false

    @Option(help: "Seeds --explore, --example, and how long instances live on a soft platform.")
    var seed: UInt64 = 0

    @Option(help: "A table of each policy's figures by source or by class.")
    var by: GroupKey?

    @Option(
        name: .customLong("chart"),
        help: ArgumentHelp(
            "Draw the last week of the one function as SVG: requests, cold starts, pings, hazard; with a budget or a target, their prices, spend and attainment over the whole trace.",
            valueName: "file"
        ),
        completion: .file()
    )
    var chartPath: String?

    @Option(
        help: ArgumentHelp(
            "Write the pings (of the adaptive policy when none is named) as function,time_s,instances.",
            valueName: "file"
        ),
        completion: .file()
    )
    var pings: String?

    @Option(help: "table, json or csv.")
    var format = OutputFormat.table

    func validate() throws {
        guard (trace.folder == nil) != (example == nil) else {
            throw ValidationError("name one of --trace and --example.")
        }
        if by == .class, trace.folder == nil {
            throw ValidationError("--by class needs --trace: classes are read from its folder.")
        }
        guard idleTimeout.duration > .seconds(60) else {
            throw ValidationError("--idle-timeout must be more than 1m: fixed rules keep a margin.")
        }
        guard (1e-6...1e9).contains(coldStartValue) else {
            throw ValidationError(
                "--cold-start-value is \(coldStartValue); it must be 1e-6 to 1e9."
            )
        }
        if let rate = maxColdRate, !(rate > 0 && rate < 1) {
            throw ValidationError("--max-cold-rate is \(rate); it must be above 0 and below 1.")
        }
        if let until, until < 0 {
            throw ValidationError("--until is \(until); it must be 0 or more.")
        }
    }

    func run() async throws {
        let functions = try selectedFunctions()
        let policies = policy.map { [$0] } ?? PolicyArgument.compared
        let settings = SimulationSettings(
            idleTimeout: idleTimeout.duration,
            coldStartValue: coldStartValue,
            platform: try idleCurve.map(softCurve),
            hidesIdleTimeout: learnIdleTimeout,
            explores: explore,
            seed: seed,
            pingBudget: budgetPings?.budget,
            mostColdStarts: maxColdRate
        )
        let bar = ProgressBar("simulating")
        var comparison = PolicyComparison(
            functions: functions,
            settings: settings
        )
        for policy in policies {
            try await comparison.run(policy) { bar.show($0) }
        }
        bar.finish()
        if let pings {
            let written = policy?.policy ?? .adaptive
            let text = pingsCSV(comparison.pings(of: written), of: functions.map(\.name))
            try writeWhole(text, to: pings, option: "--pings")
        }
        if let chartPath { try await draw(functions, settings: settings, to: chartPath) }
        let groups = try by.map { try group(functions, by: $0) }
        if let groups {
            try format.show(comparison.view(by: groups), table: comparison.tableText(by: groups))
        } else {
            try format.show(comparison.view, table: comparison.tableText)
        }
    }

    /// The group of each function.
    private func group(_ functions: [RecordedFunction], by key: GroupKey) throws -> [String] {
        switch key {
        case .source: return functions.map { $0.source.isEmpty ? "–" : $0.source }
        case .class:
            let classes = try functionClasses(trace.folder ?? "")
            return functions.map { classes[$0.name] ?? "–" }
        }
    }

    private func draw(
        _ functions: [RecordedFunction],
        settings: SimulationSettings,
        to path: String
    ) async throws {
        guard settings.pingBudget == nil, settings.mostColdStarts == nil else {
            let picture = try await priceChart(of: functions, settings: settings)
            return try writeWhole(picture, to: path, option: "--chart")
        }
        guard functions.count == 1, let function = functions.first else {
            throw CommandError(
                "--chart draws one function and \(functions.count) are selected; narrow --only"
            )
        }
        try writeWhole(
            try await weekChart(of: function, settings: settings),
            to: path,
            option: "--chart"
        )
    }

    private func selectedFunctions() throws -> [RecordedFunction] {
        let madeUp = example.map { [$0.function(seed: seed)] } ?? []
        var functions = try trace.functions(orMadeUp: madeUp)
        if let until { functions = functions.map { $0.cut(at: until) } }
        return functions
    }
}

/// A number of pings for every so many days, such as `200/day`, `900/week` or `5000/28d`.
struct PingBudgetArgument: ExpressibleByArgument, Equatable {
    let budget: PingBudget

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let pings = Int(parts[0]), pings <= 1_000_000_000,
            case .days(let days)? = Budget.Period(parts[1])
        else { return nil }
        budget = PingBudget(pings: pings, days: days)
    }
}

/// A policy by its name, such as `keep-warm:60m`.
struct PolicyArgument: ExpressibleByArgument, Equatable {
    let policy: Policy
    let name: String

    init?(argument: String) {
        name = argument
        switch argument {
        case "adaptive": policy = .adaptive
        case "none": policy = .none
        case "always-on": policy = .alwaysOn
        case "hybrid-histogram": policy = .hybridHistogram
        default:
            let prefix = "keep-warm:"
            guard argument.hasPrefix(prefix),
                let keep = DurationArgument(argument: String(argument.dropFirst(prefix.count)))
            else { return nil }
            policy = .keepWarm(minutes: keep.duration.inSeconds / 60)
        }
    }

    /// What `simulate` compares when no policy is named.
    static let compared = [
        "none", "keep-warm:15m", "keep-warm:60m", "keep-warm:4h", "always-on", "hybrid-histogram",
        "adaptive",
    ].compactMap(PolicyArgument.init)
}
