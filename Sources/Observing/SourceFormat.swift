/// What a file that someone wants to import holds.
package enum SourceFormat: String, CaseIterable, Sendable {
    /// Lines in the common or combined format of nginx and Apache.
    case accessLog = "access-log"
    /// CSV with the header `timestamp,count`.
    case series = "series"
    /// CSV with the header `function,minute,count`.
    case functionTrace = "function-trace"

    /// Looks at no more lines than these for one of an access log.
    private static let mostLines = 1000

    /// Tells the format of a plain or gzip file by its first line that is not blank.
    ///
    /// A header line decides, in any case. What has none is an access log when one of the first
    /// 1000 lines is well-formed.
    ///
    /// - Throws: ``ObservingError`` when the file cannot be read, is empty or holds something else.
    package static func detect(fileAt path: String) throws(ObservingError) -> SourceFormat {
        var reader = try LineReader(path: path)
        var firstLine: String?
        while let line = try reader.next(), line.number <= mostLines {
            guard !line.isBlank else { continue }
            if firstLine == nil {
                if !line.isTooLong, let format = format(ofHeader: line.bytes) { return format }
                firstLine = printable(line.bytes, limit: 80)
            }
            if !line.isTooLong, isWellFormed(line.bytes) { return .accessLog }
        }
        guard let firstLine else { throw .empty(path: path) }
        throw .unknownFormat(path: path, firstLine: firstLine)
    }

    private static func format(ofHeader line: UnsafeRawBufferPointer) -> SourceFormat? {
        guard let columns = CSVLine.fields(line)?.map({ $0.lowercased() }) else { return nil }
        if columns.first == "timestamp" { return .series }
        let isTrace = columns.contains("function") && columns.contains("minute")
        return isTrace ? .functionTrace : nil
    }

    private static func isWellFormed(_ line: UnsafeRawBufferPointer) -> Bool {
        do throws(AccessLogLine.Flaw) {
            _ = try AccessLogLine(line)
            return true
        } catch {
            return false
        }
    }
}
