internal import Domain

/// Finds stretches of zeros where like days had requests: the observer was away, not the visitors.
///
/// A run of zeros is suspected when, in the same slots of at least two like days, the lower
/// quartiles of the counts sum to at least 20 requests: by chance, a Poisson count of 20 is 0 once
/// in 5 · 10⁸. What is closed every Sunday has a lower quartile of 0 on Sundays and is no outage.
///
/// - Parameters:
///   - counts: Requests by slot; 0 where unknown.
///   - isKnown: Whether a slot was seen.
///   - perDay: Slots of a day.
///   - offset: Slots from midnight to the first one.
///   - days: What days are alike.
/// - Returns: Ranges of slots, ascending.
/// - Complexity: O(*n*), times the number of like days within runs of zeros.
func suspectedOutages(
    counts: [Double],
    isKnown: [Bool],
    perDay: Int,
    offset: Int,
    days: DayClasses
) -> [Range<Int>] {
    let isZero = zip(counts, isKnown).map { $0 == 0 && $1 }
    let known = isKnown.count { $0 }
    // Where half of the bins are empty, empty bins are no news.
    guard known > 0, 2 * isZero.count(where: { $0 }) < known else { return [] }
    let zeroRuns = isZero.indices.split { !isZero[$0] }.map { $0.startIndex..<$0.endIndex }
    return zeroRuns.filter { run in
        // What begins with the history may be an endpoint that was not yet known.
        guard isKnown[..<run.lowerBound].contains(true) else { return false }
        var expected = 0.0
        for slot in run {
            let like = days.classes[(offset + slot) / perDay]
            let others = stride(from: slot % perDay, to: counts.count, by: perDay).filter {
                isKnown[$0] && !run.contains($0)
                    && days.classes[(offset + $0) / perDay] == like
            }
            let peers =
                others.count >= 2
                ? others
                : stride(from: slot % perDay, to: counts.count, by: perDay).filter {
                    isKnown[$0] && !run.contains($0)
                        && DayClasses.isWeekend(days.classes[(offset + $0) / perDay])
                            == DayClasses.isWeekend(like)
                }
            guard peers.count >= 2 else { return false }
            let lower = quantile(0.25, of: peers.map { counts[$0] }) ?? 0
            // Closed on the only other Sunday: no outage on this one.
            expected += others.reduce(lower) { min($0, others.count < 2 ? counts[$1] : lower) }
            if expected >= 20 { return true }
        }
        return false
    }
}
