internal import Domain

/// The day before, with the errors that this would have made to either side: what every model has to
/// beat.
struct SeasonalNaive {
    private let frame: DemandFrame
    private let spread: Double
    private let pool: ResidualPool

    /// - Precondition: The frame has at least two days.
    /// - Complexity: O(*n* log *n*).
    init(of frame: DemandFrame) {
        let perDay = frame.perDay
        precondition(frame.count >= 2 * perDay, "two days to compare")
        self.frame = frame
        let spread = max(frame.spread, 1e-3)
        self.spread = spread
        // Neighbouring minutes say the same.
        let stride = max(1, perDay / 96)
        let residuals = (perDay..<frame.count).filter {
            frame.isKnown[$0] && ($0 + $0 / perDay) % stride == 0
        }.map { slot in
            let before = frame.values[slot - perDay]
            return ResidualPool.Residual(
                error: frame.values[slot] - before,
                level: before / spread,
                phase: (frame.offset + slot) % perDay,
                weight: 1
            )
        }
        let mirrored = residuals.map { residual in
            var residual = residual
            residual.error = -residual.error
            return residual
        }
        let none = ResidualPool.Residual(error: 0, level: 0, phase: 0, weight: 1)
        pool = ResidualPool(residuals.isEmpty ? [none] : residuals + mirrored, perDay: perDay)
    }

    /// What may come in each slot of a day; see ``SeasonalRegression/day(_:)``.
    func day(_ daysAhead: Int) -> [DemandForecast.Distribution] {
        let perDay = frame.perDay
        return (0..<perDay).map { index in
            let slot = frame.count + (daysAhead - 1) * perDay + index
            let value = frame.values[frame.count - perDay + index]
            var distribution = pool.distribution(
                around: value,
                level: value / spread,
                phase: (frame.offset + slot) % perDay,
                stretch: 1
            )
            distribution.mean = value * value
            return distribution.scaled(by: frame.days.factors[frame.day(ofSlot: slot)])
        }
    }
}
