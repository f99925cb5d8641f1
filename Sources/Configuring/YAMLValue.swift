internal import Domain
internal import Yams

/// A node with the keys that lead to it.
struct YAMLValue {
    let node: Node
    let document: YAMLDocument
    let path: String

    var place: ConfigurationFlaw.Place { document.place(of: node) }

    func flaw(_ words: String) -> ConfigurationFlaw {
        ConfigurationFlaw(at: place, path: path, words)
    }

    /// The tags of nodes that have none of their own: quotes, and being compared as a key, give a node
    /// that of what it is anyway.
    private static let plainTags: [String] = [
        Tag.Name.implicit, Tag.Name.str, Tag.Name.seq, Tag.Name.map, Tag.Name.nonSpecific,
    ].map(\.rawValue)

    /// Refuses what only YAML's own machinery is for.
    func checkPlain() throws(ConfigurationFlaw) {
        guard node.anchor == nil else { throw YAMLDocument.anchored(at: place) }
        let tag: Tag? =
            switch node {
            case .scalar(let scalar): scalar.tag
            case .sequence(let sequence): sequence.tag
            case .mapping(let mapping): mapping.tag
            case .alias: nil
            }
        guard let tag, !Self.plainTags.contains(tag.rawValue) else { return }
        throw flaw("has the tag \(quoted(tag.description)), and tags are not read; remove it")
    }

    // MARK: - Reading

    /// The text of a scalar that is not empty unless it is in quotes.
    func scalar() throws(ConfigurationFlaw) -> String {
        try checkPlain()
        switch node {
        case .scalar(let scalar):
            guard scalar.style != .plain || !["", "~", "null"].contains(scalar.string) else {
                throw flaw("is empty; write a value, or leave the key out")
            }
            guard !scalar.string.unicodeScalars.contains("\0") else {
                throw flaw("holds the character U+0000, which cannot be kept; remove it")
            }
            return scalar.string
        case .sequence: throw flaw("is a list; write one value")
        case .mapping, .alias: throw flaw("is a mapping; write one value")
        }
    }

    /// The texts of a list; one scalar stands for a list of it.
    func texts() throws(ConfigurationFlaw) -> [String] {
        guard case .sequence = node else {
            if case .mapping = node { throw flaw("is a mapping; write a list or one value") }
            return [try scalar()]
        }
        var texts: [String] = []
        for part in try sequence("values") { texts.append(try part.scalar()) }
        return texts
    }

    /// The elements of a sequence.
    ///
    /// - Parameter what: They are, for the sentence when it is none.
    /// - Returns: The elements, their numbers in their paths.
    /// - Throws: ``ConfigurationFlaw`` for another node.
    func sequence(_ what: String) throws(ConfigurationFlaw) -> [YAMLValue] {
        try checkPlain()
        guard case .sequence(let nodes) = node else {
            throw flaw("is no list; write a list of \(what)")
        }
        return nodes.enumerated().map { index, node in
            YAMLValue(node: node, document: document, path: "\(path)[\(index)]")
        }
    }

    /// Reads a value of a kind and hands it to `body`, whose flaws get this place.
    func write(
        _ kind: SettingKind,
        _ body: (SettingValue) throws(SettingFlaw) -> Void
    ) throws(ConfigurationFlaw) {
        let value = try value(of: kind)
        do throws(SettingFlaw) {
            try body(value)
        } catch {
            if kind == .list { try tellElement(body) }
            throw flaw(error.words)
        }
    }

    /// Throws the flaw of the first element of a list that has one by itself.
    private func tellElement(
        _ body: (SettingValue) throws(SettingFlaw) -> Void
    ) throws(ConfigurationFlaw) {
        guard case .sequence = node else { return }
        for part in try sequence("values") {
            let text = try part.scalar()
            do throws(SettingFlaw) {
                try body(.list([text]))
            } catch {
                throw part.flaw(error.words)
            }
        }
    }

    private func value(of kind: SettingKind) throws(ConfigurationFlaw) -> SettingValue {
        if kind == .list { return .list(try texts()) }
        let text = try scalar()
        switch kind {
        case .text, .choice, .share, .list: return .text(text)
        case .whole:
            try refuseQuotes(around: "the number")
            guard let number = Int(text) else {
                throw flaw("is \(quoted(text)); write a whole number")
            }
            return .whole(number)
        case .decimal:
            try refuseQuotes(around: "the number")
            guard let number = Double(text), number.isFinite else {
                throw flaw("is \(quoted(text)); write a number")
            }
            return .decimal(number)
        case .duration:
            guard let duration = duration(from: text) else {
                throw flaw(
                    "is \(quoted(text)); write a duration such as 90s, 10m or 1h30m"
                )
            }
            return .duration(duration)
        case .flag:
            try refuseQuotes(around: "the word")
            guard ["true", "false"].contains(text) else {
                throw flaw("is \(quoted(text)); write true or false")
            }
            return .flag(text == "true")
        }
    }

    private func refuseQuotes(around what: String) throws(ConfigurationFlaw) {
        guard case .scalar(let scalar) = node, scalar.style != .plain else { return }
        throw flaw("stands in quotes, which make it a text; write \(what) without them")
    }
}
