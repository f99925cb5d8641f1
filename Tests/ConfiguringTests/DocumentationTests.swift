import Foundation
import Testing

@testable import Configuring

/// docs/configuration.md and the schema name every key, and no other.
@Suite struct DocumentationTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func row(_ key: String, _ usual: String, _ summary: String) -> String {
        "| `\(key)` | \(usual) | \(summary) |"
    }

    private static let tables: [(heading: String, rows: [String])] = [
        (
            "## Keys of an endpoint",
            EndpointKey.ofItself.map { row($0.rawValue, $0.usual, $0.summary) }
        ),
        (
            "## Keys under `traffic`",
            EndpointKey.ofTraffic.map { row($0.rawValue, $0.usual, $0.summary) }
        ),
        (
            "## Keys of a schedule",
            ScheduleKey.allCases.map { row($0.rawValue, $0.usual, $0.summary) }
        ),
        (
            "## Keys of a budget",
            BudgetKey.allCases.map { row($0.rawValue, $0.usual, $0.summary) }
        ),
    ]

    @Test(arguments: 0..<4)
    func theDocumentHasTheTableOfKeys(number: Int) throws {
        let text = try String(
            contentsOf: Self.root.appending(path: "docs/configuration.md"),
            encoding: .utf8
        )
        let table = Self.tables[number]
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let start = try #require(lines.firstIndex(of: table.heading))
        let rows = lines[(start + 1)...].drop { !$0.hasPrefix("| `") }
            .prefix { $0.hasPrefix("| `") }
        #expect(Array(rows) == table.rows, "\(table.rows.joined(separator: "\n"))")
    }

    private func properties(_ tree: Any?, _ path: String...) throws -> [String: Any] {
        var tree = tree
        for step in path { tree = (tree as? [String: Any])?[step] }
        return try #require(tree as? [String: Any], "\(path)")
    }

    @Test func theSchemaKnowsEveryKey() throws {
        let data = try JSONEncoder().encode(ConfigurationSchema())
        let schema = try JSONSerialization.jsonObject(with: data)
        let root = try properties(schema, "properties")
        #expect(root.keys.sorted() == ConfigurationReader.rootKeys.sorted())
        let endpoint = try properties(root, "endpoints", "additionalProperties", "properties")
        #expect(endpoint.keys.sorted() == ConfigurationReader.endpointKeys.sorted())
        let defaults = try properties(root, "defaults", "properties")
        #expect(defaults.keys.sorted() == ConfigurationReader.defaultKeys.sorted())
        let traffic = try properties(endpoint, "traffic", "properties")
        #expect(traffic.keys.sorted() == EndpointKey.ofTraffic.map(\.rawValue).sorted())
        let kinds = try #require(
            try properties(endpoint, "schedules", "additionalProperties")["oneOf"] as? [Any]
        )
        let schedule = try properties(kinds.last, "properties")
        #expect(schedule.keys.sorted() == ScheduleKey.allCases.map(\.rawValue).sorted())
        let budget = try properties(root, "budgets", "items", "properties")
        #expect(budget.keys.sorted() == BudgetKey.allCases.map(\.rawValue).sorted())
    }
}
