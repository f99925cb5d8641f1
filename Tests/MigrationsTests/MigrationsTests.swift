import Foundation
import Migrations
import Testing

@Suite struct MigrationsTests {
    private static var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Migrations")
    }

    @Test func everyFileOfTheFolderIsEmbeddedInOrder() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".sql") }
            .sorted()
        try #require(!files.isEmpty)
        #expect(migrations.map { $0.name + ".sql" } == files)
        for migration in migrations {
            let file = Self.folder.appending(path: migration.name + ".sql")
            let text = try String(contentsOf: file, encoding: .utf8)
            let embedded = migration.sql.trimmingCharacters(in: .newlines)
            #expect(embedded == text.trimmingCharacters(in: .newlines))
        }
    }

    @Test func theFilesAreNumberedWithoutAGap() {
        for (index, migration) in migrations.enumerated() {
            let number = String(index + 1)
            let padded = String(repeating: "0", count: 4 - number.count) + number
            #expect(migration.name.hasPrefix("v\(padded)_"))
        }
    }

    @Test func theFirstLineOfEachSaysWhy() {
        for migration in migrations {
            #expect(migration.sql.hasPrefix("-- "), "\(migration.name)")
        }
    }
}
