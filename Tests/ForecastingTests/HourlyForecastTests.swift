import Domain
import Testing

@testable import Forecasting

/// Wednesday 2026-11-18 10:30 UTC.
private let now = Timestamp(secondsSinceEpoch: 1_794_997_800)

@Suite struct HourlyForecastTests {
    /// A bin for each hour of the last `days` days before `now`.
    private func hourly(days: Int, _ requests: (LocalMinute, Int) -> Int64) -> [TrafficBin] {
        let end = now.minute / 60 * 60
        return stride(from: end - days * 1440, to: end, by: 60).map { minute in
            TrafficBin(
                startedAtS: Int64(minute) * 60,
                widthS: 3600,
                requests: requests(LocalMinute(minutesSinceEpoch: minute), minute)
            )
        }
    }

    @Test func theNextFullHourComesFirstAndThereAre24() throws {
        let forecast = try #require(
            hourlyForecast(from: hourly(days: 3) { _, _ in 5 }, at: now, offsets: .utc)
        )
        #expect(forecast.hours.count == 24)
        #expect(forecast.hours[0].startMinute == now.minute + 30)
        #expect(forecast.hours.allSatisfy { $0.mean == 5 && $0.lower == 5 && $0.upper == 5 })
    }

    @Test func theBandHoldsTheSameHourOfTwoWeeks() throws {
        // The day's number within the last 14 is the count: 1…14 at every hour.
        let end = now.minute / 60 * 60
        let bins = hourly(days: 20) { _, minute in Int64((end - minute + 1439) / 1440) }
        let forecast = try #require(hourlyForecast(from: bins, at: now, offsets: .utc))
        let hour = forecast.hours[0]
        #expect(hour.days == 14)
        #expect(hour.median == 7.5)
        #expect(abs(hour.lower - 2.3) < 1e-9)
        #expect(abs(hour.upper - 12.7) < 1e-9)
    }

    @Test func troughAndPeakAreNamedByTheirHours() throws {
        let bins = hourly(days: 14) { local, _ in
            switch local.hourOfDay {
            case 14, 15: 100
            case 3: 0
            default: 40
            }
        }
        let forecast = try #require(hourlyForecast(from: bins, at: now, offsets: .utc))
        let peak = try #require(forecast.peak)
        let trough = try #require(forecast.trough)
        #expect(LocalMinute(minutesSinceEpoch: peak.startMinute).hourOfDay == 14)
        #expect(peak.endMinute - peak.startMinute == 120)
        #expect(peak.level == 100)
        #expect(LocalMinute(minutesSinceEpoch: trough.startMinute).hourOfDay == 3)
        #expect(trough.endMinute - trough.startMinute == 60)
    }

    @Test(arguments: [
        ("a constant", Int64(0)),
        ("a level that changes by day only", 5),
    ])
    func thereIsNoPatternWhereThereIsNone(requirement: String, perDay: Int64) throws {
        let bins = hourly(days: 14) { _, minute in 7 + perDay * Int64(minute / 1440 % 5) }
        let forecast = try #require(hourlyForecast(from: bins, at: now, offsets: .utc))
        #expect(forecast.trough == nil)
        #expect(forecast.peak == nil)
    }

    @Test func oneDayIsTooLittleForAPattern() throws {
        let bins = hourly(days: 1) { local, _ in Int64(local.hourOfDay) }
        let forecast = try #require(hourlyForecast(from: bins, at: now, offsets: .utc))
        #expect(forecast.peak == nil)
        #expect(forecast.hours[0].days == 1)
    }

    @Test func beforeTheFirstBinNothingIsKnown() throws {
        let early = hourly(days: 2) { _, _ in 9 }
        let forecast = try #require(hourlyForecast(from: early, at: now, offsets: .utc))
        #expect(forecast.hours.allSatisfy { $0.days == 2 && $0.lower == 9 })
        #expect(hourlyForecast(from: [], at: now, offsets: .utc) == nil)
    }

    @Test func minutesAreSummedAndCountOnceBesideCoarserBins() throws {
        let coarse = hourly(days: 5) { _, _ in 60 }
        let fine = coarse.flatMap { hour in
            (0..<60).map {
                TrafficBin(startedAtS: hour.startedAtS + Int64($0) * 60, requests: 1)
            }
        }
        let forecast = try #require(hourlyForecast(from: fine + coarse, at: now, offsets: .utc))
        #expect(forecast.hours.allSatisfy { $0.mean == 60 })
    }

    @Test func anHourOfTheWallClockStaysItselfAcrossATransition() throws {
        // 100 requests at 09:00 local; the clocks went forward three days ago.
        let change = now.minute / 1440 * 1440 - 3 * 1440
        let offsets = UTCOffsets(
            earliestOffsetMinutes: 60,
            stretches: [.init(fromMinute: change, offsetMinutes: 120)]
        )
        let bins = hourly(days: 14) { _, minute in
            offsets.local(minute).hourOfDay == 9 ? 100 : 0
        }
        let forecast = try #require(hourlyForecast(from: bins, at: now, offsets: offsets))
        let nine = try #require(
            forecast.hours.first { offsets.local($0.startMinute).hourOfDay == 9 }
        )
        #expect(nine.lower == 100)
        #expect(forecast.hours.filter { $0.upper > 0 }.count == 1)
    }
}
