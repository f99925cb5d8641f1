import ArgumentParser

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

    func run() {
        let script = PreheatCommand.completionScript(for: shell.completion)
        print(shell == .bash ? BashCompletion.script(from: script) : script)
    }
}
