internal import Domain
internal import Forecasting

/// Everything that the engine knows of one endpoint: its levels, what is warm, what is due.
struct EndpointPlanner: Sendable {
    /// What the planner needs of the configuration.
    private(set) var endpoint: Endpoint
    let offsets: UTCOffsets
    /// Since when a request would have been seen.
    let knownSince: Timestamp?
    /// Pings fire before their minute, in the one before.
    let firesAhead: Bool
    /// The idle curve that was told, if any was; else it is learned.
    private(set) var toldCurve: IdleCurve?
    /// Index k − 1: the level of k instances.
    var levels: [LevelPlanner] = []
    /// The platform's stack of instances, as far as it was ever used.
    var slots: [SlotUse] = []
    var idle = IdleTimeoutLearner()
    /// Half-minutes after a use within which an instance is as good as surely warm.
    private(set) var keptHalfMinutes: Int
    /// Half-minutes after a use within which windows count on an instance.
    private(set) var heldHalfMinutes = 0
    var account = SpendingGuard()
    var timetable = Timetable()
    /// What every price would have brought, where a budget or a target asks for it.
    var landscape: Landscape?
    var target: TargetController?
    /// By how much pings count more than they cost: 1 + the sum of the budgets' λ.
    private(set) var priceFactor = 1.0
    /// What a cold ping costs in prices of a warm one.
    private(set) var coldPriceRatio = 1.0
    /// What a usual ping of one instance costs.
    private(set) var nanosPerPing = 0.0
    /// Bins that lie ahead of the clock.
    var future: [TrafficBin] = []
    /// The last ping that was sent, until its answer is known.
    var awaited: AwaitedPing?
    /// Gaps that the own fleet's table has heard of, and the minute through which.
    var countedGaps = 0
    var countedThrough = Int.min
    var failures = 0
    /// No ping before this minute: the endpoint is failing.
    var heldUntil = Int.min
    /// No decision was taken for this minute and later ones.
    var undecidedFrom = Int.min
    /// Something was learned that is not saved.
    var hasNews = false
    /// The minute of the last saving.
    var savedAt = Int.min / 2
    /// The history is being read anew; what arrives meanwhile is part of it.
    var isLoading = false
    /// Old requests are heard: they met what was warm then, which nobody knows.
    var isRelearning = false
    /// Requests of a time without an engine are heard: no price planned for them.
    var isCatchingUp = false

    static let mostFutureBins = 10_000
    /// A price that changes by a smaller share stays as it is.
    static let leastPriceStep = 0.03
    /// What is older has been forgotten anyway, and a gap is walked through minute by minute.
    static let memoryMinutes = 366 * 1440
    /// An instance is taken for surely warm while it is cold by so little more than at first.
    static let surelyWarm = 0.02
    /// While the idle timeout is being learned a window counts on what is kept with this chance.
    static let heldChance = 0.9

    init(_ configured: ConfiguredEndpoint, firesAhead: Bool = false, shared: SharedKnowledge) {
        self.firesAhead = firesAhead
        endpoint = configured.endpoint
        offsets = configured.offsets
        knownSince = configured.knownSince
        toldCurve = Self.toldCurve(configured)
        keptHalfMinutes = 0
        renewKept(shared)
        renewPricing(configured)
    }

    var isAtWork: Bool { !endpoint.isPaused && !isLoading }
    var plans: Bool { isAtWork && keptHalfMinutes >= 2 }
    /// Whether what is heard tells what each price brings: else nobody planned for it.
    var comparesPrices: Bool { isAtWork && !isCatchingUp }

    /// The next minute with something to decide.
    var nextDecision: Int? {
        guard plans else { return nil }
        var next: Int?
        for level in levels {
            guard let minute = level.nextMinute(keptHalfMinutes: dueHalfMinutes) else { continue }
            next = min(next ?? .max, max(minute, undecidedFrom))
        }
        return next
    }

    /// Half-minutes after a use from which on a ping is considered: where a cold one costs more, the
    /// last minute in which the instance is still there has to be among them.
    var dueHalfMinutes: Int {
        coldPriceRatio > 1 ? max(keptHalfMinutes - 2, 2) : keptHalfMinutes
    }

    /// Whole minutes that the platform is believed to keep an idle instance for sure.
    var keptMinutes: Int { keptHalfMinutes / 2 }

    /// Takes new settings; what was learned stays, what was planned does not.
    mutating func configure(_ configured: ConfiguredEndpoint, shared: SharedKnowledge) {
        endpoint = configured.endpoint
        toldCurve = Self.toldCurve(configured)
        renewKept(shared)
        renewPricing(configured)
        for index in levels.indices { levels[index].discardPlan() }
    }

    /// The clock was set back: nothing has been decided, failed or saved after now.
    mutating func forgetTheFuture() {
        undecidedFrom = .min
        failures = 0
        heldUntil = .min
        awaited = nil
        savedAt = .min / 2
    }

    /// The gaps that the own fleet's table has heard of are not counted again.
    mutating func count(like other: EndpointPlanner) {
        countedGaps = other.countedGaps
        countedThrough = other.countedThrough
    }

    // MARK: - Prices

    /// What an avoided cold start is worth, in pings, whatever budgets say: ν where a target asks for
    /// it, else what was stated, weighed by the priority.
    var ownValue: Double {
        target.map { 1 / $0.price } ?? endpoint.coldStartValue * endpoint.priority
    }

    /// The price of a ping in avoided cold starts.
    var price: Double { price(atFactor: priceFactor) }

    /// The price of a ping in avoided cold starts where it counts so much more than it costs.
    ///
    /// Priority weighs against others who pay into a budget; what a target costs by itself is not
    /// changed by it.
    func price(atFactor factor: Double) -> Double {
        guard let target else { return factor / ownValue }
        return target.price * (1 + max(factor - 1, 0) / endpoint.priority)
    }

    /// Takes another factor; a small step is not worth planning anew, except to the own price.
    mutating func setPriceFactor(_ factor: Double) {
        let isSmall = abs(factor - priceFactor) <= Self.leastPriceStep * priceFactor
        guard factor != priceFactor, !isSmall || factor == 1 else { return }
        priceFactor = factor
        for index in levels.indices { levels[index].discardPlan() }
    }

    /// The pings at every price since they were taken last; `nil` where they cost no one anything.
    mutating func takeShadowPings(through minute: Int) -> PriceGrid.Values? {
        guard comparesPrices else {
            landscape?.pass(to: minute)
            return nil
        }
        let pings = landscape?.takePings(through: minute)
        return endpoint.mode == .active ? pings : nil
    }

    private mutating func renewPricing(_ configured: ConfiguredEndpoint) {
        coldPriceRatio = endpoint.coldPriceRatio
        nanosPerPing = Double(endpoint.warmPingCost(instances: 1).nanos)
        landscape?.leastInstances = endpoint.instances
        guard let rate = configured.mostColdStarts else {
            target = nil
            return
        }
        let days = max(Int(endpoint.targetWindow.inSeconds / 86_400), 1)
        if target == nil {
            target = TargetController(rate: rate, windowDays: days)
        } else {
            target?.update(rate: rate, windowDays: days)
        }
        landscape = landscape ?? newLandscape
    }

    /// Days leave a target's window also while no request comes.
    mutating func passTime(to minute: Int) { target?.passTime(to: minute) }

    /// Shadow plans that begin with what is warm now.
    var newLandscape: Landscape {
        Landscape(lastUses: slots.map(\.lastUse), leastInstances: endpoint.instances)
    }

    func setting(_ shared: SharedKnowledge) -> HazardSetting {
        let minutes = Int(clamping: endpoint.idleTimeout.components.seconds / 60)
        return HazardSetting(
            table: shared.table,
            offsets: offsets,
            burstMinutes: min(max(minutes - 2, 5), 8)
        )
    }

    private static func toldCurve(_ configured: ConfiguredEndpoint) -> IdleCurve? {
        configured.idleCurve ?? configured.endpoint.statedIdleTimeout.map(IdleCurve.hard)
    }

    /// The idle curve to plan with: the one that was told, or what was learned.
    func planningCurve(_ shared: SharedKnowledge) -> IdleCurve {
        if let toldCurve { return toldCurve }
        return idle.planningCurve(pool: shared[endpoint.platform])
    }

    /// The chance that an instance is gone after so many half-minutes, as it is believed.
    func coldChance(afterHalfMinutes idleTime: Int, _ shared: SharedKnowledge) -> Double {
        if let toldCurve { return toldCurve.coldChance(afterHalfMinutes: idleTime) }
        return idle.coldChance(afterHalfMinutes: idleTime, pool: shared[endpoint.platform])
    }

    mutating func renewKept(_ shared: SharedKnowledge) {
        switch planningCurve(shared) {
        case .hard(let halfMinutes): keptHalfMinutes = halfMinutes
        case .soft(let chances):
            let limit = (chances.count > 1 ? chances[1] : 1) + Self.surelyWarm
            keptHalfMinutes = (chances.firstIndex { $0 > limit } ?? chances.count) - 1
        }
        // Who believed in next to nothing would ping each minute, and learn of no longer idling.
        let likely =
            toldCurve == nil
            ? idle.halfMinutes(keptWithChance: Self.heldChance, pool: shared[endpoint.platform]) : 0
        heldHalfMinutes = max(keptHalfMinutes, likely)
    }
}

/// A ping whose answer will say how long instances are kept.
struct AwaitedPing: Sendable {
    var minute: Int
    /// By slot: half-minutes of idling when the ping found it; `nil` where it was never used.
    var idle: [Int?]
    /// What the endpoint's account paid for it, in avoided cold starts.
    var cost = 0.0
    /// What was reserved for it, and when.
    var reservedNanos: Int64 = 0
    var reservedAt = Timestamp(millisecondsSinceEpoch: 0)
}

/// What an endpoint does in one minute.
struct Choice: Sendable {
    var ping: PlannedPing?
    /// A ping of an earlier minute that came too late.
    var misfired: PlannedPing?
    /// Why the ping is not sent.
    var refusal: Refusal?
    /// What the ping can cost at most.
    var reservedNanos: Int64 = 0
    /// The engine's whole reasoning at that moment.
    var explanation: Explanation?

    enum Refusal: Equatable, Sendable {
        /// The endpoint has been failing.
        case failing
        /// What pings may cost has been spent.
        case spending(SpendingGuard.Refusal)
        /// A hard budget is used up.
        case budget
        /// Too close before a predicted request, whose instance it would occupy.
        case late
        /// Withheld by chance, to learn what warming saves.
        case exploration

        /// What is recorded of it.
        var action: Decision.Action {
            switch self {
            case .failing: .heldBack
            case .spending: .unaffordable
            case .budget: .overBudget
            case .late: .misfire
            case .exploration: .withheld
            }
        }
    }
}
