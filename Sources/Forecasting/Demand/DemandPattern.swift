/// How much of the variation of demand the hour of the day and of the week explain.
package struct DemandPattern: Equatable, Sendable {
    /// Adjusted R² of a one-way analysis of variance on the √ scale, from 0 to 1: by the hour of
    /// the day (`nil` before there are two days, and for bins of a day), and by the hour of the week
    /// (`nil` before there are two weeks).
    package var dayShare: Double?
    package var weekShare: Double?
    /// Whether the hour of the day explains more than chance would.
    package var isDaily: Bool

    /// - Parameter frame: The history; its newest four weeks are looked at.
    /// - Complexity: O(*n*).
    init(of frame: DemandFrame) {
        let newest = frame.count - 28 * frame.perDay
        let groupsPerDay = min(frame.perDay, 24)
        var daily = VarianceByGroup(groups: groupsPerDay)
        var weekly = VarianceByGroup(groups: 7 * groupsPerDay)
        for slot in max(0, newest)..<frame.count where frame.isKnown[slot] {
            let phase = (frame.offset + slot) % frame.perDay
            let hour = phase * groupsPerDay / frame.perDay
            daily.add(frame.tamed[slot], group: hour)
            let day = frame.days.classes[frame.day(ofSlot: slot)]
            weekly.add(frame.tamed[slot], group: day * groupsPerDay + hour)
        }
        let canTell = groupsPerDay > 1 && frame.count >= 2 * frame.perDay
        dayShare = canTell ? daily.explainedShare : nil
        weekShare = frame.count >= 14 * frame.perDay ? weekly.explainedShare : nil
        // Three standard errors of the share that chance explains.
        let chance = 3 * (2 * Double(groupsPerDay - 1)).squareRoot() / max(daily.samples, 1)
        isDaily = dayShare.map { $0 > max(0.05, chance) } ?? false
    }
}

/// Sums for a one-way analysis of variance.
private struct VarianceByGroup {
    private var sums: [Double]
    private var counts: [Double]
    private var sum = 0.0
    private var squares = 0.0
    private(set) var samples = 0.0

    init(groups: Int) {
        sums = [Double](repeating: 0, count: groups)
        counts = sums
    }

    mutating func add(_ value: Double, group: Int) {
        sums[group] += value
        counts[group] += 1
        sum += value
        squares += value * value
        samples += 1
    }

    /// The share of the variance between groups, adjusted for their number: 0 when chance alone
    /// would explain as much.
    var explainedShare: Double {
        let groups = Double(counts.count { $0 > 0 })
        guard samples > groups else { return 0 }
        let total = squares - sum * sum / samples
        guard total > 1e-9 * squares else { return 0 }
        let within =
            squares - zip(sums, counts).reduce(0) { $1.1 > 0 ? $0 + $1.0 * $1.0 / $1.1 : $0 }
        return min(max(1 - within / (samples - groups) / (total / (samples - 1)), 0), 1)
    }
}
