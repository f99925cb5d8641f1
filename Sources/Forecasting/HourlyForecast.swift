package import Domain

/// Requests per hour over the coming day, from the same wall-clock hours of the last two weeks.
///
/// The band is made of empirical quantiles, so that it claims nothing that was not seen.
package struct HourlyForecast: Equatable, Sendable {
    /// One hour ahead.
    package struct Hour: Equatable, Sendable {
        /// The minute since the epoch (UTC) at which it starts.
        package var startMinute: Int
        package var mean: Double
        package var lower: Double
        package var median: Double
        package var upper: Double
        /// How many past days this hour was seen on.
        package var days: Int
    }

    /// A stretch of neighbouring hours that stands out.
    package struct Extreme: Equatable, Sendable {
        package var startMinute: Int
        package var endMinute: Int
        /// Mean requests per hour within.
        package var level: Double
    }

    package static let days = 14
    package static let hours = 24
    /// The band's quantiles.
    package static let band = (lower: 0.1, upper: 0.9)

    package var hours: [Hour]
    /// The share of the variation between hours that the hour of the day explains, adjusted for
    /// the number of hours: 0 when it explains nothing.
    package var dailyPattern: Double
    /// The next quietest and busiest stretch, `nil` when there is no daily pattern.
    package var trough: Extreme?
    package var peak: Extreme?
}

/// Forecasts the requests of the next 24 hours.
///
/// - Parameters:
///   - bins: The endpoint's traffic, ascending; bins of an hour or less are summed into hours.
///   - now: The forecast starts with the next full hour after it.
///   - offsets: The endpoint's zone: a daily rhythm lives in wall-clock time.
/// - Returns: `nil` when not a single hour of history is known.
/// - Complexity: O(*n*) in bins.
package func hourlyForecast(
    from bins: [TrafficBin],
    at now: Timestamp,
    offsets: UTCOffsets
) -> HourlyForecast? {
    let nextHour = (floorDivision(now.minute, 60) + 1) * 60
    let counts = HourlyCounts(bins: bins, before: nextHour - 60)
    guard let known = counts.known else { return nil }
    var hours: [HourlyForecast.Hour] = []
    var samples: [[Double]] = []
    for step in 0..<HourlyForecast.hours {
        let start = nextHour + 60 * step
        let seen = (1...HourlyForecast.days + 1).compactMap { day -> Double? in
            let past = sameWallClock(start, daysBack: day, offsets: offsets)
            return known.contains(past) ? counts.requests(from: past) : nil
        }.prefix(HourlyForecast.days)
        samples.append(Array(seen))
        hours.append(summary(of: Array(seen), startMinute: start))
    }
    guard samples.contains(where: { !$0.isEmpty }) else { return nil }
    let pattern = explainedVariation(of: samples)
    var forecast = HourlyForecast(hours: hours, dailyPattern: pattern)
    // One day alone has no second one to agree with; chance explains a twentieth.
    if pattern > 0.05, samples.allSatisfy({ $0.count >= 2 }) {
        forecast.trough = extreme(of: hours, isPeak: false)
        forecast.peak = extreme(of: hours, isPeak: true)
    }
    return forecast
}

/// Requests by quarters of an hour: every zone's offset is a multiple of one.
private struct HourlyCounts {
    private var perQuarter: [Int: Double] = [:]
    /// The starts of hours that are wholly known.
    private(set) var known: Range<Int>?

    /// - Parameters:
    ///   - bins: Ascending or not; those of more than an hour say too little.
    ///   - end: The minute at which the last whole hour ends.
    init(bins: [TrafficBin], before end: Int) {
        var first = Int.max
        // Where bins of several widths tell of the same time, the finest ones are believed.
        for width in Set(bins.map(\.widthS)).sorted() where width <= 3600 {
            let finer = perQuarter
            for bin in bins where bin.widthS == width && bin.minute < end {
                guard let requests = bin.requests else { continue }
                first = min(first, bin.minute)
                let quarters = max(1, Int(width / 900))
                let start = floorDivision(bin.minute, 15)
                for quarter in start..<start + quarters where finer[quarter] == nil {
                    perQuarter[quarter, default: 0] += Double(requests) / Double(quarters)
                }
            }
        }
        // No row means no request, but only between the first row and now.
        if first < end { known = (floorDivision(first + 59, 60) * 60)..<end - 59 }
    }

    func requests(from minute: Int) -> Double {
        let first = floorDivision(minute, 15)
        return (0..<4).reduce(0) { $0 + (perQuarter[first + $1] ?? 0) }
    }
}

/// The minute at which the wall clock showed the same time of day some days earlier.
private func sameWallClock(_ minute: Int, daysBack: Int, offsets: UTCOffsets) -> Int {
    let past = minute - 1440 * daysBack
    return past + offsets.offsetMinutes(atMinute: minute) - offsets.offsetMinutes(atMinute: past)
}

private func summary(of samples: [Double], startMinute: Int) -> HourlyForecast.Hour {
    let band = HourlyForecast.band
    return HourlyForecast.Hour(
        startMinute: startMinute,
        mean: samples.isEmpty ? 0 : samples.reduce(0, +) / Double(samples.count),
        lower: quantile(band.lower, of: samples) ?? 0,
        median: quantile(0.5, of: samples) ?? 0,
        upper: quantile(band.upper, of: samples) ?? 0,
        days: samples.count
    )
}

/// Adjusted R² of a one-way analysis of variance over the hours of the day.
private func explainedVariation(of samples: [[Double]]) -> Double {
    let all = samples.flatMap { $0 }
    guard all.count > samples.count else { return 0 }
    let mean = all.reduce(0, +) / Double(all.count)
    let total = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard total > 0 else { return 0 }
    var within = 0.0
    for group in samples where !group.isEmpty {
        let groupMean = group.reduce(0, +) / Double(group.count)
        within += group.reduce(0) { $0 + ($1 - groupMean) * ($1 - groupMean) }
    }
    let groups = samples.filter { !$0.isEmpty }.count
    let adjusted =
        1 - within / Double(all.count - groups) / (total / Double(all.count - 1))
    return min(max(adjusted, 0), 1)
}

/// The stretch around the extreme hour whose hours lie within a tenth of the range from it.
private func extreme(of hours: [HourlyForecast.Hour], isPeak: Bool) -> HourlyForecast.Extreme? {
    let means = hours.map(\.mean)
    guard let lowest = means.min(), let highest = means.max(), highest > lowest,
        let index = means.firstIndex(of: isPeak ? highest : lowest)
    else { return nil }
    let tolerance = (highest - lowest) / 10
    let belongs = { (mean: Double) in
        isPeak ? mean >= highest - tolerance : mean <= lowest + tolerance
    }
    var first = index
    var last = index
    while first > 0, belongs(means[first - 1]) { first -= 1 }
    while last + 1 < means.count, belongs(means[last + 1]) { last += 1 }
    let level = means[first...last].reduce(0, +) / Double(last - first + 1)
    return HourlyForecast.Extreme(
        startMinute: hours[first].startMinute,
        endMinute: hours[last].startMinute + 60,
        level: level
    )
}
