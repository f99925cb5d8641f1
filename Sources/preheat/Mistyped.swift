import Domain

/// The words of a command line against the commands and options that there are.
struct Mistyped {
    /// The last command of the words.
    private let command: CommandTree
    /// What follows it.
    private let rest: ArraySlice<String>

    /// - Parameters:
    ///   - words: Without the program's name.
    ///   - tree: All commands.
    init(_ words: [String], of tree: CommandTree) {
        var command = tree
        var rest = words.first == "help" ? words.dropFirst() : words[...]
        while let word = rest.first,
            let next = command.subcommands?.first(where: { $0.commandName == word })
        {
            command = next
            rest.removeFirst()
        }
        self.command = command
        self.rest = rest
    }

    /// The command whose help fits.
    var path: String { command.path }

    /// One sentence, when a word stands where a subcommand should, and is none.
    var commandSentence: String? {
        guard let subcommands = command.subcommands, !subcommands.isEmpty,
            let word = rest.first, !word.hasPrefix("-")
        else { return nil }
        let names = subcommands.filter { $0.shouldDisplay != false }.map(\.commandName)
        let parents = ((command.superCommands ?? []) + [command.commandName]).dropFirst()
        func spelled(_ name: String) -> String { (parents + [name]).joined(separator: " ") }
        return "there is no command '\(spelled(word))'"
            + Self.question(nearestNames(to: word, among: names).map(spelled))
    }

    /// One sentence, when a long option is none of the command's.
    var optionSentence: String? {
        var rest = rest
        while let word = rest.popFirst(), word != "--" {
            guard word.hasPrefix("-") else { continue }
            let name = String(word.prefix { $0 != "=" })
            guard let argument = argument(named: name) else {
                guard name.hasPrefix("--") else { continue }
                return "Unknown option '\(name)'"
                    + Self.question(nearestNames(to: name, among: longNames))
            }
            let next = rest.first
            if argument.kind == "option", name == word, next?.hasPrefix("-") == false {
                rest.removeFirst()
            }
        }
        return nil
    }

    /// How the value of an option is written that was taken for another option.
    ///
    /// - Parameter option: Such as `--count`, which lacks its value.
    /// - Returns: `nil` when no such value follows it.
    func dashAdvice(for option: String) -> String? {
        guard option.hasPrefix("--"), let index = rest.firstIndex(of: option),
            let value = rest[(index + 1)...].first, value.hasPrefix("-"), value != "--",
            argument(named: String(value.prefix { $0 != "=" })) == nil
        else { return nil }
        let isPlain = value.allSatisfy { $0.isLetter || $0.isNumber || "-+./:%,_".contains($0) }
        let quoted = isPlain ? value : "'" + value.replacing("'", with: "'\\''") + "'"
        return "a value that begins with a dash is written \(option)=\(quoted)"
    }

    private static func question(_ names: [String]) -> String {
        guard !names.isEmpty else { return "" }
        return "; did you mean " + names.map { "'\($0)'" }.joined(separator: " or ") + "?"
    }

    private func argument(named name: String) -> CommandTree.Argument? {
        command.arguments?.first { ($0.names ?? []).contains { $0.spelled == name } }
    }

    private var longNames: [String] {
        (command.arguments ?? []).filter(\.shouldDisplay).flatMap { $0.names ?? [] }
            .map(\.spelled).filter { $0.hasPrefix("--") }
    }
}
