import Foundation
import Glibc
import Testing

extension TimedTests {
    /// Secrets that headers refer to: they reach the endpoint, and nothing else.
    @Suite struct SecretTests {
        private static let secret = "s3cr3t-Qx7"

        private let workshop: Workshop

        init() throws { workshop = try Workshop() }

        private func add(_ name: String, _ url: String, _ header: String) async throws {
            try await workshop.done(
                "endpoint",
                "add",
                name,
                "\(url)/\(name)",
                "--header",
                header,
                "--idle-timeout",
                "6m",
                "--cold-start-value",
                "1000",
                "--mode",
                "active"
            )
            try workshop.file("wanted-\(name)", "Bearer \(Self.secret)")
        }

        /// Every byte of every file that was written, but what the test itself wrote.
        private func filesThatHold(_ text: String) throws -> [String] {
            let own = ["wanted-", "token", "credentials"]
            let files = try FileManager.default.subpathsOfDirectory(atPath: workshop.folder.path)
            return try files.filter { name in
                guard !own.contains(where: name.hasPrefix) else { return false }
                var isFolder: ObjCBool = false
                let path = workshop.path(name)
                guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
                    !isFolder.boolValue
                else { return false }
                return try Data(contentsOf: URL(filePath: path)).range(of: Data(text.utf8)) != nil
            }
        }

        /// By environment, file and credential, from `warm` and from the service.
        @Test func theyReachTheEndpointAndNothingElse() async throws {
            try await SecretSite.with(workshop) { site, url in
                let file = try workshop.file("token", "\(Self.secret)\n")
                try FileManager.default.createDirectory(
                    atPath: workshop.path("credentials"),
                    withIntermediateDirectories: false
                )
                try workshop.file("credentials/shop", Self.secret)
                try await add("variable", url, "Authorization: Bearer env:SHOP_TOKEN")
                try await add("file", url, "Authorization: Bearer file:\(file)")
                try await add("credential", url, "Authorization: Bearer credential:shop")
                let changes = [
                    "SHOP_TOKEN": Self.secret,
                    "CREDENTIALS_DIRECTORY": workshop.path("credentials"),
                ]
                for name in ["variable", "file", "credential"] {
                    let outcome = try await workshop.preheat("warm", name, changes: changes)
                    #expect(outcome.code == 0, "\(outcome.output)")
                }
                try await serve(changes: changes)
                for command in [
                    ["endpoint", "show", "variable"], ["endpoint", "list", "--format", "json"],
                    ["status"], ["doctor"], ["report", "cost"],
                ] {
                    let outcome = try await workshop.preheat(command, changes: changes)
                    #expect(!outcome.output.contains(Self.secret))
                }
                let shown = try await workshop.done("endpoint", "show", "variable")
                #expect(shown.contains("Authorization: Bearer env:SHOP_TOKEN"))
                // The outputs of all these commands are among the files.
                let holders = try filesThatHold(Self.secret)
                #expect(holders.isEmpty)
                #expect(try filesThatHold("env:SHOP_TOKEN").contains { $0.hasPrefix("data/") })
                site.send(SIGTERM)
                let asked = try await site.outcome(within: .seconds(10)).errors
                #expect(!asked.contains("wrongly"))
                #expect(asked.contains("asked /credential rightly"))
            }
        }

        /// Runs the service until it has pinged each of the three.
        private func serve(changes: [String: String?]) async throws {
            let log = try workshop.file("access.log", AccessLog.everyQuarterOfAnHour())
            for name in ["variable", "file", "credential"] {
                try await workshop.done("import", log, "--endpoint", name)
            }
            let before = try await workshop.number("SELECT count(*) FROM ping")
            let server = try workshop.start(
                ["serve", "--time-scale", "120", "--log-level", "trace"],
                changes: changes
            )
            defer { server.send(SIGKILL) }
            try await server.line(containing: "serving")
            try await workshop.waitUntil(
                "SELECT count(DISTINCT endpointID) FROM ping WHERE id > \(before) AND outcome = 'succeeded'",
                isAtLeast: 3,
                within: .seconds(90)
            )
            server.send(SIGTERM)
            let outcome = try await server.outcome(within: .seconds(10))
            #expect(outcome.code == 0)
            #expect(!outcome.errors.contains("cannot be read"))
        }

        @Test func withoutItNothingIsSentAndItIsSaidOnceAtTheStart() async throws {
            try await SecretSite.with(workshop) { site, url in
                try await add("shop", url, "Authorization: Bearer env:SHOP_TOKEN")
                let outcome = try await workshop.preheat("warm", "shop")
                #expect(outcome.code == 6)
                let sentence =
                    "the environment variable SHOP_TOKEN is not set; set it where preheat runs"
                #expect(outcome.output.contains(sentence))
                let entry = try await workshop.sqlite("SELECT outcome, costNanos, detail FROM ping")
                #expect(entry == ["unreachable|0|\(sentence)"])
                try await serving(in: workshop) { server in
                    let line = try await server.line(containing: "a secret cannot be read")
                    #expect(line.contains("endpoint=shop") && line.contains(sentence))
                    server.send(SIGTERM)
                    let said = try await server.outcome(within: .seconds(10)).errors
                    #expect(
                        said.split(separator: "\n").count { $0.contains("a secret cannot") } == 1
                    )
                }
                site.send(SIGTERM)
                let asked = try await site.outcome(within: .seconds(10)).errors
                #expect(!asked.contains("asked"))
            }
        }

        /// Rows of an earlier release keep working, and are shown without their secret.
        @Test func aSecretThatTheDatabaseHoldsIsHiddenAndFound() async throws {
            try await SecretSite.with(workshop) { _, url in
                try await add("shop", url, "Authorization: Bearer env:SHOP_TOKEN")
                try await workshop.sqlite(
                    "UPDATE endpointHeader SET value = 'Bearer \(Self.secret)'"
                )
                #expect(try await workshop.preheat("warm", "shop").code == 0)
                let shown = try await workshop.done("endpoint", "show", "shop")
                #expect(shown.contains("Authorization: (hidden"))
                #expect(!shown.contains(Self.secret))
                let found = try await workshop.preheat("doctor")
                #expect(
                    found.output.contains(
                        """
                        warn  headers      shop: the database holds the secret of 'Authorization'; \
                        set the headers anew with env:NAME, file:/PATH or credential:NAME in its \
                        place
                        """
                    )
                )
            }
        }
    }
}
