internal import Domain

/// A mapping whose keys are texts, known ones where they are listed.
struct YAMLMapping {
    struct Entry {
        let key: String
        fileprivate let keyNode: YAMLNode
        let value: YAMLValue

        /// Of the key.
        var place: ConfigurationFlaw.Place { value.document.place(of: keyNode) }

        /// A flaw of the whole entry, told where its key stands.
        func flaw(_ words: String) -> ConfigurationFlaw {
            ConfigurationFlaw(at: place, path: value.path, words)
        }
    }

    let value: YAMLValue
    let entries: [Entry]

    /// - Throws: ``ConfigurationFlaw`` for another node, or a key that is not known.
    init(rootOf document: YAMLDocument, keys: [String]) throws(ConfigurationFlaw) {
        try self.init(YAMLValue(rootOf: document), keys: keys)
    }

    /// - Parameters:
    ///   - value: Of the mapping.
    ///   - keys: Those that are known; `nil` for any.
    /// - Throws: ``ConfigurationFlaw`` for another node, or a key that is not known.
    init(_ value: YAMLValue, keys: [String]?) throws(ConfigurationFlaw) {
        self.value = value
        try value.checkPlain()
        guard case .mapping(let pairs) = value.node.content else {
            throw Self.noMapping(value, keys: keys)
        }
        let path = value.path
        var entries: [Entry] = []
        entries.reserveCapacity(pairs.count)
        for (keyNode, node) in pairs {
            let keyValue = YAMLValue(
                node: keyNode,
                document: value.document,
                parent: path,
                step: .none
            )
            try keyValue.checkPlain()
            guard case .scalar(let key, _) = keyNode.content else {
                throw keyValue.flaw("a key is a list or a mapping; write a name")
            }
            if let keys, !keys.contains(key) {
                throw keyValue.flaw(Self.unknown(key, among: keys))
            }
            let value = YAMLValue(
                node: node,
                document: value.document,
                parent: path,
                step: .key(key)
            )
            entries.append(Entry(key: key, keyNode: keyNode, value: value))
        }
        self.entries = entries
    }

    subscript(key: String) -> YAMLValue? { entries.first { $0.key == key }?.value }

    func flaw(_ words: String) -> ConfigurationFlaw { value.flaw(words) }

    private static func noMapping(_ value: YAMLValue, keys: [String]?) -> ConfigurationFlaw {
        let advice =
            keys.map { "write keys such as '\($0[0]):' below it" } ?? "write 'NAME:' below it"
        let isRoot = value.path.isEmpty
        switch value.node.content {
        case .scalar(let text, isPlain: true) where !isRoot && ["", "~", "null"].contains(text):
            return value.flaw("is empty; \(advice), or leave it out")
        case .sequence:
            return value.flaw(
                isRoot ? "the file is a list; begin with 'version: 1'" : "is a list; \(advice)"
            )
        default:
            return value.flaw(
                isRoot
                    ? "the file is no mapping; begin with 'version: 1'"
                    : "is one value; \(advice)"
            )
        }
    }

    private static func unknown(_ key: String, among keys: [String]) -> String {
        guard key != "<<" else {
            return "there is no key '<<'; say what endpoints have in common in 'defaults'"
        }
        let traffic = EndpointKey.trafficSection
        if keys.contains(traffic), EndpointKey.ofTraffic.contains(where: { $0.rawValue == key }) {
            return "there is no key '\(key)' here; it stands under '\(traffic)'"
        }
        let near = nearestNames(to: key, among: keys)
        return "there is no key \(quoted(key)); "
            + (near.isEmpty
                ? "known are \(keys.joined(separator: ", "))"
                : "did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?")
    }
}
