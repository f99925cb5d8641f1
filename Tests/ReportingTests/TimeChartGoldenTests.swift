import Domain
import Reporting
import Testing

@Suite struct TimeChartGoldenTests {
    private static let charts: [(name: String, chart: TimeChart)] = [
        ("office-week", officeWeek()), ("berlin-day", berlinDay()), ("all-zero", allZero()),
        ("spike", spike()), ("sparse", sparse()), ("gap", gap()),
    ]

    @Test(arguments: charts) func asText(name: String, chart: TimeChart) throws {
        let text = chart.terminal(width: 80, height: 20, style: TerminalStyle(usesColor: false))
        try expectGolden("time-\(name).txt", text + "\n")
    }

    @Test(arguments: charts) func asSVG(name: String, chart: TimeChart) throws {
        try expectGolden("time-\(name).svg", chart.svg(width: 720, height: 320))
    }

    @Test(
        arguments: [
            ("narrow", 40, 12, TerminalStyle(usesColor: false)),
            ("wide", 200, 30, TerminalStyle(usesColor: false)),
            ("dark", 100, 24, TerminalStyle(usesColor: true)),
            ("light", 100, 24, TerminalStyle(usesColor: true, isLight: true)),
        ] as [(String, Int, Int, TerminalStyle)]
    )
    func ofOtherSizes(name: String, width: Int, height: Int, style: TerminalStyle) throws {
        let text = officeWeek().terminal(width: width, height: height, style: style)
        try expectGolden("time-office-\(name).txt", text + "\n")
    }

    @Test(arguments: [(320, 200), (2000, 600)])
    func ofOtherSizesAsSVG(width: Int, height: Int) throws {
        try expectGolden("time-office-\(width).svg", officeWeek().svg(width: width, height: height))
    }
}
