import Domain
import History
import Testing

@testable import Reporting

private func usd(_ nanos: Int64) -> Money { Money(nanos: nanos, currency: "USD") }

@Suite struct SavingsReportTests {
    private func report(
        _ stage: ReportStage,
        _ minutes: Range<Int> = 0..<1440,
        by grouping: ReportGrouping = .endpoint
    ) async throws -> SavingsReport {
        try await savingsReport(
            from: stage.store,
            in: ReportStage.period(minutes),
            by: grouping
        )
    }

    /// Requests at 100 and 700 of a day, a ping before the first: all figures by hand.
    @Test func everyPolicyIsReplayedAndPriced() async throws {
        let stage = try await ReportStage()
        try await stage.request(stage.shop, [100, 700])
        try await stage.ping(stage.shop, [95], cost: usd(1234), totalMs: 100)
        let row = try #require(try await report(stage).rows.first { $0.key == "shop" })
        #expect(SavingsReport.Policy.allCases.map { row[$0].coldStarts } == [1, 2, 0, 0])
        #expect(row[.preheat].costs.amounts == [usd(1234)])
        #expect(row[.nothing].costs.amounts.isEmpty)
        // 288 pings of 100 ms at 1 GB: 200 nanos and 1666.67 each, rounded up; the first is cold.
        #expect(row[.everyFiveMinutes].pings == 288)
        #expect(row[.everyFiveMinutes].costs.amounts == [usd(537_696)])
        // A day of one GB at 0.0000041667 a second.
        #expect(row[.provisioned].costs.amounts == [usd(360_002_880)])
        #expect(row.avoided(against: .nothing) == 1)
        #expect(row.avoided(against: .everyFiveMinutes) == -1)
        #expect(row.saved(against: .nothing)?.amounts == [usd(-1234)])
        #expect(row.saved(against: .everyFiveMinutes)?.amounts == [usd(536_462)])
    }

    /// A warmer every five minutes and a held instance, for as much of a day as the endpoint is known.
    @Test(
        arguments: [
            ("registered before", -100, [], [], 288),
            ("as the day begins", 0, [], [], 288),
            ("at noon", 720, [], [], 144),
            ("its requests tell of earlier times", 720, [600], [], 168),
            ("so do its pings", 720, [600], [480], 192),
            ("those of the night before, too", 720, [-5], [], 288),
            ("later requests do not matter", 720, [1000], [], 144),
            ("after the day", 2000, [], [], 0),
        ] as [(String, Int, [Int], [Int], Int64)]
    )
    func alternativesBeginWithTheEndpoint(
        requirement: String,
        registered: Int,
        requests: [Int],
        pings: [Int],
        spans: Int64
    ) async throws {
        let stage = try await ReportStage(registered: ReportStage.moment(registered))
        try await stage.request(stage.shop, requests)
        try await stage.ping(stage.shop, pings)
        let savings = try await report(stage)
        let row = try #require(savings.rows.first { $0.key == "shop" })
        #expect(row[.everyFiveMinutes].pings == Int(spans))
        // 1 GB for 300 s at 0.0000041667
        #expect(row[.provisioned].costs["USD"]?.nanos ?? 0 == 1_250_010 * spans)
        let hours = try await report(stage, by: .hour)
        for policy in SavingsReport.Policy.allCases {
            #expect(hours.total[policy].pings == savings.total[policy].pings)
            #expect(hours.total[policy].costs == savings.total[policy].costs)
        }
    }

    @Test func whatHasNoPriceIsNotFree() async throws {
        let stage = try await ReportStage()
        let tax = try #require(try await report(stage).rows.first { $0.key == "tax" })
        #expect(tax[.provisioned].unpriced == 1)
        #expect(tax.saved(against: .provisioned) == nil)
        #expect(tax.saved(against: .nothing)?.amounts == [])
    }

    @Test(arguments: ReportGrouping.allCases)
    func everyGroupingHasTheSameColdStarts(grouping: ReportGrouping) async throws {
        let stage = try await ReportStage.goldenDay()
        let total = try await report(stage, 0..<2880, by: grouping).total
        let whole = try await report(stage, 0..<2880).total
        for policy in SavingsReport.Policy.allCases {
            #expect(total[policy].coldStarts == whole[policy].coldStarts)
            #expect(total[policy].pings == whole[policy].pings)
        }
        #expect(total[.preheat].costs == whole[.preheat].costs)
        let rows = try await report(stage, 0..<2880, by: grouping).rows
        for policy in [SavingsReport.Policy.preheat, .nothing] {
            let sum = rows.reduce(0) { $0 + $1[policy].coldStarts }
            #expect(sum == whole[policy].coldStarts)
        }
    }

    /// By hand: an instance is kept for ten minutes; requests at 100, 200, 300, 400 and 500.
    ///
    /// 100 is met warm by the plan's ping, 200 by the office's, 300 by the office's after the plan's
    /// 9 minutes before; the night's at 380 is too early for 400, and nobody warms for 500. The plan's
    /// ping at 450 and the office's of two units in the same instant avoid nothing.
    @Test func schedulesHaveRowsOfTheirOwn() async throws {
        let stage = try await ReportStage()
        try await stage.request(stage.shop, [100, 200, 300, 400, 500])
        try await stage.ping(stage.shop, [95, 291, 450], cost: usd(7))
        try await stage.ping(stage.shop, [195, 295, 450], cost: usd(50), schedule: "office")
        try await stage.ping(stage.shop, [380], cost: usd(9), schedule: "night")
        try await stage.ping(
            stage.shop,
            [497],
            cost: usd(3),
            outcome: .timedOut,
            isFailed: true,
            schedule: "night"
        )
        try await stage.ping(stage.tax, [10], cost: usd(11), schedule: "office")
        let report = try await report(stage, by: .schedule)
        #expect(report.rows.map(\.key) == ["adaptive", "shop/night", "shop/office", "tax/office"])
        #expect(report.rows.map { $0.avoided(against: .nothing) } == [1, 0, 2, 0])
        #expect(report.rows.map { $0[.preheat].coldStarts } == [2, 0, 0, 0])
        #expect(report.rows.map { $0[.preheat].pings } == [3, 1, 3, 1])
        #expect(
            report.rows.map { $0[.preheat].costs.amounts }
                == [[usd(21)], [usd(12)], [usd(150)], [usd(11)]]
        )
        #expect(report.rows.map(\.requests) == [5, 0, 0, 0])
        #expect(report.rows.allSatisfy { $0.policies == [.preheat, .nothing] })
        #expect(try await report.total == self.report(stage).total)
        // Which pings of a warmer would stand for a schedule's, nobody knows.
        let csv = report.csvText
        #expect(csv.contains("\nshop/office,nothing,0,2,0,0,USD,2,-150"))
        #expect(!csv.contains("shop/office,\(SavingsReport.Policy.everyFiveMinutes.rawValue)"))
        let lines = report.tableText.split(separator: "\n").filter { $0.hasPrefix("shop/office") }
        #expect(
            lines.map { $0.split(separator: " ").dropFirst() }.map { $0.joined(separator: " ") }
                == ["0 0 2 – –", "0.000000150 USD – – –"]
        )
        #expect(report.tableText.contains("stand with 'adaptive'"))
        #expect(try await !self.report(stage).tableText.contains("stand with"))
    }

    /// The warmth of a ping before the period is its schedule's, too.
    @Test func whatWasWarmAsThePeriodBeganIsItsSchedules() async throws {
        let stage = try await ReportStage()
        try await stage.request(stage.shop, [-5, 5])
        try await stage.ping(stage.shop, [-8, -4], schedule: "office")
        let report = try await report(stage, 0..<60, by: .schedule)
        // A request of before kept it warm until 5 as well.
        #expect(report.rows.map(\.key) == ["adaptive"])
        let early = try await ReportStage()
        try await early.request(early.shop, [5])
        try await early.ping(early.shop, [-4], schedule: "office")
        let warm = try await self.report(early, 0..<60, by: .schedule)
        #expect(warm.rows.map(\.key) == ["adaptive", "shop/office"])
        #expect(warm.rows.map { $0.avoided(against: .nothing) } == [0, 1])
        #expect(warm.rows.map { $0[.preheat].pings } == [0, 0])
        #expect(try await warm.total == self.report(early, 0..<60).total)
    }

    /// A request 5 minutes after every planned ping, an hour apart: each withheld one is missed.
    @Test func withheldPingsTellWhatPingsAvoid() async throws {
        let stage = try await ReportStage()
        let planned = (0..<400).map { $0 * 60 }
        let withheld = planned.filter { $0 % 600 == 0 }
        let sent = planned.filter { $0 % 600 != 0 }
        try await stage.request(stage.shop, planned.map { $0 + 5 })
        try await stage.ping(stage.shop, sent)
        try await stage.decide(stage.shop, sent, isWithheld: false)
        try await stage.decide(stage.shop, withheld, isWithheld: true)
        let report = try await report(stage, 0..<400 * 60)
        #expect(report.estimate.withheld == 40)
        #expect(report.estimate.sent == 360)
        #expect(report.estimate.coldAfterWithheld == 40)
        #expect(report.estimate.coldAfterSent == 0)
        #expect(report.estimate.effect?.mean == 1)
        #expect(report.replayedMinutesAvoided == 360)
        let total = try #require(report.estimatedMinutesAvoided)
        #expect(total.mean == 360)
        #expect(!report.replayDisagrees)
        #expect(report.disagreement.isEmpty)
    }

    /// The traffic says that every request was cold, sent pings or not: the replay is wrong.
    @Test func adisagreementIsSaid() async throws {
        let stage = try await ReportStage()
        let planned = (0..<400).map { $0 * 60 }
        try await stage.request(stage.shop, planned.map { $0 + 5 }, cold: 1)
        let sent = planned.filter { $0 % 600 != 0 }
        try await stage.ping(stage.shop, sent)
        try await stage.decide(stage.shop, sent, isWithheld: false)
        try await stage.decide(
            stage.shop,
            planned.filter { $0 % 600 == 0 },
            isWithheld: true
        )
        let report = try await report(stage, 0..<400 * 60)
        #expect(report.estimate.coldAfterSent == 360)
        #expect(report.replayDisagrees)
        #expect(report.tableText.contains("the replay and the withheld pings disagree"))
    }

    @Test(
        arguments: [
            ("the ping's own minute", 60, true), ("the last minute that it holds", 69, true),
            ("a minute later", 70, false),
        ]
    )
    func aRequestCountsWhileThePingHolds(
        requirement: String,
        minute: Int,
        counts: Bool
    ) async throws {
        let stage = try await ReportStage()
        try await stage.request(stage.shop, [minute])
        try await stage.decide(stage.shop, [60], isWithheld: true)
        let estimate = try await report(stage).estimate
        #expect(estimate.withheld == 1)
        #expect(estimate.coldAfterWithheld == (counts ? 1 : 0))
        #expect(estimate.effect == nil)
    }

    @Test func whatThePeriodCutsOffIsNotCounted() async throws {
        let stage = try await ReportStage()
        try await stage.decide(stage.shop, [50, 51], isWithheld: true)
        #expect(try await report(stage, 0..<60).estimate.withheld == 1)
        #expect(try await report(stage, 0..<61).estimate.withheld == 2)
    }

    @Test func withoutEndpointsThereIsNothing() async throws {
        let empty = try await savingsReport(
            from: HistoryStore.inMemory(),
            in: ReportStage.period(0..<60),
            by: .day
        )
        #expect(empty.rows.isEmpty)
        #expect(empty.tableText.contains("too few withheld pings yet (0 of at least 30)"))
    }
}
