internal import Yams

/// A node of a document without what nobody here reads, made from the parser's own, which are dear to
/// copy.
struct YAMLNode {
    enum Content {
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([(key: YAMLNode, value: YAMLNode)])
    }

    let content: Content
    /// Both counted from 1.
    let line: Int
    let column: Int
    /// Whether it has an anchor or is an alias; nothing hangs on it then, because nested aliases grow
    /// without bounds ("billion laughs").
    let isAnchored: Bool
    /// The tag of a node that has not the one of what it is anyway.
    let tag: String?

    /// The tags of nodes that have none of their own: quotes, and being compared as a key, give a node
    /// that of what it is anyway.
    private static let plainTags = [
        Tag.Name.implicit, .str, .seq, .map, .nonSpecific,
    ].map(\.rawValue)

    private init(_ content: Content, _ tag: Tag?, _ mark: Mark?, isAnchored: Bool) {
        self.content = content
        self.isAnchored = isAnchored
        self.tag = tag.flatMap(Self.foreign)
        line = mark?.line ?? 1
        column = mark?.column ?? 1
    }

    /// - Parameter node: Its parser still lives, which holds the anchors.
    init(_ node: Node) {
        // What all kinds of nodes have is asked of each kind: of the node itself it is a copy away.
        switch node {
        case .scalar(let scalar):
            self.init(
                .scalar(scalar.string, isPlain: scalar.style == .plain),
                scalar.tag,
                scalar.mark,
                isAnchored: scalar.anchor != nil
            )
        case .sequence(let nodes):
            let isAnchored = nodes.anchor != nil
            self.init(
                .sequence(isAnchored ? [] : nodes.map(YAMLNode.init)),
                nodes.tag,
                nodes.mark,
                isAnchored: isAnchored
            )
        case .mapping(let pairs):
            let isAnchored = pairs.anchor != nil
            self.init(
                .mapping(isAnchored ? [] : Self.pairs(of: pairs)),
                pairs.tag,
                pairs.mark,
                isAnchored: isAnchored
            )
        case .alias(let alias):
            self.init(.mapping([]), nil, alias.mark, isAnchored: true)
        }
    }

    private static func pairs(of mapping: Node.Mapping) -> [(key: YAMLNode, value: YAMLNode)] {
        var pairs: [(key: YAMLNode, value: YAMLNode)] = []
        pairs.reserveCapacity(mapping.count)
        // Iterating would copy all pairs first.
        for index in mapping.startIndex..<mapping.endIndex {
            let (key, value) = mapping[index]
            pairs.append((YAMLNode(key), YAMLNode(value)))
        }
        return pairs
    }

    private static func foreign(_ tag: Tag) -> String? {
        let name = tag.rawValue
        return plainTags.contains(name) ? nil : name
    }
}
