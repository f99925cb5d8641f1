internal import Domain

/// The ticks of a time axis and its labels in rows, none of which overlap.
///
/// All lengths are in a renderer's own unit: tenths of a pixel, or columns.
struct TimeAxis: Equatable {
    struct Label: Equatable {
        let x: Int
        let width: Int
        let text: String

        var end: Int { x + width }
    }

    /// What a renderer knows of its labels.
    struct Metrics {
        /// Between labels of a row.
        let gap: Int
        /// How far labels may reach beyond the axis, on the left and on the right.
        let room: (left: Int, right: Int)
        let width: (String) -> Int
    }

    /// Where labels of the first row belong to.
    private(set) var ticks: [Int] = []
    /// Where days, months or years of the second row begin.
    private(set) var boundaries: [Int] = []
    /// The first row, the second where there is one, and the zone in a row with room for it.
    private(set) var rows: [[Label]] = []

    /// Chooses the finest ticks whose labels do not overlap.
    init(_ scale: TimeScale, offsets: UTCOffsets, zone: String, _ metrics: Metrics) {
        let first = TimeStep.all.lazy.compactMap { step in
            Self.labels(step, scale, offsets, metrics).map { (step: step, labels: $0) }
        }.first
        var coarser: TimeStep?
        if let first {
            (ticks, coarser) = (first.labels.ticks, first.step.coarser)
            rows.append(first.labels.row)
        }
        if let coarser {
            let starts = coarser.ticks(within: scale.minutes, offsets: offsets)
            boundaries = starts.map { scale.x(ofMinute: $0.minute) }
            rows.append(Self.periods(coarser, starts, scale, offsets, metrics))
        }
        add(zone: zone, scale.length, metrics)
    }

    /// A first row, or `nil` where its labels would overlap or show nothing.
    private static func labels(
        _ step: TimeStep,
        _ scale: TimeScale,
        _ offsets: UTCOffsets,
        _ metrics: Metrics
    ) -> (ticks: [Int], row: [Label])? {
        // No label is narrower than two digits: what cannot fit is not made.
        let least = metrics.width("00") + metrics.gap
        let count = scale.minutes.count / step.leastMinutes
        guard count * least <= scale.length * 2 else { return nil }
        let ticks = step.ticks(within: scale.minutes, offsets: offsets)
        let row = ticks.map { tick in
            let (x, width) = (scale.x(ofMinute: tick.minute), metrics.width(tick.text))
            return Label(x: step.isOfMoments ? x - width / 2 : x, width: width, text: tick.text)
        }
        let shown = row.filter {
            $0.x >= -metrics.room.left && $0.end <= scale.length + metrics.room.right
        }
        let isApart = zip(row, row.dropFirst()).allSatisfy { $0.end + metrics.gap <= $1.x }
        guard isApart, !shown.isEmpty else { return nil }
        return (ticks.map { scale.x(ofMinute: $0.minute) }, shown)
    }

    /// The labels of a second row: of what begins within the axis, and of what began before it
    /// where there is room.
    private static func periods(
        _ step: TimeStep,
        _ starts: [(minute: Int, text: String)],
        _ scale: TimeScale,
        _ offsets: UTCOffsets,
        _ metrics: Metrics
    ) -> [Label] {
        let first = step.text(around: scale.minutes.lowerBound, offsets: offsets)
        let year = TimeStep.years(1).text(around: scale.minutes.lowerBound, offsets: offsets)
        let firstStart = starts.first { $0.minute > scale.minutes.lowerBound }
        let end =
            firstStart.map { scale.x(ofMinute: $0.minute) - metrics.gap }
            ?? scale.length + metrics.room.right
        let texts = step == .years(1) ? [first] : ["\(first) \(year)", first]
        var row =
            texts.lazy.map { Label(x: 0, width: metrics.width($0), text: $0) }
            .first { $0.end <= end }.map { [$0] } ?? []
        for start in starts where start.minute > scale.minutes.lowerBound {
            let label = Label(
                x: scale.x(ofMinute: start.minute),
                width: metrics.width(start.text),
                text: start.text
            )
            let isApart = label.x >= (row.last.map { $0.end + metrics.gap } ?? 0)
            if isApart, label.end <= scale.length + metrics.room.right { row.append(label) }
        }
        return row
    }

    /// Names the zone at the right end of the second row, or of a row of its own.
    private mutating func add(zone: String, _ length: Int, _ metrics: Metrics) {
        let text = ChartText.cut(zone, to: length, width: metrics.width)
        guard !text.isEmpty else { return }
        let width = metrics.width(text)
        let label = Label(x: length + metrics.room.right - width, width: width, text: text)
        if rows.count > 1, (rows[1].last?.end ?? 0) + metrics.gap <= label.x {
            rows[1].append(label)
        } else {
            rows.append([label])
        }
    }
}
