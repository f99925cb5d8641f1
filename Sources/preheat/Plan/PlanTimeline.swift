import Domain
import Planning
import Reporting

/// An endpoint's warm-ups on a line of characters, with the hours below.
struct PlanTimeline {
    private let warmUps: [UpcomingWarmUp]
    private let start: Timestamp
    private let horizon: Duration
    private let offsets: UTCOffsets

    init(
        _ warmUps: [UpcomingWarmUp],
        from start: Timestamp,
        for horizon: Duration,
        offsets: UTCOffsets
    ) {
        self.warmUps = warmUps
        self.start = start
        self.horizon = horizon
        self.offsets = offsets
    }

    /// Two lines of at most `width` characters: `▲` a ping of the plan, `■` one of a schedule, `×` one
    /// that is not sent.
    func text(width: Int) -> String {
        let cells = max(width - 2, 10)
        var line = [Character](repeating: "·", count: cells)
        for warmUp in warmUps {
            let share = start.duration(to: warmUp.moment).inSeconds / horizon.inSeconds
            let cell = min(max(Int(share * Double(cells)), 0), cells - 1)
            let mark = Self.mark(of: warmUp)
            if Self.rank(mark) > Self.rank(line[cell]) { line[cell] = mark }
        }
        return "  \(String(line))\n  \(axis(cells: cells))"
    }

    private static func mark(of warmUp: UpcomingWarmUp) -> Character {
        if warmUp.refusal != nil { return "×" }
        return warmUp.scheduleID == nil ? "▲" : "■"
    }

    private static func rank(_ mark: Character) -> Int {
        switch mark {
        case "■": 3
        case "▲": 2
        case "×": 1
        default: 0
        }
    }

    /// Whole local hours, as many as there is room for.
    private func axis(cells: Int) -> String {
        let hours = horizon.inSeconds / 3600
        let step = [1, 2, 3, 6, 12, 24].first { Double($0) / hours * Double(cells) >= 7 } ?? 24
        var line = [Character](repeating: " ", count: cells)
        var written = 0
        for cell in 0..<cells where cell >= written {
            let from = minute(ofCell: cell, of: cells)
            let until = minute(ofCell: cell + 1, of: cells)
            let hour = (from..<max(until, from + 1)).first { minute in
                let local = offsets.local(minute)
                return local.minuteOfHour == 0 && local.hourOfDay % step == 0
            }
            guard let hour else { continue }
            let label = Array(clockText(offsets.local(hour)))
            guard cell + label.count <= cells else { break }
            for (index, character) in label.enumerated() { line[cell + index] = character }
            written = cell + label.count + 1
        }
        return String(line)
    }

    private func minute(ofCell cell: Int, of cells: Int) -> Int {
        start.advanced(by: horizon * (Double(cell) / Double(cells))).minute
    }
}
