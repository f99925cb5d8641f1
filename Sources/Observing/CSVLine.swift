/// One line of a CSV file (RFC 4180, but no line break within quotes).
enum CSVLine {
    /// The fields of `line`, quotes resolved, spaces around them removed; `nil` when a quote is
    /// open or in a wrong place, or when there are more than 1000 fields.
    static func fields(_ line: UnsafeRawBufferPointer) -> [String]? {
        var fields: [String] = []
        var index = 0
        while fields.count < 1000 {
            while index < line.count, line[index] == space || line[index] == tab { index += 1 }
            if index < line.count, line[index] == quote {
                guard let (field, end) = quotedField(line, from: index + 1) else { return nil }
                fields.append(field)
                index = end
            } else {
                let end = line.index(of: comma, from: index) ?? line.count
                let field = line.part(index, end).trimmed
                guard field.index(of: quote) == nil else { return nil }
                fields.append(field.text)
                index = end
            }
            guard index < line.count else { return fields }
            index += 1  // Behind the comma.
        }
        return nil
    }

    /// The field whose opening quote lies before `start`, and the position of the comma or the end
    /// of the line behind it.
    private static func quotedField(
        _ line: UnsafeRawBufferPointer,
        from start: Int
    ) -> (field: String, end: Int)? {
        var content: [UInt8] = []
        var index = start
        while let found = line.index(of: quote, from: index) {
            content += line.part(index, found)
            if found + 1 < line.count, line[found + 1] == quote {
                content.append(quote)
                index = found + 2
                continue
            }
            let end = line.index(of: comma, from: found + 1) ?? line.count
            guard line.part(found + 1, end).trimmed.isEmpty else { return nil }
            let field = content.withUnsafeBytes { $0.trimmed.text }
            return (field, end)
        }
        return nil
    }

    /// Reads up to the first line that is not blank and takes it as the header.
    ///
    /// - Parameters:
    ///   - reader: At the start of the file.
    ///   - path: For an error's sentence.
    ///   - expected: Names of columns in small letters.
    ///   - isExact: Whether these columns and no others must stand there, in this order.
    /// - Returns: The names of all columns in small letters.
    /// - Throws: When the file has no header or another one.
    static func header(
        of reader: inout LineReader,
        path: String,
        expected: [String],
        isExact: Bool
    ) throws(ObservingError) -> [String] {
        while let line = try reader.next() {
            guard !line.isBlank else { continue }
            let columns = line.isTooLong ? nil : fields(line.bytes)?.map { $0.lowercased() }
            if let columns, isExact ? columns == expected : Set(expected).isSubset(of: columns) {
                return columns
            }
            throw .wrongHeader(
                path: path,
                line: line.number,
                found: printable(line.bytes, limit: 80),
                expected: expected.joined(separator: ",") + (isExact ? "" : ",…")
            )
        }
        throw .empty(path: path)
    }

    /// Calls `body` with the two or three fields of `line`, which stay valid during the call.
    ///
    /// - Returns: `nil` when the line has another number of fields or wrong quotes.
    static func withFields<Result>(
        of line: UnsafeRawBufferPointer,
        count: Int,
        _ body: ([UnsafeRawBufferPointer]) -> Result
    ) -> Result? {
        guard let fields = fields(line), fields.count == count else { return nil }
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for field in fields {
            bytes += field.utf8
            ends.append(bytes.count)
        }
        return bytes.withUnsafeBytes { bytes in
            var start = 0
            return body(
                ends.map { end in
                    defer { start = end }
                    return bytes.part(start, end)
                }
            )
        }
    }
}

/// A count as written in a CSV file.
enum CountField: Equatable {
    case known(Int64)
    /// Empty or `NaN`.
    case unknown
    case malformed

    /// Reads digits, which `.0` may follow, up to ``mostRequests``.
    init(_ text: UnsafeRawBufferPointer) {
        guard !text.isEmpty, !(text.count == 3 && text.starts(withLowercase: "nan")) else {
            self = .unknown
            return
        }
        var value: Int64 = 0
        var index = 0
        while index < text.count, isDigit(text[index]) {
            let (product, isTooBig) = value.multipliedReportingOverflow(by: 10)
            let (sum, isStillTooBig) = product.addingReportingOverflow(Int64(text[index] &- 0x30))
            guard !isTooBig, !isStillTooBig, sum <= mostRequests else {
                self = .malformed
                return
            }
            value = sum
            index += 1
        }
        let fraction = text.part(min(index + 1, text.count), text.count)
        let isWhole =
            index == text.count
            || text[index] == UInt8(ascii: ".") && !fraction.isEmpty
                && fraction.allSatisfy { $0 == UInt8(ascii: "0") }
        self = index > 0 && isWhole ? .known(value) : .malformed
    }
}
