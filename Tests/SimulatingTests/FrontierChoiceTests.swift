import Simulating
import Testing

/// A point that costs so much and meets so many cold minutes of a hundred.
private func point(_ policy: FrontierPolicy, _ nanos: Int64, _ cold: Int) -> FrontierPoint {
    var figures = FrontierFigures()
    figures.costNanosPerMonth = nanos
    figures.coldMinutes = cold
    figures.requestedMinutes = 100
    return FrontierPoint(policy: policy, fleet: figures, functions: [figures])
}

private func adaptive(_ value: Double, _ nanos: Int64, _ cold: Int) -> FrontierPoint {
    point(.adaptive(coldStartValue: value), nanos, cold)
}

private let frontier = Frontier([
    point(.none, 0, 90), adaptive(1, 0, 90), adaptive(10, 500, 40), adaptive(100, 2000, 10),
    adaptive(1000, 3000, 10), point(.keepWarm(minutes: 10), 500, 50),
    point(.alwaysOn, 4000, 0), point(.provisioned, 9000, 0),
])

@Suite struct FrontierChoiceTests {
    @Test func onlyWhatNothingBeatsInBothIsNotDominated() {
        #expect(
            frontier.points.map(\.isDominated) == [
                false, false, false, false, true, true, false, true,
            ]
        )
    }

    @Test(arguments: [
        ("the cheapest below a rate", FrontierGoal(rate: .below(0.5)), FrontierChoice.point(2)),
        ("a rate just reached is not below", FrontierGoal(rate: .below(0.4)), .point(3)),
        ("at most a rate that is just reached", FrontierGoal(rate: .atMost(0.4)), .point(2)),
        ("of equally warm ones the cheaper", FrontierGoal(rate: .atMost(0.1)), .point(3)),
        ("any rate: nothing is spent", FrontierGoal(rate: .atMost(1)), .point(1)),
        ("the warmest within an amount", FrontierGoal(mostNanosPerMonth: 1999), .point(2)),
        ("all of the amount", FrontierGoal(mostNanosPerMonth: 2000), .point(3)),
        ("more money than helps", FrontierGoal(mostNanosPerMonth: .max), .point(3)),
        ("no money", FrontierGoal(mostNanosPerMonth: 0), .point(1)),
        (
            "both: the cheapest that meets the rate",
            FrontierGoal(rate: .atMost(0.5), mostNanosPerMonth: 9000), .point(2)
        ),
        (
            "too little money for the rate",
            FrontierGoal(rate: .atMost(0.1), mostNanosPerMonth: 1999),
            .infeasible(meetingRate: 3, withinMoney: 2)
        ),
        (
            "a rate that only other policies reach",
            FrontierGoal(rate: .below(0.1)), .infeasible(meetingRate: 6, withinMoney: 3)
        ),
        (
            "a rate that nothing reaches", FrontierGoal(rate: .below(0)),
            .infeasible(meetingRate: nil, withinMoney: 3)
        ),
        (
            "less money than nothing", FrontierGoal(mostNanosPerMonth: -1),
            .infeasible(meetingRate: 1, withinMoney: nil)
        ),
    ])
    func choosesOfTheEnginesPoints(
        requirement: String,
        goal: FrontierGoal,
        expected: FrontierChoice
    ) {
        #expect(frontier.choice(for: goal) == expected)
    }
}
