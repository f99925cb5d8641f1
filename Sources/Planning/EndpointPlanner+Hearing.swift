internal import Domain
internal import Forecasting

extension EndpointPlanner {
    /// Hears of real requests.
    ///
    /// - Returns: Whether the bins contradict what was learned, so that the history must be read
    ///   anew.
    mutating func hear(
        _ bins: [TrafficBin],
        now: Int,
        shared: inout SharedKnowledge,
        with workspace: inout PlanWorkspace
    ) -> Bool {
        guard !isLoading else { return false }
        for bin in bins.sorted(by: { $0.startedAtS < $1.startedAtS })
        where bin.widthS == 60 && bin.minute > now - Self.memoryMinutes {
            guard bin.minute <= now else {
                if future.count < Self.mostFutureBins { future.append(bin) }
                continue
            }
            guard learn(bin, shared: &shared, with: &workspace) else { return true }
        }
        future.sort { $0.startedAtS < $1.startedAtS }
        return false
    }

    /// Learns from the bins that lay ahead and whose minute has come.
    mutating func hearDueBins(
        now: Int,
        shared: inout SharedKnowledge,
        with workspace: inout PlanWorkspace
    ) -> Bool {
        guard let first = future.first, first.minute <= now else { return false }
        let due = future.filter { $0.minute <= now }
        future.removeAll { $0.minute <= now }
        return hear(due, now: now, shared: &shared, with: &workspace)
    }

    /// Starts over from the whole history.
    ///
    /// - Parameters:
    ///   - bins: Each once.
    ///   - pings: Instances and minutes of the pings that may still hold something warm.
    ///   - now: The current minute.
    ///   - shared: Learns along.
    ///   - workspace: Room for planning.
    mutating func relearn(
        from bins: [TrafficBin],
        pings: [RecentPing],
        now: Int,
        shared: inout SharedKnowledge,
        with workspace: inout PlanWorkspace
    ) {
        let firstSeen = bins.lazy.filter { $0.widthS == 60 }.map(\.minute).min() ?? now
        let since = min(knownSince?.minute ?? now, firstSeen)
        // What was paid stays paid, and history from before there were pings earns no credit.
        let kept = account
        levels = [LevelPlanner(level: 1, watchedFrom: max(since, now - Self.memoryMinutes))]
        slots = []
        future = []
        awaited = nil
        isLoading = false
        if shared.wasRestored, let last = bins.lazy.map(\.minute).max() {
            countedThrough = max(countedThrough, min(last, now))
        }
        // Sorted bins, each once: nothing can contradict an empty model.
        isRelearning = true
        _ = hear(bins, now: now, shared: &shared, with: &workspace)
        isRelearning = false
        account = kept
        for ping in pings { hold(ping.instances, fromMinute: ping.minute) }
    }

    /// Takes in what came after the saving that the planner was restored from, in order of time.
    ///
    /// - Returns: Whether the bins contradict what was learned.
    mutating func catchUp(
        with bins: [TrafficBin],
        pings: [RecentPing],
        now: Int,
        shared: inout SharedKnowledge,
        with workspace: inout PlanWorkspace
    ) -> Bool {
        isCatchingUp = true
        defer {
            isCatchingUp = false
            landscape?.pass(to: now)
        }
        let known = slots.first?.lastUse ?? SlotUse.never
        var rest = bins.sorted { $0.startedAtS < $1.startedAtS }[...]
        let newer = pings.filter { SlotUse.ofPing(inMinute: $0.minute) > known }
        for ping in newer.sorted(by: { $0.minute < $1.minute }) {
            let before = rest.prefix { $0.minute < ping.minute }
            rest = rest.dropFirst(before.count)
            if hear(Array(before), now: now, shared: &shared, with: &workspace) { return true }
            takeIn(ping, shared: shared)
        }
        return hear(Array(rest), now: now, shared: &shared, with: &workspace)
    }

    /// Hears how a ping ended: what it found teaches the idle timeout, and failures in a row hold
    /// further pings back, up to an hour.
    mutating func hear(_ outcome: PingOutcome, shared: inout SharedKnowledge) {
        if let awaited, awaited.minute == outcome.minute {
            self.awaited = nil
            let found = Array(awaited.idle.prefix(outcome.instances))
            learnIdle(found, cold: outcome.cold, warm: outcome.warm, shared: &shared)
            if outcome.hasFailed { withdraw(awaited) }
        }
        guard outcome.hasFailed else {
            failures = 0
            heldUntil = .min
            return
        }
        failures = min(failures + 1, 16)
        heldUntil =
            min(outcome.minute, .max - 60) + min(max(keptMinutes, 1) << min(failures - 1, 6), 60)
    }

    /// The ledger did not take the ping that was ordered for this minute: nothing was sent.
    ///
    /// - Returns: What had been reserved for it.
    mutating func takeBack(pingInMinute minute: Int) -> AwaitedPing? {
        guard let awaited, awaited.minute == minute else { return nil }
        self.awaited = nil
        withdraw(awaited)
        account.takeBack(awaited.cost)
        return awaited
    }

    /// What a failed ping was to warm is as cold as it was: the account counts it so.
    private mutating func withdraw(_ ping: AwaitedPing) {
        for (slot, idle) in ping.idle.enumerated() where slot < slots.count {
            slots[slot].withdrawPing(inMinute: ping.minute, idle: idle)
        }
    }

    /// Counts instances as warm from a ping on.
    mutating func hold(_ instances: Int, fromMinute minute: Int) {
        growSlots(to: instances)
        for slot in 0..<min(instances, slots.count) { slots[slot].ping(inMinute: minute) }
        for index in 0..<min(instances, levels.count) { levels[index].hold(fromMinute: minute) }
    }

    private mutating func learn(
        _ bin: TrafficBin,
        shared: inout SharedKnowledge,
        with workspace: inout PlanWorkspace
    ) -> Bool {
        let minute = bin.minute
        guard let requests = bin.requests else {
            for index in levels.indices { levels[index].missData(atMinute: minute) }
            return true
        }
        guard requests > 0 else {
            guard let last = levels.first?.hazard.lastEvent else { return true }
            return minute > last
        }
        let needed = endpoint.instancesNeeded(
            forRequestsPerMinute: Int(clamping: requests)
        )
        while levels.count < needed { levels.append(LevelPlanner(level: levels.count + 1)) }
        let setting = setting(shared)
        if levels[0].hazard.lastEvent != minute, !levels[0].hasPassed(minute) {
            price(requestInMinute: minute, instances: needed, shared)
        }
        for index in 0..<needed {
            guard !levels[index].hasPassed(minute) else { return false }
            let isNew = levels[index].hazard.lastEvent != minute
            let ended = levels[index].observe(
                eventAt: minute,
                in: setting,
                with: &workspace.ahead
            )
            if isNew { meet(inSlot: index, minute: minute, shared) }
            if index == 0, let ended { count(ended, endedAt: minute, shared: &shared) }
        }
        if let cold = bin.coldStarts {
            let idle = slots.prefix(needed).map { idleTime($0, at: minute) }
            let found = min(max(Int(clamping: cold), 0), needed)
            learnIdle(idle, cold: found, warm: needed - found, shared: &shared)
        }
        for slot in 0..<needed { slots[slot].request(inMinute: minute) }
        hasNews = true
        account.endGap()
        return true
    }

    /// Tells the landscape and the target of a requested minute.
    private mutating func price(
        requestInMinute minute: Int,
        instances: Int,
        _ shared: SharedKnowledge
    ) {
        guard landscape != nil, !isRelearning else { return }
        if comparesPrices {
            landscape?.meetRequest(
                inMinute: minute,
                instances: instances,
                keptHalfMinutes: keptHalfMinutes
            )
        } else {
            landscape?.passRequest(inMinute: minute, instances: instances)
        }
        growSlots(to: instances)
        let moment = SlotUse.ofRequest(inMinute: minute)
        let warm = slots.prefix(instances).map { slot in
            1 - coldChance(afterHalfMinutes: moment - slot.lastUse(before: moment), shared)
        }
        target?.meetRequest(coldChance: 1 - (warm.min() ?? 1), inMinute: minute)
        if let landscape { target?.renewPrice(from: landscape) }
    }

    private mutating func meet(inSlot slot: Int, minute: Int, _ shared: SharedKnowledge) {
        growSlots(to: slot + 1)
        let moment = SlotUse.ofRequest(inMinute: minute)
        let use = slots[slot]
        let lastUse = use.lastUse(before: moment)
        let withoutPings = coldChance(afterHalfMinutes: moment - use.lastRequest, shared)
        account.meet(
            coldChance: lastUse == use.lastRequest
                ? withoutPings : coldChance(afterHalfMinutes: moment - lastUse, shared),
            withoutPings: withoutPings
        )
    }

    private mutating func count(
        _ gap: (length: Int, row: Int),
        endedAt minute: Int,
        shared: inout SharedKnowledge
    ) {
        guard minute > countedThrough else { return }
        countedThrough = minute
        countedGaps += 1
        shared.count(gap: gap.length, row: gap.row, number: countedGaps)
    }

    /// The first level's gap that is open at `minute`.
    func openGap(at minute: Int) -> OpenGap? {
        guard let hazard = levels.first?.hazard, let last = hazard.lastEvent, last < minute else {
            return nil
        }
        return OpenGap(length: minute - last, row: hazard.tableRow, number: countedGaps + 1)
    }

    /// Shadow pings warm nothing.
    func lastRealUse(_ use: SlotUse) -> Int {
        endpoint.mode == .active ? use.lastUse : use.lastRequest
    }

    private func idleTime(_ use: SlotUse, at minute: Int) -> Int? {
        let last = lastRealUse(use)
        return last > SlotUse.never ? SlotUse.ofRequest(inMinute: minute) - last : nil
    }

    /// Teaches the idle timeout what was found in the slots that a ping or a minute used.
    ///
    /// Which of several were cold is not said: those that idled longest, for no platform reaps the
    /// fresher ones first.
    private mutating func learnIdle(
        _ idleTimes: [Int?],
        cold: Int,
        warm: Int,
        shared: inout SharedKnowledge
    ) {
        guard toldCurve == nil, cold + warm > 0 else { return }
        var hasLearned = false
        for (slot, idleTime) in idleTimes.enumerated() {
            guard let idleTime else { continue }
            let wasCold = slot >= idleTimes.count - cold
            guard wasCold || slot < warm else { continue }
            idle.observe(
                afterHalfMinutes: idleTime,
                wasCold: wasCold,
                pool: &shared[endpoint.platform]
            )
            hasLearned = true
        }
        guard hasLearned else { return }
        renewKept(shared)
        // What was planned is planned anew with what was found.
        for index in levels.indices { levels[index].discardPlan() }
    }

    mutating func growSlots(to count: Int) {
        while slots.count < min(count, Preheat.mostInstances) { slots.append(SlotUse()) }
    }
}
