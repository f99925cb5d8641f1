import Domain
import Forecasting
import Simulating
import Testing

private let prior = FleetPrior.shipped.hazardTable()

/// A small fleet: so many of a timer, bursts, office hours and a rare one.
private func fleet(seed: UInt64, days: Int, size: Int = 2) -> [RecordedFunction] {
    var generator = SeededGenerator(seed: seed)
    let demands: [SyntheticDemand] = [
        .timer(everyMinutes: 45), .bursts(perDay: 4, requests: 3), .officeHours(perHour: 2),
        .rare(perDay: 5),
    ]
    return demands.prefix(size).enumerated().map { place, demand in
        let moments = demand.arrivals(in: 0..<days * 1440, using: &generator)
        let minutes = Set(moments.map { Int($0 / 60) }).sorted()
        return RecordedFunction(
            name: "f\(place)",
            minutes: minutes,
            counts: minutes.map { _ in Int64(1 + generator.next() % 3) },
            // The bursts need more than an instance now and then.
            meanDuration: place == 1 ? .seconds(25) : .zero,
            traceMinutes: days * 1440
        )
    }
}

private func settings(
    _ budget: PingBudget? = nil,
    mostColdStarts: Double? = nil
) -> SimulationSettings {
    SimulationSettings(
        idleTimeout: .seconds(600),
        coldStartValue: 30,
        pingBudget: budget,
        mostColdStarts: mostColdStarts
    )
}

private func pings(
    over functions: [RecordedFunction],
    _ settings: SimulationSettings
) async throws -> [[TracePing]] {
    try await Simulating.pings(of: .adaptive, over: functions, settings: settings, prior: prior)
}

/// Pinged instances of the whole fleet by period.
private func spent(_ pings: [[TracePing]], days: Int, of length: Int) -> [Int] {
    var spent = [Int](repeating: 0, count: (length + days - 1) / days)
    for ping in pings.joined() {
        spent[Int(ping.timeS) / (days * 86_400)] += ping.instances
    }
    return spent
}

private func tally(_ pings: [[TracePing]], over functions: [RecordedFunction]) -> Tally {
    zip(functions, pings).reduce(Tally()) { sum, next in
        sum + replay(next.0, pings: next.1, idleTimeoutS: 600)
    }
}

/// One after the other: simulations would keep a processor from tests that wait.
@Suite(.serialized) enum PricedPolicyTests {
    @Suite struct PingBudgetTests {
        @Test(arguments: 0..<UInt64(12))
        func noPeriodSpendsMoreThanItsBudget(seed: UInt64) async throws {
            let limit = [0, 1, 5, 20, 60, 100_000][Int(seed % 6)]
            let days = seed.isMultiple(of: 4) ? 2 : 1
            let sent = try await pings(
                over: fleet(seed: seed, days: 2),
                settings(PingBudget(pings: limit, days: days))
            )
            let spent = spent(sent, days: days, of: 2)
            #expect(spent.allSatisfy { $0 <= limit }, "\(spent) of \(limit)")
            #expect((spent.reduce(0, +) > 0) == (limit > 0), "\(spent) of \(limit)")
        }

        /// There is more to ping for than the budget pays.
        @Test func aBudgetIsUsed() async throws {
            let sent = try await pings(
                over: fleet(seed: 1, days: 14),
                settings(PingBudget(pings: 250, days: 7))
            )
            let spent = spent(sent, days: 7, of: 14)
            for week in spent { #expect((243...250).contains(week), "\(spent)") }
        }

        @Test func moreMoneyNeverMeansMoreColdStarts() async throws {
            let functions = fleet(seed: 2, days: 2, size: 3)
            var cold: [Int] = []
            for limit in [0, 10, 20, 40, 60, 80, 100, 140, 200, 400] {
                let sent = try await pings(
                    over: functions,
                    settings(PingBudget(pings: limit, days: 1))
                )
                cold.append(tally(sent, over: functions).coldStarts)
            }
            for (less, more) in zip(cold, cold.dropFirst()) {
                #expect(Double(more) <= 1.01 * Double(less), "\(cold)")
            }
            #expect(cold[9] < cold[0] / 2)
        }

        @Test func equalInputsGetEqualPings() async throws {
            let settings = settings(PingBudget(pings: 30, days: 1), mostColdStarts: 0.2)
            let first = try await pings(over: fleet(seed: 3, days: 2), settings)
            #expect(try await pings(over: fleet(seed: 3, days: 2), settings) == first)
            #expect(try await pings(over: fleet(seed: 4, days: 2), settings) != first)
        }

        /// No look into the future, whatever pings are priced by.
        @Test(
            arguments: [
                (PingBudget(pings: 40, days: 1) as PingBudget?, nil as Double?), (nil, 0.1),
                (PingBudget(pings: 100, days: 2), 0.2),
            ],
            0..<UInt64(2)
        )
        func aCutTraceGetsThePingsBeforeTheCut(
            pricing: (budget: PingBudget?, rate: Double?),
            seed: UInt64
        ) async throws {
            let functions = fleet(seed: seed, days: 3)
            let settings = settings(pricing.budget, mostColdStarts: pricing.rate)
            let whole = try await pings(over: functions, settings)
            #expect(whole.contains { !$0.isEmpty })
            var generator = SeededGenerator(seed: ~seed)
            let cut = Int(generator.next() % UInt64(3 * 1440))
            let alone = try await pings(over: functions.map { $0.cut(at: cut) }, settings)
            let before = whole.map { $0.filter { $0.timeS < 60 * Double(cut) } }
            #expect(alone == before, "cut at \(cut)")
        }
    }

    @Suite struct ColdStartTargetTests {
        private func rate(_ functions: [RecordedFunction], target: Double?) async throws -> Double {
            let sent = try await pings(over: functions, settings(mostColdStarts: target))
            let tally = tally(sent, over: functions)
            return Double(tally.coldMinutes) / Double(tally.activeMinutes)
        }

        private func function(_ demand: SyntheticDemand, seed: UInt64) -> RecordedFunction {
            var generator = SeededGenerator(seed: seed)
            let moments = demand.arrivals(in: 0..<28 * 1440, using: &generator)
            let minutes = Set(moments.map { Int($0 / 60) }).sorted()
            return RecordedFunction(
                name: "f",
                minutes: minutes,
                counts: minutes.map { _ in 1 },
                traceMinutes: 28 * 1440
            )
        }

        @Test(
            arguments: [
                SyntheticDemand.officeHours(perHour: 2), .bursts(perDay: 4, requests: 3),
            ],
            [0.05, 0.2]
        )
        func aTargetIsKeptAndNotOverfulfilled(demand: SyntheticDemand, target: Double) async throws
        {
            let function = function(demand, seed: 5)
            let never = replay(function, pings: [], idleTimeoutS: 600)
            #expect(Double(never.coldMinutes) > 1.2 * target * Double(never.activeMinutes))
            let rate = try await rate([function], target: target)
            #expect(rate <= 1.02 * target, "\(rate)")
            #expect(rate >= 0.4 * target, "\(rate)")
        }

        @Test func aLowerTargetCostsMorePings() async throws {
            let function = function(.officeHours(perHour: 2), seed: 6)
            var counts: [Int] = []
            for target in [0.5, 0.2, 0.1, 0.05] {
                let sent = try await pings(over: [function], settings(mostColdStarts: target))
                counts.append(sent[0].count)
            }
            #expect(counts == counts.sorted(), "\(counts)")
        }
    }
}
