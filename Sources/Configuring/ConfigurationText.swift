package import Domain
internal import Yams

/// Writes settings as the file that leads to them: usual values are left out.
///
/// - Parameter settings: What to write.
/// - Returns: YAML that reads as equal settings, always the same for the same ones.
/// - Throws: What the YAML writer throws when memory is short.
package func configurationText(of settings: FleetSettings) throws -> String {
    try ConfigurationWriter().text(of: settings)
}

/// Makes the nodes of a configuration.
private struct ConfigurationWriter {
    // Tags are dear to make, and the style of a scalar says all there is to say.
    private let scalar = Tag(.str)
    private let mapping = Tag(.map)
    private let sequence = Tag(.seq)

    func text(of settings: FleetSettings) throws -> String {
        var pairs = [(key("version"), plain("\(ConfigurationReader.version)"))]
        if !settings.endpoints.isEmpty {
            pairs.append(
                (
                    key("endpoints"),
                    map(settings.endpoints.map { (key($0.endpoint.name), node(of: $0)) })
                )
            )
        }
        if !settings.budgets.isEmpty {
            pairs.append((key("budgets"), Node(settings.budgets.map(node), sequence, .block)))
        }
        return try serialize(
            node: Node(pairs, mapping, .block),
            indent: 2,
            width: -1,
            allowUnicode: true
        )
    }

    func node(of settings: EndpointSettings) -> Node {
        let endpoint = settings.endpoint
        let said = endpoint.saidValues
        let isTraffic = { (key: EndpointKey) in EndpointKey.ofTraffic.contains(key) }
        var pairs = said.filter { !isTraffic($0.key) }.map {
            (key($0.key.rawValue), node($0.value))
        }
        let traffic = said.filter { isTraffic($0.key) }.map {
            (key($0.key.rawValue), node($0.value))
        }
        if !traffic.isEmpty { pairs.append((key(EndpointKey.trafficSection), map(traffic))) }
        if !settings.schedules.isEmpty {
            let schedules = settings.schedules.map { schedule in
                (key(schedule.name), node(of: schedule, of: endpoint))
            }
            pairs.append((key("schedules"), map(schedules)))
        }
        return map(pairs)
    }

    /// Its expression alone where nothing else is to be said.
    func node(of schedule: Schedule, of endpoint: Endpoint) -> Node {
        let said = schedule.saidValues(of: endpoint)
        guard said.map(\.key) != [.expression] else { return node(.text(schedule.expression)) }
        return map(said.map { (key($0.key.rawValue), node($0.value)) })
    }

    func node(_ budget: BudgetSettings) -> Node {
        map(budget.saidValues.map { (key($0.key.rawValue), node($0.value)) })
    }

    func key(_ name: String) -> Node { text(name) }

    func map(_ pairs: [(Node, Node)]) -> Node { Node(pairs, mapping, .block) }

    func plain(_ word: String) -> Node { Node(word, scalar, .plain) }

    func node(_ value: SettingValue) -> Node {
        switch value {
        case .text(let string): text(string)
        case .list(let parts): Node(parts.map(text), sequence, parts.isEmpty ? .flow : .block)
        case .whole(let number): plain("\(number)")
        case .decimal(let number): plain(decimalText(number))
        case .duration(let duration): plain(exactText(of: duration))
        case .flag(let isSet): plain(isSet ? "true" : "false")
        }
    }

    /// A scalar that every reader of YAML takes for a text: in quotes unless it surely looks like one.
    func text(_ string: String) -> Node {
        let words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
        let isPlain =
            string.utf8.first.map { isLetter($0) || $0 == UInt8(ascii: "/") } ?? false
            && !words.contains(string.lowercased())
            && string.utf8.allSatisfy { byte in
                isLetter(byte) || (0x30...0x39).contains(byte) || "-_./@=%+~".utf8.contains(byte)
            }
        let isURL =
            string.hasPrefix("http") && string.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            && !string.contains("#") && !string.hasSuffix(":")
        let hasControls = string.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        return Node(
            string,
            scalar,
            isPlain || isURL ? .plain : hasControls ? .doubleQuoted : .singleQuoted
        )
    }
}

private func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
}
