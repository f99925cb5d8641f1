import ArgumentParser
import Foundation
import Reporting
import Serving
import Warming

/// Looks for what keeps the service from doing its work.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what keeps the service from working, and say what to do.",
        discussion: """
            Looks at the time zone database, the clock, the database and its permissions, the room on \
            the disk, the service, secrets, endpoints that cannot be connected to, that have no \
            traffic, or whose answers do not say whether they were warm. It connects to active \
            endpoints and sends no request.

            Exit codes: 0 when nothing fails, with warnings or without; 1 when something does.

            Example: preheat doctor --no-network
            """
    )

    @Flag(inversion: .prefixedNo, help: "Connect to every active endpoint, for 3 seconds at most.")
    var network = true

    @Option(help: "table, json or csv.")
    var format = OutputFormat.table

    @OptionGroup var store: StoreOptions
    @OptionGroup var manners: Manners

    func run() async throws {
        let findings = await Examination(
            database: try store.location,
            lockedFile: try store.lockedFile,
            now: SystemClock().now,
            secrets: SecretSource(environment: ProcessInfo.processInfo.environment),
            probe: network ? ConnectionProbe() : nil
        ).findings()
        try format.show(findings.map(FindingView.init), table: FindingView.text(of: findings))
        if findings.contains(where: { $0.verdict == .fail }) { throw ExitCode(1) }
    }
}
