/// Pings and spending by the hour, up to a moment.
///
/// Hours are an hour long whatever the clocks do, and begin so that the last one ends at that moment.
package struct SpendSeries: Equatable, Sendable {
    /// What one hour held.
    package struct Hour: Equatable, Sendable {
        package var pings: Double = 0
        /// Billionths, for each of the series' currencies.
        package var nanos: [Double]
    }

    /// By their codes.
    package let currencies: [String]
    /// The minute since the epoch at which the last hour ends.
    package let endMinute: Int
    /// From the first one with a ping on: what was before tells nothing of what is to come.
    package let hours: [Hour]

    /// - Parameters:
    ///   - currencies: In the order of each hour's amounts.
    ///   - endMinute: The minute since the epoch at which the last hour ends.
    ///   - hours: Oldest first.
    package init(currencies: [String], endMinute: Int, hours: [Hour]) {
        self.currencies = currencies
        self.endMinute = endMinute
        self.hours = Array(hours.drop { $0.pings == 0 })
    }

    var startMinute: Int { endMinute - 60 * hours.count }
    var wholeDays: Int { hours.count / 24 }
}
