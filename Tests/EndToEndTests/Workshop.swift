import Foundation
import Testing

/// One test's folder, database and commands; a class, because its end removes the folder.
final class Workshop: Sendable {
    let folder: URL
    /// Where the commands of this test keep their history, by `PREHEAT_DATABASE`.
    let database: String

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "preheat-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        database = folder.appending(path: "data/preheat.db").path
    }

    deinit {
        // What cannot be removed is left in the temporary folder and disturbs no other test.
        try? FileManager.default.removeItem(at: folder)
    }

    /// What a command finds in its environment: nothing of the person's who runs the tests.
    var environment: [String: String] {
        var environment = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": folder.path, "TMPDIR": folder.path, "LC_ALL": "C.UTF-8", "COLUMNS": "80",
            "PREHEAT_DATABASE": database,
        ]
        for name in ["LLVM_PROFILE_FILE", "LD_LIBRARY_PATH"] {
            environment[name] = ProcessInfo.processInfo.environment[name]
        }
        return environment
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Writes a file and returns its path.
    @discardableResult
    func file(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
        return path(name)
    }

    /// The names of the folder's files; those with a dot before them are the tests' own.
    func visibleFiles() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { !$0.hasPrefix(".") && !$0.hasSuffix(".profraw") }.sorted()
    }

    /// Runs preheat to its end; `changes` of the environment with `nil` take a variable away.
    func preheat(
        _ arguments: String...,
        changes: [String: String?] = [:]
    ) async throws -> PreheatProcess.Outcome {
        try await preheat(arguments, changes: changes)
    }

    func preheat(
        _ arguments: [String],
        changes: [String: String?] = [:],
        within deadline: Duration = .seconds(60)
    ) async throws -> PreheatProcess.Outcome {
        try await start(arguments, changes: changes).outcome(within: deadline)
    }

    /// Runs preheat, which must succeed without a word on standard error, and returns its output.
    @discardableResult
    func done(_ arguments: String...) async throws -> String {
        let outcome = try await preheat(arguments)
        try #require(outcome.code == 0, "preheat \(arguments): \(outcome.errors)")
        #expect(outcome.errors.isEmpty)
        return outcome.output
    }

    /// Starts preheat in the background.
    func start(
        _ arguments: [String],
        changes: [String: String?] = [:]
    ) throws -> PreheatProcess {
        try start(PreheatProcess.binary, arguments, changes: changes)
    }

    /// Starts another program in the background.
    func start(
        _ program: String,
        _ arguments: [String],
        changes: [String: String?] = [:]
    ) throws -> PreheatProcess {
        var environment = environment
        for (name, value) in changes { environment[name] = value }
        return try PreheatProcess(program, arguments, environment: environment, in: folder)
    }

    /// Runs another program, which must succeed, and returns its output.
    @discardableResult
    func run(_ program: String, _ arguments: String...) async throws -> String {
        try await run(program, arguments)
    }

    /// Runs another program, which must succeed, and returns its output.
    @discardableResult
    func run(_ program: String, _ arguments: [String]) async throws -> String {
        let outcome = try await start(program, arguments).outcome()
        try #require(outcome.code == 0, "\(program) \(arguments): \(outcome.errors)")
        return outcome.output
    }

    /// Asks the database, or changes it, beside preheat; a line for each row, `|` between columns.
    @discardableResult
    func sqlite(_ sql: String, file: String? = nil) async throws -> [String] {
        try await run("/usr/bin/sqlite3", "-cmd", ".timeout 5000", file ?? database, sql)
            .split(separator: "\n").map(String.init)
    }

    /// Asks the database for one whole number.
    func number(_ sql: String) async throws -> Int {
        let text = try #require(try await sqlite(sql).first)
        return try #require(Int(text), "'\(sql)' gave '\(text)'")
    }

    /// Asks until the whole number is at least `least`.
    func waitUntil(
        _ sql: String,
        isAtLeast least: Int,
        within deadline: Duration
    ) async throws {
        let end = ContinuousClock.now + deadline
        while try await number(sql) < least {
            guard ContinuousClock.now < end else {
                throw PreheatProcess.DeadlinePassed(
                    description: "'\(sql)' stayed below \(least) for \(deadline)"
                )
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
