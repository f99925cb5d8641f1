import Domain
import Testing

@testable import Forecasting

/// Busy by day and by night, busier on workdays.
private func shop(_ weekday: Int, _ hour: Double) -> Double {
    (hour >= 8 && hour < 22 ? 30 : 5) * (weekday >= 5 ? 0.8 : 1)
}

/// The minutes of whole days from the first Monday.
private func minutes(_ days: Range<Int>) -> Range<Int> {
    monday + days.lowerBound * 1440..<monday + days.upperBound * 1440
}

@Suite struct OutageTests {
    private func suspects(
        days: Double = 28,
        _ demand: (_ weekday: Int, _ hour: Double) -> Double,
        changing change: (_ bin: Int, _ count: Double?) -> Double?
    ) throws -> [Range<Int>] {
        let series = DemandSamples.series(days: days, demand).mapped(change)
        return try #require(forecastDemand(of: series, horizonBins: 24)).suspects
    }

    @Test(arguments: [2, 5, 16, 26])
    func aDayOfZerosInABusySeriesIsSuspected(_ day: Int) throws {
        let found = try suspects(shop) { bin, count in bin / 24 == day ? 0 : count }
        #expect(found == [minutes(day..<day + 1)])
    }

    /// At the end of a history it is told as well, and twice is told twice.
    @Test func twoOutagesAreTwo() throws {
        let found = try suspects(shop) { bin, count in [9, 27].contains(bin / 24) ? 0 : count }
        #expect(found == [minutes(9..<10), minutes(27..<28)])
    }

    /// Four hours of five requests are twenty; three are fifteen.
    @Test(arguments: [(3, false), (4, true)])
    func twentyMissingRequestsAreAnOutage(_ hours: Int, _ isSuspect: Bool) throws {
        let first = 16 * 24 + 1
        let five = { (_: Int, _: Double) -> Double in 5 }
        let found = try suspects(five) { bin, count in
            (first..<first + hours).contains(bin) ? 0 : count
        }
        let start = monday + first * 60
        #expect(found == (isSuspect ? [start..<start + hours * 60] : []))
    }

    /// Forecasts are as if the day were unknown, and near those of a history without it.
    @Test func anOutageIsNotLearnedFrom() throws {
        let whole = DemandSamples.series(days: 28, shop)
        let zeros = whole.mapped { $0 / 24 == 26 ? 0 : $1 }
        let unknown = whole.mapped { $0 / 24 == 26 ? nil : $1 }
        let forecasts = try [whole, zeros, unknown].map {
            try #require(forecastDemand(of: $0, horizonBins: 24))
        }
        #expect(forecasts[1].bins == forecasts[2].bins)
        #expect(forecasts[2].suspects.isEmpty)
        #expect(forecasts[1].knownBins == 27 * 24)
        for (bin, other) in zip(forecasts[1].bins, forecasts[0].bins) {
            #expect(isClose(bin.mean, other.mean, within: 0.05))
        }
    }

    @Test(arguments: [14.0, 20, 21, 28])
    func aClosedSundayIsNone(_ days: Double) throws {
        let closed = { (weekday: Int, hour: Double) in weekday == 6 ? 0 : shop(weekday, hour) }
        #expect(try suspects(days: days, closed, changing: { $1 }).isEmpty)
    }

    @Test(arguments: [14.0, 28])
    func aNightOfZerosIsNone(_ days: Double) throws {
        let night = { (weekday: Int, hour: Double) in hour < 7 ? 0 : shop(weekday, hour) }
        #expect(try suspects(days: days, night, changing: { $1 }).isEmpty)
    }

    @Test func aSparseSeriesHasNone() throws {
        for seed in 0..<20 {
            let series = DemandSamples.sparse(seed: seed)
            #expect(try #require(forecastDemand(of: series, horizonBins: 24)).suspects.isEmpty)
        }
    }

    /// A holiday's zeros are those of a Sunday.
    @Test func aClosedHolidayIsNone() throws {
        let closed = DemandSamples.series(days: 28) { $0 == 6 ? 0 : shop($0, $1) }
            .mapped { $0 / 24 == 16 ? 0 : $1 }
        let dates = [SpecialDate(day: 20_332 + 16, kind: .holiday)]
        let aware = try #require(
            forecastDemand(of: closed, horizonBins: 24, specialDates: dates)
        )
        #expect(aware.suspects.isEmpty)
        let unaware = try #require(forecastDemand(of: closed, horizonBins: 24))
        #expect(unaware.suspects == [minutes(16..<17)])
    }

    /// Unknown bins are no zeros, and end a run of them.
    @Test func whatIsUnknownIsNotSuspected() throws {
        let found = try suspects(shop) { bin, count in bin / 24 == 9 ? nil : count }
        #expect(found.isEmpty)
    }

    /// Fifty-six days are looked at: minutes are those of the whole series.
    @Test func minutesOfALongHistoryAreRight() throws {
        let found = try suspects(days: 84, shop) { bin, count in bin / 24 == 72 ? 0 : count }
        #expect(found == [minutes(72..<73)])
    }
}
