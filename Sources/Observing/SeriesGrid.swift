internal import Domain

/// The rows of a series on their way to bins.
struct SeriesGrid {
    struct Row {
        var second: Int64
        var count: Int64?
        var line: Int
    }

    let path: String
    /// In file order until ``bins()`` sorts them.
    var rows: [Row] = []

    init(path: String) { self.path = path }

    /// The bins, ascending, and their width in seconds.
    ///
    /// - Throws: ``ObservingError/offGrid(path:line:reason:)``.
    mutating func bins() throws(ObservingError) -> (bins: [TrafficBin], widthS: Int64) {
        sortAndKeepLast()
        let finest = zip(rows, rows.dropFirst()).lazy.map { $1.second - $0.second }.min()
        if let finest, finest < 60 { return (minuteSums(), 60) }
        let width = finest ?? 60
        try check(width)
        let bins = rows.map { TrafficBin(startedAtS: $0.second, widthS: width, requests: $0.count) }
        return (bins, width)
    }

    private mutating func sortAndKeepLast() {
        let isAscending = zip(rows, rows.dropFirst()).allSatisfy { $0.second < $1.second }
        guard !isAscending else { return }
        rows.sort { ($0.second, $0.line) < ($1.second, $1.line) }
        var kept: [Row] = []
        for row in rows {
            if kept.last?.second == row.second { kept.removeLast() }
            kept.append(row)
        }
        rows = kept
    }

    private func minuteSums() -> [TrafficBin] {
        var bins: [TrafficBin] = []
        for row in rows {
            let start = floorDivision(row.second, 60) * 60
            guard let last = bins.last, last.startedAtS == start else {
                bins.append(TrafficBin(startedAtS: start, requests: row.count))
                continue
            }
            bins[bins.count - 1].requests = Self.sum(last.requests, row.count)
        }
        return bins
    }

    private static func sum(_ left: Int64?, _ right: Int64?) -> Int64? {
        guard let left, let right else { return nil }
        return min(left + right, mostRequests)
    }

    private func check(_ width: Int64) throws(ObservingError) {
        guard let first = rows.first else { return }
        guard floorDivision(first.second, 60) * 60 == first.second else {
            throw .offGrid(
                path: path,
                line: first.line,
                reason: "the time stamp is not on a whole minute"
            )
        }
        let isDivisor = 86_400 % width == 0
        let strayed = rows.first { ($0.second - first.second) % width != 0 }
        guard !isDivisor || strayed != nil else { return }
        // One stray row makes the smallest difference meaningless: blame it by the usual one.
        let usual =
            usualDifference(zip(rows, rows.dropFirst()).lazy.map { $1.second - $0.second }) ?? width
        let stray = rows.first { ($0.second - first.second) % usual != 0 }
        if let stray, 86_400 % usual == 0 {
            throw .offGrid(
                path: path,
                line: stray.line,
                reason: "the time stamp is not a multiple of \(usual) s after the first one"
            )
        }
        let isNarrow: (Row, Row) -> Bool = { $1.second - $0.second == width }
        if !isDivisor, let pair = zip(rows, rows.dropFirst()).first(where: isNarrow) {
            throw .offGrid(
                path: path,
                line: pair.1.line,
                reason: "the time stamp lies \(width) s after another, and a day has no whole "
                    + "number of such bins"
            )
        }
        throw .offGrid(
            path: path,
            line: strayed?.line ?? first.line,
            reason: "the time stamp is not a multiple of \(width) s after the first one"
        )
    }
}

/// The most frequent one of some differences; among equals the smallest.
func usualDifference(_ differences: some Sequence<Int64>) -> Int64? {
    var counts: [Int64: Int] = [:]
    for difference in differences { counts[difference, default: 0] += 1 }
    return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
}
