/// How many requests to expect in each bin to come.
package struct DemandForecast: Equatable, Sendable {
    /// What may come in one bin.
    package struct Distribution: Equatable, Sendable {
        package var mean: Double
        /// The 10 % to 90 % quantiles: nine, ascending.
        package var quantiles: [Double]

        package var median: Double { quantiles[4] }
        /// The ends of the band that is to hold four bins of five.
        package var lower: Double { quantiles[0] }
        package var upper: Double { quantiles[8] }

        package init(mean: Double, quantiles: [Double]) {
            self.mean = mean
            self.quantiles = quantiles
        }

        /// The same for so many times the demand.
        func scaled(by factor: Double) -> Distribution {
            factor == 1
                ? self
                : Distribution(mean: mean * factor, quantiles: quantiles.map { $0 * factor })
        }
    }

    /// What made the forecast, and why it did.
    package enum Model: Equatable, Sendable {
        /// Regression on seasonal means and recent deviations: the model of four days and more,
        /// and how its last week went; `nil` before there is a week to compare.
        case seasonalRegression(WeekAgainstNaive?)
        /// The probability of a request in a bin, times how many come then: the model of requests
        /// that are few and far between.
        case intermittentDemand
        /// The known bins alone, with bands as wide as so little knowledge asks for.
        ///
        /// `days`: whole days of history.
        case shortHistory(days: Int)
        /// The same time of the day before, since the regression has drifted.
        case seasonalNaive(WeekAgainstNaive)

        /// The word for a model that stepped back.
        package static let driftName = "seasonal-naive"

        /// A word for it.
        package var name: String {
            switch self {
            case .seasonalRegression: "seasonal-regression"
            case .intermittentDemand: "intermittent-demand"
            case .shortHistory: "short-history"
            case .seasonalNaive: Self.driftName
            }
        }

        /// How the regression's last week went, where there was one.
        package var week: WeekAgainstNaive? {
            switch self {
            case .seasonalRegression(let week): week
            case .seasonalNaive(let week): week
            case .intermittentDemand, .shortHistory: nil
            }
        }
    }

    /// The minute since the epoch (UTC) at which the first bin starts.
    package var startMinute: Int
    package var binMinutes: Int
    package var bins: [Distribution]
    package var model: Model
    package var pattern: DemandPattern
    /// The troughs and peaks of the horizon, by time; none without a daily pattern.
    package var extremes: [DemandExtreme]
    /// Those that come back; none without a daily pattern.
    package var recurring: [RecurringExtreme]
    /// Minutes (UTC) that look like an outage of the observation and were left out.
    package var suspects: [Range<Int>]
    /// Bins of the history that were learned from.
    package var knownBins: Int
    /// The start of a bin.
    package func minute(ofBin bin: Int) -> Int { startMinute + bin * binMinutes }
}
