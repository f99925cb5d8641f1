/// What warming may cost in each period: for everything, a group of endpoints or one endpoint.
package struct Budget: Equatable, Sendable {
    /// Whose pings are paid from it.
    package enum Scope: Hashable, Sendable {
        case fleet
        /// The endpoints of one group, whichever they are when they ping.
        case group(String)
        case endpoint(EndpointID)
    }

    /// The share of the limit from which on a budget warns, unless told otherwise.
    package static let usualWarnShare = 0.8

    package var id: Int64
    package var scope: Scope
    package var period: Period
    /// The IANA zone in which its days, weeks and months are counted.
    package var timeZone: String
    /// What a period may cost; zero lets nothing be spent.
    package var limit: Money
    /// A hard budget refuses a ping that might exceed it; a soft one only counts.
    package var isHard: Bool
    /// The share of the limit from which on it warns: more than 0, at most 1.
    package var warnShare: Double

    /// - Precondition: `limit` is not negative, and `warnShare` is a share.
    package init(
        id: Int64 = 0,
        scope: Scope,
        period: Period,
        timeZone: String = "UTC",
        limit: Money,
        isHard: Bool = true,
        warnShare: Double = usualWarnShare
    ) {
        precondition(limit.nanos >= 0, "a limit is not negative")
        precondition(warnShare > 0 && warnShare <= 1, "a share, not a percentage")
        self.id = id
        self.scope = scope
        self.period = period
        self.timeZone = timeZone
        self.limit = limit
        self.isHard = isHard
        self.warnShare = warnShare
    }

    /// Whether the pings of `endpoint` are paid from this budget.
    package func covers(_ endpoint: Endpoint) -> Bool {
        switch scope {
        case .fleet: true
        case .group(let name): endpoint.group == name
        case .endpoint(let id): endpoint.id == id
        }
    }
}
