import Testing

@testable import Reporting

@Suite struct ValueAxisTests {
    @Test(
        arguments: [
            ("nothing", 0, 0, 4, [0, 0.25, 0.5, 0.75, 1]),
            ("one", 0, 1, 4, [0, 0.25, 0.5, 0.75, 1]),
            ("a hair above", 0, 1.000_1, 4, [0, 0.5, 1, 1.5]),
            ("four steps of one", 0, 4, 4, [0, 1, 2, 3, 4]),
            ("no fifth", 0, 4.1, 4, [0, 2, 4, 6]),
            ("steps of two and a half", 0, 10, 4, [0, 2.5, 5, 7.5, 10]),
            ("as high as need be", 0, 501, 4, [0, 200, 400, 600]),
            ("two steps", 0, 485, 2, [0, 250, 500]),
            ("tiny", 0, 0.002, 4, [0, 0.000_5, 0.001, 0.001_5, 0.002]),
            ("large", 0, 1e15, 5, [0, 2e14, 4e14, 6e14, 8e14, 1e15]),
            ("below 0", -3, 7, 5, [-5, -2.5, 0, 2.5, 5, 7.5]),
            ("only below 0", -3, -1, 3, [-3, -2, -1, 0]),
            ("both sides need two", -1, 1, 1, [-1, 0, 1]),
            ("less than can be told from 0", 0, 0.9e-12, 2, [0, 0.5, 1]),
            ("more than is drawn", 0, 1e300, 2, [0, 5e17, 1e18]),
        ] as [(String, Double, Double, Int, [Double])]
    )
    func ticksAreNice(_: String, least: Double, greatest: Double, steps: Int, ticks: [Double]) {
        #expect(ValueAxis(reaching: (least, greatest), steps: steps).ticks == ticks)
    }

    @Test(
        arguments: [
            (0, 4, [0, 1]), (1, 4, [0, 1]), (2, 4, [0, 1, 2]), (5, 4, [0, 2, 4, 6]),
            (10, 4, [0, 5, 10]), (100, 4, [0, 25, 50, 75, 100]),
        ] as [(Double, Int, [Double])]
    )
    func wholeNumbersHaveWholeTicks(greatest: Double, steps: Int, ticks: [Double]) {
        let axis = ValueAxis(reaching: (0, greatest), steps: steps, isWhole: true)
        #expect(axis.ticks == ticks)
    }

    @Test func everyAxisReachesItsValuesInFewSteps() {
        var greatest = 1e-11
        while greatest < 1e18 {
            for steps in 1...12 {
                let ticks = ValueAxis(reaching: (0, greatest), steps: steps).ticks
                #expect(ticks.count >= 2 && ticks.count <= steps + 1)
                #expect(ticks[ticks.count - 1] >= greatest * 0.999_999_999)
                #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0 < $1 })
                #expect(Set(ticks.map { briefText($0) }).count == ticks.count)
            }
            greatest *= 1.37
        }
    }

    @Test func positionsRiseWithValues() {
        let axis = ValueAxis(reaching: (-20, 100), steps: 5)
        let values = [-Double.infinity, -1e9, -20, -19, 0, 1, 50, 100, 1e9, .infinity]
        let positions = values.map { axis.position(of: $0, length: 777) }
        #expect(positions == positions.sorted())
        #expect(positions.first == 0)
        #expect(positions.last == 777)
        #expect(axis.position(of: axis.top, length: 777) == 777)
    }

    @Test(
        arguments: [
            (0, "0"), (0.002, "0.002"), (0.000_1, "0.0001"), (0.000_099, "9.9e-5"),
            (0.123_45, "0.123"), (1.25, "1.25"), (9.999, "10"), (12.34, "12.3"), (99.96, "100"),
            (999.4, "999"), (999.5, "1k"), (1200, "1.2k"), (12_500, "12.5k"), (3_000_000, "3M"),
            (1e15, "1P"), (1e18, "1E"), (-1500, "-1.5k"), (-0.0, "0"), (.nan, "–"),
            (.infinity, "–"),
        ] as [(Double, String)]
    )
    func numbersAreBrief(value: Double, text: String) { #expect(briefText(value) == text) }

    @Test(arguments: [(999.5, "1000"), (9999, "9999"), (9999.4, "9999"), (9999.5, "10k")])
    func thousandsAreCountedFromWhereTheyAreAskedFor(value: Double, text: String) {
        #expect(briefText(value, wholeBelow: 10_000) == text)
    }
}
