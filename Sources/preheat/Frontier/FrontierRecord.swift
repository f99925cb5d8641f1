import Domain
import Forecasting
import History
import Reporting
import Serving
import Simulating

/// The demand that a frontier is made of, and what is known beside it.
struct FrontierRecord {
    /// The endpoint's or the function's name, or where several are from.
    var name: String
    var members: [FrontierMember]
    /// The start of the records, in minutes since the epoch.
    var origin = SimulatedWorld.originMinute
    var softPlatform: IdleCurve?
    /// Of the one endpoint or function.
    var latencies = LatencySamples()
    /// What to do where its latencies are not known.
    var latencyAdvice = "percentiles are of one endpoint or function; name one"
    /// The one endpoint that was named, as it is registered.
    var endpoint: Endpoint?
    /// Its hard monthly budget.
    var budget: Budget?

    /// The most minutes that are read of one endpoint.
    private static let mostBins = 600_000
    /// The most pings whose latency is read.
    private static let mostLatencies = 20_000

    init(name: String, members: [FrontierMember], softPlatform: IdleCurve? = nil) {
        self.name = name
        self.members = members
        self.softPlatform = softPlatform
    }
}

// MARK: - Of the history

extension FrontierRecord {
    /// The newest days that were recorded of an endpoint, or of all of them.
    ///
    /// The record ends with the last minute that is known of any of them: what comes after may not
    /// have been watched.
    ///
    /// - Throws: `CommandError` where no minute is known, and `StoreError`.
    init(of name: String?, in store: HistoryStore, days: Int) async throws {
        let endpoints =
            if let name { [try await store.endpoint(named: name)] } else {
                try await store.endpoints()
            }
        guard !endpoints.isEmpty else { throw CommandError(EndpointCommand.noneYet) }
        var end: Int?
        for endpoint in endpoints {
            let last = try await store.lastTraffic(of: endpoint.id, before: .max)
            end = [end, last.map { Int($0 / 60) + 1 }].compactMap(\.self).max()
        }
        let last = end ?? 0
        let earliest = last - days * 1440
        var known: [(endpoint: Endpoint, bins: [TrafficBin])] = []
        for endpoint in endpoints {
            let bins = try await store.traffic(
                of: endpoint.id,
                in: Int64(earliest) * 60..<Int64(last) * 60,
                limit: Self.mostBins
            )
            // A wider bin does not say which of its minutes had requests.
            let minutes = bins.filter { $0.widthS == 60 && $0.requests != nil }
            guard minutes.contains(where: { $0.requests ?? 0 > 0 }) else {
                try Self.tell(of: endpoint, isAlone: name != nil, hasBins: !bins.isEmpty)
                continue
            }
            known.append((endpoint, minutes))
        }
        guard let first = known.compactMap({ $0.bins.first?.minute }).min() else {
            throw CommandError(
                "no endpoint has recorded minutes with requests; import some with 'preheat import'"
            )
        }
        var zones: [String: UTCOffsets] = [:]
        let members = try known.map { endpoint, bins in
            let zone =
                try zones[endpoint.timeZone]
                ?? utcOffsets(ofZone: endpoint.timeZone, endpoint: endpoint.name)
            zones[endpoint.timeZone] = zone
            return FrontierMember(
                function: RecordedFunction(endpoint, bins, from: first, to: last),
                endpoint: endpoint,
                offsets: zone
            )
        }
        self.init(name: name ?? counted(members.count, "endpoint"), members: members)
        origin = first
        if name != nil { try await readEndpoint(endpoints[0], in: store) }
    }

    /// What is known of the one endpoint that was named.
    private mutating func readEndpoint(
        _ endpoint: Endpoint,
        in store: HistoryStore
    ) async throws {
        self.endpoint = endpoint
        latencies = try await store.latencies(of: endpoint.id, limit: Self.mostLatencies)
            .assuming(startUp: endpoint.startUp)
        latencyAdvice =
            "let it be pinged warm and cold first, or state how long a cold start takes with "
            + "'preheat endpoint set \(endpoint.name) --start-up 300ms'"
        budget = try await Self.monthlyBudget(of: endpoint, in: store)
            .flatMap { $0.isHard ? $0 : nil }
    }

    static func monthlyBudget(
        of endpoint: Endpoint,
        in store: HistoryStore
    ) async throws -> Budget? {
        try await store.budgets().first {
            $0.scope == .endpoint(endpoint.id) && $0.period == .month
        }
    }

    private static func tell(
        of endpoint: Endpoint,
        isAlone: Bool,
        hasBins: Bool
    ) throws {
        let reason =
            hasBins
            ? "the history of '\(endpoint.name)' has no minutes with requests, only wider bins or "
                + "silence"
            : "'\(endpoint.name)' has no traffic in the days asked for"
        guard isAlone else { return note("\(reason); it is left out") }
        throw CommandError("\(reason); import some by the minute with 'preheat import'")
    }
}

extension RecordedFunction {
    fileprivate init(_ endpoint: Endpoint, _ bins: [TrafficBin], from first: Int, to last: Int) {
        let heard = bins.filter { $0.requests ?? 0 > 0 }
        self.init(
            name: endpoint.name,
            minutes: heard.map { $0.minute - first },
            counts: heard.map { $0.requests ?? 0 },
            meanDuration: endpoint.meanDuration ?? .zero,
            traceMinutes: last - first
        )
    }
}

// MARK: - Goals

extension FrontierRecord {
    /// The currency that all of it is paid in; `nil` where nothing costs anything.
    ///
    /// - Throws: `CommandError` where there are several.
    var currency: String? {
        get throws {
            let all = Set(members.compactMap(\.endpoint.payingCurrency)).sorted()
            guard all.count < 2 else {
                throw CommandError(
                    "the endpoints pay in \(all.joined(separator: " and ")); name one of them"
                )
            }
            return all.first
        }
    }

    private var mixture: LatencyMixture? {
        members.count == 1 ? LatencyMixture(latencies) : nil
    }

    private var unknownLatency: CommandError {
        CommandError(
            "the latency of warm and cold starts is not known of \(name); \(latencyAdvice)"
        )
    }

    /// What is shown against money: a percentile where one is asked for.
    func vertical(asked percentile: Double?) throws -> FrontierChart.Vertical {
        guard let percentile else { return .coldStartRate }
        guard let mixture else { throw unknownLatency }
        return .latency(percentile: percentile, mixture)
    }

    /// The goal of a wish; what was set before and is not wished for otherwise holds, too.
    ///
    /// - Returns: `nil` where nothing is wished for.
    func goal(of wish: FrontierWish) throws -> FrontierGoal? {
        let currency = try currency
        guard !wish.isEmpty else { return nil }
        if let budget = wish.budget, let currency, budget.currency != currency {
            throw CommandError(
                "prices are in \(currency); choose an amount such as '<5 \(currency)/month'"
            )
        }
        return FrontierGoal(
            rate: try target(with: wish).flatMap(rate),
            mostNanosPerMonth: limit(with: wish)?.nanos
        )
    }

    /// The target that holds with a wish.
    func target(with wish: FrontierWish) -> LatencyTarget? {
        if let target = wish.target { return target }
        // An earlier target of which nothing is known binds nothing.
        if case .latency? = endpoint?.target, mixture == nil { return nil }
        return endpoint?.target
    }

    /// The monthly limit that holds with a wish.
    func limit(with wish: FrontierWish) -> Money? { wish.budget ?? budget?.limit }

    private func rate(of target: LatencyTarget) throws -> FrontierGoal.Rate {
        switch target {
        case .coldStartRate(let rate): return .below(rate)
        case .latency(let percentile, let limit):
            guard let mixture else { throw unknownLatency }
            let rate = mixture.highestColdStartRate(percentile: percentile, below: limit)
            guard let rate else {
                let warm = mixture.percentile(percentile, coldStartRate: 0)
                throw CommandError(
                    "\(target) cannot be met even always warm: warm starts have a "
                        + "p\(briefText(percentile)) of \(briefText(warm)) ms; nothing was set"
                )
            }
            return .atMost(rate)
        }
    }
}
