import Configuring
import Domain

/// What a configuration changes, as `diff` and `apply` print it.
struct DifferenceView: Encodable {
    private let difference: ConfigurationDifference

    init(_ difference: ConfigurationDifference) { self.difference = difference }

    // MARK: - Text

    /// - Parameter summary: What became of the changes, such as `applied`.
    /// - Returns: A paragraph for each change, then how many there are.
    func text(summary: String) -> String {
        guard !difference.changes.isEmpty else { return "nothing to do" }
        let changes = difference.changes.map(Self.text).joined(separator: "\n")
        let counts =
            "\(difference.count(.added)) added, \(difference.count(.changed)) changed, "
            + "\(difference.count(.removed)) removed"
        return "\(changes)\n\n\(summary): \(counts)"
    }

    private static func text(of change: ConfigurationChange) -> String {
        let sign =
            switch change.kind {
            case .added: "+"
            case .changed: "~"
            case .removed: "-"
            }
        let lines = change.fields.map { field in
            let after = field.after?.description ?? unset
            guard change.kind == .changed else { return "    \(field.key): \(after)" }
            return "    \(field.key): \(field.before?.description ?? unset) -> \(after)"
        }
        var heading = "\(sign) \(change.subject)"
        if case .endpoint = change.subject, change.kind == .removed {
            heading += " and its history"
        }
        return ([heading] + lines).joined(separator: "\n")
    }

    /// Stands for a key of which nothing is said.
    private static let unset = "unset"

    /// How many things are named before the rest is counted.
    private static let shownNames = 5

    /// What the configuration does not name; `nil` when it names everything.
    var leftAloneText: String? {
        let names = difference.leftAlone.map(\.description)
        guard !names.isEmpty else { return nil }
        let rest = names.count - Self.shownNames
        return "left alone, for the configuration does not name it: "
            + names.prefix(Self.shownNames).joined(separator: ", ")
            + (rest > 0 ? " and \(rest) more" : "") + "; remove it with --prune"
    }

    // MARK: - JSON

    enum CodingKeys: String, CodingKey {
        case added, changed, removed, changes
        case leftAlone = "left_alone"
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(difference.count(.added), forKey: .added)
        try values.encode(difference.count(.changed), forKey: .changed)
        try values.encode(difference.count(.removed), forKey: .removed)
        try values.encode(difference.changes.map(ChangeView.init), forKey: .changes)
        try values.encode(difference.leftAlone.map(SubjectView.init), forKey: .leftAlone)
    }
}

/// What is changed, by its names.
private struct SubjectView: Encodable {
    var what: String
    var endpoint: String?
    var schedule: String?
    var scope: String?
    var per: String?

    init(_ subject: ConfigurationChange.Subject) {
        switch subject {
        case .endpoint(let name): (what, endpoint) = ("endpoint", name)
        case .schedule(let name, let owner):
            (what, schedule, endpoint) = ("schedule", name, owner)
        case .budget(let key):
            (what, scope, per) = ("budget", key.scope.description, key.period.description)
        }
    }
}

private struct ChangeView: Encodable {
    let change: ConfigurationChange

    init(_ change: ConfigurationChange) { self.change = change }

    private enum CodingKeys: String, CodingKey {
        case change, fields
    }

    func encode(to encoder: any Encoder) throws {
        try SubjectView(change.subject).encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(change.kind.rawValue, forKey: .change)
        try values.encode(change.fields.map(FieldView.init), forKey: .fields)
    }
}

private struct FieldView: Encodable {
    let field: ConfigurationChange.Field

    init(_ field: ConfigurationChange.Field) { self.field = field }

    private enum CodingKeys: String, CodingKey {
        case key, before, after
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(field.key, forKey: .key)
        try values.encodeIfPresent(field.before.map(ValueView.init), forKey: .before)
        try values.encodeIfPresent(field.after.map(ValueView.init), forKey: .after)
    }
}

/// A value as a file has it: numbers, words and lists, durations such as `1h30m`.
private struct ValueView: Encodable {
    let value: SettingValue

    init(_ value: SettingValue) { self.value = value }

    func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        switch value {
        case .text(let text): try single.encode(text)
        case .list(let parts): try single.encode(parts)
        case .whole(let number): try single.encode(number)
        case .decimal(let number): try single.encode(number)
        case .duration(let duration): try single.encode(exactText(of: duration))
        case .flag(let isSet): try single.encode(isSet)
        }
    }
}
