/// What an instance was last used by, and when, seen from the origin of a plan.
///
/// A ping fires at the start of its minute and a request comes around the middle of its own, so that
/// times between the two are odd numbers of half-minutes.
package enum LastUse: Equatable, Sendable {
    /// A request so many minutes before the origin.
    case request(minutesBefore: Int)
    /// A ping so many minutes before the origin; negative for one that the plan's steps pass over.
    case ping(minutesBefore: Int)
    /// None that is known: the instance is as cold as can be.
    case none

    /// The longest time that is told apart from longer ones, in minutes.
    private static let longAgo = 1 << 40

    /// The moment in half-minutes from the origin's start, `nil` where there was none.
    var halfMinute: Int? {
        switch self {
        case .request(let minutes): 1 - 2 * Self.bounded(minutes)
        case .ping(let minutes): -2 * Self.bounded(minutes)
        case .none: nil
        }
    }

    private static func bounded(_ minutes: Int) -> Int { min(max(minutes, -longAgo), longAgo) }
}
