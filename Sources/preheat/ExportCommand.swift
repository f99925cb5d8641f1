import ArgumentParser
import Configuring
import Domain
import History

/// Prints what is stored as a configuration.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print endpoints, schedules and budgets as a configuration file.",
        discussion: """
            What is as usual is left out. Traffic, pings and what was learned are history, and not in \
            it.

            Example: preheat export > preheat.yaml
            """
    )

    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    func run() async throws {
        let settings = try await store.withStore(.existing) { try await $0.settings().settings }
        print(try configurationText(of: settings), terminator: "")
        for endpoint in settings.endpoints.map(\.endpoint) {
            guard let header = endpoint.warmUp.headers.first(where: \.holdsSecret) else { continue }
            note(
                "preheat: the header \(header.name) of '\(endpoint.name)' holds its secret itself, which is not exported; refer to it with env:, file: or credential:"
            )
        }
    }
}
