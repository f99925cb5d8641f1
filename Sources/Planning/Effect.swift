package import Domain

/// What the engine asks for.
package enum Effect: Equatable, Sendable {
    /// Read what is known of an endpoint and answer with ``Event/loaded(_:_:recentPings:saved:)``:
    /// what was saved and the traffic since, or, afresh, all the traffic.
    case load(EndpointID, afresh: Bool)
    /// Save what was learned of an endpoint from all that the engine has heard until now.
    case save(EndpointID, [UInt8])
    /// Save what the endpoints have taught each other.
    case saveShared([UInt8])
    /// Keep what the controller makes of budgets and targets; it replaces what was kept before.
    case savePrices(PriceState)
    /// Keep a decision; it comes before the ping that follows from it.
    case record(Decision)
    /// Send a warm-up.
    case ping(PingOrder)
    /// Count runs of manual schedules.
    case count([ScheduleRuns])
    /// Be woken at this moment; replaces the alarm asked for before.
    case wake(at: Timestamp)
}

/// A warm-up to be sent now.
package struct PingOrder: Equatable, Sendable {
    package var endpointID: EndpointID
    /// When the plan or a schedule wanted it.
    package var scheduledAt: Timestamp
    package var instances: Int
    /// The most that it can cost, to be reserved before it is sent.
    package var reserved: Money
    /// The manual schedule that asked for it; `nil` for the plan.
    package var scheduleID: Int64?

    /// The minute that it was wanted in, since the epoch.
    package var minute: Int { scheduledAt.minute }
}
