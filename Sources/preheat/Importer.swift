import Domain
import History
import Observing
import Reporting
import Serving

/// Brings one file after the other into the history, each as a whole or not at all.
struct Importer {
    let store: HistoryStore
    let endpoints: [Endpoint]
    /// The endpoint that was named, if one was.
    let only: Endpoint?
    /// Rules that were given beside the endpoint; empty means every line.
    let rules: MatchRules
    /// When minute 0 of a trace was, if it was said.
    let start: Timestamp?
    let isDryRun: Bool

    /// Imports one file.
    ///
    /// - Returns: What to say about it, a line each.
    func importFile(_ path: String) async throws -> [String] {
        let fingerprint = String(try Observing.fingerprint(ofFileAt: path), radix: 16)
        switch try SourceFormat.detect(fileAt: path) {
        case .accessLog: return try await importLog(path, fingerprint: fingerprint)
        case .series: return try await importSeries(path, fingerprint: fingerprint)
        case .functionTrace: return try await importTrace(path, fingerprint: fingerprint)
        }
    }

    // MARK: - Access logs

    private func importLog(_ path: String, fingerprint: String) async throws -> [String] {
        let matcher = try matcher()
        let bar = ProgressBar("reading \(path)")
        let log = try AccessLogCounts(ofFileAt: path, matcher: matcher, onProgress: bar.show)
        bar.finish()
        let outcome = try await store.importLines(
            log.digests,
            as: ImportRecord(
                importedAt: SystemClock().now,
                source: path,
                format: SourceFormat.accessLog.rawValue,
                fingerprint: fingerprint,
                lines: Int64(log.lines),
                malformed: Int64(log.malformed.count),
                unmatched: Int64(log.unmatched),
                ownPings: Int64(log.ownPings)
            ),
            dryRun: isDryRun
        )
        var report = [
            "\(path): \(log.lines) lines, \(outcome.added.values.reduce(0, +)) new requests, "
                + "\(outcome.alreadyKnown) known already, \(log.unmatched) of no endpoint, "
                + "\(log.ownPings) own pings, \(log.malformed.count) malformed"
        ]
        if let first = log.earliestSecond, let last = log.latestSecond {
            report[0] +=
                ", from \(rfc3339(Timestamp(secondsSinceEpoch: first)))"
                + " to \(rfc3339(Timestamp(secondsSinceEpoch: last)))"
        }
        report += additions(outcome) + malformed(log.malformed, path)
        return report
    }

    private func matcher() throws -> LineMatcher {
        if let only { return try LineMatcher(only: only.id, name: only.name, rules: rules) }
        guard endpoints.contains(where: { !$0.match.isEmpty }) else {
            throw CommandError(
                "no endpoint has a match rule to tell which lines are its own; name one with "
                    + "--endpoint, or give rules with 'preheat endpoint set NAME --path /…'"
            )
        }
        return try LineMatcher(endpoints: endpoints)
    }

    // MARK: - CSV

    private func importSeries(_ path: String, fingerprint: String) async throws -> [String] {
        guard let only else {
            throw CommandError(
                "\(path) is a series and names no endpoint; say whose it is with --endpoint"
            )
        }
        let bar = ProgressBar("reading \(path)")
        let series = try SeriesCounts(ofFileAt: path, onProgress: bar.show)
        bar.finish()
        let outcome = try await store.importBins(
            series.bins.map { (only.id, $0) },
            as: ImportRecord(
                importedAt: SystemClock().now,
                source: path,
                format: SourceFormat.series.rawValue,
                fingerprint: fingerprint,
                lines: Int64(series.rows),
                malformed: Int64(series.malformed.count)
            ),
            dryRun: isDryRun
        )
        var report = [
            "\(path): \(series.rows) rows, \(series.bins.count) bins of "
                + "\(durationText(.seconds(series.widthS))), \(outcome.binsChanged) of them new or "
                + "changed, \(series.malformed.count) malformed"
        ]
        if series.widthS > 60 {
            report.append(
                "bins wider than a minute serve the forecast only: pings are decided by the minute"
            )
        }
        report += additions(outcome) + malformed(series.malformed, path)
        return report
    }

    private func importTrace(_ path: String, fingerprint: String) async throws -> [String] {
        let bar = ProgressBar("reading \(path)")
        let trace = try FunctionTrace(ofFileAt: path, onProgress: bar.show)
        bar.finish()
        let owners = try owners(of: trace, path)
        let origin = try await origin(of: trace, fingerprint: fingerprint)
        var bins: [(EndpointID, TrafficBin)] = []
        for (name, id) in owners {
            for entry in trace.entries[name] ?? [] {
                let startedAtS = origin.secondsSinceEpoch + Int64(entry.minute) * 60
                bins.append((id, TrafficBin(startedAtS: startedAtS, requests: entry.count)))
            }
        }
        let strangers = trace.functions.filter { name in !owners.contains { $0.0 == name } }
        let unmatched = strangers.reduce(0) { $0 + (trace.entries[$1]?.count ?? 0) }
        let outcome = try await store.importBins(
            bins,
            as: ImportRecord(
                importedAt: SystemClock().now,
                source: path,
                format: SourceFormat.functionTrace.rawValue,
                fingerprint: fingerprint,
                originS: origin.secondsSinceEpoch,
                lines: Int64(trace.rows),
                malformed: Int64(trace.malformed.count),
                unmatched: Int64(unmatched)
            ),
            dryRun: isDryRun
        )
        var report = [
            "\(path): \(trace.rows) rows of \(counted(trace.functions.count, "function")), minute 0 is "
                + "\(rfc3339(origin)), \(outcome.binsChanged) bins new or changed, "
                + "\(trace.malformed.count) malformed"
        ]
        if !strangers.isEmpty {
            let named = strangers.prefix(5).joined(separator: ", ")
            report.append(
                "\(counted(strangers.count, "function")) without an endpoint of that name (\(named)"
                    + "\(strangers.count > 5 ? ", …" : "")): \(unmatched) rows left out"
            )
        }
        report += additions(outcome) + malformed(trace.malformed, path)
        return report
    }

    /// Which functions of a trace go to which endpoint.
    private func owners(
        of trace: FunctionTrace,
        _ path: String
    ) throws -> [(String, EndpointID)] {
        guard let only else {
            let known = trace.functions.compactMap { name in
                endpoints.first { $0.name == name }.map { (name, $0.id) }
            }
            guard !known.isEmpty else {
                throw CommandError(
                    "\(path) holds \(counted(trace.functions.count, "function")) and none has the name of an "
                        + "endpoint; add endpoints of these names, or name one with --endpoint"
                )
            }
            return known
        }
        if trace.functions.contains(only.name) { return [(only.name, only.id)] }
        guard trace.functions.count == 1 else {
            throw CommandError(
                "\(path) holds \(trace.functions.count) functions and none is named "
                    + "'\(only.name)'; rename the endpoint, or import a trace of one function"
            )
        }
        return [(trace.functions[0], only.id)]
    }

    /// When minute 0 of a trace was: as said, as at the last import of the same file, or so that
    /// weeks begin on Mondays and the whole trace lies in the past.
    private func origin(of trace: FunctionTrace, fingerprint: String) async throws -> Timestamp {
        if let start { return Timestamp(minute: start.minute) }
        if let known = try await store.originOfImport(withFingerprint: fingerprint) {
            return Timestamp(secondsSinceEpoch: known)
        }
        let last = trace.entries.values.compactMap { $0.last?.minute }.max() ?? 0
        let latest = SystemClock().now.minute - last - 1
        let mondays = floorDivision(latest + 3 * 1440, 7 * 1440)
        return Timestamp(minute: mondays * 7 * 1440 - 3 * 1440)
    }

    // MARK: - Saying

    private func additions(_ outcome: ImportOutcome) -> [String] {
        let verb = isDryRun ? "would add" : "added"
        return outcome.added.keys.sorted().compactMap { id in
            guard let name = endpoints.first(where: { $0.id == id })?.name else { return nil }
            return "  \(name): \(verb) \(outcome.added[id] ?? 0) requests"
        }
    }

    private func malformed(_ lines: MalformedLines, _ path: String) -> [String] {
        lines.first.map { "  \(path):\($0.number): \($0.reason): \($0.excerpt)" }
    }
}
