/// What the days before say of a slot of the day, on the √ scale.
struct SeasonalLookback {
    /// Of the last seven days.
    private(set) var median = 0.0
    private(set) var mean = 0.0
    private(set) var days = 0
    /// Of the last four days of the same weekday; that of all seven where there is none.
    private(set) var likeMean = 0.0
    private(set) var likeCount = 0
    /// How many days back the like days are.
    private(set) var likeDays = SIMD4<Int>.zero
    /// Of the last five workdays, or weekend days: whatever the slot's day is.
    private(set) var lastOfKind: Double?
    private(set) var medianOfKind: Double?

    /// - Parameters:
    ///   - slot: A slot of the frame or its horizon.
    ///   - daysAhead: The first day back that was known at the origin, from 1 on.
    ///   - frame: The history.
    /// - Complexity: O(1) for series without holidays: four weeks back.
    init(ofSlot slot: Int, daysAhead: Int, in frame: DemandFrame) {
        let values = frame.tamed
        let classes = frame.days.classes
        let day = frame.day(ofSlot: slot)
        let isWeekend = DayClasses.isWeekend(classes[day])
        var week = SortedFew<7>()
        var kind = SortedFew<5>()
        var past = slot - daysAhead * frame.perDay
        var back = daysAhead
        while past >= 0, !week.isFull || !kind.isFull || likeCount < 4 {
            let value = values[past]
            let dayClass = classes[day - back]
            if !week.isFull {
                week.insert(value)
                mean += value
            }
            if likeCount < 4, dayClass == classes[day] {
                likeDays[likeCount] = back
                likeMean += value
                likeCount += 1
            }
            if !kind.isFull, DayClasses.isWeekend(dayClass) == isWeekend {
                if lastOfKind == nil { lastOfKind = value }
                kind.insert(value)
            }
            past -= frame.perDay
            back += 1
        }
        days = week.count
        guard days > 0 else { return }
        mean /= Double(days)
        median = week.median
        likeMean = likeCount > 0 ? likeMean / Double(likeCount) : mean
        medianOfKind = kind.count > 0 ? kind.median : nil
    }
}
