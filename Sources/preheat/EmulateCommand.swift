import ArgumentParser
import Domain
import Emulating
import Logging

/// A platform that goes cold, to try Preheat on.
struct EmulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emulate",
        abstract: "Run a platform on loopback whose instances start, idle and are reaped.",
        discussion: """
            Each first component of a path is a function of its own. Answers say who served them \
            (X-Instance-Id) and whether it had to be started (X-Cold-Start); /-/instances lists all.

            Example: preheat emulate --port 8080 --init 2s --idle-timeout 1m
            """
    )

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8080

    @Option(
        name: .customLong("init"),
        help: ArgumentHelp("How long an instance takes to start.", valueName: "duration")
    )
    var startUp = DurationArgument(.seconds(2))

    @Option(help: ArgumentHelp("How long an idle instance is kept.", valueName: "duration"))
    var idleTimeout = DurationArgument(.seconds(60))

    @Option(help: ArgumentHelp("How long a request takes.", valueName: "duration"))
    var duration = DurationArgument(.milliseconds(20))

    @Option(help: "The most instances of one function.")
    var instances = 100

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port is \(port); it must be 0 to 65535.")
        }
        guard instances > 0 else {
            throw ValidationError("--instances is \(instances); it must be at least 1.")
        }
    }

    func run() async throws {
        let logger = journal(level: .warning)
        let server = EmulatedServer(
            EmulatedPlatform(
                startUp: startUp.duration,
                idleTimeout: idleTimeout.duration,
                handling: duration.duration,
                mostInstances: instances
            ),
            port: port,
            logger: logger
        )
        let application = server.application { port in
            note("emulating on http://127.0.0.1:\(port)/")
        }
        do {
            try await preheat.run([application], untilOneEndsWith: logger)
        } catch {
            throw CommandError("cannot listen on 127.0.0.1:\(port): \(error); take another --port")
        }
    }
}
