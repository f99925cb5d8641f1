import Domain
import Testing

@testable import Planning

private let day = 1440
private let monday = Stage.monday
private let lowest = PriceGrid.prices[PriceGrid.count - 1]

extension TargetController {
    fileprivate mutating func meet(_ count: Int, cold: Double, onDay number: Int) {
        for _ in 0..<count { meetRequest(coldChance: cold, inMinute: number * day + 700) }
    }

    fileprivate func bought(from landscape: Landscape = Landscape()) -> Double {
        var copy = self
        copy.renewPrice(from: landscape)
        return copy.price
    }
}

@Suite struct TargetControllerTests {
    /// The ring holds the days of the window, today's among them.
    @Test(arguments: [1, 2, 28, 366])
    func theWindowIsSoManyDays(windowDays: Int) {
        for first in [0, 1, 20_000] {
            var controller = TargetController(rate: 0.1, windowDays: windowDays)
            controller.meet(3, cold: 0.5, onDay: first)
            controller.meet(1, cold: 1, onDay: first + windowDays - 1)
            #expect(controller.window == (4, 2.5))
            controller.meet(1, cold: 0, onDay: first + windowDays)
            // With a window of a day the second request has left as well.
            #expect(controller.window == (windowDays == 1 ? (1, 0) : (2, 1)))
        }
    }

    @Test func daysFollowEachOtherThroughTheRing() {
        var controller = TargetController(rate: 0.1, windowDays: 28)
        for number in 0..<100 {
            controller.meet(number + 1, cold: 1, onDay: number)
            let days = max(0, number - 27)...number
            #expect(controller.window.requested == Double(days.reduce(0) { $0 + $1 + 1 }))
        }
    }

    @Test(arguments: [1, 28, 366])
    func aGapOfYearsEmptiesTheWindow(windowDays: Int) {
        var controller = TargetController(rate: 0.1, windowDays: windowDays)
        for number in 0..<400 { controller.meet(1, cold: 1, onDay: number) }
        controller.meet(1, cold: 0.25, onDay: 400 + 10 * 366)
        #expect(controller.window == (1, 0.25))
    }

    @Test func daysLeaveTheWindowAlsoWithoutRequests() {
        var controller = TargetController(rate: 0.1, windowDays: 7)
        controller.passTime(to: 100 * 1440)
        controller.meet(4, cold: 1, onDay: 100)
        controller.passTime(to: 107 * 1440 - 1)
        #expect(controller.window == (4, 4))
        controller.passTime(to: 107 * 1440)
        #expect(controller.window == (0, 0))
    }

    @Test func minutesBefore1970AreIgnored() {
        var controller = TargetController(rate: 0.1, windowDays: 28)
        controller.meetRequest(coldChance: 1, inMinute: -1)
        #expect(controller.window == (0, 0))
        controller.meetRequest(coldChance: 1, inMinute: 0)
        #expect(controller.window == (1, 1))
        for minute in [-1, -1_000_000, Int.min / 2] {
            controller.meetRequest(coldChance: 1, inMinute: minute)
        }
        #expect(controller.window == (1, 1))
    }

    @Test func aLateRequestCountsOnItsOwnDay() {
        var controller = TargetController(rate: 0.1, windowDays: 3)
        controller.meet(1, cold: 0, onDay: 102)
        controller.meet(1, cold: 1, onDay: 100)
        #expect(controller.window == (2, 1))
        controller.meet(1, cold: 0, onDay: 103)
        #expect(controller.window == (2, 0))
    }

    /// A clock that was years ahead for a while is not waited for.
    @Test func aClockThatIsSetBackBeginsAnew() {
        var controller = TargetController(rate: 0.1, windowDays: 3)
        controller.meet(5, cold: 1, onDay: 3000)
        controller.meet(1, cold: 0, onDay: 100)
        #expect(controller.window == (1, 0))
        for number in 101...110 { controller.meet(1, cold: 0, onDay: number) }
        #expect(controller.window == (3, 0))
    }

    @Test func anotherRateKeepsTheWindowAndAnotherWindowBeginsAnew() {
        var controller = TargetController(rate: 0.1, windowDays: 28)
        controller.meet(40, cold: 0.5, onDay: 100)
        let before = controller.bought()
        controller.update(rate: 0.4, windowDays: 28)
        #expect(controller.window == (40, 20))
        #expect(controller.rate == 0.4)
        #expect(controller.bought() > before)
        controller.update(rate: 0.4, windowDays: 27)
        #expect(controller == TargetController(rate: 0.4, windowDays: 27))
    }

    /// By hand: nothing is known, so rates are the assumed ones, the square roots of prices.
    ///
    /// At a half, 0.8 · 0.5 = 0.4 is aimed at: between the fourth price's 0.41906 and the fifth's 0.3136.
    @Test func theFirstPriceIsThatOfTheAssumedRates() {
        let controller = TargetController(rate: 0.5, windowDays: 28)
        #expect(abs(controller.bought() - 0.158_140_309_371_312_7) < 1e-9)
    }

    @Test func thePriceFollowsWhatIsMet() {
        let fresh = TargetController(rate: 0.2, windowDays: 28)
        var missed = fresh
        missed.meet(40, cold: 0.5, onDay: 100)
        var kept = fresh
        kept.meet(40, cold: 0.05, onDay: 100)
        var exact = fresh
        // By hand: 0.85 · 0.2 of 50 requests leave what a fresh one has left.
        exact.meet(50, cold: 0.17, onDay: 100)
        #expect(missed.bought() < fresh.bought())
        #expect(kept.bought() > fresh.bought())
        #expect(abs(exact.bought() / fresh.bought() - 1) < 1e-6)
        #expect(missed.bought() >= lowest)
        #expect(kept.bought() <= 1)
    }

    /// No lower rate than a fifth of the target's is asked for, however much is missing: by hand the
    /// square of 0.04 or, on the grid's straight lines, nearly that.
    @Test func aSpellThatIsOverIsNotChased() {
        var bad = TargetController(rate: 0.2, windowDays: 28)
        bad.meet(200, cold: 1, onDay: 100)
        var worse = bad
        worse.meet(2000, cold: 1, onDay: 100)
        #expect(bad.bought() == worse.bought())
        #expect(abs(bad.bought() / 0.0016 - 1) < 0.05)
    }

    @Test func aTargetWithoutColdStartsTakesTheLowestPrice() {
        var controller = TargetController(rate: 0, windowDays: 28)
        #expect(controller.bought() == lowest)
        controller.meet(100, cold: 0, onDay: 100)
        #expect(controller.bought() == lowest)
    }

    @Test(arguments: [Double.leastNonzeroMagnitude, 1e-12, 1e-3, 0.999, 1])
    func everyRateHasAPriceOnTheGrid(rate: Double) {
        var controller = TargetController(rate: rate, windowDays: 366)
        for number in 0..<400 {
            controller.meet(3, cold: number.isMultiple(of: 3) ? 1 : 0, onDay: 20_000 + number)
            let price = controller.bought()
            #expect(price >= lowest && price <= 1)
        }
    }
}

@Suite struct TargetControllerBytesTests {
    private func lived() -> TargetController {
        var controller = TargetController(rate: 0.1, windowDays: 28)
        for number in 20_000..<20_050 { controller.meet(2, cold: 0.25, onDay: number) }
        controller.renewPrice(from: Landscape())
        return controller
    }

    @Test func theWindowComesBack() {
        var again = TargetController(rate: 0.1, windowDays: 28)
        let fits = again.restore(lived().serialized)
        #expect(fits)
        #expect(again == lived())
    }

    @Test func aFreshOneComesBack() {
        var again = lived()
        let fits = again.restore(TargetController(rate: 0.1, windowDays: 28).serialized)
        #expect(fits)
        #expect(again == TargetController(rate: 0.1, windowDays: 28))
    }

    @Test func whatDoesNotFitChangesNothing() {
        let bytes = lived().serialized
        let fresh = TargetController(rate: 0.1, windowDays: 28)
        var controller = fresh
        var isRestored = controller.restore(bytes + [0])
        for count in bytes.indices where controller.restore(Array(bytes[..<count])) {
            isRestored = true
        }
        for flaw in [Double.nan, .infinity, -1, 1e10] {
            var amount: [UInt8] = []
            amount.append(flaw)
            // 28 days of requests and of cold ones, and the price.
            for place in 0..<57 {
                var bytes = bytes
                bytes.replaceSubrange(4 + place * 8..<12 + place * 8, with: amount)
                if controller.restore(bytes) { isRestored = true }
            }
        }
        #expect(!isRestored)
        #expect(controller == fresh)
        var other = TargetController(rate: 0.1, windowDays: 7)
        isRestored = other.restore(bytes)
        #expect(!isRestored)
        #expect(other == TargetController(rate: 0.1, windowDays: 7))
    }

    @Test(arguments: [
        (Int.min, true), (-1, true), (0, true), ((1 << 30) - 1, true), (1 << 30, false),
        (.max, false),
    ])
    func noSavedDayTraps(today: Int, fits: Bool) {
        var bytes = Array(lived().serialized.dropLast(8))
        bytes.append(int: today)
        var controller = TargetController(rate: 0.1, windowDays: 28)
        let isRestored = controller.restore(bytes)
        #expect(isRestored == fits)
        for minute in [monday, Timestamp(millisecondsSinceEpoch: .max).minute, 0, monday] {
            controller.meetRequest(coldChance: 1, inMinute: minute)
        }
        #expect(controller.window == (1, 1))
    }
}
