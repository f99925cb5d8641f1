/// A stretch of a row of values without a break, as points for a picture of limited resolution.
///
/// Rows with many more bins than columns are thinned: of the bins that share a column the first,
/// the smallest, the greatest and the last remain (Jugel et al. 2014, M4), which draws the same
/// line. Unknown bins within one column break nothing.
struct ChartRun<Value> {
    struct Point {
        /// The bin's ends and middle.
        let left: Int
        let middle: Int
        let right: Int
        let value: Value
    }

    private(set) var points: [Point] = []

    fileprivate mutating func append(
        _ bins: VisibleBins,
        _ index: Int,
        _ value: Value,
        _ scale: TimeScale
    ) {
        let minutes = bins.minutes(of: index)
        points.append(
            Point(
                left: scale.x(ofMinute: minutes.lowerBound),
                middle: scale.x(ofHalfMinute: minutes.lowerBound + minutes.upperBound),
                right: scale.x(ofMinute: minutes.upperBound),
                value: value
            )
        )
    }
}

/// Which bins share a column of a picture.
private struct ChartColumns {
    let indices: Range<Int>
    /// The columns, or 0 where each bin is drawn by itself.
    let count: Int

    init(_ bins: VisibleBins, _ scale: TimeScale, columnWidth: Int) {
        indices = bins.indices
        guard let first = indices.first, let last = indices.last else {
            count = 0
            return
        }
        let left = scale.x(ofMinute: bins.minutes(of: first).lowerBound)
        let right = scale.x(ofMinute: bins.minutes(of: last).upperBound)
        let columns = max(1, (right - left) / columnWidth)
        count = indices.count > 2 * columns ? columns : 0
    }

    func bins(of column: Int) -> Range<Int> {
        let start = indices.lowerBound
        return start + column * indices.count / count..<start + (column + 1) * indices.count / count
    }
}

extension TimeChart.Series {
    /// The series as runs of points, thinned to columns.
    ///
    /// - Complexity: O(*n*) in the shown bins.
    func runs(_ scale: TimeScale, columnWidth: Int) -> [ChartRun<Double>] {
        let bins = bins(within: scale.minutes)
        let columns = ChartColumns(bins, scale, columnWidth: columnWidth)
        var runs = [ChartRun<Double>()]
        guard columns.count > 0 else {
            for index in bins.indices {
                if let value = value(at: index) {
                    runs[runs.count - 1].append(bins, index, value, scale)
                } else {
                    runs.append(ChartRun())
                }
            }
            return runs.filter { !$0.points.isEmpty }
        }
        for column in 0..<columns.count {
            let kept = outline(of: columns.bins(of: column))
            if kept.isEmpty { runs.append(ChartRun()) }
            for (index, value) in kept { runs[runs.count - 1].append(bins, index, value, scale) }
        }
        return runs.filter { !$0.points.isEmpty }
    }

    /// The first, the smallest, the greatest and the last known value, each once, in order.
    private func outline(of indices: Range<Int>) -> [(index: Int, value: Double)] {
        var (first, last) = (-1, -1)
        var least = (index: -1, value: Double.infinity)
        var greatest = (index: -1, value: -Double.infinity)
        for index in indices {
            guard let value = value(at: index) else { continue }
            if first < 0 { first = index }
            last = index
            if value < least.value { least = (index, value) }
            if value > greatest.value { greatest = (index, value) }
        }
        guard first >= 0 else { return [] }
        var kept: [(index: Int, value: Double)] = []
        let middle = [least, greatest].sorted { $0.index < $1.index }.map(\.index)
        for index in [first] + middle + [last] where index > kept.last?.index ?? -1 {
            if let value = value(at: index) { kept.append((index, value)) }
        }
        return kept
    }
}

extension TimeChart.Band {
    /// The band as runs of points, thinned to the widest band of each column.
    func runs(
        _ scale: TimeScale,
        columnWidth: Int
    ) -> [ChartRun<(lower: Double, upper: Double)>] {
        let bins = bins(within: scale.minutes)
        let columns = ChartColumns(bins, scale, columnWidth: columnWidth)
        var runs = [ChartRun<(lower: Double, upper: Double)>()]
        let groups =
            columns.count > 0
            ? (0..<columns.count).map(columns.bins) : bins.indices.map { $0..<$0 + 1 }
        for group in groups {
            let known = group.compactMap(ends)
            if let lower = known.map(\.lower).min(), let upper = known.map(\.upper).max() {
                runs[runs.count - 1].append(bins, group.lowerBound, (lower, upper), scale)
            } else {
                runs.append(ChartRun())
            }
        }
        return runs.filter { !$0.points.isEmpty }
    }
}
