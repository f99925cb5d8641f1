/// What the rows of a report stand for.
package enum ReportGrouping: String, CaseIterable, Sendable {
    case endpoint
    /// Endpoints of one group; those without are one row.
    case group
    case platform
    case day
    case hour
    /// Who asked for the pings: all of them are the planner's.
    case schedule

    /// Whether rows are stretches of time.
    package var isTime: Bool { self == .day || self == .hour }
}
