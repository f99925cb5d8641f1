internal import Domain
internal import Yams

/// What the YAML parser refuses, in the words of someone who writes configurations.
struct YAMLFlaw {
    private let line: Int
    private let column: Int
    private let words: String

    func flaw(in file: String) -> ConfigurationFlaw {
        ConfigurationFlaw(at: .init(file: file, line: line, column: column), words)
    }

    private init(_ mark: Mark?, _ words: String) {
        // At the end of a file the parser is one line beyond it.
        (line, column) = (max(mark?.line ?? 1, 1), max(mark?.column ?? 1, 1))
        self.words = words
    }

    init(_ error: YamlError, text: String) {
        switch error {
        case .scanner(let context, let problem, let mark, _):
            self.init(scanner: context, problem, mark, text: text)
        case .parser(let context, let problem, let mark, _):
            self.init(parser: context, problem, mark)
        case .composer(_, let problem, let mark, _):
            self.init(
                mark,
                problem.contains("another document")
                    ? "a second document begins here; write one document a file"
                    : "a text that begins with '*' is an alias in YAML, and aliases are not read; put it in quotes"
            )
        case .duplicatedKeysInMapping(let keys, let context):
            self.init(doubled: keys.first ?? "", context.mark, text: text)
        default: self.init(nil, "this is no YAML: \(error)")
        }
    }

    private init(
        scanner context: YamlError.Context?,
        _ problem: String,
        _ mark: Mark,
        text: String
    ) {
        let about = context?.text ?? ""
        let character = Self.line(mark.line, of: text).dropFirst(mark.column - 1).first
        if about.contains("quoted scalar"), problem.contains("end of stream"), let context {
            self.init(context.mark, "a quotation mark opens here and none closes it; add it")
        } else if about.contains("quoted scalar") {
            self.init(mark, "there is no such escape; write \\\\ for a \\, or single quotes around")
        } else if about.contains("alias") || about.contains("anchor") {
            let sign = about.contains("alias") ? "*" : "&"
            self.init(
                context?.mark ?? mark,
                "a text that begins with '\(sign)' needs quotes, such as '*/10 * * * *'"
            )
        } else if character == "\t" || problem.contains("tab character") {
            self.init(mark, "a tab stands here; YAML is indented by spaces")
        } else if problem.contains("cannot start any token"), let character {
            self.init(
                mark,
                "a text that begins with '\(character)' needs quotes, such as '@hourly'"
            )
        } else if problem.contains("mapping values are not allowed") {
            self.init(
                mark,
                "a ':' stands where no key can be; mend the indentation, or put the text in quotes"
            )
        } else if problem.contains("could not find expected ':'") {
            self.init(
                context?.mark ?? mark,
                "a key without ':' stands here; write 'key: value', or put a longer text in quotes"
            )
        } else {
            self.init(mark, "this is no YAML: \(problem)")
        }
    }

    private init(parser context: YamlError.Context?, _ problem: String, _ mark: Mark) {
        if problem.contains("nesting level") {
            self.init(mark, "brackets or dashes are nested too deep; mend them")
        } else if problem.contains("',' or '") || problem.contains("expected node content"),
            let context
        {
            self.init(context.mark, "a bracket opens here and none closes it, or a ',' lacks")
        } else if problem.contains("did not find expected key")
            || problem.contains("'-' indicator")
        {
            self.init(
                mark,
                "the indentation is off; align keys, and dashes, with those before them"
            )
        } else {
            self.init(mark, "this is no YAML: \(problem)")
        }
    }

    /// The parser tells only where the first of the two stands.
    private init(doubled key: String, _ mark: Mark, text: String) {
        var again: Int?
        for (number, line) in Self.lines(of: text).enumerated() where number >= mark.line {
            let word = line.unicodeScalars.dropFirst(mark.column - 1)
            let bare = String(word).drop { "'\"".contains($0) }
            if line.unicodeScalars.prefix(mark.column - 1).allSatisfy({ $0 == " " }),
                bare.hasPrefix(key),
                bare.dropFirst(key.count).drop(while: { "'\" ".contains($0) }).hasPrefix(":")
            {
                again = number + 1
                break
            }
        }
        self.init(
            mark,
            "\(quoted(key)) is given twice\(again.map { ", again in line \($0)" } ?? ""); keep one"
        )
    }

    private static func line(_ number: Int, of text: String) -> Substring {
        let lines = lines(of: text)
        return lines.indices.contains(number - 1) ? lines[number - 1] : ""
    }

    private static func lines(of text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }
}
