internal import Domain

/// How many times were so many milliseconds: of a year's pings a few thousand numbers.
struct CountedTimes: Equatable {
    private var counts: [Int64: Int] = [:]
    private(set) var count = 0

    mutating func add(_ time: Int64) {
        counts[time, default: 0] += 1
        count += 1
    }

    mutating func add(_ other: CountedTimes) {
        counts.merge(other.counts, uniquingKeysWith: +)
        count += other.count
    }

    /// Every single time, ascending.
    var all: [Int64] {
        sorted.flatMap { Array(repeating: $0.time, count: $0.count) }
    }

    /// What `quantile(_:of:)` makes of the single times.
    ///
    /// - Parameter fractions: From 0 (the least) to 1 (the greatest), in any order.
    /// - Returns: One for each fraction; none when there are no times.
    /// - Complexity: O(*n* log *n*), where *n* is the number of different times.
    func quantiles(_ fractions: [Double]) -> [Double] {
        let sorted = sorted
        var ends: [Int] = []
        for (_, count) in sorted { ends.append((ends.last ?? 0) + count) }
        guard let last = ends.last else { return [] }
        func time(_ position: Int) -> Double {
            Double(sorted[ends.partitioningIndex { $0 > position }].time)
        }
        return fractions.map { fraction in
            precondition((0...1).contains(fraction), "a fraction, not a percentage")
            let position = fraction * Double(last - 1)
            let index = Int(position)
            let (lower, upper) = (time(index), time(min(index + 1, last - 1)))
            return lower + (position - Double(index)) * (upper - lower)
        }
    }

    private var sorted: [(time: Int64, count: Int)] {
        counts.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    }
}
