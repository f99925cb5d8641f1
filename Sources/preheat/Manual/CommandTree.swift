import ArgumentParser
import Foundation

/// The commands with their words, as ArgumentParser tells them to tools.
struct CommandTree: Decodable {
    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String

            var spelled: String { kind == "long" ? "--\(name)" : "-\(name)" }
        }

        var kind: String
        var shouldDisplay: Bool
        var isOptional: Bool
        var isRepeating: Bool
        var names: [Name]?
        var valueName: String?
        var defaultValue: String?
        var allValues: [String]?
        var abstract: String?
        var discussion: String?
    }

    var commandName: String
    var shouldDisplay: Bool?
    var superCommands: [String]?
    var abstract: String?
    var discussion: String?
    var subcommands: [CommandTree]?
    var arguments: [Argument]?

    private struct Dump: Decodable { var command: CommandTree }

    /// The whole tree.
    ///
    /// - Throws: `DecodingError` when ArgumentParser tells it otherwise.
    static func preheat() throws -> CommandTree {
        try JSONDecoder().decode(Dump.self, from: Data(PreheatCommand._dumpHelp().utf8)).command
    }

    /// Each command that does something, with all its words.
    var leaves: [CommandTree] {
        let shown = (subcommands ?? []).filter {
            $0.shouldDisplay != false && $0.commandName != "help"
        }
        return shown.isEmpty ? [self] : shown.flatMap(\.leaves)
    }

    /// Such as `preheat endpoint add`.
    var path: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }
}
