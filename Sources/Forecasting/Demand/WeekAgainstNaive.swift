/// How a model's forecasts of the last week, each learned from what lay before it, did against the
/// seasonal naive: the same time of the day before.
package struct WeekAgainstNaive: Equatable, Sendable {
    /// A week is lost when it is lost as a whole and on so many of its seven days: a day or two of
    /// chance are no drift.
    static let lostDays = 6

    /// The model's mean absolute error over the naive one's.
    package var errorRatio: Double
    /// On how many of the seven days the model did worse.
    package var worseDays: Int

    /// Whether the model should step back.
    package var isDrift: Bool { errorRatio > 1 && worseDays >= Self.lostDays }

    package init(errorRatio: Double, worseDays: Int) {
        self.errorRatio = errorRatio
        self.worseDays = worseDays
    }

    /// Absolute errors by day.
    struct Sums {
        private var model = InlineArray<7, Double>(repeating: 0)
        private var naive = InlineArray<7, Double>(repeating: 0)
        private var rows = InlineArray<7, Int>(repeating: 0)

        mutating func add(daysAgo: Int, model error: Double, naive naiveError: Double) {
            model[daysAgo] += error
            naive[daysAgo] += naiveError
            rows[daysAgo] += 1
        }

        /// `nil` when a day is missing, or nothing ever changed from day to day.
        var result: WeekAgainstNaive? {
            var sums = (model: 0.0, naive: 0.0)
            var worse = 0
            for day in 0..<7 {
                guard rows[day] > 0 else { return nil }
                sums = (sums.model + model[day], sums.naive + naive[day])
                if model[day] > naive[day] { worse += 1 }
            }
            guard sums.naive > 0 else { return nil }
            return WeekAgainstNaive(errorRatio: sums.model / sums.naive, worseDays: worse)
        }
    }
}
