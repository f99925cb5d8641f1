import Domain
import Foundation
import Observing
import Simulating

/// Reads a recorded trace: `invocations.csv` or `.csv.gz`, and `functions.csv` where it is there.
///
/// - Returns: The functions by name.
func loadTrace(_ folder: String) throws -> [RecordedFunction] {
    let candidates = ["invocations.csv.gz", "invocations.csv"].map { "\(folder)/\($0)" }
    guard let path = candidates.first(where: FileManager.default.fileExists) else {
        throw CommandError(
            "\(folder) holds no invocations.csv or invocations.csv.gz; name a folder with a trace"
        )
    }
    let bar = ProgressBar("reading \(path)")
    let trace = try FunctionTrace(ofFileAt: path, onProgress: bar.show)
    bar.finish()
    if let first = trace.malformed.first.first {
        note(
            "\(path): \(trace.malformed.count) malformed rows were left out, the first at line "
                + "\(first.number): \(first.reason)"
        )
    }
    let facts = try functionFacts(folder)
    let mostDays = 3660.0
    return try trace.functions.map { name in
        let entries = trace.entries[name] ?? []
        let fact = facts[name]
        let days = fact?.days ?? 0
        guard days <= mostDays else {
            throw CommandError(
                "\(folder)/functions.csv: '\(name)' spans \(days) days; the most is 3660, ten years"
            )
        }
        let durationMs = min(max(fact?.averageDurationMs ?? 0, 0), 1e12)
        return RecordedFunction(
            name: name,
            source: fact?.source ?? "",
            minutes: entries.map(\.minute),
            counts: entries.map(\.count),
            meanDuration: .milliseconds(durationMs),
            traceMinutes: Int(days * 1440)
        )
    }
}

/// What a trace's `functions.csv` says, by name; nothing where it is not there.
func functionFacts(_ folder: String) throws -> [String: FunctionFacts] {
    let path = "\(folder)/functions.csv"
    var facts: [String: FunctionFacts] = [:]
    guard FileManager.default.fileExists(atPath: path) else { return facts }
    for fact in try FunctionFacts.read(fileAt: path) { facts[fact.name] = fact }
    return facts
}

/// The functions whose 'name source' an expression finds something in; all without one.
///
