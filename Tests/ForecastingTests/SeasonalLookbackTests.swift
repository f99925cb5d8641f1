import Domain
import Testing

@testable import Forecasting

@Suite struct SeasonalLookbackTests {
    /// A slot a day from a Monday on, on the √ scale: 1, 2, 3 and so on.
    private func frame(days: Int, holidays: [Int] = []) -> DemandFrame {
        let series = DemandSeries(
            startMinute: monday,
            binMinutes: 1440,
            counts: (0..<days).map { Double(($0 + 1) * ($0 + 1)) }
        )
        return DemandFrame(
            of: series,
            offsets: .utc,
            horizonBins: 14,
            specialDates: holidays.map { SpecialDate(day: 20_332 + $0, kind: .holiday) }
        )
    }

    /// The 36th day is a Monday: the last week is 29 to 35, Mondays are 29, 22, 15 and 8, workdays
    /// 33, 32, 31, 30 and 29.
    @Test func aMondayLooksBack() {
        let lookback = SeasonalLookback(ofSlot: 35, daysAhead: 1, in: frame(days: 35))
        #expect(lookback.days == 7)
        #expect(isClose(lookback.mean, 32, within: 1e-12))
        #expect(lookback.median == 32)
        #expect(lookback.likeCount == 4)
        #expect(lookback.likeDays == SIMD4(7, 14, 21, 28))
        #expect(isClose(lookback.likeMean, 18.5, within: 1e-12))
        #expect(lookback.lastOfKind == 33)
        #expect(lookback.medianOfKind == 31)
    }

    /// Saturday of the sixth week: weekend days are 35, 34, 28, 27 and 21.
    @Test func aSaturdayLooksBackOnWeekends() {
        let lookback = SeasonalLookback(ofSlot: 40, daysAhead: 6, in: frame(days: 35))
        #expect(lookback.likeDays == SIMD4(7, 14, 21, 28))
        #expect(isClose(lookback.likeMean, 23.5, within: 1e-12))
        #expect(lookback.lastOfKind == 35)
        #expect(lookback.medianOfKind == 28)
        // The 29th to the 35th day again: the last seven that are known.
        #expect(lookback.median == 32)
    }

    /// Of what lies ahead nothing is read: on the eighth day ahead the last Monday is unknown.
    @Test func whatIsNotKnownYetIsSkipped() {
        let lookback = SeasonalLookback(ofSlot: 42, daysAhead: 8, in: frame(days: 35))
        #expect(lookback.likeDays == SIMD4(14, 21, 28, 35))
        #expect(isClose(lookback.likeMean, 18.5, within: 1e-12))
    }

    /// A holiday Monday is like Sundays, and no Monday is like it.
    @Test func aHolidayLooksBackOnSundays() {
        let ahead = SeasonalLookback(ofSlot: 35, daysAhead: 1, in: frame(days: 35, holidays: [35]))
        #expect(ahead.likeDays == SIMD4(1, 8, 15, 22))
        #expect(isClose(ahead.likeMean, 24.5, within: 1e-12))
        #expect(ahead.lastOfKind == 35)
        let past = SeasonalLookback(ofSlot: 35, daysAhead: 1, in: frame(days: 35, holidays: [28]))
        #expect(past.likeDays == SIMD4(14, 21, 28, 35))
        #expect(isClose(past.likeMean, 11.5, within: 1e-12))
    }

    /// Three days, a Thursday ahead: no day is like it, all are of its kind.
    @Test func withoutALikeDayTheWeekServes() {
        let lookback = SeasonalLookback(ofSlot: 3, daysAhead: 1, in: frame(days: 3))
        #expect(lookback.days == 3)
        #expect(lookback.likeCount == 0)
        #expect(lookback.likeMean == lookback.mean)
        #expect(lookback.medianOfKind == 2)
        // Friday has passed by Saturday: no weekend is known.
        let saturday = SeasonalLookback(ofSlot: 5, daysAhead: 1, in: frame(days: 5))
        #expect(saturday.lastOfKind == nil)
        #expect(saturday.medianOfKind == nil)
    }

    @Test func aFewAreSortedAsTheyCome() {
        var few = SortedFew<5>()
        for (value, middle) in [(3.0, 3.0), (1, 2), (9, 3), (3, 3), (0, 3)] {
            #expect(!few.isFull)
            few.insert(value)
            #expect(few.median == middle)
        }
        #expect(few.isFull)
    }
}
