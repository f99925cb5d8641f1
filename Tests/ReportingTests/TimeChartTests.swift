import Domain
import Foundation
import FoundationXML
import Testing

@testable import Reporting

private let plain = TerminalStyle(usesColor: false)
private let monday = timeChartMonday

private func isWellFormed(_ svg: String) -> Bool { XMLParser(data: Data(svg.utf8)).parse() }

/// Charts that nobody should ask for.
private let oddCharts: [(name: String, chart: TimeChart)] = {
    let longText = String(repeating: "label ", count: 84)
    func series(_ start: Int, _ bin: Int, _ values: [Double?]) -> TimeChart.Series {
        TimeChart.Series(
            name: longText,
            role: .other(-1),
            startMinute: start,
            binMinutes: bin,
            values: values
        )
    }
    func chart(_ minutes: Range<Int>, _ series: [TimeChart.Series]) -> TimeChart {
        TimeChart(title: "odd", unit: "a unit", minutes: minutes, series: series)
    }
    let day = monday..<monday + 1440
    var texts = officeWeek()
    texts.title = longText + "\u{1B}[31m\u{9B}\n\u{202E}<&>\"'"
    texts.subtitle = longText
    texts.unit = longText
    texts.zone = longText
    texts.bands[0].name = "\u{0}\u{7F}"
    for index in texts.spans.indices { texts.spans[index].label = longText }
    var wide = officeWeek()
    wide.title = "店舗 の 需要 🚀 店舗 の 需要 🚀 店舗 の 需要 🚀 店舗 の 需要 🚀 店舗 の 需要 🚀"
    wide.spans[0].label = wide.title
    var band = chart(day, [])
    band.bands = [
        TimeChart.Band(
            name: "band",
            startMinute: monday,
            binMinutes: 60,
            lower: [1, .nan, 5, 3, 7],
            upper: [2, 3, 4, .infinity]
        )
    ]
    return [
        ("no minutes", chart(monday..<monday, [series(monday, 15, [1, 2])])),
        ("no series", chart(day, [])), ("an empty series", chart(day, [series(monday, 15, [])])),
        ("nothing known", chart(day, [series(monday, 15, [nil, .nan, .infinity])])),
        ("one bin", chart(day, [series(monday + 700, 15, [3])])),
        ("negative values", chart(day, [series(monday, 60, [-3, 4, -5, 0, 1e300, -1e300])])),
        ("bins without a width", chart(day, [series(monday, 0, [1]), series(monday, -5, [1])])),
        ("a start beyond", chart(day, [series(.max, .max, [1]), series(.min, 1, [1])])),
        ("all of time", chart(.min..<(.max), [series(monday, 15, [1, 2, 3])])),
        ("before time", chart(.min..<(.min + 1), [])), ("long texts", texts), ("wide", wide),
        ("ends crossed", band),
    ]
}()

@Suite struct TimeChartTests {
    @Test(arguments: oddCharts) func oddChartsAreDrawn(name: String, chart: TimeChart) {
        for (width, height) in [(0, 0), (320, 200), (1000, 400)] {
            #expect(isWellFormed(chart.svg(width: width, height: height)))
        }
        for width in [24, 40, 80, 240] {
            for height in [6, 8, 14, 40] {
                let text = chart.terminal(width: width, height: height, style: plain)
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                #expect(lines.count <= height)
                for line in lines {
                    #expect(TerminalText.width(of: String(line)) <= width, "\(line)")
                    #expect(line.last != " ")
                    #expect(
                        !line.unicodeScalars.contains { $0.properties.generalCategory == .control }
                    )
                }
            }
        }
    }

    @Test(arguments: [(23, 6, true), (24, 5, true), (24, 6, false), (.min, .max, true)])
    func aTerminalTooSmallShowsNothing(width: Int, height: Int, isEmpty: Bool) {
        let text = officeWeek().terminal(width: width, height: height, style: plain)
        #expect(text.isEmpty == isEmpty)
    }

    @Test func everyTerminalHasRoomForItsLines() {
        for width in 40...240 {
            let height = 8 + width % 33
            let text = officeWeek().terminal(width: width, height: height, style: plain)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= height)
            #expect(lines.allSatisfy { TerminalText.width(of: String($0)) <= width })
        }
    }

    @Test func coloursAreUsedOnlyWhereAskedFor() {
        let chart = officeWeek()
        #expect(!chart.terminal(width: 80, height: 20, style: plain).contains("\u{1B}"))
        let colored = chart.terminal(width: 80, height: 20, style: TerminalStyle(usesColor: true))
        #expect(colored.contains("\u{1B}["))
        // Every line ends as it began.
        for line in colored.split(separator: "\n") where line.contains("\u{1B}[") {
            let last = line.components(separatedBy: "\u{1B}[").last ?? ""
            #expect(last.hasPrefix("0m"))
        }
    }

    /// Text elements of a row keep apart, by the widths that the drawing itself assumes.
    @Test func noTextOfAnSVGOverlapsAnother() {
        for chart in [officeWeek(), gap(), berlinDay()] {
            for (width, height) in [(320, 200), (480, 240), (720, 320), (1100, 500), (2000, 1200)] {
                let texts = textBoxes(chart.svg(width: width, height: height))
                for (index, text) in texts.enumerated() {
                    #expect(text.left >= 0 && text.right <= Double(width), "\(text.text)")
                    #expect(text.y <= Double(height) - 3)
                    for other in texts[..<index] where abs(other.y - text.y) < 9 {
                        let isApart = other.right <= text.left || text.right <= other.left
                        #expect(isApart, "\(text.text) over \(other.text) at \(width)")
                    }
                }
            }
        }
    }

    private struct TextBox {
        let text: String
        let left: Double
        let right: Double
        let y: Double
    }

    private func textBoxes(_ svg: String) -> [TextBox] {
        svg.components(separatedBy: "<text ").dropFirst().compactMap { part in
            func attribute(_ name: String) -> String? {
                let rest = part.components(separatedBy: ">")[0]
                    .components(separatedBy: " \(name)=\"")
                return rest.count > 1 ? rest[1].components(separatedBy: "\"")[0] : nil
            }
            guard let x = attribute("x").flatMap(Double.init),
                let y = attribute("y").flatMap(Double.init)
            else { return nil }
            let text = part.components(separatedBy: ">")[1].components(separatedBy: "<")[0]
            let size = Int((attribute("font-size").flatMap(Double.init) ?? 12) * 10)
            let width = Double(ChartText.width(of: text, fontSize: size)) / 10
            let left =
                switch attribute("text-anchor") {
                case "middle": x - width / 2
                case "end": x - width
                default: x
                }
            return TextBox(text: text, left: left - 0.2, right: left + width - 0.2, y: y)
        }
    }

    @Test func manyBinsAreThinnedToTheirExtremes() throws {
        var values = [Double?](repeating: 1, count: 200_000)
        values[123_456] = 1000
        values[123_457] = 0
        let chart = TimeChart(
            title: "long",
            unit: "requests",
            minutes: monday..<monday + values.count,
            series: [
                TimeChart.Series(
                    name: "history",
                    role: .history,
                    startMinute: monday,
                    binMinutes: 1,
                    values: values
                )
            ]
        )
        let svg = chart.svg(width: 1000, height: 300)
        #expect(svg.utf8.count < 60_000)
        let runs = chart.series[0].runs(
            TimeScale(minutes: chart.shown, length: 9000),
            columnWidth: 10
        )
        let kept = runs.flatMap { $0.points.map(\.value) }
        #expect(kept.count <= 4 * 900)
        #expect(kept.max() == 1000)
        #expect(kept.min() == 0)
    }

    @Test(
        arguments: [
            ("all bins", [1, 2, 3, 4], 8, [[1, 2, 3, 4]]),
            ("broken by what is unknown", [1, nil, 3, 4], 8, [[1], [3, 4]]),
            ("or is no number", [1, .nan, 3, .infinity], 8, [[1], [3]]),
            ("twice as many bins as columns", [1, 2, 3, 4], 2, [[1, 2, 3, 4]]),
            ("more: four of a column", [3, 1, 2, 9, 4], 1, [[3, 1, 9, 4]]),
            ("each once", [1, 2, 3, 4, 5], 1, [[1, 5]]),
            ("what is unknown within a column breaks nothing", [1, nil, 5, 2, 3], 1, [[1, 5, 3]]),
        ] as [(String, [Double?], Int, [[Double]])]
    )
    func runsOfPoints(_: String, values: [Double?], columns: Int, runs: [[Double]]) {
        let series = TimeChart.Series(
            name: "",
            role: .history,
            startMinute: 0,
            binMinutes: 1,
            values: values
        )
        let drawn = series.runs(
            TimeScale(minutes: 0..<values.count, length: columns * 10),
            columnWidth: 10
        )
        #expect(drawn.map { $0.points.map(\.value) } == runs)
    }

    @Test func aPictureSaysInWordsWhatItShows() {
        #expect(
            officeWeek().description == """
                Demand, and what is expected of the next days. requests per 15 min from \
                Fri 20 Nov 2026 00:00 to Fri 27 Nov 2026 00:00, UTC. history: 0 to 346, highest at \
                Fri 20 Nov 2026 10:15. forecast (mean): 2 to 343, highest at Wed 25 Nov 2026 14:15. \
                Bands: q10–q90, q30–q70. Next peak: peak 09:10–11:40, about 320. \
                Next trough: trough 22:00–05:00, almost none.
                """
        )
        #expect(allZero().description.contains("history: 0 throughout."))
        #expect(gap().description.hasSuffix("Gaps without data: 1."))
    }

    @Test func spansThatAreOverAreNotNext() {
        var chart = officeWeek()
        chart.now = timeChartMonday + 3 * 1440 + 300
        #expect(!chart.description.contains("Next trough"))
        chart.now = timeChartMonday + 3 * 1440 + 299
        #expect(chart.description.contains("Next trough"))
    }

    @Test func shellsAreNotObeyed() {
        #expect(
            TerminalText.shown("a\u{1B}[1m\u{9B}b\nc\u{202E}d\te")
                == "a\u{FFFD}[1m\u{FFFD}b c\u{FFFD}d e"
        )
    }
}
