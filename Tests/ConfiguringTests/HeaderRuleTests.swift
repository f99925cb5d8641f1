import Domain
import Testing

@testable import Configuring

@Suite struct HeaderRuleTests {
    @Test(arguments: [
        ("Accept: text/plain", "Accept", "text/plain"),
        ("Accept:text/plain", "Accept", "text/plain"),
        (" Accept\t:\t a b \u{A0}\u{3000}", "Accept", "a b"), ("X-Empty: ", "X-Empty", ""),
        ("X-Time: 10:30", "X-Time", "10:30"),
    ])
    func blanksAroundNameAndValueDoNotCount(text: String, name: String, value: String) throws {
        let header = try SettingRules.header(text)
        #expect(header.name == name)
        #expect(header.value == value)
    }

    @Test(arguments: ["", ":", "Accept", "Accept:", ": a", "A b: c", "Accept: a\nb", "é: a"])
    func anythingElseIsRefused(text: String) {
        #expect(throws: SettingFlaw.self) { try SettingRules.header(text) }
    }
}
