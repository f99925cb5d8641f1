import Domain
import Testing

@testable import Reporting

@Suite struct CountedTimesTests {
    private static let fractions = [0, 0.25, 0.5, 0.9, 0.99, 1]

    @Test(
        arguments: [
            ("one time", [7]), ("two", [100, 7]), ("all alike", [5, 5, 5, 5]),
            ("most alike", [5, 5, 5, 1_000_000]), ("descending", Array((0...100).reversed())),
            ("many of few", (0..<1000).map { $0 * $0 % 17 }),
            ("few of many", (0..<1000).map { $0 * 7919 % 1009 }),
        ] as [(String, [Int64])]
    )
    func theQuantilesAreThoseOfTheSingleTimes(requirement: String, times: [Int64]) {
        var (counted, first, second) = (CountedTimes(), CountedTimes(), CountedTimes())
        for (index, time) in times.enumerated() {
            counted.add(time)
            if index % 3 == 0 { first.add(time) } else { second.add(time) }
        }
        first.add(second)
        #expect(first == counted)
        #expect(counted.count == times.count)
        #expect(counted.all == times.sorted())
        let expected = Self.fractions.compactMap { quantile($0, of: times.map(Double.init)) }
        #expect(counted.quantiles(Self.fractions) == expected)
    }

    @Test func withoutTimesThereAreNoQuantiles() {
        #expect(CountedTimes().quantiles([0.5]).isEmpty)
        #expect(CountedTimes().all.isEmpty)
    }
}
