import Testing

@testable import Reporting

@Suite struct ChartPathTests {
    @Test(arguments: [
        (0, "0"), (1, ".1"), (-1, "-.1"), (9, ".9"), (10, "1"), (-10, "-1"), (11, "1.1"),
        (-125, "-12.5"), (1000, "100"), (.min, "-922337203685477580.8"),
    ])
    func numbersHaveAtMostOneDecimal(tenthsCount: Int, text: String) {
        #expect(tenths(tenthsCount) == text)
    }

    @Test func linesAreRelativeToWhereTheLastOneEnded() {
        var path = ChartPath()
        path.move(x: 1000, y: 505)
        path.line(x: 1000, y: 500)
        path.line(x: 1005, y: 500)
        path.line(x: 1000, y: 510)
        #expect(path.data == "M100 50.5v-.5h.5l-.5 1")
    }

    @Test func aMoveIsWrittenTheShorterWay() {
        var path = ChartPath()
        path.move(x: 10_005, y: 10_005)
        path.move(x: 10_015, y: 10_005)
        path.move(x: 0, y: 0)
        #expect(path.data == "M1000.5 1000.5m1 0M0 0")
    }

    @Test func aPolygonEndsWhereItBegan() {
        var path = ChartPath()
        path.polygon([(10_000, 10_000), (10_010, 10_000), (10_010, 10_010)])
        path.line(x: 10_000, y: 10_010)
        #expect(path.data == "M1000 1000h1v1zv1")
    }

    @Test func aSumStaysAtTheGreatestNumber() {
        #expect(saturatingSum(.max - 1, 1) == .max)
        #expect(saturatingSum(.max, 1) == .max)
        #expect(saturatingSum(1, 2) == 3)
    }
}
