import Domain
import History
import Testing

@testable import Reporting

@Suite struct LatencyReportTests {
    private func report(
        _ stage: ReportStage,
        _ minutes: Range<Int> = 0..<1440,
        by grouping: ReportGrouping = .endpoint
    ) async throws -> LatencyReport {
        try await latencyReport(
            from: stage.store,
            in: ReportStage.period(minutes),
            by: grouping
        )
    }

    @Test func measuredMinutesComeBeforeReplayedOnes() async throws {
        let stage = try await ReportStage()
        // By replay the first and the third are cold; the traffic knows of the last two.
        try await stage.request(stage.shop, [100, 105])
        try await stage.request(stage.shop, [200], cold: 0)
        try await stage.request(stage.shop, [205], cold: 1)
        let row = try #require(try await report(stage).rows.first)
        #expect(row.key == "shop")
        #expect(row.requests == 4)
        #expect(row.requestedMinutes == 4)
        #expect(row.measuredMinutes == 2)
        #expect(row.coldMinutes == 2)
        #expect(row.coldRate == 0.5)
    }

    @Test func pingsAreTimedByTemperature() async throws {
        let stage = try await ReportStage()
        for (index, totalMs) in [100, 200, 300, 400, 500].enumerated() {
            try await stage.ping(stage.shop, [index], totalMs: Int64(totalMs))
        }
        try await stage.ping(stage.shop, [10], isCold: true, totalMs: 3000)
        try await stage.ping(stage.shop, [11], cost: nil, outcome: .timedOut, totalMs: 9000)
        try await stage.ping(stage.shop, [1440], totalMs: 70)
        let row = try #require(try await report(stage).rows.first)
        #expect(row.warm.total?.count == 5)
        #expect(row.warm.total?.p50 == 300)
        #expect(row.warm.total?.p90 == 460)
        #expect(row.warm.firstByte?.p50 == 290)
        #expect(row.cold.total?.p99 == 3000)
        #expect(row.cold.total?.count == 1)
        let till = try #require(try await report(stage).rows.first { $0.key == "till" })
        #expect(till.warm.total == nil && till.coldRate == nil)
    }

    /// By hand: two warm pings of the day were the office's, one the night's, four the plan's;
    /// one is of the next day.
    @Test func schedulesHaveTheTimesOfTheirPings() async throws {
        let stage = try await ReportStage()
        try await stage.request(stage.shop, [100, 500])
        try await stage.ping(stage.shop, [90, 110, 120], totalMs: 100)
        try await stage.ping(stage.shop, [480, 490], totalMs: 300, schedule: "office")
        try await stage.ping(stage.shop, [1440], totalMs: 800, schedule: "office")
        try await stage.ping(stage.shop, [20], totalMs: 500, schedule: "night")
        try await stage.ping(stage.shop, [30], isCold: true, totalMs: 900, schedule: "night")
        try await stage.ping(stage.tax, [10], totalMs: 300)
        let report = try await report(stage, by: .schedule)
        #expect(report.rows.map(\.key) == ["adaptive", "shop/night", "shop/office"])
        #expect(report.rows.map(\.requests) == [2, 0, 0])
        #expect(report.rows.map { $0.warm.total?.count } == [4, 1, 2])
        #expect(report.rows.map { $0.warm.total?.p50 } == [100, 500, 300])
        #expect(report.rows.map { $0.cold.total?.p50 } == [nil, 900, nil])
        #expect(report.rows[1].coldRate == nil)
        #expect(report.total.warm.total?.count == 7)
        #expect(report.total.requests == 2)
    }

    /// Its window is a day, whatever the period is.
    @Test func aTargetLooksBackOverItsOwnWindow() async throws {
        let stage = try await ReportStage(target: .coldStartRate(0.5))
        // Cold yesterday, twice cold and twice warm within the last day.
        try await stage.request(stage.shop, [-1000, 100, 101, 300, 301])
        let report = try await report(stage, 1300..<1440)
        let target = try #require(report.targets.first)
        #expect(report.targets.count == 1)
        #expect(target.endpoint == "shop")
        #expect(target.attainment.budget?.requestedMinutes == 4)
        #expect(target.attainment.budget?.coldMinutes == 2)
        #expect(!target.attainment.isMissed)
        #expect(target.attainment.isLow)
        #expect(report.rows.first?.requests == 0)
        #expect(report.rows.first?.target == target.attainment)
        try await stage.request(stage.shop, [600])
        #expect(try await self.report(stage).targets.first?.attainment.isMissed == true)
        #expect(try await self.report(stage, by: .day).targets.count == 1)
        #expect(try await self.report(stage, by: .day).rows.first?.target == nil)
    }

    @Test func aLatencyTargetFollowsFromThePings() async throws {
        let stage = try await ReportStage(
            target: .latency(percentile: 90, limit: .milliseconds(400))
        )
        try await stage.request(stage.shop, [100, 101])
        #expect(try await report(stage).targets.first?.attainment.budget == nil)
        try await stage.ping(stage.shop, [50], totalMs: 100)
        let budget = try #require(try await report(stage).targets.first?.attainment.budget)
        #expect(abs(budget.allowedShare - 0.1) < 1e-12)
        #expect(budget.isMissed)
        var shop = try await stage.store.endpoint(named: "shop")
        for (startUpMs, share) in [(300, 0.1), (299, 1)] {
            shop.startUp = .milliseconds(startUpMs)
            try await stage.store.update(shop)
            let stated = try await report(stage).targets.first?.attainment.budget
            #expect(abs(try #require(stated).allowedShare - share) < 1e-12)
        }
    }

    @Test(arguments: ReportGrouping.allCases)
    func everyGroupingHasTheSameTotal(grouping: ReportGrouping) async throws {
        let stage = try await ReportStage.goldenDay()
        let total = try await report(stage, 0..<2880, by: grouping).total
        #expect(try await total == report(stage, 0..<2880).total)
    }
}
