import Domain
import History
import Testing

@testable import Reporting

private func usd(_ nanos: Int64) -> Money { Money(nanos: nanos, currency: "USD") }
private func eur(_ nanos: Int64) -> Money { Money(nanos: nanos, currency: "EUR") }

@Suite struct ReportGroupingTests {
    private func report(
        _ stage: ReportStage,
        _ grouping: ReportGrouping,
        _ minutes: Range<Int> = 0..<2 * 1440,
        offsets: UTCOffsets = .utc,
        now: Int? = nil
    ) async throws -> CostReport {
        let period = ReportStage.period(minutes)
        return try await costReport(
            from: stage.store,
            since: period.since,
            until: period.until,
            by: grouping,
            zone: "Zone",
            offsets: offsets,
            now: now.map(ReportStage.moment)
        )
    }

    @Test func rowsAreWhatWasAskedFor() async throws {
        let stage = try await ReportStage.goldenDay()
        let groups = try await report(stage, .group)
        #expect(groups.rows.map(\.key) == ["(no group)", "retail"])
        #expect(groups.rows.map(\.spent) == [[eur(70_000_000)], [usd(7500)]])
        #expect(groups.rows.map(\.requests) == [1, 8])
        let platforms = try await report(stage, .platform)
        #expect(platforms.rows.map(\.key) == ["aws-lambda", "aws-lambda-arm64", "generic-http"])
        #expect(platforms.rows.map(\.pings) == [5, 1, 2])
        let schedule = try await report(stage, .schedule)
        #expect(schedule.rows.map(\.key) == ["adaptive"])
        #expect(schedule.rows.map(\.pings) == [8])
        let hours = try await report(stage, .hour, 0..<120)
        #expect(hours.rows.map(\.key) == ["2026-11-20T00:00:00Z", "2026-11-20T01:00:00Z"])
        #expect(hours.rows.map(\.pings) == [2, 1])
    }

    /// By hand: the plan's pings are what schedules did not ask for.
    @Test func schedulesHaveRowsOfTheirOwn() async throws {
        let stage = try await ReportStage()
        try await stage.ping(stage.shop, [10, 20, 30])
        try await stage.ping(stage.shop, [40, 50], cost: usd(70), schedule: "office")
        try await stage.ping(stage.shop, [60], cost: eur(5), schedule: "night")
        try await stage.ping(stage.tax, [70], cost: eur(9), schedule: "office")
        try await stage.ping(stage.tax, [3000], cost: eur(1), schedule: "too late")
        let report = try await report(stage, .schedule)
        #expect(
            report.rows.map(\.key) == ["adaptive", "shop/night", "shop/office", "tax/office"]
        )
        #expect(report.rows.map(\.pings) == [3, 1, 2, 1])
        #expect(report.rows.map(\.spent) == [[usd(3000)], [eur(5)], [usd(140)], [eur(9)]])
        #expect(try await report.total == self.report(stage, .endpoint).total)
    }

    @Test(arguments: ReportGrouping.allCases)
    func everyGroupingHasTheSameTotal(grouping: ReportGrouping) async throws {
        let stage = try await ReportStage.goldenDay()
        let total = try await report(stage, grouping, 7..<2001).total
        #expect(try await total == report(stage, .endpoint, 7..<2001).total)
        #expect(total.ledger.withoutCost == 1)
        #expect(total.ledger[.interrupted] == 1)
        #expect(total.ledger[.timedOut] == 1)
        #expect(total.ledger.uncertain.amounts == [eur(9_000_000)])
    }

    /// An hour east of UTC a day begins at 23:00.
    @Test func aZoneCutsTheDays() async throws {
        let stage = try await ReportStage()
        try await stage.ping(stage.shop, [-61, -60, 1379, 1380])
        try await stage.request(stage.shop, [-61, -60, 1379, 1380])
        let east = UTCOffsets(earliestOffsetMinutes: 60, stretches: [])
        let report = try await report(stage, .day, -120..<1440, offsets: east)
        #expect(report.rows.map(\.key) == ["2026-11-19", "2026-11-20", "2026-11-21"])
        #expect(report.rows.map(\.pings) == [1, 2, 1])
        #expect(report.rows.map(\.requests) == [1, 2, 1])
        #expect(report.rows.map(\.spent) == [[usd(1000)], [usd(2000)], [usd(1000)]])
    }

    /// Clocks are set back at minute 60: the day of the change has 25 hours.
    @Test func aLongDayHoldsAllOfItsPings() async throws {
        let stage = try await ReportStage()
        try await stage.ping(stage.shop, Array(stride(from: -1440, to: 2880, by: 60)))
        let berlin = UTCOffsets(
            earliestOffsetMinutes: 120,
            stretches: [.init(fromMinute: ReportStage.start + 60, offsetMinutes: 60)]
        )
        let report = try await report(stage, .day, -1560..<2820, offsets: berlin)
        #expect(report.rows.map(\.pings) == [22, 25, 24])
        let hours = try await self.report(stage, .hour, -120..<1380, offsets: berlin)
        #expect(hours.rows.count == 25)
        #expect(Set(hours.rows.map(\.key)).count == 25)
        #expect(hours.rows.allSatisfy { $0.pings == 1 })
    }

    @Test func onePingCostsWhatItAvoided() async throws {
        let stage = try await ReportStage()
        try await stage.request(stage.shop, [100, 500])
        try await stage.ping(stage.shop, [95], cost: usd(1001))
        let row = try await report(stage, .endpoint).total
        #expect(row.avoided == 1)
        #expect(row.costPerAvoidedColdStart == [usd(1001)])
        // Rounded up where it does not come out even.
        try await stage.ping(stage.shop, [495], cost: usd(1000))
        #expect(try await report(stage, .endpoint).total.costPerAvoidedColdStart == [usd(1001)])
        // What was avoided by nothing has no price.
        #expect(CostReport.Row(key: "").costPerAvoidedColdStart.isEmpty)
    }

    @Test func whatIsToComeIsForecastByTheHoursSoFar() async throws {
        let stage = try await ReportStage()
        // An hourly ping of 1000 over four weeks, up to now.
        try await stage.ping(stage.shop, Array(stride(from: -28 * 1440, to: 0, by: 60)))
        let report = try await report(stage, .endpoint, -1440..<2880, now: 0)
        #expect(report.total.spent == [usd(24_000)])
        #expect(report.countedUntil == ReportStage.moment(0))
        #expect(report.until == ReportStage.moment(2880))
        let rest = try #require(report.rest)
        #expect(rest.model == .hoursOfWeek(days: 28))
        #expect(rest.amounts.map(\.mean) == [usd(48_000)])
        #expect(report.expectedTotal == [usd(72_000)])
        let past = try await self.report(stage, .endpoint, -1440..<0, now: 0)
        #expect(past.rest == nil)
    }

    @Test func aNewLedgerForecastsNothing() async throws {
        let stage = try await ReportStage()
        try await stage.ping(stage.shop, [-60])
        let report = try await report(stage, .endpoint, -1440..<2880, now: 0)
        #expect(report.rest?.model == .tooLittle)
        #expect(report.expectedTotal.isEmpty)
    }
}
