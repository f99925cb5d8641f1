internal import Domain
import RealModule

/// Demand as a regression on what past days say, learned in one pass over past origins.
///
/// Every past origin gives the rows that would have been made then. A ridge regression learns from
/// them, drawn to weights that were learned on other series; its errors make the quantiles. The same
/// regression, learned at each origin from what lay before it, says by how much errors on unseen
/// days are greater, and whether it does better than the day before.
struct SeasonalRegression {
    /// The fewest days of history.
    static let fewestDays = 4

    private let frame: DemandFrame
    private let features: DemandFeatures
    private let origins: [Int]
    /// Every how many-eth slot of a day is learned from.
    private let stride: Int
    /// The spread of the values around the level of their week.
    private let spread: Double
    private let weights: FeatureRow
    private let firstDay: ResidualPool
    /// How much greater errors are on days that were not learned from, from 1 to 1.6.
    private let stretch: Double
    /// How honest forecasts did against the seasonal naive; `nil` without a week of both.
    let lastWeek: WeekAgainstNaive?

    // What these values do to public series is told in docs/decisions/0008-demand.md.
    private static let originsPerDay = 3
    /// How many origins' rows the prior weights are worth.
    private static let priorOrigins = 24.0
    /// Days after which a row counts 1/e for the regression and for its errors.
    private static let rowLifetime = 20.0
    private static let errorLifetime = 10.0

    /// Fails when nothing is known of the days to learn from.
    ///
    /// - Precondition: The frame has at least ``fewestDays`` days.
    /// - Complexity: O(*n* + rows · columns²): at most 48 slots of a day at 64 origins.
    init?(of frame: DemandFrame) {
        let perDay = frame.perDay
        precondition(frame.count >= Self.fewestDays * perDay, "four days to learn from")
        let step = max(1, perDay / Self.originsPerDay)
        let last = frame.count - perDay
        let learned = max(21, min(48, 504 / perDay)) * perDay
        let first = min(max(8 * perDay, last - learned), max(2 * perDay, last - 3 * perDay))
        let past = Array(Swift.stride(from: last, through: first, by: -step).reversed())
        self.frame = frame
        origins = past + [frame.count]
        features = DemandFeatures(of: frame, origins: origins)
        stride = max(1, perDay / 48)
        let rows = PastRows(
            of: frame,
            features,
            origins: origins,
            chosen: Array(past.indices),
            daysAhead: 1,
            stride: stride
        )
        guard rows.origins.contains(where: { !$0.rows.isEmpty }) else { return nil }
        spread = max(rows.spread, 0.3 * frame.spread, 1e-3)
        let learning = Learning(
            rows.equations,
            step: Double(step) / Double(perDay),
            floor: 0.01 * spread * spread
        )
        weights = learning.weights
        let honest = learning.honestWeights(lag: (perDay + step - 1) / step)
        let judgement = Judgement(of: rows, weights, honest, in: frame)
        stretch = judgement.stretch
        lastWeek = judgement.lastWeek
        firstDay = ResidualPool(
            Self.residuals(of: rows, weights, spread: spread, in: frame),
            perDay: perDay
        )
    }

    /// What may come in each slot of a day.
    ///
    /// - Parameter daysAhead: 1 for the day that starts with the slot after the history.
    /// - Returns: A distribution for each slot of that day; with weights of the first day, and with
    ///   the errors of forecasts so many days ahead as far as the history holds any.
    /// - Complexity: O(rows · slots of a day).
    func day(_ daysAhead: Int) -> [DemandForecast.Distribution] {
        let perDay = frame.perDay
        let first = (daysAhead - 1) * perDay
        let rows = features.rows(of: [origins.count - 1], daysAhead: daysAhead) { _ in
            Swift.stride(from: first, to: first + perDay, by: 1)
        }
        let pool = daysAhead == 1 ? firstDay : pool(daysAhead: daysAhead)
        return rows[0].rows.enumerated().map { index, row in
            let value = (row * weights).sum() + rows[0].level
            let slot = frame.count + first + index
            let distribution = pool.distribution(
                around: value,
                level: value / spread,
                phase: (frame.offset + slot) % perDay,
                stretch: stretch
            )
            let factor = frame.days.factors[frame.day(ofSlot: slot)]
            return distribution.scaled(by: factor)
        }
    }

    /// Errors of forecasts so many days ahead, or the most that there are.
    private func pool(daysAhead: Int) -> ResidualPool {
        let perDay = frame.perDay
        for days in Swift.stride(from: daysAhead, to: 1, by: -1) {
            let chosen = origins.indices.filter {
                $0 % Self.originsPerDay == 0 && origins[$0] + days * perDay <= frame.count
            }
            guard chosen.count >= 3 else { continue }
            let rows = PastRows(
                of: frame,
                features,
                origins: origins,
                chosen: chosen,
                daysAhead: days,
                stride: stride
            )
            let residuals = Self.residuals(of: rows, weights, spread: spread, in: frame)
            if !residuals.isEmpty { return ResidualPool(residuals, perDay: perDay) }
        }
        return firstDay
    }

    private static func residuals(
        of past: PastRows,
        _ weights: FeatureRow,
        spread: Double,
        in frame: DemandFrame
    ) -> [ResidualPool.Residual] {
        past.origins.flatMap { origin in
            let age = Double(frame.count - origin.slot) / Double(frame.perDay)
            let weight = Double.exp(-age / errorLifetime)
            return origin.rows.map { row in
                let fitted = (row.features * weights).sum()
                return ResidualPool.Residual(
                    error: row.value - fitted,
                    level: (fitted + origin.level) / spread,
                    phase: (frame.offset + row.slot) % frame.perDay,
                    weight: weight
                )
            }
        }
    }
}

// MARK: - Learning

extension SeasonalRegression {
    /// The regression's weights, from all origins and from those before each one.
    private struct Learning {
        let equations: [NormalEquations]
        /// Days between origins.
        let step: Double
        /// Keeps columns without variation at their prior.
        let floor: Double

        init(_ equations: [NormalEquations], step: Double, floor: Double) {
            self.equations = equations
            self.step = step
            self.floor = floor
        }

        var weights: FeatureRow {
            var weighted = NormalEquations()
            var shape = NormalEquations()
            for (index, origin) in equations.enumerated() {
                // The newest origin lies a day back.
                let age = 1 + Double(equations.count - 1 - index) * step
                weighted.add(origin, weight: Double.exp(-age / rowLifetime))
                shape.add(origin, weight: 1)
            }
            return estimate(weighted, shape, origins: equations.count)
        }

        /// For each origin, what was learned when it was now; learned anew once a day.
        ///
        /// - Parameter lag: The outcome of an origin is known to the origin so many places after it.
        /// - Returns: Weights for each origin.
        func honestWeights(lag: Int) -> [FeatureRow] {
            var weighted = NormalEquations()
            var shape = NormalEquations()
            let kept = Double.exp(-step / rowLifetime)
            let opening = Double.exp(-Double(lag) * step / rowLifetime)
            var latest = DemandFeatures.prior
            return equations.indices.map { index in
                weighted.scale(by: kept)
                if index >= lag {
                    weighted.add(equations[index - lag], weight: opening)
                    shape.add(equations[index - lag], weight: 1)
                }
                if index % originsPerDay == 0 {
                    latest = estimate(weighted, shape, origins: max(index - lag + 1, 0))
                }
                return latest
            }
        }

        private func estimate(
            _ weighted: NormalEquations,
            _ shape: NormalEquations,
            origins: Int
        ) -> FeatureRow {
            weighted.estimate(
                shape: shape,
                strength: priorOrigins * shape.rows / Double(max(origins, 1)),
                floor: floor,
                prior: DemandFeatures.prior
            )
        }
    }

    /// How good the regression would have been on days that it had not seen.
    private struct Judgement {
        private(set) var stretch = 1.0
        private(set) var lastWeek: WeekAgainstNaive?

        init(
            of past: PastRows,
            _ weights: FeatureRow,
            _ honest: [FeatureRow],
            in frame: DemandFrame
        ) {
            var fitted = 0.0
            var unseen = 0.0
            var week = WeekAgainstNaive.Sums()
            for (origin, then) in zip(past.origins, honest) {
                let age = Double(frame.count - origin.slot) / Double(frame.perDay)
                let weight = Double.exp(-age / errorLifetime)
                for row in origin.rows {
                    fitted += weight * abs(row.value - (row.features * weights).sum())
                    let guess = (row.features * then).sum()
                    unseen += weight * abs(row.value - guess)
                    let daysAgo = (frame.count - 1 - row.slot) / frame.perDay
                    let dayBefore = row.slot - frame.perDay
                    guard daysAgo < 7, frame.isKnown[dayBefore] else { continue }
                    let root = max(guess + origin.level, 0)
                    let came = frame.counts[row.slot]
                    week.add(
                        daysAgo: daysAgo,
                        model: abs(came - root * root),
                        naive: abs(came - frame.counts[dayBefore])
                    )
                }
            }
            if fitted > 0 { stretch = min(max(unseen / fitted, 1), 1.6) }
            lastWeek = week.result
        }
    }
}
