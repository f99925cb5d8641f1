import Domain
import Foundation
import GRDB
import Testing

@testable import History

@Suite struct OpeningTests {
    @Test func theFileAndItsFoldersAreTheOwnersAlone() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a/b/preheat.db"
        let store = try HistoryStore(at: path, access: .create)
        _ = try await store.add(plainEndpoint(named: "a"))
        #expect(try folder.mode(of: "a") == 0o700)
        #expect(try folder.mode(of: "a/b") == 0o700)
        for name in ["preheat.db", "preheat.db-wal", "preheat.db-shm"] {
            #expect(try folder.mode(of: "a/b/" + name) == 0o600, "\(name)")
        }
        try store.close()
    }

    @Test func theModeOfAFolderThatWasThereStays() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        try HistoryStore(at: folder.database, access: .create).close()
        #expect(try folder.mode(of: "") == 0o755)
    }

    @Test func anEmptyFileCountsAsANewOne() async throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(filePath: folder.database))
        let store = try HistoryStore(at: folder.database, access: .create)
        _ = try await store.add(plainEndpoint(named: "a"))
        #expect(try folder.mode(of: "preheat.db") == 0o600)
        try store.close()
    }

    @Test func whatWasWrittenIsThereAfterClosing() async throws {
        let folder = try TemporaryFolder()
        let first = try HistoryStore(at: folder.database, access: .create)
        _ = try await first.add(plainEndpoint(named: "a"))
        try first.close()
        #expect(!FileManager.default.fileExists(atPath: folder.database + "-wal"))
        let second = try HistoryStore(at: folder.database, access: .existing)
        #expect(try await second.endpoints().map(\.name) == ["a"])
        try second.close()
    }

    @Test func aStoreOpensWhileAnotherOneIsOpen() async throws {
        let folder = try TemporaryFolder()
        let first = try HistoryStore(at: folder.database, access: .create)
        _ = try await first.add(plainEndpoint(named: "a"))
        let second = try HistoryStore(at: folder.database, access: .existing)
        #expect(try await second.endpoints().map(\.name) == ["a"])
        _ = try await second.add(plainEndpoint(named: "b"))
        #expect(try await first.endpoints().map(\.name) == ["a", "b"])
        try second.close()
        try first.close()
    }

    @Test func manyMayMakeTheSameDatabaseAtOnce() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a/preheat.db"
        try await withThrowingTaskGroup { group in
            for number in 0..<4 {
                group.addTask {
                    let store = try HistoryStore(at: path, access: .create)
                    _ = try await store.add(plainEndpoint(named: "\(number)"))
                    try store.close()
                }
            }
            try await group.waitForAll()
        }
        let store = try HistoryStore(at: path, access: .existing)
        #expect(try await store.endpoints().map(\.name) == ["0", "1", "2", "3"])
        try store.close()
    }

    @Test(arguments: [":memory:", "file:x?mode=memory", "100% #1?.db"])
    func aStrangeNameIsAFilesName(name: String) async throws {
        let folder = try TemporaryFolder()
        try HistoryStore(at: folder.path + "/" + name, access: .create).close()
        try HistoryStore(at: folder.path + "/" + name, access: .existing).close()
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files == [name])
        #expect(DatabaseFile(path: name).openPath == "./" + name)
    }

    @Test func aDatabaseIsFoundThroughALink() async throws {
        let folder = try TemporaryFolder()
        let link = folder.path + "/link.db"
        try FileManager.default.createSymbolicLink(
            atPath: link,
            withDestinationPath: folder.database
        )
        #expect(throws: StoreError.danglingLink(path: link)) {
            try HistoryStore(at: link, access: .create)
        }
        try HistoryStore(at: folder.database, access: .create).close()
        try HistoryStore(at: link, access: .existing).close()
    }

    @Test func thePragmasAreThoseOfADurableServer() async throws {
        let folder = try TemporaryFolder()
        let store = try HistoryStore(at: folder.database, access: .create)
        let values = try await store.write { db in
            try ["journal_mode", "foreign_keys", "synchronous", "busy_timeout"].map { name in
                try String.fetchOne(db, sql: "PRAGMA \(name)")
            }
        }
        #expect(values == ["wal", "1", "2", "5000"])
        try store.close()
    }
}
