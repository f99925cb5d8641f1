/// One row of a CSV file with the header `timestamp,count`.
enum SeriesLine {
    /// The header.
    static let columns = ["timestamp", "count"]

    /// Reads one row.
    ///
    /// - Parameters:
    ///   - line: Not blank.
    ///   - readCount: Reads the second field, which is valid during the call.
    /// - Returns: Seconds since the epoch, and what `readCount` made of the count.
    /// - Throws: What is wrong with the row.
    static func read<Count>(
        _ line: LineReader.Line,
        count readCount: (UnsafeRawBufferPointer) throws(RowFlaw) -> Count
    ) throws(RowFlaw) -> (second: Int64, count: Count) {
        guard !line.isTooLong else { throw RowFlaw("the line is longer than 64 KiB") }
        let bytes = line.bytes
        let row: Result<(second: Int64, count: Count), RowFlaw>?
        if bytes.index(of: quote) == nil {
            guard let split = bytes.index(of: comma), bytes.index(of: comma, from: split + 1) == nil
            else { throw RowFlaw("not two fields") }
            row = fields(
                bytes.part(0, split).trimmed,
                bytes.part(split + 1, bytes.count).trimmed,
                readCount
            )
        } else {
            row = CSVLine.withFields(of: bytes, count: columns.count) {
                fields($0[0], $0[1], readCount)
            }
        }
        guard let row else { throw RowFlaw("not two fields") }
        return try row.get()
    }

    private static func fields<Count>(
        _ timestamp: UnsafeRawBufferPointer,
        _ count: UnsafeRawBufferPointer,
        _ readCount: (UnsafeRawBufferPointer) throws(RowFlaw) -> Count
    ) -> Result<(second: Int64, count: Count), RowFlaw> {
        guard let second = seriesTimestamp(timestamp) else {
            return .failure(
                RowFlaw("the time stamp is neither RFC 3339 nor whole seconds since the epoch")
            )
        }
        do throws(RowFlaw) {
            return .success((second, try readCount(count)))
        } catch {
            return .failure(error)
        }
    }
}
