internal import Domain

/// Requests of one endpoint in regular bins, oldest first.
package struct DemandSeries: Equatable, Sendable {
    /// The most bins that a series holds: 40 years of 5-minute bins.
    package static let mostBins = 4_300_000

    /// The minute since the epoch (UTC) at which the first bin starts.
    package let startMinute: Int
    /// The width of a bin; it divides a day.
    package let binMinutes: Int
    /// Requests in each bin.
    ///
    /// Unknown is `nil`, never 0.
    package let counts: [Double?]

    /// - Precondition: `binMinutes` divides a day; counts are finite and not negative.
    package init(startMinute: Int, binMinutes: Int, counts: [Double?]) {
        precondition(binMinutes > 0 && 1440 % binMinutes == 0, "a day is a whole number of bins")
        precondition(
            counts.allSatisfy { $0.map { $0.isFinite && $0 >= 0 } ?? true },
            "a count is finite and not negative"
        )
        self.startMinute = startMinute
        self.binMinutes = binMinutes
        self.counts = counts
    }

    package var binsPerDay: Int { 1440 / binMinutes }

    /// The minute at which the last bin ends: the first one to forecast.
    package var endMinute: Int { startMinute + binMinutes * counts.count }

    /// The newest bins alone.
    package func suffix(_ bins: Int) -> DemandSeries {
        let dropped = max(0, counts.count - bins)
        return DemandSeries(
            startMinute: startMinute + dropped * binMinutes,
            binMinutes: binMinutes,
            counts: Array(counts[dropped...])
        )
    }

    /// The oldest bins alone: what was known when bin `bins` began.
    package func prefix(_ bins: Int) -> DemandSeries {
        DemandSeries(
            startMinute: startMinute,
            binMinutes: binMinutes,
            counts: Array(counts.prefix(bins))
        )
    }
}
