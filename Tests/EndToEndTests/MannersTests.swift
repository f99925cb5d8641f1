import Foundation
import Testing

/// What every command does alike.
@Suite struct MannersTests {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    @Test func quietSaysNothingButData() async throws {
        let added = try await workshop.done(
            "endpoint",
            "add",
            "shop",
            "http://127.0.0.1:9/",
            "-q"
        )
        #expect(added.isEmpty)
        #expect(try await workshop.done("endpoint", "pause", "shop", "--quiet").isEmpty)
        #expect(try await workshop.done("endpoint", "list", "--quiet").contains("shop"))
        let failed = try await workshop.preheat("endpoint", "pause", "shed", "--quiet")
        #expect(failed.code == 1 && failed.errors.contains("shed"))
    }

    /// CSV has the keys of JSON, those of nested objects after a dot.
    @Test func listsAreCSVToo() async throws {
        for name in ["shop", "till"] {
            try await workshop.done(
                "endpoint",
                "add",
                name,
                "http://127.0.0.1:9/?a=1,2",
                "--quiet",
                "12:00-13:00",
                "--target",
                "cold-rate<2%"
            )
        }
        let lines = try await workshop.done("endpoint", "list", "--format", "csv")
            .split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        let columns = lines[0].split(separator: ",").map(String.init)
        #expect(columns == columns.sorted())
        #expect(Set(columns).isSuperset(of: ["name", "mode", "url", "target"]))
        #expect(lines[1].contains("\"http://127.0.0.1:9/?a=1,2\""))
    }

    @Test(arguments: [
        ["endpoint", "list"], ["endpoint", "show", "shop"], ["plan"], ["imports", "list"],
        ["price", "show", "shop"], ["status"], ["doctor", "--no-network"], ["budget", "list"],
        ["schedule", "list"], ["notices"], ["report", "cost"], ["price", "list"],
        ["explain", "shop", "--at", "2026-01-01"],
    ])
    func dataIsPrintedInThreeFormats(command: [String]) async throws {
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        for format in ["table", "json", "csv"] {
            let outcome = try await workshop.preheat(command + ["--format", format])
            #expect(outcome.code == 0, "\(command) \(format): \(outcome.errors)")
            #expect(!outcome.output.isEmpty || format == "csv")
            if format == "json" {
                _ = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
            }
        }
    }
}
