import Domain
import Foundation
import GRDB
import Testing

@testable import History

/// Each refusal is made for real.
@Suite struct RefusalTests {
    private let folder: TemporaryFolder
    private var path: String { folder.database }

    init() throws { folder = try TemporaryFolder() }

    private func open(_ access: HistoryStore.Access, at path: String? = nil) async -> StoreError? {
        await storeError {
            try HistoryStore(
                at: path ?? self.path,
                access: access,
                busyTimeout: .milliseconds(20)
            ).close()
        }
    }

    @Test func anAbsentFileIsNotMadeForAReader() async {
        #expect(await open(.existing) == .absent(path: path))
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func anEmptyFileIsNoDatabaseForAReader() async throws {
        try Data().write(to: URL(filePath: path))
        #expect(await open(.existing) == .absent(path: path))
    }

    @Test func aFolderIsNoDatabase() async {
        #expect(await open(.create, at: folder.path) == .isDirectory(path: folder.path))
    }

    @Test func aFileOnTheWayIsNoFolder() async throws {
        try Data("x".utf8).write(to: URL(filePath: path))
        let below = path + "/preheat.db"
        #expect(await open(.existing, at: below) == .absent(path: below))
        #expect(await open(.create, at: below) == .folderNotWritable(folder: path))
    }

    @Test(arguments: [
        ("a short text", "hello"), ("a long text", String(repeating: "hello ", count: 200)),
    ])
    func aTextIsNoDatabase(requirement: String, text: String) async throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        #expect(await open(.create) == .notADatabase(path: path))
        #expect(try Data(contentsOf: URL(filePath: path)) == Data(text.utf8))
    }

    @Test(arguments: [
        ("another program's tables", "CREATE TABLE t (x)"),
        ("another program's number", "PRAGMA application_id = 7"),
        (
            "our number, but not our tables",
            "PRAGMA application_id = 1347569748; CREATE TABLE t (x)"
        ),
        (
            "another program's migrations",
            """
            CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
            INSERT INTO grdb_migrations VALUES ('v1'); CREATE TABLE t (x)
            """
        ),
    ])
    func anotherProgramsDatabaseIsLeftAlone(requirement: String, sql: String) async throws {
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { db in try db.execute(sql: sql) }
        try queue.close()
        let before = try Data(contentsOf: URL(filePath: path))
        // Our number with a foreign migration would be a later release's database.
        #expect(await open(.create) == .foreign(path: path))
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }

    @Test func aLaterReleasesDatabaseIsLeftAlone() async throws {
        try HistoryStore(at: path, access: .create).close()
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('v9999_later')")
        }
        try queue.close()
        #expect(
            await open(.existing)
                == .schemaIsNewer(path: path, unknownMigrations: ["v9999_later"])
        )
    }

    @Test func aDamagedFileIsNotWrittenTo() async throws {
        let store = try HistoryStore(at: path, access: .create)
        _ = try await store.add(plainEndpoint(named: "a"))
        try store.close()
        var bytes = try Data(contentsOf: URL(filePath: path))
        // The pages after the first hold the tables.
        for index in 4096..<bytes.count { bytes[index] = 0xA5 }
        try bytes.write(to: URL(filePath: path))
        #expect(await open(.existing) == .corrupt(path: path))
        #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
    }

    @Test func aTruncatedFileIsDamaged() async throws {
        try HistoryStore(at: path, access: .create).close()
        let bytes = try Data(contentsOf: URL(filePath: path))
        try bytes.prefix(bytes.count / 8192 * 4096).write(to: URL(filePath: path))
        #expect(await open(.existing) == .corrupt(path: path))
    }

    @Test func damageMetLaterIsToldAsWell() async throws {
        let store = try HistoryStore(at: path, access: .create)
        _ = try await store.add(plainEndpoint(named: "a"))
        try store.close()
        let root = try await DatabaseQueue(path: path).read { db in
            try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'endpoint'")
        }
        let reopened = try HistoryStore(at: path, access: .existing)
        var bytes = try Data(contentsOf: URL(filePath: path))
        let start = (try #require(root) - 1) * 4096
        for index in start..<start + 4096 { bytes[index] = 0xA5 }
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.write(contentsOf: bytes)
        try handle.close()
        #expect(await storeError { _ = try await reopened.endpoints() } == .corrupt(path: path))
    }

    @Test func aLockedDatabaseIsWaitedForOnlySoLong() async throws {
        let store = try HistoryStore(
            at: path,
            access: .create,
            busyTimeout: .milliseconds(20)
        )
        let other = try stubbornConnection(to: path)
        try other.inDatabase { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        let refusal = await storeError { _ = try await store.add(plainEndpoint(named: "a")) }
        #expect(refusal == .locked(path: path))
        try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
        _ = try await store.add(plainEndpoint(named: "a"))
        try store.close()
    }

    @Test func aNewDatabaseThatIsLockedIsNotOpened() async throws {
        try Data().write(to: URL(filePath: path))
        let other = try stubbornConnection(to: path)
        try other.inDatabase { try $0.execute(sql: "BEGIN EXCLUSIVE; CREATE TABLE t (x)") }
        #expect(await open(.create) == .locked(path: path))
        try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
    }

    @Test func aFullDiskIsToldAndLosesNothing() async throws {
        let store = try HistoryStore(at: path, access: .create)
        let id = try await store.add(plainEndpoint(named: "a"))
        try await store.write { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        let bins = (0..<10_000).map { (id, TrafficBin(startedAtS: $0 * 60, requests: 1)) }
        #expect(await storeError { try await store.write(bins) } == .diskFull(path: path))
        #expect(try await store.requests(of: id).isEmpty)
        try store.close()
    }

    @Test(
        .enabled(if: geteuid() != 0, "permissions do not bind root"),
        arguments: [
            ("a file that may not be read", 0o200, 0o700),
            ("a file that may not be written", 0o400, 0o700),
            ("a folder that takes no files", 0o600, 0o500),
            ("a folder that may not be entered", 0o600, 0o600),
        ]
    )
    func missingPermissionIsToldApart(requirement: String, file: Int, parent: Int) async throws {
        try HistoryStore(at: path, access: .create).close()
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: file], ofItemAtPath: path)
        try files.setAttributes([.posixPermissions: parent], ofItemAtPath: folder.path)
        let refusal = await open(.existing)
        try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
        let expected: StoreError =
            switch (file, parent) {
            case (0o200, _), (_, 0o600): .notReadable(path: path)
            case (0o400, _): .notWritable(path: path)
            default: .folderNotWritable(folder: folder.path)
            }
        #expect(refusal == expected, "\(requirement)")
    }

    @Test(.enabled(if: geteuid() != 0, "permissions do not bind root"))
    func aFolderThatTakesNoFilesIsNamed() async throws {
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
        let direct = await open(.create)
        let below = await open(.create, at: folder.path + "/a/b/preheat.db")
        try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
        #expect(direct == .folderNotWritable(folder: folder.path))
        #expect(below == .folderNotWritable(folder: folder.path + "/a"))
    }

    @Test(arguments: [
        ("nothing is there", ENOENT, StoreError.absent(path: "/p")),
        ("a file is on the way", ENOTDIR, .absent(path: "/p")),
        ("what one may not see is not absent", EACCES, .notReadable(path: "/p")),
        ("nor is what the system forbids", EPERM, .notReadable(path: "/p")),
    ])
    func lookingMapsErrors(requirement: String, code: Int32, expected: StoreError) {
        #expect(StoreError(errno: code, lookingAt: "/p") == expected, "\(requirement)")
    }

    @Test(arguments: [
        ("no permission", EACCES, StoreError.folderNotWritable(folder: "/f")),
        ("read-only file system", EROFS, .folderNotWritable(folder: "/f")),
        ("no room", ENOSPC, .diskFull(path: "/f/p")),
        ("no quota left", EDQUOT, .diskFull(path: "/f/p")),
    ])
    func makingMapsErrors(requirement: String, code: Int32, expected: StoreError) {
        #expect(
            StoreError(errno: code, writingIn: "/f", for: "/f/p") == expected,
            "\(requirement)"
        )
    }

    @Test(arguments: [
        (ResultCode.SQLITE_READONLY, StoreError.notWritable(path: "/p")),
        (.SQLITE_BUSY, .locked(path: "/p")), (.SQLITE_BUSY_SNAPSHOT, .locked(path: "/p")),
        (.SQLITE_CORRUPT, .corrupt(path: "/p")), (.SQLITE_CORRUPT_VTAB, .corrupt(path: "/p")),
        (.SQLITE_NOTADB, .notADatabase(path: "/p")), (.SQLITE_FULL, .diskFull(path: "/p")),
        (.SQLITE_IOERR, .other(message: "m", path: "/p")),
        (.SQLITE_CONSTRAINT_FOREIGNKEY, .endpointIsGone),
    ])
    func sqliteMapsErrors(code: ResultCode, expected: StoreError) {
        #expect(StoreError(DatabaseError(resultCode: code, message: "m"), at: "/p") == expected)
    }

    @Test func everyRefusalIsOneSentenceThatNamesItsObject() {
        let refusals: [(StoreError, String)] = [
            (.absent(path: "/p"), "/p"), (.danglingLink(path: "/p"), "/p"),
            (.notReadable(path: "/p"), "/p"), (.notWritable(path: "/p"), "/p"),
            (.isDirectory(path: "/p"), "/p"), (.folderNotWritable(folder: "/f"), "/f"),
            (.locked(path: "/p"), "/p"), (.corrupt(path: "/p"), "/p"),
            (.notADatabase(path: "/p"), "/p"), (.foreign(path: "/p"), "/p"),
            (.schemaIsNewer(path: "/p", unknownMigrations: ["v9"]), "v9"),
            (.diskFull(path: "/p"), "/p"), (.unknownEndpoint(name: "n", nearest: []), "'n'"),
            (.unknownEndpoint(name: "n", nearest: ["m", "o"]), "'m' or 'o'"),
            (.endpointIsGone, "endpoint"), (.duplicateName("n"), "'n'"),
            (.duplicateSchedule(name: "s"), "'s'"),
            (.unknownSchedule(name: "s", endpoint: "n", nearest: []), "'s'"),
            (.unknownSchedule(name: "s", endpoint: "n", nearest: ["t"]), "'t'"),
            (.unknownImport(4), "4"), (.alreadyUndone(4), "4"),
            (.replacedByLaterImport(4, later: 5), "undo import 5 first"),
            (.ruleBroken(rule: "r"), "'r'"), (.unreadableValue("x", column: "t.c"), "t.c"),
            (.emptyLocation(source: "--database"), "--database"), (.noHome, "--database"),
            (.other(message: "m", path: "/p"), "/p"),
        ]
        for (refusal, object) in refusals {
            let text = "\(refusal)"
            #expect(text.contains(object), "\(text)")
            #expect(!text.contains("\n") && !text.hasSuffix("."), "\(text)")
            #expect(text.contains(";") || text.hasSuffix("?"), "what to do: \(text)")
        }
    }
}
