/// What a table of functions (`functions.csv`) says about one of them; `nil` is unknown.
package struct FunctionFacts: Equatable, Sendable {
    package var name: String
    /// Milliseconds.
    package var averageDurationMs: Double?
    /// Percentiles of the duration of warm requests, in milliseconds.
    package var medianMs: Double?
    package var p99Ms: Double?
    /// How many days the function was recorded.
    package var days: Double?
    /// Where the record comes from; empty when the table does not say.
    package var source: String
    /// What kind of traffic it has; empty when the table does not say.
    package var kind: String

    package init(
        name: String,
        averageDurationMs: Double?,
        medianMs: Double? = nil,
        p99Ms: Double? = nil,
        days: Double?,
        source: String,
        kind: String = ""
    ) {
        self.name = name
        self.averageDurationMs = averageDurationMs
        self.medianMs = medianMs
        self.p99Ms = p99Ms
        self.days = days
        self.source = source
        self.kind = kind
    }
}

extension FunctionFacts {
    /// The most rows of a table.
    private static let mostRows = 1_000_000

    /// Reads a plain or gzip CSV file.
    ///
    /// The header names the columns, in any order: `function` must be there, `avg_duration_ms`,
    /// `p50_ms`, `p99_ms`, `days`, `source` and `class` may, others are passed over.
    ///
    /// - Returns: The rows in file order.
    /// - Throws: ``ObservingError``, also on the first malformed row: half of such a small table
    ///   would mislead.
    package static func read(fileAt path: String) throws(ObservingError) -> [FunctionFacts] {
        var reader = try LineReader(path: path)
        let columns = try CSVLine.header(
            of: &reader,
            path: path,
            expected: ["function"],
            isExact: false
        )
        var facts: [FunctionFacts] = []
        while let line = try reader.next() {
            guard !line.isBlank else { continue }
            guard facts.count < mostRows else {
                throw .tooMany(path: path, what: "rows", limit: mostRows)
            }
            do throws(RowFlaw) {
                facts.append(try FunctionFacts(line, columns: columns))
            } catch {
                throw .badRow(path: path, line: line.number, reason: error.reason)
            }
        }
        return facts
    }

    private init(_ line: LineReader.Line, columns: [String]) throws(RowFlaw) {
        guard !line.isTooLong, let fields = CSVLine.fields(line.bytes),
            fields.count == columns.count
        else { throw RowFlaw("the row has not the \(columns.count) fields of the header") }
        func field(_ name: String) -> String {
            columns.firstIndex(of: name).map { fields[$0] } ?? ""
        }
        name = field("function")
        guard !name.isEmpty else { throw RowFlaw("the function has no name") }
        averageDurationMs = try Self.number(field("avg_duration_ms"), "avg_duration_ms")
        medianMs = try Self.number(field("p50_ms"), "p50_ms")
        p99Ms = try Self.number(field("p99_ms"), "p99_ms")
        days = try Self.number(field("days"), "days")
        source = field("source")
        kind = field("class")
    }

    private static func number(_ field: String, _ name: String) throws(RowFlaw) -> Double? {
        guard !field.isEmpty else { return nil }
        guard let value = Double(field), value.isFinite, value >= 0 else {
            throw RowFlaw("\(name) is no number from 0 on")
        }
        return value
    }
}
