import ArgumentParser
import Foundation
import UnixSignals

/// The whole loop in a minute, with nothing left behind.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "Show the whole loop in a minute on an emulated platform, and leave nothing behind.",
        discussion: "Example: preheat demo --live 20s"
    )

    @Option(help: ArgumentHelp("How long the live part runs.", valueName: "duration"))
    var live = DurationArgument(.seconds(45))

    @Option(help: "Seeds the made-up traffic.")
    var seed: UInt64 = 3

    func validate() throws {
        guard (.seconds(5)...Duration.seconds(600)).contains(live.duration) else {
            throw ValidationError("--live must be 5s to 10m.")
        }
    }

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "preheat-demo-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        let demo = Demo(folder: folder, live: live.duration, seed: seed)
        let result = await Swift.Result.init { try await runUntilSignal(demo) }
        try FileManager.default.removeItem(at: folder)
        try result.get()
    }

    /// Runs the demo, or gives it up at SIGINT and SIGTERM so that what it made is cleared away.
    private func runUntilSignal(_ demo: Demo) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await demo.run() }
            group.addTask {
                for await _ in signals { throw CommandError("the demo was interrupted") }
            }
            try await group.next()
            group.cancelAll()
        }
    }
}
