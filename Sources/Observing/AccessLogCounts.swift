import CZlib
package import Domain

/// The requests of one access log, per endpoint and minute, each as a digest of its line.
///
/// `lines` is the sum of `counted`, `malformed.count`, `unmatched` and `ownPings`; blank lines are
/// passed over.
package struct AccessLogCounts: Equatable, Sendable {
    /// CRC-32 of each counted line in file order, by endpoint and minute.
    ///
    /// A minute is the seconds since the epoch at its start. Equal lines are in it as often as
    /// they are in the file.
    package private(set) var digests: [EndpointID: [Int64: [UInt32]]] = [:]
    /// Lines that are not blank.
    package private(set) var lines = 0
    /// Lines that belong to an endpoint.
    package private(set) var counted = 0
    /// Lines that cannot be read, or are longer than 64 KiB.
    package private(set) var malformed = MalformedLines()
    /// Well-formed lines that belong to no endpoint.
    package private(set) var unmatched = 0
    /// Requests that Preheat itself sent, of whatever endpoint: they are no demand.
    package private(set) var ownPings = 0
    /// The earliest second since the epoch of any well-formed line.
    package private(set) var earliestSecond: Int64?
    /// The latest second since the epoch of any well-formed line.
    package private(set) var latestSecond: Int64?

    /// The most lines that are counted of one file.
    private static let mostCounted = 100_000_000

    /// Reads a plain or gzip access log.
    ///
    /// - Throws: ``ObservingError`` when the file cannot be read to its end, or has no line at all.
    /// - Complexity: O(*n*) in the size of the file; four bytes are held per counted line.
    package init(
        ofFileAt path: String,
        matcher: LineMatcher,
        onProgress: ((LineReader.Progress) -> Void)? = nil
    ) throws(ObservingError) {
        var reader = try LineReader(path: path, onProgress: onProgress)
        let endpointIDs = matcher.endpointIDs
        var tallies = endpointIDs.map { _ in MinuteTally() }
        while let line = try reader.next() {
            guard !line.isBlank else { continue }
            lines += 1
            guard let (ordinal, second) = classify(line, matcher) else { continue }
            counted += 1
            guard counted <= Self.mostCounted else {
                throw .tooMany(path: path, what: "requests", limit: Self.mostCounted)
            }
            tallies[ordinal].add(
                digest(of: line.bytes),
                minute: floorDivision(second, 60) &* 60
            )
        }
        guard lines > 0 else { throw .empty(path: path) }
        for (ordinal, id) in endpointIDs.enumerated() {
            let minutes = tallies[ordinal].finish()
            if !minutes.isEmpty { digests[id] = minutes }
        }
    }

    /// Counts a line that is no request of an endpoint; returns the endpoint's ordinal else.
    private mutating func classify(
        _ line: LineReader.Line,
        _ matcher: LineMatcher
    ) -> (ordinal: Int, second: Int64)? {
        guard !line.isTooLong else {
            malformed.note(line, AccessLogLine.Flaw.tooLong.rawValue)
            return nil
        }
        let request: AccessLogLine
        do throws(AccessLogLine.Flaw) {
            request = try AccessLogLine(line.bytes)
        } catch {
            malformed.note(line, error.rawValue)
            return nil
        }
        let second = request.secondsSinceEpoch
        earliestSecond = min(earliestSecond ?? second, second)
        latestSecond = max(latestSecond ?? second, second)
        guard !request.isOwnPing else {
            ownPings += 1
            return nil
        }
        guard let ordinal = matcher.ordinal(of: request) else {
            unmatched += 1
            return nil
        }
        return (ordinal, second)
    }
}

/// The digests of one endpoint; lines of one minute mostly follow each other.
private struct MinuteTally {
    private var minutes: [Int64: [UInt32]] = [:]
    private var minute: Int64 = 0
    private var run: [UInt32] = []

    mutating func add(_ digest: UInt32, minute: Int64) {
        if minute != self.minute {
            endRun()
            self.minute = minute
        }
        run.append(digest)
    }

    mutating func finish() -> [Int64: [UInt32]] {
        endRun()
        return minutes
    }

    private mutating func endRun() {
        guard !run.isEmpty else { return }
        minutes[minute, default: []].append(contentsOf: run)
        run.removeAll(keepingCapacity: true)
    }
}

/// Returns zlib's CRC-32 of `bytes`.
func digest(of bytes: UnsafeRawBufferPointer) -> UInt32 {
    let start = bytes.bindMemory(to: UInt8.self).baseAddress
    return UInt32(truncatingIfNeeded: crc32_z(0, start, z_size_t(bytes.count)))
}
