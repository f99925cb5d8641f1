internal import Domain

/// Checks row by row that the time stamps of a series follow each other bin by bin.
///
/// How wide the bins are is told by the first rows together, so that a stray one among them is
/// blamed, and not all others.
struct RegularGrid {
    private struct Row {
        var second: Int64
        var line: Int
    }

    /// The rows that tell the width.
    private static let headCount = 1000

    private let path: String
    /// The width that was asked for, in seconds.
    private let askedS: Int64?
    /// The width that later rows are checked against, in seconds.
    private var widthS: Int64?
    private var first: Row?
    /// The first rows while the width is open, then the last row alone.
    private var head: [Row] = []

    /// - Precondition: `binMinutes` divides a day.
    init(path: String, binMinutes: Int?) {
        precondition(
            binMinutes.map { Self.isWidth(Int64($0) * 60) } ?? true,
            "a day is a whole number of bins"
        )
        self.path = path
        askedS = binMinutes.map { Int64($0) * 60 }
    }

    /// The minute since the epoch at which the first bin starts.
    var startMinute: Int? { first.map { Int(floorDivision($0.second, 60)) } }

    /// Takes the next row.
    ///
    /// - Throws: ``ObservingError`` for the first offence so far.
    mutating func add(second: Int64, line: Int) throws(ObservingError) {
        let row = Row(second: second, line: line)
        if let widthS {
            try check(row, after: head[0], widthS)
            head[0] = row
            return
        }
        if first == nil {
            guard second % 60 == 0 else { throw offGrid(line, "is not on a whole minute") }
            first = row
        }
        head.append(row)
        if head.count == Self.headCount { try checkHead() }
    }

    /// Checks the rows that were held back to find the width.
    ///
    /// - Throws: ``ObservingError`` for the first offence.
    mutating func checkHead() throws(ObservingError) {
        guard widthS == nil, let last = head.last, head.count > 1 else { return }
        let gaps = zip(head, head.dropFirst()).map { $1.second - $0.second }.filter { $0 > 0 }
        let usual = Self.majority(of: gaps)
        let width = askedS ?? Self.width(gaps, usual: usual)
        for (index, row) in head.enumerated().dropFirst() {
            if row.second > head[index - 1].second { try check(usual, width, line: row.line) }
            if index == 1 { try checkFirst(width) }
            try check(row, after: head[index - 1], width)
        }
        widthS = width
        head = [last]
    }

    /// The width of the bins in minutes.
    ///
    /// - Throws: ``ObservingError`` for the first offence among the rows that were held back, or
    ///   when a single row leaves the width open.
    mutating func finish() throws(ObservingError) -> Int {
        try checkHead()
        guard let width = widthS ?? askedS else {
            throw .unknownBinWidth(path: path, line: first?.line ?? 1)
        }
        return Int(width / 60)
    }

    // MARK: - Width

    /// Whole minutes that divide a day.
    private static func isWidth(_ seconds: Int64) -> Bool {
        seconds > 0 && seconds % 60 == 0 && 86_400 % seconds == 0
    }

    /// The gap that more than half of `gaps` are.
    private static func majority(of gaps: [Int64]) -> Int64? {
        guard let usual = usualDifference(gaps) else { return nil }
        return gaps.count { $0 == usual } * 2 > gaps.count ? usual : nil
    }

    /// The width by gaps above 0: the usual one, else, where bins are missing all over, the
    /// smallest if the first one is made of such, else the first one.
    private static func width(_ gaps: [Int64], usual: Int64?) -> Int64 {
        // Without a gap nothing ascends, and any width finds the doubled bin or the step back.
        guard let first = gaps.first, let smallest = gaps.min() else { return 60 }
        if let usual, isWidth(usual) { return usual }
        return first % smallest == 0 ? smallest : first
    }

    private func check(_ usual: Int64?, _ width: Int64, line: Int) throws(ObservingError) {
        // Where nearly all bins are missing, the usual gap may be no width but many of them.
        let isOther = askedS != nil && usual.map { Self.isWidth($0) || $0 % width != 0 } ?? false
        let told = isOther ? usual ?? width : width
        guard Self.isWidth(told) else {
            throw .badBinWidth(path: path, line: line, seconds: told)
        }
        guard told == width else {
            throw .otherBinWidth(
                path: path,
                line: line,
                minutes: Int(told / 60),
                askedMinutes: Int(width / 60)
            )
        }
    }

    // MARK: - Rows

    /// Blames the first row when it is the one that strays.
    private func checkFirst(_ width: Int64) throws(ObservingError) {
        guard head.count > 2, head[1].second > head[0].second else { return }
        let isStray = (head[1].second - head[0].second) % width != 0
        guard !isStray || head[2].second - head[1].second != width else {
            throw offGrid(head[0].line, "is not a multiple of \(width) s before the next ones")
        }
    }

    private func check(_ row: Row, after last: Row, _ width: Int64) throws(ObservingError) {
        let gap = row.second - last.second
        guard gap != width else { return }
        guard gap != 0 else { throw offGrid(row.line, "is that of the row before once more") }
        guard gap > 0 else {
            throw .outOfOrder(
                path: path,
                line: row.line,
                second: row.second,
                lastSecond: last.second
            )
        }
        let expected = last.second + width
        guard gap % width == 0 else {
            throw offGrid(
                row.line,
                "is not a multiple of \(width) s after the first one: expected "
                    + utcText(expected)
            )
        }
        throw .missingBins(
            path: path,
            line: row.line,
            count: Int(gap / width) - 1,
            expectedSecond: expected
        )
    }

    private func offGrid(_ line: Int, _ words: String) -> ObservingError {
        .offGrid(path: path, line: line, reason: "the time stamp \(words)")
    }
}
