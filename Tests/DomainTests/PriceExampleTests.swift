import Domain
import Testing

@Suite struct PriceExampleTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var platform: Platform
        var statedIdleTimeout: Duration?
        var startUp: Duration?
        /// In the order of the cases.
        var nanos: [Int64?]
    }

    @Test(arguments: [
        // In trillionths: 200 000 a request, 8 333.35 a millisecond; 8640 pings a month.
        Row(
            testDescription: "Lambda, a start-up of 2 s",
            platform: .awsLambda,
            startUp: .seconds(2),
            nanos: [1867, 18_534, 266_868, 0, 16_130_880, 5_400_043_200]
        ),
        Row(
            testDescription: "Lambda, an unknown start-up: 1 s, or at worst the timeout",
            platform: .awsLambda,
            nanos: [1867, 10_201, 500_201, 0, 16_130_880, 5_400_043_200]
        ),
        Row(
            testDescription: "Lambda, reaped before the warmer comes again: each ping is cold",
            platform: .awsLambda,
            statedIdleTimeout: .seconds(299),
            nanos: [1867, 10_201, 500_201, 0, 88_136_640, 5_400_043_200]
        ),
        // 19 000 000 a second of an instance's life, which lasts an hour at most if nobody says.
        Row(
            testDescription: "an instance's whole life is billed",
            platform: .cloudRunInstance,
            startUp: .seconds(1),
            nanos: [
                17_103_800, 17_122_800, 68_989_000, 17_100_000, 49_248_000_000, 49_248_000_000,
            ]
        ),
        Row(
            testDescription: "an instance's whole life of a stated length",
            platform: .cloudRunInstance,
            statedIdleTimeout: .seconds(900),
            startUp: .seconds(1),
            nanos: [
                17_103_800, 17_122_800, 17_689_000, 17_100_000, 49_248_000_000, 49_248_000_000,
            ]
        ),
        Row(
            testDescription: "nothing is known of prices",
            platform: .genericHTTP,
            nanos: [0, 0, 0, 0, 0, nil]
        ),
    ])
    func examplesAreWorkedOut(row: Row) {
        let endpoint = Endpoint(
            id: EndpointID(rawValue: 1),
            name: "shop",
            warmUp: WarmUpRequest(url: "http://127.0.0.1/"),
            platform: row.platform,
            memoryMB: 512,
            meanDuration: .milliseconds(200),
            statedIdleTimeout: row.statedIdleTimeout,
            startUp: row.startUp
        )
        #expect(PriceExample.allCases.map { endpoint.cost(of: $0)?.nanos } == row.nanos)
    }

    @Test func aMonthBeyond64BitsStaysThere() {
        let endpoint = Endpoint(
            id: EndpointID(rawValue: 1),
            name: "shop",
            warmUp: WarmUpRequest(url: "http://127.0.0.1/"),
            instances: 2,
            prices: [
                .figure(.perPing, 1_000_000_000_000_000_000),
                .figure(.perRequest, 1_000_000_000_000_000_000),
            ]
        )
        #expect(endpoint.cost(of: .warmPing)?.nanos == 3_000_000_000_000_000)
        #expect(endpoint.cost(of: .monthOfWarmer)?.nanos == .max)
    }
}
