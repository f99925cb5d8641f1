package import Domain
package import Planning

/// A world in virtual time: recorded requests of a fleet come at the end of their minutes, pings
/// always succeed and are noted, time jumps from event to event.
package struct SimulatedWorld: World {
    /// One simulated endpoint.
    private struct Member {
        var function: RecordedFunction
        var endpoint: Endpoint
        var offsets: UTCOffsets
        var instances: SimulatedInstances
    }

    /// A minute with requests: an index into the members and one into the member's minutes.
    private struct Row {
        var minute: Int32
        var member: Int32
        var index: Int32
    }

    /// The start of every trace that names no other: Monday 1970-01-05 00:00 UTC, in minutes since
    /// the epoch.
    package static let originMinute = 4 * 1440

    /// The start of the records, in minutes since the epoch.
    private let origin: Int
    /// Pings and requests tell whether they met a cold start: what a platform says that is asked.
    private let tellsTemperature: Bool
    /// The platform's idle curve, where the engine is told of it.
    private let toldCurve: IdleCurve?
    /// Each endpoint's target, if there is one.
    private let mostColdStarts: Double?
    private let hasBudgets: Bool
    private var members: [Member]
    private let end: Timestamp
    /// Ascending by minute.
    private let rows: [Row]
    private var nextRow = 0
    /// Where records end, ascending: their endpoints leave the configuration.
    private var ends: ArraySlice<Int>
    private var ready: ArraySlice<Event> = []
    private var now: Timestamp
    private var alarm: Timestamp?

    /// By member: pings in the order in which they were sent, in seconds from the start.
    package private(set) var pings: [[TracePing]]
    private let onProgress: (Double) -> Void
    private var hoursShown = 0

    /// A world of active endpoints that nothing is known of at first.
    ///
    /// - Parameters:
    ///   - functions: Their demand.
    ///   - platform: How the platform really keeps idle instances.
    ///   - change: What the platform does otherwise from some minute on.
    ///   - origin: The start of the records, in minutes since the epoch.
    ///   - offsets: The endpoints' zone.
    ///   - zones: The zone of each endpoint instead, where they differ.
    ///   - tellsTemperature: Whether what pings and requests found is told to the engine.
    ///   - tellsCurve: Whether the engine is told the platform's curve.
    ///   - budgets: From the start on, nothing spent.
    ///   - mostColdStarts: The share of requested minutes that may meet a cold start, each
    ///     endpoint's own target.
    ///   - seed: Draws how long instances live on a platform with a soft curve.
    ///   - onProgress: Told the share of virtual time that has passed, each hour of it.
    ///   - endpoint: What is configured of a function, under a key of its own.
    package init(
        of functions: [RecordedFunction],
        platform: IdleCurve,
        change: PlatformChange? = nil,
        origin: Int = Self.originMinute,
        offsets: UTCOffsets = .utc,
        zones: [UTCOffsets]? = nil,
        tellsTemperature: Bool = false,
        tellsCurve: Bool = false,
        budgets: [PacedBudget] = [],
        mostColdStarts: Double? = nil,
        seed: UInt64 = 0,
        onProgress: @escaping (Double) -> Void = { _ in },
        endpoint: (EndpointID, RecordedFunction) -> Endpoint
    ) {
        self.origin = origin
        self.tellsTemperature = tellsTemperature
        toldCurve = tellsCurve ? platform : nil
        self.mostColdStarts = mostColdStarts
        hasBudgets = !budgets.isEmpty
        self.onProgress = onProgress
        members = functions.enumerated().map { place, function in
            Member(
                function: function,
                endpoint: endpoint(EndpointID(rawValue: Int64(place + 1)), function),
                offsets: zones?[place] ?? offsets,
                instances: SimulatedInstances(
                    curve: platform,
                    change: change,
                    seed: seed &+ UInt64(place)
                )
            )
        }
        rows = Self.rows(of: functions)
        let lengths = functions.map(\.traceMinutes)
        ends = Set(lengths).sorted()[...]
        end = Timestamp(minute: origin + (lengths.max() ?? 0))
        now = Timestamp(minute: origin)
        pings = functions.map { _ in [] }
        ready = [configuration(after: 0)]
        if hasBudgets { ready.append(.budgeted(budgets)) }
    }

    private static func rows(of functions: [RecordedFunction]) -> [Row] {
        var rows: [Row] = []
        rows.reserveCapacity(functions.reduce(0) { $0 + $1.minutes.count })
        for (member, function) in functions.enumerated() {
            for (index, minute) in function.minutes.enumerated() {
                rows.append(
                    Row(minute: Int32(minute), member: Int32(member), index: Int32(index))
                )
            }
        }
        rows.sort { ($0.minute, $0.member) < ($1.minute, $1.member) }
        return rows
    }

    /// The next event; an alarm rings after everything else of its moment.
    package mutating func next() -> (Event, Timestamp)? {
        if let event = ready.popFirst() { return (event, now) }
        let traffic =
            nextRow < rows.count
            ? Timestamp(minute: origin + Int(rows[nextRow].minute) + 1) : nil
        let change = ends.first.map { Timestamp(minute: origin + $0) }
        let alarm = alarm.map { max($0, now) }
        guard let first = [traffic, change, alarm].compactMap({ $0 }).min(), first <= end else {
            return nil
        }
        now = first
        showProgress()
        if traffic == first { return (.traffic(popRows()), now) }
        if change == first {
            let minutes = ends.removeFirst()
            return (configuration(after: minutes), now)
        }
        self.alarm = nil
        return (.woke, now)
    }

    package mutating func perform(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .wake(let moment): alarm = moment
            case .load(let id, _):
                ready.append(.loaded(id, [], recentPings: [], saved: nil))
            case .record, .save, .saveShared, .savePrices, .count: continue
            case .ping(let order): send(order)
            }
        }
    }

    /// Tells how far virtual time has come, each hour of it once.
    private mutating func showProgress() {
        let minutes = now.minute - origin
        guard minutes / 60 > hoursShown else { return }
        hoursShown = minutes / 60
        onProgress(Double(minutes) / Double(max(end.minute - origin, 1)))
    }

    private mutating func send(_ order: PingOrder) {
        let member = Int(order.endpointID.rawValue) - 1
        let seconds = 60 * Double(order.minute - origin)
        pings[member].append(TracePing(timeS: seconds, instances: order.instances))
        guard tellsTemperature || hasBudgets else { return }
        var outcome = PingOutcome(minute: order.minute, instances: order.instances)
        if tellsTemperature {
            outcome.cold = members[member].instances.use(
                order.instances,
                from: seconds,
                until: seconds
            )
            outcome.warm = order.instances - outcome.cold
        }
        if hasBudgets {
            let cost = members[member].endpoint.warmPingCost(instances: order.instances)
            outcome.costNanos = cost.nanos
        }
        ready.append(.pinged(order.endpointID, outcome))
    }

    /// The endpoints whose records go on after so many minutes.
    private func configuration(after minutes: Int) -> Event {
        .configured(
            members.filter { $0.function.traceMinutes > minutes }.map {
                ConfiguredEndpoint(
                    endpoint: $0.endpoint,
                    offsets: $0.offsets,
                    knownSince: Timestamp(minute: origin),
                    idleCurve: toldCurve,
                    mostColdStarts: mostColdStarts
                )
            }
        )
    }

    /// All requests of the next minute that has any.
    private mutating func popRows() -> [EndpointTraffic] {
        let minute = rows[nextRow].minute
        var traffic: [EndpointTraffic] = []
        while nextRow < rows.count, rows[nextRow].minute == minute {
            let row = rows[nextRow]
            nextRow += 1
            traffic.append(serve(member: Int(row.member), index: Int(row.index)))
        }
        return traffic
    }

    private mutating func serve(member: Int, index: Int) -> EndpointTraffic {
        let function = members[member].function
        var bin = TrafficBin(
            startedAtS: Int64(origin + function.minutes[index]) * 60,
            requests: function.counts[index]
        )
        if tellsTemperature {
            let cold = members[member].instances.use(
                function.needed[index],
                from: function.firstArrivalS(index),
                until: function.lastEndS(index)
            )
            bin.coldStarts = min(Int64(cold), function.counts[index])
        }
        return EndpointTraffic(endpointID: members[member].endpoint.id, bins: [bin])
    }
}
