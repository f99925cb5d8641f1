import Domain
import Testing

@testable import Reporting

/// Monday 2026-11-16 00:00 UTC.
private let monday = 29_913_120

@Suite struct SpendForecastTests {
    /// Hours up to a Monday's midnight; each as its number from the first one says.
    private func series(hours: Int, _ hour: (Int) -> (pings: Double, nanos: Double)) -> SpendSeries
    {
        SpendSeries(
            currencies: ["USD"],
            endMinute: monday,
            hours: (0..<hours).map { index in
                let (pings, nanos) = hour(index)
                return SpendSeries.Hour(pings: pings, nanos: [nanos])
            }
        )
    }

    private func forecast(_ series: SpendSeries, hours: Int) -> SpendForecast {
        let start = Timestamp(minute: monday)
        return series.forecast(
            from: start,
            to: start.advanced(by: .seconds(3600 * hours)),
            offsets: .utc
        )
    }

    @Test(
        arguments: [
            ("no history", 0, .tooLittle), ("an hour less than a day", 23, .tooLittle),
            ("a day", 24, .hoursOfDay(days: 1)), ("two days", 48, .hoursOfDay(days: 2)),
            ("an hour less than two weeks", 335, .hoursOfDay(days: 13)),
            ("two weeks", 336, .hoursOfWeek(days: 14)),
        ] as [(String, Int, SpendForecast.Model)]
    )
    func theModelFollowsFromTheHistory(
        requirement: String,
        hours: Int,
        model: SpendForecast.Model
    ) {
        let forecast = forecast(series(hours: hours) { _ in (1, 10) }, hours: 24)
        #expect(forecast.model == model)
        #expect((forecast.pings == nil) == (model == .tooLittle))
        #expect(forecast.amounts.map(\.mean.nanos) == (model == .tooLittle ? [] : [240]))
        #expect((forecast.pings?.band != nil) == (hours >= 48))
    }

    @Test func whatCameBeforeTheFirstPingIsNoHistory() {
        let late = series(hours: 600) { $0 < 580 ? (0, 0) : (1, 10) }
        #expect(forecast(late, hours: 24).model == .tooLittle)
    }

    /// Mondays cost 7 an hour, other days 1: the next day is a Monday.
    @Test func weekdaysAreToldApart() throws {
        let weeks = series(hours: 28 * 24) { index in
            index % 168 < 24 ? (1, 7) : (1, 1)
        }
        #expect(forecast(weeks, hours: 24).amounts.map(\.mean.nanos) == [168])
        #expect(forecast(weeks, hours: 168).amounts.map(\.mean.nanos) == [312])
        // They are all alike: nothing is uncertain.
        let band = try #require(forecast(weeks, hours: 24).pings?.band)
        #expect(band.lowerBound == 24 && band.upperBound == 24)
    }

    @Test func partsOfAnHourCountAsSuch() {
        let days = series(hours: 48) { index in (1, index % 24 == 0 ? 100 : 10) }
        let start = Timestamp(minute: monday)
        let forecast = days.forecast(
            from: start.advanced(by: .seconds(1800)),
            to: start.advanced(by: .seconds(1800 + 5400)),
            offsets: .utc
        )
        // Half of an hour begun at 00:30 costs what the hour of its beginning does.
        #expect(forecast.amounts.map(\.mean.nanos) == [105])
    }

    /// Days of 10, 20, 30 and 40 at noon: mean 25, variance 500 ÷ 3, t(3) = 1.6377.
    @Test func theBandIsThatOfTheMeanOfSoManyDays() throws {
        let days = series(hours: 96) { index in
            (1, index % 24 == 12 ? Double(index / 24 + 1) * 10 : 0)
        }
        let amount = try #require(forecast(days, hours: 24).amounts.first)
        let half = 1.6377 * (500.0 / 3 * (1 + 1.0 / 4)).squareRoot()
        #expect(amount.mean.nanos == 25)
        #expect(amount.lower?.nanos == Int64((25 - half).rounded()))
        #expect(amount.upper?.nanos == Int64((25 + half).rounded()))
        let ten = try #require(forecast(days, hours: 240).amounts.first)
        let wide = 1.6377 * (500.0 / 3 * (10 + 100.0 / 4)).squareRoot()
        #expect(ten.upper?.nanos == Int64((250 + wide).rounded()))
    }

    /// Two weeks of 1000 and 2000 at midnight.
    ///
    /// Their variance is 14 · 500² ÷ 7, and t(7) = 1.4149. Each weekday's mean is of two days, and its
    /// error comes as often as the weekday does.
    @Test(
        arguments: [
            ("one day", 24, 1 + 0.5 * 1), ("half a day", 12, 0.5 + 0.5 * 0.25),
            ("six days", 144, 6 + 0.5 * 6), ("a week", 168, 7 + 0.5 * 7),
            ("8½ days", 204, 8.5 + 0.5 * (4 + 2.25 + 5)),
            ("ten days", 240, 10 + 0.5 * (3 * 4 + 4)), ("two weeks", 336, 14 + 0.5 * 28),
        ] as [(String, Int, Double)]
    )
    func weekdaysHaveFewerDaysToLearnFrom(
        requirement: String,
        hours: Int,
        factor: Double
    ) throws {
        let weeks = series(hours: 336) { index in
            (index % 24 == 0 ? (index < 168 ? 1000 : 2000) : 0, 1)
        }
        let expectation = try #require(forecast(weeks, hours: hours).pings)
        let band = try #require(expectation.band)
        let half = 1.4149 * (500_000 * factor).squareRoot()
        #expect(abs(band.upperBound - expectation.mean - half) < 1e-6)
    }

    @Test func amountsStayWithin64Bits() throws {
        let dear = series(hours: 48) { _ in (1, 5e18) }
        #expect(forecast(dear, hours: 24).amounts.map(\.mean.nanos) == [.max])
    }

    @Test func studentsQuantilesAreThoseOfR() {
        #expect(studentQuantile90(1) == 3.0777)
        #expect(studentQuantile90(21) == 1.3232)
        #expect(studentQuantile90(22) == 1.3232)
    }
}
