import Foundation
import Glibc
import Synchronization
import Testing

/// A program under test: started, waited for with a deadline, and ended by its own id only.
final class PreheatProcess: Sendable {
    /// How a process ended and what it wrote.
    struct Outcome: Sendable {
        /// The exit code; a signal's number plus 128 when one ended it.
        var code: Int32
        var output: String
        var errors: String
    }

    /// Something took longer than it may.
    struct DeadlinePassed: Error, CustomStringConvertible {
        var description: String
    }

    /// The most bytes that are read of what a process wrote.
    private static let mostBytes = 16 << 20

    /// The binary under test: `PREHEAT_BINARY`, else the one beside the running tests.
    static var binary: String {
        ProcessInfo.processInfo.environment["PREHEAT_BINARY"] ?? builtBinary("preheat")
    }

    /// Another binary of this package, beside the running tests.
    static func builtBinary(_ name: String) -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let bytes = buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }
        return URL(filePath: String(decoding: bytes, as: UTF8.self))
            .deletingLastPathComponent().appending(path: name).path
    }

    private let id: pid_t
    private let name: String
    private let outputPath: String
    private let errorPath: String
    /// The exit code once the process was waited for: from then on its id may be another's.
    private let code = Mutex<Int32?>(nil)

    /// Starts a program, which writes into files of `folder`.
    init(
        _ executable: String,
        _ arguments: [String],
        environment: [String: String],
        in folder: URL
    ) throws {
        let mark = folder.appending(path: ".process-\(UUID().uuidString)").path
        outputPath = mark + ".out"
        errorPath = mark + ".err"
        name = ([executable] + arguments).joined(separator: " ")
        id = try Self.spawn(
            ["/usr/bin/env", "--chdir=\(folder.path)", "--", executable] + arguments,
            environment: environment.map { "\($0.key)=\($0.value)" },
            files: ["/dev/null", outputPath, errorPath]
        )
    }

    deinit { send(SIGKILL) }

    /// Spawns with no signal blocked or ignored; Foundation's `Process` hands on the mask of the
    /// thread that it happens to run on, under which a child may not hear of SIGTERM.
    private static func spawn(
        _ words: [String],
        environment: [String],
        files: [String]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, path) in files.enumerated() {
            let flags = descriptor == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC
            posix_spawn_file_actions_addopen(&actions, Int32(descriptor), path, flags, 0o600)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
        )
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { for pointer in arguments + variables { free(pointer) } }
        var id: pid_t = 0
        let failure = posix_spawn(&id, words[0], &actions, &attributes, &arguments, &variables)
        try #require(failure == 0, "\(words[0]): \(String(cString: strerror(failure)))")
        return id
    }

    /// Waits for its end; kills it when that takes longer than `deadline`.
    func outcome(within deadline: Duration = .seconds(60)) async throws -> Outcome {
        let end = ContinuousClock.now + deadline
        while true {
            if let code = reap() {
                return Outcome(
                    code: code,
                    output: try read(outputPath),
                    errors: try read(errorPath)
                )
            }
            guard ContinuousClock.now < end else { break }
            try await Task.sleep(for: .milliseconds(5))
        }
        send(SIGKILL)
        throw DeadlinePassed(description: "'\(name)' took more than \(deadline)")
    }

    /// The exit code when the process has ended.
    private func reap() -> Int32? {
        code.withLock { code in
            var status: Int32 = 0
            if code == nil, waitpid(id, &status, WNOHANG) == id {
                let signal = status & 0x7f
                code = signal == 0 ? (status >> 8) & 0xff : 128 + signal
            }
            return code
        }
    }

    /// Waits for a line on standard error that contains `text`, and returns it.
    @discardableResult
    func line(
        containing text: String,
        within deadline: Duration = .seconds(90)
    ) async throws
        -> String
    {
        let end = ContinuousClock.now + deadline
        while ContinuousClock.now < end {
            let lines = try read(errorPath).split(separator: "\n").map(String.init)
            if let line = lines.first(where: { $0.contains(text) }) { return line }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw DeadlinePassed(
            description: "'\(name)' did not say '\(text)' within \(deadline); it said: "
                + (try read(errorPath))
        )
    }

    /// Sends a signal, unless the process was seen to end.
    func send(_ signal: Int32) {
        code.withLock { code in
            if code == nil { kill(id, signal) }
        }
    }

    private func read(_ path: String) throws -> String {
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        let data = try handle.read(upToCount: Self.mostBytes + 1) ?? Data()
        try handle.close()
        try #require(data.count <= Self.mostBytes, "'\(name)' wrote more than 16 MiB")
        return String(decoding: data, as: UTF8.self)
    }
}
