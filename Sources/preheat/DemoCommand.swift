import ArgumentParser
import Foundation

/// The whole loop in a minute, with nothing left behind.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "Show the whole loop in a minute on an emulated platform, and leave nothing behind."
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
        let result = await Swift.Result.init { try await demo.run() }
        try FileManager.default.removeItem(at: folder)
        try result.get()
    }
}
