import Domain
import Testing

@Suite struct NoticeTests {
    private static let notice = Notice(
        kind: .budgetReached,
        subject: .budget(1, periodStart: Timestamp(minute: 0)),
        name: "fleet per day",
        noticedAt: Timestamp(minute: 1000),
        sentence: "",
        details: "{}"
    )

    @Test(arguments: [
        (1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 60), (8, 60), (1000, 60),
    ])
    func pausesDoubleUpToAnHour(attempts: Int, minutes: Int) {
        let next = Self.notice.nextAttempt(after: attempts, at: Timestamp(minute: 1000))
        #expect(next == Timestamp(minute: 1000 + minutes))
    }

    @Test(arguments: [
        ("a day after the notice is tried still", 1000 + 1380, 1000 + 1440),
        ("a minute later nothing is", 1000 + 1381, nil),
    ])
    func afterADayItIsGivenUp(requirement: String, now: Int, next: Int?) {
        let found = Self.notice.nextAttempt(after: 30, at: Timestamp(minute: now))
        #expect(found == next.map { Timestamp(minute: $0) })
    }

    private static func state(
        requested: Double,
        cold: Double,
        verdict: TargetState.Verdict = .feasible,
        factor: Double = 1,
        present: Double? = nil,
        best: Double? = nil
    ) -> TargetState {
        TargetState(
            endpointID: EndpointID(rawValue: 1),
            rate: 0.1,
            requestedMinutes: requested,
            coldMinutes: cold,
            value: 30,
            priceFactor: factor,
            verdict: verdict,
            presentRate: present,
            bestRate: best
        )
    }

    @Test(
        arguments: [
            ("too little was seen", 19.9, 19.0, .feasible, .unknown),
            ("as much as may be is cold", 20, 2.0, .feasible, .met),
            ("a hair more is", 20, 2.01, .feasible, .missed),
            ("money does not suffice", 20, 0, .unaffordable, .infeasible),
            ("nothing suffices", 0, 0, .unreachable, .infeasible),
            ("a verdict is not needed", 100, 11, .unknown, .missed),
        ] as [(String, Double, Double, TargetState.Verdict, TargetStanding)]
    )
    func aTargetStands(
        requirement: String,
        requested: Double,
        cold: Double,
        verdict: TargetState.Verdict,
        standing: TargetStanding
    ) {
        let state = Self.state(requested: requested, cold: cold, verdict: verdict)
        #expect(state.standing == standing)
    }

    @Test(arguments: [
        ("just below 95 % of what may be", 200.0, 18.99, true),
        ("at 95 %", 200, 19, false),
        ("nothing cold, and too little seen", 19, 0, false),
    ])
    func itIsMetAgain(requirement: String, requested: Double, cold: Double, isMet: Bool) {
        #expect(Self.state(requested: requested, cold: cold).isMetAgain == isMet)
    }

    @Test(
        arguments: [
            ("no budget raises prices", .feasible, 1.0, 0.2, 0.05, true),
            ("a budget does, and the rate is clear of it", .feasible, 2, 0.095, 0.05, true),
            ("a budget does, and the rate is on the edge", .feasible, 2, 0.0951, 0.05, false),
            ("a budget does, and the rate is not known", .feasible, 2, nil, 0.05, false),
            ("the best rate is on the edge", .feasible, 1, 0.05, 0.0951, false),
            ("the verdict is unknown", .unknown, 1, 0.05, 0.05, false),
        ] as [(String, TargetState.Verdict, Double, Double?, Double?, Bool)]
    )
    func itIsFeasibleAgain(
        requirement: String,
        verdict: TargetState.Verdict,
        factor: Double,
        present: Double?,
        best: Double?,
        isFeasible: Bool
    ) {
        let state = Self.state(
            requested: 100,
            cold: 0,
            verdict: verdict,
            factor: factor,
            present: present,
            best: best
        )
        #expect(state.isFeasibleAgain == isFeasible)
    }
}
