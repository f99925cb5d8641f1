package import Domain

/// The requests of one endpoint, read from a CSV file with the header `timestamp,count`.
///
/// The width of the bins is the smallest difference between two time stamps. It divides a day, and
/// every time stamp lies on the grid that the first one starts, on a whole minute. Time stamps
/// finer than a minute are summed into bins of 60 s. Of rows with equal time stamps the last one
/// holds. An empty count or `NaN` is unknown, and so is a sum with an unknown part.
package struct SeriesCounts: Equatable, Sendable {
    /// Ascending, without the gaps of the file; only `requests` is set.
    package let bins: [TrafficBin]
    /// Seconds, from 60 on.
    package let widthS: Int64
    /// Rows below the header, malformed ones included.
    package let rows: Int
    /// Rows that cannot be read; they are left out.
    package let malformed: MalformedLines

    /// The most rows that are held.
    private static let mostRows = 10_000_000

    /// Reads a plain or gzip file.
    ///
    /// - Throws: ``ObservingError`` when the file cannot be read, has another header or no usable
    ///   row, or when its time stamps are on no grid.
    /// - Complexity: O(*n* log *n*) in the number of rows, O(*n*) when they ascend.
    package init(
        ofFileAt path: String,
        onProgress: ((LineReader.Progress) -> Void)? = nil
    ) throws(ObservingError) {
        var reader = try LineReader(path: path, onProgress: onProgress)
        _ = try CSVLine.header(
            of: &reader,
            path: path,
            expected: ["timestamp", "count"],
            isExact: true
        )
        var malformed = MalformedLines()
        var lines = 0
        var grid = SeriesGrid(path: path)
        while let line = try reader.next() {
            guard !line.isBlank else { continue }
            lines += 1
            guard lines <= Self.mostRows else {
                throw .tooMany(path: path, what: "rows", limit: Self.mostRows)
            }
            switch Self.row(line) {
            case .success(let row): grid.rows.append(row)
            case .failure(let flaw): malformed.note(line, flaw.reason)
            }
        }
        guard !grid.rows.isEmpty else { throw .noRows(path: path, flaw: malformed.first.first) }
        (bins, widthS) = try grid.bins()
        rows = lines
        self.malformed = malformed
    }

    private static func row(_ line: LineReader.Line) -> Result<SeriesGrid.Row, RowFlaw> {
        guard !line.isTooLong else { return .failure(RowFlaw("the line is longer than 64 KiB")) }
        let bytes = line.bytes
        if bytes.index(of: quote) == nil {
            guard let split = bytes.index(of: comma), bytes.index(of: comma, from: split + 1) == nil
            else { return .failure(RowFlaw("not two fields")) }
            return row(
                line.number,
                bytes.part(0, split).trimmed,
                bytes.part(split + 1, bytes.count).trimmed
            )
        }
        return CSVLine.withFields(of: bytes, count: 2) { row(line.number, $0[0], $0[1]) }
            ?? .failure(RowFlaw("not two fields"))
    }

    private static func row(
        _ number: Int,
        _ timestamp: UnsafeRawBufferPointer,
        _ count: UnsafeRawBufferPointer
    ) -> Result<SeriesGrid.Row, RowFlaw> {
        guard let second = seriesTimestamp(timestamp) else {
            return .failure(
                RowFlaw("the time stamp is neither RFC 3339 nor whole seconds since the epoch")
            )
        }
        switch CountField(count) {
        case .known(let count):
            return .success(SeriesGrid.Row(second: second, count: count, line: number))
        case .unknown: return .success(SeriesGrid.Row(second: second, count: nil, line: number))
        case .malformed:
            return .failure(RowFlaw("the count is no whole number from 0 to 1000000000000"))
        }
    }
}
