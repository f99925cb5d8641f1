import Domain
import History
import Reporting
import Testing

/// 2026-11-20 00:00 UTC.
private let start = 29_918_880

/// Made-up histories, counted again in the plainest way.
@Suite struct CostReportPropertyTests {
    /// One endpoint's history in seconds; single requests of a minute come at half past it.
    private struct Demand {
        var idleTimeoutS: Double
        var requestMinutes: [Int] = []
        var pingSeconds: [Int64] = []

        var requestSeconds: [Double] { requestMinutes.map { Double($0) * 60 + 30 } }

        /// Requests in a period that find nothing used or pinged within the idle timeout before.
        func coldStarts(in period: Range<Double>, pings: [Double]) -> Int {
            requestSeconds.filter(period.contains).count { request in
                let isWarm = (requestSeconds + pings).contains {
                    $0 < request && request - $0 <= idleTimeoutS
                }
                return !isWarm
            }
        }
    }

    @Test(arguments: 0..<UInt64(8))
    func everyFigureIsWhatAPlainCountFinds(seed: UInt64) async throws {
        var generator = Generator(state: seed)
        let store = try HistoryStore.inMemory()
        var demands: [String: Demand] = [:]
        for (name, idleTimeoutS) in [("a", 300.0), ("b", 600), ("c", 1200)] {
            let demand = Self.demand(idleTimeoutS: idleTimeoutS, using: &generator)
            let id = try await store.addEndpoint(name, idleTimeout: .seconds(idleTimeoutS))
            let counts = demand.requestMinutes.map { ($0, Int64(1)) }
            try await store.addRequests(of: id, Dictionary(uniqueKeysWithValues: counts))
            try await store.addPings(of: id, atS: demand.pingSeconds)
            demands[name] = demand
        }
        let since = start + Int.random(in: 0..<2000, using: &generator)
        let until = since + Int.random(in: 1..<3000, using: &generator)
        let period = Double(since) * 60..<Double(until) * 60
        let byEndpoint = try await report(store, since, until, .endpoint)
        for row in byEndpoint.rows {
            let demand = try #require(demands[row.key])
            let pings = demand.pingSeconds.map(Double.init)
            #expect(row.requests == Int64(demand.requestSeconds.count(where: period.contains)))
            #expect(row.pings == pings.count(where: period.contains))
            #expect(row.replayed.pings == row.pings)
            #expect(row.warm == row.pings)
            #expect(row.none.coldStarts == demand.coldStarts(in: period, pings: []))
            #expect(row.replayed.coldStarts == demand.coldStarts(in: period, pings: pings))
            let always = Array(
                stride(from: period.lowerBound, to: period.upperBound, by: demand.idleTimeoutS - 30)
            )
            #expect(row.alwaysOn.pings == always.count)
            #expect(row.alwaysOn.coldStarts == demand.coldStarts(in: period, pings: always))
        }
        let byDay = try await report(store, since, until, .day)
        #expect(byDay.total == byEndpoint.total)
    }

    private func report(
        _ store: HistoryStore,
        _ since: Int,
        _ until: Int,
        _ grouping: CostReport.Grouping
    ) async throws -> CostReport {
        try await costReport(
            from: store,
            since: Timestamp(minute: since),
            until: Timestamp(minute: until),
            by: grouping
        )
    }

    /// Requests in clusters with pauses about as long as idle timeouts, and pings all over.
    private static func demand(idleTimeoutS: Double, using generator: inout Generator) -> Demand {
        var demand = Demand(idleTimeoutS: idleTimeoutS)
        var minute = start - 100
        while minute < start + 5000 {
            minute += Int.random(
                in: 1...(Bool.random(using: &generator) ? 8 : 60),
                using: &generator
            )
            demand.requestMinutes.append(minute)
        }
        let seconds = Int64(start - 100) * 60..<Int64(start + 5000) * 60
        demand.pingSeconds = (0..<300)
            .map { _ in Int64.random(in: seconds, using: &generator) }
            .filter { $0 % 60 != 30 }
            .sorted()
        return demand
    }
}

/// Xorshift64*: the same histories in every run.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    init(state: UInt64) { self.state = state &* 2 &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }
}
