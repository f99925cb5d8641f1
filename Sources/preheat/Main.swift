import ArgumentParser
import Foundation
import History
import Observing
import Serving

/// The composition root: runs one command and turns its failure into one sentence and a code.
@main enum Main {
    static func main() async {
        do {
            var command = try PreheatCommand.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            exit(report(error))
        }
    }

    /// Prints what is to be said of an error.
    ///
    /// - Returns: The documented exit code.
    private static func report(_ error: any Error) -> Int32 {
        let code = PreheatCommand.exitCode(for: error)
        if code.isSuccess {
            print(PreheatCommand.fullMessage(for: error))
            return 0
        }
        if error is ExitCode { return code.rawValue }
        guard code != .validationFailure else {
            // ArgumentParser adds the usage on lines of its own; one sentence is enough here.
            let message = PreheatCommand.message(for: error)
            tell("\(message) (see 'preheat --help')")
            return 2
        }
        tell(sentence(for: error))
        return (error as? ServingError)?.isConfiguration == true ? 3 : 1
    }

    private static func sentence(for error: any Error) -> String {
        switch error {
        case let error as any CustomStringConvertible: error.description
        default: "\(error)"
        }
    }

    private static func tell(_ sentence: String) {
        let line = sentence.split(separator: "\n").joined(separator: " ")
        FileHandle.standardError.write(Data("preheat: \(line)\n".utf8))
    }
}

/// Writes a line to standard error: data goes to standard output, all else here.
func note(_ line: String) {
    FileHandle.standardError.write(Data("\(line)\n".utf8))
}
