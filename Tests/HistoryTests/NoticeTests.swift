import Domain
import Testing

@testable import History

@Suite struct NoticeTests {
    private let store: HistoryStore
    private let endpoint: EndpointID
    private let budget: Int64
    private let now = Timestamp(minute: 30_000_000)

    init() async throws {
        store = try HistoryStore.inMemory()
        endpoint = try await store.add(plainEndpoint(named: "a"))
        budget = try await store.set(
            Budget(scope: .fleet, period: .days(1), limit: Money(nanos: 5, currency: "USD")),
            at: now,
            offsets: ["UTC": .utc]
        )
    }

    private func ofBudget(
        _ kind: Notice.Kind,
        period: Int = 1440,
        id: Int64? = nil,
        at moment: Timestamp? = nil
    ) -> Notice {
        notice(kind, .budget(id ?? budget, periodStart: Timestamp(minute: period)), moment ?? now)
    }

    private func ofTarget(_ kind: Notice.Kind, id: Int64? = nil) -> Notice {
        notice(
            kind,
            .target(id.map(EndpointID.init(rawValue:)) ?? endpoint, text: "cold-rate<2%"),
            now
        )
    }

    private func notice(
        _ kind: Notice.Kind,
        _ subject: Notice.Subject,
        _ moment: Timestamp
    ) -> Notice {
        Notice(
            kind: kind,
            subject: subject,
            name: "it",
            noticedAt: moment,
            sentence: "so it is",
            details: #"{"a":1}"#
        )
    }

    private func all() async throws -> [Notice] {
        try await store.notices(since: Timestamp(minute: 0), limit: 100)
    }

    @Test func whatIsWrittenIsRead() async throws {
        let written = try await store.write([ofBudget(.budgetWarning), ofTarget(.targetMissed)])
        #expect(written.map(\.id) == [1, 2])
        #expect(try await all() == written)
        let since = try await store.notices(since: now.advanced(by: .milliseconds(1)), limit: 9)
        #expect(since.isEmpty)
        #expect(try await store.notices(since: now, limit: 1).map(\.id) == [2], "the newest")
    }

    @Test func aBudgetIsToldOnceInAPeriodAndATargetEachTime() async throws {
        _ = try await store.write([ofBudget(.budgetWarning), ofTarget(.targetMissed)])
        let again = try await store.write([
            ofBudget(.budgetWarning), ofBudget(.budgetReached),
            ofBudget(.budgetWarning, period: 2880), ofTarget(.targetMissed),
        ])
        #expect(again.map(\.kind) == [.budgetReached, .budgetWarning, .targetMissed])
    }

    @Test func theLatestOfEachKindAreKnown() async throws {
        _ = try await store.write([
            ofBudget(.budgetWarning), ofTarget(.targetMissed), ofTarget(.targetMet),
            ofBudget(.budgetWarning, period: 2880), ofTarget(.targetMissed),
        ])
        #expect(try await store.latestNotices().map(\.id) == [3, 4, 5])
    }

    @Test func whatIsGoneIsPassedOver() async throws {
        let written = try await store.write([
            ofBudget(.budgetWarning, id: 77), ofTarget(.targetMissed, id: 77),
        ])
        #expect(written.isEmpty)
    }

    @Test func noticesGoWithTheirBudgetsAndEndpoints() async throws {
        let own = try await store.set(
            Budget(scope: .endpoint(endpoint), period: .month, limit: .zero("USD")),
            at: now,
            offsets: ["UTC": .utc]
        )
        _ = try await store.write([
            ofBudget(.budgetWarning), ofBudget(.budgetReached, id: own), ofTarget(.targetMissed),
        ])
        try await store.removeBudget(budget)
        #expect(try await all().map(\.kind) == [.budgetReached, .targetMissed])
        try await store.remove(endpoint)
        #expect(try await all().isEmpty)
    }

    @Test func aRestartRepeatsNoneAndLosesNone() async throws {
        let folder = try TemporaryFolder()
        let first = try HistoryStore(at: folder.database, access: .create)
        let id = try await first.add(plainEndpoint(named: "a"))
        let written = try await first.write([
            notice(.targetMissed, .target(id, text: "t"), now),
            notice(.targetMet, .target(id, text: "t"), now),
        ])
        try await first.noticeWasDelivered(written[0].id, at: now)
        try first.close()
        let second = try HistoryStore(at: folder.database, access: .existing)
        #expect(try await second.noticesToSend(at: now, limit: 9).map(\.id) == [written[1].id])
        #expect(try await second.latestNotices().map(\.deliveredAt) == [now, nil])
        try second.close()
    }

    // MARK: - Sending

    @Test func whatIsDeliveredIsNotSentAgain() async throws {
        _ = try await store.write([ofBudget(.budgetWarning), ofTarget(.targetMissed)])
        try await store.noticeWasDelivered(1, at: now)
        #expect(try await store.noticesToSend(at: now, limit: 9).map(\.id) == [2])
        #expect(try await all().map(\.deliveredAt) == [now, nil])
        #expect(try await all().map(\.attempts) == [1, 0])
    }

    @Test func whatIsRefusedWaitsOrIsGivenUp() async throws {
        _ = try await store.write([ofBudget(.budgetWarning), ofTarget(.targetMissed)])
        let later = now.advanced(by: .seconds(60))
        try await store.noticeWasRefused(1, nextAttempt: later)
        try await store.noticeWasRefused(2, nextAttempt: nil)
        #expect(try await store.noticesToSend(at: now, limit: 9).isEmpty)
        let justBefore = later.advanced(by: .milliseconds(-1))
        #expect(try await store.noticesToSend(at: justBefore, limit: 9).isEmpty)
        #expect(try await store.noticesToSend(at: later, limit: 9).map(\.id) == [1])
        #expect(try await all().map(\.attempts) == [1, 1])
    }

    @Test func aClockThatWasSetBackKeepsNothingBack() async throws {
        _ = try await store.write([ofBudget(.budgetWarning)])
        let before = now.advanced(by: .zero - Notice.longestPause)
        #expect(try await store.noticesToSend(at: before, limit: 9).isEmpty)
        let longBefore = before.advanced(by: .milliseconds(-1))
        #expect(try await store.noticesToSend(at: longBefore, limit: 9).map(\.id) == [1])
    }

    @Test func oldOnesAreGivenUp() async throws {
        _ = try await store.write([ofBudget(.budgetWarning)])
        #expect(try await store.giveUpNotices(before: now) == 0)
        #expect(try await store.giveUpNotices(before: now.advanced(by: .milliseconds(1))) == 1)
        #expect(try await store.noticesToSend(at: now, limit: 9).isEmpty)
    }
}
