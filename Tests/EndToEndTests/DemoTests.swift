import Foundation
import Testing

extension TimedTests {
    @Suite struct DemoTests {
        @Test func itShowsTheWholeLoopAndLeavesNothingBehind() async throws {
            let workshop = try Workshop()
            let outcome = try await workshop.preheat(
                ["demo", "--live", "5s"],
                within: .seconds(120)
            )
            #expect(outcome.code == 0, "\(outcome.errors)")
            let headings = outcome.output.split(separator: "\n").filter { line in
                line.first?.isNumber == true && line.dropFirst().hasPrefix(". ")
            }
            #expect(headings.map(\.first) == ["1", "2", "3", "4", "5", "6"])
            #expect(outcome.output.contains("next peak: "))
            #expect(outcome.output.contains("┊"))
            #expect(outcome.output.contains("adaptive"))
            #expect(outcome.output.contains("real requests: "))
            #expect(try workshop.visibleFiles() == [])
        }
    }
}
