import Domain
import Testing

@testable import Configuring

@Suite struct ConfigurationTextTests {
    @Test func everythingThatCanBeSetComesBack() throws {
        let settings = try fullSettings()
        let text = try configurationText(of: settings)
        #expect(try read(text) == settings, "\(text)")
        for key in EndpointKey.allCases {
            #expect(text.contains("\(key.rawValue): ") || text.contains("\(key.rawValue):\n"))
        }
        #expect(try configurationText(of: try read(text)) == text)
    }

    @Test func whatIsUsualIsLeftOut() throws {
        let plain = Endpoint(
            id: EndpointID(rawValue: 7),
            name: "a",
            warmUp: WarmUpRequest(url: "http://a/")
        )
        let settings = FleetSettings(endpoints: [EndpointSettings(endpoint: plain)], budgets: [])
        #expect(
            try configurationText(of: settings)
                == "version: 1\nendpoints:\n  a:\n    url: http://a/\n"
        )
        #expect(try configurationText(of: .empty) == "version: 1\n")
    }

    /// What YAML could take for something else than a text, or for a sign of its own.
    @Test(
        arguments: [
            "", " ", "~", "null", "true", "No", "1", "1e3", "0x1F", "12:30", "2026-12-25", "- a",
            "a: b", "a #b", "#a", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "'", "\"", "\\",
            "a\nb\n", "\ta", "a\t", "\r\n", "\u{1}", "\u{7F}", "\u{85}", "\u{2028}", "a\u{FEFF}",
            "é", "😀", "[a", "{a", "a,b", "?a", "? a", "---", "...", "<<", "=", "a:",
        ]
    )
    func aTextStaysItself(body: String) throws {
        var endpoint = Endpoint(
            id: EndpointID(rawValue: 0),
            name: "a",
            warmUp: WarmUpRequest(url: "http://a/")
        )
        endpoint.warmUp.body = body
        let settings = FleetSettings(
            endpoints: [EndpointSettings(endpoint: endpoint)],
            budgets: []
        )
        let text = try configurationText(of: settings)
        #expect(try read(text).endpoints.first?.endpoint.warmUp.body == body, "\(text)")
    }

    @Test(
        arguments: [
            (0, "0s"), (1, "1ms"), (1500, "1s500ms"), (90_000, "1m30s"), (5_400_000, "1h30m"),
            (86_400_000, "1d"), (3650 * 86_400_000, "3650d"), (90_061_001, "1d1h1m1s1ms"),
        ] as [(Int64, String)]
    )
    func durationsAreExact(milliseconds: Int64, text: String) {
        #expect(exactText(of: .milliseconds(milliseconds)) == text)
        #expect(duration(from: text) == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "5", "m", "5x", "1.2.3s", "-5s", "3651d", "5 m"])
    func otherTextsAreNoDurations(text: String) { #expect(duration(from: text) == nil) }
}
