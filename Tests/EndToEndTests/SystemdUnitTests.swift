import Foundation
import Testing

@Suite struct SystemdUnitTests {
    private static let unit = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "deploy/preheat.service")

    private let workshop: Workshop
    /// A copy of the unit that starts the binary under test, which is not installed.
    private let copy: String

    init() throws {
        workshop = try Workshop()
        let text = try String(contentsOf: Self.unit, encoding: .utf8)
        let start = "ExecStart=/usr/bin/preheat serve --database /var/lib/preheat/preheat.db\n"
        try #require(text.contains(start))
        copy = try workshop.file(
            "preheat.service",
            text.replacingOccurrences(
                of: "ExecStart=/usr/bin/preheat",
                with: "ExecStart=\(PreheatProcess.binary)"
            )
        )
    }

    /// It exits with 0 on keys that it does not know, so that only silence is consent.
    @Test func systemdFindsNothingToComplainOf() async throws {
        let outcome = try await workshop.start(
            "/usr/bin/systemd-analyze",
            ["verify", "--man=no", copy]
        ).outcome()
        #expect(outcome.code == 0)
        #expect(outcome.errors.isEmpty)
    }

    /// The threshold counts tenths.
    @Test func itsExposureIsAtMostOnePointFive() async throws {
        let outcome = try await workshop.start(
            "/usr/bin/systemd-analyze",
            ["security", "--offline=true", "--threshold=15", "--no-pager", copy]
        ).outcome()
        #expect(outcome.code == 0, "\(outcome.output.split(separator: "\n").last ?? "")")
    }

    @Test(arguments: [
        "Type=notify", "WatchdogSec=60", "DynamicUser=yes", "StateDirectory=preheat",
        "StateDirectoryMode=0700", "SystemCallErrorNumber=EPERM", "IPAddressDeny=link-local",
        "RestartPreventExitStatus=2 3", "Environment=SWIFT_BACKTRACE=enable=no",
    ])
    func itHasWhatTheServiceLeansOn(line: String) throws {
        let lines = try String(contentsOf: Self.unit, encoding: .utf8).split(separator: "\n")
        #expect(lines.contains { $0 == line })
    }

    /// Swift's dispatch library sets priorities, and is killed where it may not.
    @Test func itMayUseResources() throws {
        let text = try String(contentsOf: Self.unit, encoding: .utf8)
        let filters = text.split(separator: "\n").filter { $0.hasPrefix("SystemCallFilter=") }
        #expect(filters == ["SystemCallFilter=@system-service", "SystemCallFilter=~@privileged"])
    }
}
