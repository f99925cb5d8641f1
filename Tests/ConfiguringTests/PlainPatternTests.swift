import Testing

@testable import Configuring

@Suite struct PlainPatternTests {
    @Test(arguments: [
        "a", "^", "$", "^$", "^/shop/123/[a-z]+", "/api/v[12]$", "^/a-b_c\\.html?$", "\\d+/\\w*",
        "[a-zA-Z0-9_]+", ".*", "[a]", "[0-0]", "^/a.b",
    ])
    func aPlainPatternIsKnownAndARegularExpression(pattern: String) throws {
        #expect(PlainPattern.holds(pattern))
        _ = try Regex(pattern)
    }

    @Test(arguments: [
        "(a)", "a|b", "a{2}", "a++", "a*?", "*", "^*", "+a", "[", "[]", "[a", "[^a]", "[z-a]",
        "[A-z]",
        "[0-z]", "[a-]", "[-a]", "[a-c-e]", "[[:alpha:]]", "[a&&b]", "\\", "a\\", "\\$", "\\b",
        "a b",
        "é", "$a", "a^", "]", "[a\\]",
    ])
    func anythingElseIsLeftToTheCompiler(pattern: String) {
        #expect(!PlainPattern.holds(pattern))
    }

    /// Texts of one to eight of these signs, by a walk that meets every sign in every place.
    @Test func whatIsPlainCompiles() throws {
        let signs = Array("^$[]az09A_/.-\\dw*+?é|({")
        var (state, plain) = (UInt64(1), 0)
        for number in 0..<20_000 {
            var pattern = ""
            for _ in 0...number % 8 {
                // Knuth's MMIX generator.
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                pattern.append(signs[Int(state >> 33) % signs.count])
            }
            guard PlainPattern.holds(pattern) else { continue }
            plain += 1
            #expect(throws: Never.self, "\(pattern)") { _ = try Regex(pattern) }
        }
        #expect(plain > 1000)
    }
}
