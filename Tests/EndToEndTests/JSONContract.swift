import Foundation

/// What docs/json.md says of the JSON and the CSV that commands print.
struct JSONContract {
    /// What may stand at a place.
    struct Node {
        /// `text`, `word` and so on; empty for what has parts, and for what only marks its place.
        var kind = ""
        /// What a word may be.
        var words: Set<String> = []
        /// The section that describes it.
        var link: String?
        /// What each element of a list is: none or one.
        var element: [Node] = []
        var members: [String: Node] = [:]
        var isOptional = false

        mutating func insert(_ steps: ArraySlice<String>, _ leaf: Node) {
            guard let step = steps.first else {
                isOptional = isOptional || leaf.isOptional
                guard leaf.kind != "object" else { return }
                (kind, words, link) = (leaf.kind, leaf.words, leaf.link)
                return
            }
            if step == "[]" {
                if element.isEmpty { element = [Node()] }
                element[0].insert(steps.dropFirst(), leaf)
            } else {
                members[step, default: Node()].insert(steps.dropFirst(), leaf)
            }
        }
    }

    /// A row of the table of commands.
    struct Command {
        var name: String
        var isList: Bool
        var section: String
        /// keys, columns or none.
        var csv: String
    }

    /// A table that cannot be read.
    struct Flaw: Error, CustomStringConvertible {
        var description: String
    }

    static let kinds: Set<String> = [
        "text", "word", "integer", "number", "share", "bool", "time", "local time", "date", "any",
        "object",
    ]

    private(set) var commands: [Command] = []
    private(set) var sections: [String: Node] = [:]
    /// The fixed columns of a section, and those that may follow them.
    private(set) var columns: [String: (fixed: [String], more: Set<String>)] = [:]

    /// Reads docs/json.md.
    static func ofCommands() throws -> JSONContract {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try JSONContract(
            String(contentsOf: root.appending(path: "docs/json.md"), encoding: .utf8)
        )
    }

    /// - Throws: ``Flaw`` for a row that cannot be read, or a link that leads nowhere.
    init(_ document: String) throws {
        var section = ""
        var isColumns = false
        for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("## ") {
                section = Self.anchor(line.dropFirst(3))
            } else if line.hasPrefix("| `") {
                try read(row: line, of: section)
            } else if line.hasPrefix("CSV: ") || isColumns && !line.isEmpty {
                read(columns: line, of: section)
            }
            isColumns = line.hasPrefix("CSV: ") || isColumns && !line.isEmpty
        }
        let links = sections.values.flatMap(Self.links) + commands.map(\.section)
        if let dead = links.first(where: { sections[$0] == nil }) {
            throw Flaw(description: "#\(dead) leads nowhere")
        }
    }

    private static func links(of node: Node) -> [String] {
        [node.link].compactMap { $0 } + (node.element + node.members.values).flatMap(links)
    }

    /// The anchor of a heading, as GitHub makes it.
    static func anchor(_ heading: some StringProtocol) -> String {
        heading.lowercased().filter { $0.isLetter || $0.isNumber || " -".contains($0) }
            .replacingOccurrences(of: " ", with: "-")
    }

    /// What stands between backticks.
    private static func quoted(_ text: some StringProtocol) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    /// The anchor of the first link.
    private static func link(in text: String) -> String? {
        text.split(separator: "(#").dropFirst().first.flatMap { $0.split(separator: ")").first }
            .map(String.init)
    }

    // MARK: - Reading

    private mutating func read(row: Substring, of section: String) throws {
        let cells = row.split(separator: "|", omittingEmptySubsequences: false).dropFirst()
            .dropLast()
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard cells.count == 3 else { throw Flaw(description: "three cells are needed: \(row)") }
        if section == "commands" {
            guard let name = Self.quoted(cells[0]).first, let link = Self.link(in: cells[1]),
                ["keys", "columns", "none"].contains(cells[2])
            else { throw Flaw(description: "no command: \(row)") }
            let isList = cells[1].hasPrefix("list of ")
            commands.append(Command(name: name, isList: isList, section: link, csv: cells[2]))
            return
        }
        var leaf = Node()
        let type = cells[1].hasSuffix("?") ? String(cells[1].dropLast()) : cells[1]
        leaf.isOptional = cells[1].hasSuffix("?")
        leaf.link = Self.link(in: type)
        leaf.kind = leaf.link == nil ? type : ""
        if type == "word" { leaf.words = Set(Self.quoted(cells[2])) }
        guard leaf.link != nil || Self.kinds.contains(type) else {
            throw Flaw(description: "'\(type)' is no type: \(row)")
        }
        for key in Self.quoted(cells[0]) { insert(key, leaf, into: section) }
    }

    /// `a[]?` is a list that may be absent; behind the type, `?` is about its elements' object.
    private mutating func insert(_ key: String, _ leaf: Node, into section: String) {
        let path = key.hasSuffix("?") ? key.dropLast() : key[...]
        let steps = path.split(separator: ".").flatMap { step in
            step.hasSuffix("[]") ? [String(step.dropLast(2)), "[]"] : [String(step)]
        }
        sections[section, default: Node()].insert(steps[...], leaf)
        guard key.hasSuffix("?") else { return }
        sections[section]?.insert(steps.dropLast(), Node(kind: "object", isOptional: true))
    }

    private mutating func read(columns line: Substring, of section: String) {
        var words = Self.quoted(line)
        if columns[section] == nil, !words.isEmpty {
            columns[section] = (words.removeFirst().split(separator: ",").map(String.init), [])
        }
        columns[section]?.more.formUnion(words)
    }
}
