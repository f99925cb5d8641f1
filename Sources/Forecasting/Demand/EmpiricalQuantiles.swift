internal import Domain

/// The same hour of the last fourteen days, an hour on either side: the plainest forecast that
/// knows the time of day.
struct EmpiricalQuantiles {
    private static let mostDays = 14

    let frame: DemandFrame

    /// What may come in each slot of a day; see ``SeasonalRegression/day(_:)``.
    ///
    /// - Complexity: O(slots of a day · hour · days).
    func day(_ daysAhead: Int) -> [DemandForecast.Distribution] {
        let perDay = frame.perDay
        let hour = perDay / 24
        let days = min(Self.mostDays, max(1, (frame.count - hour) / perDay))
        return (0..<perDay).map { index in
            var samples: [Double] = []
            for back in 1...days {
                for near in -hour...hour {
                    let slot = min(frame.count + index - back * perDay + near, frame.count - 1)
                    if slot >= 0, frame.isKnown[slot] { samples.append(frame.counts[slot]) }
                }
            }
            samples.sort()
            let slot = frame.count + (daysAhead - 1) * perDay + index
            let mean = samples.reduce(0, +) / Double(max(samples.count, 1))
            return DemandForecast.Distribution(
                mean: mean,
                quantiles: (1...9).map { quantile(Double($0) / 10, of: samples) ?? 0 }
            ).scaled(by: frame.days.factors[frame.day(ofSlot: slot)])
        }
    }
}
