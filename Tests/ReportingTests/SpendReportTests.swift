import Domain
import Testing

@testable import Reporting

private func usd(_ nanos: Int64) -> Money { Money(nanos: nanos, currency: "USD") }

@Suite struct SpendReportTests {
    private func report(
        _ stage: ReportStage,
        by grouping: ReportGrouping
    ) async throws -> SpendReport {
        try await spendReport(
            from: stage.store,
            in: ReportStage.period(-28 * 1440..<0),
            by: grouping
        )
    }

    /// By hand, over four weeks: the plan pings every hour for 10, the office once a day for 70,
    /// the till's night on Fridays for 5 EUR, of which the next 30 days have five.
    @Test func schedulesHaveRowsOfTheirOwn() async throws {
        let stage = try await ReportStage()
        let eur = Money(nanos: 5, currency: "EUR")
        try await stage.ping(
            stage.shop,
            Array(stride(from: -28 * 1440, to: 0, by: 60)),
            cost: usd(10)
        )
        let mornings = Array(stride(from: -28 * 1440 + 480, to: 0, by: 1440))
        try await stage.ping(stage.shop, mornings, cost: usd(70), schedule: "office")
        let weekly = Array(stride(from: -28 * 1440, to: 0, by: 7 * 1440))
        try await stage.ping(stage.till, weekly, cost: eur, schedule: "night")
        let report = try await report(stage, by: .schedule)
        let weeks = report.rows.filter { $0.horizon == .week }
        #expect(weeks.map(\.key) == ["adaptive", "shop/office", "till/night"])
        #expect(weeks.map { $0.forecast.pings?.mean ?? 0 } == [168, 7, 1])
        #expect(
            weeks.map { $0.forecast.amounts.map(\.mean) } == [[usd(1680)], [usd(490)], [eur]]
        )
        let days = report.rows.filter { $0.horizon == .day }
        #expect(days.map { $0.forecast.pings?.mean ?? 0 } == [24, 1, 1])
        #expect(try await report.total == self.report(stage, by: .endpoint).total)
        #expect(report.total.map { $0.forecast.pings?.mean ?? 0 } == [26, 176, 755])
    }

    @Test func withoutSchedulesThereIsThePlan() async throws {
        let stage = try await ReportStage()
        try await stage.ping(stage.shop, Array(stride(from: -2880, to: 0, by: 60)))
        let report = try await report(stage, by: .schedule)
        #expect(report.rows.map(\.key) == ["adaptive", "adaptive", "adaptive"])
        #expect(report.rows.map(\.forecast) == report.total.map(\.forecast))
        let none = try await self.report(ReportStage(), by: .schedule)
        #expect(none.rows.map { $0.forecast.model } == [.tooLittle, .tooLittle, .tooLittle])
    }
}
