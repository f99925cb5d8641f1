import ArgumentParser
import Simulating

/// A recorded trace, and which of its functions are meant.
struct TraceOptions: ParsableArguments {
    @Option(
        name: .customLong("trace"),
        help: ArgumentHelp(
            "A folder with invocations.csv[.gz] and functions.csv.",
            valueName: "dir"
        ),
        completion: .directory
    )
    var folder: String?

    @Option(
        help: ArgumentHelp(
            "Only functions whose 'name source' this expression finds something in.",
            valueName: "regex"
        )
    )
    var only: String?

    func validate() throws {
        guard let only else { return }
        do { _ = try Regex(only) } catch {
            throw ValidationError("--only '\(only)' is no regular expression: \(error).")
        }
    }

    /// The functions that are meant of the folder's, or of made-up ones where none is named.
    ///
    /// - Throws: ``CommandError`` where the folder cannot be read, or nothing is selected.
    func functions(orMadeUp madeUp: [RecordedFunction]) throws -> [RecordedFunction] {
        let expression = try only.map { try Regex($0) }
        let found = try (folder.map(loadTrace) ?? madeUp).filter { function in
            guard let expression else { return true }
            return "\(function.name) \(function.source)".contains(expression)
        }
        guard !found.isEmpty else {
            let place = folder ?? "the example"
            throw CommandError(
                only.map { "no function of \(place) matches '\($0)'; widen --only" }
                    ?? "\(place) holds no function with a request"
            )
        }
        return found
    }
}
