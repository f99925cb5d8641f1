import Foundation
import Testing

@testable import History

@Suite struct LocationTests {
    private static let absent = "/nonexistent/preheat.db"

    @Test(
        arguments: [
            ("the flag comes first", "/f", ["PREHEAT_DATABASE": "/e", "HOME": "/h"], "/f"),
            ("then the variable", nil, ["PREHEAT_DATABASE": "/e", "HOME": "/h"], "/e"),
            (
                "then the data folder", nil, ["XDG_DATA_HOME": "/x", "HOME": "/h"],
                "/x/preheat/preheat.db"
            ),
            (
                "a relative data folder does not count", nil, ["XDG_DATA_HOME": "x", "HOME": "/h"],
                "/h/.local/share/preheat/preheat.db"
            ),
            ("then the home", nil, ["HOME": "/h"], "/h/.local/share/preheat/preheat.db"),
        ] as [(String, String?, [String: String], String)]
    )
    func isFound(
        requirement: String,
        flag: String?,
        environment: [String: String],
        expected: String
    ) throws {
        let found = try HistoryStore.location(
            flag: flag,
            environment: environment,
            systemPath: Self.absent
        )
        #expect(found == expected, "\(requirement)")
    }

    @Test func theSystemsDatabaseIsTakenWhenThereIsOne() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(filePath: folder.database))
        let found = try HistoryStore.location(
            flag: nil,
            environment: ["HOME": "/h"],
            systemPath: folder.database
        )
        #expect(found == folder.database)
    }

    @Test(
        arguments: [
            ("an empty flag", "", [:], StoreError.emptyLocation(source: "--database")),
            (
                "an empty variable", nil, ["PREHEAT_DATABASE": ""],
                .emptyLocation(source: "PREHEAT_DATABASE")
            ),
            ("no home", nil, [:], .noHome), ("an empty home", nil, ["HOME": ""], .noHome),
        ] as [(String, String?, [String: String], StoreError)]
    )
    func isRefused(
        requirement: String,
        flag: String?,
        environment: [String: String],
        expected: StoreError
    ) {
        #expect(throws: expected, "\(requirement)") {
            try HistoryStore.location(
                flag: flag,
                environment: environment,
                systemPath: Self.absent
            )
        }
    }

    @Test(.enabled(if: geteuid() != 0, "permissions do not bind root"))
    func aSystemsDatabaseThatOneMayNotSeeIsNotAbsent() throws {
        let folder = try TemporaryFolder()
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.path)
        #expect(throws: StoreError.notReadable(path: folder.database)) {
            try HistoryStore.location(
                flag: nil,
                environment: ["HOME": "/h"],
                systemPath: folder.database
            )
        }
        try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    }
}
