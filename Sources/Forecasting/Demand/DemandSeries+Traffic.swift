package import Domain

extension DemandSeries {
    /// Sums an endpoint's traffic into regular bins.
    ///
    /// No row means no request, but only from the first row on, or since when it is known. A bin of which a part is unknown is
    /// unknown. Where rows of several widths tell of the same bin, the finest ones are believed;
    /// rows wider than a bin are spread evenly over theirs. The first bin begins with the first row
    /// or after it; fails when there is none. In the hour in which finer rows begin, coarser ones of
    /// the same bin are passed over.
    ///
    /// - Parameters:
    ///   - traffic: In any order; rows that start at or after the end are left out.
    ///   - binMinutes: The width of a bin; it divides a day.
    ///   - end: The minute (UTC) at which the last bin ends; bins lie on the grid that it is on.
    ///   - knownSince: A minute from which on silence is known, if before the first row.
    /// - Complexity: O(*n* log *n* + bins touched).
    package init?(
        traffic: [TrafficBin],
        binMinutes: Int,
        endMinute end: Int,
        knownSince: Int? = nil
    ) {
        guard let earliest = traffic.lazy.map(\.minute).filter({ $0 < end }).min() else {
            return nil
        }
        let first = min(earliest, knownSince ?? earliest)
        let count = min((end - first + binMinutes - 1) / binMinutes, Self.mostBins)
        let start = end - count * binMinutes
        var sums = [Double?](repeating: 0, count: count)
        // The width of the rows that a bin is told by.
        var width = [Int64](repeating: .max, count: count)
        for row in traffic.sorted(by: { $0.widthS < $1.widthS }) where row.minute < end {
            let minutes = max(1, Int(row.widthS / 60))
            let firstBin = max(floorDivision(row.minute - start, binMinutes), 0)
            let lastBin = min(
                floorDivision(row.minute + minutes - 1 - start, binMinutes),
                count - 1
            )
            guard firstBin <= lastBin else { continue }
            for bin in firstBin...lastBin where row.widthS <= width[bin] {
                width[bin] = row.widthS
                guard let sum = sums[bin], let requests = row.requests else {
                    sums[bin] = nil
                    continue
                }
                let binStart = start + bin * binMinutes
                let shared =
                    min(row.minute + minutes, binStart + binMinutes) - max(row.minute, binStart)
                sums[bin] = sum + Double(requests) * Double(shared) / Double(minutes)
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
