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
            // The launch wants two instances, and the plan one: two are pinged.
            #expect(
                outcome.output.contains(
                    "$ preheat schedule add office '09:00-09:15 Wed' --instances 2 --name launch"
                )
            )
            let launch = outcome.output.split(separator: "\n").filter {
                $0.contains("schedule 'launch'")
            }
            #expect(launch.first?.hasPrefix("Wed 09:00          2 ") == true, "\(launch)")
            #expect(outcome.output.contains("real requests: "))
            #expect(try workshop.visibleFiles() == [])
        }
    }
}
