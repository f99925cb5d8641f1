import Domain
import Testing

@testable import Planning

/// 2026-11-16 00:00 UTC, in minutes since the epoch.
private let monday = 20_773 * 1440
private let day = 1440
private let nothing = [Double](repeating: 0, count: SpendProfile.count)
private let highest = BudgetPacer.factor(atPlace: Double(SpendProfile.count - 1)) - 1

/// A zone whose clocks go forward (or back) an hour at 01:00 UTC of ``monday``.
private func changing(from before: Int, to after: Int) -> UTCOffsets {
    UTCOffsets(
        earliestOffsetMinutes: before,
        stretches: [UTCOffsets.Stretch(fromMinute: monday + 60, offsetMinutes: after)]
    )
}

private func paced(
    _ period: Budget.Period = .days(1),
    limit: Int64 = 24_000_000,
    isHard: Bool = true,
    spent: Int64 = 0,
    at minute: Int = monday,
    offsets: UTCOffsets = .utc
) -> PacedBudget {
    let budget = Budget(
        id: 1,
        scope: .fleet,
        period: period,
        limit: Money(nanos: limit, currency: "USD"),
        isHard: isHard
    )
    return PacedBudget(
        status: BudgetStatus(
            budget: budget,
            period: period.range(containing: Timestamp(minute: minute), offsets: offsets),
            spend: BudgetSpend(settledNanos: spent)
        ),
        offsets: offsets
    )
}

extension BudgetPacer {
    fileprivate func canPay(for currency: String?, at now: Timestamp) -> Int64 {
        var copy = self
        return copy.left(for: currency, at: now)
    }
}

/// One whose endpoints value a cold start at so many pings, paced once.
private func pacer(_ paced: PacedBudget, value: Double = 30, at minute: Int = monday) -> BudgetPacer
{
    var pacer = BudgetPacer(paced, value: value, now: minute)
    pacer.pace(nothing, at: Timestamp(minute: minute))
    return pacer
}

@Suite struct BudgetPacerPriceTests {
    /// By hand: a whole period is assumed to be just used up with a ping at a tenth of a cold start.
    ///
    /// At a value of 30 that is a factor of 3.
    @Test func atFirstAPingIsATenthOfAColdStart() {
        #expect(abs(pacer(paced()).price - 2) < 0.1)
        #expect(abs(pacer(paced(limit: 1)).price - 2) < 0.1)
        #expect(abs(pacer(paced(.days(7), limit: 1 << 60)).price - 2) < 0.1)
    }

    /// By hand: at a value of 5 the price is 0.2, at which 5.9/14.8 of the limit is spent.
    @Test(arguments: [(0.0, true), (0.59, true), (0.61, false), (1.0, false)])
    func whatFitsCostsNoMoreThanItself(shareSpent: Double, fits: Bool) {
        let pacer = pacer(paced(spent: Int64(24_000_000 * shareSpent)), value: 5)
        #expect((pacer.price == 0) == fits, "\(pacer.price)")
        #expect(pacer.price >= 0)
    }

    @Test func thePriceRisesWhenSpendingRunsAhead() {
        var pacer = pacer(paced())
        var prices = [pacer.price]
        for _ in 0..<24 {
            pacer.reserve(1_000_000)
            pacer.pace(nothing, at: Timestamp(minute: monday))
            prices.append(pacer.price)
        }
        #expect(zip(prices, prices.dropFirst()).allSatisfy { $0 < $1 })
        // With nothing left no price is too high that forecasts no spending: by hand, the value.
        #expect(prices[24] > 20 && prices[24] < 60)
    }

    @Test func thePriceFallsWhenLittleIsSpent() {
        var pacer = pacer(paced())
        var last = pacer.price
        for hour in 1...20 {
            pacer.pace(nothing, at: Timestamp(minute: monday + 60 * hour))
            #expect(pacer.price <= last)
            last = pacer.price
        }
        #expect(last == 0)
    }

    /// What would have been spent in the minute of the last pacing is not lost.
    @Test func twoPacingsInAMinuteLearnOfBoth() {
        var spend = nothing
        for place in spend.indices { spend[place] = 2_000_000 / Double(place + 1) }
        var once = pacer(paced())
        var twice = once
        var never = once
        for hour in 1...3 {
            let now = Timestamp(minute: monday + 60 * hour)
            never.pace(nothing, at: now)
            once.pace(spend, at: now)
            twice.pace(spend.map { $0 / 4 }, at: now)
            twice.pace(spend.map { $0 * 3 / 4 }, at: now)
        }
        #expect(abs(once.price - twice.price) < 1e-6)
        #expect(once.price > never.price + 0.1)
    }

    @Test(arguments: [Int64(0), 1, .max])
    func noLimitHasAPriceThatIsNoNumber(limit: Int64) {
        var pacer = pacer(paced(limit: limit))
        for hour in 1...10 {
            pacer.reserve(limit / 2)
            pacer.pace(
                [Double](repeating: 1e18, count: SpendProfile.count),
                at: Timestamp(minute: monday + 60 * hour)
            )
            #expect(pacer.price >= 0 && pacer.price <= highest)
        }
        // Whatever a unit of money counts, too much is spent.
        #expect(pacer.price == highest)
    }

    /// A machine without a clock of its own starts in 1970.
    @Test func aClockThatJumpsDecadesOverflowsNothing() {
        var pacer = pacer(paced(limit: .max, at: 0), at: 0)
        for minute in [10, monday, monday + 10, 20, monday + 20, monday * 20] {
            pacer.pace(
                [Double](repeating: 1e17, count: SpendProfile.count),
                at: Timestamp(minute: minute)
            )
            #expect(pacer.price >= 0 && pacer.price <= highest, "\(pacer.price)")
        }
    }
}

@Suite struct BudgetPacerSpendingTests {
    struct Turn: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var period: Budget.Period
        var offsets = UTCOffsets.utc
        /// From ``monday``'s midnight UTC on.
        var beginsAt: Int
        var endsAt: Int
    }

    /// The 16th of November 2026 is a Monday.
    static let turns = [
        Turn(testDescription: "a day", period: .days(1), beginsAt: 0, endsAt: day),
        Turn(
            testDescription: "a day of 23 hours",
            period: .days(1),
            offsets: changing(from: 60, to: 120),
            beginsAt: -60,
            endsAt: day - 120
        ),
        Turn(
            testDescription: "a day of 25 hours",
            period: .days(1),
            offsets: changing(from: 120, to: 60),
            beginsAt: -120,
            endsAt: day - 60
        ),
        Turn(testDescription: "a week", period: .days(7), beginsAt: 0, endsAt: 7 * day),
        Turn(
            testDescription: "November",
            period: .month,
            beginsAt: -15 * day,
            endsAt: 15 * day
        ),
    ]

    @Test(arguments: turns)
    func aNewPeriodBeginsWithNothingSpent(turn: Turn) {
        var pacer = BudgetPacer(
            paced(turn.period, spent: 5, offsets: turn.offsets),
            value: 30,
            now: monday
        )
        let end = Timestamp(minute: monday + turn.endsAt)
        #expect(pacer.status.period.lowerBound == Timestamp(minute: monday + turn.beginsAt))
        #expect(pacer.status.period.upperBound == end)
        pacer.reserve(7)
        pacer.turn(at: end.advanced(by: .milliseconds(-1)))
        #expect(pacer.spentNanos == 12)
        pacer.turn(at: end)
        #expect(pacer.spentNanos == 0)
        #expect(pacer.status.period.lowerBound == end)
        // After a pause, too, the period is the present one.
        let later = end.advanced(by: .seconds(400 * 86_400))
        pacer.turn(at: later)
        #expect(pacer.status.period.contains(later))
    }

    @Test(arguments: [
        ("its own currency", "USD" as String?, true, Int64(60)),
        ("pings for nothing", nil, true, 60),
        ("another currency", "EUR", true, 0),
        ("a soft one refuses nothing", "USD", false, .max),
        ("nor another currency", "EUR", false, .max),
    ])
    func whatAPingMayCost(requirement: String, currency: String?, isHard: Bool, left: Int64) {
        let pacer = BudgetPacer(
            paced(limit: 100, isHard: isHard, spent: 40),
            value: 30,
            now: monday
        )
        #expect(pacer.canPay(for: currency, at: Timestamp(minute: monday)) == left)
    }

    @Test func whatIsReservedIsGoneUntilItIsReleased() {
        var pacer = BudgetPacer(paced(limit: 100), value: 30, now: monday)
        let now = Timestamp(minute: monday)
        pacer.reserve(100)
        #expect(pacer.canPay(for: "USD", at: now) == 0)
        pacer.release(30, reservedAt: now)
        #expect(pacer.canPay(for: "USD", at: now) == 30)
        pacer.release(1000, reservedAt: now)
        #expect(pacer.canPay(for: "USD", at: now) == 100)
    }

    @Test(arguments: [
        ("before it", -1, 10), ("its first moment", 0, 4), ("after its end", day, 10),
    ])
    func onlyReservationsOfThePresentPeriodAreReleased(
        requirement: String,
        minute: Int,
        spent: Int64
    ) {
        var pacer = BudgetPacer(paced(limit: 100), value: 30, now: monday)
        pacer.reserve(10)
        pacer.release(6, reservedAt: Timestamp(minute: monday + minute))
        #expect(pacer.spentNanos == spent)
    }

    @Test func aReleaseOfLastPeriodFreesNothingOfThis() {
        var pacer = BudgetPacer(paced(limit: 100), value: 30, now: monday)
        pacer.reserve(80)
        let next = Timestamp(minute: monday + day)
        _ = pacer.left(for: "USD", at: next)
        pacer.reserve(50)
        pacer.release(40, reservedAt: Timestamp(minute: monday))
        #expect(pacer.canPay(for: "USD", at: next) == 50)
    }

    @Test func aSoftBudgetTurnsWithItsPeriod() {
        var pacer = BudgetPacer(paced(limit: 100, isHard: false), value: 30, now: monday)
        pacer.reserve(80)
        let next = Timestamp(minute: monday + day)
        _ = pacer.left(for: "USD", at: next)
        pacer.reserve(50)
        pacer.pace(nothing, at: next)
        #expect(pacer.spentNanos == 50)
    }

    @Test func sumsStayWithin64Bits() {
        var pacer = BudgetPacer(paced(limit: .max), value: 30, now: monday)
        let now = Timestamp(minute: monday)
        pacer.reserve(.max)
        pacer.reserve(.max)
        #expect(pacer.canPay(for: "USD", at: now) == 0)
        pacer.pace(nothing, at: now)
        #expect(pacer.price.isFinite)
        pacer.release(.max, reservedAt: now)
        #expect(pacer.canPay(for: "USD", at: now) == .max)
    }

    @Test func aLimitOfZeroAllowsNothing() {
        let pacer = BudgetPacer(paced(limit: 0), value: 30, now: monday)
        #expect(pacer.canPay(for: "USD", at: Timestamp(minute: monday)) == 0)
    }

    @Test func aLoweredLimitIsOverspentNotNegative() {
        var pacer = pacer(paced(limit: 1000))
        pacer.update(paced(limit: 100, spent: 500))
        let now = Timestamp(minute: monday)
        #expect(pacer.canPay(for: "USD", at: now) == 0)
        let before = pacer.price
        pacer.pace(nothing, at: now)
        #expect(pacer.price > before)
    }

    /// Clocks that step back and forth: whatever they show, what is spent of a period stays spent.
    @Test(arguments: 0..<UInt64(20))
    func noClockGivesMoneyBack(seed: UInt64) {
        var dice = PlatformDice(seed: seed)
        var pacer = BudgetPacer(paced(limit: 1000), value: 30, now: monday)
        var now = Timestamp(minute: monday)
        for _ in 0..<400 {
            let (period, spent) = (pacer.status.period, pacer.spentNanos)
            let step = Int64(dice.next() % 200) - 60
            now = now.advanced(by: .seconds(60 * step))
            _ = pacer.left(for: "USD", at: now)
            if dice.fraction() < 0.3 { pacer.pace(nothing, at: now) }
            if pacer.status.period == period {
                #expect(pacer.spentNanos == spent)
            } else {
                #expect(pacer.status.period.lowerBound >= period.upperBound)
                #expect(pacer.status.period.contains(now))
                #expect(pacer.spentNanos == 0)
            }
            pacer.reserve(Int64(dice.next() % 50))
        }
    }
}
