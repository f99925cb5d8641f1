import ArgumentParser
import Domain
import Foundation
import History

/// Prints what a shell needs to complete preheat's words.
struct CompletionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract:
            "Print a completion script for bash, zsh or fish; it completes endpoint names, too.",
        discussion: """
            bash: preheat completion bash > /etc/bash_completion.d/preheat; \
            zsh: preheat completion zsh > /usr/local/share/zsh/site-functions/_preheat; \
            fish: preheat completion fish > ~/.config/fish/completions/preheat.fish

            Example: source <(preheat completion bash)
            """
    )

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash
        case zsh
        case fish

        var completion: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "Which shell.")
    var shell: Shell

    func run() { print(PreheatCommand.completionScript(for: shell.completion)) }
}

extension CompletionKind {
    /// The names of the registered endpoints.
    static let endpointNames = CompletionKind.custom { words, _, prefix async -> [String] in
        let flag = words.firstIndex(of: "--database").flatMap { index in
            words.indices.contains(index + 1) ? words[index + 1] : nil
        }
        // A shell that completes wants names or nothing: what is wrong, the command itself will say.
        let names = try? await endpointNames(flag: flag)
        return (names ?? []).filter { $0.hasPrefix(prefix) }
    }

    private static func endpointNames(flag: String?) async throws -> [String] {
        let place = try HistoryStore.location(
            flag: flag,
            environment: ProcessInfo.processInfo.environment
        )
        let store = try HistoryStore(at: place, access: .existing)
        let names = try await store.endpoints().map(\.name)
        try store.close()
        return names
    }
}
