import Domain
import History
import Testing

@testable import Reporting

/// What reports look like, as goldens.
@Suite struct ReportTextTests {
    private let stage: ReportStage
    private let period = ReportStage.period(0..<2880)

    init() async throws { stage = try await ReportStage.goldenDay() }

    private func cost(
        _ grouping: ReportGrouping,
        until: Int = 2880
    ) async throws -> CostReport {
        let limit = Money(nanos: 5_000_000_000, currency: "EUR")
        let status = BudgetStatus(
            budget: Budget(scope: .fleet, period: .month, limit: limit),
            period: ReportStage.moment(0)..<ReportStage.moment(1440),
            spend: BudgetSpend(settledNanos: 70_000_000, reservedNanos: 0, uncertainNanos: 0)
        )
        return try await costReport(
            from: stage.store,
            budgets: [BudgetLine(scope: "fleet", per: "month", status: status)],
            since: period.since,
            until: ReportStage.moment(until),
            by: grouping,
            now: period.until
        )
    }

    @Test func cost() async throws {
        let report = try await cost(.endpoint, until: 5760)
        try expectGolden("report-cost.txt", report.tableText)
        try expectGolden("report-cost.csv", report.csvText)
        try await expectGolden("report-cost.html", report.htmlText(days: cost(.day)))
    }

    @Test func savings() async throws {
        func report(_ grouping: ReportGrouping) async throws -> SavingsReport {
            try await savingsReport(from: stage.store, in: period, by: grouping)
        }
        let groups = try await report(.group)
        try expectGolden("report-savings.txt", groups.tableText)
        try expectGolden("report-savings.csv", groups.csvText)
        try await expectGolden("report-savings.html", groups.htmlText(days: report(.day)))
    }

    @Test func latency() async throws {
        func report(_ grouping: ReportGrouping) async throws -> LatencyReport {
            try await latencyReport(from: stage.store, in: period, by: grouping)
        }
        let endpoints = try await report(.endpoint)
        try expectGolden("report-latency.txt", endpoints.tableText)
        try expectGolden("report-latency.csv", endpoints.csvText)
        try await expectGolden("report-latency.html", endpoints.htmlText(days: report(.day)))
    }

    @Test func forecast() async throws {
        try await stage.ping(stage.shop, Array(stride(from: 0, to: 2880, by: 37)))
        func report(_ grouping: ReportGrouping) async throws -> SpendReport {
            try await spendReport(from: stage.store, in: period, by: grouping)
        }
        let endpoints = try await report(.endpoint)
        try expectGolden("report-forecast.txt", endpoints.tableText)
        try expectGolden("report-forecast.csv", endpoints.csvText)
        try await expectGolden("report-forecast.html", endpoints.htmlText(days: report(.day)))
    }

    @Test func namesAreEscapedInEveryForm() async throws {
        let name = #"a<script>"x"&,b"#
        _ = try await stage.store.addEndpoint(name)
        let report = try await cost(.endpoint)
        let html = report.htmlText(days: report)
        #expect(!html.contains("<script"))
        #expect(html.contains("a&lt;script&gt;&quot;x&quot;&amp;,b"))
        #expect(report.csvText.contains(#""a<script>""x""&,b","#))
    }

    @Test func aPageIsWholeAndNeedsNothingElse() async throws {
        let report = try await cost(.endpoint)
        let html = report.htmlText(days: report)
        #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(html.hasSuffix("</html>"))
        for address in ["src=", "href=", "@import", "url(http", "<script", "<link"] {
            #expect(!html.contains(address), "\(address)")
        }
        #expect(html.contains("@media print"))
        #expect(html.contains("prefers-color-scheme:dark"))
        // Ids come once, however many charts there are.
        let ids = html.matches(of: /\bid="([^"]*)"/).map(\.output.1)
        #expect(Set(ids).count == ids.count)
    }

    @Test func emptyHistoriesHaveReportsToo() async throws {
        let empty = try HistoryStore.inMemory()
        let period = period
        let cost = try await costReport(
            from: empty,
            since: period.since,
            until: period.until,
            by: .endpoint
        )
        #expect(cost.tableText.contains("by replay 0 pings avoided 0 of 0 cold starts"))
        #expect(cost.csvText.split(separator: "\n").count == 1)
        #expect(cost.htmlText(days: cost).contains("</html>"))
        let latency = try await latencyReport(from: empty, in: period, by: .day)
        #expect(latency.htmlText(days: latency).contains("</html>"))
        let spend = try await spendReport(from: empty, in: period, by: .day)
        #expect(spend.tableText.contains("no endpoint yet"))
        #expect(spend.htmlText(days: spend).contains("</html>"))
    }
}
