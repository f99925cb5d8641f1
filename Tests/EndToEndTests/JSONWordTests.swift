import Domain
import Forecasting
import Foundation
import Observing
import Reporting
import Serving
import Simulating
import Testing

/// docs/json.md lists every word that the code knows: a fleet of a test shows only some of them.
@Suite struct JSONWordTests {
    private static func words<Word: CaseIterable & RawRepresentable>(
        _ type: Word.Type,
        and more: String...
    ) -> [String] where Word.RawValue == String {
        type.allCases.map(\.rawValue) + more
    }

    private static let ofSettings: [(path: String, words: [String])] = [
        ("endpoint.mode", words(Endpoint.Mode.self, and: "paused")),
        ("plan.mode", words(Endpoint.Mode.self, and: "paused")),
        ("status.listed[].mode", words(Endpoint.Mode.self, and: "paused")),
        ("endpoint.platform", words(Platform.self)),
        ("target-state.standing", words(TargetStanding.self)),
        ("status.listed[].target_standing", words(TargetStanding.self)),
        ("target-state.verdict", words(TargetState.Verdict.self)),
        ("target-then.verdict", words(TargetState.Verdict.self)),
        ("notice.kind", words(Notice.Kind.self)),
        ("prices.examples[].example", words(PriceExample.self)),
        ("import.format", words(SourceFormat.self)),
        ("finding.verdict", words(Finding.Verdict.self)),
        ("finding.check", words(Finding.Check.self)),
    ]

    private static let ofResults: [(path: String, words: [String])] = [
        (
            "plan.pings[].not_sent_for",
            words(Decision.Action.self).filter { $0 != "ping" && $0 != "shadowPing" }
        ),
        ("explanation.action", words(Decision.Action.self, and: "wait")),
        ("warm-up.attempts[].outcome", words(PingRecord.Outcome.self)),
        ("warm-up.attempts[].instances[].outcome", words(PingRecord.Outcome.self)),
        ("warm-up.attempts[].instances[].found", words(Temperature.self, and: "failed")),
        ("cost-report.by", words(ReportGrouping.self)),
        ("savings-report.by", words(ReportGrouping.self)),
        ("latency-report.by", words(ReportGrouping.self)),
        ("forecast-of-spending.by", words(ReportGrouping.self)),
        ("forecast-of-spending.rows[].horizon", words(SpendReport.Horizon.self)),
        ("savings-row.policies[].policy", words(SavingsReport.Policy.self)),
        ("back-test.models[].model", words(Backtest.Contender.self)),
        ("point.policy", FrontierPolicy.compared.map(\.name)),
    ]

    /// Camel case of the code, with another separator.
    private static func printed(_ word: String, _ separator: String) -> String {
        word.map { $0.isUppercase ? separator + $0.lowercased() : String($0) }.joined()
    }

    @Test(arguments: ofSettings + ofResults)
    func everyWordIsDocumented(path: String, words: [String]) throws {
        let steps = path.replacing("[]", with: ".[]").split(separator: ".").map(String.init)
        let section = try JSONContract.ofCommands().sections[steps[0]]
        let node = steps.dropFirst().reduce(section) { node, step in
            step == "[]" ? node?.element.first : node?.members[step]
        }
        #expect(node?.words == Set(words.map { Self.printed($0, "-") }))
    }

    @Test func everyReasonIsDocumented() throws {
        let known = try #require(try JSONContract.ofCommands().sections["reasons"]).members.keys
        let names = Reason.Name.allCases.map { Self.printed($0.rawValue, "_") }
        for name in names {
            #expect(["", "_pings", "_id"].contains { known.contains(name + $0) }, "\(name)")
        }
        #expect(known.count == names.count)
    }
}
