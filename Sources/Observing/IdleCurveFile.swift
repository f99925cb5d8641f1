/// A measured idle curve: CSV with the header `idle_minutes,p_cold`.
package enum IdleCurveFile {
    /// The most rows of a curve.
    private static let mostRows = 100_000
    /// The longest idle time: a week.
    private static let longestMinutes = 10_080.0

    /// One measured point.
    package struct Point: Equatable, Sendable {
        package var idleMinutes: Double
        /// The share of instances that were gone.
        package var coldShare: Double
    }

    /// Reads the points of a plain or gzip file, ascending by idle time.
    ///
    /// - Throws: ``ObservingError``, also on the first malformed row: a share that is none from 0 to
    ///   1, or an idle time that does not rise.
    package static func read(fileAt path: String) throws(ObservingError) -> [Point] {
        var reader = try LineReader(path: path)
        _ = try CSVLine.header(
            of: &reader,
            path: path,
            expected: ["idle_minutes", "p_cold"],
            isExact: true
        )
        var points: [Point] = []
        while let line = try reader.next() {
            guard !line.isBlank else { continue }
            guard points.count < mostRows else {
                throw .tooMany(path: path, what: "rows", limit: mostRows)
            }
            do throws(RowFlaw) {
                points.append(try point(line, after: points.last))
            } catch {
                throw .badRow(path: path, line: line.number, reason: error.reason)
            }
        }
        guard !points.isEmpty else { throw .noRows(path: path, flaw: nil) }
        return points
    }

    private static func point(
        _ line: LineReader.Line,
        after last: Point?
    ) throws(RowFlaw) -> Point {
        guard !line.isTooLong, let fields = CSVLine.fields(line.bytes), fields.count == 2 else {
            throw RowFlaw("the row has not the 2 fields of the header")
        }
        guard let minutes = Double(fields[0]), (0...longestMinutes).contains(minutes) else {
            throw RowFlaw("idle_minutes is no number from 0 to 10080")
        }
        guard let share = Double(fields[1]), (0...1).contains(share) else {
            throw RowFlaw("p_cold is no number from 0 to 1")
        }
        if let last, minutes <= last.idleMinutes {
            throw RowFlaw("idle_minutes does not rise")
        }
        return Point(idleMinutes: minutes, coldShare: share)
    }
}
