import ArgumentParser
import Domain
import Foundation
import History

extension CompletionKind {
    /// The names of the registered endpoints.
    static let endpointNames = names { store, _ in try await store.endpoints().map(\.name) }

    /// The names of the schedules of the endpoint that is named before.
    static let scheduleNames = names { store, before in
        let endpoints = try await store.endpoints()
        for word in before.reversed() {
            guard let endpoint = endpoints.first(where: { $0.name == word }) else { continue }
            return try await store.schedules(of: endpoint.id).map(\.name)
        }
        return []
    }

    /// The groups of the registered endpoints.
    static let groupNames = names { store, _ in try await groups(in: store) }

    /// What budgets can be of: the fleet, a group, an endpoint.
    static let budgetScopes = names(beside: ["fleet"]) { store, _ in
        try await groups(in: store).map { "group:\($0)" } + store.endpoints().map(\.name)
    }

    /// What prices can be shown of: an endpoint, a list.
    static let priceNames = names(beside: PriceModel.presets.map(\.name)) { store, _ in
        try await store.endpoints().map(\.name)
    }

    /// Those names that begin like the word under the cursor.
    ///
    /// - Parameters:
    ///   - known: Names that there are without a history.
    ///   - stored: Those of the history; it is handed the words before the one under the cursor.
    /// - Returns: How a shell asks for them.
    private static func names(
        beside known: [String] = [],
        stored: @escaping @Sendable (HistoryStore, [String]) async throws -> [String]
    ) -> CompletionKind {
        .custom { words, index, prefix async -> [String] in
            // A shell that completes wants names or nothing: what is wrong, the command will say.
            let found = try? await inHistory(of: words) {
                try await stored($0, Array(words.prefix(max(index, 0))))
            }
            return (known + (found ?? [])).filter { $0.hasPrefix(prefix) }.map(offered)
        }
    }

    /// A name as the shell takes it: zsh shows what follows a colon as an explanation.
    private static func offered(_ name: String) -> String {
        CompletionShell.requesting == .zsh ? name.replacing(":", with: "\\:") : name
    }

    private static func groups(in store: HistoryStore) async throws -> [String] {
        Set(try await store.endpoints().compactMap(\.group)).sorted()
    }

    private static func inHistory(
        of words: [String],
        _ read: (HistoryStore) async throws -> [String]
    ) async throws -> [String] {
        let flag = words.firstIndex(of: "--database").flatMap { index in
            words.indices.contains(index + 1) ? words[index + 1] : nil
        }
        let place = try HistoryStore.location(
            flag: flag,
            environment: ProcessInfo.processInfo.environment
        )
        let store = try HistoryStore(at: place, access: .existing)
        let names = try await read(store)
        try store.close()
        return names
    }
}
