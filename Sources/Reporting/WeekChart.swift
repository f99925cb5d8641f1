internal import Domain

/// A picture of how one endpoint was warmed: a row for each day, 24 hours across.
///
/// A row shows, from the top, the pings as triangles, the hazard as a filled curve on a
/// square-root scale, the requests as ticks below the line, and under them the cold starts as
/// dots on stems; behind them lies a band where an instance was warm. Moments that fall on the same
/// column of pixels are drawn as one, of their sum.
package struct WeekChart: Sendable {
    /// The most minutes that a chart can show: 31 days.
    package static let mostMinutes = 31 * 1440

    package var title: String
    package var subtitle: String
    /// The chart's first minute: local minutes since the epoch, as all minutes here.
    package var firstMinute: Int
    /// How many minutes the chart shows; what lies outside of them is left out.
    package var minuteCount: Int
    /// Requests of single minutes in any order; a negative count counts as none.
    package var requests: [(minute: Int, count: Int64, coldStarts: Int)]
    package var pings: [(minute: Int, instances: Int)]
    /// From the first minute on, the probability of a request in each if there was none before.
    ///
    /// Missing values count as 0, as do those that are no number.
    package var hazard: [Double]
    /// Minutes in which an instance was warm, in any order.
    package var warm: [Range<Int>]

    /// - Precondition: `minuteCount` is from 1 to ``mostMinutes``.
    package init(
        title: String,
        subtitle: String,
        firstMinute: Int,
        minuteCount: Int = 7 * 1440,
        requests: [(minute: Int, count: Int64, coldStarts: Int)] = [],
        pings: [(minute: Int, instances: Int)] = [],
        hazard: [Double] = [],
        warm: [Range<Int>] = []
    ) {
        precondition((1...Self.mostMinutes).contains(minuteCount), "a chart of 1 to 31 days")
        self.title = title
        self.subtitle = subtitle
        self.firstMinute = firstMinute
        self.minuteCount = minuteCount
        self.requests = requests
        self.pings = pings
        self.hazard = hazard
        self.warm = warm
    }

    /// The picture as one SVG document, light or dark as its reader's system asks.
    ///
    /// A week of a busy endpoint takes about 100 kB, one that was made up to be large 300 kB.
    ///
    /// - Complexity: O(*n* + *w* log *w*) in the points and the warm ranges.
    package var svg: String { WeekChartDrawing(title: title, subtitle: subtitle, days: days).svg }

    /// The days that the chart shows, with what belongs to each.
    private var days: [ChartDay] {
        let stretch = firstMinute..<firstMinute + minuteCount
        let firstDay = floorDivision(stretch.lowerBound, 1440)
        let lastDay = floorDivision(stretch.upperBound - 1, 1440)
        var days = (firstDay...lastDay).map { day in
            let (start, end) = (stretch.lowerBound - day * 1440, stretch.upperBound - day * 1440)
            return ChartDay(midnight: day * 1440, shown: max(0, start)..<min(1440, end))
        }
        let origin = days[0].midnight
        let place = { (minute: Int) in
            (day: (minute - origin) / 1440, minute: (minute - origin) % 1440)
        }
        for request in requests where stretch.contains(request.minute) {
            let (day, minute) = place(request.minute)
            let coldStarts = Int64(request.coldStarts)
            days[day].add(requests: request.count, coldStarts: coldStarts, at: minute)
        }
        for ping in pings where stretch.contains(ping.minute) {
            let (day, minute) = place(ping.minute)
            days[day].add(pingedInstances: Int64(ping.instances), at: minute)
        }
        for (index, value) in hazard.prefix(minuteCount).enumerated() {
            let (day, minute) = place(firstMinute + index)
            days[day].add(hazard: value, at: minute)
        }
        for range in warm.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            let range = range.clamped(to: stretch)
            guard !range.isEmpty else { continue }
            for day in place(range.lowerBound).day...place(range.upperBound - 1).day {
                let midnight = days[day].midnight
                days[day].add(warm: range.lowerBound - midnight..<range.upperBound - midnight)
            }
        }
        return days
    }
}
