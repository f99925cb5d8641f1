import Domain
import Reporting
import Testing

@Suite struct DueNoticesTests {
    private static let now = Timestamp(minute: 1_000_000)
    private static let start = Timestamp(minute: 999_000)
    private static let earlierStart = Timestamp(minute: 997_560)

    private static func endpoint(
        _ id: Int64,
        mode: Endpoint.Mode = .active,
        isPaused: Bool = false,
        group: String? = nil
    ) -> Endpoint {
        Endpoint(
            id: EndpointID(rawValue: id),
            name: "e\(id)",
            mode: mode,
            isPaused: isPaused,
            warmUp: WarmUpRequest(url: "http://127.0.0.1:9/"),
            group: group,
            target: LatencyTarget("cold-rate<10%")
        )
    }

    private static func earlier(_ kind: Notice.Kind, _ subject: Notice.Subject) -> Notice {
        Notice(
            kind: kind,
            subject: subject,
            name: "",
            noticedAt: start,
            sentence: "",
            details: "{}"
        )
    }

    private static func due(
        endpoints: [Endpoint] = [endpoint(1)],
        pings: [Int64: Int64] = [1: 10],
        earlier: [Notice] = [],
        budgets: [BudgetStatus] = [],
        targets: [TargetState] = []
    ) -> [Notice] {
        DueNotices(
            endpoints: endpoints,
            pings: Dictionary(
                uniqueKeysWithValues: pings.map { id, nanos in
                    (EndpointID(rawValue: id), Money(nanos: nanos, currency: "USD"))
                }
            ),
            earlier: earlier,
            at: now
        ).notices(budgets: budgets, targets: targets)
    }

    // MARK: - Budgets

    private static func status(
        spent: Int64,
        reserved: Int64 = 0,
        limit: Int64 = 1000,
        isHard: Bool = true,
        scope: Budget.Scope = .fleet
    ) -> BudgetStatus {
        BudgetStatus(
            budget: Budget(
                id: 7,
                scope: scope,
                period: .days(1),
                limit: Money(nanos: limit, currency: "USD"),
                isHard: isHard
            ),
            period: start..<Timestamp(minute: 1_000_440),
            spend: BudgetSpend(settledNanos: spent, reservedNanos: reserved)
        )
    }

    private static func told(_ kinds: [Notice.Kind], at start: Timestamp = start) -> [Notice] {
        kinds.map { earlier($0, .budget(7, periodStart: start)) }
    }

    @Test(
        arguments: [
            ("below the share", 799, [], nil),
            ("at the share", 800, [], .budgetWarning),
            ("it was told", 800, told([.budgetWarning]), nil),
            (
                "it was told in another period", 800, told([.budgetWarning], at: earlierStart),
                .budgetWarning
            ),
            ("a ping fits exactly", 990, told([.budgetWarning]), nil),
            ("nothing more fits", 991, told([.budgetWarning]), .budgetReached),
            ("reached at once, no warning", 991, [], .budgetReached),
            ("it was told that it is reached", 991, told([.budgetReached]), nil),
            ("no warning after it was reached", 850, told([.budgetReached]), nil),
            ("over the limit", 2000, [], .budgetReached),
            ("it has an end", 799, told([.budgetWarning, .budgetReached]), .budgetRelieved),
            ("its end is told", 799, told([.budgetReached, .budgetRelieved]), nil),
            (
                "reached again in the same period", 991,
                told([.budgetReached, .budgetRelieved]), nil
            ),
            ("a new period", 0, told([.budgetReached], at: earlierStart), .budgetRelieved),
            ("a quiet new period", 0, told([.budgetRelieved], at: earlierStart), nil),
        ] as [(String, Int64, [Notice], Notice.Kind?)]
    )
    func aBudgetIsTold(
        requirement: String,
        spent: Int64,
        earlier: [Notice],
        expected: Notice.Kind?
    ) {
        let due = Self.due(earlier: earlier, budgets: [Self.status(spent: spent)])
        #expect(due.map(\.kind) == [expected].compactMap { $0 })
    }

    @Test(
        arguments: [
            ("the cheapest ping of all counts", [endpoint(1), endpoint(2)], 997, .budgetWarning),
            ("and no longer fits", [endpoint(1), endpoint(2)], 998, .budgetReached),
            (
                "shadow pings cost nothing", [endpoint(1), endpoint(2, mode: .shadow)], 991,
                .budgetReached
            ),
            (
                "nor do paused ones", [endpoint(1), endpoint(2, isPaused: true)], 991,
                .budgetReached
            ),
            ("without a ping until all is gone", [], 999, .budgetWarning),
            ("all is gone", [], 1000, .budgetReached),
            ("a free ping does not count", [endpoint(3)], 999, .budgetWarning),
        ] as [(String, [Endpoint], Int64, Notice.Kind)]
    )
    func whatFits(
        requirement: String,
        endpoints: [Endpoint],
        spent: Int64,
        expected: Notice.Kind
    ) {
        let due = Self.due(
            endpoints: endpoints,
            pings: [1: 10, 2: 3, 3: 0],
            budgets: [Self.status(spent: spent)]
        )
        #expect(due.map(\.kind) == [expected])
    }

    @Test(
        arguments: [
            ("all is reserved and comes back", 500, 500, .budgetWarning),
            ("a ping will fit when it does", 990, 10, .budgetWarning),
            ("no ping will", 991, 9, .budgetReached),
            ("more than all is reserved from a soft one", 0, 5000, .budgetWarning),
        ] as [(String, Int64, Int64, Notice.Kind)]
    )
    func whatIsReservedIsNotSpent(
        requirement: String,
        spent: Int64,
        reserved: Int64,
        expected: Notice.Kind
    ) {
        let due = Self.due(budgets: [Self.status(spent: spent, reserved: reserved)])
        #expect(due.map(\.kind) == [expected])
    }

    @Test func othersPingsDoNotMatter() {
        let due = Self.due(
            endpoints: [Self.endpoint(1), Self.endpoint(2, group: "web")],
            pings: [1: 10, 2: 3],
            budgets: [Self.status(spent: 991, scope: .endpoint(EndpointID(rawValue: 1)))]
        )
        #expect(due.map(\.kind) == [.budgetReached])
        #expect(due.map(\.name) == ["e1 per day"])
    }

    @Test func theSentenceOfABudgetSaysWhatIsLeftUntilWhen() {
        let until = "until 1971-11-26T18:00:00Z"
        let hard = Self.due(budgets: [Self.status(spent: 995)])
        #expect(
            hard.map(\.sentence) == [
                "fleet per day is used up: of 0.000001 USD 0.000000005 USD is left, and no ping that "
                    + "costs more is sent " + until
            ]
        )
        let soft = Self.due(budgets: [Self.status(spent: 1005, isHard: false)])
        #expect(
            soft.map(\.sentence) == [
                "fleet per day is used up: of 0.000001 USD 0.00 USD is left " + until
                    + "; it is soft, and pings go on"
            ]
        )
        let warning = Self.due(budgets: [Self.status(spent: 800)])
        #expect(
            warning.map(\.sentence) == [
                "80.0 % of fleet per day is used: 0.0000002 USD of 0.000001 USD is left " + until
            ]
        )
    }

    @Test func aMessageHasTheFiguresOfItsMoment() throws {
        var notice = try #require(Self.due(budgets: [Self.status(spent: 995)]).first)
        notice.id = 4
        let json = try NoticeMessage(notice).json()
        #expect(
            json == """
                {"budget":{"currency":"USD","limit_nanos":1000,\
                "period":"day","period_end":"1971-11-26T18:00:00Z",\
                "period_start":"1971-11-25T18:00:00Z","reserved_nanos":0,"scope":"fleet",\
                "spent_nanos":995,"uncertain_nanos":0},\
                "id":"60000000000-4","kind":"budget-reached",\
                "noticed_at":"1971-11-26T10:40:00Z",\
                "sentence":"\(notice.sentence)","subject":"fleet per day"}
                """
        )
    }

    // MARK: - Targets

    private static func state(
        cold: Double = 0,
        requested: Double = 100,
        verdict: TargetState.Verdict = .feasible,
        endpoint: Int64 = 1
    ) -> TargetState {
        TargetState(
            endpointID: EndpointID(rawValue: endpoint),
            rate: 0.1,
            requestedMinutes: requested,
            coldMinutes: cold,
            value: 30,
            priceFactor: 1,
            verdict: verdict,
            presentRate: 0.163,
            presentMonthly: Money(nanos: 5_000_000_000, currency: "USD"),
            neededMonthly: Money(nanos: 12_340_000_000, currency: "USD"),
            bestRate: verdict == .unreachable ? 0.125 : 0.01
        )
    }

    private static func toldTarget(
        _ kinds: [Notice.Kind],
        text: String = "cold-rate<10%"
    ) -> [Notice] {
        kinds.map { earlier($0, .target(EndpointID(rawValue: 1), text: text)) }
    }

    @Test(
        arguments: [
            ("met, and never otherwise", state(cold: 10), [], []),
            ("missed", state(cold: 10.1), [], [.targetMissed]),
            ("missed, too little seen", state(cold: 19, requested: 19), [], []),
            ("told", state(cold: 50), toldTarget([.targetMissed]), []),
            ("on the edge", state(cold: 9.5), toldTarget([.targetMissed]), []),
            ("met again", state(cold: 9.4), toldTarget([.targetMissed]), [.targetMet]),
            ("met is told", state(cold: 9.4), toldTarget([.targetMissed, .targetMet]), []),
            (
                "missed again", state(cold: 11), toldTarget([.targetMissed, .targetMet]),
                [.targetMissed]
            ),
            (
                "another target begins anew", state(cold: 11),
                toldTarget([.targetMissed], text: "cold-rate<5%"), [.targetMissed]
            ),
            ("unaffordable", state(verdict: .unaffordable), [], [.targetInfeasible]),
            ("unreachable", state(verdict: .unreachable), [], [.targetInfeasible]),
            (
                "both", state(cold: 20, verdict: .unreachable), [],
                [.targetMissed, .targetInfeasible]
            ),
            (
                "told that it cannot be", state(verdict: .unreachable),
                toldTarget([.targetInfeasible]), []
            ),
            ("not known any more", state(verdict: .unknown), toldTarget([.targetInfeasible]), []),
            ("it can be", state(), toldTarget([.targetInfeasible]), [.targetFeasible]),
            (
                "it can be, and was told", state(),
                toldTarget([.targetInfeasible, .targetFeasible]), []
            ),
            ("an endpoint is gone", state(cold: 50, endpoint: 9), [], []),
        ] as [(String, TargetState, [Notice], [Notice.Kind])]
    )
    func aTargetIsTold(
        requirement: String,
        state: TargetState,
        earlier: [Notice],
        expected: [Notice.Kind]
    ) {
        #expect(Self.due(earlier: earlier, targets: [state]).map(\.kind) == expected)
    }

    /// The state is of the target that the engine has heard of last, a share of 10 %.
    @Test(
        arguments: [
            ("cold-rate<10%", [.targetMissed]), ("cold-rate<9.9999%", []), ("cold-rate<50%", []),
            ("p99<1s", [.targetMissed]),
        ] as [(String, [Notice.Kind])]
    )
    func aTargetIsNotJudgedByTheOneBefore(target: String, expected: [Notice.Kind]) {
        var endpoint = Self.endpoint(1)
        endpoint.target = LatencyTarget(target)
        let due = Self.due(endpoints: [endpoint], targets: [Self.state(cold: 60)])
        #expect(due.map(\.kind) == expected)
    }

    @Test func pausedEndpointsAndThoseWithoutATargetAreNotJudged() {
        var untargeted = Self.endpoint(2)
        untargeted.target = nil
        let due = Self.due(
            endpoints: [Self.endpoint(1, isPaused: true), untargeted],
            targets: [Self.state(cold: 50), Self.state(cold: 50, endpoint: 2)]
        )
        #expect(due.isEmpty)
    }

    @Test(arguments: [
        (
            TargetState.Verdict.unaffordable,
            """
            e1 cannot meet cold-rate<10% within its budgets: it needs 12.3 USD a month, and the \
            present 5 USD a month brings 16.3 % cold
            """
        ),
        (
            .unreachable,
            """
            e1 cannot meet cold-rate<10% at any price: the best that any money brings is 12.5 % cold
            """
        ),
    ])
    func theSentenceNamesTheNearestThatCanBe(verdict: TargetState.Verdict, sentence: String) {
        #expect(Self.due(targets: [Self.state(verdict: verdict)]).map(\.sentence) == [sentence])
    }

    @Test func theSentenceOfAMissedTargetCounts() {
        #expect(
            Self.due(targets: [Self.state(cold: 10.5)]).map(\.sentence) == [
                "e1 misses cold-rate<10%: 10.5 of 100 requested minutes of the last 28d met a cold "
                    + "start, 10 may"
            ]
        )
    }
}
