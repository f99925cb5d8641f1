import Domain
import Foundation
import Testing

@testable import Forecasting

/// Europe/Berlin in 2025 and 2026: forward on 30 March and 29 March, back on 26 October.
private let berlin = UTCOffsets(
    earliestOffsetMinutes: 60,
    stretches: [
        .init(fromMinute: 29_054_940, offsetMinutes: 120),
        .init(fromMinute: berlinBack, offsetMinutes: 60),
        .init(fromMinute: berlinForward, offsetMinutes: 120),
    ]
)
/// 2025-10-26 01:00 UTC and 2026-03-29 01:00 UTC.
private let berlinBack = 29_357_340
private let berlinForward = 29_579_100

/// Half an hour between summer (+11:00) and winter (+10:30): back on 2026-04-04 15:00 UTC, forward on
/// 2025-10-04 15:30 UTC.
private let lordHowe = UTCOffsets(
    earliestOffsetMinutes: 630,
    stretches: [
        .init(fromMinute: lordHoweForward, offsetMinutes: 660),
        .init(fromMinute: lordHoweBack, offsetMinutes: 630),
    ]
)
private let lordHoweForward = 29_326_530
private let lordHoweBack = 29_588_580

private let kolkata = UTCOffsets(earliestOffsetMinutes: 330, stretches: [])

/// Ten, and ninety more from 09:00 to 10:00 of the wall clock.
private func morning(_ weekday: Int, _ hour: Double) -> Double { hour >= 9 && hour < 10 ? 100 : 10 }

/// Origins around a transition: hours from it.
private let hoursAround = [
    -48, -25, -24, -23, -12, -2, -1, 0, 1, 2, 3, 12, 23, 24, 25, 26, 72, 240,
]

@Suite struct DemandWallClockTests {
    /// The bins of a forecast, with the hour that the wall clock shows.
    private func forecast(
        _ offsets: UTCOffsets,
        binMinutes: Int,
        origin: Int,
        days: Int,
        horizonBins: Int,
        _ demand: (_ weekday: Int, _ hour: Double) -> Double = morning
    ) throws -> [(hour: Double, bin: DemandForecast.Distribution)] {
        let series = DemandSamples.series(
            days: Double(days),
            binMinutes: binMinutes,
            startMinute: origin - days * 1440,
            offsets: offsets,
            demand
        )
        let made = try #require(
            forecastDemand(of: series, horizonBins: horizonBins, offsets: offsets)
        )
        #expect(made.startMinute == origin)
        #expect(made.bins.count == horizonBins)
        return made.bins.enumerated().map { index, bin in
            (Double(offsets.local(made.minute(ofBin: index)).minuteOfDay) / 60, bin)
        }
    }

    /// The bins from 09:00 to 10:00 are well above all others: whoever knows little is drawn to the
    /// level.
    private func expectMornings(_ bins: [(hour: Double, bin: DemandForecast.Distribution)]) {
        #expect(bins.allSatisfy { $0.bin.isSound })
        let busy = bins.filter { $0.hour >= 9 && $0.hour < 10 }.map(\.bin.median)
        let others = bins.filter { $0.hour < 9 || $0.hour >= 10 }.map(\.bin.median)
        #expect((busy.min() ?? .infinity) > 2 * (others.max() ?? 0), "\(busy), \(others)")
    }

    @Test(arguments: [berlinBack, berlinForward], hoursAround)
    func hourlyPeaksStayAtNine(_ change: Int, _ hours: Int) throws {
        expectMornings(
            try forecast(
                berlin,
                binMinutes: 60,
                origin: change + hours * 60,
                days: 9,
                horizonBins: 48
            )
        )
    }

    @Test(
        arguments: [berlinBack, berlinForward],
        [-1440, -15, 0, 15, 45, 60, 720]
    )
    func quarterHourPeaksStayAtNine(_ change: Int, _ minutes: Int) throws {
        expectMornings(
            try forecast(
                berlin,
                binMinutes: 15,
                origin: change + minutes,
                days: 5,
                horizonBins: 100
            )
        )
    }

    /// The repeated and the skipped hour may be at either end of the history.
    @Test(arguments: [berlinBack, berlinForward], [-60, -15, 0, 15, 45, 60])
    func aHistoryMayBeginInAChange(_ change: Int, _ minutes: Int) throws {
        expectMornings(
            try forecast(
                berlin,
                binMinutes: 15,
                origin: change + minutes + 5 * 1440,
                days: 5,
                horizonBins: 96
            )
        )
    }

    /// From a local midnight on: a day of 25 hours and one of 23 hours.
    @Test(arguments: [(berlinBack, -180, 25), (berlinForward, -120, 23)])
    func aLongAndAShortDayEndAtMidnight(_ change: Int, _ minutes: Int, _ hours: Int) throws {
        let bins = try forecast(
            berlin,
            binMinutes: 60,
            origin: change + minutes,
            days: 10,
            horizonBins: hours + 10
        )
        #expect(bins[0].hour == 0)
        #expect(bins[hours].hour == 0)
        #expect(bins[hours - 1].hour == 23)
        expectMornings(bins)
    }

    /// Both 02:00s of the long day are the 02:00 of other days.
    @Test func aRepeatedHourIsForecastTwice() throws {
        let bins = try forecast(
            berlin,
            binMinutes: 60,
            origin: berlinBack - 180,
            days: 10,
            horizonBins: 25
        ) { _, hour in 10 + hour }
        #expect(bins.map(\.hour).prefix(5) == [0, 1, 2, 2, 3])
        #expect(bins[2].bin == bins[3].bin)
        #expect(bins[1].bin.median < bins[2].bin.median)
        #expect(bins[3].bin.median < bins[4].bin.median)
    }

    /// Where the origin lies within the hour that comes again, its forecast is not that of the hour
    /// after it.
    @Test(arguments: [0, 15, 30, 45])
    func aRepeatedHourIsNotTheOneAfterIt(_ minutes: Int) throws {
        let bins = try forecast(
            berlin,
            binMinutes: 15,
            origin: berlinBack + minutes,
            days: 5,
            horizonBins: 12
        ) { _, hour in hour >= 3 && hour < 4 ? 100 : 10 }
        for (hour, bin) in bins { #expect((bin.median > 50) == (hour >= 3 && hour < 4), "\(hour)") }
    }

    /// Two bins share a slot, which holds their mean; a skipped slot is unknown.
    @Test func slotsAreThoseOfTheWallClock() {
        let back = DemandSeries(
            startMinute: berlinBack - 180,
            binMinutes: 60,
            counts: (0..<25).map { Double($0) }
        )
        let long = DemandFrame(back, offsets: berlin)
        #expect(long.offset == 0)
        #expect(long.counts == [0, 1, 2.5] + (4...24).map { Double($0) })
        #expect(long.isKnown.allSatisfy { $0 })
        let forward = DemandSeries(
            startMinute: berlinForward - 120,
            binMinutes: 60,
            counts: (0..<23).map { Double($0 + 1) }
        )
        let short = DemandFrame(forward, offsets: berlin)
        #expect(short.counts == [1, 2, 0] + (3...23).map { Double($0) })
        #expect(short.isKnown.map { $0 ? 1 : 0 } == [1, 1, 0] + (0..<21).map { _ in 1 })
    }

    /// A bin that is unknown does not dilute the one that shares its slot.
    @Test func anUnknownTwinIsNotZero() {
        let series = DemandSeries(
            startMinute: berlinBack - 180,
            binMinutes: 60,
            counts: (0..<25).map { $0 == 2 ? nil : Double($0) }
        )
        #expect(DemandFrame(series, offsets: berlin).counts[2] == 3)
    }

    @Test(arguments: [15, 30, 60, 120, 180])
    func aZoneOfHalfHoursKeepsItsPeak(_ binMinutes: Int) throws {
        // 2025-09-14 18:30 UTC is a local midnight.
        let bins = try forecast(
            kolkata,
            binMinutes: binMinutes,
            origin: 29_297_910,
            days: 6,
            horizonBins: 1440 / binMinutes
        ) { _, hour in hour >= 9 && hour < 12 ? 100 : 10 }
        for (hour, bin) in bins { #expect((bin.median > 50) == (hour >= 9 && hour < 12)) }
    }

    /// Bins that start on the hours of UTC lie half an hour off the wall clock's.
    @Test func hoursOfUTCServeAZoneOfHalfHours() throws {
        let bins = try forecast(
            kolkata,
            binMinutes: 60,
            origin: 29_297_880,
            days: 6,
            horizonBins: 24
        ) { _, hour in hour >= 9 && hour < 10 ? 100 : 10 }
        #expect(bins.filter { $0.bin.median > 50 }.map(\.hour) == [9.5])
    }

    @Test(
        arguments: [lordHoweBack, lordHoweForward],
        [-1440, -60, -30, 0, 30, 60, 1440]
    )
    func aShiftByHalfAnHourMovesPeaksByNoMore(_ change: Int, _ minutes: Int) throws {
        for binMinutes in [30, 60] {
            let bins = try forecast(
                lordHowe,
                binMinutes: binMinutes,
                origin: change / 60 * 60 + minutes,
                days: 8,
                horizonBins: 2880 / binMinutes
            ) { _, hour in hour >= 9 && hour < 12 ? 100 : 10 }
            for (hour, bin) in bins {
                #expect(bin.isSound)
                if hour >= 9.5 && hour < 11 { #expect(bin.median > 50, "\(hour)") }
                if hour >= 12.5 || hour < 8 { #expect(bin.median < 50, "\(hour)") }
            }
        }
    }

    /// A day that a zone leaves out (Samoa in 2011: from −10:00 to +14:00), and one that it repeats.
    @Test(arguments: [1440, -1440], [-1440, -60, 0, 60, 1440, 2880])
    func aWholeDayMayBeSkippedOrRepeated(_ shift: Int, _ minutes: Int) throws {
        let zone = UTCOffsets(
            earliestOffsetMinutes: -600,
            stretches: [.init(fromMinute: monday, offsetMinutes: -600 + shift)]
        )
        expectMornings(
            try forecast(
                zone,
                binMinutes: 60,
                origin: monday + minutes,
                days: 8,
                horizonBins: 72
            )
        )
    }

    @Test(arguments: [30, 60, 120, 360, 720, 1440], [0, 30, 600])
    func binsOfAnyWidthSurviveChanges(_ binMinutes: Int, _ minutes: Int) throws {
        for change in [berlinBack, berlinForward] {
            let bins = try forecast(
                berlin,
                binMinutes: binMinutes,
                origin: change + minutes,
                days: 5,
                horizonBins: 2880 / binMinutes
            )
            #expect(bins.allSatisfy { $0.bin.isSound })
        }
    }

    /// Recurring extremes are told in the wall clock's minutes.
    @Test func recurringExtremesAreLocal() throws {
        let series = DemandSamples.series(
            days: 15,
            startMinute: berlinBack - 8 * 1440,
            offsets: berlin
        ) {
            _,
            hour in 10 + 40 * exp(-(hour - 9.5) * (hour - 9.5) / 8)
        }
        let made = try #require(forecastDemand(of: series, horizonBins: 24, offsets: berlin))
        let peak = try #require(made.recurring.first { $0.kind == .peak })
        #expect(peak.days == .everyDay)
        #expect(peak.startMinuteOfDay <= 540 && peak.endMinuteOfDay >= 600)
    }

    /// Past origins lie on either side of the change, too.
    @Test(arguments: [berlinBack, berlinForward], [0, 25, 47, 48, 71])
    func aBacktestSurvivesChanges(_ change: Int, _ hours: Int) {
        let series = DemandSamples.series(
            days: 5,
            startMinute: change - hours * 60,
            offsets: berlin,
            morning
        )
        let backtest = Backtest(of: series, origins: 3, offsets: berlin)
        #expect(!backtest.origins.isEmpty)
        let short = Backtest(of: series.prefix(72), offsets: berlin)
        #expect(short.origins.count <= 1)
    }
}
