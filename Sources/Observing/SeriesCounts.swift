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
            expected: SeriesLine.columns,
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
            do throws(RowFlaw) {
                let row = try SeriesLine.read(line, count: Self.count)
                grid.rows.append(
                    SeriesGrid.Row(second: row.second, count: row.count, line: line.number)
                )
            } catch {
                malformed.note(line, error.reason)
            }
        }
        guard !grid.rows.isEmpty else { throw .noRows(path: path, flaw: malformed.first.first) }
        (bins, widthS) = try grid.bins()
        rows = lines
        self.malformed = malformed
    }

    private static func count(_ text: UnsafeRawBufferPointer) throws(RowFlaw) -> Int64? {
        switch CountField(text) {
        case .known(let count): return count
        case .unknown: return nil
        case .malformed:
            throw RowFlaw("the count is no whole number from 0 to 1000000000000")
        }
    }
}
