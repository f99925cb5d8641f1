import Domain

@testable import Configuring

/// Reads one file; its name in flaws is `x.yaml`.
func read(_ text: String) throws -> FleetSettings {
    try ConfigurationFile([source(text)]).settings
}

func source(_ text: String, name: String = "x.yaml") -> ConfigurationSource {
    ConfigurationSource(name: name, bytes: Array(text.utf8))
}

/// The flaw of a file, as people read it; `nil` when it has none.
func flaw(of text: String) -> String? { flaw(of: Array(text.utf8)) }

func flaw(of bytes: [UInt8]) -> String? {
    do {
        let file = try ConfigurationFile([ConfigurationSource(name: "x.yaml", bytes: bytes)])
        try file.check(file.settings, over: .empty)
        return nil
    } catch {
        return "\(error)"
    }
}

/// An endpoint that says something in every column, and settings around it.
func fullSettings() throws -> FleetSettings {
    var endpoint = Endpoint(
        id: EndpointID(rawValue: 0),
        name: "full: # é",
        mode: .active,
        isPaused: true,
        warmUp: WarmUpRequest(
            method: "POST",
            url: "https://example.org/warm?x=1#y",
            headers: [
                WarmUpRequest.Header(name: "X-Second", value: "b"),
                WarmUpRequest.Header(name: "X-First", value: "it's 'é\" # & *"),
            ],
            body: "{\"ping\": true}\n\ttabs, \u{7} and the end ",
            timeout: .milliseconds(1500),
            expectedStatus: ExpectedStatus("200-299,401") ?? .success
        ),
        platform: .awsLambdaARM,
        memoryMB: 1024,
        meanDuration: .milliseconds(120),
        statedIdleTimeout: .seconds(600),
        coldStartValue: 12.5,
        timeZone: "America/New_York",
        match: MatchRules(pathPrefix: "/api", host: "example.org", pattern: "^/api/v[12]: #"),
        instances: 3,
        startUp: .milliseconds(3_723_004 / 2)
    )
    endpoint.name = "full"
    endpoint.quietWindows = ["Sat,Sun 00:00-24:00", "22:00-06:00"].compactMap { QuietWindow($0) }
    endpoint.specialDates = ["2026-11-27 x2.5", "2026-12-25"].compactMap { SpecialDate($0) }
    endpoint.group = "no"
    endpoint.priority = 0.125
    endpoint.target = LatencyTarget("p99.9<1.5s")
    endpoint.targetWindow = .seconds(7 * 86_400)
    endpoint.prices = [try PriceOverride("currency=USD"), try PriceOverride("per-request=0.1")]
    let plain = Endpoint(
        id: EndpointID(rawValue: 0),
        name: "007",
        warmUp: WarmUpRequest(url: "http://127.0.0.1:9/")
    )
    let night = Schedule(
        endpointID: endpoint.id,
        name: "night",
        expression: "0~30 2 * * *",
        timeZone: "Asia/Kolkata",
        instances: 7,
        jitter: .seconds(30),
        grace: .seconds(90),
        exceptions: ["2026-12-24", "2026-12-25"].compactMap { CalendarDay($0) },
        isEnabled: false
    )
    let day = Schedule(
        endpointID: endpoint.id,
        name: "day",
        expression: "08:00-18:00 Mon-Fri",
        timeZone: endpoint.timeZone,
        instances: endpoint.instances
    )
    return FleetSettings(
        endpoints: [
            EndpointSettings(endpoint: endpoint, schedules: [night, day]),
            EndpointSettings(endpoint: plain),
        ],
        budgets: [
            BudgetSettings(
                key: .init(scope: .fleet, period: .month),
                limit: Money(nanos: 5_000_000_000, currency: "USD")
            ),
            BudgetSettings(
                key: .init(scope: .endpoint("full"), period: .days(28)),
                timeZone: "Asia/Kolkata",
                limit: Money(nanos: 1, currency: "USD"),
                isHard: false,
                warnShare: 0.625
            ),
            BudgetSettings(
                key: .init(scope: .group("no"), period: .days(1)),
                limit: .zero("USD")
            ),
        ]
    )
}
