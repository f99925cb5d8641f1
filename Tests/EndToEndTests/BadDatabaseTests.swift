import Foundation
import Glibc
import Testing

/// Databases that cannot be used: each refusal says which one it is and what to do.
@Suite struct BadDatabaseTests {
    private let workshop: Workshop

    init() async throws {
        workshop = try Workshop()
        try await workshop.done("endpoint", "add", "shop", "http://127.0.0.1:9/")
    }

    /// Runs each of `commands` on the database at `path` and expects the same refusal of all.
    private func expect(
        _ sentence: String,
        code: Int32 = 1,
        of commands: [[String]] = [["endpoint", "list"], ["plan"], ["serve"]],
        at path: String
    ) async throws {
        for command in commands {
            let outcome = try await workshop.preheat(
                command + ["--database", path],
                within: .seconds(90)
            )
            #expect(outcome.code == code, "\(command)")
            #expect(outcome.errors == "preheat: \(sentence)\n", "\(command)")
            #expect(outcome.output.isEmpty)
        }
    }

    @Test func anAbsentOneIsNotMadeByLooking() async throws {
        let path = workshop.path("absent/own.db")
        try await expect(
            """
            there is no database at '\(path)'; add an endpoint first, or say where it is with \
            --database
            """,
            of: [["endpoint", "list"], ["plan"], ["report", "cost"], ["imports"]],
            at: path
        )
        #expect(!FileManager.default.fileExists(atPath: workshop.path("absent")))
    }

    @Test func anEmptyPlaceIsNone() async throws {
        try await expect(
            "--database is empty; give the path of the database, or leave it out",
            at: ""
        )
    }

    @Test func aFolderIsNone() async throws {
        let path = workshop.folder.path
        try await expect("'\(path)' is a folder; name a file in it with --database", at: path)
    }

    @Test func anotherFileIsNone() async throws {
        let path = try workshop.file("notes.txt", String(repeating: "some notes\n", count: 100))
        try await expect(
            "'\(path)' is not an SQLite database; name another file with --database",
            at: path
        )
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("some notes\n"))
    }

    @Test func anotherProgramsIsLeftAlone() async throws {
        let path = workshop.path("other.db")
        try await workshop.sqlite("CREATE TABLE note (text TEXT)", file: path)
        let before = try Data(contentsOf: URL(filePath: path))
        try await expect(
            """
            '\(path)' is another program's database and was left alone; name another file with \
            --database
            """,
            at: path
        )
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test func aDamagedOneSaysSo() async throws {
        let path = workshop.path("damaged.db")
        try FileManager.default.copyItem(atPath: workshop.database, toPath: path)
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        try handle.seek(toOffset: 4096)
        try handle.write(contentsOf: Data(repeating: 0x58, count: 64))
        try handle.close()
        try await expect(
            """
            the database at '\(path)' is damaged; restore a backup, or save what can be read with \
            sqlite3's .recover
            """,
            at: path
        )
    }

    @Test func aNewerOneAsksForAnUpgrade() async throws {
        try await workshop.sqlite("INSERT INTO grdb_migrations VALUES ('v9999_future')")
        let path = workshop.database
        try await expect(
            """
            the database at '\(path)' has migrations that this release does not know \
            (v9999_future); upgrade preheat or restore a backup
            """,
            at: path
        )
    }

    @Test func aLockedOneSaysSoWithinTenSeconds() async throws {
        let script = """
            import sqlite3, sys, time
            connection = sqlite3.connect(sys.argv[1], isolation_level=None)
            connection.execute('BEGIN EXCLUSIVE')
            print('locked', file=sys.stderr, flush=True)
            time.sleep(60)
            """
        let path = workshop.database
        let holder = try workshop.start("/usr/bin/python3", ["-c", script, path])
        defer { holder.send(SIGKILL) }
        try await holder.line(containing: "locked")
        let start = ContinuousClock.now
        try await expect(
            """
            another program keeps the database at '\(path)' locked; let it finish or stop it, \
            then try again
            """,
            of: [["endpoint", "set", "shop", "--memory", "128"]],
            at: path
        )
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func aZoneThatNobodyKnowsIsAMatterOfConfiguration() async throws {
        try await workshop.sqlite("UPDATE endpoint SET timeZone = 'Mars/Base'")
        try await expect(
            """
            the time zone 'Mars/Base' of the endpoint 'shop' is not in the zone database; write \
            an IANA name such as Europe/Berlin
            """,
            code: 3,
            of: [["plan"], ["forecast", "shop"], ["serve"]],
            at: workshop.database
        )
    }

    // MARK: - Permissions

    /// Runs a command as a user who is neither root nor the owner of anything.
    private func runAsNobody(_ arguments: [String]) async throws -> PreheatProcess.Outcome {
        // A coverage build would complain of a file that this user may not write.
        let changes = ["LLVM_PROFILE_FILE": "/dev/null"]
        guard geteuid() == 0 else { return try await workshop.preheat(arguments, changes: changes) }
        // The build's folder may lie where only root looks.
        let binary = workshop.path("preheat")
        if !FileManager.default.fileExists(atPath: binary) {
            // By a process of its own: nothing executes a file that is open for writing, and other
            // tests' processes would inherit ours.
            try await workshop.run("/bin/cp", PreheatProcess.binary, binary)
        }
        let identity = ["--reuid=65534", "--regid=65534", "--clear-groups", "--"]
        return try await workshop.start(
            "/usr/bin/setpriv",
            identity + [binary] + arguments,
            changes: changes
        ).outcome()
    }

    private func setMode(_ mode: mode_t, of name: String) {
        #expect(chmod(workshop.path(name), mode) == 0)
    }

    @Test func oneInAFolderThatIsClosedIsNotTakenForAbsent() async throws {
        setMode(0o000, of: "data")
        defer { setMode(0o700, of: "data") }
        let path = workshop.database
        for command in [["endpoint", "list"], ["endpoint", "add", "x", "http://127.0.0.1:9/"]] {
            let outcome = try await runAsNobody(command)
            #expect(outcome.code == 1)
            #expect(
                outcome.errors == """
                    preheat: the database at '\(path)' may not be read by this user; run preheat \
                    as its owner (sudo), or name another one with --database

                    """
            )
        }
    }

    @Test func oneThatMayOnlyBeReadSaysSo() async throws {
        setMode(0o755, of: "data")
        setMode(0o444, of: "data/preheat.db")
        let path = workshop.database
        let outcome = try await runAsNobody(["endpoint", "list"])
        #expect(outcome.code == 1)
        #expect(
            outcome.errors == """
                preheat: the database at '\(path)' may not be written by this user; run preheat \
                as its owner (sudo), or name another one with --database

                """
        )
    }

    @Test func aFolderThatTakesNoFilesSaysSo() async throws {
        setMode(0o555, of: "data")
        defer { setMode(0o700, of: "data") }
        let path = workshop.path("data/more/own.db")
        let outcome = try await runAsNobody(
            ["endpoint", "add", "x", "http://127.0.0.1:9/", "--database", path]
        )
        #expect(outcome.code == 1)
        #expect(
            outcome.errors == """
                preheat: the folder '\(workshop.path("data/more"))' cannot be made or takes no new \
                files; give this user the right to write there, or name another place with \
                --database

                """
        )
    }
}
