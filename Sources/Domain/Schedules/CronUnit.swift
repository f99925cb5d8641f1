/// What one field of a cron line counts, and what may stand in it.
struct CronUnit: Equatable, Sendable {
    /// As messages call it.
    let name: String
    let range: ClosedRange<Int>
    /// Names for the first values of `range`, by three letters.
    var names: [String] = []
    /// Whether it counts days of the week, whose ranges go on over the week's end.
    var isWeekday = false
    var isYear = false
    /// Whether `?` may stand in it, for "no matter".
    var takesQuestionMark = false
    /// Whether AWS's L, W and # may stand in it.
    var takesDayRules = false

    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    static let second = CronUnit(name: "second", range: 0...59)
    static let minute = CronUnit(name: "minute", range: 0...59)
    static let hour = CronUnit(name: "hour", range: 0...23)
    static let dayOfMonth = CronUnit(
        name: "day of month",
        range: 1...31,
        takesQuestionMark: true
    )
    static let month = CronUnit(name: "month", range: 1...12, names: monthNames)
    /// From Sunday, which is 0 and 7.
    static let weekday = CronUnit(
        name: "weekday",
        range: 0...7,
        names: weekdayNames,
        isWeekday: true,
        takesQuestionMark: true
    )

    static let awsDayOfMonth = CronUnit(
        name: "day of month",
        range: 1...31,
        takesQuestionMark: true,
        takesDayRules: true
    )
    /// From Sunday, which is 1.
    static let awsWeekday = CronUnit(
        name: "weekday",
        range: 1...7,
        names: weekdayNames,
        isWeekday: true,
        takesQuestionMark: true,
        takesDayRules: true
    )
    static let year = CronUnit(name: "year", range: 1970...2199, isYear: true)

    /// `0 to 59`, or `0 to 7 or Sun to Sat`.
    var allowed: String {
        let numbers = "\(range.lowerBound) to \(range.upperBound)"
        guard let first = names.first, let last = names.last else { return numbers }
        return "\(numbers) or \(first) to \(last)"
    }

    /// The bit that stands for a value: the value itself, and for a weekday its days since Sunday.
    func bit(of value: Int) -> Int { isWeekday ? (value - firstWeekday) % 7 : value }

    /// The value of Sunday.
    private var firstWeekday: Int { range.lowerBound }

    /// All bits that a `*` sets.
    var everyBit: UInt64 { range.reduce(0) { $0 | 1 << UInt64(bit(of: $1)) } }
}
