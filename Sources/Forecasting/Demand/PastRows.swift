/// The rows of past origins beside what then came.
struct PastRows {
    /// One row with its outcome.
    struct Row {
        var features: FeatureRow
        var slot: Int
        /// What came, bursts clipped, and what came, both less the origin's level.
        var tamed: Double
        var value: Double
    }

    /// One origin.
    struct Origin {
        var slot: Int
        var level: Double
        /// Of known slots only.
        var rows: [Row]
    }

    /// Ascending.
    let origins: [Origin]

    /// - Parameters:
    ///   - frame: The history.
    ///   - features: Of the frame, at `origins`.
    ///   - origins: All of the features' origins.
    ///   - chosen: The indices of those to look at; what was forecast from them has come.
    ///   - daysAhead: Which day after an origin: 1 for the first.
    ///   - stride: Every how many-eth slot of a day is looked at; origins take turns.
    init(
        of frame: DemandFrame,
        _ features: DemandFeatures,
        origins: [Int],
        chosen: [Int],
        daysAhead: Int,
        stride: Int
    ) {
        let perDay = frame.perDay
        func steps(_ index: Int) -> StrideTo<Int> {
            let first = (daysAhead - 1) * perDay
            return Swift.stride(
                from: first + index % stride,
                to: first + perDay,
                by: stride
            )
        }
        let made = features.rows(of: chosen, daysAhead: daysAhead, steps: steps)
        self.origins = zip(chosen, made).map { index, origin in
            var rows: [Row] = []
            rows.reserveCapacity(origin.rows.count)
            for (step, features) in zip(steps(index), origin.rows) {
                let slot = origins[index] + step
                guard frame.isKnown[slot] else { continue }
                rows.append(
                    Row(
                        features: features,
                        slot: slot,
                        tamed: frame.tamed[slot] - origin.level,
                        value: frame.values[slot] - origin.level
                    )
                )
            }
            return Origin(slot: origins[index], level: origin.level, rows: rows)
        }
    }

    /// The standard deviation of the clipped outcomes around their origins' levels.
    var spread: Double {
        var count = 0.0
        var sum = 0.0
        var squares = 0.0
        for row in origins.lazy.flatMap(\.rows) {
            count += 1
            sum += row.tamed
            squares += row.tamed * row.tamed
        }
        guard count > 0 else { return 0 }
        return max(squares / count - sum / count * (sum / count), 0).squareRoot()
    }

    /// The normal equations of each origin's rows.
    ///
    /// - Complexity: O(rows · columns²).
    var equations: [NormalEquations] {
        var equations = [NormalEquations](repeating: NormalEquations(), count: origins.count)
        for (index, origin) in origins.enumerated() {
            for row in origin.rows { equations[index].add(row.features, target: row.tamed) }
        }
        return equations
    }
}
