/// The ledger's entry of one ping: recorded as an intent before it is fired, settled after.
package struct PingRecord: Equatable, Sendable {
    package enum Outcome: String, CaseIterable, Sendable {
        /// Fired, or about to be; the answer is not known yet.
        case pending
        /// Every instance answered with an expected status.
        case succeeded
        /// At least one instance answered with another status.
        case unexpectedStatus
        /// At least one instance did not answer in time.
        case timedOut
        /// At least one connection failed.
        case unreachable
        /// Its sender stopped before the answer came; the platform may have charged for it.
        case interrupted
    }

    package var id: Int64
    package var endpointID: EndpointID
    /// The moment that the plan named.
    package var scheduledAt: Timestamp
    package var firedAt: Timestamp?
    package var outcome: Outcome
    package var instances: Int
    /// How many of the instances were found warm or cold, or failed; the rest are unknown.
    package var warmInstances: Int
    package var coldInstances: Int
    package var failedInstances: Int
    /// From the first attempt to connect to the connection, of the slowest instance.
    package var connectMs: Int64?
    /// From the request's head to the first byte of the answer, of the slowest instance.
    package var firstByteMs: Int64?
    /// From the first attempt to connect to the last byte, of the slowest instance.
    package var totalMs: Int64?
    package var cost: Money?
    /// The most that it can cost, set aside in its budgets before it is fired; `nil` where nothing
    /// was.
    package var reserved: Money?
    /// One sentence on what went wrong.
    package var detail: String?
    /// The name of the manual schedule that asked for it; `nil` for the plan.
    package var schedule: String?
    /// Until when the process that sent it beside the service may settle it; `nil` for the service's
    /// own, which are settled as long as it runs.
    package var awaitedUntil: Timestamp?

    package init(
        id: Int64,
        endpointID: EndpointID,
        scheduledAt: Timestamp,
        firedAt: Timestamp? = nil,
        outcome: Outcome = .pending,
        instances: Int,
        warmInstances: Int = 0,
        coldInstances: Int = 0,
        failedInstances: Int = 0,
        connectMs: Int64? = nil,
        firstByteMs: Int64? = nil,
        totalMs: Int64? = nil,
        cost: Money? = nil,
        reserved: Money? = nil,
        detail: String? = nil,
        schedule: String? = nil,
        awaitedUntil: Timestamp? = nil
    ) {
        self.id = id
        self.endpointID = endpointID
        self.scheduledAt = scheduledAt
        self.firedAt = firedAt
        self.outcome = outcome
        self.instances = instances
        self.warmInstances = warmInstances
        self.coldInstances = coldInstances
        self.failedInstances = failedInstances
        self.connectMs = connectMs
        self.firstByteMs = firstByteMs
        self.totalMs = totalMs
        self.cost = cost
        self.reserved = reserved
        self.detail = detail
        self.schedule = schedule
        self.awaitedUntil = awaitedUntil
    }

    /// The temperature of the ping as a whole: cold when any instance was, warm when all were.
    package var temperature: Temperature {
        if coldInstances > 0 { return .cold }
        return warmInstances == instances && instances > 0 ? .warm : .unknown
    }
}
