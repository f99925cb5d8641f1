package import Domain
package import Forecasting

/// How an engine behaves, whatever the endpoint.
package struct EngineSettings: Equatable, Sendable {
    /// How long before its minute a ping fires.
    package var lead: Duration
    /// Randomised decisions; `nil` for none.
    package var exploration: Exploration?
    /// Whether what was learned is to be saved now and then.
    package var saves: Bool

    /// - Precondition: `lead` is at least zero and less than a minute.
    package init(
        lead: Duration = .zero,
        exploration: Exploration? = nil,
        saves: Bool = false
    ) {
        precondition((.zero..<Duration.seconds(60)).contains(lead), "a lead is under a minute")
        self.lead = lead
        self.exploration = exploration
        self.saves = saves
    }
}

/// The adaptive controller as a value: events in, effects out; no clock, no I/O, no chance.
///
/// The same engine runs live (`preheat serve`), in simulation and in replay; see ``run(_:in:)``.
/// It decides about whole minutes: the decision for minute *m* is taken when the alarm rings at
/// 60·*m* s (less the lead), with all traffic heard until then.
package struct Engine: Sendable {
    private let settings: EngineSettings
    /// Ascending by id, so that equal inputs give equal orders of effects.
    private var planners: [EndpointPlanner] = []
    /// By planner: the next moment with something to do.
    private var due = DueTimes()
    private var shared: SharedKnowledge
    private var workspace = PlanWorkspace()
    private var alarm: Timestamp?
    private var latest = Timestamp(millisecondsSinceEpoch: .min)
    /// The day (since the epoch, UTC) on which the own fleet's counts came into the table last.
    private var tableDay = Int.min
    private var budgets = BudgetPacers()
    /// The minute at which prices are found anew; `nil` without a budget.
    private var nextPacing: Int?
    /// The hour in which what was learned of budgets was given last.
    private var learnedHour = Int.min

    /// A clock that jumps back by more is believed; by less, time stands still until it is caught up.
    package static let clockTolerance = Duration.seconds(120)
    /// Where pings fire ahead of their minute, one that could leave only so shortly before a
    /// predicted request is dropped: it would occupy the instance that the request needs.
    package static let grace = Duration.seconds(2)

    /// What was learned is saved so often.
    private static let savingMinutes = 6 * 60

    /// - Parameters:
    ///   - prior: The hazards that new endpoints start on.
    ///   - settings: How the engine behaves.
    ///   - saved: What ``Effect/saveShared(_:)`` gave; what cannot be read is as good as none.
    package init(
        prior: HazardTable,
        settings: EngineSettings = EngineSettings(),
        saved: [UInt8]? = nil
    ) {
        shared = SharedKnowledge(shipped: prior)
        self.settings = settings
        if let saved { _ = shared.restore(saved) }
    }

    /// Takes in one event and says what to do about it.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - now: The moment of the event. One that lies a little before an earlier one counts as
    ///     that; a clock that was set back has every endpoint's history read anew.
    /// - Returns: What to do, in this order.
    /// - Complexity: O(*n* / 256) in endpoints, plus what each due endpoint needs to plan; O(*n*)
    ///   once a day and for a configuration, and with budgets or targets every ten minutes.
    package mutating func handle(_ event: Event, at now: Timestamp) -> [Effect] {
        var effects: [Effect] = []
        followClock(now, effects: &effects)
        let now = latest
        switch event {
        case .configured(let endpoints): configure(endpoints, effects: &effects)
        case .loaded(let id, let bins, let pings, let saved):
            load(id, bins, pings, saved, at: now, effects: &effects)
        case .budgeted(let all): budget(all, at: now, effects: &effects)
        case .refused(let id, let minute): takeBack(id, minute)
        case .warmed(let id, let ping):
            if let index = index(of: id) {
                planners[index].hold(ping.instances, fromMinute: min(ping.minute, now.minute))
                renewDue(index)
            }
        case .traffic(let traffic): hear(traffic, at: now, effects: &effects)
        case .pinged(let id, let outcome):
            if let index = index(of: id) {
                settle(outcome, of: planners[index])
                planners[index].hear(outcome, shared: &shared)
                renewDue(index)
            }
        case .woke:
            alarm = nil
            if let nextPacing, nextPacing <= now.minute { pace(at: now, effects: &effects) }
            decide(at: now, effects: &effects)
        }
        if let next = nextAlarm(after: now), next != alarm {
            alarm = next
            effects.append(.wake(at: next))
        }
        return effects
    }

    /// The warm-ups of an endpoint after `now` and before `end` if no request came: what `plan` shows.
    package func upcomingWarmUps(
        of id: EndpointID,
        at now: Timestamp,
        until end: Timestamp
    ) -> [UpcomingWarmUp] {
        guard let index = index(of: id), now < end else { return [] }
        var workspace = PlanWorkspace()
        return planners[index].upcoming(
            in: now.minute + 1..<end.minute + 1,
            budgets: budgets,
            shared: shared,
            with: &workspace
        )
    }

    /// What to expect of the next request after `now` and before `end`, with these warm-ups.
    ///
    /// - Returns: `nil` where nothing is known of requests.
    package func outlook(
        of id: EndpointID,
        at now: Timestamp,
        until end: Timestamp,
        with warmUps: [UpcomingWarmUp]
    ) -> Outlook? {
        guard let index = index(of: id), now < end else { return nil }
        var workspace = PlanWorkspace()
        return planners[index].outlook(
            in: now.minute + 1..<end.minute + 1,
            with: warmUps.filter { $0.refusal == nil },
            shared: shared,
            workspace: &workspace
        )
    }

    /// What the policy would bring after `now` and before `end` if days of late came again.
    ///
    /// A forecast by blocks of days (the seasonal block bootstrap of Politis, 2001, with each block
    /// once): what rhythms, timers and bursts there are, stays in them. The days are the latest 14, or
    /// those of the last four weeks with the same weekends where these make a difference. Each
    /// rehearsal spends what budgets leave by itself, as if nobody else did.
    ///
    /// - Parameters:
    ///   - id: The endpoint.
    ///   - now: The present moment.
    ///   - end: Where the rehearsals end.
    ///   - past: What came before; one that is longer than the days wanted is as good.
    /// - Returns: The latest day first; none of days that are not known as a whole.
    /// - Complexity: O(*n*) in days, minutes and requests.
    package func rehearsals(
        of id: EndpointID,
        at now: Timestamp,
        until end: Timestamp,
        past: PastTraffic
    ) -> [Rehearsal] {
        guard let index = index(of: id), now < end else { return [] }
        var workspace = PlanWorkspace()
        let planner = planners[index]
        var past = past
        past.since = min(past.since, planner.knownSince ?? past.since)
        let window = RehearsedWindow(minutes: now.minute + 1..<end.minute + 1, planner.offsets)
        let rehearsals = window.days.compactMap { days in
            past.moved(byDays: days, into: window.minutes, planner.offsets).flatMap { requests in
                planner.rehearsal(
                    of: window.minutes,
                    daysBefore: days,
                    with: requests,
                    budgets: budgets,
                    shared: shared,
                    workspace: &workspace
                )
            }
        }
        return window.chosen(of: rehearsals)
    }

    /// So many days before the time ahead are wanted for rehearsals; one is for clocks that change.
    package static let rehearsedDays = Int64(RehearsedWindow.lookBack) + 1

    /// What is believed of the platform's idle timeout; `nil` for an endpoint that is not configured.
    package func idleBelief(of id: EndpointID) -> IdleBelief? {
        index(of: id).map { planners[$0].idleBelief(shared) }
    }

    /// Brings what the own fleet has shown until now into the hazards; an engine that decides does so
    /// each day.
    ///
    /// - Complexity: O(*n*) in endpoints.
    package mutating func renewTable(at now: Timestamp) {
        shared.renewTable(openGaps: planners.compactMap { $0.openGap(at: now.minute) })
    }

    /// Takes what an endpoint's pings counted for at some time, for who asks of it later.
    package mutating func assume(priceFactor: Double, of id: EndpointID) {
        guard let index = index(of: id) else { return }
        planners[index].setPriceFactor(priceFactor)
        renewDue(index)
    }

    /// What the engine thinks of the minute after `now`: why it will ping then, or will not.
    ///
    /// - Returns: `nil` for an endpoint that is not configured or whose history is being read.
    package func explanation(of id: EndpointID, at now: Timestamp) -> Explanation? {
        guard let index = index(of: id) else { return nil }
        var workspace = PlanWorkspace()
        return planners[index].explanation(
            at: now.minute + 1,
            shared: shared,
            with: &workspace
        )
    }

    /// What an endpoint's manual schedules want in a minute, and next: of the enabled ones in the order
    /// in which they were configured.
    ///
    /// Windows are held by what the engine knows of the instances' uses.
    package func scheduleWishes(of id: EndpointID, inMinute minute: Int) -> [ScheduleWish] {
        index(of: id).map { planners[$0].wishes(inMinute: minute) } ?? []
    }

    /// The chance of a request in a minute ahead, none having come since the last one.
    ///
    /// - Returns: `nil` where nothing is known, or the minute has been learned from.
    package func hazard(of id: EndpointID, inMinute minute: Int) -> Double? {
        guard let index = index(of: id), let level = planners[index].levels.first else {
            return nil
        }
        var workspace = HazardWorkspace(horizon: 1)
        let setting = planners[index].setting(shared)
        return level.hazard.opinion(of: minute, in: setting, with: &workspace)?.hazard
    }

    // MARK: - Hearing

    private mutating func followClock(_ now: Timestamp, effects: inout [Effect]) {
        if latest > now.advanced(by: Self.clockTolerance) {
            latest = now
            alarm = nil
            if nextPacing != nil { nextPacing = now.minute }
            for index in planners.indices {
                planners[index].forgetTheFuture()
                planners[index].landscape?.setBack(to: now.minute)
                planners[index].timetable.setBack(to: now)
                if !planners[index].isLoading { reload(index, &effects) }
            }
        }
        latest = max(latest, now)
    }

    private mutating func configure(_ endpoints: [ConfiguredEndpoint], effects: inout [Effect]) {
        var configured: [EndpointPlanner] = []
        for new in endpoints.sorted(by: { $0.endpoint.id < $1.endpoint.id }) {
            let id = new.endpoint.id
            let index = index(of: id)
            let wasPaused = index.map { planners[$0].endpoint.isPaused } ?? false
            // What would have run during a pause is neither made up for nor missed.
            let timetable = Timetable(
                new.schedules,
                at: latest,
                keeping: wasPaused ? Timetable() : index.map { planners[$0].timetable }
            )
            if let index, planners[index].canKeep(learned: new) {
                planners[index].configure(new, shared: shared)
                configured.append(planners[index])
            } else {
                var planner = EndpointPlanner(
                    new,
                    firesAhead: settings.lead > .zero,
                    shared: shared
                )
                if let index { planner.count(like: planners[index]) }
                planner.isLoading = true
                configured.append(planner)
                effects.append(.load(id, afresh: false))
            }
            configured[configured.count - 1].timetable = timetable
        }
        let kept = Set(configured.map(\.endpoint.id))
        for planner in planners where !kept.contains(planner.endpoint.id) {
            if let gap = planner.openGap(at: latest.minute) { shared.count(openGap: gap) }
        }
        planners = configured
        coverEndpoints()
        if nextPacing == nil, planners.contains(where: { $0.target != nil }) {
            nextPacing = latest.minute
        }
        due = DueTimes(planners.map { $0.nextMoment(lead: settings.lead) })
    }

    private mutating func load(
        _ id: EndpointID,
        _ bins: [TrafficBin],
        _ pings: [RecentPing],
        _ saved: [UInt8]?,
        at now: Timestamp,
        effects: inout [Effect]
    ) {
        guard let index = index(of: id) else { return }
        guard let saved else {
            relearn(index, bins, pings, at: now)
            return
        }
        let fits =
            planners[index].restore(saved, shared: shared)
            && !planners[index].catchUp(
                with: bins,
                pings: pings,
                now: now.minute,
                shared: &shared,
                with: &workspace
            )
        guard fits else { return reload(index, &effects) }
        planners[index].hasNews = false
        planners[index].savedAt = now.minute
        renewDue(index)
    }

    private mutating func relearn(
        _ index: Int,
        _ bins: [TrafficBin],
        _ pings: [RecentPing],
        at now: Timestamp
    ) {
        planners[index].relearn(
            from: bins,
            pings: pings,
            now: now.minute,
            shared: &shared,
            with: &workspace
        )
        renewDue(index)
    }

    private mutating func hear(
        _ traffic: [EndpointTraffic],
        at now: Timestamp,
        effects: inout [Effect]
    ) {
        for part in traffic {
            guard let index = index(of: part.endpointID) else { continue }
            let contradicts = planners[index].hear(
                part.bins,
                now: now.minute,
                shared: &shared,
                with: &workspace
            )
            if contradicts { reload(index, &effects) }
            renewDue(index)
        }
    }

    private mutating func reload(_ index: Int, _ effects: inout [Effect]) {
        planners[index].isLoading = true
        due[index] = .distantFuture
        effects.append(.load(planners[index].endpoint.id, afresh: true))
    }

    // MARK: - Budgets

    private mutating func budget(
        _ all: [PacedBudget],
        at now: Timestamp,
        effects: inout [Effect]
    ) {
        if budgets.isEmpty {
            // What was pinged before there were budgets is none of theirs.
            for index in planners.indices {
                _ = planners[index].takeShadowPings(through: now.minute)
            }
        }
        budgets.configure(all, for: planners, at: now)
        coverEndpoints()
        pace(at: now, effects: &effects)
    }

    /// Shadow plans are made for whom a budget or a target needs them.
    private mutating func coverEndpoints() {
        for index in planners.indices where planners[index].target == nil {
            let isCovered = budgets.cover(planners[index].endpoint)
            if !isCovered {
                planners[index].landscape = nil
            } else if planners[index].landscape == nil {
                planners[index].landscape = planners[index].newLandscape
            }
        }
    }

    /// Finds the budgets' prices anew, and plans with them.
    private mutating func pace(at now: Timestamp, effects: inout [Effect]) {
        budgets.pace(&planners, at: now)
        for index in planners.indices {
            planners[index].passTime(to: now.minute)
            planners[index].setPriceFactor(budgets.factor(for: planners[index].endpoint))
            renewDue(index)
        }
        if settings.saves {
            var state = priceState
            let hour = floorDivision(now.minute, 60)
            if hour != learnedHour {
                learnedHour = hour
                for (place, pacer) in budgets.pacers.enumerated() {
                    state.budgets[place].learned = pacer.learned
                }
            }
            effects.append(.savePrices(state))
        }
        let interval = BudgetPacers.interval
        let isPriced = !budgets.isEmpty || planners.contains { $0.target != nil }
        nextPacing = isPriced ? (floorDivision(now.minute, interval) + 1) * interval : nil
    }

    /// What the controller makes of budgets and targets now.
    ///
    /// - Complexity: O(*n*) in endpoints.
    package var priceState: PriceState {
        PriceState(
            budgets: budgets.pacers.map {
                PriceState.OfBudget(budgetID: $0.budget.id, price: $0.price)
            },
            targets: planners.compactMap(\.targetState)
        )
    }

    /// What a ping of the endpoint may cost now; in shadow mode nothing is spent.
    private mutating func left(for endpoint: Endpoint, at now: Timestamp) -> Int64 {
        endpoint.mode == .active ? budgets.left(for: endpoint, at: now) : .max
    }

    private mutating func settle(_ outcome: PingOutcome, of planner: EndpointPlanner) {
        guard let awaited = planner.awaited, awaited.minute == outcome.minute,
            let cost = outcome.costNanos
        else { return }
        budgets.release(
            awaited.reservedNanos - min(cost, awaited.reservedNanos),
            for: planner.endpoint,
            reservedAt: awaited.reservedAt
        )
    }

    private mutating func takeBack(_ id: EndpointID, _ minute: Int) {
        guard let index = index(of: id),
            let awaited = planners[index].takeBack(pingInMinute: minute)
        else { return }
        budgets.release(
            awaited.reservedNanos,
            for: planners[index].endpoint,
            reservedAt: awaited.reservedAt
        )
        renewDue(index)
    }

    // MARK: - Deciding

    private mutating func decide(at now: Timestamp, effects: inout [Effect]) {
        let minute = now.advanced(by: settings.lead).minute
        let start = Timestamp(minute: minute)
        let isLate = settings.lead > Self.grace && start < now.advanced(by: Self.grace)
        let day = floorDivision(now.minute, 1440)
        if day != tableDay {
            tableDay = day
            renewTable(at: now)
            if settings.saves { effects.append(.saveShared(shared.serialized)) }
        }
        var after = -1
        while let index = due.firstIndex(after: after, dueBy: now) {
            after = index
            let contradicts = planners[index].hearDueBins(
                now: now.minute,
                shared: &shared,
                with: &workspace
            )
            if contradicts { reload(index, &effects) }
            let turn = planners[index].turn(
                minute: minute,
                at: now,
                under: Circumstances(
                    isLate: isLate,
                    left: left(for: planners[index].endpoint, at: now),
                    exploration: settings.exploration,
                    lead: settings.lead
                ),
                shared: shared,
                with: &workspace
            )
            carryOut(turn, of: index, at: now, effects: &effects)
            if settings.saves { save(index, minute: now.minute, effects: &effects) }
            renewDue(index)
        }
    }

    private mutating func save(_ index: Int, minute: Int, effects: inout [Effect]) {
        let planner = planners[index]
        guard planner.hasNews, !planner.isLoading, planner.future.isEmpty,
            minute >= planner.savedAt + Self.savingMinutes
        else { return }
        planners[index].hasNews = false
        planners[index].savedAt = minute
        effects.append(.save(planner.endpoint.id, planner.serialized))
    }

    private mutating func carryOut(
        _ turn: Turn,
        of index: Int,
        at now: Timestamp,
        effects: inout [Effect]
    ) {
        let id = planners[index].endpoint.id
        let choice = turn.choice
        func decision(_ ping: PlannedPing, _ action: Decision.Action) -> Decision {
            var why = reasons(for: ping, in: choice, exploration: settings.exploration)
            if let schedule = turn.absorbedID { why.append(Reason(.schedule, Double(schedule))) }
            return Decision(
                endpointID: id,
                decidedAt: now,
                minute: ping.minute,
                action: action,
                instances: ping.instances,
                reasons: why
            )
        }
        if let misfired = choice.misfired { effects.append(.record(decision(misfired, .misfire))) }
        if let ping = choice.ping {
            let action = choice.refusal?.action ?? .ping
            warmUp(
                by: decision(ping, action),
                scheduledAt: Timestamp(minute: ping.minute),
                reservedNanos: choice.reservedNanos,
                of: index,
                at: now,
                effects: &effects
            )
        }
        if let scheduled = turn.scheduled, let schedule = scheduled.warmUp.scheduleID {
            warmUp(
                by: Decision(
                    endpointID: id,
                    decidedAt: now,
                    minute: scheduled.warmUp.dueAt.minute,
                    action: scheduled.refusal?.action ?? .ping,
                    instances: scheduled.warmUp.instances,
                    reasons: [Reason(.schedule, Double(schedule))]
                ),
                scheduledAt: scheduled.warmUp.dueAt,
                scheduleID: schedule,
                reservedNanos: scheduled.reservedNanos,
                of: index,
                at: now,
                effects: &effects
            )
        }
        if !turn.runs.isEmpty { effects.append(.count(turn.runs)) }
    }

    /// Records a decision, and orders the warm-up that follows from it.
    private mutating func warmUp(
        by decision: Decision,
        scheduledAt: Timestamp,
        scheduleID: Int64? = nil,
        reservedNanos: Int64,
        of index: Int,
        at now: Timestamp,
        effects: inout [Effect]
    ) {
        let endpoint = planners[index].endpoint
        guard decision.action == .ping else { return effects.append(.record(decision)) }
        guard endpoint.mode == .active else {
            var decision = decision
            decision.action = .shadowPing
            return effects.append(.record(decision))
        }
        planners[index].awaited?.reservedAt = now
        budgets.reserve(reservedNanos, for: endpoint)
        effects.append(.record(decision))
        effects.append(
            .ping(
                PingOrder(
                    endpointID: endpoint.id,
                    scheduledAt: scheduledAt,
                    instances: decision.instances,
                    reserved: Money(
                        nanos: reservedNanos,
                        currency: endpoint.priceModel.currency
                    ),
                    scheduleID: scheduleID
                )
            )
        )
    }

    private func nextAlarm(after now: Timestamp) -> Timestamp? {
        let pacing = nextPacing.map { Timestamp(minute: $0) } ?? .distantFuture
        let next = min(due.earliest, pacing)
        return next < .distantFuture ? max(next, now) : nil
    }

    private mutating func renewDue(_ index: Int) {
        due[index] = planners[index].nextMoment(lead: settings.lead)
    }

    private func index(of id: EndpointID) -> Int? {
        // Written out: a closure over elements would copy whole planners.
        var lower = 0
        var upper = planners.count
        while lower < upper {
            let middle = (lower + upper) / 2
            if planners[middle].endpoint.id >= id { upper = middle } else { lower = middle + 1 }
        }
        return lower < planners.count && planners[lower].endpoint.id == id ? lower : nil
    }
}

extension EndpointPlanner {
    /// The next decision, the lead before its minute, the next bin whose time comes, or what a
    /// schedule wants.
    fileprivate func nextMoment(lead: Duration) -> Timestamp {
        let decision = nextDecision.map { Timestamp(minute: $0).advanced(by: .zero - lead) }
        let bin = future.first.map { Timestamp(minute: $0.minute) }
        return min(
            decision ?? .distantFuture,
            bin ?? .distantFuture,
            nextScheduled(lead: lead)
        )
    }

    /// Whether what was learned under the present settings holds under `new` ones as well.
    fileprivate func canKeep(learned new: ConfiguredEndpoint) -> Bool {
        new.offsets == offsets && new.endpoint.meanDuration == endpoint.meanDuration
            && new.endpoint.idleTimeout == endpoint.idleTimeout
            && new.endpoint.platform == endpoint.platform
            // What shadow mode would have pinged holds nothing warm.
            && new.endpoint.mode == endpoint.mode
    }
}
