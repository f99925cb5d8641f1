/// The JSON Schema (2020-12) of a configuration file, made from the tables of keys.
///
/// It knows the shape of a file, its keys, and numbers and words that a value may be; what texts mean
/// (zones, cron lines, windows) only reading the file tells.
package struct ConfigurationSchema: Encodable, Sendable {
    package init() {}

    package func encode(to encoder: any Encoder) throws {
        try JSONTree.object([
            "$schema": .text("https://json-schema.org/draft/2020-12/schema"),
            "title": .text("Preheat configuration"),
            "type": .text("object"),
            "additionalProperties": .flag(false),
            "required": .list([.text("version")]),
            "properties": .object([
                "version": .object([
                    "const": .whole(ConfigurationReader.version),
                    "description": .text("The version of this format."),
                ]),
                "defaults": object(Self.defaultProperties),
                "endpoints": map(of: endpoint),
                "budgets": .object(["type": .text("array"), "items": budget]),
            ]),
        ]).encode(to: encoder)
    }

    private static let defaultProperties = endpointProperties.filter {
        ConfigurationReader.defaultKeys.contains($0.key)
    }

    private static let endpointProperties: [String: JSONTree] = {
        var properties: [String: JSONTree] = [:]
        for key in EndpointKey.ofItself {
            properties[key.rawValue] = property(key.kind, key.summary, usual: key.usual)
        }
        var traffic: [String: JSONTree] = [:]
        for key in EndpointKey.ofTraffic {
            traffic[key.rawValue] = property(key.kind, key.summary, usual: key.usual)
        }
        properties[EndpointKey.trafficSection] = .object([
            "type": .text("object"),
            "additionalProperties": .flag(false),
            "properties": .object(traffic),
        ])
        return properties
    }()

    private var endpoint: JSONTree {
        var properties = Self.endpointProperties
        properties["schedules"] = map(of: schedule)
        return object(properties, required: [EndpointKey.url.rawValue])
    }

    private var schedule: JSONTree {
        var properties: [String: JSONTree] = [:]
        for key in ScheduleKey.allCases {
            properties[key.rawValue] = Self.property(key.kind, key.summary, usual: key.usual)
        }
        return .object([
            "oneOf": .list([
                .object(["type": .text("string")]),
                object(properties, required: [ScheduleKey.expression.rawValue]),
            ])
        ])
    }

    private var budget: JSONTree {
        var properties: [String: JSONTree] = [:]
        for key in BudgetKey.allCases {
            properties[key.rawValue] = Self.property(key.valueKind, key.summary, usual: key.usual)
        }
        return object(properties, required: BudgetKey.required.map(\.rawValue))
    }

    // MARK: - Parts

    private func object(
        _ properties: [String: JSONTree],
        required: [String] = []
    ) -> JSONTree {
        var tree: [String: JSONTree] = [
            "type": .text("object"),
            "additionalProperties": .flag(false),
            "properties": .object(properties),
        ]
        if !required.isEmpty { tree["required"] = .list(required.map { .text($0) }) }
        return .object(tree)
    }

    private func map(of value: JSONTree) -> JSONTree {
        .object(["type": .text("object"), "additionalProperties": value])
    }

    private static func property(
        _ kind: SettingKind,
        _ summary: String,
        usual: String
    ) -> JSONTree {
        var tree = shape(of: kind)
        let words = "\(summary)\(usual == "required" ? "" : " (usually \(usual))")"
        tree["description"] = .text(words.replacing("`", with: "'"))
        return .object(tree)
    }

    private static func shape(of kind: SettingKind) -> [String: JSONTree] {
        // A text may look like a number, such as the status 200.
        let texts = JSONTree.list([.text("string"), .text("number")])
        switch kind {
        case .text: return ["type": texts]
        case .list:
            return [
                "oneOf": .list([
                    .object(["type": texts]),
                    .object(["type": .text("array"), "items": .object(["type": texts])]),
                ])
            ]
        case .whole(let range):
            return [
                "type": .text("integer"), "minimum": .whole(range.lowerBound),
                "maximum": .whole(range.upperBound),
            ]
        case .decimal(let range):
            return [
                "type": .text("number"), "minimum": .decimal(range.lowerBound),
                "maximum": .decimal(range.upperBound),
            ]
        case .duration:
            return [
                "type": .text("string"), "pattern": .text("^([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+$"),
            ]
        case .choice(let words): return ["enum": .list(words.map { .text($0) })]
        case .flag: return ["type": .text("boolean")]
        case .share:
            return ["type": .text("string"), "pattern": .text("^[0-9]+(\\.[0-9]{1,3})?%$")]
        }
    }
}
