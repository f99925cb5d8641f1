import Foundation
import Testing

/// What installing puts beside the binary: the manual page and completions.
@Suite struct ManualTests {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    /// groff reads the pages without a warning, and every command or key is in them.
    @Test(arguments: [
        (
            "preheat.1",
            [
                "preheat endpoint add <name> <url>", "preheat report cost", "preheat schedule next",
                "--fail-over <amount>", "PREHEAT_DATABASE", "Exit codes: 0 done",
            ]
        ),
        (
            "preheat.yaml.5",
            [
                "idle-timeout", "KEYS OF A SCHEDULE", "grace", "limit", "Exit codes",
                "but url, resume-mode and schedules", "(required)", "(default: shadow)",
            ]
        ),
    ])
    func theManualIsWellFormed(name: String, parts: [String]) async throws {
        let page = try workshop.file(name, try await workshop.done("manual", name))
        let shown = try await workshop.run(
            "/usr/bin/groff",
            "-man",
            "-Tascii",
            "-P-cbou",
            "-ww",
            page
        )
        let words = shown.uppercased().split { $0.isWhitespace }.joined(separator: " ")
        for part in parts {
            #expect(words.contains(part.uppercased()), "\(part)")
        }
        #expect(!shown.contains("`") && !shown.contains("(default: required)"))
        let errors = try await workshop.run(
            "/bin/sh",
            "-c",
            "groff -man -Tutf8 -ww \(page) 2>&1 >/dev/null"
        )
        #expect(errors.isEmpty, "\(errors)")
    }

    /// What bash offers for the last of some words, which it splits at colons.
    private func completed(_ words: String...) async throws -> [String] {
        let folder = URL(filePath: PreheatProcess.binary).deletingLastPathComponent().path
        let last = words.last ?? ""
        let script = """
            PATH=\(folder):$PATH
            source <(preheat completion bash)
            COMP_WORDS=(preheat \(words.map { "'\($0)'" }.joined(separator: " ")))
            COMP_CWORD=\(words.count)
            COMP_LINE="${COMP_WORDS[*]}"
            COMP_LINE="${COMP_LINE// : /:}"
            COMP_LINE="${COMP_LINE// :/:}"
            COMP_POINT=${#COMP_LINE}
            read -r _ function <<< "$(complete -p preheat | grep -o -e '-F [^ ]*')"
            "$function" preheat '\(last == ":" ? "" : last)' "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        return try await workshop.run("/bin/bash", "-c", script)
            .split(separator: "\n", omittingEmptySubsequences: true)
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }

    @Test func bashCompletesCommandsAndEndpoints() async throws {
        for name in ["shop", "shed", "till"] {
            try await workshop.done("endpoint", "add", name, "http://127.0.0.1:9/")
        }
        #expect(try await completed("plan", "sh").sorted() == ["shed", "shop"])
        #expect(try await completed("endpoint", "pause", "t") == ["till"])
        #expect(try await completed("rep").contains("report"))
        #expect(try await completed("explain", "zzz").isEmpty)
        #expect(try await completed("schedule", "add", "sh").sorted() == ["shed", "shop"])
        #expect(try await completed("schedule", "list", "").sorted() == ["shed", "shop", "till"])
        #expect(try await completed("import", "x", "--endpoint", "t") == ["till"])
        #expect(try await completed("price", "show", "t") == ["till"])
        #expect(try await completed("price", "show", "gcp-cloudrun-") == ["gcp-cloudrun-instance"])
    }

    @Test func bashCompletesSchedulesOfTheEndpoint() async throws {
        for (name, schedule) in [("shop", "office"), ("till", "night")] {
            try await workshop.done("endpoint", "add", name, "http://127.0.0.1:9/")
            try await workshop.done("schedule", "add", name, "@daily", "--name", schedule)
        }
        for command in ["show", "remove", "next"] {
            #expect(try await completed("schedule", command, "s") == ["shop"])
            #expect(try await completed("schedule", command, "shop", "") == ["office"])
            #expect(try await completed("schedule", command, "till", "n") == ["night"])
        }
        #expect(try await completed("schedule", "show", "nobody", "").isEmpty)
    }

    @Test func bashCompletesScopesOfBudgets() async throws {
        for (name, group) in [("shop", "web"), ("cron", "work"), ("free", "none")] {
            try await workshop.done(
                "endpoint",
                "add",
                name,
                "http://127.0.0.1:9/",
                "--group",
                group
            )
        }
        for command in ["set", "show", "remove"] {
            #expect(
                try await completed("budget", command, "").sorted()
                    == ["cron", "fleet", "free", "group:web", "group:work", "shop"]
            )
            #expect(try await completed("budget", command, "group", ":") == ["web", "work"])
            #expect(try await completed("budget", command, "group", ":", "wo") == ["work"])
        }
        #expect(
            try await completed("budget", "set", "group", ":", "web", "5USD", "--p") == ["--per"]
        )
    }

    /// A folder of an endpoint's name does not turn the endpoint into a path.
    @Test func bashTakesOnlyFilesForFiles() async throws {
        let script = try await workshop.done("completion", "bash")
        #expect(script.contains("complete -F __preheat_whole_words preheat"))
        #expect(!script.contains("complete -o filenames"))
        #expect(script.contains("= -[df] ]] && compopt -o filenames"))
        try await workshop.done("endpoint", "add", "bad", "http://127.0.0.1:9/")
        _ = try workshop.file("bat.csv", "")
        #expect(try await completed("endpoint", "set", "b") == ["bad"])
        #expect(try await completed("import", "ba") == ["bat.csv"])
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func everyShellHasItsScript(shell: String) async throws {
        let script = try await workshop.done("completion", shell)
        #expect(script.contains("preheat"))
        #expect(script.contains("report"))
    }
}
