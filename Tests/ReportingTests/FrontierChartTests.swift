import Domain
import Foundation
import FoundationXML
import Simulating
import Testing

@testable import Reporting

private typealias Point = FrontierChart.Point

/// Money over three powers of ten, marks close to each other and to the line.
private func shop(chosen: Bool = true) -> FrontierChart {
    let adaptive = [
        Point(x: 0, y: 92, label: "1"), Point(x: 0.0003, y: 71, label: "3"),
        Point(x: 0.0011, y: 40, label: "30"), Point(x: 0.004, y: 18, label: "120"),
        Point(x: 0.015, y: 6, label: "1k"), Point(x: 0.03, y: 1.5, label: "10k"),
    ]
    return FrontierChart(
        title: "shop: money against cold-start rate",
        subtitle: "1 function, 28d of record, idle timeout 10m, prices of aws-lambda",
        xName: "USD a month",
        yName: "cold-start rate",
        yUnit: " %",
        adaptive: adaptive,
        marks: [
            FrontierChart.Mark(kind: .none, point: Point(x: 0, y: 93, label: "none")),
            FrontierChart.Mark(kind: .keepWarm, point: Point(x: 0.0009, y: 60, label: "10m")),
            FrontierChart.Mark(kind: .keepWarm, point: Point(x: 0.001, y: 58, label: "20m")),
            FrontierChart.Mark(kind: .keepWarm, point: Point(x: 0.0012, y: 57, label: "30m")),
            FrontierChart.Mark(kind: .keepWarm, point: Point(x: 0.02, y: 11, label: "1d")),
            FrontierChart.Mark(
                kind: .hybridHistogram,
                point: Point(x: 0.009, y: 21, label: "hybrid")
            ),
            FrontierChart.Mark(kind: .alwaysOn, point: Point(x: 0.04, y: 1, label: "always-on")),
            FrontierChart.Mark(
                kind: .provisioned,
                point: Point(x: 1.35, y: 0, label: "provisioned")
            ),
        ],
        chosen: chosen ? adaptive[3] : nil
    )
}

/// Amounts close to each other and a percentile.
private func latency() -> FrontierChart {
    FrontierChart(
        title: "shop: money against p99",
        xName: "EUR a month",
        yName: "p99",
        yUnit: " ms",
        adaptive: [
            Point(x: 1, y: 900, label: "1"), Point(x: 2.5, y: 420, label: "30"),
            Point(x: 6, y: 120, label: "1k"),
        ],
        marks: [FrontierChart.Mark(kind: .alwaysOn, point: Point(x: 8, y: 110, label: "always-on"))]
    )
}

private func empty() -> FrontierChart {
    FrontierChart(title: "", xName: "USD a month", yName: "p99", yUnit: "", adaptive: [], marks: [])
}

/// What nobody should ask for.
private func odd() -> FrontierChart {
    let text = String(repeating: "label ", count: 80) + "\u{1B}[31m<&>\"'"
    let values = [-1, 0, 1e-300, 1e300, .infinity, -.infinity, .nan]
    let points = values.flatMap { x in values.map { Point(x: x, y: $0, label: text) } }
    return FrontierChart(
        title: text,
        subtitle: text,
        xName: "a",
        yName: "b",
        yUnit: "",
        adaptive: points,
        marks: points.map { FrontierChart.Mark(kind: .keepWarm, point: $0) },
        chosen: points[0]
    )
}

@Suite struct FrontierChartTests {
    @Test func asSVG() throws {
        try expectGolden("frontier-shop.svg", shop().svg(width: 720, height: 440))
        try expectGolden("frontier-latency.svg", latency().svg(width: 480, height: 320))
    }

    @Test(arguments: [
        ("shop", 80, 24, TerminalStyle(usesColor: false)),
        ("narrow", 40, 14, TerminalStyle(usesColor: false)),
        ("dark", 100, 24, TerminalStyle(usesColor: true)),
    ])
    func asText(name: String, width: Int, height: Int, style: TerminalStyle) throws {
        let text = shop().terminal(width: width, height: height, style: style)
        try expectGolden("frontier-\(name).txt", text + "\n")
    }

    @Test(arguments: [shop(), latency(), empty(), odd()])
    func everyChartIsDrawn(chart: FrontierChart) {
        for (width, height) in [(0, 0), (960, 560), (4000, 320)] {
            let svg = chart.svg(width: width, height: height)
            #expect(XMLParser(data: Data(svg.utf8)).parse())
        }
        for (width, height) in [(32, 10), (80, 24), (240, 60)] {
            let text = chart.terminal(
                width: width,
                height: height,
                style: TerminalStyle(usesColor: false)
            )
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= height)
            #expect(lines.allSatisfy { TerminalText.width(of: String($0)) <= width })
            #expect(!text.contains("\u{1B}"))
        }
        #expect(chart.terminal(width: 31, height: 24, style: TerminalStyle(usesColor: false)) == "")
        #expect(chart.terminal(width: 80, height: 9, style: TerminalStyle(usesColor: false)) == "")
    }

    @Test func thePictureSaysInWordsWhatItShows() {
        let svg = shop().svg(width: 720, height: 440)
        #expect(svg.contains("<title>shop: money against cold-start rate</title>"))
        #expect(svg.contains("a cold start worth 30 pings: 0.0011 USD a month, 40 %"))
        #expect(svg.contains("keep-warm 10m: 0.0009 USD a month, 60 %"))
        #expect(svg.contains("chosen: 0.004 USD a month, 18 %"))
        #expect(!shop(chosen: false).svg(width: 720, height: 440).contains("chosen:"))
    }

    @Test func aFrontierIsDrawnByItsAxes() throws {
        func point(_ policy: FrontierPolicy, _ nanos: Int64, _ cold: Int) -> FrontierPoint {
            var figures = FrontierFigures()
            figures.costNanosPerMonth = nanos
            figures.pings = 7
            figures.coldMinutes = cold
            figures.requestedMinutes = 4
            return FrontierPoint(policy: policy, fleet: figures, functions: [figures])
        }
        let frontier = Frontier([
            point(.adaptive(coldStartValue: 30), 1_500_000_000, 1),
            point(.keepWarm(minutes: 0), 0, 4), point(.keepWarm(minutes: 90), 2_000_000_000, 0),
        ])
        let rate = FrontierChart(
            frontier,
            title: "t",
            subtitle: "",
            currency: "USD",
            vertical: .coldStartRate,
            chosen: 0
        )
        #expect(rate.adaptive == [Point(x: 1.5, y: 25, label: "30")])
        #expect(rate.chosen == rate.adaptive[0])
        #expect(rate.marks.map(\.point) == [Point(x: 2, y: 0, label: "1h30m")])
        let mixture = try #require(LatencyMixture(LatencySamples(warm: [10], cold: [400])))
        let p99 = FrontierChart(
            frontier,
            title: "t",
            subtitle: "",
            currency: nil,
            vertical: .latency(percentile: 99, mixture)
        )
        #expect(p99.adaptive == [Point(x: 7, y: 400, label: "30")])
        #expect(p99.marks.map(\.point.y) == [10])
        #expect(p99.yName == "p99" && p99.xName == "pings in the record")
    }
}

@Suite struct AmountAxisTests {
    @Test(
        arguments: [
            ("nothing", [], 6, [0, 0.2, 0.4, 0.6, 0.8, 1]),
            ("within an order of magnitude: linear", [1, 20], 5, [0, 5, 10, 15, 20]),
            ("beyond it: logarithmic", [1, 21], 6, [1, 2, 5, 10, 20, 50]),
            ("0 has a place of its own", [0, 1, 21], 7, [0, 1, 2, 5, 10, 20, 50]),
            ("too many steps: powers of ten", [0.003, 7], 5, [0.01, 0.1, 1, 10]),
            ("every other power", [0.001, 1000], 4, [0.01, 1, 100]),
        ] as [(String, [Double], Int, [Double])]
    )
    func ticks(requirement: String, amounts: [Double], most: Int, expected: [Double]) {
        let axis = AmountAxis(reaching: amounts, ticks: most)
        #expect(axis.ticks == expected)
    }

    @Test func powersOfTenAreEquallyFarApart() {
        let axis = AmountAxis(reaching: [0.01, 100], ticks: 5)
        let places = [0, 0.001, 0.01, 0.1, 1, 10, 100, 1e9].map {
            axis.position(of: $0, length: 4000)
        }
        #expect(places == [0, 0, 0, 1000, 2000, 3000, 4000, 4000])
        #expect(axis.zeroEnd(length: 4000) == nil)
        let broken = AmountAxis(reaching: [0, 0.01, 100], ticks: 5)
        #expect(broken.zeroEnd(length: 1400) == 100)
        let beyond = [0, 0.01, 1, 100].map { broken.position(of: $0, length: 1400) }
        #expect(beyond == [0, 100, 750, 1400])
    }
}

@Suite struct LabelFieldTests {
    private typealias Box = LabelField.Box
    private let marker = LabelField.Box(x: 50, y: 50, width: 4, height: 4)

    @Test func labelsTakeTheFirstFreeSide() {
        var field = LabelField(within: Box(x: 0, y: 0, width: 100, height: 100))
        var sides: [LabelField.Side] = []
        while let spot = field.place(width: 20, height: 6, beside: marker, gap: (2, 1)) {
            sides.append(spot.side)
        }
        #expect(sides == [.right, .left, .above, .below])
    }

    @Test(arguments: [
        ("right of it", LabelField.Side.right, LabelField.Box(x: 56, y: 49, width: 20, height: 6)),
        ("left of it", .left, LabelField.Box(x: 28, y: 49, width: 20, height: 6)),
        ("above it", .above, LabelField.Box(x: 42, y: 43, width: 20, height: 6)),
        ("below it", .below, LabelField.Box(x: 42, y: 55, width: 20, height: 6)),
    ])
    func aSideIsAGapAway(requirement: String, side: LabelField.Side, expected: LabelField.Box) {
        var field = LabelField(within: Box(x: 0, y: 0, width: 100, height: 100))
        for _ in LabelField.Side.allCases {
            guard let spot = field.place(width: 20, height: 6, beside: marker, gap: (2, 1)) else {
                break
            }
            if spot.side == side { #expect(spot.box == expected) }
        }
    }

    @Test func whatLeavesTheFieldOrIsTakenIsNoPlace() {
        var narrow = LabelField(within: Box(x: 0, y: 0, width: 75, height: 100))
        #expect(narrow.place(width: 20, height: 6, beside: marker, gap: (2, 1))?.side == .left)
        var edge = LabelField(within: Box(x: 0, y: 0, width: 76, height: 100))
        edge.block(Box(x: 76, y: 49, width: 10, height: 6))
        #expect(edge.place(width: 20, height: 6, beside: marker, gap: (2, 1))?.side == .right)
        var taken = LabelField(within: Box(x: 0, y: 0, width: 100, height: 100))
        taken.block(Box(x: 75, y: 54, width: 10, height: 10))
        #expect(taken.place(width: 20, height: 6, beside: marker, gap: (2, 1))?.side == .left)
        taken.block(Box(x: 0, y: 0, width: 100, height: 100))
        #expect(taken.place(width: 1, height: 1, beside: marker, gap: (2, 1)) == nil)
    }
}
