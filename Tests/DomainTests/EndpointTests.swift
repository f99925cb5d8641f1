import Domain
import Testing

@Suite struct EndpointTests {
    @Test(
        arguments: [
            ("no request needs one instance", 0, .seconds(1), 1),
            ("nor fewer than none", -1, .seconds(1), 1),
            ("an unknown duration needs one", 100_000, .zero, 1),
            ("a negative duration needs one", 60, .seconds(-1), 1),
            ("work for exactly one", 60, .seconds(1), 1),
            ("one request more", 61, .seconds(1), 2),
            ("a millisecond more", 60, .milliseconds(1001), 2),
            ("long requests", 1, .seconds(61), 2),
            ("tenths of a second add up", 600, .milliseconds(100), 1),
            ("work for exactly seven, as fractions have it", 12_000, .milliseconds(35), 8),
            ("work for exactly seventeen, likewise", 60_000, .milliseconds(17), 18),
            ("work for exactly nineteen", 1000, .milliseconds(1140), 19),
            ("work for exactly 64", 3840, .seconds(1), 64),
            ("more is more than is ever planned for", 3841, .seconds(1), 64),
            ("absurdly many", .max, .seconds(Int64.max), 64),
            ("absurdly few", .min, .seconds(Int64.max), 1),
        ] as [(String, Int, Duration, Int)]
    )
    func needsInstances(
        requirement: String,
        requests: Int,
        meanDuration: Duration,
        expected: Int
    ) {
        let needed = Preheat.instancesNeeded(
            requestsPerMinute: requests,
            meanDuration: meanDuration
        )
        #expect(needed == expected)
    }

    @Test func anEndpointCountsWithItsMeanDuration() {
        var endpoint = Endpoint(
            id: EndpointID(rawValue: 1),
            name: "shop",
            warmUp: WarmUpRequest(url: "http://127.0.0.1/")
        )
        #expect(endpoint.instancesNeeded(forRequestsPerMinute: 600) == 1)
        endpoint.meanDuration = .milliseconds(500)
        #expect(endpoint.instancesNeeded(forRequestsPerMinute: 600) == 5)
    }

    @Test(arguments: [
        (Platform.awsLambda, 300), (.awsLambdaARM, 300), (.cloudRun, 900),
        (.cloudRunInstance, 900), (.azureFunctions, 600), (.azureFunctionsFlex, 600),
        (.cloudflareWorkers, 300), (.container, 300), (.genericHTTP, 300),
    ])
    func theStatedIdleTimeoutGoesBeforeThePlatforms(platform: Platform, seconds: Int) {
        var endpoint = Endpoint(
            id: EndpointID(rawValue: 1),
            name: "shop",
            warmUp: WarmUpRequest(url: "http://127.0.0.1/"),
            platform: platform
        )
        #expect(endpoint.idleTimeout == .seconds(seconds))
        endpoint.statedIdleTimeout = .seconds(77)
        #expect(endpoint.idleTimeout == .seconds(77))
    }

    @Test(arguments: [
        ("no rule takes nothing", MatchRules(), true),
        ("a path", MatchRules(pathPrefix: "/"), false),
        ("a host", MatchRules(host: "shop.example"), false),
        ("a pattern", MatchRules(pattern: "x"), false),
    ])
    func emptyRules(requirement: String, rules: MatchRules, isEmpty: Bool) {
        #expect(rules.isEmpty == isEmpty)
    }

    @Test func idsAreOrderedByTheirNumber() {
        let ids = [3, -1, 2].map { EndpointID(rawValue: $0) }.sorted()
        #expect(ids.map(\.rawValue) == [-1, 2, 3])
    }
}
