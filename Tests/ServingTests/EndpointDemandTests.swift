import Domain
import Forecasting
import History
import Serving
import Testing

@Suite struct EndpointDemandTests {
    /// 2026-11-23 00:00 UTC, a Monday.
    private static let monday = 29_923_200

    private let store: HistoryStore

    init() throws { store = try HistoryStore.inMemory() }

    private func endpoint(timeZone: String = "UTC") async throws -> Endpoint {
        var endpoint = Endpoint(
            id: EndpointID(rawValue: 0),
            name: "shop",
            warmUp: WarmUpRequest(url: "http://127.0.0.1:9/"),
            meanDuration: .milliseconds(250),
            timeZone: timeZone
        )
        endpoint.id = try await store.add(endpoint)
        return endpoint
    }

    private func demand(
        of endpoint: Endpoint,
        bin: Duration? = nil,
        minute: Int = monday
    ) async throws -> EndpointDemand {
        try await EndpointDemand(
            of: endpoint,
            in: store,
            bin: bin,
            at: Timestamp(minute: minute)
        )
    }

    private func write(
        _ endpoint: Endpoint,
        _ bins: [(minute: Int, width: Int64, requests: Int64?, milliseconds: Int64?)]
    ) async throws {
        try await store.write(
            bins.map { bin in
                (
                    endpoint.id,
                    TrafficBin(
                        startedAtS: Int64(bin.minute) * 60,
                        widthS: bin.width,
                        requests: bin.requests,
                        durationMs: bin.milliseconds
                    )
                )
            }
        )
    }

    @Test func minutesAreSummedIntoQuartersAndSilenceIsZero() async throws {
        let endpoint = try await endpoint()
        let start = Self.monday - 60
        try await write(
            endpoint,
            [
                (start, 60, 2, nil), (start + 14, 60, 3, nil), (start + 15, 60, 5, nil),
                (start + 45, 60, nil, nil),
            ]
        )
        let demand = try await demand(of: endpoint, minute: Self.monday + 14)
        #expect(demand.series.startMinute == start)
        #expect(demand.series.binMinutes == 15)
        #expect(demand.series.counts == [5, 5, 0, nil])
        #expect(demand.meanSeconds == 0.25 && !demand.isMeasured)
    }

    @Test func durationsAreMeasuredWhereTheyAreKnown() async throws {
        let endpoint = try await endpoint()
        try await write(
            endpoint,
            [
                (Self.monday - 30, 60, 3, 300), (Self.monday - 29, 60, 1, 500),
                (Self.monday - 28, 60, 100, nil),
            ]
        )
        let demand = try await demand(of: endpoint)
        #expect(demand.meanSeconds == 0.2 && demand.isMeasured)
    }

    @Test func binsBeginAtTheZonesHours() async throws {
        let endpoint = try await endpoint(timeZone: "Asia/Kolkata")
        try await write(endpoint, [(Self.monday - 3 * 1440, 3600, 5, nil)])
        let demand = try await demand(of: endpoint, bin: .seconds(86_400))
        // Midnight in Kolkata is 18:30 UTC.
        #expect(demand.series.endMinute == Self.monday - 330)
    }

    @Test func binsNarrowerThanTheHistoryAreRefused() async throws {
        let endpoint = try await endpoint()
        try await write(endpoint, [(Self.monday - 120, 3600, 5, nil)])
        #expect(try await demand(of: endpoint).series.binMinutes == 60)
        await #expect(throws: DemandError.coarserBins(endpoint: "shop", width: .seconds(3600))) {
            try await demand(of: endpoint, bin: .seconds(900))
        }
    }

    @Test(arguments: [(1500, 30), (86_400, 1440), (120, 15), (7200, 120)] as [(Int64, Int)])
    func binsDivideADayWhateverTheHistoryHolds(width: Int64, expected: Int) async throws {
        let endpoint = try await endpoint()
        try await write(endpoint, [(Self.monday - 5 * 1440, width, 5, nil)])
        #expect(try await demand(of: endpoint).series.binMinutes == expected)
    }

    @Test func aHistoryOfWeeksIsTooCoarse() async throws {
        let endpoint = try await endpoint()
        try await write(endpoint, [(Self.monday - 14 * 1440, 7 * 86_400, 5, nil)])
        let error = DemandError.coarserBins(endpoint: "shop", width: .seconds(7 * 86_400))
        await #expect(throws: error) { try await demand(of: endpoint) }
        #expect("\(error)".hasSuffix("import it in bins of a day or less"))
    }

    /// Watched for a year, asked once of late: the weeks before were silent, not unknown.
    @Test func silenceIsKnownWhereTheHistoryIsOlder() async throws {
        let endpoint = try await endpoint()
        try await write(endpoint, [(Self.monday - 2 * 1440, 60, 1, nil)])
        #expect(try await demand(of: endpoint).series.counts.count == 2 * 96)
        try await write(endpoint, [(Self.monday - 300 * 1440, 60, 1, nil)])
        let series = try await demand(of: endpoint).series
        #expect(series.counts.count == 56 * 96)
        #expect(series.counts.reduce(0) { $0 + ($1 ?? .nan) } == 1)
    }

    @Test func withoutTrafficThereIsNothingToForecast() async throws {
        let endpoint = try await endpoint()
        await #expect(throws: DemandError.noTraffic(endpoint: "shop")) {
            try await demand(of: endpoint)
        }
        let old = Self.monday - 100 * 1440
        try await write(endpoint, [(old, 60, 5, nil)])
        await #expect(
            throws: DemandError.noRecentTraffic(
                endpoint: "shop",
                days: 56,
                last: Timestamp(minute: old)
            )
        ) { try await demand(of: endpoint) }
    }

    @Test func aBinThatBeganUnwatchedIsNotWhole() async throws {
        let endpoint = try await endpoint()
        try await write(endpoint, [(Self.monday - 5, 60, 5, nil)])
        await #expect(throws: DemandError.noWholeBin(endpoint: "shop", width: .seconds(86_400))) {
            try await demand(of: endpoint, bin: .seconds(86_400), minute: Self.monday + 3)
        }
    }
}
