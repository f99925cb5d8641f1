internal import Domain
internal import Yams

/// The only document of one file; a class, because each of its values refers to it.
final class YAMLDocument {
    let file: String
    let root: YAMLNode

    /// - Throws: ``ConfigurationFlaw`` for what is too long, no text, no YAML, or has anchors.
    init(_ source: ConfigurationSource) throws(ConfigurationFlaw) {
        let place = ConfigurationFlaw.Place(file: source.name, line: 1, column: 1)
        guard source.bytes.count <= ConfigurationSource.mostBytes else {
            throw ConfigurationFlaw(
                at: place,
                "the file has more than 16 MiB; split it into the files of a folder"
            )
        }
        var bytes = source.bytes[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Self.noText(bytes, file: source.name)
        }
        if !bytes.allSatisfy(Self.isPlain) {
            try Self.checkCharacters(of: text, file: source.name)
        }
        try Self.refuseAnchors(in: bytes, file: source.name)
        guard let root = try Self.compose(text, file: source.name) else {
            throw ConfigurationFlaw(at: place, "the file is empty; begin with 'version: 1'")
        }
        file = source.name
        self.root = root
    }

    func place(of node: YAMLNode) -> ConfigurationFlaw.Place {
        .init(file: file, line: node.line, column: node.column)
    }

    private static func compose(
        _ text: String,
        file: String
    ) throws(ConfigurationFlaw) -> YAMLNode? {
        do {
            // The default resolver guesses types by regular expressions, which nobody here asks for.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            // Its nodes hold their anchors weakly.
            defer { withExtendedLifetime(parser) {} }
            return try parser.singleRoot().map(YAMLNode.init)
        } catch let error as YamlError {
            throw YAMLFlaw(error, text: text).flaw(in: file)
        } catch {
            throw ConfigurationFlaw(
                at: .init(file: file, line: 1, column: 1),
                "this is no YAML: \(error)"
            )
        }
    }

    // MARK: - Anchors

    /// Refuses anchors before any alias is followed: nested ones grow without bounds when they are
    /// compared as keys ("billion laughs").
    ///
    /// Where both signs are found, the text is read once with the aliases' signs taken away.
    private static func refuseAnchors(
        in bytes: ArraySlice<UInt8>,
        file: String
    ) throws(ConfigurationFlaw) {
        var aliases: [Int] = []
        var hasAnchors = false
        for index in bytes.indices.dropLast() {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "*") || byte == UInt8(ascii: "&"),
                isNameByte(bytes[index + 1])
            else { continue }
            if byte == UInt8(ascii: "*") { aliases.append(index) } else { hasAnchors = true }
        }
        guard hasAnchors, !aliases.isEmpty else { return }
        var bytes = bytes
        for index in aliases { bytes[index] = UInt8(ascii: "_") }
        let root = try compose(String(decoding: bytes, as: UTF8.self), file: file)
        var unseen = root.map { [$0] } ?? []
        while let node = unseen.popLast() {
            guard !node.isAnchored else {
                throw anchored(at: .init(file: file, line: node.line, column: node.column))
            }
            switch node.content {
            case .mapping(let pairs):
                for (key, value) in pairs.reversed() { unseen += [value, key] }
            case .sequence(let nodes): unseen += nodes.reversed()
            case .scalar: break
            }
        }
    }

    /// What is said of a node with an anchor.
    static func anchored(at place: ConfigurationFlaw.Place) -> ConfigurationFlaw {
        ConfigurationFlaw(
            at: place,
            "anchors and aliases are not read; say what endpoints have in common in 'defaults'"
        )
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    // MARK: - Characters

    /// Whether a byte is a character that is allowed everywhere, as all are in most files.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E: true
        default: false
        }
    }

    /// What YAML does not allow anywhere (YAML 1.2.2, 5.1).
    private static func checkCharacters(
        of text: String,
        file: String
    ) throws(ConfigurationFlaw) {
        var (line, column) = (1, 1)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A: (line, column) = (line + 1, 0)
            case 0x09, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFEFE, 0xFF00...0xFFFD, 0x10000...: break
            default:
                let code = String(scalar.value, radix: 16, uppercase: true)
                throw ConfigurationFlaw(
                    at: .init(file: file, line: line, column: column),
                    "the character U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code) is not allowed in YAML; remove it"
                )
            }
            column += 1
        }
    }

    private static func noText(_ bytes: ArraySlice<UInt8>, file: String) -> ConfigurationFlaw {
        // Characters that took the place of something else are not in UTF-8 files but by being there.
        var (line, column) = (1, 1)
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        decoding: while true {
            switch decoder.decode(&iterator) {
            case .scalarValue("\n"): (line, column) = (line + 1, 1)
            case .scalarValue: column += 1
            case .emptyInput, .error: break decoding
            }
        }
        return ConfigurationFlaw(
            at: .init(file: file, line: line, column: column),
            "the file is not in UTF-8; save it so"
        )
    }
}
