import ArgumentParser
import Forecasting
import Simulating

/// Counts the gaps of a recorded fleet into the table that new endpoints start on.
struct LearnPriorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn-prior",
        abstract: "Count the gaps of a recorded fleet into the prior that new endpoints start on.",
        discussion: """
            Prints CSV: events and idle minutes by class of endpoint and elapsed time. The shipped \
            one is Sources/Forecasting/fleetPrior.csv.

            Example: preheat learn-prior --trace DIR --source 'where it is from' > fleetPrior.csv
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

    @Option(help: "Where the trace comes from; written into the file's first line.")
    var source = "unnamed"

    func run() async throws {
        let functions = try loadTrace(folder)
        var prior = FleetPrior()
        for function in functions {
            prior.count(activeMinutes: function.minutes, end: function.traceMinutes)
        }
        print("# Gaps of \(functions.count) functions; source: \(source)")
        print(prior.csv, terminator: "")
    }
}
