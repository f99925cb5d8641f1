import Foundation
import Testing

@Suite struct HelpTests {
    private static let commands = [
        "", "endpoint", "endpoint add", "endpoint list", "endpoint show", "endpoint set",
        "endpoint rename", "endpoint remove", "endpoint pause", "endpoint resume", "schedule",
        "schedule add", "schedule list", "schedule show", "schedule remove", "schedule next",
        "budget", "budget set", "budget list", "budget show", "budget remove", "apply", "diff",
        "export", "schema", "import", "imports",
        "imports list", "imports undo", "forecast", "backtest", "plan", "explain", "completion",
        "manual", "price", "price list", "price show", "serve", "warm", "status", "doctor",
        "notices", "report", "report cost", "report savings",
        "report latency", "report forecast", "simulate", "frontier", "emulate", "demo",
        "learn-prior",
    ]

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Goldens")

    private static func words(_ command: String) -> [String] {
        command.split(separator: " ").map(String.init)
    }

    private static func golden(of command: String) -> URL {
        folder.appending(path: (["preheat"] + words(command)).joined(separator: "-") + ".txt")
    }

    private func help(of command: String) async throws -> String {
        try await Workshop().preheat(Self.words(command) + ["--help"]).output
    }

    @Test(arguments: commands)
    func theTextIsTheKnownOne(command: String) async throws {
        let text = try await help(of: command)
        let golden = Self.golden(of: command)
        if ProcessInfo.processInfo.environment["RENEW_GOLDENS"] == "1" {
            try Data(text.utf8).write(to: golden)
        }
        let known = (try? String(contentsOf: golden, encoding: .utf8)) ?? ""  // None is none.
        #expect(
            text == known,
            "read the new text, and renew \(golden.lastPathComponent) with RENEW_GOLDENS=1"
        )
    }

    @Test(arguments: commands)
    func everyCommandHasAnExample(command: String) async throws {
        let text = try await help(of: command)
        #expect(text.contains("SUBCOMMANDS:") || text.contains("Example"))
    }

    @Test func everyCommandHasAGolden() async throws {
        var unseen = [""]
        var found: [String] = []
        while let command = unseen.popLast() {
            found.append(command)
            let lines = try await help(of: command).split(separator: "\n").map(String.init)
            guard let heading = lines.firstIndex(of: "SUBCOMMANDS:") else { continue }
            let names = lines[(heading + 1)...].prefix { $0.hasPrefix("  ") }
                .filter { !$0.hasPrefix("   ") }
                .compactMap { $0.split(separator: " ").first.map(String.init) }
                .filter { $0 != "See" }
            unseen += names.map { (Self.words(command) + [$0]).joined(separator: " ") }
        }
        #expect(found.sorted() == Self.commands.sorted())
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(
            files.sorted() == Self.commands.map { Self.golden(of: $0).lastPathComponent }.sorted()
        )
    }
}
