import Foundation
import FoundationXML
import Testing

@testable import Reporting

/// 2026-11-16 00:00, a Monday.
private let monday = 29_913_120

/// The data of one layer's path, or `nil` when the layer is empty.
private func layer(_ name: String, of chart: WeekChart) -> String? {
    let data = chart.svg.components(separatedBy: #"<g class="data">"#)[1]
        .components(separatedBy: "</g>")[0]
    let start = #"<path class="\#(name)" d=""#
    return data.split(separator: "\n").last { $0.hasPrefix(start) }
        .map { String($0.dropFirst(start.count).dropLast(3)) }
}

private func chart(
    firstMinute: Int = monday,
    minuteCount: Int = 1440,
    requests: [(minute: Int, count: Int64, coldStarts: Int)] = [],
    pings: [(minute: Int, instances: Int)] = [],
    hazard: [Double] = [],
    warm: [Range<Int>] = []
) -> WeekChart {
    WeekChart(
        title: "shop",
        subtitle: "a test",
        firstMinute: firstMinute,
        minuteCount: minuteCount,
        requests: requests.map { (monday + $0.minute, $0.count, $0.coldStarts) },
        pings: pings.map { (monday + $0.minute, $0.instances) },
        hazard: hazard,
        warm: warm.map { monday + $0.lowerBound..<monday + $0.upperBound }
    )
}

private func isWellFormed(_ svg: String) -> Bool { XMLParser(data: Data(svg.utf8)).parse() }

/// A week small enough to be made by hand: a morning's request that meets a cold start, and one
/// that was pinged for from Tuesday on.
private func smallWeek() -> WeekChart {
    var week = WeekChart(
        title: "report <daily> & \"more\"",
        subtitle: "At 09:00, pinged five minutes before",
        firstMinute: monday
    )
    week.hazard = [Double](repeating: 0.0004, count: 7 * 1440)
    for day in 0..<5 {
        let nine = day * 1440 + 9 * 60
        week.requests.append((monday + nine, day == 2 ? 20 : 1, day == 0 ? 1 : 0))
        week.warm.append(monday + nine..<monday + nine + 15)
        guard day > 0 else { continue }
        week.pings.append((monday + nine - 5, day == 2 ? 4 : 1))
        week.warm.append(monday + nine - 5..<monday + nine + 10)
        for (minute, hazard) in zip(nine - 2...nine + 2, [0.01, 0.16, 0.64, 0.16, 0.01]) {
            week.hazard[minute] = hazard
        }
    }
    return week
}

@Suite struct WeekChartTests {
    @Test func aSmallWeekIsDrawnAsItAlwaysWas() throws {
        try expectGolden("week-small.svg", smallWeek().svg)
    }

    @Test func aWeekWithoutAnythingIsCalm() throws {
        let empty = WeekChart(title: "shop", subtitle: "nothing", firstMinute: monday)
        try expectGolden("week-empty.svg", empty.svg)
        for name in ["warm", "hazard", "request", "cold", "dot", "ping"] {
            #expect(layer(name, of: empty) == nil, "\(name)")
        }
        #expect(layer("axis", of: empty) != nil)
    }

    @Test func aPictureIsOneWellFormedDocument() {
        #expect(isWellFormed(smallWeek().svg))
        let nasty = "</title>\u{301}]]>\u{0}\u{1B}<script>&amp;\"'\u{FFFF}"
        let chart = WeekChart(title: nasty, subtitle: nasty, firstMinute: monday)
        #expect(isWellFormed(chart.svg))
        #expect(!chart.svg.contains("<script>"))
        #expect(!isWellFormed("<svg><title>a & b</title></svg>"))
    }

    @Test func aLongTitleIsCutButSaidInFull() {
        let long = String(repeating: "x", count: 85)
        let cut = WeekChart(title: long, subtitle: "", firstMinute: monday).svg
        #expect(cut.contains("<title>\(long)</title>"))
        #expect(cut.contains(">\(long.dropLast(2))…</text>"))
        let short = String(long.dropLast())
        let whole = WeekChart(title: short, subtitle: "", firstMinute: monday).svg
        #expect(whole.contains(">\(short)</text>"))
    }

    @Test func theDescriptionCountsWhatIsDrawn() {
        let description = """
            <desc>At 09:00, pinged five minutes before. A row for each day from Mon 2026-11-16 to \
            Sun 2026-11-22, midnight to midnight. Requests: 24. Cold starts: 1. \
            Pinged instances: 7.</desc>
            """
        #expect(smallWeek().svg.contains(description))
    }

    @Test func theOrderOfWhatHappenedDoesNotMatter() {
        var reversed = smallWeek()
        reversed.requests.reverse()
        reversed.pings.reverse()
        reversed.warm.reverse()
        #expect(reversed.svg == smallWeek().svg)
    }
}

/// Where things are drawn: minute 0 of a row is at x = 112, a minute is 0.6 wide; the first row's
/// baseline is at y = 178 and every next one 90 below.
@Suite struct WeekChartPlacesTests {
    @Test(
        arguments: [
            ("a request is a tick in the middle of its column", [(60, 1)], "M148.5 178v8"),
            ("requests of one column are one tick", [(0, 1), (1, 3)], "M112.5 178v10"),
            ("as are those of one minute", [(1, 2), (1, 2)], "M112.5 178v10"),
            ("the next column has its own", [(1, 1), (2, 1)], "M112.5 178v8m1-8v8"),
            ("the last minute of a day", [(1439, 1)], "M975.5 178v8"),
            ("the first of the next", [(1440, 1)], "M112.5 268v8"),
            ("1024 are ten doublings", [(60, 1024)], "M148.5 178v18"),
            ("a half more is a half doubling", [(60, 3)], "M148.5 178v9.5"),
            ("the twelfth doubling is the last", [(60, 4096)], "M148.5 178v20"),
            ("no tick is longer", [(60, 4097)], "M148.5 178v20"),
            ("however many", [(60, .max), (60, .max)], "M148.5 178v20"),
            ("none is no tick", [(60, 0)], nil),
            ("nor is less than none", [(60, .min)], nil),
        ] as [(String, [(Int, Int64)], String?)]
    )
    func requestTicks(requirement: String, requests: [(Int, Int64)], path: String?) {
        let chart = chart(minuteCount: 2880, requests: requests.map { ($0.0, $0.1, 0) })
        #expect(layer("request", of: chart) == path)
    }

    @Test(
        arguments: [
            ("a lone cold start", [60], "M148.5 178v22", "M148.5 200h0"),
            ("two of a column", [0, 1], "M112.5 178v22", "M112.5 200h0"),
            ("neighbours share a dot", [1, 2], "M112.5 178v22m1-22v22", "M112.5 200h1"),
            ("others do not", [1, 4], "M112.5 178v22m2-22v22", "M112.5 200h0m2 0h0"),
        ] as [(String, [Int], String, String)]
    )
    func coldStarts(requirement: String, minutes: [Int], stems: String, dots: String) {
        let chart = chart(requests: minutes.map { ($0, 0, 1) })
        #expect(layer("cold", of: chart) == stems)
        #expect(layer("dot", of: chart) == dots)
        #expect(layer("request", of: chart) == nil)
    }

    @Test(
        arguments: [
            ("a lone ping is a triangle", [(60, 1)], "M148.5 137l-3.5-6.5h7z"),
            ("four instances are two doublings", [(60, 4)], "M148.5 137l-3.5-8.5h7z"),
            ("no triangle is taller than ten", [(60, 1000)], "M148.5 137l-3.5-10h7z"),
            (
                "seven columns apart they just touch", [(60, 1), (71, 1)],
                "M148.5 137l-3-6.5h6zm6 0l-3-6.5h6z"
            ),
            (
                "as wide as can be from there on", [(60, 1), (72, 1)],
                "M148.5 137l-3.5-6.5h7zm7 0l-3.5-6.5h7z"
            ),
            (
                "neighbours are one shape", [(60, 1), (62, 2)],
                "M149.5 137h-1l-3.5-7.5h8z"
            ),
            ("no instance is no ping", [(60, 0)], nil),
            ("nor is less than none", [(60, -1)], nil),
        ] as [(String, [(Int, Int)], String?)]
    )
    func pingTriangles(requirement: String, pings: [(Int, Int)], path: String?) {
        #expect(layer("ping", of: chart(pings: pings.map { ($0.0, $0.1) })) == path)
    }

    @Test(
        arguments: [
            ("a range", [10..<20], "M118 126h6v78h-6z"),
            ("ranges that touch are one", [10..<15, 15..<20], "M118 126h6v78h-6z"),
            ("as are those that overlap", [12..<20, 10..<15, 11..<12], "M118 126h6v78h-6z"),
            ("others are not", [10..<15, 16..<20], "M118 126h3v78h-3zm3.6 0h2.4v78h-2.4z"),
            ("a minute before the chart is not shown", [-5..<0], nil),
            ("nor is one after it", [2880..<2890], nil),
            (
                "a range is cut at both ends", [-5..<10, 2870..<2990],
                "M112 126h6v78h-6zm858 90h6v78h-6z"
            ),
            (
                "a night goes on in the next row", [1430..<1450],
                "M970 126h6v78h-6zM112 216h6v78h-6z"
            ),
            ("nothing", [10..<10], nil),
        ] as [(String, [Range<Int>], String?)]
    )
    func warmBands(requirement: String, warm: [Range<Int>], path: String?) {
        #expect(layer("warm", of: chart(minuteCount: 2880, warm: warm)) == path)
    }

    @Test(
        arguments: [
            (0.25, "M117.4 178l.9-19l.9 19z"),
            (0.01, "M117.4 178l.9-3.8l.9 3.8z"),
            (1, "M117.4 178l.9-38l.9 38z"),
            (1.5, "M117.4 178l.9-38l.9 38z"),
            (.infinity, "M117.4 178l.9-38l.9 38z"),
            (.nan, nil), (-.infinity, nil), (-0.25, nil), (0, nil), (.leastNonzeroMagnitude, nil),
        ] as [(Double, String?)]
    )
    func aHazardIsDrawnByItsSquareRoot(hazard: Double, path: String?) {
        var hazards = [Double](repeating: 0, count: 1440)
        hazards[10] = hazard
        #expect(layer("hazard", of: chart(hazard: hazards)) == path)
    }

    @Test(
        arguments: [
            ("the greater of a point's two minutes", [0.04, 0.64], "M112 178l.9-30.4l.9 30.4z"),
            ("where it is", [0.64, 0.04], "M112 178l.3-30.4l.9 30.4z"),
            ("what is no number hides nothing", [.nan, 0.64], "M112 178l.9-30.4l.9 30.4z"),
            ("neither before nor after", [0.64, .nan], "M112 178l.3-30.4l.9 30.4z"),
            (
                "a level is drawn from end to end", [0.25, 0, 0.25, 0, 0.25, 0],
                "M112 178l.3-19h2.4l.9 19z"
            ),
            (
                "a step is kept", [0.25, 0, 0.25, 0, 1, 0],
                "M112 178l.3-19h1.2l1.2-19l.9 38z"
            ),
        ] as [(String, [Double], String)]
    )
    func hazardPoints(requirement: String, hazard: [Double], path: String) throws {
        let drawn = try #require(layer("hazard", of: chart(hazard: hazard)))
        #expect(drawn == path)
    }

    @Test func aDayOfHazardHasAtMost720Points() throws {
        // Neither neighbours nor next neighbours are alike.
        let hazard = (0..<1440).map { 0.1 + Double($0 * 7 % 11) / 20 }
        let path = try #require(layer("hazard", of: chart(hazard: hazard)))
        // One more leads back to the baseline.
        #expect(path.count { "lhv".contains($0) } <= 721)
        #expect(path.count { "lhv".contains($0) } > 500)
    }

    @Test func hazardBeyondTheStretchIsLeftOut() {
        let hazard = [Double](repeating: 0, count: 1440) + [1, 1]
        #expect(layer("hazard", of: chart(hazard: hazard)) == nil)
        #expect(layer("hazard", of: chart(minuteCount: 1441, hazard: hazard)) != nil)
    }

    @Test(arguments: [(-1, false), (0, true), (1439, true), (1440, false), (.min / 2, false)])
    func whatLiesOutsideOfTheStretchIsLeftOut(minute: Int, isShown: Bool) {
        let chart = chart(
            requests: [(minute: minute, count: 1, coldStarts: 1)],
            pings: [(minute: minute, instances: 1)]
        )
        for name in ["request", "cold", "dot", "ping"] {
            #expect((layer(name, of: chart) != nil) == isShown, "\(name)")
        }
        #expect(
            chart.svg.contains("Requests: \(isShown ? 1 : 0). Cold starts: \(isShown ? 1 : 0).")
        )
    }

    @Test(
        arguments: [
            ("a day is a row", 0, 1440, "M112 178.5h864"),
            ("a minute is a part of one", 600, 1, "M472 178.5h.6"),
            ("a day from noon is in two rows", 720, 1440, "M544 178.5h432m-864 90h432"),
            ("a minute past midnight is a row", 0, 1441, "M112 178.5h864m-864 90h.6"),
        ] as [(String, Int, Int, String)]
    )
    func rowsAreDays(requirement: String, first: Int, count: Int, path: String) {
        let chart = chart(firstMinute: monday + first, minuteCount: count)
        #expect(layer("axis", of: chart) == path)
    }

    @Test func daysBefore1970HaveRowsToo() {
        let chart = WeekChart(
            title: "old",
            subtitle: "",
            firstMinute: -1,
            minuteCount: 2,
            requests: [(minute: -1, count: 1, coldStarts: 0), (minute: 0, count: 1, coldStarts: 0)]
        )
        #expect(layer("request", of: chart) == "M975.5 178v8m-863 82v8")
        #expect(chart.svg.contains(">1969-12-31<"))
        #expect(chart.svg.contains(">1970-01-01<"))
    }

    @Test(
        arguments: [
            (9999, "9999"), (10_000, "10k"), (12_345, "12.3k"), (999_499, "999k"),
            (999_500, "1M"), (4_500_000_000, "4.5G"), (.max, "9.22E"),
        ] as [(Int64, String)]
    )
    func aDaysTotalIsBrief(count: Int64, text: String) {
        let svg = chart(requests: [(minute: 0, count: count, coldStarts: 0)]).svg
        #expect(svg.contains(#"font-size="11">\#(text)</text>"#))
        #expect(svg.contains("Requests: \(count)."))
    }

    @Test func aBusyWeekStaysSmall() {
        var busy = WeekChart(title: "busy", subtitle: "", firstMinute: monday)
        for minute in 0..<7 * 1440 {
            let start = monday + minute
            busy.requests.append((start, Int64(1 + minute * 37 % 400), minute % 50 == 0 ? 1 : 0))
            busy.hazard.append(0.5 + Double(minute * 37 % 400) / 1000)
            if minute % 7 == 0 { busy.pings.append((start, 1 + minute % 4)) }
        }
        busy.warm = [monday..<monday + 7 * 1440]
        #expect(busy.svg.utf8.count < 250_000)
    }
}
