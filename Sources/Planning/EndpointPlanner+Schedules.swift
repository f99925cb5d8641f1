internal import Domain

/// What manual schedules make an endpoint do at one moment.
struct ScheduledChoice: Sendable {
    var warmUp: Timetable.WarmUp
    /// Why nothing is sent.
    var refusal: Choice.Refusal?
    /// What the warm-up can cost at most.
    var reservedNanos: Int64
}

/// What an endpoint does at one moment: the plan's choice, and what schedules want beyond it.
struct Turn: Sendable {
    var choice = Choice()
    var scheduled: ScheduledChoice?
    /// The schedule whose warm-up the plan's ping is as well.
    var absorbedID: Int64?
    var runs: [ScheduleRuns] = []

    /// How many instances are pinged; `nil` for none.
    var sentInstances: Int? {
        if let ping = choice.ping, choice.refusal == nil { return ping.instances }
        return scheduled.flatMap { $0.refusal == nil ? $0.warmUp.instances : nil }
    }
}

extension EndpointPlanner {
    /// When a manual schedule has something to do next.
    func nextScheduled(lead: Duration) -> Timestamp {
        guard isAtWork else { return .distantFuture }
        return timetable.nextMoment(lead: lead, hold: holdMinute(ofInstances:))
    }

    /// What its manual schedules want in a minute, and next.
    func wishes(inMinute minute: Int) -> [ScheduleWish] {
        timetable.wishes(inMinute: minute, hold: holdMinute(ofInstances:))
    }

    /// Decides about `minute` by plan and by schedules: the stronger one holds.
    ///
    /// - Parameters:
    ///   - minute: The one that pings of plans and windows are for now.
    ///   - now: The present moment.
    ///   - circumstances: What speaks for and against sending.
    ///   - shared: What is known of gaps and idle timeouts.
    ///   - workspace: Room for planning.
    /// - Returns: A ping of the plan takes what schedules want within its minute along.
    mutating func turn(
        minute: Int,
        at now: Timestamp,
        under circumstances: Circumstances,
        shared: SharedKnowledge,
        with workspace: inout PlanWorkspace
    ) -> Turn {
        var turn = Turn()
        let end = Timestamp(minute: minute + 1)
        // As they are before the plan's ping: what it does for a window is the window's as well.
        let uses = slots
        if let next = nextDecision, next <= minute {
            turn.choice = decide(
                minute: minute,
                isLate: circumstances.isLate,
                leastInstances: isAtWork
                    ? timetable.instances(
                        before: end,
                        lead: circumstances.lead,
                        hold: holdMinute(ofInstances:)
                    ) : 0,
                left: circumstances.left,
                exploration: circumstances.exploration,
                shared: shared,
                with: &workspace
            )
        }
        guard isAtWork, !timetable.isEmpty else { return turn }
        let pings = turn.choice.ping != nil && turn.choice.refusal == nil
        let (kept, held) = (heldHalfMinutes, heldUntil)
        let hold = { (count: Int) in
            Self.holdMinute(ofInstances: count, uses, keptHalfMinutes: kept, heldUntil: held)
        }
        guard pings || timetable.nextMoment(lead: circumstances.lead, hold: hold) <= now else {
            return turn
        }
        // Runs closer together are one: what is due within the minute goes along.
        let warmUp = timetable.take(
            at: now,
            before: pings ? end : Timestamp(minute: now.minute + 1),
            lead: circumstances.lead,
            hold: hold
        )
        turn.runs = warmUp.runs
        if pings {
            turn.absorbedID = warmUp.scheduleID
        } else if warmUp.instances > 0 {
            turn.scheduled = scheduled(warmUp, left: circumstances.left)
        }
        return turn
    }

    private mutating func scheduled(
        _ warmUp: Timetable.WarmUp,
        left: Int64
    ) -> ScheduledChoice {
        let minute = warmUp.dueAt.minute
        var choice = ScheduledChoice(
            warmUp: warmUp,
            reservedNanos: endpoint.reservation(instances: warmUp.instances).nanos
        )
        if choice.reservedNanos > left { choice.refusal = .budget }
        if minute < heldUntil { choice.refusal = .failing }
        guard choice.refusal == nil else {
            timetable.refuse(until: minute + max(heldHalfMinutes / 2, 1))
            return choice
        }
        // A person asked for it: the account of what plans may spend is not charged.
        awaited = AwaitedPing(
            minute: minute,
            idle: idleTimes(ofInstances: warmUp.instances, inMinute: minute),
            reservedNanos: choice.reservedNanos
        )
        hold(warmUp.instances, fromMinute: minute)
        return choice
    }

    /// The minute in which so many instances have to be used again to stay warm throughout.
    private func holdMinute(ofInstances count: Int) -> Int {
        Self.holdMinute(
            ofInstances: count,
            slots,
            keptHalfMinutes: heldHalfMinutes,
            heldUntil: heldUntil
        )
    }

    private static func holdMinute(
        ofInstances count: Int,
        _ slots: [SlotUse],
        keptHalfMinutes: Int,
        heldUntil: Int
    ) -> Int {
        guard count >= 1, count <= slots.count, slots[count - 1].lastUse > SlotUse.never else {
            return heldUntil
        }
        let use = slots[count - 1].lastUse
        // A minute before the last in which it is surely warm: requests are known by the minute.
        let minute = floorDivision(use + keptHalfMinutes - 2, 2)
        return max(minute, floorDivision(use, 2) + 1, heldUntil)
    }
}

/// What speaks for and against sending a ping now.
struct Circumstances: Sendable {
    /// The minute is so near that a ping would meet a request at its start.
    var isLate = false
    /// What a ping may cost at most, in billionths of its currency's unit.
    var left: Int64 = .max
    /// Whether chance may withhold a ping of the plan.
    var exploration: Exploration?
    /// How long before its minute a ping fires.
    var lead = Duration.zero
}
