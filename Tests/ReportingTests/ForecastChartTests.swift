import Domain
import Forecasting
import Foundation
import Reporting
import Testing

/// 2026-11-21 00:00 UTC, a Saturday.
private let midnight = 29_920_320
private let now = Timestamp(minute: midnight + 9 * 60 + 5)

/// Fifteen days of hourly bins; `requests` of an hour of the day (0..<24) and a day (0..<15).
private func forecast(
    offsets: UTCOffsets = .utc,
    _ requests: (_ hour: Int, _ day: Int) -> Int64
) throws -> HourlyForecast {
    var bins: [TrafficBin] = []
    for minute in stride(from: midnight - 15 * 1440, to: midnight + 9 * 60, by: 60) {
        let local = offsets.local(minute)
        let day = (minute - midnight) / 1440 + 15
        bins.append(
            TrafficBin(
                startedAtS: Int64(minute) * 60,
                widthS: 3600,
                requests: requests(local.hourOfDay, day)
            )
        )
    }
    return try #require(hourlyForecast(from: bins, at: now, offsets: offsets))
}

/// Requests of an office's hour, more on some days than on others.
private func office(hour: Int, day: Int) -> Int64 {
    let byHour: [Int64] = [
        0, 0, 0, 0, 0, 1, 4, 20, 60, 90, 100, 95, 70, 85, 100, 90, 70, 40, 15, 6, 3, 1, 0, 0,
    ]
    return byHour[hour] * Int64(60 + day * 7 % 11 * 8) / 100
}

@Suite struct ForecastChartTests {
    @Test func aFlatForecastIsAWall() throws {
        try expectGolden("flat", forecast { _, _ in 30 })
    }

    @Test func aFlatForecastThatVariesShowsItsBand() throws {
        try expectGolden(
            "flat-with-band",
            forecast { hour, day in Int64((hour * 5 + day * 7) % 9) }
        )
    }

    @Test func anOfficeHasADayAndANight() throws {
        try expectGolden("office", forecast(office))
    }

    @Test func hoursAreThoseOfTheEndpointsZone() throws {
        let berlin = UTCOffsets(earliestOffsetMinutes: 60, stretches: [])
        try expectGolden("office-berlin", forecast(offsets: berlin, office), offsets: berlin)
    }

    @Test func aSpikeOfOneHourStandsAlone() throws {
        let spike = try forecast { hour, day in hour == 14 ? 1200 - Int64(day % 4) * 150 : 0 }
        try expectGolden("spike", spike)
    }

    @Test func nothingToComeIsAnEmptyChart() throws {
        try expectGolden("nothing", forecast { _, _ in 0 })
    }

    @Test func noLineIsWiderThan64ColumnsOrEndsInABlank() throws {
        for peak in [1, 99, 12_345, 1_234_567] as [Int64] {
            let chart = ForecastChart(try forecast { hour, _ in peak * Int64(hour) }, offsets: .utc)
            for line in chart.text.split(separator: "\n") {
                #expect(line.count <= 64, "\(line)")
                #expect(line.last != " ")
            }
        }
    }

    private func expectGolden(
        _ name: String,
        _ forecast: HourlyForecast,
        offsets: UTCOffsets = .utc
    ) throws {
        let text = ForecastChart(forecast, offsets: offsets).text + "\n"
        let golden = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Goldens/chart-\(name).txt")
        if ProcessInfo.processInfo.environment["RENEW_GOLDENS"] == "1" {
            try Data(text.utf8).write(to: golden)
        }
        let expected = try String(contentsOf: golden, encoding: .utf8)
        let advice =
            "not what \(golden.lastPathComponent) says; look at it, and if it is right, "
            + "renew the file with RENEW_GOLDENS=1"
        #expect(text == expected, "\(advice)")
    }
}
