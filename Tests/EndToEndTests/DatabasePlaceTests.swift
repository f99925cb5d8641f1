import Foundation
import Testing

@Suite struct DatabasePlaceTests {
    @Test func theFlagGoesBeforeTheVariable() async throws {
        let workshop = try Workshop()
        let flagged = workshop.path("flagged/own.db")
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        try await workshop.done(
            "endpoint",
            "add",
            "api",
            "http://127.0.0.1:9/",
            "--database",
            flagged
        )
        #expect(try await workshop.sqlite("SELECT name FROM endpoint") == ["shop"])
        #expect(try await workshop.sqlite("SELECT name FROM endpoint", file: flagged) == ["api"])
    }

    /// On a machine where the service is installed, its database comes before a person's own.
    @Test(.disabled(if: FileManager.default.fileExists(atPath: "/var/lib/preheat/preheat.db")))
    func withoutBothItIsInTheDataFolder() async throws {
        let workshop = try Workshop()
        let data = workshop.path("xdg")
        let added = try await workshop.preheat(
            "endpoint",
            "add",
            "shop",
            "http://127.0.0.1:9/",
            changes: ["PREHEAT_DATABASE": nil, "XDG_DATA_HOME": data]
        )
        #expect(added.code == 0)
        let place = data + "/preheat/preheat.db"
        #expect(try await workshop.sqlite("SELECT name FROM endpoint", file: place) == ["shop"])

        let atHome = try await workshop.preheat(
            "endpoint",
            "add",
            "shop",
            "http://127.0.0.1:9/",
            changes: ["PREHEAT_DATABASE": nil]
        )
        #expect(atHome.code == 0)
        let own = workshop.path(".local/share/preheat/preheat.db")
        #expect(try await workshop.sqlite("SELECT name FROM endpoint", file: own) == ["shop"])
    }

    @Test(
        "Only the owner may look into it, whatever the umask",
        arguments: ["0000", "0022", "0777"]
    )
    func onlyTheOwnerMayLook(umask: String) async throws {
        let workshop = try Workshop()
        try await workshop.run(
            "/bin/sh",
            "-c",
            "umask \(umask) && exec \"$0\" endpoint add shop http://127.0.0.1:9/",
            PreheatProcess.binary
        )
        let manager = FileManager.default
        let file = try manager.attributesOfItem(atPath: workshop.database)
        #expect(file[.posixPermissions] as? Int == 0o600)
        let folder = try manager.attributesOfItem(atPath: workshop.path("data"))
        #expect(folder[.posixPermissions] as? Int == 0o700)
    }

    @Test func aFolderThatWasThereKeepsItsMode() async throws {
        let workshop = try Workshop()
        try FileManager.default.createDirectory(
            atPath: workshop.path("data"),
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o755]
        )
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
        let folder = try FileManager.default.attributesOfItem(atPath: workshop.path("data"))
        #expect(folder[.posixPermissions] as? Int == 0o755)
    }
}
