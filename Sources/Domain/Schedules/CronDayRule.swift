/// A day of the month by the rules of AWS's cron lines.
enum CronDayRule: Equatable, Sendable {
    /// `L`, or `L-3`: so many days before the last one.
    case lastDay(before: Int)
    /// `LW`: the last one from Monday to Friday.
    case lastWorkday
    /// `15W`: the one from Monday to Friday that is nearest to a day, in its month; none where the
    /// month has no such day.
    case workday(nearest: Int)
    /// `2#1`: the first Monday. Weekdays count from Sunday, which is 0.
    case nth(Int, weekday: Int)
    /// `5L`: the last Thursday.
    case last(weekday: Int)

    /// Whether it stands in the field of the day of the month.
    var isOfMonth: Bool {
        switch self {
        case .lastDay, .lastWorkday, .workday: true
        case .nth, .last: false
        }
    }

    /// The day that it means, from 1.
    ///
    /// - Parameters:
    ///   - length: The month's days.
    ///   - first: The weekday of its first day, from Sunday.
    /// - Returns: `nil` where the month has none.
    func day(length: Int, firstWeekday first: Int) -> Int? {
        func weekday(_ day: Int) -> Int { (first + day - 1) % 7 }
        switch self {
        case .lastDay(let before): return before < length ? length - before : nil
        case .lastWorkday: return length - [2, 0, 0, 0, 0, 0, 1][weekday(length)]
        case .workday(let day):
            guard day <= length else { return nil }
            switch weekday(day) {
            case 6: return day > 1 ? day - 1 : 3
            case 0: return day < length ? day + 1 : day - 2
            default: return day
            }
        case .nth(let number, let wanted):
            let day = 1 + (wanted - first + 7) % 7 + 7 * (number - 1)
            return day <= length ? day : nil
        case .last(let wanted): return length - (weekday(length) - wanted + 7) % 7
        }
    }
}
