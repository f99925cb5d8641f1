import ArgumentParser

/// Prints the manual pages; installing puts them where man(1) looks.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Print a manual page, for man(1).",
        discussion: "Example: preheat manual preheat.1 | man -l -"
    )

    enum Page: String, ExpressibleByArgument, CaseIterable {
        case commands = "preheat.1"
        case file = "preheat.yaml.5"
    }

    @Argument(help: "Which page.")
    var page = Page.commands

    func run() throws {
        switch page {
        case .commands:
            print(ManualPage.ofCommands(try CommandTree.preheat()).text, terminator: "")
        case .file: print(ManualPage.ofFile().text, terminator: "")
        }
    }
}
