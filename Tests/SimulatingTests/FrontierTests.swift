import Domain
import Forecasting
import Simulating
import Synchronization
import Testing

/// What was told of: pings by policy, and progress.
private final class Heard: Sendable {
    let pings = Mutex<[FrontierPolicy: [[TracePing]]]>([:])
    let shares = Mutex<[Double]>([])
}

/// Requests of one minute each on a platform that keeps idle instances for ten minutes; a warm
/// ping costs 100 billionths, a cold one 250, a month of held warmth 5000.
private func member(
    _ minutes: [Int],
    counts: [Int64]? = nil,
    meanDuration: Duration = .zero,
    traceMinutes: Int = 1440,
    held: Int64? = 5000
) -> FrontierMember {
    FrontierMember(
        function: RecordedFunction(
            name: "f",
            minutes: minutes,
            counts: counts ?? minutes.map { _ in 1 },
            meanDuration: meanDuration,
            traceMinutes: traceMinutes
        ),
        endpoint: endpoint(),
        prices: FrontierPrices(
            warmPingNanos: 100,
            coldPingNanos: 250,
            provisionedNanosPerMonth: held
        )
    )
}

private func endpoint() -> Endpoint {
    Endpoint(
        id: EndpointID(rawValue: 0),
        name: "f",
        warmUp: WarmUpRequest(url: ""),
        platform: .awsLambda,
        statedIdleTimeout: .seconds(600)
    )
}

private let prior = FleetPrior().hazardTable()

private func points(
    _ members: [FrontierMember],
    _ policies: [FrontierPolicy]
) async throws -> [FrontierPoint] {
    try await frontier(of: members, policies: policies, prior: prior).points
}

/// By hand: pings come 570 s apart, requests of minutes 20 and 40 come and end at 1230 and 2430 s.
@Suite struct FrontierTests {
    @Test(arguments: [
        ("nothing is pinged", FrontierPolicy.none, 0, 0, 2, 0),
        // At 1800 and 3000 s, both warm: a day's 200, thirty times.
        ("a window of ten minutes", .keepWarm(minutes: 10), 2, 0, 2, 6000),
        // Of 152 pings the first is cold: a day's 250 + 15100, thirty times.
        ("a ping every 570 s", .alwaysOn, 152, 1, 0, 460_500),
        ("held by the platform", .provisioned, 0, 0, 0, 5000),
    ])
    func fixedRulesCostWhatTheyPing(
        requirement: String,
        policy: FrontierPolicy,
        pings: Int,
        coldPings: Int,
        cold: Int,
        nanos: Int64
    ) async throws {
        let point = try #require(try await points([member([20, 40])], [policy]).first)
        #expect(point.policy == policy)
        #expect(point.fleet.pings == pings)
        #expect(point.fleet.coldPings == coldPings)
        #expect(point.fleet.coldStarts == cold)
        #expect(point.fleet.coldMinutes == cold)
        #expect(point.fleet.coldStartRate == Double(cold) / 2)
        #expect(point.fleet.requestedMinutes == 2)
        #expect(point.fleet.requests == 2)
        #expect(point.fleet.costNanosPerMonth == nanos)
        #expect(point.functions == [point.fleet])
    }

    /// By hand: the first of ten requests is cold, each other one with a chance of .3: 3.7.
    @Test func aSoftPlatformCountsWhatIsToBeExpected() async throws {
        let result = try await frontier(
            of: [member((0..<10).map { 60 * $0 })],
            softPlatform: .soft([0, 0.3]),
            policies: [.none],
            prior: prior
        )
        let figures = try #require(result.points.first).fleet
        #expect(figures.coldStarts == 4)
        #expect(figures.coldMinutes == 4)
        #expect(figures.coldStartRate == 0.4)
    }

    @Test func aFleetIsTheSumOfItsFunctions() async throws {
        let members = [member([20, 40]), member([20], traceMinutes: 2880)]
        let point = try #require(try await points(members, [.keepWarm(minutes: 10)]).first)
        // The second: one ping of 100 in two days, fifteen times.
        #expect(point.functions.map(\.costNanosPerMonth) == [6000, 1500])
        #expect(point.fleet.costNanosPerMonth == 7500)
        #expect(point.fleet.pings == 3)
        #expect(point.fleet.requestedMinutes == 3)
    }

    /// Ninety requests of a second within a minute need two instances; one is held.
    @Test func whatIsHeldIsWarmAndNoMore() async throws {
        let busy = member([20, 40], counts: [90, 90], meanDuration: .seconds(1))
        let found = try await points([busy], [.none, .provisioned])
        #expect(found.map(\.fleet.coldStarts) == [4, 2])
        #expect(found.map(\.fleet.coldMinutes) == [2, 2])
    }

    @Test func warmthThatOneListDoesNotSellIsLeftOut() async throws {
        let found = try await points(
            [member([20]), member([20], held: nil)],
            [.none, .provisioned]
        )
        #expect(found.map(\.policy) == [.none])
    }

    @Test(
        arguments: [
            ("a month is a month", 1, 0, 43_200, 100, 100),
            ("a minute more than a month: rounded up", 1, 0, 43_201, 1, 1),
            ("a minute less: rounded up", 1, 0, 43_199, 1, 2),
            ("six thousand and some", 1, 0, 7, 1, 6172),
            ("cold pings at their price", 3, 1, 43_200, 100, 450),
            ("no ping", 0, 0, 1, .max, 0),
            ("more than is held", 2, 0, 43_200, .max, .max),
        ] as [(String, Int, Int, Int, Int64, Int64)]
    )
    func moneyIsExact(
        requirement: String,
        pings: Int,
        coldPings: Int,
        minutes: Int,
        nanos: Int64,
        expected: Int64
    ) {
        var tally = Tally()
        tally.pings = pings
        tally.coldPings = coldPings
        let figures = FrontierFigures(
            tally,
            prices: FrontierPrices(warmPingNanos: nanos, coldPingNanos: 250),
            traceMinutes: minutes
        )
        #expect(figures.costNanosPerMonth == expected)
    }

    /// 128 MB for 100 ms at 0.0000166667 USD per GB·s and 0.0000002 USD a request; a start-up of a
    /// second, which nobody said, comes on top; a month of 128 MB held at 0.0000041667 USD.
    @Test func pricesAreTheEndpoints() {
        var endpoint = endpoint()
        #expect(
            FrontierPrices(of: endpoint)
                == FrontierPrices(
                    warmPingNanos: 409,
                    coldPingNanos: 2492,
                    provisionedNanosPerMonth: 1_350_010_800
                )
        )
        endpoint.startUp = .zero
        #expect(FrontierPrices(of: endpoint).coldPingNanos == 409)
        endpoint.platform = .azureFunctions
        #expect(FrontierPrices(of: endpoint).provisionedNanosPerMonth == nil)
    }

    @Test(arguments: [
        (FrontierPolicy.keepWarm(minutes: 60), Policy.keepWarm(minutes: 60)),
        (.hybridHistogram, .hybridHistogram), (.alwaysOn, .alwaysOn), (.none, .none),
        (.adaptive(coldStartValue: 10), .adaptive),
    ])
    func pointsAgreeWithReplays(policy: FrontierPolicy, same: Policy) async throws {
        let members = LabTrace.all.map { function in
            var endpoint = endpoint()
            endpoint.meanDuration = function.meanDuration
            return FrontierMember(function: function, endpoint: endpoint)
        }
        let heard = Heard()
        let found = try await frontier(
            of: members,
            policies: [policy],
            prior: prior,
            onPings: { policy, pings in heard.pings.withLock { $0[policy] = pings } }
        )
        let point = try #require(found.points.first)
        let pings = try await pings(
            of: same,
            over: LabTrace.all,
            settings: SimulationSettings(idleTimeout: .seconds(600), coldStartValue: 10),
            prior: prior
        )
        let isEqual = heard.pings.withLock { $0[policy] } == pings
        #expect(isEqual, "the pings are those of the same policy in a simulation")
        for (place, function) in LabTrace.all.enumerated() {
            let tally = replay(function, pings: pings[place], idleTimeoutS: 600)
            #expect(
                point.functions[place]
                    == FrontierFigures(
                        tally,
                        prices: members[place].prices,
                        traceMinutes: function.traceMinutes
                    )
            )
        }
    }

    @Test func dearerColdStartsAreRarerAndEqualInputsGiveEqualPoints() async throws {
        let members = [LabTrace.timer, LabTrace.bursty, LabTrace.sparse].map {
            FrontierMember(function: $0, endpoint: endpoint())
        }
        let policies = [1, 30, 10_000].map { FrontierPolicy.adaptive(coldStartValue: $0) }
        let found = try await points(members, policies)
        #expect(found.map(\.policy) == policies)
        let cold = found.map(\.fleet.coldMinutes)
        let cost = found.map(\.fleet.costNanosPerMonth)
        #expect(cold == cold.sorted(by: >) && cold[0] > cold[2], "\(cold)")
        #expect(cost == cost.sorted() && cost[0] < cost[2], "\(cost)")
        #expect(try await points(members, policies) == found)
    }

    /// A record that begins on another day is the same one on other dates.
    @Test func anOriginMovesNothingButTheDates() async throws {
        let members = [FrontierMember(function: LabTrace.bursty, endpoint: endpoint())]
        func found(_ origin: Int) async throws -> Frontier {
            try await frontier(
                of: members,
                policies: [.adaptive(coldStartValue: 30)],
                prior: prior,
                origin: origin
            )
        }
        let week = 7 * 1440
        let first = try await found(SimulatedWorld.originMinute)
        #expect(try await found(SimulatedWorld.originMinute + 2900 * week) == first)
    }

    @Test func progressEndsWithAll() async throws {
        let heard = Heard()
        _ = try await frontier(
            of: [member([20])],
            policies: [.none, .adaptive(coldStartValue: 1)],
            prior: prior,
            onProgress: { share in heard.shares.withLock { $0.append(share) } }
        )
        let shares = heard.shares.withLock { $0 }
        #expect(shares.allSatisfy { (0...1).contains($0) })
        #expect(shares.max() == 1)
    }

    @Test func theComparedOnesAreTheseEach() {
        let compared = FrontierPolicy.compared
        #expect(Set(compared).count == compared.count)
        #expect(compared.compactMap(\.windowMinutes) == [0, 10, 20, 30, 60, 120, 240, 480, 1440])
        #expect(compared.compactMap(\.coldStartValue).count == 11)
        #expect(
            Set(compared.map(\.name)) == [
                "none", "adaptive", "keep-warm", "hybrid-histogram", "always-on", "provisioned",
            ]
        )
    }
}
