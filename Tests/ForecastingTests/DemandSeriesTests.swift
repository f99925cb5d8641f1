import Domain
import Forecasting
import Testing

@Suite struct DemandSeriesTests {
    private func row(_ minute: Int, _ widthS: Int64 = 60, _ requests: Int64?) -> TrafficBin {
        TrafficBin(startedAtS: Int64(minute) * 60, widthS: widthS, requests: requests)
    }

    @Test(
        arguments: [
            ("minutes of one bin add up", [(0, 60, 2), (14, 60, 3)], [5, 0, 0, 0]),
            (
                "the edge belongs to the next bin", [(0, 60, 1), (14, 60, 1), (15, 60, 4)],
                [2, 4, 0, 0]
            ),
            (
                "a part that is unknown makes a bin unknown", [(0, 60, 1), (20, 60, nil)],
                [1, nil, 0, 0]
            ),
            (
                "unknown stays unknown, whatever else is known of the bin",
                [(0, 60, 1), (20, 60, nil), (21, 60, 7)], [1, nil, 0, 0]
            ),
            ("finer rows are believed", [(0, 900, 10), (3, 60, 4)], [4, 0, 0, 0]),
            ("wider rows are spread", [(0, 3600, 8)], [2, 2, 2, 2]),
            ("wider rows fill what finer ones leave", [(0, 3600, 8), (15, 60, 1)], [2, 1, 2, 2]),
            ("a row over an edge is shared", [(0, 600, 0), (10, 600, 10)], [5, 5, 0, 0]),
            ("an unknown hour is unknown in all its bins", [(0, 3600, nil)], [nil, nil, nil, nil]),
            ("what starts at the end is left out", [(0, 60, 1), (60, 60, 9)], [1, 0, 0, 0]),
            (
                "the first bin begins with the first row or after it", [(16, 60, 1), (31, 60, 2)],
                [2, 0]
            ),
        ] as [(String, [(Int, Int64, Int64?)], [Double?])]
    )
    func trafficBecomesBins(
        requirement: String,
        rows: [(Int, Int64, Int64?)],
        expected: [Double?]
    ) throws {
        let traffic = rows.map { row($0.0, $0.1, $0.2) }
        let series = try #require(
            DemandSeries(traffic: traffic.reversed(), binMinutes: 15, endMinute: 60)
        )
        #expect(series.counts == expected, "\(requirement)")
        #expect(series.endMinute == 60)
    }

    @Test(
        arguments: [
            ("nothing", []), ("only later rows", [(60, 60, 1)]),
            ("a request within the last bin", [(50, 60, 1)]),
        ] as [(String, [(Int, Int64, Int64?)])]
    )
    func withoutAWholeBinThereIsNoSeries(requirement: String, rows: [(Int, Int64, Int64?)]) {
        let traffic = rows.map { row($0.0, $0.1, $0.2) }
        #expect(
            DemandSeries(traffic: traffic, binMinutes: 15, endMinute: 60) == nil,
            "\(requirement)"
        )
    }
}
