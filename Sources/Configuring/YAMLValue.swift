internal import Domain

/// A node with the keys that lead to it.
struct YAMLValue {
    /// What leads to a node from the one that holds it.
    enum Step {
        case none
        case key(String)
        case index(Int)
    }

    let node: YAMLNode
    let document: YAMLDocument
    /// The keys that lead to the node that holds this one.
    let parent: String
    let step: Step

    /// Put together only where it is told.
    var path: String {
        switch step {
        case .none: parent
        case .key(let key): parent.isEmpty ? key : "\(parent).\(key)"
        case .index(let index): "\(parent)[\(index)]"
        }
    }

    var place: ConfigurationFlaw.Place { document.place(of: node) }

    func flaw(_ words: String) -> ConfigurationFlaw {
        ConfigurationFlaw(at: place, path: path, words)
    }

    /// Refuses what only YAML's own machinery is for.
    func checkPlain() throws(ConfigurationFlaw) {
        guard !node.isAnchored else { throw YAMLDocument.anchored(at: place) }
        guard let tag = node.tag else { return }
        throw flaw("has the tag \(quoted(tag)), and tags are not read; remove it")
    }

    // MARK: - Reading

    /// The text of a scalar that is not empty unless it is in quotes.
    func scalar() throws(ConfigurationFlaw) -> String {
        try checkPlain()
        switch node.content {
        case .scalar(let text, let isPlain):
            guard !isPlain || !["", "~", "null"].contains(text) else {
                throw flaw("is empty; write a value, or leave the key out")
            }
            guard !text.utf8.contains(0) else {
                throw flaw("holds the character U+0000, which cannot be kept; remove it")
            }
            return text
        case .sequence: throw flaw("is a list; write one value")
        case .mapping: throw flaw("is a mapping; write one value")
        }
    }

    /// The texts of a list; one scalar stands for a list of it.
    func texts() throws(ConfigurationFlaw) -> [String] {
        guard case .sequence = node.content else {
            if case .mapping = node.content {
                throw flaw("is a mapping; write a list or one value")
            }
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
        guard case .sequence(let nodes) = node.content else {
            throw flaw("is no list; write a list of \(what)")
        }
        let path = path
        return nodes.enumerated().map { index, node in
            YAMLValue(node: node, document: document, parent: path, step: .index(index))
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
        guard case .sequence = node.content else { return }
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
        guard case .scalar(_, isPlain: false) = node.content else { return }
        throw flaw("stands in quotes, which make it a text; write \(what) without them")
    }
}

extension YAMLValue {
    init(rootOf document: YAMLDocument) {
        self.init(node: document.root, document: document, parent: "", step: .none)
    }
}
