import Domain
import Testing

@testable import Configuring

@Suite struct ConfigurationFileTests {
    private func endpoint(_ lines: String, defaults: String = "") throws -> Endpoint {
        let head = defaults.isEmpty ? "" : "defaults:\n\(defaults)"
        let settings = try read(
            "version: 1\n\(head)endpoints:\n  shop:\n    url: http://a.example/\n\(lines)"
        )
        return try #require(settings.endpoints.first?.endpoint)
    }

    @Test func whatIsNotSaidIsAsUsual() throws {
        #expect(
            try endpoint("")
                == Endpoint(
                    id: EndpointID(rawValue: 0),
                    name: "shop",
                    warmUp: WarmUpRequest(url: "http://a.example/")
                )
        )
    }

    @Test func aFileWithAVersionAloneSaysNothing() throws {
        #expect(try read("version: 1") == .empty)
    }

    @Test func theFilesDefaultsHoldUnderWhatAnEndpointSays() throws {
        let defaults = """
              mode: paused
              timezone: Europe/Berlin
              quiet: ['22:00-06:00', '12:00-13:00']
              holiday: [2026-12-25]
              traffic: {host: a.example}

            """
        let lines = """
                mode: active
                quiet: 01:00-02:00
                one-off: 2026-12-25 x2
                traffic: {path: /x}
            """
        let shop = try endpoint(lines, defaults: defaults)
        #expect(shop.mode == .active && !shop.isPaused)
        #expect(shop.timeZone == "Europe/Berlin")
        #expect(shop.quietWindows.map(\.description) == ["01:00-02:00"])
        #expect(shop.specialDates.map(\.description) == ["2026-12-25 x2"], "the nearer word")
        #expect(shop.match == MatchRules(pathPrefix: "/x", host: "a.example"))
        #expect(try endpoint("", defaults: defaults).isPaused)
        #expect(try endpoint("    quiet: []\n", defaults: defaults).quietWindows.isEmpty)
        #expect(try endpoint("    quiet: none\n", defaults: defaults).quietWindows.isEmpty)
    }

    @Test func aPausedEndpointGoesOnInAModeThatIsSaid() throws {
        let paused = try endpoint("    resume-mode: active\n    mode: paused\n")
        #expect(paused.isPaused && paused.mode == .active)
        #expect(try endpoint("    mode: paused\n").mode == .shadow)
    }

    @Test func aScheduleTakesZoneAndInstancesOfItsEndpoint() throws {
        let settings = try read(
            """
            version: 1
            endpoints:
              shop:
                url: http://a.example/
                timezone: Asia/Kolkata
                instances: 4
                schedules:
                  b: {expression: '@every 10m', timezone: UTC}
                  a: rate(5 minutes)
            """
        )
        let schedules = try #require(settings.endpoints.first?.schedules)
        #expect(schedules.map(\.name) == ["a", "b"])
        #expect(schedules.map(\.timeZone) == ["Asia/Kolkata", "UTC"])
        #expect(schedules.map(\.instances) == [4, 4])
        #expect(schedules.first?.expression == "rate(5 minutes)")
    }

    @Test func filesAreOneConfiguration() throws {
        let file = try ConfigurationFile([
            source("version: 1\nendpoints: {b: {url: 'http://b/'}}", name: "1.yaml"),
            source("version: 1\ndefaults: {memory: 256}", name: "2.yaml"),
            source("version: 1\nendpoints: {a: {url: 'http://a/'}}", name: "3.yaml"),
        ])
        #expect(file.settings.endpoints.map(\.endpoint.name) == ["a", "b"])
        #expect(file.settings.endpoints.map(\.endpoint.memoryMB) == [256, 256])
    }

    @Test(
        arguments: [
            (
                "endpoints: {a: {url: 'http://b/'}}",
                "2.yaml:2:13: endpoints.a: stands in 1.yaml:2:13 as well; keep one"
            ),
            ("defaults: {}", "2.yaml:2:11: defaults: stands in 1.yaml:3:11 as well; keep one"),
            (
                "budgets: [{scope: fleet, limit: 1USD, per: day}]",
                "2.yaml:2:11: budgets[0]: fleet per day stands in 1.yaml:4:11 as well; keep one"
            ),
        ]
    )
    func whatStandsInTwoFilesIsRefusedWithBothPlaces(second: String, sentence: String) {
        let first = """
            version: 1
            endpoints: {a: {url: 'http://a/'}}
            defaults: {mode: active}
            budgets: [{scope: fleet, limit: 2USD, per: day}]
            """
        #expect {
            _ = try ConfigurationFile([
                source(first, name: "1.yaml"), source("version: 1\n\(second)", name: "2.yaml"),
            ])
        } throws: {
            "\($0)" == sentence
        }
    }

    @Test func aByteOrderMarkAndOtherLineEndsDoNotMatter() throws {
        let text = "\u{FEFF}version: 1\r\nendpoints:\r\n  a:\r\n    url: http://a/\r\n"
        #expect(try read(text).endpoints.map(\.endpoint.name) == ["a"])
    }

    @Test func jsonIsYAML() throws {
        let text = #"{"version": 1, "endpoints": {"a": {"url": "http://a/", "memory": 64}}}"#
        #expect(try read(text).endpoints.first?.endpoint.memoryMB == 64)
    }

    @Test func starsAndAmpersandsInTextsAreNoAliases() throws {
        let shop = try endpoint("    body: 'a *b &c'\n    traffic: {match: '/x?a=1&b=*c'}\n")
        #expect(shop.warmUp.body == "a *b &c")
        #expect(shop.match.pattern == "/x?a=1&b=*c")
    }

    /// Nine levels of nine: followed, the last would be hashed as 387 million texts.
    @Test func nestedAliasesAreRefusedBeforeTheyAreFollowed() {
        var text = "version: 1\na0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        text += "? *a9\n: 1\n"
        #expect(
            flaw(of: text)
                == "x.yaml:2:5: anchors and aliases are not read; say what endpoints have in common in 'defaults'"
        )
    }

    @Test(arguments: [16 << 20, (16 << 20) + 1])
    func aFileHasAtMost16MiB(count: Int) {
        let head = Array("version: 1\n#".utf8)
        let bytes = head + Array(repeating: UInt8(ascii: "x"), count: count - head.count)
        #expect((flaw(of: bytes) == nil) == (count == 16 << 20))
    }

    @Test(arguments: ["[", "{", "- ", "? ", "{a: ", "[a, "])
    func deepNestingIsRefused(opening: String) {
        #expect(flaw(of: String(repeating: opening, count: 100_000)) != nil)
    }
}
