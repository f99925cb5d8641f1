package import Domain

/// A picture of values over time: a history, a forecast with its band, now, and marked spans.
///
/// Values that are no finite number count as unknown, and lines break there. Values beyond
/// ±10^18 are drawn as that, those nearer to 0 than 10^-12 as 0. What lies outside of the shown
/// minutes is left out. Rows of values whose bins have no positive width show nothing.
package struct TimeChart: Equatable, Sendable {
    /// The minutes that charts can show: the years 1 to 9999.
    static let calendar = -1_035_593_280..<4_223_370_240

    package var title: String
    package var subtitle: String
    /// What the values are, such as `requests per 15 min`.
    package var unit: String
    /// The name of the zone whose wall clock the axis shows.
    package var zone: String
    package var offsets: UTCOffsets
    /// What the chart shows: minutes since the epoch, UTC, as all minutes here.
    ///
    /// An empty range shows its one minute; minutes beyond the years 1 to 9999 are not shown.
    package var minutes: Range<Int>
    package var now: Int?
    package var series: [Series]
    /// Wider ones first: later ones are drawn above.
    package var bands: [Band]
    package var spans: [Span]

    package init(
        title: String,
        subtitle: String = "",
        unit: String,
        zone: String = "UTC",
        offsets: UTCOffsets = .utc,
        minutes: Range<Int>,
        now: Int? = nil,
        series: [Series] = [],
        bands: [Band] = [],
        spans: [Span] = []
    ) {
        self.title = title
        self.subtitle = subtitle
        self.unit = unit
        self.zone = zone
        self.offsets = offsets
        self.minutes = minutes
        self.now = now
        self.series = series
        self.bands = bands
        self.spans = spans
    }
}

extension TimeChart {
    /// Values of regular bins.
    package struct Series: Equatable, Sendable {
        /// What a series is, which decides its colour.
        package enum Role: Equatable, Sendable {
            case history
            case forecast
            /// One of several others, told apart by number; colours repeat after the fourth.
            case other(Int)
        }

        package enum Style: Equatable, Sendable {
            /// From the middle of a bin to the middle of the next.
            case line
            /// Level over each bin.
            case steps
            case bars
        }

        package var name: String
        package var role: Role
        package var style: Style
        package var startMinute: Int
        package var binMinutes: Int
        /// One for each bin; `nil` where unknown.
        package var values: [Double?]

        package init(
            name: String,
            role: Role,
            style: Style = .line,
            startMinute: Int,
            binMinutes: Int,
            values: [Double?]
        ) {
            self.name = name
            self.role = role
            self.style = style
            self.startMinute = startMinute
            self.binMinutes = binMinutes
            self.values = values
        }
    }

    /// Two quantiles of regular bins and what is between them.
    package struct Band: Equatable, Sendable {
        package var name: String
        package var startMinute: Int
        package var binMinutes: Int
        /// As many bins are drawn as both ends have; the smaller value is the lower end.
        package var lower: [Double]
        package var upper: [Double]

        package init(
            name: String,
            startMinute: Int,
            binMinutes: Int,
            lower: [Double],
            upper: [Double]
        ) {
            self.name = name
            self.startMinute = startMinute
            self.binMinutes = binMinutes
            self.lower = lower
            self.upper = upper
        }
    }

    /// A stretch of time that stands out.
    package struct Span: Equatable, Sendable {
        package enum Kind: Equatable, Sendable, CaseIterable {
            case trough
            case peak
            /// Nothing is known.
            case gap
            /// Something is known, but it may be wrong.
            case suspect
        }

        package var minutes: Range<Int>
        package var kind: Kind
        /// What the mark says, such as `peak 09:10–11:40, about 320`.
        package var label: String

        package init(minutes: Range<Int>, kind: Kind, label: String) {
            self.minutes = minutes
            self.kind = kind
            self.label = label
        }
    }
}

extension TimeChart {
    /// The minutes that are drawn: at least one.
    var shown: Range<Int> {
        let clamped = minutes.clamped(to: Self.calendar)
        guard clamped.isEmpty else { return clamped }
        let minute = min(clamped.lowerBound, Self.calendar.upperBound - 1)
        return minute..<minute + 1
    }

    /// Spans of which something is shown, cut to that.
    var shownSpans: [Span] {
        spans.compactMap { span in
            var span = span
            span.minutes = span.minutes.clamped(to: shown)
            return span.minutes.isEmpty ? nil : span
        }
    }

    /// Peaks and troughs, and what is suspect: spans with a label of their own.
    ///
    /// The next peak and the next trough come first, so that they find room.
    var labelledSpans: [Span] {
        let spans = shownSpans.filter { $0.kind != .gap }
        let next = [Span.Kind.peak, .trough].compactMap { kind in
            spans.firstIndex { $0.kind == kind && $0.minutes.upperBound > now ?? .min }
        }
        return next.map { spans[$0] }
            + spans.indices.filter { !next.contains($0) }
            .map { spans[$0] }
    }

    /// An axis for all shown values.
    func valueAxis(steps: Int) -> ValueAxis {
        var (least, greatest) = (0.0, 0.0)
        let all = series.compactMap { $0.extremes(within: shown) }
        var isWhole = bands.isEmpty
        for extremes in all {
            isWhole = isWhole && extremes.isWhole
            least = min(least, extremes.least)
            greatest = max(greatest, extremes.greatest)
        }
        for band in bands {
            for index in band.bins(within: shown).indices {
                guard let ends = band.ends(at: index) else { continue }
                least = min(least, ends.lower)
                greatest = max(greatest, ends.upper)
            }
        }
        return ValueAxis(reaching: (least, greatest), steps: steps, isWhole: isWhole)
    }
}

extension TimeChart.Series {
    func bins(within minutes: Range<Int>) -> VisibleBins {
        VisibleBins(
            startMinute: startMinute,
            binMinutes: binMinutes,
            count: values.count,
            within: minutes
        )
    }

    /// A bin's value where it is a number.
    func value(at index: Int) -> Double? {
        guard let value = values[index], value.isFinite else { return nil }
        return value
    }

    /// What the known values within some minutes span, or `nil` where none is known.
    ///
    /// - Complexity: O(*n*) in the shown bins.
    func extremes(within minutes: Range<Int>) -> Extremes? {
        var extremes: Extremes?
        for index in bins(within: minutes).indices {
            guard let value = value(at: index) else { continue }
            var next = extremes ?? Extremes(least: value, greatest: value, greatestIndex: index)
            if value < next.least { next.least = value }
            if value > next.greatest { (next.greatest, next.greatestIndex) = (value, index) }
            if value != value.rounded() { next.isWhole = false }
            extremes = next
        }
        return extremes
    }

    struct Extremes {
        var least: Double
        var greatest: Double
        /// The first bin of the greatest value.
        var greatestIndex: Int
        /// Whether all values are whole numbers.
        var isWhole = true
    }
}

extension TimeChart.Band {
    func bins(within minutes: Range<Int>) -> VisibleBins {
        VisibleBins(
            startMinute: startMinute,
            binMinutes: binMinutes,
            count: min(lower.count, upper.count),
            within: minutes
        )
    }

    /// Both ends at a bin where they are numbers.
    func ends(at index: Int) -> (lower: Double, upper: Double)? {
        guard lower[index].isFinite, upper[index].isFinite else { return nil }
        let (first, second) = (ValueAxis.clamped(lower[index]), ValueAxis.clamped(upper[index]))
        return (min(first, second), max(first, second))
    }
}
