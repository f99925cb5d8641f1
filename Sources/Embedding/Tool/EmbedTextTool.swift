import Foundation

/// Writes text files as raw string literals into one Swift file: `EmbedTextTool OUTPUT FILE…`.
@main enum EmbedTextTool {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let output = arguments.first else {
            throw Failure(description: "usage: EmbedTextTool OUTPUT FILE…")
        }
        var source = "/// Text files of this target by name, in the order of their names.\n"
        source += "let embeddedText: [(name: String, text: String)] = [\n"
        for path in arguments.dropFirst() {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            guard !text.contains("\"\"\"##") else {
                throw Failure(description: "\(path): holds the literal's own end mark")
            }
            let name = URL(filePath: path).lastPathComponent
            source += "    (\"\(name)\", ##\"\"\"\n\(text)\n\"\"\"##),\n"
        }
        source += "]\n"
        try source.write(toFile: output, atomically: true, encoding: .utf8)
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }
}
