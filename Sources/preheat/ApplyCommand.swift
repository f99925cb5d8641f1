import ArgumentParser
import Configuring
import Domain
import History
import Serving

/// Makes the database what a configuration says.
struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Make endpoints, schedules and budgets what a configuration file says.",
        discussion: """
            All or nothing, in one transaction. What a named endpoint does not say takes the file's \
            defaults, then the product's; what the file does not name is left alone unless --prune. \
            A configuration that is applied twice changes nothing the second time.

            Example: preheat apply -f preheat.yaml
            """
    )

    @Flag(help: "Print what would change, and change nothing.")
    var dryRun = false

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    /// How often what was read may be changed by somebody else before it is written.
    private static let mostAttempts = 5

    func run() async throws {
        let file = try options.configuration()
        guard !dryRun else {
            let difference = try options.difference(from: await settings(in: store), to: file)
            return try options.print(difference, summary: "would be applied")
        }
        let difference = try await store.withStore(.create) { store in
            for attempt in 1... {
                do {
                    return try await apply(file, to: store)
                } catch StoreError.settingsChanged where attempt < Self.mostAttempts {
                    continue
                }
            }
            throw StoreError.settingsChanged
        }
        try options.print(difference, summary: "applied")
    }

    private func apply(
        _ file: ConfigurationFile,
        to store: HistoryStore
    ) async throws -> ConfigurationDifference {
        let stored = try await store.settings()
        let difference = try options.difference(from: stored.settings, to: file)
        guard !difference.changes.isEmpty else { return difference }
        var offsets: [String: UTCOffsets] = [:]
        for zone in Set(difference.target.budgets.map(\.timeZone)).sorted() {
            offsets[zone] = try utcOffsets(ofZone: zone)
        }
        try await store.replace(
            stored,
            with: difference.target,
            at: SystemClock().now,
            offsets: offsets
        )
        return difference
    }
}

/// What is stored; nothing where there is no database yet.
func settings(in options: StoreOptions) async throws -> FleetSettings {
    do {
        return try await options.withStore(.existing) { try await $0.settings().settings }
    } catch StoreError.absent {
        return .empty
    }
}
