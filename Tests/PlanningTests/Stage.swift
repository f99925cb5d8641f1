import Domain
import Forecasting
import Planning

/// A text-free scenario driver: time jumps from alarm to alarm, loads are answered at once.
struct Stage {
    /// A state that the engine asked to be saved, and the minute in which it did.
    struct Saving {
        var id: EndpointID
        var bytes: [UInt8]
        var minute: Int
    }

    var engine: Engine
    var now: Timestamp
    var alarm: Timestamp?
    /// All the traffic: the answer to a load afresh, or where nothing was saved.
    var history: [EndpointID: [TrafficBin]] = [:]
    /// The answer to a load that is not afresh, with what came since.
    var saved: [EndpointID: [UInt8]] = [:]
    var newer: [EndpointID: [TrafficBin]] = [:]
    var recentPings: [EndpointID: [RecentPing]] = [:]
    /// What a ping finds; `nil` tells nothing.
    var platform: ((PingOrder) -> PingOutcome)?
    var pings: [PingOrder] = []
    var decisions: [Decision] = []
    /// Of manual schedules.
    private(set) var runs: [ScheduleRuns] = []
    var loads: [EndpointID] = []
    var loadsAfresh: [EndpointID] = []
    var savings: [Saving] = []
    var savedShared: [[UInt8]] = []
    /// What the controller made of budgets and targets, as it was to be kept.
    private(set) var priceStates: [PriceState] = []

    init(lead: Duration = .zero, startingAt minute: Int) {
        self.init(EngineSettings(lead: lead), startingAt: minute)
    }

    init(_ settings: EngineSettings, startingAt minute: Int) {
        engine = Engine(prior: Self.prior, settings: settings)
        now = Timestamp(minute: minute)
    }

    mutating func send(_ event: Event) {
        perform(engine.handle(event, at: now))
    }

    mutating func perform(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .wake(let moment): alarm = moment
            case .record(let decision): decisions.append(decision)
            case .ping(let order):
                pings.append(order)
                if let platform { send(.pinged(order.endpointID, platform(order))) }
            case .save(let id, let bytes):
                savings.append(Saving(id: id, bytes: bytes, minute: now.minute))
            case .saveShared(let bytes): savedShared.append(bytes)
            case .savePrices(let state): priceStates.append(state)
            case .count(let runs): self.runs += runs
            case .load(let id, let afresh): answer(id, afresh: afresh)
            }
        }
    }

    private mutating func answer(_ id: EndpointID, afresh: Bool) {
        loads.append(id)
        if afresh { loadsAfresh.append(id) }
        let state = afresh ? nil : saved[id]
        let bins = state == nil ? history[id] : newer[id]
        let pings = recentPings[id] ?? []
        send(.loaded(id, bins ?? [], recentPings: pings, saved: state))
    }

    /// Lets the clock run to the start of `minute`, ringing every alarm on the way.
    mutating func run(to minute: Int) {
        let end = Timestamp(minute: minute)
        while let alarm, alarm < end {
            now = alarm
            self.alarm = nil
            send(.woke)
        }
        now = end
    }

    /// A request in `minute`, heard of at its end.
    mutating func request(
        _ id: EndpointID = Stage.id,
        minute: Int,
        count: Int64 = 1,
        coldStarts: Int64? = nil
    ) {
        run(to: minute + 1)
        hear(
            id,
            TrafficBin(startedAtS: Int64(minute) * 60, requests: count, coldStarts: coldStarts)
        )
    }

    /// A bin that is heard of now and part of the history from here on.
    mutating func hear(_ id: EndpointID = Stage.id, _ bin: TrafficBin) {
        history[id, default: []].append(bin)
        send(.traffic([EndpointTraffic(endpointID: id, bins: [bin])]))
    }
}

/// What scenes share.
extension Stage {
    static let prior = FleetPrior.shipped.hazardTable()
    static let id = EndpointID(rawValue: 1)
    /// Monday 2026-11-16 00:00 UTC, in minutes since the epoch.
    static let monday = 29_913_120

    static func bin(_ minute: Int, _ count: Int64? = 1) -> TrafficBin {
        TrafficBin(startedAtS: Int64(minute) * 60, requests: count)
    }

    static func endpoint(
        _ id: EndpointID = Stage.id,
        mode: Endpoint.Mode = .active,
        value: Double = 20,
        idleMinutes: Int? = 10,
        isPaused: Bool = false,
        instances: Int = 1,
        quietWindows: [QuietWindow] = []
    ) -> Endpoint {
        Endpoint(
            id: id,
            name: "e\(id.rawValue)",
            mode: mode,
            isPaused: isPaused,
            warmUp: WarmUpRequest(url: "http://localhost/"),
            statedIdleTimeout: idleMinutes.map { .seconds(60 * $0) },
            coldStartValue: value,
            instances: instances,
            quietWindows: quietWindows
        )
    }

    /// A timer every half hour through the week before ``monday``.
    static let timerHistory = stride(from: monday - 7 * 1440, to: monday, by: 30).map { bin($0) }

    /// A scene with one endpoint that a timer calls.
    static func timer(
        _ endpoint: Endpoint = endpoint(),
        _ settings: EngineSettings = EngineSettings(),
        offsets: UTCOffsets = .utc,
        days: Int = 7
    ) -> Stage {
        var stage = Stage(settings, startingAt: monday)
        stage.history[endpoint.id] = Array(timerHistory.suffix(days * 48))
        stage.send(.configured([ConfiguredEndpoint(endpoint: endpoint, offsets: offsets)]))
        return stage
    }

    /// The timer goes on, from its tick at `start`.
    mutating func tick(from start: Int = monday, until end: Int) {
        for minute in stride(from: start, to: end, by: 30) { request(minute: minute) }
    }
}
