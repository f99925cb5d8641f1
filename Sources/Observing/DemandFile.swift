/// The demand of one endpoint in regular bins, read from a CSV file with the header
/// `timestamp,count`.
///
/// Nothing is mended: each row starts one bin after the row before, and the first offence refuses
/// the file. Time stamps are those of ``SeriesCounts`` (a fraction of a second is dropped). A bin is
/// 1 minute to 1 day wide and divides a day; the first one starts on a whole minute. A count is a
/// decimal number from 0 to 2^53, and unknown when it is empty or `NaN`.
package struct DemandFile: Equatable, Sendable {
    /// The minute since the epoch (UTC) at which the first bin starts.
    package let startMinute: Int
    package let binMinutes: Int
    /// Requests in each bin, oldest first, at least one.
    ///
    /// Unknown is `nil`, never 0.
    package let counts: [Double?]

    /// The most rows that are held: 40 years of 5-minute bins.
    package static let mostRows = 4_300_000

    /// Reads a plain or gzip file.
    ///
    /// - Parameters:
    ///   - path: A regular file.
    ///   - binMinutes: The width that the bins must have; `nil` takes it from the time stamps, of
    ///     which there must be two then.
    ///   - mostRows: More are refused.
    /// - Throws: ``ObservingError`` when the file cannot be read, has another header or no row, and
    ///   for the first row that is malformed or not where its bin is expected.
    /// - Precondition: `binMinutes` divides a day.
    /// - Complexity: O(*n*) in the number of rows.
    package init(
        ofFileAt path: String,
        binMinutes: Int? = nil,
        mostRows: Int = DemandFile.mostRows
    ) throws(ObservingError) {
        var reader = try LineReader(path: path)
        _ = try CSVLine.header(
            of: &reader,
            path: path,
            expected: SeriesLine.columns,
            isExact: true
        )
        var grid = RegularGrid(path: path, binMinutes: binMinutes)
        var counts: [Double?] = []
        while let line = try reader.next() {
            guard !line.isBlank else { continue }
            guard counts.count < mostRows else {
                try grid.checkHead()
                throw .tooMany(path: path, what: "rows", limit: mostRows)
            }
            let row: (second: Int64, count: Double?)
            do throws(RowFlaw) {
                row = try SeriesLine.read(line, count: decimalCount)
            } catch {
                try grid.checkHead()  // An offence before this line comes first.
                throw .badRow(path: path, line: line.number, reason: error.reason)
            }
            try grid.add(second: row.second, line: line.number)
            counts.append(row.count)
        }
        guard let startMinute = grid.startMinute else { throw .noRows(path: path, flaw: nil) }
        self.startMinute = startMinute
        self.binMinutes = try grid.finish()
        self.counts = counts
    }
}
