/// Where minutes lie on an axis of a whole length.
struct TimeScale {
    /// Not empty.
    let minutes: Range<Int>
    let length: Int

    /// Minutes before the first lie at 0, those past the end at the length.
    func x(ofMinute minute: Int) -> Int { x(ofHalfMinute: minute * 2) }

    func x(ofHalfMinute half: Int) -> Int {
        let past = min(max(half - minutes.lowerBound * 2, 0), minutes.count * 2)
        return (past * length + minutes.count) / (minutes.count * 2)
    }
}
