import ArgumentParser
import Configuring
import Glibc
import History
import Observing
import Serving

/// The composition root: runs one command and turns its failure into one sentence and a code.
@main enum Main {
    static func main() async {
        var code: Int32 = 0
        do {
            var command = try await PreheatCommand.asyncParseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            code = report(error)
        }
        if fflush(nil) != 0, code == 0 {
            tell("cannot write to standard output: \(String(cString: strerror(errno)))")
            code = 1
        }
        exit(code)
    }

    /// Prints what is to be said of an error.
    ///
    /// - Returns: The documented exit code.
    private static func report(_ error: any Error) -> Int32 {
        if let code = error as? ExitCode { return code.rawValue }
        let code = PreheatCommand.exitCode(for: error)
        if code.isSuccess || code == .validationFailure {
            // Without the tree, which ArgumentParser tells, its own words have to do.
            let mistyped = (try? CommandTree.preheat()).map {
                Mistyped(Array(CommandLine.arguments.dropFirst()), of: $0)
            }
            if let mistyped, let sentence = mistyped.commandSentence {
                tell("\(sentence) (see '\(mistyped.path) --help')")
                return 2
            }
            guard !code.isSuccess else {
                print(PreheatCommand.fullMessage(for: error))
                return 0
            }
            if let mistyped, let sentence = mistyped.optionSentence {
                tell("\(sentence) (see '\(mistyped.path) --help')")
            } else {
                tell(usageSentence(for: error, mistyped))
            }
            return 2
        }
        tell(sentence(for: error))
        let isConfiguration =
            error is ConfigurationFlaw || (error as? ServingError)?.isConfiguration == true
        return isConfiguration ? 3 : 1
    }

    /// One sentence of what ArgumentParser says in several lines, with the help that fits.
    private static func usageSentence(for error: any Error, _ mistyped: Mistyped?) -> String {
        var message = PreheatCommand.message(for: error)
            .replacing(". Please provide one of the following:\n  - ", with: "; write one of ")
            .replacing("\n  - ", with: ", ")
            .replacing(". Please provide one of ", with: "; write one of ")
        if message.hasSuffix(".") { message.removeLast() }
        if let option = message.prefixMatch(of: /Missing value for '(--[a-z-]+)/)?.output.1,
            let advice = mistyped?.dashAdvice(for: String(option))
        {
            message += "; \(advice)"
        } else if message.hasSuffix("<duration>'") {
            message += "; write a duration such as 90s, 10m or 1h30m"
        } else if message.hasSuffix("<pings/period>'") {
            message += "; write pings for a day, a week or some days, such as 200/day or 5000/28d"
        } else if message.hasSuffix("<time>'") {
            message += "; write a time such as 2026-11-21T08:00:00Z, 2026-11-21 or 7d"
        } else if message.hasSuffix("<period>'") {
            message += "; write day, week, month, or a number of days such as 28d"
        } else if message.hasSuffix("<rate>'") {
            message += "; write a number between 0 and 1, such as 0.1"
        } else if message.hasSuffix("<share>'") {
            message += "; write a share such as 80%"
        }
        if message.hasPrefix("Missing expected argument"),
            let word = CommandLine.arguments.first(where: { $0.prefixMatch(of: /-[0-9]/) != nil })
        {
            message += "; '\(word)' is negative, and taken for an option"
        }
        let help = PreheatCommand.fullMessage(for: error).split(separator: "\n")
            .compactMap { $0.firstMatch(of: /See '(.+ --help)'/)?.output.1 }.last
        return "\(message) (see '\(help ?? "preheat --help")')"
    }

    private static func sentence(for error: any Error) -> String {
        switch error {
        case let error as any CustomStringConvertible: error.description
        default: "\(error)"
        }
    }

    private static func tell(_ sentence: String) {
        note("preheat: " + sentence.split(separator: "\n").joined(separator: " "))
    }
}

/// Writes a line to standard error: data goes to standard output, all else here.
///
/// Where nobody can be told, nothing is left to do.
func note(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
}
