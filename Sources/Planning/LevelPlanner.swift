internal import Domain
internal import Forecasting

/// One level of an endpoint: the process of minutes that need at least so many instances, its
/// hazard and its plan.
struct LevelPlanner: Sendable {
    /// The number of instances that a minute must need to be an event of this level.
    let level: Int
    private(set) var hazard: HazardModel
    /// The first minute at which this level's instances are cold, if nothing happens.
    private var coldFrom = 0
    private var planned: ArraySlice<PlannedPing> = []
    /// Minutes from here on are not planned yet.
    private var plannedUntil = 0

    init(level: Int, table: HazardTable, offsets: UTCOffsets) {
        self.level = level
        hazard = HazardModel(table: table, offsets: offsets)
    }

    /// Whether `minute` lies in what was learned from already.
    func hasPassed(_ minute: Int) -> Bool {
        guard let last = hazard.lastEvent else { return false }
        return minute < last || (minute > last && minute <= last + hazard.committedMinutes)
    }

    mutating func observe(eventAt minute: Int, warmMinutes: Int) {
        guard minute != hazard.lastEvent else { return }
        hazard.observe(eventAt: minute)
        coldFrom = max(coldFrom, minute + warmMinutes + 1)
        discardPlan()
    }

    /// Counts the level's instances as warm through the W minutes from `minute` on.
    ///
    /// A ping that was planned for one of them would be dropped: what follows is planned anew.
    mutating func hold(from minute: Int, warmMinutes: Int) {
        let end = minute + warmMinutes
        guard end > coldFrom else { return }
        coldFrom = end
        if let next = planned.first, next.minute < end { discardPlan() }
    }

    /// Forgets the plan: the configuration, the clock or the knowledge has changed.
    mutating func discardPlan() {
        planned = []
        plannedUntil = 0
    }

    /// The next minute at which this level has something to decide, `nil` before its first event.
    var nextMinute: Int? {
        guard hazard.lastEvent != nil else { return nil }
        return planned.first?.minute ?? max(coldFrom, plannedUntil)
    }

    /// Takes the ping planned for `minute`, planning first where that is still to be done.
    ///
    /// Minutes come in order. A ping that was planned for an earlier minute is dropped and told as
    /// `misfired`; the rest is planned anew from `minute` on.
    mutating func take(
        at minute: Int,
        price: Double,
        warmMinutes: Int,
        with workspace: inout PlanWorkspace
    ) -> (ping: PlannedPing?, misfired: PlannedPing?) {
        guard let lastEvent = hazard.lastEvent, minute > lastEvent else { return (nil, nil) }
        var misfired: PlannedPing?
        if let late = planned.first, late.minute < minute {
            misfired = late
            discardPlan()
        }
        if planned.isEmpty, minute >= max(plannedUntil, coldFrom) {
            planned =
                plan(
                    from: minute,
                    after: lastEvent,
                    price: price,
                    warmMinutes: warmMinutes,
                    with: &workspace
                )[...]
        }
        guard let next = planned.first, next.minute == minute else { return (nil, misfired) }
        planned.removeFirst()
        hold(from: minute, warmMinutes: warmMinutes)
        return (next, misfired)
    }

    /// Plans the stretch of the gap that `minute` lies in.
    private mutating func plan(
        from minute: Int,
        after lastEvent: Int,
        price: Double,
        warmMinutes: Int,
        with workspace: inout PlanWorkspace
    ) -> [PlannedPing] {
        let start = (minute - lastEvent - 1) / WarmPlan.usedMinutes * WarmPlan.usedMinutes
        hazard.commit(elapsed: start)
        hazard.writeHazards(to: &workspace.ahead)
        let origin = lastEvent + start
        plannedUntil = origin + WarmPlan.usedMinutes + 1
        let pings = workspace.plan.pings(
            ahead: workspace.ahead,
            price: price,
            warmMinutes: warmMinutes,
            firstStep: max(minute, coldFrom) - origin
        )
        return pings.map { ping in
            let weights = workspace.ahead.weights[ping.step]
            return PlannedPing(
                minute: origin + ping.step,
                instances: level,
                elapsedMinutes: start + ping.step,
                survival: ping.survival,
                requestProbability: ping.requestProbability,
                saving: ping.saving,
                price: price,
                weights: weights / weights.sum()
            )
        }
    }
}

/// Room for planning, shared by all levels of all endpoints.
struct PlanWorkspace: Sendable {
    var ahead = HazardsAhead(horizon: WarmPlan.horizon)
    var plan = WarmPlan()
}
