import ArgumentParser
import Configuring

/// Says what applying a configuration would change.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Print what applying a configuration file would change, and change nothing.",
        discussion: """
            Exit code 0 when there is nothing to do, 5 when changes are pending, 3 when the file is \
            off.

            Example: preheat diff -f preheat.yaml --prune
            """
    )

    /// What the documented code for pending changes is.
    static let pendingCode: Int32 = 5

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    func run() async throws {
        let file = try options.configuration()
        let difference = try options.difference(from: await settings(in: store), to: file)
        try options.print(difference, summary: "pending")
        if !difference.changes.isEmpty { throw ExitCode(Self.pendingCode) }
    }
}
