internal import Domain
internal import Forecasting

/// One level of an endpoint: the process of minutes that need at least so many instances, its
/// hazard and its plan.
struct LevelPlanner: Sendable {
    /// The number of instances that a minute must need to be an event of this level.
    let level: Int
    private(set) var hazard: HazardModel
    /// When this level's instances were last used, as the plan believes.
    ///
    /// In half-minutes since the epoch. A ping that was planned and not sent counts, so that it is not asked for each minute.
    private var lastUse = SlotUse.never
    private var planned: ArraySlice<PlannedPing> = []
    /// So many pings of a plan are kept.
    private static let mostKept = 8
    /// Minutes from here on are not planned yet.
    private var plannedUntil = 0

    /// - Parameters:
    ///   - level: The number of instances.
    ///   - watchedFrom: Where the endpoint has not been called yet, since when it is known.
    init(level: Int, watchedFrom: Int? = nil) {
        self.level = level
        hazard = HazardModel(watchedFrom: watchedFrom)
    }

    /// A level as it was saved, whose instances were last used then.
    init(level: Int, hazard: HazardModel, lastUse: Int) {
        self.level = level
        self.hazard = hazard
        self.lastUse = lastUse
    }

    /// Whether `minute` lies in what was learned from already.
    func hasPassed(_ minute: Int) -> Bool {
        guard let origin = hazard.origin else { return false }
        if hazard.lastEvent == nil { return minute <= origin + hazard.committedMinutes }
        return minute < origin || (minute > origin && minute <= origin + hazard.committedMinutes)
    }

    /// Learns of an event.
    ///
    /// - Returns: The length and the class of the gap that ended, `nil` for the first event.
    @discardableResult
    mutating func observe(
        eventAt minute: Int,
        in setting: HazardSetting,
        with workspace: inout HazardWorkspace
    ) -> (length: Int, row: Int)? {
        guard minute != hazard.lastEvent else { return nil }
        let ended = hazard.lastEvent.map { (length: minute - $0, row: hazard.tableRow) }
        hazard.observe(eventAt: minute, in: setting, with: &workspace)
        lastUse = max(lastUse, SlotUse.ofRequest(inMinute: minute))
        discardPlan()
        return ended
    }

    mutating func missData(atMinute minute: Int) { hazard.missData(atMinute: minute) }

    /// Counts the level's instances as used by a ping; what was planned is planned anew.
    mutating func hold(fromMinute minute: Int) {
        let use = SlotUse.ofPing(inMinute: minute)
        guard use > lastUse else { return }
        lastUse = use
        discardPlan()
    }

    /// Forgets the plan: the configuration, the clock or the knowledge has changed.
    mutating func discardPlan() {
        planned = []
        plannedUntil = 0
    }

    /// The next minute at which this level has something to decide, `nil` before it is watched.
    func nextMinute(keptHalfMinutes: Int) -> Int? {
        guard let origin = hazard.origin else { return nil }
        if let next = planned.first { return next.minute }
        let cold = firstColdMinute(afterUse: lastUse, keptHalfMinutes: keptHalfMinutes)
        return max(cold, plannedUntil, origin + 1)
    }

    /// Takes the ping planned for `minute`, planning first where that is still to be done.
    ///
    /// Minutes come in order. A ping that was planned for an earlier minute is dropped and told as
    /// `misfired`; the rest is planned anew from `minute` on.
    mutating func take(
        at minute: Int,
        under terms: PlanTerms,
        landscape: inout Landscape?,
        with workspace: inout PlanWorkspace
    ) -> (ping: PlannedPing?, misfired: PlannedPing?) {
        guard let origin = hazard.origin, minute > origin else { return (nil, nil) }
        var misfired: PlannedPing?
        if let late = planned.first, late.minute < minute {
            misfired = late
            discardPlan()
        }
        let due = nextMinute(keptHalfMinutes: terms.dueHalfMinutes) ?? .max
        if planned.isEmpty, minute >= due {
            planned =
                plan(
                    from: minute,
                    after: origin,
                    under: terms,
                    landscape: &landscape,
                    with: &workspace
                )[...]
        }
        guard let next = planned.first, next.minute == minute else { return (nil, misfired) }
        planned.removeFirst()
        let rest = planned
        let until = plannedUntil
        hold(fromMinute: minute)
        // The plan's own ping is part of the plan.
        planned = rest
        plannedUntil = until
        return (next, misfired)
    }

    /// Plans the stretch of the gap that `minute` lies in.
    private mutating func plan(
        from minute: Int,
        after lastEvent: Int,
        under terms: PlanTerms,
        landscape: inout Landscape?,
        with workspace: inout PlanWorkspace
    ) -> [PlannedPing] {
        let used = workspace.plan.usedMinutes
        let start = (minute - lastEvent - 1) / used * used
        let origin = lastEvent + start
        let setting = terms.setting
        hazard.commit(elapsed: start, in: setting, with: &workspace.ahead)
        hazard.writeHazards(to: &workspace.ahead, in: setting)
        if hazard.isWorseThanMemoryless {
            workspace.ahead.replaceHazards(with: hazard.memorylessHazard)
        }
        plannedUntil = origin + used + 1
        landscape?.plan(
            level: level,
            steps: minute - origin...used,
            after: origin,
            hazards: workspace.ahead.hazards,
            under: terms,
            with: &workspace.shadows
        )
        let pings = workspace.plan.pings(
            hazards: workspace.ahead.hazards,
            curve: terms.curve,
            prices: terms.prices(ofLevel: level),
            lastUse: lastUse(seenFrom: origin),
            firstStep: minute - origin,
            isForbidden: terms.forbiddenSteps(after: origin, horizon: workspace.plan.horizon)
        )
        // What lies further ahead is planned again when it is due: an endpoint keeps little.
        if pings.count > Self.mostKept { plannedUntil = origin + pings[Self.mostKept - 1].step + 1 }
        return pings.prefix(Self.mostKept).map { ping in
            PlannedPing(
                minute: origin + ping.step,
                instances: level,
                elapsedMinutes: start + ping.step,
                hasSeenRequest: hazard.lastEvent != nil,
                opinion: workspace.ahead.opinion(ofStep: ping.step, survival: ping.survival),
                requestProbability: ping.requestProbability,
                saving: ping.saving,
                price: ping.price,
                coldChance: ping.coldChance,
                value: terms.value,
                runnerUpMinute: ping.runnerUp.map { origin + $0 }
            )
        }
    }

    /// The same in the plan's terms: minutes before its origin.
    private func lastUse(seenFrom origin: Int) -> LastUse {
        guard lastUse > SlotUse.never else { return .none }
        let minute = floorDivision(lastUse, 2)
        return lastUse == SlotUse.ofPing(inMinute: minute)
            ? .ping(minutesBefore: origin - minute) : .request(minutesBefore: origin - minute)
    }
}

/// What the plans of one endpoint are made under.
struct PlanTerms: Sendable {
    var setting: HazardSetting
    var curve: IdleCurve
    /// Half-minutes after a use within which an instance is as good as surely warm.
    var keptHalfMinutes: Int
    /// Half-minutes after a use within which no ping is considered.
    var dueHalfMinutes: Int
    /// The price of a warm ping of one instance, in avoided cold starts.
    var price: Double
    /// What an avoided cold start is worth, in pings, before budgets raise what pings count.
    var value: Double
    /// The price of a cold ping in warm ones.
    var coldPriceRatio: Double
    var quietWindows: [QuietWindow]
    /// Pings fire in the minute before their own.
    var firesAhead: Bool

    /// The prices of one instance more at a level: more instances wait for a request that needs
    /// them all.
    func prices(ofLevel level: Int) -> PingPrices {
        let warm = price * (1 + 0.25 * Double(level - 1))
        return PingPrices(warm: warm, cold: warm * coldPriceRatio)
    }

    /// The steps after `origin` in which no ping may fire; empty where all may.
    func forbiddenSteps(after origin: Int, horizon: Int) -> [Bool] {
        guard !quietWindows.isEmpty else { return [] }
        return (0...horizon).map { step in
            let minute = origin + step
            return (firesAhead ? minute - 1...minute : minute...minute).contains { moment in
                quietWindows.contains { $0.contains(setting.offsets.local(moment)) }
            }
        }
    }
}

/// Room for planning, shared by all levels of all endpoints.
struct PlanWorkspace: Sendable {
    var plan = WarmPlan()
    var ahead: HazardWorkspace
    var shadows: ShadowPlans

    init() {
        ahead = HazardWorkspace(horizon: plan.horizon)
        shadows = ShadowPlans(horizon: plan.horizon)
    }
}
