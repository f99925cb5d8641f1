/// Requests per function and minute, read from a CSV file with the header `function,minute,count`.
package struct FunctionTrace: Equatable, Sendable {
    /// The requests of one function in one minute.
    package struct Entry: Equatable, Sendable {
        /// Counted from the start of the trace.
        package var minute: Int
        /// At least 1.
        package var count: Int64

        package init(minute: Int, count: Int64) {
            self.minute = minute
            self.count = count
        }
    }

    /// By function, ascending by minute, each minute once; rows with a count of 0 leave nothing
    /// but the function's name.
    package let entries: [String: [Entry]]
    /// Rows below the header and before the end minute, malformed ones included.
    package let rows: Int
    /// Rows that cannot be read; they are left out.
    package let malformed: MalformedLines

    /// The most rows that are held.
    private static let mostRows = 20_000_000

    /// Reads a plain or gzip file.
    ///
    /// - Parameters:
    ///   - path: A regular file.
    ///   - until: Rows from this minute on are passed over.
    ///   - onProgress: Called at most about 200 times.
    /// - Throws: ``ObservingError`` when the file cannot be read, has another header or no usable
    ///   row.
    /// - Complexity: O(*n*) in the number of rows when each function's minutes ascend.
    package init(
        ofFileAt path: String,
        until: Int? = nil,
        onProgress: ((LineReader.Progress) -> Void)? = nil
    ) throws(ObservingError) {
        var reader = try LineReader(path: path, onProgress: onProgress)
        _ = try CSVLine.header(
            of: &reader,
            path: path,
            expected: ["function", "minute", "count"],
            isExact: true
        )
        var malformed = MalformedLines()
        var rows = 0
        var skipped = 0
        var tally = FunctionTally(until: until ?? .max)
        while let line = try reader.next() {
            guard !line.isBlank else { continue }
            switch tally.add(line) {
            case .taken: rows += 1
            case .skipped: skipped += 1
            case .malformed(let reason):
                rows += 1
                malformed.note(line, reason)
            }
            guard rows <= Self.mostRows else {
                throw .tooMany(path: path, what: "rows", limit: Self.mostRows)
            }
        }
        guard rows + skipped > malformed.count else {
            throw .noRows(path: path, flaw: malformed.first.first)
        }
        entries = tally.finish()
        self.rows = rows
        self.malformed = malformed
    }

    /// The names of the functions, sorted.
    package var functions: [String] { entries.keys.sorted() }
}

/// Collects rows; those of one function mostly follow each other.
private struct FunctionTally {
    enum Verdict {
        case taken
        case skipped
        case malformed(String)
    }

    /// Ten years: pings are planned minute by minute to a trace's end.
    private static let mostMinutes: Int64 = 3660 * 1440

    private let until: Int
    private var ordinals: [String: Int] = [:]
    private var series: [[FunctionTrace.Entry]] = []
    private var name: [UInt8] = []
    private var ordinal: Int?

    init(until: Int) { self.until = until }

    mutating func add(_ line: LineReader.Line) -> Verdict {
        guard !line.isTooLong else { return .malformed("the line is longer than 64 KiB") }
        let bytes = line.bytes
        if bytes.index(of: quote) == nil {
            guard let first = bytes.index(of: comma),
                let second = bytes.index(of: comma, from: first + 1),
                bytes.index(of: comma, from: second + 1) == nil
            else { return .malformed("not three fields") }
            return add(
                name: bytes.part(0, first).trimmed,
                minute: bytes.part(first + 1, second).trimmed,
                count: bytes.part(second + 1, bytes.count).trimmed
            )
        }
        return CSVLine.withFields(of: bytes, count: 3) { fields in
            add(name: fields[0], minute: fields[1], count: fields[2])
        } ?? .malformed("not three fields")
    }

    mutating func finish() -> [String: [FunctionTrace.Entry]] {
        ordinals.mapValues { Self.merged(series[$0]) }
    }

    private mutating func add(
        name: UnsafeRawBufferPointer,
        minute: UnsafeRawBufferPointer,
        count: UnsafeRawBufferPointer
    ) -> Verdict {
        guard !name.isEmpty else { return .malformed("the function has no name") }
        guard case .known(let minute) = CountField(minute), minute < Self.mostMinutes else {
            return .malformed("the minute is no whole number from 0 on, within ten years")
        }
        guard case .known(let count) = CountField(count) else {
            return .malformed("the count is no whole number from 0 to 1000000000000")
        }
        guard minute < until else { return .skipped }
        let ordinal = ordinal(of: name)
        if count > 0 {
            series[ordinal].append(FunctionTrace.Entry(minute: Int(minute), count: count))
        }
        return .taken
    }

    private mutating func ordinal(of bytes: UnsafeRawBufferPointer) -> Int {
        if let ordinal, name.withUnsafeBytes({ $0.equals(bytes) }) { return ordinal }
        let text = bytes.text
        let found = ordinals[text] ?? series.count
        if found == series.count {
            ordinals[text] = found
            series.append([])
        }
        name = Array(bytes)
        ordinal = found
        return found
    }

    private static func merged(_ entries: [FunctionTrace.Entry]) -> [FunctionTrace.Entry] {
        let isMerged = zip(entries, entries.dropFirst()).allSatisfy { $0.minute < $1.minute }
        guard !isMerged else { return entries }
        var merged: [FunctionTrace.Entry] = []
        for entry in entries.sorted(by: { $0.minute < $1.minute }) {
            guard let last = merged.last, last.minute == entry.minute else {
                merged.append(entry)
                continue
            }
            merged[merged.count - 1].count = min(last.count + entry.count, mostRequests)
        }
        return merged
    }
}
