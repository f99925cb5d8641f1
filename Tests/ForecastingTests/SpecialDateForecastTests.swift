import Domain
import Testing

@testable import Forecasting

/// Monday 2025-09-01 as a day since 1970.
private let firstDay = 20_332

/// Busy from nine to five, quiet on Saturdays, closed (a request an hour) on Sundays.
private func office(_ weekday: Int, _ hour: Double) -> Double {
    let open = [80.0, 84, 82, 86, 80, 40, 1][weekday]
    return hour >= 9 && hour < 17 ? open : 1
}

@Suite struct SpecialDateForecastTests {
    /// Busy hours of a forecast's first day, from a Monday on unless there are more days.
    private func noons(
        days: Int = 28,
        _ dates: [SpecialDate],
        horizonDays: Int = 1,
        changing change: (_ day: Int, _ count: Double) -> Double = { $1 }
    ) throws -> [Double] {
        let plain = DemandSamples.series(days: Double(days), office)
        let series = plain.mapped { bin, count in count.map { change(bin / 24, $0) } }
        let forecast = try #require(
            forecastDemand(of: series, horizonBins: 24 * horizonDays, specialDates: dates)
        )
        #expect(forecast.bins.allSatisfy { $0.isSound })
        return (0..<horizonDays).map { forecast.bins[$0 * 24 + 12].mean }
    }

    @Test func aHolidayIsForecastAsASunday() throws {
        let ordinary = try noons([])[0]
        let holiday = try noons([SpecialDate(day: firstDay + 28, kind: .holiday)])[0]
        let sunday = try noons(days: 27, [])[0]
        #expect(ordinary > 60)
        #expect(holiday < 20)
        #expect(isClose(holiday, sunday, within: 1))
    }

    /// A holiday of next week is not one of today.
    @Test func onlyItsOwnDayIsAHoliday() throws {
        let dates = [SpecialDate(day: firstDay + 29, kind: .holiday)]
        let noons = try noons(dates, horizonDays: 3)
        #expect(noons[0] > 60)
        #expect(noons[1] < 25)
        #expect(noons[2] > 60)
    }

    /// The last three Mondays were closed: as holidays they say nothing of this one.
    @Test func aPastHolidayIsNoReferenceForOrdinaryDays() throws {
        let mondays = [7, 14, 21]
        let closed = { (day: Int, count: Double) in mondays.contains(day) ? 1 : count }
        let unaware = try noons([], changing: closed)[0]
        let dates = mondays.map { SpecialDate(day: firstDay + $0, kind: .holiday) }
        let aware = try noons(dates, changing: closed)[0]
        #expect(aware > 60)
        #expect(unaware < 0.8 * aware)
    }

    @Test(arguments: [0.0, 0.5, 3, SpecialDate.mostFactor])
    func aOneOffDateMultipliesItsForecastAlone(_ factor: Double) throws {
        let series = DemandSamples.series(days: 28, office)
        let plain = try #require(forecastDemand(of: series, horizonBins: 48))
        let date = SpecialDate(day: firstDay + 29, kind: .oneOff(factor: factor))
        let special = try #require(
            forecastDemand(of: series, horizonBins: 48, specialDates: [date])
        )
        #expect(special.bins[..<24] == plain.bins[..<24])
        for (bin, before) in zip(special.bins[24...], plain.bins[24...]) {
            #expect(isClose(bin.mean, factor * before.mean, within: 1e-12))
            #expect(areClose(bin.quantiles, before.quantiles.map { $0 * factor }, within: 1e-12))
        }
    }

    /// A campaign's day of fifty times the demand leaves no trace where it is known as one.
    @Test(arguments: [21, 26, 27])
    func nothingIsLearnedFromAPastOneOffDate(_ day: Int) throws {
        let campaign = { (other: Int, count: Double) in other == day ? count * 50 + 500 : count }
        let date = SpecialDate(day: firstDay + day, kind: .oneOff(factor: 1))
        let calm = try noons([date])
        let loud = try noons([date], changing: campaign)
        #expect(calm == loud)
        let frame = DemandFrame(DemandSamples.series(days: 28, office), specialDates: [date])
        #expect(frame.isKnown.count { !$0 } == 24)
        // It is taken to have been an ordinary day of its week.
        #expect(frame.values[day * 24 + 12] == frame.values[(day - 7) * 24 + 12])
    }

    /// The models of little history and of sparse demand know the factor, too.
    @Test(arguments: [2.0, 12])
    func everyModelMultiplies(_ days: Double) throws {
        let series =
            days < 4
            ? DemandSamples.busy(seed: 1, days: days, binMinutes: 60)
            : DemandSamples.sparse(seed: 1, days: days)
        let date = SpecialDate(day: firstDay + Int(days), kind: .oneOff(factor: 4))
        let plain = try #require(forecastDemand(of: series, horizonBins: 24))
        let special = try #require(
            forecastDemand(of: series, horizonBins: 24, specialDates: [date])
        )
        for (bin, before) in zip(special.bins, plain.bins) {
            #expect(isClose(bin.mean, 4 * before.mean, within: 1e-12))
        }
    }

    /// Of two for one day the last one holds; dates beyond the history and horizon are ignored.
    @Test func classesAreThoseOfTheDays() {
        let days = DayClasses(
            firstDay: firstDay,
            count: 9,
            specialDates: [
                SpecialDate(day: firstDay - 1, kind: .holiday),
                SpecialDate(day: firstDay + 2, kind: .holiday),
                SpecialDate(day: firstDay + 3, kind: .oneOff(factor: 2)),
                SpecialDate(day: firstDay + 3, kind: .oneOff(factor: 5)),
                SpecialDate(day: firstDay + 9, kind: .oneOff(factor: 7)),
            ]
        )
        #expect(days.classes == [0, 1, 6, 3, 4, 5, 6, 0, 1])
        #expect(days.isOneOff.map { $0 ? 1 : 0 } == [0, 0, 0, 1, 0, 0, 0, 0, 0])
        #expect(days.factors == [1, 1, 1, 5, 1, 1, 1, 1, 1])
        // 1969-12-31 was a Wednesday.
        let old = DayClasses(firstDay: -1, count: 2, specialDates: [])
        #expect(old.classes == [2, 3])
    }
}
