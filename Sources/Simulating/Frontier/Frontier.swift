package import Domain
package import Forecasting
internal import Planning

/// Money against cold starts: what each policy would have cost and avoided on the same demand.
package struct Frontier: Equatable, Sendable {
    /// In the order of ``FrontierPolicy/compared``, or as policies were named.
    package var points: [FrontierPoint]

    /// Marks the dominated ones among `points`.
    ///
    /// - Complexity: O(*n*²) in the points.
    package init(_ points: [FrontierPoint]) {
        self.points = points
        for index in points.indices {
            let own = points[index].fleet
            self.points[index].isDominated = points.contains { other in
                let (cost, cold) = (other.fleet.costNanosPerMonth, other.fleet.coldMinutes)
                return cost <= own.costNanosPerMonth && cold <= own.coldMinutes
                    && (cost < own.costNanosPerMonth || cold < own.coldMinutes)
            }
        }
    }
}

/// Runs policies over the recorded demand of a fleet, each on its own, as many at once as there
/// are processors.
///
/// Fixed rules, and the engine that the service runs, in virtual time. The platform keeps an idle
/// instance for its endpoint's idle timeout, which the policies are told. Provisioned warmth is left
/// out unless every endpoint's list has a price for it.
///
/// - Parameters:
///   - members: The fleet: from about 20 endpoints on, they teach each other.
///   - softPlatform: How all platforms keep idle instances, where that is no hard timeout.
///   - policies: What is compared.
///   - prior: What the engine knows before any request.
///   - origin: The start of the records, in minutes since the epoch.
///   - onPings: Told the pings of each policy, by member, when it is done; may be called from
///     several tasks at once.
///   - onProgress: Told the share that is done, from several tasks.
/// - Returns: A point for each policy.
/// - Throws: What `onPings` throws.
/// - Complexity: O(*p* · *m*) in policies and the minutes of the records.
package func frontier(
    of members: [FrontierMember],
    softPlatform: IdleCurve? = nil,
    policies: [FrontierPolicy] = FrontierPolicy.compared,
    prior: HazardTable,
    origin: Int = SimulatedWorld.originMinute,
    onPings: @escaping @Sendable (FrontierPolicy, [[TracePing]]) throws -> Void = { _, _ in },
    onProgress: @escaping @Sendable (Double) -> Void = { _ in }
) async throws -> Frontier {
    let fleet = FrontierFleet(
        members: members,
        softPlatform: softPlatform,
        prior: prior,
        origin: origin
    )
    let policies = policies.filter { policy in
        policy != .provisioned || members.allSatisfy { $0.prices.provisionedNanosPerMonth != nil }
    }
    let progress = SharedProgress(parts: policies.count)
    let points = try await withThrowingTaskGroup(of: (Int, FrontierPoint).self) { group in
        for (place, policy) in policies.enumerated() {
            group.addTask {
                let point = try await fleet.point(of: policy, onPings: onPings) { share in
                    onProgress(progress.noted(share, ofPart: place))
                }
                return (place, point)
            }
        }
        var points: [(Int, FrontierPoint)] = []
        for try await point in group { points.append(point) }
        return points.sorted { $0.0 < $1.0 }.map(\.1)
    }
    return Frontier(points)
}

/// What all policies are run over.
private struct FrontierFleet: Sendable {
    let members: [FrontierMember]
    let softPlatform: IdleCurve?
    let prior: HazardTable
    let origin: Int

    func point(
        of policy: FrontierPolicy,
        onPings: @Sendable (FrontierPolicy, [[TracePing]]) throws -> Void,
        onProgress: @escaping @Sendable (Double) -> Void
    ) async throws -> FrontierPoint {
        let pings = try await pings(of: policy, onProgress: onProgress)
        let functions = zip(members, pings).map { figures(of: $0, under: policy, pings: $1) }
        try onPings(policy, pings)
        onProgress(1)
        return FrontierPoint(
            policy: policy,
            fleet: functions.reduce(FrontierFigures(), +),
            functions: functions
        )
    }

    private func figures(
        of member: FrontierMember,
        under policy: FrontierPolicy,
        pings: [TracePing]
    ) -> FrontierFigures {
        let held = policy == .provisioned ? member.prices.provisionedNanosPerMonth : nil
        let tally = replay(
            member.function,
            pings: pings,
            idleTimeoutS: member.idleTimeoutS,
            softCurve: softPlatform,
            heldInstances: held == nil ? 0 : member.endpoint.instances
        )
        return held.map { FrontierFigures(tally, costNanosPerMonth: $0) }
            ?? FrontierFigures(
                tally,
                prices: member.prices,
                traceMinutes: member.function.traceMinutes
            )
    }

    private func pings(
        of policy: FrontierPolicy,
        onProgress: @escaping (Double) -> Void
    ) async throws -> [[TracePing]] {
        switch policy {
        case .none, .provisioned: return members.map { _ in [] }
        case .alwaysOn:
            return members.map {
                Baselines.alwaysOn($0.function, idleTimeoutS: $0.idleTimeoutS)
            }
        case .keepWarm(let minutes):
            return members.map {
                Baselines.keepWarm(
                    $0.function,
                    idleTimeoutS: $0.idleTimeoutS,
                    keepMinutes: minutes
                )
            }
        case .hybridHistogram:
            return members.map {
                Baselines.hybridHistogram($0.function, idleTimeoutS: $0.idleTimeoutS)
            }
        case .adaptive(let value):
            var engine = Engine(prior: prior)
            var world = world(coldStartValue: value, onProgress: onProgress)
            try await run(&engine, in: &world)
            return world.pings
        }
    }

    private func world(
        coldStartValue: Double,
        onProgress: @escaping (Double) -> Void
    ) -> SimulatedWorld {
        SimulatedWorld(
            of: members.map(\.function),
            // What requests and pings find there is not told: a hard timeout is each endpoint's own.
            platform: softPlatform ?? .hard(.zero),
            origin: origin,
            zones: members.map(\.offsets),
            tellsCurve: softPlatform != nil,
            onProgress: onProgress
        ) { id, _ in
            var endpoint = members[Int(id.rawValue) - 1].endpoint
            endpoint.id = id
            endpoint.mode = .active
            endpoint.isPaused = false
            endpoint.statedIdleTimeout = endpoint.idleTimeout
            endpoint.coldStartValue = coldStartValue
            endpoint.priority = 1
            return endpoint
        }
    }
}
