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
            Minute 0 is Monday 00:00 UTC for every function, and nothing is learned from one function \
            for another. Equal inputs print equal results.

            Policies: adaptive, none, always-on, keep-warm:60m, hybrid-histogram.

            Example: preheat simulate --trace DIR --cold-start-value 10 --pings pings.csv
            """
    )

    @Option(
        name: .customLong("trace"),
        help: ArgumentHelp(
            "A folder with invocations.csv[.gz] and functions.csv.",
            valueName: "dir"
        ),
        completion: .directory
    )
    var folder: String

    @Option(
        help: ArgumentHelp(
            "Only functions whose 'name source' this expression finds something in.",
            valueName: "regex"
        )
    )
    var only: String?

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

    @Option(help: ArgumentHelp("Rows from this minute on are not read.", valueName: "minute"))
    var until: Int?

    @Option(
        help: "Seeds what is drawn by chance; on a platform with a hard idle timeout nothing is."
    )
    var seed: UInt64 = 0

    @Option(
        help: ArgumentHelp(
            "Write the pings (of the adaptive policy when none is named) as function,time_s,instances.",
            valueName: "file"
        ),
        completion: .file()
    )
    var pings: String?

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func validate() throws {
        guard idleTimeout.duration > .seconds(60) else {
            throw ValidationError("--idle-timeout must be more than 1m: fixed rules keep a margin.")
        }
        guard (1e-6...1e9).contains(coldStartValue) else {
            throw ValidationError(
                "--cold-start-value is \(coldStartValue); it must be 1e-6 to 1e9."
            )
        }
        if let until, until < 0 {
            throw ValidationError("--until is \(until); it must be 0 or more.")
        }
        if let only {
            do { _ = try Regex(only) } catch {
                throw ValidationError("--only '\(only)' is no regular expression: \(error).")
            }
        }
    }

    func run() async throws {
        let functions = try selectedFunctions()
        let policies = policy.map { [$0] } ?? PolicyArgument.compared
        let bar = ProgressBar("simulating")
        var comparison = PolicyComparison(
            functions: functions,
            settings: SimulationSettings(
                idleTimeout: idleTimeout.duration,
                coldStartValue: coldStartValue
            )
        )
        for policy in policies {
            try await comparison.run(policy) { bar.show($0) }
        }
        bar.finish()
        if let pings {
            let written = policy?.policy ?? .adaptive
            try write(comparison.pings(of: written), of: functions, to: pings)
        }
        switch format {
        case .table: print(comparison.tableText)
        case .json: try printJSON(comparison.view)
        }
    }

    private func selectedFunctions() throws -> [RecordedFunction] {
        let expression = try only.map { try Regex($0) }
        var functions = try loadTrace(folder).filter { function in
            guard let expression else { return true }
            return "\(function.name) \(function.source)".contains(expression)
        }
        guard !functions.isEmpty else {
            throw CommandError(
                only.map { "no function of \(folder) matches '\($0)'; widen --only" }
                    ?? "\(folder) holds no function with a request"
            )
        }
        if let until { functions = functions.map { $0.cut(at: until) } }
        return functions
    }

    private func write(
        _ pings: [[TracePing]],
        of functions: [RecordedFunction],
        to path: String
    ) throws {
        var text = "function,time_s,instances\n"
        for (function, list) in zip(functions, pings) {
            let name = csvCell(function.name)
            for ping in list {
                let time =
                    ping.timeS.rounded() == ping.timeS
                    ? "\(Int(ping.timeS))" : "\(ping.timeS)"
                text += "\(name),\(time),\(ping.instances)\n"
            }
        }
        try writeWhole(text, to: path, option: "--pings")
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
