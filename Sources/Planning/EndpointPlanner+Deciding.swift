internal import Domain
internal import Forecasting

extension EndpointPlanner {
    /// A request is predicted for a minute from this hazard on.
    private static let predicted = 0.5

    /// What to do in `minute`: the highest level that wants a ping decides how many instances.
    ///
    /// - Parameters:
    ///   - minute: Minutes come in order.
    ///   - isLate: The minute is so near that a ping would meet a request at its start.
    ///   - leastInstances: A ping has so many at least: schedules want them, too.
    ///   - left: What the ping may cost at most, in billionths of its currency's unit.
    ///   - exploration: Whether chance may withhold the ping.
    ///   - shared: What is known of gaps and idle timeouts.
    ///   - workspace: Room for planning.
    /// - Returns: The ping, and whether something speaks against sending it.
    mutating func decide(
        minute: Int,
        isLate: Bool = false,
        leastInstances: Int = 0,
        left: Int64 = .max,
        exploration: Exploration?,
        shared: SharedKnowledge,
        with workspace: inout PlanWorkspace
    ) -> Choice {
        guard plans, minute >= undecidedFrom else { return Choice() }
        undecidedFrom = minute + 1
        var choice = Choice()
        let terms = terms(shared)
        for index in levels.indices {
            let next = levels[index].nextMinute(keptHalfMinutes: terms.dueHalfMinutes)
            guard let next, next <= minute else { continue }
            let taken = levels[index].take(
                at: minute,
                under: terms,
                landscape: &landscape,
                with: &workspace
            )
            if let misfired = taken.misfired { choice.misfired = misfired }
            if let ping = taken.ping { choice.ping = ping }
        }
        guard var ping = choice.ping else { return choice }
        choice.explanation = completed(
            levels[ping.instances - 1].explanation(of: ping, in: terms),
            shared
        )
        let own = min(max(ping.instances, endpoint.instances), Preheat.mostInstances)
        ping.instances = min(max(own, leastInstances), Preheat.mostInstances)
        choice.ping = ping
        let idle = idleTimes(ofInstances: ping.instances, inMinute: ping.minute)
        let cost = cost(ofIdle: idle, shared)
        let meetsRequest = isLate && ping.opinion.hazard >= Self.predicted
        choice.reservedNanos = endpoint.reservation(instances: ping.instances).nanos
        choice.refusal = refusal(of: cost, ping, exploration)
        if choice.reservedNanos > left { choice.refusal = .budget }
        if meetsRequest { choice.refusal = .late }
        // What schedules want beside it goes on its own then.
        if choice.refusal != nil { choice.ping?.instances = own }
        switch choice.refusal {
        case nil:
            account.pay(cost)
            awaited = AwaitedPing(
                minute: minute,
                idle: idle,
                cost: cost,
                reservedNanos: choice.reservedNanos
            )
            // Lower levels learn of it, too: else they would count on pings that are dropped.
            hold(ping.instances, fromMinute: minute)
        case .exploration: undecidedFrom = minute + max(keptMinutes, 1)
        case .failing, .spending, .budget, .late: break
        }
        return choice
    }

    /// The warm-ups within `minutes` if no request came, ascending: what ``turn`` would do.
    ///
    /// Nothing is done; budgets hold back as they would.
    func upcoming(
        in minutes: Range<Int>,
        budgets: BudgetPacers = BudgetPacers(),
        shared: SharedKnowledge,
        with workspace: inout PlanWorkspace
    ) -> [UpcomingWarmUp] {
        var copy = self
        var budgets = budgets
        var warmUps: [UpcomingWarmUp] = []
        while let turn = copy.nextTurn(
            in: minutes,
            budgets: &budgets,
            shared: shared,
            with: &workspace
        ) {
            if let ping = turn.choice.ping {
                warmUps.append(
                    UpcomingWarmUp(
                        moment: Timestamp(minute: ping.minute),
                        instances: ping.instances,
                        planned: ping,
                        scheduleID: turn.absorbedID,
                        refusal: turn.choice.refusal?.action
                    )
                )
            }
            if let scheduled = turn.scheduled {
                warmUps.append(
                    UpcomingWarmUp(
                        moment: scheduled.warmUp.dueAt,
                        instances: scheduled.warmUp.instances,
                        scheduleID: scheduled.warmUp.scheduleID,
                        refusal: scheduled.refusal?.action
                    )
                )
            }
        }
        return warmUps
    }

    /// Goes on to the next turn within `minutes` if no request comes, as an engine would ask for it.
    ///
    /// - Parameters:
    ///   - minutes: Those before them have passed.
    ///   - budgets: Pay what each warm-up is expected to cost; their periods go on with time.
    ///   - shared: What is known of gaps and idle timeouts.
    ///   - workspace: Room for planning.
    /// - Returns: `nil` when there is none.
    mutating func nextTurn(
        in minutes: Range<Int>,
        budgets: inout BudgetPacers,
        shared: SharedKnowledge,
        with workspace: inout PlanWorkspace
    ) -> Turn? {
        undecidedFrom = max(undecidedFrom, minutes.lowerBound)
        var now = nextMoment(from: minutes.lowerBound)
        // With a period that begins before then money counts otherwise from there on.
        while case let end = budgets.periodEnd(for: endpoint), end <= now,
            end < Timestamp(minute: minutes.upperBound)
        {
            budgets.turn(for: endpoint, at: end)
            undecidedFrom = max(undecidedFrom, end.minute)
            setPriceFactor(budgets.factor(for: endpoint))
            now = nextMoment(from: max(minutes.lowerBound, end.minute))
        }
        guard now < Timestamp(minute: minutes.upperBound) else { return nil }
        let isPaid = endpoint.mode == .active
        let turn = turn(
            minute: now.minute,
            at: now,
            under: Circumstances(left: isPaid ? budgets.left(for: endpoint, at: now) : .max),
            shared: shared,
            with: &workspace
        )
        if isPaid, let sent = turn.sentInstances {
            let nanos = expectedNanos(ofSent: sent, shared)
            budgets.reserve(Int64(min(nanos.rounded(.up), 0x1p62)), for: endpoint)
        }
        return turn
    }

    /// The next decision, or what a schedule wants, from a minute on.
    private func nextMoment(from minute: Int) -> Timestamp {
        let decision = nextDecision.map { Timestamp(minute: $0) } ?? .distantFuture
        return max(min(decision, nextScheduled(lead: .zero)), Timestamp(minute: minute))
    }

    /// What the ping of so many instances that was sent last is expected to cost.
    func expectedNanos(ofSent instances: Int, _ shared: SharedKnowledge) -> Double {
        let cold = (awaited?.idle ?? []).reduce(0) { cold, idle in
            cold + (idle.map { coldChance(afterHalfMinutes: $0, shared) } ?? 1)
        }
        let dearer = (coldPriceRatio - 1) * cold / Double(max(instances, 1))
        return Double(endpoint.warmPingCost(instances: instances).nanos) * (1 + dearer)
    }

    /// What the engine thinks of `minute`, whether it pings then or not.
    func explanation(
        at minute: Int,
        shared: SharedKnowledge,
        with workspace: inout PlanWorkspace
    ) -> Explanation? {
        guard !levels.isEmpty, !isLoading else { return nil }
        var level = levels[0]
        let terms = terms(shared)
        let next = upcoming(in: minute..<minute + 1440, shared: shared, with: &workspace)
            .lazy.filter { $0.refusal == nil }.compactMap(\.planned).first
        guard let next else {
            return level.explanation(at: minute, next: nil, in: terms, with: &workspace)
                .map { completed($0, shared) }
        }
        if next.instances <= levels.count { level = levels[next.instances - 1] }
        if next.minute == minute {
            return completed(level.explanation(of: next, in: terms), shared)
        }
        return level.explanation(at: minute, next: next, in: terms, with: &workspace)
            .map { completed($0, shared) }
    }

    private func completed(_ explanation: Explanation, _ shared: SharedKnowledge) -> Explanation {
        var explanation = explanation
        if let use = slots.first?.lastUse, use > SlotUse.never {
            let cold = firstColdMinute(afterUse: use, keptHalfMinutes: keptHalfMinutes)
            explanation.warmThroughMinute = cold > explanation.minute ? cold - 1 : nil
        }
        explanation.coldStartValue = ownValue
        explanation.priceFactor = priceFactor
        explanation.credit = account.credit
        explanation.spentInGap = account.spentInGap
        explanation.idle = idleBelief(shared)
        return explanation
    }

    /// What is believed of the idle timeout, and how surely.
    func idleBelief(_ shared: SharedKnowledge) -> IdleBelief {
        endpoint.statedIdleTimeout.map(IdleBelief.init(stated:))
            ?? idle.belief(pool: shared[endpoint.platform])
    }

    private func terms(_ shared: SharedKnowledge) -> PlanTerms {
        PlanTerms(
            setting: setting(shared),
            curve: planningCurve(shared),
            keptHalfMinutes: keptHalfMinutes,
            dueHalfMinutes: dueHalfMinutes,
            price: price,
            value: ownValue,
            coldPriceRatio: coldPriceRatio,
            quietWindows: endpoint.quietWindows,
            firesAhead: firesAhead
        )
    }

    /// What a ping costs that finds instances idle for so long, in avoided cold starts.
    private func cost(ofIdle idle: [Int?], _ shared: SharedKnowledge) -> Double {
        idle.reduce(0) { cost, idleTime in
            let chance = idleTime.map { coldChance(afterHalfMinutes: $0, shared) } ?? 1
            let ratio = 1 + (coldPriceRatio - 1) * chance
            return cost + ratio * price
        }
    }

    /// Takes in a ping that was sent before a restart.
    mutating func takeIn(_ ping: RecentPing, shared: SharedKnowledge) {
        let instances = min(max(ping.instances, 0), Preheat.mostInstances)
        account.pay(
            cost(ofIdle: idleTimes(ofInstances: instances, inMinute: ping.minute), shared)
        )
        hold(instances, fromMinute: ping.minute)
    }

    func idleTimes(ofInstances instances: Int, inMinute minute: Int) -> [Int?] {
        let moment = SlotUse.ofPing(inMinute: minute)
        return (0..<instances).map { slot in
            guard slot < slots.count, slots[slot].lastUse > SlotUse.never else { return nil }
            return max(moment - slots[slot].lastUse, 0)
        }
    }

    private func refusal(
        of cost: Double,
        _ ping: PlannedPing,
        _ exploration: Exploration?
    ) -> Choice.Refusal? {
        let minute = ping.minute
        if minute < heldUntil { return .failing }
        if let refusal = account.refusal(ofPrice: cost, instances: ping.instances) {
            return .spending(refusal)
        }
        if let exploration, exploration.withholds(endpoint.id, minute: minute) {
            return .exploration
        }
        return nil
    }
}
