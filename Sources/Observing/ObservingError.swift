/// Why a file or a rule could not be used, worded for the person who gave it.
package enum ObservingError: Error, Equatable, Sendable {
    /// Nothing lies at the path.
    case absent(path: String)
    /// The file may not be read by this user.
    case notReadable(path: String)
    /// The path names a folder.
    case isFolder(path: String)
    /// A pipe, socket or device, which cannot be read twice.
    case notRegularFile(path: String)
    /// The operating system refused for another reason.
    case readFailed(path: String, reason: String)
    /// A gzip file that ends in the middle.
    case truncated(path: String)
    /// A gzip file whose content or check sum is wrong.
    case damaged(path: String, reason: String)
    /// A file without a single non-blank line.
    case empty(path: String)
    /// Neither an access log nor a CSV file with a known header.
    case unknownFormat(path: String, firstLine: String)
    /// A CSV file whose header line is not the expected one.
    case wrongHeader(path: String, line: Int, found: String, expected: String)
    /// A CSV file of which no row could be used.
    case noRows(path: String, flaw: MalformedLine?)
    /// A time stamp that lies between the bins.
    case offGrid(path: String, line: Int, reason: String)
    /// A time stamp before that of the row above it.
    case outOfOrder(path: String, line: Int, second: Int64, lastSecond: Int64)
    /// A series that must be without gaps has one.
    case missingBins(path: String, line: Int, count: Int, expectedSecond: Int64)
    /// Bins of a width that no day is made of.
    case badBinWidth(path: String, line: Int, seconds: Int64)
    /// Bins of another width than the one that was asked for.
    case otherBinWidth(path: String, line: Int, minutes: Int, askedMinutes: Int)
    /// A single row, which has no width.
    case unknownBinWidth(path: String, line: Int)
    /// A line of a table that must be right as a whole.
    case badRow(path: String, line: Int, reason: String)
    /// More than is held in memory at once.
    case tooMany(path: String, what: String, limit: Int)
    /// A regular expression that cannot be compiled.
    case badPattern(endpoint: String, pattern: String, reason: String)
}

extension ObservingError: CustomStringConvertible {
    /// One sentence: what failed, on what, and what to do about it.
    package var description: String {
        switch self {
        case .absent(let path):
            "no file is at '\(path)'; check the path"
        case .notReadable(let path):
            "'\(path)' may not be read by this user; grant read access or run as its owner"
        case .isFolder(let path):
            "'\(path)' is a folder; name one of the files in it"
        case .notRegularFile(let path):
            "'\(path)' is not a regular file; save the content to a file and name that"
        case .readFailed(let path, let reason):
            "'\(path)' could not be read (\(reason)); check the disk and try again"
        case .truncated(let path):
            "the gzip file '\(path)' ends in the middle; nothing was taken from it, copy it again"
        case .damaged(let path, let reason):
            "the gzip file '\(path)' is damaged (\(reason)); nothing was taken from it, "
                + "copy it again"
        case .empty(let path):
            "'\(path)' is empty; name a file that has lines"
        case .unknownFormat(let path, let firstLine):
            "'\(path)' is neither an access log in common or combined format nor a CSV file that "
                + "starts with 'timestamp,count' or 'function,minute,count'; it starts with "
                + "'\(firstLine)'"
        case .wrongHeader(let path, let line, let found, let expected):
            "'\(path)', line \(line): the header is '\(found)' and must be '\(expected)'; "
                + "name the columns so"
        case .noRows(let path, let flaw):
            "'\(path)' has no row that can be used"
                + (flaw.map { "; line \($0.number): \($0.reason)" } ?? " after its header")
        case .offGrid(let path, let line, let reason):
            "'\(path)', line \(line): \(reason); correct or remove that line"
        case .outOfOrder(let path, let line, let second, let lastSecond):
            "'\(path)', line \(line): the time stamp goes back from "
                + "\(utcText(lastSecond)) to \(utcText(second)); "
                + "sort the rows by time"
        case .missingBins(let path, let line, let count, let expected):
            "'\(path)': \(count) \(count == 1 ? "bin is" : "bins are") missing before line "
                + "\(line): expected \(utcText(expected)); add a row for each bin, with an "
                + "empty count where it is unknown"
        case .badBinWidth(let path, let line, let seconds):
            "'\(path)', line \(line): the time stamps lie \(seconds) s apart, which is no whole "
                + "number of minutes that divides a day; sum the counts into such bins"
        case .otherBinWidth(let path, let line, let minutes, let askedMinutes):
            "'\(path)', line \(line): the bins are \(minutes) min wide, not \(askedMinutes); "
                + "write '--bin \(minutes)m' or leave it out"
        case .unknownBinWidth(let path, let line):
            "'\(path)' has a single row, line \(line), which does not tell how wide its bin is; "
                + "name the width of the bins with '--bin'"
        case .badRow(let path, let line, let reason):
            "'\(path)', line \(line): \(reason); correct that line"
        case .tooMany(let path, let what, let limit):
            "'\(path)' has more than \(limit) \(what); split it into smaller files"
        case .badPattern(let endpoint, let pattern, let reason):
            "the pattern '\(pattern)' of endpoint '\(endpoint)' is no regular expression "
                + "(\(reason)); correct it"
        }
    }
}
