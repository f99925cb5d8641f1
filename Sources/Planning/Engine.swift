package import Domain
package import Forecasting

/// The adaptive controller as a value: events in, effects out; no clock, no I/O, no chance.
///
/// The same engine runs live (`preheat serve`), in simulation and in replay; see ``run(_:in:)``.
/// It decides about whole minutes: the decision for minute *m* is taken when the alarm rings at
/// 60·*m* s (less the lead), with all traffic heard until then.
package struct Engine: Sendable {
    /// How long before its minute a ping fires.
    private let lead: Duration
    private let table: HazardTable
    /// Ascending by id, so that equal inputs give equal orders of effects.
    private var planners: [EndpointPlanner] = []
    private var workspace = PlanWorkspace()
    private var alarm: Timestamp?
    private var latest = Timestamp(millisecondsSinceEpoch: .min)

    /// - Precondition: `lead` is at least zero and less than a minute.
    package init(prior: HazardTable, lead: Duration = .zero) {
        precondition((.zero..<Duration.seconds(60)).contains(lead), "a lead is under a minute")
        table = prior
        self.lead = lead
    }

    /// Takes in one event and says what to do about it.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - now: The moment of the event; one that lies before an earlier one counts as that.
    /// - Returns: What to do, in this order.
    /// - Complexity: O(*n*) in endpoints, plus what each due endpoint needs to plan.
    package mutating func handle(_ event: Event, at now: Timestamp) -> [Effect] {
        latest = max(latest, now)
        let now = latest
        var effects: [Effect] = []
        switch event {
        case .configured(let endpoints): configure(endpoints, effects: &effects)
        case .loaded(let id, let bins, let pings): load(id, bins, pings, at: now)
        case .traffic(let traffic): hear(traffic, at: now, effects: &effects)
        case .pinged(let id, let minute, let hasFailed):
            if let index = index(of: id) {
                planners[index].hear(pingFailed: hasFailed, at: minute)
            }
        case .woke:
            alarm = nil
            decide(at: now, effects: &effects)
        }
        if let next = nextAlarm(after: now), next != alarm {
            alarm = next
            effects.append(.wake(at: next))
        }
        return effects
    }

    /// The pings of an endpoint after `now` and before `end` if no request came: what `plan` shows.
    package func upcomingPings(
        of id: EndpointID,
        at now: Timestamp,
        until end: Timestamp
    ) -> [PlannedPing] {
        guard let index = index(of: id), now < end else { return [] }
        var workspace = PlanWorkspace()
        return planners[index].upcoming(in: now.minute + 1..<end.minute + 1, with: &workspace)
    }

    // MARK: - Hearing

    private mutating func configure(_ endpoints: [ConfiguredEndpoint], effects: inout [Effect]) {
        var configured: [EndpointPlanner] = []
        for new in endpoints.sorted(by: { $0.endpoint.id < $1.endpoint.id }) {
            let id = new.endpoint.id
            if let index = index(of: id), planners[index].canKeep(learned: new) {
                planners[index].configure(new.endpoint)
                configured.append(planners[index])
            } else {
                var planner = EndpointPlanner(
                    endpoint: new.endpoint,
                    offsets: new.offsets,
                    table: table
                )
                planner.isLoading = true
                configured.append(planner)
                effects.append(.load(id))
            }
        }
        planners = configured
    }

    private mutating func load(
        _ id: EndpointID,
        _ bins: [TrafficBin],
        _ pings: [RecentPing],
        at now: Timestamp
    ) {
        guard let index = index(of: id) else { return }
        planners[index].relearn(
            from: bins,
            pings: pings.map { ($0.minute, $0.instances) },
            now: now.minute
        )
    }

    private mutating func hear(
        _ traffic: [EndpointTraffic],
        at now: Timestamp,
        effects: inout [Effect]
    ) {
        for part in traffic {
            guard let index = index(of: part.endpointID) else { continue }
            if planners[index].hear(part.bins, now: now.minute) { reload(index, &effects) }
        }
    }

    private mutating func reload(_ index: Int, _ effects: inout [Effect]) {
        planners[index].isLoading = true
        effects.append(.load(planners[index].endpoint.id))
    }

    // MARK: - Deciding

    private mutating func decide(at now: Timestamp, effects: inout [Effect]) {
        let minute = now.advanced(by: lead).minute
        for index in planners.indices {
            if planners[index].hearDueBins(now: now.minute) { reload(index, &effects) }
            guard let next = planners[index].nextMinute, next <= minute else { continue }
            let choice = planners[index].decide(minute: minute, with: &workspace)
            carryOut(choice, of: planners[index], minute: minute, at: now, effects: &effects)
        }
    }

    private func carryOut(
        _ choice: Choice,
        of planner: EndpointPlanner,
        minute: Int,
        at now: Timestamp,
        effects: inout [Effect]
    ) {
        let endpoint = planner.endpoint
        func decision(_ ping: PlannedPing, _ action: Decision.Action) -> Effect {
            .record(
                Decision(
                    endpointID: endpoint.id,
                    decidedAt: now,
                    minute: ping.minute,
                    action: action,
                    instances: ping.instances,
                    reasons: reasons(for: ping, of: endpoint, warmMinutes: planner.warmMinutes)
                )
            )
        }
        if let misfired = choice.misfired { effects.append(decision(misfired, .misfire)) }
        guard let ping = choice.ping else { return }
        guard !choice.isHeldBack else {
            effects.append(decision(ping, .heldBack))
            return
        }
        guard endpoint.mode == .active else {
            effects.append(decision(ping, .shadowPing))
            return
        }
        effects.append(decision(ping, .ping))
        effects.append(
            .ping(
                PingOrder(endpointID: endpoint.id, minute: minute, instances: ping.instances)
            )
        )
    }

    /// The next decision, the lead before its minute, or the next bin whose time comes.
    private func nextAlarm(after now: Timestamp) -> Timestamp? {
        var next: Timestamp?
        for planner in planners {
            let decision = planner.nextMinute.map {
                Timestamp(minute: $0).advanced(by: .zero - lead)
            }
            let bin = planner.nextFutureMinute.map(Timestamp.init(minute:))
            for moment in [decision, bin].compactMap({ $0 }) { next = min(next ?? moment, moment) }
        }
        return next.map { max($0, now) }
    }

    private func index(of id: EndpointID) -> Int? {
        let index = planners.partitioningIndex { $0.endpoint.id >= id }
        return index < planners.count && planners[index].endpoint.id == id ? index : nil
    }
}

extension EndpointPlanner {
    /// Whether what was learned under the present settings holds under `new` ones as well.
    fileprivate func canKeep(learned new: ConfiguredEndpoint) -> Bool {
        new.offsets == offsets && new.endpoint.meanDuration == endpoint.meanDuration
            && new.endpoint.idleTimeout == endpoint.idleTimeout
            // What shadow mode would have pinged holds nothing warm.
            && new.endpoint.mode == endpoint.mode
    }
}

/// Why a ping is planned, itemised.
package func reasons(
    for ping: PlannedPing,
    of endpoint: Endpoint,
    warmMinutes: Int
) -> [Reason] {
    let value = endpoint.coldStartValue
    return [
        Reason(.elapsedMinutes, Double(ping.elapsedMinutes)),
        Reason(.survival, ping.survival),
        Reason(.requestProbability, ping.requestProbability),
        Reason(.coldStartValue, value),
        Reason(.price, ping.price * value),
        Reason(.saving, ping.saving * value),
        Reason(.idleTimeoutMinutes, Double(warmMinutes)),
        Reason(.weightOfProduct, ping.weights[0]),
        Reason(.weightOfClockwork, ping.weights[1]),
        Reason(.weightOfSharpGaps, ping.weights[2]),
        Reason(.weightOfWideGaps, ping.weights[3]),
        Reason(.weightOfFleet, ping.weights[4]),
    ]
}
