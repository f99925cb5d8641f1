import Domain
import Testing

@testable import Observing

private func endpoint(
    _ id: Int64,
    _ name: String,
    path: String? = nil,
    host: String? = nil,
    pattern: String? = nil
) -> Endpoint {
    Endpoint(
        id: EndpointID(rawValue: id),
        name: name,
        warmUp: WarmUpRequest(url: "http://localhost/"),
        match: MatchRules(pathPrefix: path, host: host, pattern: pattern)
    )
}

private func owner(
    of target: String,
    host: String? = nil,
    among matcher: LineMatcher
) throws -> Int64? {
    let virtualHost = host.map { "\($0) " } ?? ""
    let text =
        "\(virtualHost)1.2.3.4 - - [17/May/2015:10:05:03 +0000] \"GET \(target) HTTP/1.1\" 200 1"
    return try Array(text.utf8).withUnsafeBytes { bytes in
        matcher.endpoint(of: try AccessLogLine(bytes))?.rawValue
    }
}

@Suite struct LineMatcherTests {
    @Test(arguments: [
        ("the path itself", "/api", "/api", true),
        ("a path under it", "/api", "/api/x", true),
        ("the path with a query", "/api", "/api?x=/apix", true),
        ("not a longer word", "/api", "/apix", false),
        ("not a shorter path", "/api", "/ap", false),
        ("not elsewhere", "/api", "/v1/api", false),
        ("not in the query", "/api", "/?/api", false),
        ("case matters", "/api", "/API", false),
        ("what is escaped is compared as written", "/a b", "/a%20b", false),
        ("a slash at the end takes what lies under it", "/api/", "/api/x", true),
        ("a slash at the end takes itself", "/api/", "/api/", true),
        ("a slash at the end does not take the path without", "/api/", "/api", false),
        ("the root takes everything", "/", "/x", true),
        ("the root takes the root", "/", "/", true),
        ("an absolute URI without a path is the root", "/", "http://example.com", true),
        ("an absolute URI has a path", "/api", "http://example.com/api/x", true),
    ])
    func pathPrefix(requirement: String, prefix: String, target: String, isTaken: Bool) throws {
        let matcher = try LineMatcher(endpoints: [endpoint(1, "a", path: prefix)])
        #expect(try owner(of: target, among: matcher) == (isTaken ? 1 : nil))
    }

    @Test(arguments: [
        ("the same host", "example.com", "example.com:443", true),
        ("in another case", "Example.COM", "eXample.com:443", true),
        ("a port in the rule is passed over", "example.com:8080", "example.com:443", true),
        ("another host", "example.com", "www.example.com:443", false),
        ("an IPv6 host", "[::1]", "[::1]:443", true),
        ("a line that names no host", "example.com", nil, false),
    ])
    func host(requirement: String, rule: String, host: String?, isTaken: Bool) throws {
        let matcher = try LineMatcher(endpoints: [endpoint(1, "a", host: rule)])
        #expect(try owner(of: "/", host: host, among: matcher) == (isTaken ? 1 : nil))
    }

    @Test(arguments: [
        ("found anywhere", "v[12]", "/x/v2/y", true),
        ("found in the query", "^/q[?]id=\\d+$", "/q?id=12", true),
        ("not found", "^/q[?]id=\\d+$", "/q?id=1x", false),
        ("bytes that are no UTF-8 are no trouble", "/q.$", "/q\u{fffd}", true),
    ])
    func pattern(requirement: String, pattern: String, target: String, isTaken: Bool) throws {
        let matcher = try LineMatcher(endpoints: [endpoint(1, "a", pattern: pattern)])
        #expect(try owner(of: target, among: matcher) == (isTaken ? 1 : nil))
    }

    @Test func allRulesMustHold() throws {
        let matcher = try LineMatcher(endpoints: [
            endpoint(1, "a", path: "/api", host: "example.com", pattern: "x=1")
        ])
        #expect(try owner(of: "/api?x=1", host: "example.com:80", among: matcher) == 1)
        #expect(try owner(of: "/api?x=2", host: "example.com:80", among: matcher) == nil)
        #expect(try owner(of: "/api?x=1", host: "example.org:80", among: matcher) == nil)
        #expect(try owner(of: "/apx?x=1", host: "example.com:80", among: matcher) == nil)
    }

    @Test func oneEndpointTakesALine() throws {
        let matcher = try LineMatcher(endpoints: [
            endpoint(1, "d", path: "/api"), endpoint(2, "c", path: "/api/v1"),
            endpoint(3, "b", host: "example.com"), endpoint(4, "a"),
            endpoint(5, "z", path: "/api", host: "example.com"),
            endpoint(6, "e", path: "/api"), endpoint(7, "f", pattern: "."),
        ])
        #expect(try owner(of: "/api/v1/x", host: "example.com:1", among: matcher) == 2)
        #expect(try owner(of: "/api/x", host: "example.com:1", among: matcher) == 5)
        #expect(try owner(of: "/api/x", host: "example.org:1", among: matcher) == 1)
        #expect(try owner(of: "/x", host: "example.com:1", among: matcher) == 3)
        #expect(try owner(of: "/x", host: "example.org:1", among: matcher) == 7)
    }

    @Test func withoutRulesAnEndpointTakesNothingUnlessNamed() throws {
        #expect(try owner(of: "/", among: LineMatcher(endpoints: [endpoint(1, "a")])) == nil)
        let only = try LineMatcher(only: EndpointID(rawValue: 9), name: "a", rules: MatchRules())
        #expect(try owner(of: "/", among: only) == 9)
    }

    @Test func aBadPatternNamesTheEndpoint() throws {
        let error = #expect(throws: ObservingError.self) {
            _ = try LineMatcher(endpoints: [endpoint(1, "shop", pattern: "(a")])
        }
        #expect(
            error?.description
                == "the pattern '(a' of endpoint 'shop' is no regular expression (expected ')'); "
                + "correct it"
        )
    }
}
