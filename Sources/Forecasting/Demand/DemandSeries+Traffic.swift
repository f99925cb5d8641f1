package import Domain

extension DemandSeries {
    /// Sums an endpoint's traffic into regular bins.
    ///
    /// No row means no request, but only from the first row on. A bin of which a part is unknown is
    /// unknown. Where rows of several widths tell of the same bin, the finest ones are believed;
    /// rows wider than a bin are spread evenly over theirs. The first bin begins with the first row
    /// or after it; fails when there is none.
    ///
    /// - Parameters:
    ///   - traffic: In any order; rows that start at or after the end are left out.
    ///   - binMinutes: The width of a bin; it divides a day.
    ///   - end: The minute (UTC) at which the last bin ends; bins lie on the grid that it is on.
    /// - Complexity: O(*n* + bins), for each width.
    package init?(traffic: [TrafficBin], binMinutes: Int, endMinute end: Int) {
        let widths = Set(traffic.map(\.widthS)).sorted()
        guard let first = traffic.lazy.map(\.minute).filter({ $0 < end }).min() else { return nil }
        let count = min((end - first + binMinutes - 1) / binMinutes, Self.mostBins)
        let start = end - count * binMinutes
        var sums = [Double?](repeating: 0, count: count)
        var isTold = [Bool](repeating: false, count: count)
        for width in widths {
            let finer = isTold
            let minutes = max(1, Int(width / 60))
            for row in traffic where row.widthS == width && row.minute < end {
                let firstBin = floorDivision(row.minute - start, binMinutes)
                let lastBin = floorDivision(row.minute + minutes - 1 - start, binMinutes)
                let touched = max(firstBin, 0)..<min(lastBin + 1, count)
                for bin in touched where !finer[bin] {
                    isTold[bin] = true
                    guard let sum = sums[bin], let requests = row.requests else {
                        sums[bin] = nil
                        continue
                    }
                    let binStart = start + bin * binMinutes
                    let shared =
                        min(row.minute + minutes, binStart + binMinutes)
                        - max(row.minute, binStart)
                    sums[bin] = sum + Double(requests) * Double(shared) / Double(minutes)
                }
            }
        }
        // What lies before the first row is not known to be 0.
        let partial = start < first ? 1 : 0
        guard count > partial else { return nil }
        self.init(
            startMinute: start + partial * binMinutes,
            binMinutes: binMinutes,
            counts: Array(sums[partial...])
        )
    }
}
