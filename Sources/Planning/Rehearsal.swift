package import Domain
internal import Forecasting

/// What an endpoint's policy would bring if the requests of an earlier time came again.
package struct Rehearsal: Equatable, Sendable {
    /// So many days before, these requests came.
    package var daysBefore: Int
    /// Minutes with requests.
    package var requestedMinutes = 0
    /// Cold starts that requests are expected to meet: the sum of the chances, by instance.
    package var coldStarts = 0.0
    /// The same without any further warm-up.
    package var coldStartsWithout = 0.0
    package var warmUps = 0
    /// What the warm-ups cost, in billionths of the currency's unit.
    package var costNanos = 0.0
}

/// What came to an endpoint of late.
package struct PastTraffic: Equatable, Sendable {
    /// Ascending.
    package let bins: [TrafficBin]
    /// From here on, or from when the endpoint is known, a request would have been seen.
    package var since: Timestamp
    /// What comes from here on is not known.
    package var until: Timestamp
    private var widestMinutes: Int

    /// - Parameters:
    ///   - bins: In any order; wider ones beside those of their minutes do not count.
    ///   - since: From here on a request would have been seen.
    ///   - until: What comes from here on is not known.
    package init(_ bins: [TrafficBin], since: Timestamp, until: Timestamp) {
        self.bins = bins.sorted { $0.startedAtS < $1.startedAtS }.withoutCoarser
        self.since = since
        self.until = until
        widestMinutes = self.bins.map { Int(clamping: $0.widthS / 60) }.max() ?? 0
    }
}

extension PastTraffic {
    /// What came so many days before `minutes`, at the same times of the zone's clocks.
    ///
    /// - Returns: Ascending, within `minutes`; `nil` where that is not known of every minute.
    /// - Complexity: O(log *n* + *k*) in the bins, and in those of that time.
    func moved(byDays days: Int, into minutes: Range<Int>, _ offsets: UTCOffsets) -> [TrafficBin]? {
        let start = minutes.lowerBound - days * 1440 - Self.mostShiftMinutes
        let last = offsets.local(minutes.upperBound - 1).minutesSinceEpoch - days * 1440
        let lastSource = offsets.firstMinute(showing: LocalMinute(minutesSinceEpoch: last))
        guard start >= since.minute, lastSource < until.minute else { return nil }
        let end = minutes.upperBound - days * 1440 + Self.mostShiftMinutes
        var moved: [TrafficBin] = []
        let first = bins.partitioningIndex { $0.minute >= start - widestMinutes }
        for bin in bins[first...].prefix(while: { $0.minute < end }) {
            var local = offsets.local(bin.minute)
            local.minutesSinceEpoch += days * 1440
            let minute = offsets.firstMinute(showing: local)
            let width = Int(clamping: bin.widthS / 60)
            guard minutes.overlaps(minute..<minute + width), bin.requests != 0 else { continue }
            guard width == 1, let requests = bin.requests else { return nil }
            // What came in an hour that clocks showed twice comes once.
            guard moved.last.map({ $0.minute < minute }) ?? true else { continue }
            moved.append(TrafficBin(startedAtS: Int64(minute) * 60, requests: requests))
        }
        return moved
    }

    /// Clocks are changed by no more between two weeks.
    private static let mostShiftMinutes = 120
}

extension EndpointPlanner {
    /// Runs a copy of the planner through minutes ahead, in which given requests come.
    ///
    /// It learns from them as it always does. A target's price stays as it is, a budget's too until its
    /// next period begins.
    ///
    /// - Parameters:
    ///   - minutes: From the first one that is still open.
    ///   - daysBefore: So many days before, `requests` came.
    ///   - requests: Ascending, within `minutes`.
    ///   - budgets: Pay for the pings.
    ///   - shared: What is known of gaps and idle timeouts.
    ///   - workspace: Room for planning.
    /// - Returns: `nil` where the history is being read.
    /// - Complexity: O(*n*) in minutes and requests.
    func rehearsal(
        of minutes: Range<Int>,
        daysBefore: Int,
        with requests: [TrafficBin],
        budgets: BudgetPacers,
        shared: SharedKnowledge,
        workspace: inout PlanWorkspace
    ) -> Rehearsal? {
        guard !isLoading else { return nil }
        var rehearsing = Rehearsing(self, daysBefore: daysBefore, budgets, shared)
        var start = minutes.lowerBound
        for bin in requests {
            // A warm-up of the requests' own minute comes before them.
            rehearsing.warmUp(in: start..<bin.minute + 1, with: &workspace)
            rehearsing.meet(bin, with: &workspace)
            start = bin.minute + 1
        }
        rehearsing.warmUp(in: start..<max(start, minutes.upperBound), with: &workspace)
        return rehearsing.result
    }
}

/// A planner on its way through a rehearsal.
private struct Rehearsing {
    private var planner: EndpointPlanner
    private var shared: SharedKnowledge
    private var budgets: BudgetPacers
    /// By slot: the last use without any further warm-up.
    private var usesWithout: [Int]
    private(set) var result: Rehearsal

    init(
        _ planner: EndpointPlanner,
        daysBefore: Int,
        _ budgets: BudgetPacers,
        _ shared: SharedKnowledge
    ) {
        result = Rehearsal(daysBefore: daysBefore)
        self.planner = planner
        self.shared = shared
        self.budgets = budgets
        usesWithout = planner.slots.map(planner.lastRealUse)
        // It tells neither the fleet, nor what each price would have brought.
        self.planner.countedThrough = .max
        self.planner.landscape = nil
        self.planner.future = []
    }

    mutating func warmUp(in minutes: Range<Int>, with workspace: inout PlanWorkspace) {
        while let turn = planner.nextTurn(
            in: minutes,
            budgets: &budgets,
            shared: shared,
            with: &workspace
        ) {
            guard let sent = turn.sentInstances else { continue }
            result.warmUps += 1
            result.costNanos += planner.expectedNanos(ofSent: sent, shared)
        }
    }

    mutating func meet(_ bin: TrafficBin, with workspace: inout PlanWorkspace) {
        let instances = planner.endpoint.instancesNeeded(
            forRequestsPerMinute: Int(clamping: bin.requests ?? 0)
        )
        planner.growSlots(to: instances)
        while usesWithout.count < planner.slots.count { usesWithout.append(SlotUse.never) }
        let moment = SlotUse.ofRequest(inMinute: bin.minute)
        for slot in 0..<min(instances, planner.slots.count) {
            let use = planner.slots[slot].lastUse(before: moment)
            result.coldStarts += planner.coldChance(afterHalfMinutes: moment - use, shared)
            result.coldStartsWithout +=
                planner.coldChance(afterHalfMinutes: moment - usesWithout[slot], shared)
            usesWithout[slot] = max(usesWithout[slot], moment)
        }
        result.requestedMinutes += 1
        // Ascending minutes contradict nothing.
        _ = planner.hear([bin], now: bin.minute, shared: &shared, with: &workspace)
    }
}
