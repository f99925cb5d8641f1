internal import Domain
internal import Forecasting

/// Everything that the engine knows of one endpoint: its levels, what is warm, what is due.
struct EndpointPlanner: Sendable {
    /// What the planner needs of the configuration.
    private(set) var endpoint: Endpoint
    private let table: HazardTable
    let offsets: UTCOffsets
    /// Index k − 1: the level of k instances.
    private var levels: [LevelPlanner] = []
    /// By slot of the platform's stack of instances: the first minute at which it is cold.
    private var slotColdFrom = [Int](repeating: .min, count: Preheat.mostInstances)
    /// Bins that lie ahead of the clock.
    private var future: [TrafficBin] = []
    private var failures = 0
    /// No ping before this minute: the endpoint is failing.
    private var heldUntil = Int.min
    /// No decision was taken for this minute and later ones.
    private var undecidedFrom = Int.min
    /// The history is being read anew; what arrives meanwhile is part of it.
    var isLoading = false

    static let mostFutureBins = 10_000
    /// What is older has been forgotten anyway, and a gap is walked through minute by minute.
    static let memoryMinutes = 366 * 1440

    init(endpoint: Endpoint, offsets: UTCOffsets, table: HazardTable) {
        self.endpoint = endpoint
        self.offsets = offsets
        self.table = table
    }

    /// Whole minutes that the platform keeps an idle instance; 0 is less than can be planned.
    var warmMinutes: Int { Int(clamping: endpoint.idleTimeout.components.seconds / 60) }

    var plans: Bool { !endpoint.isPaused && !isLoading && warmMinutes >= 1 }

    /// The minute of the first bin that lies ahead of the clock, `nil` when there is none.
    var nextFutureMinute: Int? { future.first?.minute }

    /// The next minute with something to decide, `nil` when there is none.
    var nextMinute: Int? {
        guard plans else { return nil }
        var next: Int?
        for level in levels {
            guard let minute = level.nextMinute else { continue }
            next = min(next ?? .max, max(minute, undecidedFrom))
        }
        return next
    }

    // MARK: - Hearing

    /// Takes new settings; what was learned stays, what was planned does not.
    mutating func configure(_ endpoint: Endpoint) {
        self.endpoint = endpoint
        for index in levels.indices { levels[index].discardPlan() }
    }

    /// Hears of real requests.
    ///
    /// - Returns: Whether the bins contradict what was learned, so that the history must be read
    ///   anew.
    mutating func hear(_ bins: [TrafficBin], now: Int) -> Bool {
        guard !isLoading else { return false }
        for bin in bins.sorted(by: { $0.startedAtS < $1.startedAtS })
        where bin.widthS == 60 && bin.minute > now - Self.memoryMinutes {
            guard bin.minute <= now else {
                if future.count < Self.mostFutureBins { future.append(bin) }
                continue
            }
            guard learn(bin) else { return true }
        }
        future.sort { $0.startedAtS < $1.startedAtS }
        return false
    }

    /// Learns from the bins that lay ahead and whose minute has come.
    mutating func hearDueBins(now: Int) -> Bool {
        guard let first = future.first, first.minute <= now else { return false }
        let due = future.filter { $0.minute <= now }
        future.removeAll { $0.minute <= now }
        return hear(due, now: now)
    }

    /// Starts over from the whole history.
    ///
    /// - Parameters:
    ///   - bins: Each once.
    ///   - pings: Instances and minutes of the pings that may still hold something warm.
    ///   - now: The current minute.
    mutating func relearn(
        from bins: [TrafficBin],
        pings: [(minute: Int, instances: Int)],
        now: Int
    ) {
        levels = []
        slotColdFrom = [Int](repeating: .min, count: Preheat.mostInstances)
        future = []
        isLoading = false
        _ = hear(bins, now: now)  // Sorted bins, each once: nothing can contradict an empty model.
        for ping in pings { hold(ping.instances, from: ping.minute) }
    }

    /// Hears how a ping ended; failures in a row hold further pings back, up to an hour.
    mutating func hear(pingFailed: Bool, at minute: Int) {
        guard pingFailed else {
            failures = 0
            heldUntil = .min
            return
        }
        failures = min(failures + 1, 16)
        heldUntil = minute + min(max(warmMinutes, 1) << (failures - 1), 60)
    }

    private mutating func learn(_ bin: TrafficBin) -> Bool {
        guard let requests = bin.requests else { return true }
        guard requests > 0 else {
            guard let last = levels.first?.hazard.lastEvent else { return true }
            return bin.minute > last
        }
        let minute = bin.minute
        let needed = endpoint.instancesNeeded(
            forRequestsPerMinute: Int(clamping: requests)
        )
        while levels.count < needed {
            levels.append(
                LevelPlanner(level: levels.count + 1, table: table, offsets: offsets)
            )
        }
        for index in 0..<needed {
            guard !levels[index].hasPassed(minute) else { return false }
            levels[index].observe(eventAt: minute, warmMinutes: warmMinutes)
        }
        for slot in 0..<needed {
            slotColdFrom[slot] = max(slotColdFrom[slot], minute + warmMinutes + 1)
        }
        return true
    }

    private mutating func hold(_ instances: Int, from minute: Int) {
        for slot in 0..<min(instances, slotColdFrom.count) {
            slotColdFrom[slot] = max(slotColdFrom[slot], minute + warmMinutes)
        }
        for index in 0..<min(instances, levels.count) {
            levels[index].hold(from: minute, warmMinutes: warmMinutes)
        }
    }

    // MARK: - Deciding

    /// What to do in `minute`: the highest level that wants a ping decides how many instances, and
    /// nothing is pinged when all of them are warm anyway.
    mutating func decide(minute: Int, with workspace: inout PlanWorkspace) -> Choice {
        guard plans, minute >= undecidedFrom else { return Choice() }
        undecidedFrom = minute + 1
        var choice = Choice()
        for index in levels.indices {
            guard let next = levels[index].nextMinute, next <= minute else { continue }
            let taken = levels[index].take(
                at: minute,
                price: price(ofLevel: index + 1),
                warmMinutes: warmMinutes,
                with: &workspace
            )
            if let misfired = taken.misfired { choice.misfired = misfired }
            if let ping = taken.ping { choice.ping = ping }
        }
        guard var ping = choice.ping else { return choice }
        ping.instances = max(ping.instances, endpoint.instances)
        choice.ping = ping
        guard slotColdFrom[0..<ping.instances].contains(where: { $0 <= minute }) else {
            return Choice(misfired: choice.misfired)
        }
        choice.isHeldBack = minute < heldUntil
        // Lower levels learn of it, too: else they would count on pings that are dropped.
        if !choice.isHeldBack { hold(ping.instances, from: minute) }
        return choice
    }

    /// The pings within `minutes` if no request came, ascending: what ``decide(minute:with:)`` would
    /// do, without doing it.
    func upcoming(in minutes: Range<Int>, with workspace: inout PlanWorkspace) -> [PlannedPing] {
        var copy = self
        var pings: [PlannedPing] = []
        copy.undecidedFrom = max(undecidedFrom, minutes.lowerBound)
        copy.future = []
        while let next = copy.nextMinute, next < minutes.upperBound {
            let minute = max(next, minutes.lowerBound)
            if let ping = copy.decide(minute: minute, with: &workspace).ping { pings.append(ping) }
        }
        return pings
    }

    /// θ of a level, in avoided cold starts: more instances wait for a request that needs them all.
    private func price(ofLevel level: Int) -> Double {
        (1 + 0.25 * Double(level - 1)) / endpoint.coldStartValue
    }
}

/// What an endpoint does in one minute.
struct Choice: Sendable {
    var ping: PlannedPing?
    /// A ping of an earlier minute that came too late.
    var misfired: PlannedPing?
    /// The ping is not sent: the endpoint has been failing.
    var isHeldBack = false
}
