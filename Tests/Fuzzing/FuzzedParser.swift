import Configuring
import Domain
import Foundation
import Observing

/// A parser of untrusted bytes, and what must hold whatever they are.
///
/// The corpus of each is replayed by a test; `make fuzz` grows one by coverage.
package enum FuzzedParser: String, CaseIterable, Sendable {
    case cron
    case csv
    case log
    case yaml

    /// The one that `PREHEAT_FUZZ` names.
    package static let chosen = ProcessInfo.processInfo.environment["PREHEAT_FUZZ"]
        .flatMap(FuzzedParser.init)

    /// Feeds the parser; a broken promise traps.
    package func feed(_ bytes: [UInt8]) {
        switch self {
        case .cron: Self.feedCron(String(decoding: bytes, as: UTF8.self))
        case .csv: Self.feedCSV(bytes)
        case .log: Self.feedLog(bytes)
        case .yaml: Self.feedYAML(bytes)
        }
    }

    /// What is read is written so that it reads back, and its runs ascend.
    private static func feedCron(_ text: String) {
        let expression: ScheduleExpression
        do throws(ScheduleFlaw) {
            expression = try ScheduleExpression(text)
        } catch {
            precondition(!error.description.isEmpty && !error.description.contains("\n"))
            return
        }
        do throws(ScheduleFlaw) {
            let again = try ScheduleExpression(expression.description)
            precondition(again == expression, "'\(text)' reads back as '\(again)'")
        } catch {
            preconditionFailure("'\(text)' is written as what cannot be read: \(error)")
        }
        var after = Timestamp(secondsSinceEpoch: 1_794_787_200)
        for _ in 0..<3 {
            guard let run = expression.nextRun(after: after, offsets: berlin, seed: 7) else {
                return
            }
            precondition(run.scheduledAt > after, "runs of '\(text)' ascend")
            after = run.scheduledAt
        }
    }

    /// Winter and summer of some years; the real table is not needed here.
    private static let berlin = UTCOffsets(
        earliestOffsetMinutes: 60,
        stretches: [
            .init(fromMinute: 30_087_420, offsetMinutes: 120),
            .init(fromMinute: 30_389_820, offsetMinutes: 60),
        ]
    )

    private static func feedLog(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            for line in buffer.split(separator: 0x0A, omittingEmptySubsequences: false) {
                // A flaw is as good an answer as a line.
                guard let line = try? AccessLogLine(UnsafeRawBufferPointer(rebasing: line)) else {
                    continue
                }
                precondition(line.target.count <= buffer.count)
                _ = (line.host?.count, line.isOwnPing, line.secondsSinceEpoch)
            }
        }
    }

    /// A file is read as a whole, or refused with one sentence that names a place.
    private static func feedYAML(_ bytes: [UInt8]) {
        do throws(ConfigurationFlaw) {
            _ = try ConfigurationFile([ConfigurationSource(name: "fuzzed.yaml", bytes: bytes)])
        } catch {
            precondition(error.description.hasPrefix("fuzzed.yaml"), error.description)
        }
    }

    /// Every reader of CSV files; each takes the file or refuses it with one sentence.
    private static func feedCSV(_ bytes: [UInt8]) {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "preheat-fuzz-\(ProcessInfo.processInfo.processIdentifier).csv").path
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
            preconditionFailure("the temporary folder takes no file")
        }
        func heed(_ read: () throws(ObservingError) -> Void) {
            do throws(ObservingError) {
                try read()
            } catch {
                precondition(!error.description.isEmpty)
            }
        }
        heed { () throws(ObservingError) in _ = try DemandFile(ofFileAt: path) }
        heed { () throws(ObservingError) in _ = try IdleCurveFile.read(fileAt: path) }
        heed { () throws(ObservingError) in _ = try SeriesCounts(ofFileAt: path) }
        heed { () throws(ObservingError) in _ = try FunctionTrace(ofFileAt: path) }
    }
}
