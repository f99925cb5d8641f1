internal import Domain

/// Which days of the wall clock are alike: the days of the week, with holidays as Sundays.
struct DayClasses: Equatable, Sendable {
    /// 0 for Monday to 6 for Sunday and holidays.
    let classes: [Int]
    /// One-off dates: nothing is learned from them.
    let isOneOff: [Bool]
    /// What the demand of a day is multiplied by.
    let factors: [Double]

    /// - Parameters:
    ///   - firstDay: Days from 1970-01-01 of the wall clock to the first day.
    ///   - count: How many days follow.
    ///   - specialDates: In any order; a holiday may be a one-off date too.
    init(firstDay: Int, count: Int, specialDates: [SpecialDate]) {
        // 1970-01-01 was a Thursday.
        var classes = (firstDay..<firstDay + count).map { day in
            day + 3 - floorDivision(day + 3, 7) * 7
        }
        var isOneOff = [Bool](repeating: false, count: count)
        var factors = [Double](repeating: 1, count: count)
        for date in specialDates {
            let index = date.day - firstDay
            guard classes.indices.contains(index) else { continue }
            switch date.kind {
            case .holiday: classes[index] = 6
            case .oneOff(let factor):
                isOneOff[index] = true
                factors[index] = factor
            }
        }
        self.classes = classes
        self.isOneOff = isOneOff
        self.factors = factors
    }

    @inline(__always)
    static func isWeekend(_ dayClass: Int) -> Bool { dayClass >= 5 }
}
