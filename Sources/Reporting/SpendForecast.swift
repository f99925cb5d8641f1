package import Domain

/// What pings are expected to come to between two moments.
package struct SpendForecast: Equatable, Sendable {
    /// How much history there was, and so what was done with it.
    package enum Model: Equatable, Sendable {
        /// Less than a day: nothing can be said.
        case tooLittle
        /// The mean of the same hours of all days; less than two weeks are known.
        case hoursOfDay(days: Int)
        /// The mean of the same hours of the same weekdays.
        case hoursOfWeek(days: Int)
    }

    /// An expected number, and what it lies between with a chance of 80 %.
    package struct Expectation: Equatable, Sendable {
        package var mean: Double
        /// `nil` where a single day cannot tell how much days differ.
        package var band: ClosedRange<Double>?
    }

    /// An expected amount, likewise.
    package struct Amount: Equatable, Sendable {
        package var mean: Money
        package var lower: Money?
        package var upper: Money?
    }

    package var since: Timestamp
    package var until: Timestamp
    package var model: Model
    /// `nil` where the history is too short.
    package var pings: Expectation?
    /// One for each currency of the history, by its code.
    package var amounts: [Amount]
}

extension SpendSeries {
    /// The least days for which weekdays are told apart.
    static let weekdayDays = 14

    private var model: SpendForecast.Model {
        switch wholeDays {
        case 0: .tooLittle
        case ..<Self.weekdayDays: .hoursOfDay(days: wholeDays)
        default: .hoursOfWeek(days: wholeDays)
        }
    }

    /// What comes between two moments when it goes on like that.
    ///
    /// Each hour is expected to be the mean of the same hours of the week so far (of the day, below
    /// two weeks). The band takes days as independent and normal around those means: over *D* days,
    /// after *n*, the error has the variance σ²·(D + s/n·Σd²), where each of *s* = 7 (1) kinds of days
    /// comes *d* times and the error of its mean as often, with σ² from the days' residuals on *n* − 7
    /// (*n* − 1) degrees of freedom, and Student's quantile of them.
    ///
    /// - Parameters:
    ///   - since: Not before the end of the series.
    ///   - until: After `since`.
    ///   - offsets: Whose hours and weekdays are compared.
    /// - Returns: The expectation; amounts below 0 and beyond 64 bits stay at that limit.
    /// - Complexity: O(*n* + *m*) in the hours of both.
    package func forecast(
        from since: Timestamp,
        to until: Timestamp,
        offsets: UTCOffsets
    ) -> SpendForecast {
        var forecast = SpendForecast(
            since: since,
            until: until,
            model: model,
            pings: nil,
            amounts: []
        )
        guard forecast.model != .tooLittle, since < until else { return forecast }
        let means = SeasonalMeans(of: self, offsets: offsets)
        let spread = means.spread(of: self, offsets: offsets)
        let days = since.duration(to: until).inSeconds / 86_400
        let repeats = means.repeats(ofDays: days)
        let values = means.sum(from: since, to: until, offsets: offsets)
        let expectations = values.indices.map { index in
            let error = spread.map { spread in
                let count = Double(wholeDays)
                return spread.quantile
                    * (spread.variances[index] * (days + repeats / count)).squareRoot()
            }
            return SpendForecast.Expectation(
                mean: values[index],
                band: error.map { max(0, values[index] - $0)...values[index] + $0 }
            )
        }
        forecast.pings = expectations[0]
        forecast.amounts = currencies.enumerated().map { index, currency in
            let expected = expectations[index + 1]
            func money(_ nanos: Double) -> Money {
                Money(nanos: Int64(clampedNanos: nanos), currency: currency)
            }
            return SpendForecast.Amount(
                mean: money(expected.mean),
                lower: expected.band.map { money($0.lowerBound) },
                upper: expected.band.map { money($0.upperBound) }
            )
        }
        return forecast
    }
}

extension Int64 {
    /// A number of billionths, held within what 64 bits hold and not below 0.
    fileprivate init(clampedNanos nanos: Double) {
        self = nanos >= 0x1p63 ? .max : Int64(Swift.max(nanos, 0).rounded())
    }
}

/// Means of the pings and of each amount by hour of the week, or of the day.
private struct SeasonalMeans {
    private let isWeekly: Bool
    /// By season; pings first, then amounts.
    private let means: [[Double]]

    init(of series: SpendSeries, offsets: UTCOffsets) {
        isWeekly = series.wholeDays >= SpendSeries.weekdayDays
        let columns = series.currencies.count + 1
        let seasons = isWeekly ? 168 : 24
        var sums = [[Double]](repeating: Array(repeating: 0, count: columns), count: seasons)
        var counts = [Double](repeating: 0, count: seasons)
        for (index, hour) in series.hours.enumerated() {
            let season = Self.season(series.startMinute + 60 * index, offsets, isWeekly)
            counts[season] += 1
            for (column, value) in ([hour.pings] + hour.nanos).enumerated() {
                sums[season][column] += value
            }
        }
        means = zip(sums, counts).map { sums, count in sums.map { count > 0 ? $0 / count : 0 } }
    }

    private static func season(_ minute: Int, _ offsets: UTCOffsets, _ isWeekly: Bool) -> Int {
        let local = offsets.local(minute)
        return isWeekly ? local.hourOfWeek : local.hourOfDay
    }

    private func values(at minute: Int, _ offsets: UTCOffsets) -> [Double] {
        means[Self.season(minute, offsets, isWeekly)]
    }

    /// The sums over a stretch of time; parts of an hour count as such.
    func sum(from since: Timestamp, to until: Timestamp, offsets: UTCOffsets) -> [Double] {
        var sums = [Double](repeating: 0, count: means[0].count)
        var start = since
        while start < until {
            let end = min(start.advanced(by: .seconds(3600)), until)
            let share = start.duration(to: end).inSeconds / 3600
            for (column, value) in values(at: start.minute, offsets).enumerated() {
                sums[column] += share * value
            }
            start = end
        }
        return sums
    }

    /// s·Σd² for so many days in a row: over all *s* kinds of days, how often each comes, squared.
    func repeats(ofDays days: Double) -> Double {
        let kinds = isWeekly ? 7.0 : 1
        let weeks = (days / kinds).rounded(.down)
        let rest = days - weeks * kinds
        let part = rest - rest.rounded(.down)
        // Of the kinds, whole ones of the rest come once more, and one comes for a part of a day.
        let squares = kinds * weeks * weeks + 2 * weeks * rest + (rest - part) + part * part
        return kinds * squares
    }

    /// How far days lie from what their hours' means add up to; `nil` for a single day.
    func spread(
        of series: SpendSeries,
        offsets: UTCOffsets
    ) -> (variances: [Double], quantile: Double)? {
        let days = series.wholeDays
        let freedom = days - (isWeekly ? 7 : 1)
        guard freedom > 0 else { return nil }
        var squares = [Double](repeating: 0, count: means[0].count)
        for day in 0..<days {
            let first = series.hours.count - 24 * (day + 1)
            var residuals = [Double](repeating: 0, count: squares.count)
            for index in first..<first + 24 {
                let hour = series.hours[index]
                let expected = values(at: series.startMinute + 60 * index, offsets)
                for (column, value) in ([hour.pings] + hour.nanos).enumerated() {
                    residuals[column] += value - expected[column]
                }
            }
            for column in squares.indices {
                squares[column] += residuals[column] * residuals[column]
            }
        }
        return (squares.map { $0 / Double(freedom) }, studentQuantile90(freedom))
    }
}

/// The 90 % quantile of Student's distribution, so that 80 % lie between it and its negative (tables
/// as in R's `qt(0.9, n)`).
///
/// - Precondition: at least one degree of freedom.
func studentQuantile90(_ freedom: Int) -> Double {
    let table = [
        3.0777, 1.8856, 1.6377, 1.5332, 1.4759, 1.4398, 1.4149, 1.3968, 1.3830, 1.3722, 1.3634,
        1.3562, 1.3502, 1.3450, 1.3406, 1.3368, 1.3334, 1.3304, 1.3277, 1.3253, 1.3232,
    ]
    return freedom <= table.count ? table[freedom - 1] : 1.3232
}
