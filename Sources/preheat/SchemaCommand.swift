import ArgumentParser
import Configuring

/// Prints the schema of configuration files.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of configuration files, for editors and other checks.",
        discussion: "Example: preheat schema > preheat.schema.json"
    )

    func run() throws { try printJSON(ConfigurationSchema()) }
}
