import Foundation

/// Compares what commands print with what is documented.
struct JSONCheck {
    let contract: JSONContract
    /// Paths of documented values that were met, each after its section.
    private(set) var met: Set<String> = []
    private(set) var flaws: [String] = []

    init(_ contract: JSONContract) { self.contract = contract }

    /// The documented values of a section, with those that are always there apart.
    static func paths(
        of node: JSONContract.Node,
        at path: String
    ) -> [(path: String, isOptional: Bool)] {
        if let element = node.element.first { return paths(of: element, at: path + "[]") }
        guard !node.members.isEmpty else { return [(path, node.isOptional)] }
        return node.members.sorted { $0.key < $1.key }
            .flatMap { paths(of: $0.value, at: "\(path).\($0.key)") }
    }

    // MARK: - JSON

    mutating func check(_ value: JSONValue, of command: JSONContract.Command) {
        guard command.isList else { return check(value, section: command.section, command.name) }
        guard case .list(let values) = value else {
            return flaws.append("\(command.name) prints no list")
        }
        for value in values { check(value, section: command.section, command.name) }
    }

    private mutating func check(_ value: JSONValue, section: String, _ place: String) {
        guard let node = contract.sections[section] else {
            return flaws.append("\(place): no section '\(section)'")
        }
        check(value, node, path: section, place)
    }

    /// Compares a value at a place with what is documented at a path.
    private mutating func check(
        _ value: JSONValue,
        _ node: JSONContract.Node,
        path: String,
        _ place: String
    ) {
        if let element = node.element.first {
            guard case .list(let values) = value else {
                return flaws.append("\(place) is no list")
            }
            for value in values { check(value, element, path: path + "[]", place + "[]") }
        } else if !node.members.isEmpty {
            guard case .object(let members) = value else {
                return flaws.append("\(place) is no object")
            }
            for key in members.keys.sorted() where node.members[key] == nil {
                flaws.append("\(place).\(key) is not documented")
            }
            for (key, member) in node.members.sorted(by: { $0.key < $1.key }) {
                if let value = members[key] {
                    check(value, member, path: "\(path).\(key)", "\(place).\(key)")
                } else if !member.isOptional {
                    flaws.append("\(place).\(key) is missing")
                }
            }
        } else {
            met.insert(path)
            if let link = node.link {
                check(value, section: link, place)
            } else if !Self.matches(value, node) {
                flaws.append("\(place) is no \(node.kind): \(value)")
            }
        }
    }

    private static func matches(_ value: JSONValue, _ node: JSONContract.Node) -> Bool {
        let day = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
        let time = day + "T[0-9]{2}:[0-9]{2}:[0-9]{2}"
        func isText(_ pattern: String) -> Bool {
            guard case .text(let text) = value else { return false }
            return text.range(of: "^(\(pattern))$", options: .regularExpression) != nil
        }
        switch node.kind {
        case "text":
            guard case .text = value else { return false }
            return true
        case "word": if case .text(let word) = value { return node.words.contains(word) }
        case "integer": if case .integer = value { return true }
        case "number": return value.double != nil
        case "share": return value.double.map { (0...1).contains($0) } ?? false
        case "bool": if case .bool = value { return true }
        case "time": return isText(time + "Z")
        case "local time": return isText(time + "(Z|[+-][0-9]{2}:[0-9]{2})")
        case "date": return isText(day)
        case "any": return value != .null
        default: break
        }
        return false
    }

    // MARK: - CSV

    mutating func check(csv text: String, of command: JSONContract.Command) {
        let header = text.prefix { $0 != "\n" }.split(separator: ",").map(String.init)
        if command.csv == "keys" {
            let known = columns(of: command.section)
            for column in header where !known.contains(column) {
                flaws.append("\(command.name): the column \(column) is not documented")
            }
        } else if let columns = contract.columns[command.section],
            header.prefix(columns.fixed.count) != columns.fixed[...]
                || !columns.more.isSuperset(of: header.dropFirst(columns.fixed.count))
        {
            flaws.append("\(command.name): other columns are documented than \(header)")
        } else if contract.columns[command.section] == nil {
            flaws.append("\(command.name): its columns are not documented")
        }
    }

    /// The names that keys have as columns: those of nested objects after a dot.
    private func columns(of section: String) -> Set<String> {
        func names(_ node: JSONContract.Node, _ prefix: String) -> [String] {
            if let element = node.element.first { return [prefix] + names(element, prefix) }
            let target = node.link.flatMap { contract.sections[$0] } ?? node
            let members = target.members.flatMap { key, member in
                names(member, prefix.isEmpty ? key : "\(prefix).\(key)")
            }
            return [prefix] + members
        }
        return Set(names(contract.sections[section] ?? JSONContract.Node(), ""))
    }
}
