import ArgumentParser
import Foundation
import History

/// Where the history is.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The SQLite file with the history.", valueName: "file"),
        completion: .file()
    )
    var database: String?

    var location: String {
        get throws {
            try HistoryStore.location(
                flag: database,
                environment: ProcessInfo.processInfo.environment
            )
        }
    }

    /// The file that a service locks: one, whatever links lead to it.
    var lockedFile: String {
        get throws { URL(filePath: try location).resolvingSymlinksInPath().path }
    }

    /// Opens the history, making it where `access` allows, and closes it when `body` is done.
    func withStore<Result>(
        _ access: HistoryStore.Access,
        _ body: (HistoryStore) async throws -> Result
    ) async throws -> Result {
        let store = try HistoryStore(at: try location, access: access)
        let result: Result
        do {
            result = try await body(store)
        } catch {
            // The error at hand tells more than one of closing would.
            try? store.close()
            throw error
        }
        try store.close()
        return result
    }
}
