/// What the rows of a report stand for.
package enum ReportGrouping: String, CaseIterable, Sendable {
    case endpoint
    /// Endpoints of one group; those without are one row.
    case group
    case platform
    case day
    case hour
    /// Who asked for the pings: the plan, or a manual schedule. Requests and the cold starts that
    /// they met are not told apart by that, and stand with the plan.
    case schedule

    /// Whether rows are stretches of time.
    package var isTime: Bool { self == .day || self == .hour }
}
