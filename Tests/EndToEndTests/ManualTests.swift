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
        ("preheat.yaml.5", ["idle-timeout", "KEYS OF A SCHEDULE", "grace", "limit", "Exit codes"]),
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
        for part in parts {
            #expect(shown.uppercased().contains(part.uppercased()), "\(part)")
        }
        let errors = try await workshop.run(
            "/bin/sh",
            "-c",
            "groff -man -Tutf8 -ww \(page) 2>&1 >/dev/null"
        )
        #expect(errors.isEmpty, "\(errors)")
    }

    @Test func bashCompletesCommandsAndEndpoints() async throws {
        for name in ["shop", "shed", "till"] {
            try await workshop.done("endpoint", "add", name, "http://127.0.0.1:9/")
        }
        func completed(_ words: String...) async throws -> [String] {
            let folder = URL(filePath: PreheatProcess.binary).deletingLastPathComponent().path
            let script = """
                PATH=\(folder):$PATH
                source <(preheat completion bash)
                COMP_WORDS=(preheat \(words.joined(separator: " ")))
                COMP_CWORD=\(words.count)
                COMP_LINE="${COMP_WORDS[*]}"
                COMP_POINT=${#COMP_LINE}
                _preheat
                printf '%s\\n' "${COMPREPLY[@]}"
                """
            return try await workshop.run("/bin/bash", "-c", script)
                .split(separator: "\n", omittingEmptySubsequences: true)
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
        #expect(try await completed("plan", "sh").sorted() == ["shed", "shop"])
        #expect(try await completed("endpoint", "pause", "t") == ["till"])
        #expect(try await completed("rep").contains("report"))
        #expect(try await completed("explain", "zzz").isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func everyShellHasItsScript(shell: String) async throws {
        let script = try await workshop.done("completion", shell)
        #expect(script.contains("preheat"))
        #expect(script.contains("report"))
    }
}
